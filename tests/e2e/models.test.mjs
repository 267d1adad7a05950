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
    const statuses = { [exact]: "exact", [alias]: "alias", [moving]: "alias", [missing]: "missing", [nowhere]: "missing" };
    for (const [id, status] of Object.entries(statuses)) {
      const { row, target, approve } = aliasRow(page, id);
      assert.match(await row.innerText(), new RegExp(`\\b${status}\\b`), id);
      if (status === "missing") {
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
    assert.match(await near.row.innerText(), new RegExp(`Nearest[\\s\\S]*?${nearest}`));
    const offered = await near.target.getByRole("option").allInnerTexts();
    assert.deepEqual(offered.slice(0, 2), ["unresolved", nearest]);
    assert.match(await aliasRow(page, nowhere).row.innerText(), /not in the source's list either/);
    await page.getByText("5 ids: 1 exact, 2 by alias, 2 missing").waitFor();
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
  });

  test("the target's list is read to its end, page by page", async (t) => {
    const page = await shared.visit(t);
    // The profile without knowledge of the target asks for no page size and gets its pages of 50.
    await gateway(page, "Target").profile.selectOption({ label: "OpenAI-compatible" });
    await validate(page, shared.gateways, [exact, "spacex-ai/grok-4.6"]);
    const asked = shared
      .sent(page)
      .filter(({ url }) => url.startsWith(shared.gateways.target.base_url))
      .map(({ url }) => new URL(url).searchParams.get("offset") ?? "0");
    assert.deepEqual(asked, ["0", "50"]);
    assert.match(await page.getByRole("region", { name: "Model lists" }).innerText(), /89 models in 2 pages/);
    assert.match(await aliasRow(page, "spacex-ai/grok-4.6").row.innerText(), /exact/, "it stands on the second page");
  });

  test("the target's own profile asks for the largest page, once", async (t) => {
    const page = await shared.visit(t);
    await validate(page, shared.gateways, [exact]);
    const asked = shared.sent(page).filter(({ url }) => url.startsWith(shared.gateways.target.base_url));
    assert.equal(asked.length, 1);
    assert.equal(new URL(asked[0].url).searchParams.get("limit"), "250");
    assert.match(await page.getByRole("region", { name: "Model lists" }).innerText(), /89 models in 1 page/);
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
    await waitUntil(() => shared.sent(page).length === 2, "both lists are asked for");
    await page.waitForTimeout(500); // A request that has not arrived yet could not be seen to be closed.
    await stop.click();
    assert.equal(await page.getByRole("progressbar").count(), 0);
    assert.equal(await validateButton.isEnabled(), true);
    await waitUntil(() => pair.log.filter(({ aborted }) => aborted).length >= 2, "both connections are closed", 2_000);
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
    if ((await approve.count()) === 0) return; // The rows of another gateway's list may as well be gone.
    if (await approve.isEnabled()) await approve.click();
    const map = await page.getByLabel("Alias map code").innerText();
    assert.equal(await approve.isChecked(), map.includes(`"${missing}": `), map);
  });

  test("a list that cannot be read is explained, and its ids are not called missing", async (t) => {
    const faulty = await shared.start(t, { fault: "503" });
    const page = await shared.visit(t, { allow: networkErrors });
    await validate(page, { source: shared.gateways.source, target: faulty.target }, [exact]);
    const lists = page.getByRole("region", { name: "Model lists" });
    assert.match(await lists.getByRole("alert").innerText(), /\(503\)/);
    assert.match(await lists.innerText(), /97 models/, "the other side's list is there");
    assert.equal(await page.getByRole("combobox", { name: /^Target ID for/ }).count(), 0);
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
