// What this is: the case as a link and as a file: what goes in, what comes back in a clean browser, what is left out,
// and what happens with links that are damaged or hostile.
// What it is not: the hunt for keys in every corner; that is keys.test.mjs.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import {
  answer,
  arrived,
  assertValid,
  check,
  checkRow,
  connectTo,
  copy,
  download,
  editor,
  findingsTable,
  gateway,
  go,
  networkErrors,
  pageNames,
  run,
  schemaFile,
  smallChat,
  strangersKey,
  tryDemo,
  waitUntil,
  withClipboard,
  world,
} from "./steps.mjs";

const sides = ["Source", "Target"];
const findingsPart = "Findings, each with its line of code";
const parts = ["Connection check", findingsPart, "Model ids and aliases", "Request", "Answers with times, tokens and cost", "Raw frames of the answers"];
const code = `const client = new OpenAI({ baseURL: "https://openrouter.ai/api/v1", apiKey: process.env.OPENROUTER_API_KEY });
const reply = await client.chat.completions.create({ model: "x-ai/grok-4.3", messages, max_tokens: 120 });
console.log(reply.usage.cost, reply.choices[0].native_finish_reason);
`;
const secretPrompt = "The plan is called Marmalade-7141.";

const pack = (value) => `#/case/1.${deflateRawSync(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url")}`;
const unpack = (link) => JSON.parse(inflateRawSync(Buffer.from(link.split("#/case/1.")[1], "base64url")).toString("utf8"));

async function copyLink(page) {
  await go(page, "Report");
  return copy(page, page.getByRole("main").getByRole("button", { name: "Copy link" }));
}

/** All that a case is to bring back, as the pages show it. */
async function everything(page) {
  const found = {};
  await go(page, "Connect");
  for (const side of sides) {
    const { profile, baseUrl, keyVariable } = gateway(page, side);
    found[side] = [await profile.inputValue(), await baseUrl.inputValue(), await keyVariable.inputValue()];
    found[`${side} check`] = [];
    for (const step of ["Health", "Models", "Key", "Chat"]) found[`${side} check`].push(await checkRow(page, step, side).innerText());
  }
  await go(page, "Models");
  found.ids = await page.getByRole("textbox", { name: "Model IDs" }).inputValue();
  found.aliases = [];
  for (const row of (await page.getByRole("table", { name: "Alias map" }).getByRole("row").all()).slice(1)) {
    const checkbox = row.getByRole("checkbox");
    found.aliases.push([
      await row.getByRole("rowheader").innerText(),
      await row.getByRole("cell").first().innerText(),
      await row.getByRole("combobox").inputValue(),
      await row.getByRole("cell").nth(2).innerText(),
      await checkbox.isChecked(),
    ]);
  }
  found.map = await page.getByLabel("Alias map code").innerText();
  await go(page, "Compare");
  found.request = [
    await editor(page).inputValue(),
    await page.getByRole("combobox", { name: "Endpoint" }).inputValue(),
    await page.getByRole("switch", { name: "Stream" }).isChecked(),
  ];
  for (const side of sides) {
    const { state, text, problem } = answer(page, side);
    found[`${side} answer`] = [
      await state.innerText(),
      await text.textContent(),
      await problem.allInnerTexts(),
      await answer(page, side).figures(),
      await answer(page, side).frames(),
    ];
  }
  found.fields = await page.getByRole("table", { name: "Fields read" }).getByRole("row").allInnerTexts();
  await go(page, "Inventory");
  found.findings = await (await findingsTable(page)).getByRole("row").allInnerTexts();
  found.counts = await page.getByRole("table", { name: "Counts" }).innerText();
  await go(page, "Compare");
  found.difference = await page.getByRole("region", { name: "Differences" }).innerText();
  await go(page, "Migrate");
  found.language = await page.getByRole("combobox", { name: "Language" }).inputValue();
  for (const name of ["Before", "After"]) found[name] = await page.getByLabel(`${name} code`).innerText();
  return found;
}

