// What this is: the Golden set page against real HTTP: import, export, a run with faults, pause, resume, stop, the price
// ceiling, a reload in the middle, and what is kept. What was sent is read from the gateways' own log.
// What it is not: a test of the statistics or of the state machine; those are native.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { connectTo, download, go, networkErrors, waitUntil, world } from "./steps.mjs";

const button = (page, name) => page.getByRole("button", { name, exact: true });
const field = (page, name) => page.getByRole("spinbutton", { name, exact: true });
const bar = (page) => page.getByRole("progressbar", { name: "Progress" });
const status = (page) => page.getByRole("region", { name: "Run", exact: true });

/** A batch file of so many short questions. */
const batch = (count, model = "openai/gpt-4.1-mini") =>
  Array.from({ length: count }, (_, at) =>
    JSON.stringify({
      custom_id: `case-${at}`,
      method: "POST",
      url: "/v1/chat/completions",
      body: { model, messages: [{ role: "user", content: `Question ${at}: say yes.` }], max_tokens: 4 },
    }),
  ).join("\n");

/** A set of one case for each of these schemas; every answer is one object with a city, a text. */
const withSchemas = (schemas, model = "openai/gpt-4.1-mini") => {
  const schema = { type: "object", required: ["city"], properties: { city: { type: "string" } }, additionalProperties: false };
  return JSON.stringify({
    name: "schemas",
    cases: Object.entries(schemas).map(([id, asked]) => ({
      id,
      endpoint: "/chat/completions",
      body: {
        model,
        messages: [{ role: "user", content: `Name a city for the case ${id}.` }],
        response_format: { type: "json_schema", json_schema: { name: "place", strict: true, schema } },
        max_tokens: 64,
      },
      rows: [{}],
      checks: [{ json_schema: { schema: asked } }],
    })),
  });
};

/** A model list in which every id of the tests has a price. */
const list = (...ids) =>
  JSON.stringify({ data: ids.map((id) => ({ id, pricing: { prompt: "0.0000004", completion: "0.0000016" } })) });

const file = (name, text) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(text) });

async function importSet(page, name, text) {
  await page.getByLabel("Import set").setInputFiles(file(name, text));
}

async function readPrices(page, ...ids) {
  await go(page, "Models");
  for (const side of ["source", "target"]) {
    await page.getByLabel(`Load ${side} catalogue`).setInputFiles(file(`${side}.json`, list(...ids)));
    await page.getByRole("region", { name: "Model lists" }).getByText(`from the file ${side}.json`).waitFor();
  }
}

async function progress(page) {
  const [value, most] = await bar(page).evaluate((element) => [element.value, element.max]);
  return { value, most };
}

const finished = (page, timeout) =>
  waitUntil(async () => /Finished/.test(await status(page).innerText()), "the run finishes", timeout);

/** The posts that the gateways answered, by side and body. */
function answered(log) {
  const counts = new Map();
  for (const line of log) {
    if (line.log !== "request" || line.method !== "POST") continue;
    const key = `${line.side} ${line.body}`;
    const count = counts.get(key) ?? { whole: 0, all: 0 };
    count.all += 1;
    if (line.status === 200 && !line.aborted && !line.cut) count.whole += 1;
    counts.set(key, count);
  }
  return counts;
}

/** What the gateways billed, in US dollars, by their own log: the sum, and the dearest call. */
function billed(log) {
  const costs = log.filter((line) => line.log === "request" && line.cost !== null).map((line) => Number(line.cost));
  return { sum: costs.reduce((sum, cost) => sum + cost, 0), dearest: Math.max(0, ...costs) };
}

