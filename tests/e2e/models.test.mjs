// What this is: the Models page against real HTTP: what is found about each id, the decisions of a person, the map that
// comes out, and the reading of the lists themselves.
// What it is not: a test of likeness; that is a native test of the core.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { connectTo, copy, download, gateway, go, networkErrors, waitUntil, withClipboard, world } from "./steps.mjs";

const exact = "openai/gpt-4.1-mini";
const alias = "mistralai/mistral-nemo";
const moving = "anthropic/claude-haiku-latest";
const missing = "meta-llama/llama-3.3-70b-instruct";
const nearest = "meta/llama-3.3-70b";
const nowhere = "zzz-nobody/quite-unlike-anything-99q";
const all = [exact, alias, moving, missing, nowhere];

/** The controls of one row of the table "Alias map". */
function aliasRow(page, id) {
  const row = page
    .getByRole("table", { name: "Alias map" })
    .getByRole("row")
    .filter({ has: page.getByRole("combobox", { name: `Target ID for ${id}`, exact: true }) });
  return {
    row,
    target: row.getByRole("combobox", { name: `Target ID for ${id}`, exact: true }),
    approve: row.getByRole("checkbox", { name: `Approve ${id}`, exact: true }),
  };
}

/** Opens the page with both gateways set and validates ids. */
async function validate(page, pair, ids) {
  await connectTo(page, pair);
  await go(page, "Models");
  await page.getByRole("textbox", { name: "Model IDs" }).fill(ids.join("\n"));
  await pressValidate(page);
}

async function pressValidate(page) {
  const button = page.getByRole("button", { name: "Validate models" });
  await button.click();
  await waitUntil(() => button.isEnabled(), "the validation ends");
}

/** Runs the TypeScript map: its types are taken off, the rest is JavaScript as it stands. */
async function load(typescript) {
  const javascript = typescript
    .replace(": Readonly<Record<string, string>>", "")
    .replace(": readonly string[]", "")
    .replace("(id: string): string", "(id)");
  return import(`data:text/javascript,${encodeURIComponent(javascript)}`);
}