describe("Report", () => {
  const shared = world();

  /** A case with something of everything: a check, decisions, a request of one's own, two answers that differ. */
  async function fill(page) {
    await gateway(page, "Target").profile.selectOption({ label: "Phaseo Gateway" });
    await connectTo(page, shared.gateways);
    await gateway(page, "Target").keyVariable.fill("MOVED_KEY");
    const results = await check(page);
    assert.match(results["Chat Target"], /\bpass\b/);
    await go(page, "Models");
    await page
      .getByRole("textbox", { name: "Model IDs" })
      .fill("openai/gpt-4.1-mini\nx-ai/grok-4.3\nmeta-llama/llama-3.3-70b-instruct\nperplexity/sonar-pro # unsure");
    const validate = page.getByRole("button", { name: "Validate models" });
    await validate.click();
    await waitUntil(() => validate.isEnabled(), "the validation ends");
    await page.getByRole("combobox", { name: "Target ID for x-ai/grok-4.3" }).selectOption("spacex-ai/grok-4.3");
    await page.getByRole("checkbox", { name: "Approve x-ai/grok-4.3" }).check();
    await page.getByRole("combobox", { name: "Target ID for meta-llama/llama-3.3-70b-instruct" }).selectOption("meta/llama-3.1-70b");
    await go(page, "Compare");
    const messages = [
      { role: "system", content: secretPrompt },
      { role: "user", content: "Why is the sky blue? ünï \u{1F600}" },
    ];
    await run(page, smallChat({ model: "x-ai/grok-4.3", messages, max_tokens: 120 }));
    await go(page, "Migrate");
    await page.getByRole("combobox", { name: "Language" }).selectOption({ label: "Python (openai)" });
    await go(page, "Inventory");
    await page.getByRole("textbox", { name: "Paste code" }).fill(code);
    await page.getByRole("button", { name: "Scan", exact: true }).click();
    await findingsTable(page);
    // The worker makes the patch when the Report page is opened.
    await waitUntil(async () => unpack(await copyLink(page)).migrate.patch, "the patch is in the case");
  }

  test("the schema of the case file is published with the page", async () => {
    const schema = JSON.parse(await readFile(schemaFile, "utf8"));
    assert.equal(typeof schema, "object");
    const response = await fetch(`${shared.site.url}case.schema.json`);
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), schema);
  });

  test("a link brings everything back in a clean browser, except keys, and sends nothing", async (t) => {
    const page = await shared.visit(t, { context: withClipboard });
    await fill(page);
    const link = await copyLink(page);
    assert.ok(link.startsWith(`${shared.site.url}#/case/1.`), link.slice(0, 80));
    const before = await everything(page);
    assert.ok(before.findings.length > 5);
    const field = (name) => before.fields.find((row) => row.includes(name)) ?? assert.fail(before.fields.join("\n"));
    assert.match(field("usage.cost"), /^usage\.cost\s+[\d.]+\s+absent$/);
    assert.match(field("native_finish_reason"), /"\w+"\s+absent$/);

    const clean = await shared.visit(t, { url: "", fragment: link });
    await clean.getByRole("heading", { level: 1, name: "Report" }).waitFor();
    await clean.getByRole("status").filter({ hasText: /You opened a case of \d{4}-\d\d-\d\d/ }).waitFor();
    assert.deepEqual(await everything(clean), before);
    await go(clean, "Connect");
    for (const side of sides) assert.equal(await gateway(clean, side).key.inputValue(), "");
    assert.equal(await clean.getByRole("switch", { name: "Demo gateways" }).isChecked(), false);
    assert.equal(await clean.getByRole("list", { name: "Requests" }).getByRole("listitem").count(), 0);
    assert.deepEqual(shared.sent(clean), []);

    // It goes on from there: with keys of one's own the same request runs again.
    await connectTo(clean, shared.gateways);
    await go(clean, "Compare");
    await run(clean);
    for (const side of sides) assert.match(await answer(clean, side).state.innerText(), /^answered 200/);
  });

  test("a failed run comes back with its explanation", async (t) => {
    const page = await shared.visit(t, { context: withClipboard, allow: networkErrors });
    const down = await shared.start(t);
    await down.stop();
    for (const [pair, model] of [
      [{ source: shared.gateways.source, target: down.target }, "openai/gpt-4.1-mini"],
      [shared.gateways, "fault/error-mid-stream"],
      [shared.gateways, "fault/close-mid-stream"],
      [shared.gateways, "fault/429"],
    ]) {
      await go(page, "Connect");
      await connectTo(page, pair);
      await go(page, "Compare");
      await run(page, smallChat({ model }));
      const link = await copyLink(page);
      const clean = await shared.visit(t, { url: "", fragment: link });
      for (const from of [page, clean]) await go(from, "Compare");
      for (const side of sides) {
        const [now, then] = [answer(clean, side), answer(page, side)];
        for (const part of ["state", "text"]) assert.equal(await now[part].textContent(), await then[part].textContent(), `${model} ${side} ${part}`);
        assert.deepEqual(await now.problem.allInnerTexts(), await then.problem.allInnerTexts(), `${model} ${side}`);
      }
      await clean.context().close();
    }
  });

  test("raw frames that a link leaves out are not said to be none", async (t) => {
    const page = await shared.visit(t, { context: withClipboard });
    await tryDemo(page);
    await go(page, "Compare");
    const received = async (page, side) => {
      const rows = page.getByRole("figure", { name: "Timeline" });
      await rows.getByText("Show data").click();
      return rows.getByRole("table", { name: "Timeline findings" }).getByRole("row").filter({ hasText: "Frames, with output" }).getByRole("cell").nth(side).innerText();
    };
    const before = await received(page, 0);
    assert.match(before, /^\d+, \d+$/);
    await go(page, "Report");
    await page.getByRole("checkbox", { name: "Raw frames of the answers", exact: true }).uncheck();
    const clean = await shared.visit(t, { url: "", fragment: await copyLink(page) });
    await clean.getByRole("status").filter({ hasText: "You opened a case" }).waitFor();
    await go(clean, "Compare");
    const number = before.split(",")[0];
    await answer(clean, "Source").region.getByText(`Raw frames (0 here; the case leaves out all ${number})`).waitFor();
    assert.equal(await received(clean, 0), before);
    const differences = clean.getByRole("region", { name: "Differences" });
    await differences.getByRole("radio", { name: "JSON" }).check();
    await differences.getByText("The case leaves the raw frames out, and the JSON of the answers with them.").waitFor();
  });

  test("the demo's case opens as simulated", async (t) => {
    const page = await shared.visit(t, { context: withClipboard });
    await tryDemo(page);
    const link = await copyLink(page);
    const clean = await shared.visit(t, { url: "", fragment: link });
    await clean.getByRole("status").filter({ hasText: "simulated gateways" }).waitFor();
    await go(clean, "Compare");
    assert.match(await answer(clean, "Source").region.innerText(), /simulated/);
    assert.deepEqual(shared.sent(clean), []);
    assert.deepEqual(shared.sent(page), []);
  });

  test("the file is the case: valid by its schema, money in decimals, and the same as the link", async (t) => {
    const page = await shared.visit(t, { context: withClipboard });
    await fill(page);
    const link = unpack(await copyLink(page));
    const file = await download(page, "Download JSON");
    assert.match(file.name, /^switchyard-\d{4}-\d\d-\d\d\.json$/);
    const value = JSON.parse(file.text);
    await assertValid(link);
    assert.equal(value.switchyard, 1);
    assert.ok(!Number.isNaN(Date.parse(value.created)));
    assert.deepEqual({ ...link, created: value.created }, value);
    assert.equal(value.gateways.target.profile, "phaseo");
    assert.deepEqual(value.inventory.files, [{ path: "pasted.ts", sha256: createHash("sha256").update(code).digest("hex") }]);
    assert.equal(value.inventory.findings.length, value.inventory.findings_in_all);
    const endpoint = value.inventory.findings.find((finding) => finding.class === "endpoint");
    assert.deepEqual([endpoint.file, endpoint.line, endpoint.action], ["pasted.ts", 1, "must_fix"]);
    assert.equal(value.gateways.target.base_url, shared.gateways.target.base_url);
    const aliases = Object.fromEntries(value.models.aliases.map((row) => [row.source, [row.status, row.target, row.approved]]));
    assert.deepEqual(aliases, {
      "openai/gpt-4.1-mini": ["exact", "openai/gpt-4.1-mini", true],
      "x-ai/grok-4.3": ["renamed", "spacex-ai/grok-4.3", true],
      "meta-llama/llama-3.3-70b-instruct": ["renamed", "meta/llama-3.1-70b", false],
      "perplexity/sonar-pro": ["missing", null, false],
    });
    for (const side of ["source", "target"]) {
      const run = value.runs.at(-1)[side];
      assert.equal(run.outcome, "answered");
      assert.match(run.cost_usd, /^\d+\.\d+$/, "a decimal in a string, never a float");
      assert.ok(run.frames.length > 3 && run.marks.first_text <= run.marks.end);
      assert.ok(run.text.length > 0 && run.usage.completion_tokens > 0);
    }
    for (const { key } of [shared.gateways.source, shared.gateways.target]) assert.ok(!file.text.includes(key));
  });

  test("each part can be left out, of the link and of the file", async (t) => {
    const page = await shared.visit(t, { context: withClipboard });
    await fill(page);
    await go(page, "Report");
    const whole = await copyLink(page);
    const list = page.getByRole("list", { name: "What the case carries" });
    const absent = {
      "Connection check": (value) => [value.gateways.source.check ?? [], value.gateways.target.check ?? []].flat(),
      [findingsPart]: (value) => (JSON.stringify(value).includes("process.env.OPENROUTER_API_KEY") ? ["the code"] : Object.keys(value.inventory ?? {})),
      "Model ids and aliases": (value) => Object.keys(value.models ?? {}),
      Request: (value) => (JSON.stringify(value).includes("Marmalade-7141") ? ["the prompt"] : Object.keys(value.request ?? {})),
      "Answers with times, tokens and cost": (value) => value.runs ?? [],
      "Raw frames of the answers": (value) => (value.runs ?? []).flatMap(({ source, target }) => [...(source.frames ?? []), ...(target.frames ?? [])]),
    };
    const left = [];
    for (const part of parts) {
      const box = list.getByRole("checkbox", { name: part, exact: true });
      assert.equal(await box.isChecked(), true, `${part} is carried at first`);
      assert.notDeepEqual(absent[part](unpack(whole)), [], `${part} is in the whole case`);
      await box.uncheck();
      const link = await copyLink(page);
      assert.ok(link.length < whole.length);
      const file = JSON.parse((await download(page, "Download JSON")).text);
      for (const [where, value] of [["link", unpack(link)], ["file", file]]) {
        const rest = absent[part](value);
        if (rest.length > 0) left.push(`${part} is still in the ${where}: ${JSON.stringify(rest).slice(0, 100)}`);
      }
      await box.check();
    }
    assert.deepEqual(left, []);
    for (const part of parts) await list.getByRole("checkbox", { name: part, exact: true }).uncheck();
    const bare = await shared.visit(t, { url: "", fragment: await copyLink(page) });
    await bare.getByRole("status").filter({ hasText: "You opened a case" }).waitFor();
    for (const name of pageNames) await go(bare, name);
    for (const part of parts) await list.getByRole("checkbox", { name: part, exact: true }).check();
    const size = page.getByRole("status").filter({ hasText: /^The link has/ });
    const length = Number(/has ([\d\s]+) characters/.exec(await size.innerText())[1].replace(/\s/g, ""));
    assert.ok(Math.abs(length - (whole.length - shared.site.url.length)) <= 100, `${length} of ${whole.length}`);
  });

  test("damaged links are explained, and the page goes on", async (t) => {
    const page = await shared.visit(t, { context: withClipboard });
    await tryDemo(page);
    const link = await copyLink(page);
    const fragment = link.slice(link.indexOf("#"));
    const whole = unpack(link);
    const broken = await shared.visit(t, { fragment: "#/case/1.AAAA" });
    const alert = broken.getByRole("alert");
    await alert.waitFor();
    const unexplained = [];
    for (const [damaged, words] of [
      [fragment.slice(0, fragment.length / 2), /end of this link is missing/],
      ["#/case/1.", /end of this link is missing/],
      ["#/case/", /holds no case/],
      ["#/case/hello", /holds no case/],
      ["#/case/7.AAAA", /format version 7/],
      ["#/case/1.AA/AAA", /does not belong in a link/],
      ["#/case/1._____w", /damaged/],
      [pack("{"), /./],
      [pack("[]"), /./],
      [pack({}), /./],
      [pack({ ...whole, switchyard: 99 }), /99/],
      [pack({ ...whole, gateways: 5 }), /./],
    ]) {
      await go(broken, "Connect");
      await broken.evaluate((hash) => (location.hash = hash), damaged);
      await broken.getByRole("heading", { level: 1, name: "Report" }).waitFor();
      const said = (await alert.allInnerTexts()).join("\n");
      const sentences = said.split("\n").filter(Boolean);
      if (!words.test(said) || sentences.length < 3) unexplained.push(`${damaged.slice(0, 40)}: ${JSON.stringify(said)}`);
    }
    assert.deepEqual(unexplained, [], "what, why, and what to do");
    await go(broken, "Connect");
    await broken.getByRole("button", { name: "Try the demo" }).waitFor();
    assert.deepEqual(shared.sent(broken), []);
  });

  test("what mail and chat do to a link does not break it", async (t) => {
    const page = await shared.visit(t, { context: withClipboard });
    await tryDemo(page);
    const link = await copyLink(page);
    const clean = await shared.visit(t);
    const broken = [];
    for (const glued of [".", ")", ">", '"', "`"]) {
      await go(clean, "Connect");
      await clean.evaluate((hash) => (location.hash = hash), link.slice(link.indexOf("#")) + glued);
      await clean.getByRole("heading", { level: 1, name: "Report" }).waitFor();
      await arrived(clean);
      if ((await clean.getByRole("status").filter({ hasText: "You opened a case" }).count()) === 0) broken.push(glued);
    }
    assert.deepEqual(broken, []);
  });

  test("a case is data: nothing in it runs, loads or leads a key astray", async (t) => {
    const page = await shared.visit(t, { context: withClipboard, allow: networkErrors });
    await connectTo(page, shared.gateways);
    const strange = await shared.start(t);
    const value = unpack(await copyLink(page));
    const markup = '<img src="http://127.0.0.1:1/x" onerror="document.title=1"><script>document.title=2</script>';
    const side = (address) => ({
      url: `${address}/chat/completions`,
      request: "{}",
      status: 200,
      headers: [[markup, markup]],
      outcome: "answered",
      ending: "done",
      marks: {},
      frames: [{ at: 1, event: markup, data: markup, carries: ["text"] }],
      text: markup,
      provider: markup,
      model: markup,
      finish_reason: markup,
    });
    const hostile = {
      ...value,
      created: markup,
      tool: markup,
      gateways: {
        source: { ...value.gateways.source, base_url: strange.source.base_url, key_variable: markup },
        target: { ...value.gateways.target, base_url: "javascript:alert(1)", profile: markup },
      },
      models: { ids: markup, aliases: [{ source: markup, status: "missing", target: markup, rule: markup, confidence: markup, evidence: markup, approved: true, approved_by: "person", candidates: [{ id: markup, reason: markup, confidence: markup }] }] },
      runs: [{ endpoint: "/chat/completions", stream: true, source: side(strange.source.base_url), target: side("javascript:alert(1)") }],
    };
    await page.evaluate((hash) => (location.hash = hash), pack(hostile));
    await page.getByRole("status").filter({ hasText: "You opened a case" }).waitFor();
    for (const name of pageNames) await go(page, name);
    assert.equal(await page.title(), "Report · Switchyard");
    assert.equal(await page.locator("img, script:not([src])").count(), 0);
    assert.deepEqual(shared.sent(page), []);
    await go(page, "Connect");
    for (const which of sides) assert.equal(await gateway(page, which).key.inputValue(), "", `the ${which} key is for another origin`);
    await gateway(page, "Target").baseUrl.fill(strange.target.base_url);
    await check(page);
    const withKeys = shared.sent(page).filter(({ headers }) => headers.authorization);
    assert.deepEqual(withKeys, [], "no key goes to a host that a link brought");
  });

  test("a key in the request never gets into link or file", async (t) => {
    const page = await shared.visit(t, { fragment: "#/compare", context: withClipboard });
    const key = strangersKey("sk-or-v1-");
    await editor(page).fill(smallChat({ messages: [{ role: "user", content: `use ${key}` }] }));
    const link = await copyLink(page);
    assert.ok(!JSON.stringify(unpack(link)).includes(key));
    assert.match(unpack(link).request.body, /\[redacted key\]/);
    assert.ok(!(await download(page, "Download JSON")).text.includes(key));
  });
});
