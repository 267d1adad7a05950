// What this is: how far the page's time to first token is from the gateways' own clock, over 50 runs on loopback.
// The page counts from just before it asks the browser to send; a gateway counts from when the request has reached it.
// Beside it the same for its peer, a bare fetch in an empty tab of the same browser: the best that a page can do here.
// What it is not: an excuse for the way between the two: preflights are part of the difference. They are shown apart
// as well, because on a real line they take a whole round trip.
// Invariant: a time is only ever compared with the gateways' log of the same request.
import { newPage } from "../../tests/e2e/harness.mjs";
import { answered, logged, openCompare, readyToRun, run, setRequest, sides, takeRun } from "./compare_page.mjs";
import { median, ms, percentile, row, worst } from "./table.mjs";

const runs = 50;
const limit = 10;
const patience = 20_000;

// Runs in an empty tab: streams the same answer from both sides at once; gives the time to first token of each.
function bareFetch({ source, target, body }) {
  const time = async ({ base_url, key }) => {
    const sent = performance.now();
    const response = await fetch(`${base_url}/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body,
    });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let first = null;
    for (let text = ""; ; ) {
      const { done, value } = await reader.read();
      if (done) return first;
      text += value;
      if (first === null && /"content":"[^"]/.test(text)) first = performance.now() - sent;
    }
  };
  return Promise.all([time(source), time(target)]).then(([source, target]) => ({ source, target }));
}

/** What is to be known of one request: all in ms. */
function compare(shown, { preflight, request }) {
  const own = request.first_text_ms;
  if (!Number.isFinite(shown) || !Number.isFinite(own)) throw new Error(`no time to first token: ${shown}, ${own}`);
  // By the gateway's clock: from the arrival of the preflight to the arrival of the request that it is for.
  const asking = preflight ? request.received_ms - preflight.received_ms : 0;
  return { difference: shown - own, asking, preflight: preflight !== null, own };
}

export async function firstToken(given) {
  const { browser, site, gateways } = given;
  const page = await openCompare(given);
  const empty = await newPage(browser);
  await empty.goto(`${site.url}favicon.svg`);
  const found = { page: { source: [], target: [] }, bare: { source: [], target: [] } };
  for (let count = 0; count < runs; count += 1) {
    // The stand-in gateways choose their pace by the conversation: each run has another.
    const body = {
      model: "openai/gpt-4.1-mini",
      messages: [{ role: "user", content: `What is the number ${count} known for?` }],
      max_tokens: 8,
    };
    await page.bringToFront();
    await setRequest(page, body);
    await readyToRun(page);
    const log = await run(page, gateways, patience);
    await answered(page);
    const taken = await takeRun(page);
    for (const side of sides) found.page[side].push(compare(taken[side].marks.first_text, log[side]));

    await empty.bringToFront();
    const { source, target } = gateways;
    const asked = { source, target, body: JSON.stringify({ ...body, stream: true }) };
    const bare = await logged(gateways, patience, () => empty.evaluate(bareFetch, asked));
    for (const side of sides) found.bare[side].push(compare(bare.result[side], bare[side]));
  }
  await Promise.all([page.context().close(), empty.context().close()]);

  const rows = [];
  const notes = ["Time to first token, less that of the gateway:"];
  for (const side of sides) {
    for (const [who, name] of [
      ["page", `Time to first token, ${side}, difference at p95 of ${runs}`],
      ["bare", "  a bare fetch in an empty tab meanwhile"],
    ]) {
      const all = found[who][side];
      const absolute = all.map(({ difference }) => Math.abs(difference));
      rows.push(row(name, percentile(absolute, 0.95), "ms", who === "page" ? limit : undefined));
      const three = (values) =>
        `p50 ${ms(median(values))}, p95 ${ms(percentile(values, 0.95))}, max ${ms(worst(values))} ms`;
      const owns = all.map(({ own }) => own);
      notes.push(
        `  ${side}, ${who}: ${three(absolute)}; by sign from ${ms(Math.min(...all.map(({ difference }) => difference)))} ms ` +
          `(the gateway's own times: ${ms(Math.min(...owns))} to ${ms(worst(owns))} ms)`,
        `    from preflight to request: ${three(all.map(({ asking }) => asking))}; ` +
          `${all.filter(({ preflight }) => preflight).length} of ${runs} requests had a preflight; ` +
          `the rest of the difference: ${three(all.map(({ difference, asking }) => Math.abs(difference - asking)))}`,
      );
    }
  }
  return { rows, notes };
}
