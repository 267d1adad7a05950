// What this is: how far the page's time to first token is from the gateways' own clock, over 50 runs on loopback.
// The page counts from just before it asks the browser to send; a gateway counts from when the request has reached it.
// What it is not: an excuse for the way between the two: preflights are part of the difference. They are shown apart
// as well, because on a real line they take a whole round trip.
// Invariant: a run of the page is only ever compared with the gateways' log of the same run.
import { openCompare, run, setRequest, sides, takeRun } from "./compare_page.mjs";
import { median, ms, percentile, row, worst } from "./table.mjs";

const runs = 50;
const limit = 10;

export async function firstToken(given) {
  const page = await openCompare(given);
  const found = { source: [], target: [] };
  for (let count = 0; count < runs; count += 1) {
    // The stand-in gateways choose their pace by the conversation: each run has another.
    await setRequest(page, {
      model: "openai/gpt-4.1-mini",
      messages: [{ role: "user", content: `What is the number ${count} known for?` }],
      max_tokens: 8,
    });
    const logged = await run(page, given.gateways, 20_000);
    const taken = await takeRun(page);
    for (const side of sides) {
      const { preflight, request } = logged[side];
      const [shown, own] = [taken[side].marks.first_text, request.first_text_ms];
      if (!Number.isFinite(shown) || !Number.isFinite(own)) throw new Error(`run ${count}, ${side}: no time to first token`);
      // By the gateway's clock: from the arrival of the preflight to the arrival of the request that it is for.
      const asking = preflight ? request.received_ms - preflight.received_ms : 0;
      found[side].push({ difference: shown - own, asking, preflight: preflight !== null, own });
    }
  }
  await page.context().close();

  const rows = [];
  const notes = ["Time to first token, page less gateway:"];
  for (const side of sides) {
    const all = found[side];
    const absolute = all.map(({ difference }) => Math.abs(difference));
    rows.push(row(`Time to first token, ${side}, difference at p95 of ${runs}`, percentile(absolute, 0.95), "ms", limit));
    const three = (values) => `p50 ${ms(median(values))}, p95 ${ms(percentile(values, 0.95))}, max ${ms(worst(values))} ms`;
    const owns = all.map(({ own }) => own);
    notes.push(
      `  ${side}: ${three(absolute)}, smallest ${ms(Math.min(...all.map(({ difference }) => difference)))} ms ` +
        `(the gateway's own times go from ${ms(Math.min(...owns))} to ${ms(worst(owns))} ms)`,
      `    of it from preflight to request: ${three(all.map(({ asking }) => asking))}; ` +
        `${all.filter(({ preflight }) => preflight).length} of ${runs} requests had a preflight`,
      `    without that: ${three(all.map(({ difference, asking }) => Math.abs(difference - asking)))}`,
    );
  }
  return { rows, notes };
}
