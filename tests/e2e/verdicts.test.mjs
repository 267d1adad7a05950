// What this is: what the Compare page says of one pair of answers over real HTTP: the timeline with its data, the six
// verdicts, tools and schemas, the second turn, the pin, rules on what is not counted, and the reading aids.
// What it is not: a test of the rules themselves; they are native tests.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { answer, connectTo, download, go, networkErrors, run, smallChat, tryDemo, waitUntil, world } from "./steps.mjs";

const layers = ["Transport", "Schema", "Behaviour", "Prose", "Latency", "Cost"];
const sides = ["Source", "Target"];
const timeline = (page) => page.getByRole("figure", { name: "Timeline" });
const differences = (page) => page.getByRole("region", { name: "Differences" });

/** A row of the table "Verdicts" as `{ standing, text }`. */
async function verdict(page, layer) {
  const row = page.getByRole("table", { name: "Verdicts" }).getByRole("row", { name: new RegExp(`^${layer}\\b`) });
  const text = await row.innerText();
  const [, standing] = new RegExp(`^${layer}\\s+(pass|fail|undecided|not run)\\b`).exec(text) ?? assert.fail(`an unreadable row: ${text}`);
  return { standing, text };
}

const standings = async (page) => Object.fromEntries(await Promise.all(layers.map(async (layer) => [layer, (await verdict(page, layer)).standing])));

/** The rows of a table as `{ name: [source, target] }`. */
async function table(page, name) {
  const rows = await page.getByRole("table", { name }).getByRole("row").all();
  const cells = await Promise.all(rows.slice(1).map((row) => row.locator("th, td").allInnerTexts()));
  return Object.fromEntries(cells.map(([first, ...rest]) => [first, rest]));
}

async function showData(page) {
  await timeline(page).getByText("Show data").click();
  await page.getByRole("table", { name: "Timeline data" }).waitFor();
}

const weather = {
  type: "function",
  function: {
    name: "weather",
    description: "The weather of a city.",
    parameters: { type: "object", required: ["city"], additionalProperties: false, properties: { city: { type: "string" } } },
  },
};
const toolChat = (fields = {}) =>
  smallChat({ messages: [{ role: "user", content: "How is the weather in Rome?" }], tools: [weather], tool_choice: "required", max_tokens: 64, ...fields });