describe("Models", () => {
  const shared = world();

  test("each id gets its status, and a candidate is never chosen for a person", async (t) => {
    const page = await shared.visit(t);
    await validate(page, shared.gateways, all);
    const statuses = { [exact]: "exact", [alias]: "alias", [moving]: "alias", [missing]: "renamed", [nowhere]: "missing" };
    for (const [id, status] of Object.entries(statuses)) {
      const { row, target, approve } = aliasRow(page, id);
      assert.match(await row.innerText(), new RegExp(`\\b${status}\\b`), id);
      if (status === "missing" || status === "renamed") {
        assert.equal(await target.inputValue(), "", `${id} stays unresolved`);
        assert.equal(await approve.isChecked(), false);
        assert.equal(await approve.isDisabled(), true, "there is nothing to approve yet");
      } else {
        assert.equal(await approve.isChecked(), true);
      }
    }
    assert.equal(await aliasRow(page, exact).target.inputValue(), exact);
    assert.equal(await aliasRow(page, alias).target.inputValue(), "mistral/mistral-nemo");
    assert.equal(await aliasRow(page, moving).target.inputValue(), moving, "an alias that moves is kept");
    const near = aliasRow(page, missing);
    assert.match(await near.row.innerText(), new RegExp(`does not list this id, but ${nearest}[\\s\\S]*Rule: renamed: author, word that says nothing \\(likely\\)`));
    const offered = await near.target.getByRole("option").allInnerTexts();
    assert.deepEqual(offered.slice(0, 2), ["unresolved", nearest]);
    assert.match(await aliasRow(page, nowhere).row.innerText(), /not in the source's list either/);
    await page.getByText("5 ids: 1 exact, 2 alias, 1 renamed, 1 missing").waitFor();
  });

  test("a person picks, approves, takes it back, and picks anew", async (t) => {
    const page = await shared.visit(t);
    await validate(page, shared.gateways, all);
    const { target, approve, row } = aliasRow(page, missing);
    const map = page.getByLabel("Alias map code");
    await target.selectOption(nearest);
    assert.equal(await approve.isChecked(), false, "picking is not approving");
    assert.doesNotMatch(await map.innerText(), new RegExp(`"${missing}": `));
    await approve.check();
    await map.filter({ hasText: `"${missing}": "${nearest}",` }).waitFor();
    await row.getByText("approved", { exact: true }).waitFor();
    await approve.uncheck();
    assert.doesNotMatch(await map.innerText(), new RegExp(`"${missing}": `));
    await approve.check();
    await target.selectOption("meta/llama-3.1-70b");
    assert.equal(await approve.isChecked(), false, "another choice is another question");
    await target.selectOption("");
    assert.equal(await approve.isDisabled(), true);
    await target.focus();
    await target.selectOption("openai/gpt-4o"); // Not a candidate: any id of the target's list may be taken.
    await approve.check();
    await map.filter({ hasText: `"${missing}": "openai/gpt-4o",` }).waitFor();

    await pressValidate(page);
    assert.equal(await target.inputValue(), "openai/gpt-4o", "decisions outlive a new reading of the lists");
    assert.equal(await approve.isChecked(), true);
    await go(page, "Compare");
    await go(page, "Models");
    assert.equal(await target.inputValue(), "openai/gpt-4o", "and the change of pages");
    assert.equal(await approve.isChecked(), true);
  });

  test("the map is exported as a module and as JSON: approved ids only, all others refused", async (t) => {
    const page = await shared.visit(t, { context: withClipboard });
    await validate(page, shared.gateways, all);
    const { target, approve } = aliasRow(page, missing);
    await target.selectOption(nearest);
    await approve.check();
    const expected = { [exact]: exact, [alias]: "mistral/mistral-nemo", [moving]: moving, [missing]: nearest };

    const typescript = await download(page, "Download alias map");
    assert.equal(typescript.name, "model-aliases.ts");
    const module = await load(typescript.text);
    assert.deepEqual({ ...module.MODEL_ALIASES }, expected);
    assert.deepEqual(module.UNRESOLVED_MODEL_IDS, [nowhere]);
    for (const [id, to] of Object.entries(expected)) assert.equal(module.resolveModelId(id), to);
    for (const id of [nowhere, "toString", "some/other"]) assert.throws(() => module.resolveModelId(id), /no approved id/);
    const copyButton = page.getByRole("button", { name: "Copy alias map" });
    assert.equal(await copy(page, copyButton), typescript.text);

    await page.getByRole("combobox", { name: "Alias format" }).selectOption({ label: "JSON" });
    const json = await download(page, "Download alias map");
    assert.equal(json.name, "model-aliases.json");
    assert.deepEqual(JSON.parse(json.text), { aliases: expected, unresolved: [nowhere] });
    assert.equal(await copy(page, copyButton), json.text);

    const formats = page.getByRole("combobox", { name: "Alias format" });
    const labels = await formats.getByRole("option").allInnerTexts();
    assert.deepEqual(labels, [
      ...["TypeScript", "JavaScript", "Python", "Go", "Rust", "Java", "Kotlin", "C#", "Ruby", "PHP", "Swift"],
      ...["JSON", "YAML", "TOML", ".env", "LiteLLM"],
    ]);
    // Shown, not saved: a browser asks before a page saves its tenth file.
    const code = page.getByLabel("Alias map code");
    const seen = new Set();
    for (const label of labels) {
      await formats.selectOption({ label });
      await waitUntil(async () => !seen.has(await code.innerText()), `${label} is shown`);
      const text = await code.innerText();
      seen.add(text);
      assert.ok(text.includes(nearest) && text.includes(nowhere), text);
    }
    const { name, text } = await download(page, "Download alias map");
    assert.equal(name, "litellm-config.yaml");
    assert.ok(text.includes(`api_base: "${shared.gateways.target.base_url}"`), text);
  });

  test("a map that is imported is a choice, and what the target does not list is said", async (t) => {
    const page = await shared.visit(t);
    await validate(page, shared.gateways, [exact, missing]);
    const map = page.getByRole("region", { name: "Alias map" });
    const open = async (name, text) => {
      await map.getByLabel("Import alias map").setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
    };
    await open("aliases.yaml", `aliases:\n  ${missing}: ${nearest}\n  "${nowhere}": no/such\n`);
    await map.getByText("2 aliases read; 1 new in the list of ids.").waitFor();
    assert.match(await map.innerText(), /does not list 1 imported target: no\/such for /);
    const { target, approve } = aliasRow(page, missing);
    assert.equal(await target.inputValue(), nearest);
    assert.equal(await approve.isChecked(), false);
    assert.match(await page.getByRole("textbox", { name: "Model IDs" }).inputValue(), new RegExp(nowhere));
    assert.equal(await aliasRow(page, nowhere).approve.isChecked(), false);
    await approve.check();
    await page.getByLabel("Alias map code").filter({ hasText: `"${missing}": "${nearest}",` }).waitFor();
    await open("notes.txt", "nothing");
    await map.getByText("No alias was found in the map.").waitFor();
  });

  test("the target's list is read to its end, page by page", async (t) => {
    const page = await shared.visit(t);
    // On the way the wish for a page size is lost, and the target gives its own pages of 50.
    await page.route(`${shared.gateways.target.base_url}/models?**`, (route) => {
      const url = new URL(route.request().url());
      url.searchParams.delete("limit");
      return route.continue({ url: url.href });
    });
    await validate(page, shared.gateways, [exact, "spacex-ai/grok-4.6"]);
    const asked = shared
      .sent(page)
      .filter(({ url }) => url.startsWith(shared.gateways.target.base_url))
      .map(({ url }) => new URL(url).searchParams.get("offset") ?? "0");
    assert.deepEqual(asked, ["0", "50"]);
    assert.match(await page.getByRole("region", { name: "Model lists" }).innerText(), /94 models in 2 pages/);
    assert.match(await aliasRow(page, "spacex-ai/grok-4.6").row.innerText(), /exact/, "it stands on the second page");
  });

  test("the source's list is read to its end, page by page", async (t) => {
    const page = await shared.visit(t);
    // On the way the source is asked for short pages; its own links lead on.
    const list = (url) => url.href.startsWith(`${shared.gateways.source.base_url}/models`) && !url.pathname.endsWith("/endpoints");
    await page.route(list, (route) => {
      const url = new URL(route.request().url());
      url.searchParams.set("limit", "40");
      return route.continue({ url: url.href });
    });
    await validate(page, shared.gateways, [exact]);
    const asked = shared.sent(page).map(({ url }) => new URL(url)).filter(list).map(({ searchParams }) => searchParams.get("offset") ?? "0");
    assert.deepEqual(asked, ["0", "40", "80"]);
    const words = await page.getByRole("region", { name: "Model lists" }).innerText();
    const [, models] = /(\d+) models in 3 pages/.exec(words) ?? assert.fail(words);
    assert.ok(Number(models) > 80 && Number(models) <= 120, words);
  });

  test("lists are asked for anew, whatever the gateway says of keeping them", async (t) => {
    const page = await shared.visit(t);
    const before = shared.gateways.log.length;
    await validate(page, shared.gateways, [exact]);
    await pressValidate(page);
    const reads = (side) => shared.gateways.log.slice(before).filter((line) => line.side === side && line.method === "GET" && /\/models$/.test(line.path)).length;
    // The gateway's own log: what a browser takes from its cache is a request to Playwright too.
    await waitUntil(() => reads("source") === 2 && reads("target") === 2, "both lists were read twice");
  });

  test("the target's own profile asks for the largest page, once", async (t) => {
    const page = await shared.visit(t);
    await validate(page, shared.gateways, [exact]);
    const asked = shared.sent(page).filter(({ url }) => url.startsWith(shared.gateways.target.base_url));
    assert.equal(asked.length, 1);
    assert.equal(new URL(asked[0].url).searchParams.get("limit"), "250");
    assert.match(await page.getByRole("region", { name: "Model lists" }).innerText(), /94 models in 1 page/);
  });

  test("reading shows its progress and can be stopped", async (t) => {
    const pair = await shared.start(t, { fault: "hang" });
    const page = await shared.visit(t, { allow: networkErrors });
    await connectTo(page, pair);
    await go(page, "Models");
    await page.getByRole("textbox", { name: "Model IDs" }).fill(exact);
    const validateButton = page.getByRole("button", { name: "Validate models" });
    const stop = page.getByRole("button", { name: "Stop" });
    assert.equal(await stop.isDisabled(), true);
    await validateButton.click();
    await page.getByRole("progressbar").first().waitFor();
    assert.equal(await page.getByRole("progressbar").count(), 2);
    assert.equal(await validateButton.isDisabled(), true);
    // A request that has not arrived yet could not be seen to be closed.
    await waitUntil(() => pair.log.filter(({ log }) => log === "silence").length === 2, "both lists are asked for");
    await stop.click();
    assert.equal(await page.getByRole("progressbar").count(), 0);
    assert.equal(await validateButton.isEnabled(), true);
    await waitUntil(() => pair.log.filter(({ aborted }) => aborted).length >= 2, "both connections are closed");
    assert.equal(await page.getByRole("combobox", { name: /^Target ID for/ }).count(), 0);
  });

  test("a box that is ticked is an approval, whatever happened to the lists since", async (t) => {
    const page = await shared.visit(t);
    await validate(page, shared.gateways, [missing]);
    const { target, approve } = aliasRow(page, missing);
    await target.selectOption(nearest);
    await go(page, "Connect");
    await gateway(page, "Target").baseUrl.fill(`${shared.gateways.target.base_url}/elsewhere`);
    await go(page, "Models");
    assert.equal(await approve.count(), 1, "the row stays, with what was picked");
    assert.equal(await target.inputValue(), nearest);
    assert.equal(await approve.isDisabled(), true, "without a list of this target there is nothing to approve by");
    const map = await page.getByLabel("Alias map code").innerText();
    assert.ok(!map.includes(`"${missing}": `), map);
  });

  test("a list that cannot be read is explained, and its ids are not called missing", async (t) => {
    const faulty = await shared.start(t, { fault: "503" });
    const page = await shared.visit(t, { allow: networkErrors });
    await validate(page, { source: shared.gateways.source, target: faulty.target }, [exact]);
    const lists = page.getByRole("region", { name: "Model lists" });
    assert.match(await lists.getByRole("alert").innerText(), /\(503\)/);
    assert.match(await lists.innerText(), /99 models/, "the other side's list is there");
    assert.equal(await page.getByRole("combobox", { name: /^Target ID for/ }).count(), 0);
  });

  test("lists from files need no key, and are not read over", async (t) => {
    const page = await shared.visit(t);
    await go(page, "Models");
    await page.getByRole("textbox", { name: "Model IDs" }).fill([exact, missing, nowhere].join("\n"));
    const load = (side, name, text) =>
      page.getByLabel(`Load ${side} catalogue`).setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
    await load("target", "target.txt", `${exact}\n${nearest}\nmeta/llama-3.1-70b`);
    const lists = page.getByRole("region", { name: "Model lists" });
    await lists.getByText("from the file target.txt").waitFor();
    const row = (id, extra) => ({ id, context_length: 131072, pricing: { prompt: "0.0000004", completion: "0.0000016" }, ...extra });
    await load("source", "source.json", JSON.stringify({ data: [row(exact), row(missing)] }));
    await lists.getByText("from the file source.json").waitFor();
    await pressValidate(page);
    assert.deepEqual(shared.sent(page), [], "nothing was asked of a gateway");
    assert.equal(await aliasRow(page, exact).approve.isChecked(), true);
    const { row: near, target } = aliasRow(page, missing);
    assert.equal(await target.inputValue(), "");
    await near.getByText("Side by side").click();
    const pair = page.getByRole("table", { name: `${missing} beside ${nearest}` });
    assert.match(await pair.getByRole("row", { name: /A million tokens in/ }).innerText(), /\$0\.4\s+–/);
    assert.match(await pair.getByRole("row", { name: /A month/ }).innerText(), /\$56\s+–/);
    await page.getByRole("button", { name: "Take target list away" }).click();
    assert.equal(await aliasRow(page, exact).approve.isChecked(), false, "an approval does not outlive its list");
  });

  test("a list is pasted or dropped, and a bad one changes nothing", async (t) => {
    const page = await shared.visit(t);
    await go(page, "Models");
    await page.getByRole("textbox", { name: "Model IDs" }).fill(exact);
    const lists = page.getByRole("region", { name: "Model lists" });
    await lists.getByText("Paste a list or drop a file for the target").click();
    const paste = page.getByRole("textbox", { name: "Paste target catalogue" });
    await paste.fill(JSON.stringify({ total: 431, models: [{ id: exact }, { id: nearest }] }));
    await paste.blur();
    await lists.getByText("pasted", { exact: true }).waitFor();
    await lists.getByText("The list stopped before its end: a missing id may still exist.").waitFor();
    assert.equal(await aliasRow(page, exact).approve.isChecked(), true);
    await paste.fill('{"choices": []}');
    await paste.blur();
    assert.match(await lists.getByRole("alert").innerText(), /The pasted text holds no list of models/);
    assert.match(await lists.innerText(), /2 models in 1 page/, "the good list stays");

    const drop = (selector, name, text) =>
      page.evaluate(
        ([selector, name, text]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([text], name));
          const event = new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true });
          document.querySelector(selector).dispatchEvent(event);
          return event.defaultPrevented;
        },
        [selector, name, text],
      );
    assert.equal(await drop(".list-state.source", "dropped.txt", `${exact}\n${missing}`), true);
    await lists.getByText("from the file dropped.txt").waitFor();
    for (const name of ["Models", "Connect", "Report"]) {
      await go(page, name);
      assert.equal(await drop("h1", "stray.txt", "x"), true, `a stray drop does not replace the page ${name}`);
    }
    await go(page, "Models");
    assert.doesNotMatch(await lists.innerText(), /stray/);
  });

  test("the rows of both lists can be searched, filtered, sorted and walked through by keyboard", async (t) => {
    const page = await shared.visit(t);
    await go(page, "Models");
    await page.getByRole("textbox", { name: "Model IDs" }).fill(`${exact}\n${missing}`);
    const rows = Array.from({ length: 2000 }, (_, n) => ({
      id: `maker-${n % 7}/model-${n}`,
      context_length: 1000 * (n % 300),
      pricing: { prompt: `0.0000${String(n % 90).padStart(2, "0")}` },
    }));
    const extra = { id: exact, context_length: 5, pricing: { prompt: "0.0000004" } };
    const load = (side, list) =>
      page.getByLabel(`Load ${side} catalogue`).setInputFiles({ name: "rows.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(list)) });
    await load("source", [...rows, { ...extra, context_length: 9 }]);
    await load("target", [...rows, extra]);
    const table = page.getByRole("table", { name: "Model list" });
    await waitUntil(async () => (await table.getAttribute("aria-rowcount")) === "2002", "the target's list is shown");
    assert.ok((await table.getByRole("row").count()) < 80, "only what is in sight is there");
    const first = () => table.getByRole("rowheader").first().innerText();
    assert.equal(await first(), "maker-0/model-0");
    await page.getByRole("combobox", { name: "Order of models" }).selectOption("by context");
    assert.equal(await first(), "maker-5/model-299");
    await page.getByRole("combobox", { name: "Order of models" }).selectOption("as listed");
    await page.getByRole("combobox", { name: "Rows shown" }).selectOption("in use");
    await waitUntil(async () => (await table.getByRole("rowheader").count()) === 1, "one row is in use");
    assert.equal(await first(), exact);
    await page.getByRole("combobox", { name: "Rows shown" }).selectOption("all");
    await waitUntil(async () => (await table.getByRole("rowheader").count()) > 1, "all rows are back");
    await page.getByRole("combobox", { name: "Rows shown" }).selectOption("differs");
    await waitUntil(async () => (await table.getByRole("rowheader").count()) === 1, "its context differs");
    await page.getByRole("combobox", { name: "List shown" }).selectOption("source");
    assert.equal(await first(), exact);
    await page.getByRole("combobox", { name: "Rows shown" }).selectOption("all");
    await page.getByRole("searchbox", { name: "Search models" }).fill("MODEL-1999");
    await waitUntil(async () => (await table.getByRole("rowheader").count()) === 1, "one row is left");
    await page.getByRole("searchbox", { name: "Search models" }).fill("");
    const frame = page.getByRole("group", { name: "Model list, table" });
    await frame.focus();
    await page.keyboard.press("End");
    await table.getByRole("rowheader", { name: exact }).waitFor();
  });

  test("an id that the target names and does not serve is told, and so is the pair with its providers", async (t) => {
    const page = await shared.visit(t);
    const retired = "openai/gpt-4-turbo";
    await validate(page, shared.gateways, [retired, `${missing}:online`]);
    const { row, target, approve } = aliasRow(page, retired);
    assert.match(await row.innerText(), /\bretired\b/);
    assert.equal(await approve.isChecked(), false);
    await target.focus();
    await target.selectOption(retired);
    await row.getByRole("status").filter({ hasText: "does not serve it any more" }).waitFor();
    const { row: near } = aliasRow(page, `${missing}:online`);
    await near.getByText("Side by side").click();
    await near.getByRole("button", { name: "Show serving providers" }).click();
    await near.getByText("Served at the source by deepinfra, groq, nebius.").waitFor();
  });

  test("the snapshot that comes with the page is marked with its day", async (t) => {
    const page = await shared.visit(t);
    await go(page, "Models");
    await page.getByRole("textbox", { name: "Model IDs" }).fill("mistralai/mistral-nemo\nx-ai/grok-3\nx-ai/grok-4.3\nqwen/qwen-plus");
    for (const [side, day, said] of [
      ["source", "2026-07-02", /^The snapshot has 517 ids: 337 .*45 that documents up to 2026-10-02 name\. No names and no providers\.$/],
      ["target", "2026-08-22", /^The snapshot has 531 ids .*No names, no contexts and no prices/],
    ]) {
      // What the list holds and lacks is said where it is taken, before it is.
      await page.getByText(said).waitFor();
      await page.getByRole("button", { name: `Use ${side} snapshot of ${day}` }).click();
      await page.getByText(`snapshot of ${day}`, { exact: true }).waitFor();
    }
    await page.getByText("4 ids: 1 alias, 1 renamed, 1 retired, 1 ambiguous").waitFor();
    await page.getByText(/Judged by the target's list of 2026-08-22/).waitFor();
    assert.match(await aliasRow(page, "x-ai/grok-3").row.innerText(), /The source retired it on 2026-05-18/);
    await page.getByRole("combobox", { name: "Status shown" }).selectOption("retired");
    await waitUntil(async () => (await page.getByRole("combobox", { name: /^Target ID for/ }).count()) === 1, "one row is left", 2_000);
    await page.getByRole("combobox", { name: "Status shown" }).selectOption("");
    await page.getByRole("searchbox", { name: "Search aliases" }).fill("GROK");
    await waitUntil(async () => (await page.getByRole("combobox", { name: /^Target ID for/ }).count()) === 2, "two rows are left", 2_000);
  });

  test("the ids in use come from the request and from the golden set", async (t) => {
    const page = await shared.visit(t);
    await go(page, "Models");
    const ids = page.getByRole("textbox", { name: "Model IDs" });
    await ids.fill("mine/model");
    const ofTheSet = page.getByRole("button", { name: "Use the models of the set" });
    assert.equal(await ofTheSet.count(), 0, "without a set there is nothing to use");
    await page.getByRole("button", { name: "Use the model of the request" }).click();
    await waitUntil(async () => (await ids.inputValue()) === `mine/model\n${exact}`, "the model of the request stands there", 2_000);

    await go(page, "Golden set");
    const body = (model) => ({ model, messages: [{ role: "user", content: "Say yes." }], max_tokens: 4 });
    const lines = [missing, exact, missing].map((model, at) =>
      JSON.stringify({ custom_id: `case-${at}`, method: "POST", url: "/v1/chat/completions", body: body(model) }),
    );
    await page.getByLabel("Import set").setInputFiles({
      name: "set.jsonl",
      mimeType: "application/octet-stream",
      buffer: Buffer.from(lines.join("\n")),
    });
    await page.getByText("3 cases, 3 requests").waitFor();
    await go(page, "Models");
    await ofTheSet.click();
    const expected = `mine/model\n${exact}\n${missing}`;
    await waitUntil(async () => (await ids.inputValue()) === expected, "each model of the set stands there once", 2_000);
    await ofTheSet.click();
    assert.equal(await ids.inputValue(), expected, "twice is once");
  });

  test("what is no id is said and left out", async (t) => {
    const page = await shared.visit(t);
    await connectTo(page, shared.gateways);
    await go(page, "Models");
    const ids = page.getByRole("textbox", { name: "Model IDs" });
    await page.getByRole("button", { name: "Validate models" }).click();
    await page.getByRole("alert").filter({ hasText: "no model id to validate" }).waitFor();
    assert.deepEqual(shared.sent(page), []);
    await ids.fill(`["${exact}", "${exact}"]`);
    await pressValidate(page);
    assert.equal(await page.getByRole("combobox", { name: /^Target ID for/ }).count(), 1);
    await ids.fill(`${exact}  # in production\n// nothing\nhello!\n${alias},${missing}`);
    await pressValidate(page);
    assert.equal(await page.getByRole("combobox", { name: /^Target ID for/ }).count(), 3);
    assert.match(await page.getByRole("region", { name: "Ids in use" }).innerText(), /Line 3: "hello!" is no model id/);
  });
});