describe("Golden set", () => {
  const shared = world();

  async function opened(t, { pair = shared.gateways, ...options } = {}) {
    const page = await shared.visit(t, options);
    await connectTo(page, pair);
    await go(page, "Golden set");
    return page;
  }

  test("without a set nothing runs, and what is no set is explained", async (t) => {
    const page = await opened(t);
    assert.equal(await button(page, "Run set").isEnabled(), false);
    assert.equal(await button(page, "Resume").isEnabled(), false);
    await importSet(page, "set.jsonl", "nothing");
    await page.getByRole("alert").filter({ hasText: /Line 1 was left out/ }).waitFor();
    await importSet(page, "set.csv", "");
    await page.getByRole("alert").filter({ hasText: /empty/ }).waitFor();
    assert.deepEqual(shared.sent(page), []);
  });

  test("every form comes in, and goes out again", async (t) => {
    const page = await opened(t);
    const cases = page.getByRole("list", { name: "Cases" });
    const shown = (name, what) => page.getByText(new RegExp(`${name}\\s*: ${what}`)).waitFor();
    const forms = {
      "set.jsonl": batch(2),
      "set.csv": "prompt,model,max_tokens,__expected\nSay yes.,openai/gpt-4.1-mini,4,contains: yes\n",
      "set.yaml": "prompts: ['Say {{word}}.']\nproviders: ['openrouter:openai/gpt-4.1-mini']\ntests:\n  - vars: { word: [yes, no] }\n    assert: [{ type: icontains, value: yes }]\n",
      "set.json": JSON.stringify({ data: { model: "openai/gpt-4.1-mini", input: { prompt: "Say yes." } } }),
    };
    for (const [name, text] of Object.entries(forms)) {
      await importSet(page, name, text);
      await shown(name, name === "set.jsonl" ? "2 cases, 2 requests" : "1 cases, [12] requests");
      assert.ok((await cases.getByRole("listitem").count()) > 0, name);
    }
    await importSet(page, "set.yaml", forms["set.yaml"]);
    await shown("set.yaml", "1 cases, 2 requests");
    const format = page.getByRole("combobox", { name: "Set format" });
    for (const [label, expected] of [
      ["Switchyard JSON", /"cases"/],
      ["OpenAI batch JSONL", /^\{"custom_id"/],
      ["CSV", /^id,description,endpoint,body,checks,\{\{word\}\}/],
      ["promptfoo YAML", /prompts:\n/],
      ["k6 script", /__ENV\["[A-Z_]+"\]/],
    ]) {
      await format.selectOption({ label });
      const { text } = await download(page, "Download set");
      assert.match(text, expected, label);
      if (label === "promptfoo YAML") {
        // Another set stands there until what was saved is read again.
        await importSet(page, "set.jsonl", forms["set.jsonl"]);
        await shown("set.jsonl", "2 cases, 2 requests");
        await importSet(page, "again.yaml", text);
        await page.getByText(/: 1 cases, 2 requests, 1 checks/).waitFor();
      }
    }
  });

  test("a run fills results, verdicts and figures, and a pair opens in Compare", { timeout: 120_000 }, async (t) => {
    const page = await opened(t);
    await readPrices(page, "openai/gpt-4.1-mini");
    await go(page, "Golden set");
    await importSet(page, "set.jsonl", batch(22));
    await page.getByText(/22 cases/).waitFor();
    await button(page, "Run set").click();
    await finished(page, 90_000);
    const posts = shared.sent(page).filter(({ method }) => method === "POST");
    // 22 pairs and one that warms up, three calls each.
    assert.equal(posts.length, 69);
    assert.deepEqual(await progress(page), { value: 69, most: 69 });
    const verdicts = page.getByRole("table", { name: "Verdicts" });
    for (const metric of ["Success", "Finish reason", "Total time", "Cost", "Length"]) {
      assert.match(await verdicts.getByRole("row", { name: new RegExp(`^${metric}`) }).innerText(), /pass|fail|undecided/, metric);
    }
    const fold = verdicts.getByRole("row", { name: /^Total time/ }).locator("details", { hasText: /^Target against source: / }).first();
    await fold.locator("summary").click();
    await fold.getByText(/target over source, 1 is equal/).waitFor();
    const results = page.getByRole("table", { name: "Results", exact: true });
    assert.equal((await results.getByRole("row").count()) - 1, 22);
    for (const name of ["Latency distribution", "Cost"]) {
      const figure = page.getByRole("figure", { name, exact: true });
      assert.ok((await figure.locator("svg *").count()) > 5, name);
      await figure.getByText("Show data").click();
      assert.ok((await figure.getByRole("table").getByRole("row").count()) > 3);
      const [svg] = await Promise.all([page.waitForEvent("download"), figure.getByRole("button", { name: "Download SVG" }).click()]);
      assert.match(svg.suggestedFilename(), /\.svg$/);
      const [png] = await Promise.all([page.waitForEvent("download"), figure.getByRole("button", { name: "Download PNG" }).click()]);
      const chunks = [];
      for await (const chunk of await png.createReadStream()) chunks.push(chunk);
      assert.deepEqual([...Buffer.concat(chunks).subarray(1, 4)], [...Buffer.from("PNG")], name);
    }
    await results.getByRole("button", { name: /^Answers of/ }).first().click();
    await results.getByRole("link", { name: "Open this pair in Compare" }).click();
    await page.getByRole("heading", { level: 1, name: "Compare" }).waitFor();
    assert.match(await page.getByRole("textbox", { name: "Request body" }).inputValue(), /Question 0/);
    await page.getByRole("region", { name: "Differences" }).getByText(/^The two texts/).waitFor();
  });

  test("answers are held against their schemas, and the verdict counts them", { timeout: 120_000 }, async (t) => {
    const page = await opened(t);
    await readPrices(page, "openai/gpt-4.1-mini");
    await go(page, "Golden set");
    const city = (type) => ({ type: "object", required: ["city"], properties: { city: { type } } });
    await importSet(page, "schemas.json", withSchemas({ fits: city("string"), differs: city("integer"), broken: { type: 7 } }));
    await page.getByText(/3 cases, 3 requests, 3 checks/).waitFor();
    await button(page, "Run set").click();
    await finished(page, 60_000);
    const results = page.getByRole("table", { name: "Results", exact: true });
    for (const [id, outcome, words] of [
      ["fits", "pass", /The text fits the schema\./],
      ["differs", "fail", /The text does not fit the schema: at `\/city`: .* is not of type "integer"/],
      ["broken", "undecided", /The schema was not evaluated\. The schema cannot be used/],
    ]) {
      const row = results.getByRole("row").filter({ has: page.getByRole("rowheader", { name: id, exact: true }) });
      const expected = new RegExp(`source\\s+${outcome}\\s+target\\s+${outcome}`);
      await waitUntil(async () => expected.test(await row.innerText()), `${id}: ${outcome}`);
      await button(page, `Answers of ${id}`).click();
      await results.getByText(words).first().waitFor();
      assert.equal(await results.getByText(words).count(), 3, `${id}: one answer a lane`);
    }
    // The schema that nobody can use takes its case out of the metric, and no other.
    const checks = page.getByRole("table", { name: "Verdicts" }).getByRole("row", { name: /^Checks/ });
    assert.match(await checks.innerText(), /n = 2\b/);
  });

  test("a mixture of providers is named, and one press holds both sides to one", { timeout: 120_000 }, async (t) => {
    const page = await opened(t);
    const model = "anthropic/claude-haiku-4.5";
    await readPrices(page, "openai/gpt-4.1-mini", model);
    await go(page, "Golden set");
    const bodies = [];
    page.on("request", (request) => {
      if (request.method() === "POST" && /\/chat\/completions$/.test(request.url())) bodies.push(request.postDataJSON());
    });
    /** Runs what is set, and gives the bodies that were sent. */
    const run = async (pairs) => {
      const before = bodies.length;
      await button(page, "Run set").click();
      await waitUntil(() => bodies.length === before + pairs * 3, "every call is sent", 60_000);
      await finished(page, 60_000);
      return bodies.slice(before);
    };
    const serving = page.getByRole("region", { name: "Serving providers" });
    const warning = serving.getByText(`The answers of ${model} came from several providers.`);
    const line = (slug) =>
      JSON.stringify({
        custom_id: slug,
        method: "POST",
        url: "/v1/chat/completions",
        body: { model, messages: [{ role: "user", content: "Say yes." }], max_tokens: 4, provider: { order: [slug], sort: "price" } },
      });

    // One provider under two names, the source's and the target's, is no mixture.
    await importSet(page, "one.jsonl", batch(2));
    await page.getByText(/2 cases/).waitFor();
    await run(3);
    await serving.getByText(/OpenAI × 2/i).first().waitFor();
    assert.equal(await serving.getByText(/several providers/).count(), 0);

    await importSet(page, "two.jsonl", ["anthropic", "google-vertex"].map(line).join("\n"));
    await page.getByText(/two\.jsonl\s*: 2 cases/).waitFor();
    await run(3);
    await warning.waitFor();
    await serving.getByRole("button", { name: "Pin Anthropic on both sides" }).click();
    await page.getByRole("status").filter({ hasText: `held to anthropic on the source and anthropic on the target for ${model}` }).waitFor();
    const pinned = await run(3);
    const source = pinned.filter((body) => body.model === model);
    assert.equal(source.length, 6);
    for (const body of source) assert.deepEqual(body.provider, { order: ["anthropic"], allow_fallbacks: false });
    const target = pinned.filter((body) => body.model === `anthropic:${model}`);
    assert.equal(target.length, 3);
    for (const body of target) assert.deepEqual(body.provider, {});
    await waitUntil(async () => (await warning.count()) === 0, "one provider serves all of it");
    await button(page, `Unpin ${model}`).click();
    assert.equal(await page.getByText(/held to anthropic/).count(), 0);
  });

  test("pause, resume and stop", { timeout: 120_000 }, async (t) => {
    const page = await opened(t);
    await readPrices(page, "openai/gpt-4.1-mini");
    await go(page, "Golden set");
    await importSet(page, "set.jsonl", batch(12));
    await page.getByText(/12 cases/).waitFor();
    await field(page, "Concurrency").fill("2");
    await field(page, "Concurrency").blur();
    await button(page, "Run set").click();
    await waitUntil(async () => (await progress(page)).value >= 12, "some pairs are done", 30_000);
    await button(page, "Pause").click();
    await status(page).getByText(/Paused.*, 0 on their way/).waitFor();
    const sent = shared.sent(page).length;
    await page.waitForTimeout(800);
    assert.equal(shared.sent(page).length, sent, "a pause sends nothing");
    await button(page, "Resume").click();
    await waitUntil(async () => shared.sent(page).length > sent, "it goes on");
    await button(page, "Stop").click();
    await status(page).getByText(/Stopped/).waitFor();
    const { value } = await progress(page);
    assert.ok(value >= 12 && value < 39);
    await page.getByRole("region", { name: "Verdicts" }).getByRole("table").waitFor();
  });

  test("the ceiling pauses the run before it is passed", { timeout: 120_000 }, async (t) => {
    const page = await opened(t);
    await importSet(page, "set.jsonl", batch(10));
    await page.getByText(/For 33 calls no price is known/).waitFor();
    await button(page, "Run set").click();
    await page.getByRole("alert").filter({ hasText: /no price is known/ }).waitFor();
    assert.deepEqual(shared.sent(page).filter(({ method }) => method === "POST"), []);
    await readPrices(page, "openai/gpt-4.1-mini");
    await go(page, "Golden set");
    const ceiling = 0.0004;
    await field(page, "Price ceiling (USD)").fill(String(ceiling));
    await button(page, "Run set").click();
    await status(page).getByText(/Paused: the next call could pass the ceiling/).waitFor({ timeout: 60_000 });
    const spent = Number(/Spent \$([\d.]+)/.exec(await status(page).innerText())[1]);
    assert.ok(spent > 0 && spent <= ceiling, `${spent}`);
    const { value } = await progress(page);
    assert.ok(value > 0 && value < 33);
    await field(page, "Price ceiling (USD)").fill("1");
    await button(page, "Resume").click();
    await finished(page, 60_000);
  });

  test("what is kept holds no key, and can be forgotten", { timeout: 120_000 }, async (t) => {
    const page = await opened(t);
    await readPrices(page, "openai/gpt-4.1-mini");
    await go(page, "Golden set");
    await importSet(page, "set.jsonl", batch(3));
    await page.getByText(/3 cases/).waitFor();
    await button(page, "Run set").click();
    await finished(page, 60_000);
    const stored = async () => JSON.stringify(await page.context().storageState({ indexedDB: true }));
    await waitUntil(async () => /Question 0/.test(await stored()), "progress is kept");
    const text = await stored();
    for (const { key } of [shared.gateways.source, shared.gateways.target]) assert.ok(!text.includes(key));
    assert.ok(!/authorization/i.test(text));
    await button(page, "Forget progress").click();
    await waitUntil(async () => !/Question 0/.test(await stored()), "it is forgotten");
  });

  test("500 cases, two repeats, three lanes, faults, a reload, a ceiling: no call is lost, none comes twice but those on their way", { timeout: 900_000 }, async (t) => {
    const model = "fault/mixed";
    const pair = await shared.start(t, { seed: 5, pace: 8 });
    const page = await opened(t, { pair, allow: networkErrors });
    await readPrices(page, model);
    await go(page, "Golden set");
    await importSet(page, "set.jsonl", batch(500, model));
    await page.getByText(/500 cases, 500 requests/).waitFor();
    for (const [name, value] of [["Repeats", "2"], ["Concurrency", "8"]]) {
      await field(page, name).fill(value);
      await field(page, name).blur();
    }
    const enough = 5;
    const ceiling = field(page, "Price ceiling (USD)");
    await ceiling.fill(String(enough));
    const all = (500 * 2 + 1) * 3;
    const spent = async () => Number(/Spent \$([\d.]+)/.exec(await status(page).innerText())[1]);
    await button(page, "Run set").click();
    await waitUntil(async () => (await progress(page)).value > 600, "a fifth is done", 300_000);
    const most = 16; // Eight a side.
    const before = (await progress(page)).value;
    const each = (await spent()) / before;
    // What the page says in the moment in which it goes: a look from here would be late.
    await page.evaluate(() => {
      addEventListener("pagehide", () => {
        const words = document.querySelector('section[aria-label="Run"]').textContent;
        sessionStorage.setItem("on their way", /(\d+) on their way/.exec(words)[1]);
        sessionStorage.setItem("done", /([\d\s]+) of/.exec(words)[1].replace(/\s/g, ""));
      });
    });
    await page.reload();
    const [onTheirWay, done] = await page.evaluate(() => ["on their way", "done"].map((name) => Number(sessionStorage.getItem(name))));
    // None may be: both gateways can have asked for a rest.
    assert.ok(done >= before && onTheirWay <= most, `${onTheirWay} on their way at the reload, ${done} of ${before} done`);
    await page.getByText(/A run of set.jsonl was kept/).waitFor();
    const kept = Number(/kept: ([\d\s]+) of/.exec(await page.getByText(/A run of set.jsonl was kept/).innerText())[1].replace(/\s/g, ""));
    // Each is kept when the browser has written it; how far that is behind depends on the disk.
    assert.ok(kept > done / 2 && kept <= done, `${kept} of ${done} calls were kept`);
    await go(page, "Connect");
    await connectTo(page, pair);
    await go(page, "Golden set");

    // A ceiling that is reached about halfway.
    const limit = Number((each * all * 0.5).toFixed(6));
    await ceiling.fill(String(limit));
    await button(page, "Resume").click();
    await status(page).getByText(/Paused: the next call could pass the ceiling.*, 0 on their way/).waitFor({ timeout: 300_000 });
    const halfway = (await progress(page)).value;
    assert.ok(halfway > kept && halfway > all * 0.3 && halfway < all * 0.7, `${halfway} of ${all} calls at the ceiling`);
    await page.waitForTimeout(500); // A line of the log follows its answer.
    // The gateways' own sum. What was in flight when it was last below the ceiling is all that may be above it.
    const atCeiling = billed(pair.log);
    assert.ok(atCeiling.sum > limit / 4, `${atCeiling.sum}: the gateways bill what is asked`);
    assert.ok(atCeiling.sum <= limit + most * atCeiling.dearest, `${atCeiling.sum} of ${limit}`);
    assert.ok((await spent()) <= limit, await status(page).innerText());
    const asked = pair.log.length;
    await page.waitForTimeout(500);
    assert.equal(pair.log.length, asked, "nothing is sent while it is paused");

    await ceiling.fill(String(enough));
    await button(page, "Resume").click();
    await finished(page, 500_000);
    assert.deepEqual(await progress(page), { value: all, most: all });
    assert.ok((await spent()) <= enough, await status(page).innerText());
    assert.ok(billed(pair.log).sum <= (await spent()), "what is not known is counted at its worst");

    // Each pair has a mark of its own, so that a body is one pair's: the source gets it twice, the target once.
    const counts = answered(pair.log);
    const wanted = { source: 2, target: 1 };
    let [lost, doubled, failed] = [0, 0, 0];
    for (const [key, { whole, all }] of counts) {
      const want = wanted[key.split(" ")[0]];
      if (whole > want) doubled += whole - want;
      // What never got a whole answer was tried to the last attempt.
      if (whole < want) (all >= want ? (failed += want - whole) : (lost += want - whole));
    }
    assert.equal(counts.size, 2 * (500 * 2 + 1), "every pair reached both gateways");
    assert.equal(lost, 0, "no call was lost");
    // What was on its way at the reload came again, with what had just come and was not kept yet, and nothing else.
    assert.ok(doubled <= onTheirWay + done - kept, `${doubled} came twice, ${onTheirWay} were on their way, ${done - kept} not kept`);
    const further = pair.log.filter((line) => line.log === "request" && line.method === "POST").length - all;
    assert.ok(failed <= all / 100, `${failed} calls were given up`);
    t.diagnostic(
      `${all} calls, ${further} further attempts, ${onTheirWay} on their way at the reload, paused at ${halfway} with ` +
        `$${atCeiling.sum.toFixed(6)} billed of $${limit}, spent $${await spent()}`,
    );
  });
});