describe("Verdicts", () => {
  const shared = world();

  async function opened(t, { source = shared.gateways.source, target = shared.gateways.target, ...options } = {}) {
    const page = await shared.visit(t, options);
    await connectTo(page, { source, target });
    await go(page, "Compare");
    return page;
  }

  const bodies = (page) => {
    const posts = shared.sent(page).filter(({ method }) => method === "POST");
    return Object.fromEntries(["source", "target"].map((side) => [side, JSON.parse(posts.filter(({ url }) => url.startsWith(shared.gateways[side].base_url)).at(-1).postData)]));
  };

  test("before a run every row says that it was not run", async (t) => {
    const page = await opened(t);
    assert.deepEqual(new Set(Object.values(await standings(page))), new Set(["not run"]));
    assert.match(await timeline(page).innerText(), /Press Run/);
  });

  test("the demo shows a pass, a fail and an undecided, each in a sentence", async (t) => {
    const page = await shared.visit(t);
    await tryDemo(page);
    await go(page, "Compare");
    await waitUntil(async () => (await verdict(page, "Schema")).standing === "fail", "the scanned fields are known");
    const found = await standings(page);
    assert.equal(found.Transport, "pass");
    assert.equal(found.Schema, "fail");
    assert.equal(found.Latency, "undecided");
    assert.match((await verdict(page, "Schema")).text, /Your code reads (usage\.cost|native_finish_reason|choices\[0\])/);
    assert.match((await verdict(page, "Latency")).text, /One run is not evidence: undecided, n = 1/);
  });

  test("the timeline's data are the marks of the case file", async (t) => {
    const page = await opened(t);
    await run(page, smallChat({ max_tokens: 40 }));
    await showData(page);
    const [data, findings] = [await table(page, "Timeline data"), await table(page, "Timeline findings")];
    assert.match(await timeline(page).locator("figcaption").innerText(), /First text: at .* n = 1/);
    await go(page, "Report");
    const saved = JSON.parse((await download(page, "Download JSON")).text);
    const names = { Headers: "head", "First byte": "first_byte", "First text": "first_text", Finish: "finish", End: "end" };
    for (const [at, side] of ["source", "target"].entries()) {
      const { marks, frames } = saved.runs[0][side];
      for (const [name, mark] of Object.entries(names)) {
        assert.equal(data[name][at], marks[mark].toFixed(1), `${side} ${name}`);
      }
      assert.equal(data["Request sent"][at], "0.0");
      const outputs = frames.filter(({ carries = [] }) => carries.some((word) => ["text", "reasoning", "tool"].includes(word)));
      const gaps = outputs.slice(1).map(({ at: moment }, index) => moment - outputs[index].at);
      assert.ok(Math.abs(Math.max(...gaps) - parseFloat(data["Gap between output frames, longest"][at])) < 0.06, `${side} longest gap`);
      assert.match(findings["Tokens per second"][at], /^\d/);
    }
    // Only the target opens its times to a page.
    assert.match(findings["Server-Timing"][0], /^n\/r/);
    assert.match(findings["Server-Timing"][1], /dur|\d ms/);
  });

  test("the timeline is saved as SVG and as PNG", async (t) => {
    const page = await opened(t);
    await run(page, smallChat());
    const svg = await download(page, "Download SVG");
    assert.equal(svg.name, "timeline.svg");
    assert.match(svg.text, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[\s\S]*Source[\s\S]*Target[\s\S]*<\/svg>\n$/);
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download PNG" }).click()]);
    const chunks = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk);
    const png = Buffer.concat(chunks);
    assert.deepEqual([...png.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
    assert.equal(png.readUInt32BE(16), 1920, "twice as wide as the figure");
  });

  test("a path that buffers is named, and its first token is not judged", async (t) => {
    const page = await opened(t);
    await run(page, smallChat({ model: "fault/burst", max_tokens: 60 }));
    assert.match(await timeline(page).locator("figcaption").innerText(), /Something buffers: all \d+ frames came in one burst within \d+ ms/);
    assert.match((await verdict(page, "Latency")).text, /not judged at the source: something between buffers/);
    for (const side of sides) assert.match((await answer(page, side).figures())["Time to first token"], /not judged/);
    await run(page, smallChat({ max_tokens: 60 }));
    assert.doesNotMatch(await timeline(page).locator("figcaption").innerText(), /buffers/);
  });

  test("a cut stream and an error in a 200 fail the transport and leave the other side whole", async (t) => {
    for (const [fault, words] of [["close-mid-stream", /failed: cut/], ["error-in-200", /an error came with status 200/]]) {
      const broken = await shared.start(t, { fault });
      const page = await opened(t, { target: broken.target, allow: networkErrors });
      await run(page, smallChat());
      const { standing, text } = await verdict(page, "Transport");
      assert.equal(standing, "fail", fault);
      assert.match(text, words);
      const found = await standings(page);
      for (const layer of ["Schema", "Behaviour", "Prose", "Latency", "Cost"]) assert.equal(found[layer], "undecided", `${fault} ${layer}`);
      assert.match(await answer(page, "Source").state.innerText(), /^answered 200/);
    }
  });

  test("tool calls are validated, compared, and answered in a second turn", async (t) => {
    const page = await opened(t);
    await run(page, toolChat());
    await page.getByRole("table", { name: "Schema checks" }).waitFor();
    const checks = await page.getByRole("table", { name: "Schema checks" }).innerText();
    assert.equal(checks.match(/Arguments of call 1, weather/g).length, 2);
    assert.equal(checks.match(/fits/g).length, 2, checks);
    assert.notEqual((await verdict(page, "Behaviour")).standing, "fail", (await verdict(page, "Behaviour")).text);
    await page.getByRole("textbox", { name: "Result of the tool" }).fill('{"sky": "clear"}');
    await page.getByRole("button", { name: "Answer the tool call" }).click();
    await page.getByText("The next run is the second turn").waitFor();
    await run(page);
    const { source, target } = bodies(page);
    for (const [body, side] of [[source, "Source"], [target, "Target"]]) {
      const [, said, result] = body.messages;
      assert.equal(result.tool_call_id, said.tool_calls[0].id);
      assert.equal(result.content, '{"sky": "clear"}');
      assert.match(await answer(page, side).text.textContent(), /clear/);
    }
    assert.notEqual(source.messages[1].tool_calls[0].id, target.messages[1].tool_calls[0].id);
    await page.getByRole("button", { name: "Back to the first turn" }).click();
    await run(page);
    assert.equal(bodies(page).source.messages.length, 1);
  });

  test("another tool, or arguments that do not fit, fail the behaviour and name the place", async (t) => {
    const page = await opened(t);
    await page.getByRole("switch", { name: "Stream" }).uncheck();
    const call = { value: { name: "forecast", arguments: "{}" } };
    await page.route(`${shared.gateways.target.base_url}/chat/completions`, (route) => {
      if (route.request().method() !== "POST") return route.continue();
      const message = { role: "assistant", content: null, tool_calls: [{ id: "call_1", type: "function", function: call.value }] };
      return route.fulfill({
        status: 200,
        headers: { "access-control-allow-origin": "*", "content-type": "application/json" },
        body: JSON.stringify({ id: "G-1", choices: [{ index: 0, message, finish_reason: "tool_calls" }] }),
      });
    });
    await run(page, toolChat());
    assert.equal((await verdict(page, "Behaviour")).standing, "fail");
    assert.match((await verdict(page, "Behaviour")).text, /The tools that are called differ/);
    call.value = { name: "weather", arguments: '{"city": 7}' };
    await run(page);
    await waitUntil(async () => /\/city/.test(await page.getByRole("table", { name: "Schema checks" }).innerText()), "the place is named");
    assert.equal((await verdict(page, "Behaviour")).standing, "fail");
    assert.equal((await verdict(page, "Transport")).standing, "pass", "and nothing else is blamed for it");
  });

  test("a structured answer is held against its schema in the worker, and the place that does not fit is named", async (t) => {
    const page = await opened(t);
    await page.getByRole("switch", { name: "Stream" }).uncheck();
    const schema = {
      type: "object",
      required: ["city", "degrees"],
      additionalProperties: false,
      properties: { city: { type: "string" }, degrees: { type: "integer" } },
    };
    const format = { type: "json_schema", json_schema: { name: "weather", strict: true, schema } };
    const checks = page.getByRole("table", { name: "Schema checks" });
    /** What is said of each side's answer, once the worker has said it of this run. */
    const outcomes = async (wanted, what) => {
      const read = async () => {
        const rows = await checks.getByRole("row", { name: /^Answer / }).allInnerTexts();
        return Object.fromEntries(rows.map((row) => /^Answer\s+(Source|Target)\s+([\s\S]*)$/.exec(row).slice(1)));
      };
      await waitUntil(async () => (await checks.count()) === 1 && wanted.test((await read()).Target), what);
      return read();
    };
    await run(page, smallChat({ messages: [{ role: "user", content: "How is the weather in Rome?" }], response_format: format, max_tokens: 64 }));
    assert.deepEqual(await outcomes(/^fits$/, "both answers are validated"), { Source: "fits", Target: "fits" });
    const whole = await verdict(page, "Behaviour");
    assert.equal(whole.standing, "pass", whole.text);

    const said = {};
    await page.route(`${shared.gateways.target.base_url}/chat/completions`, (route) => {
      if (route.request().method() !== "POST") return route.continue();
      const message = { role: "assistant", content: said.text };
      return route.fulfill({
        status: 200,
        headers: { "access-control-allow-origin": "*", "content-type": "application/json" },
        body: JSON.stringify({ id: "G-1", choices: [{ index: 0, message, finish_reason: "stop" }] }),
      });
    });
    for (const [text, place, sentence] of [
      ['{"city": "Rome", "degrees": "warm"}', /\/degrees/, /the target's does not fit its schema, at \/degrees/],
      ['{"degrees": 7}', /city/, /the target's does not fit its schema, at the whole: .*city/],
      ["It is warm in Rome.", /It is not JSON/, /JSON was asked for, and only the target's answer is none/],
    ]) {
      said.text = text;
      await run(page);
      const found = await outcomes(place, `the place in ${text} is named`);
      assert.equal(found.Source, "fits", "and nothing is said against the source");
      const { standing, text: words } = await verdict(page, "Behaviour");
      assert.equal(standing, "fail", words);
      assert.match(words, sentence);
      assert.equal((await verdict(page, "Transport")).standing, "pass", "and nothing else is blamed for it");
    }
  });

  test("both sides are pinned to the provider that served the source, and unpinned", async (t) => {
    const page = await opened(t);
    await page.getByRole("switch", { name: "Stream" }).uncheck();
    await run(page, smallChat());
    const panel = page.getByRole("region", { name: "Serving providers" });
    assert.match(await panel.innerText(), /openai/i);
    assert.match(await panel.innerText(), /"model": "openai:openai\/gpt-4\.1-mini"/, "shown before it is used");
    assert.doesNotMatch(await page.getByRole("main").innerText(), /same model/i);
    await panel.getByRole("button", { name: "Pin both sides" }).click();
    await run(page);
    assert.deepEqual(bodies(page).source.provider, { order: ["openai"], allow_fallbacks: false });
    assert.equal(bodies(page).target.model, "openai:openai/gpt-4.1-mini");
    for (const side of sides) assert.match(await answer(page, side).state.innerText(), /^answered 200/);
    assert.match(await panel.innerText(), /Both answers were served by openai/);
    await panel.getByRole("button", { name: "Unpin both sides" }).click();
    await run(page);
    assert.equal(bodies(page).source.provider, undefined);
  });

  test("a place is not counted once a rule with a reason says so, and the rule travels with the case", async (t) => {
    const page = await opened(t);
    await run(page, smallChat());
    assert.equal((await verdict(page, "Schema")).standing, "undecided");
    await page.getByRole("button", { name: "Add rule" }).click();
    await page.getByRole("alert").filter({ hasText: /no path/ }).waitFor();
    const path = page.getByRole("textbox", { name: "Place that is not to be counted" });
    const why = page.getByRole("textbox", { name: "Reason" });
    for (let left = 12; left > 0 && (await verdict(page, "Schema")).standing === "undecided"; left -= 1) {
      const details = page.getByRole("table", { name: "Verdicts" }).getByText("Data: Schema");
      const offer = page.getByRole("button", { name: "Do not count this place…" }).first();
      if (!(await offer.isVisible())) await details.click();
      await offer.click();
      assert.notEqual(await path.inputValue(), "");
      await why.fill("Nothing of ours reads it.");
      await page.getByRole("button", { name: "Add rule" }).click();
      await waitUntil(async () => (await path.inputValue()) === "", "the rule is taken");
    }
    assert.equal((await verdict(page, "Schema")).standing, "pass");
    await go(page, "Report");
    const saved = JSON.parse((await download(page, "Download JSON")).text);
    assert.ok(saved.ignored.some(({ reason }) => reason === "Nothing of ours reads it."), JSON.stringify(saved.ignored));
    assert.ok(saved.ignored.every(({ path, reason }) => path && reason));
  });

  test("a hidden tab marks its run", async (t) => {
    const page = await opened(t);
    await page.evaluate(() => {
      Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    });
    await run(page, smallChat());
    assert.match((await verdict(page, "Latency")).text, /not judged at the source: the tab was hidden/);
  });

  test("the reading aids: next and previous, only differences, swap, scroll lock, Markdown and JSON", async (t) => {
    const page = await opened(t);
    await run(page, smallChat({ messages: [{ role: "user", content: "Why is the sky blue?" }], max_tokens: 200 }));
    const region = differences(page);
    const panes = () => region.getByRole("group", { name: /laid over the other/ });
    const names = async () => Promise.all((await panes().all()).map((pane) => pane.getAttribute("aria-label")));
    await panes().nth(1).waitFor();
    assert.deepEqual(await names(), ["Source text, laid over the other", "Target text, laid over the other"]);
    await region.getByRole("button", { name: "Next difference" }).click();
    await region.getByText(/^1 of \d+$/).waitFor();
    await region.getByRole("button", { name: "Previous difference" }).click();
    await region.getByText(/^(\d+) of \1$/).waitFor();
    await region.getByRole("button", { name: "Swap sides" }).press("Enter");
    assert.deepEqual(await names(), ["Target text, laid over the other", "Source text, laid over the other"]);
    await region.getByRole("switch", { name: "Only differences" }).check();
    await region.getByRole("radio", { name: "JSON" }).check();
    await region.getByRole("table", { name: "JSON differences" }).waitFor();
    await region.getByRole("radio", { name: "Markdown" }).check();
    await region.getByRole("group", { name: "Source text as Markdown" }).waitFor();
  });

  test("links of an answer are text, and its pictures are not loaded", async (t) => {
    const page = await opened(t);
    const text = "Reply with exactly: see [this](https://tracker.example/a) and ![p](https://tracker.example/p.gif) <img src=x>";
    await run(page, smallChat({ messages: [{ role: "user", content: text }], max_tokens: 200 }));
    await differences(page).getByRole("radio", { name: "Markdown" }).check();
    const rendered = differences(page).getByRole("group", { name: "Source text as Markdown" });
    await rendered.getByText("https://tracker.example/a").waitFor();
    assert.equal(await rendered.locator("a, img, script").count(), 0);
    assert.ok(shared.sent(page).every(({ url }) => !url.includes("tracker.example")));
  });

  test("ten thousand lines are laid over each other and only those in sight are built", async (t) => {
    const page = await shared.visit(t);
    await tryDemo(page);
    await go(page, "Report");
    const saved = JSON.parse((await download(page, "Download JSON")).text);
    const lines = (word) => Array.from({ length: 10_000 }, (_, at) => `line ${at} says ${at % 500 === 250 ? word : "nothing"} new`).join("\n");
    saved.runs[0].source.text = lines("something");
    saved.runs[0].target.text = lines("anything");
    await page.getByLabel("Open case").setInputFiles({ name: "case.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(saved)) });
    await page.getByRole("status").filter({ hasText: "You opened a case" }).waitFor();
    await go(page, "Compare");
    const region = differences(page);
    assert.match(await region.getByRole("status").innerText(), /differ in 20 places/);
    const rows = region.locator(".pane-row");
    await rows.first().waitFor();
    assert.ok((await rows.count()) < 200, `${await rows.count()} rows are built`);
    await region.getByRole("button", { name: "Next difference" }).click();
    const [source, target] = await region.getByRole("group", { name: /laid over the other/ }).all();
    await waitUntil(async () => (await source.evaluate((pane) => pane.scrollTop)) > 4_000, "it scrolls to the first difference");
    assert.match(await source.innerText(), /something/);
    assert.match(await target.innerText(), /anything/);
    await source.evaluate((pane) => (pane.scrollTop = 100_000));
    await waitUntil(async () => (await target.evaluate((pane) => pane.scrollTop)) === 100_000, "the panes scroll together");
    await region.getByRole("switch", { name: "Scroll lock" }).uncheck();
    await source.evaluate((pane) => (pane.scrollTop = 0));
    // What heard of the scrolling has drawn the pane's own rows, and would have moved the other one.
    await source.getByText("line 0 says").waitFor();
    assert.equal(await target.evaluate((pane) => pane.scrollTop), 100_000, "without the lock each scrolls alone");
    await region.getByRole("switch", { name: "Only differences" }).check();
    await waitUntil(async () => (await rows.count()) < 100, "equal rows are left out");
  });

  test("choices beyond the first are shown", async (t) => {
    const page = await opened(t);
    await run(page, smallChat({ n: 2 }));
    for (const side of sides) {
      const { region } = answer(page, side);
      await region.getByText("Choice 2").click();
      assert.notEqual(await region.getByRole("group").filter({ hasText: "Choice 2" }).innerText(), "Choice 2");
    }
  });
});
