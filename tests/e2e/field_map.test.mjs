// What this is: the tabs "Presets" and "Field map": a request is translated with every change explained, what the code asks
// for becomes presets, and every field of the source is found with what becomes of it.
// What it is not: a test of each rule; those are native, against the simulator's target.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { connectTo, gateway, go, waitUntil, world } from "./steps.mjs";

const request = {
  model: "openai/gpt-4.1-mini",
  messages: [{ role: "user", content: "Hello" }],
  usage: { include: true },
  transforms: ["middle-out"],
  provider: { order: ["OpenAI"], data_collection: "deny" },
};
const code = `const reply = await client.chat.completions.create({
  model: "openai/gpt-4.1-mini",
  temperature: 0.2,
  messages: [{ role: "system", content: "Be brief." }, { role: "user", content: text }],
  provider: { only: ["OpenAI"], sort: "price", data_collection: "deny" },
});
const key = process.env.OPENROUTER_API_KEY;
`;

const openTab = (page, name) => page.getByRole("tab", { name, exact: true }).click();
const rowsOf = (page, name) => page.getByRole("table", { name, exact: true }).getByRole("row");

describe("Field map and presets", () => {
  const shared = world();

  test("a translated request is taken by the target, and the one before it is not", async (t) => {
    const page = await shared.visit(t);
    await connectTo(page, shared.gateways);
    await go(page, "Migrate");
    await openTab(page, "Field map");
    await page.getByRole("textbox", { name: "Request to translate" }).fill(JSON.stringify(request));
    const changes = rowsOf(page, "Changes of the request");
    await changes.filter({ hasText: "data_collection" }).first().waitFor();
    assert.match(await page.getByRole("tabpanel", { name: "Field map" }).innerText(), /wait for a decision/);
    const privacy = await changes.filter({ hasText: "data_collection" }).first().innerText();
    assert.match(privacy, /privacy: decide/);

    const translated = page.getByRole("group", { name: "Translated request" });
    const body = async () => JSON.parse(await translated.innerText());
    assert.equal((await body()).provider.data_collection, "deny", "nothing is lost before a person has decided");
    await page.getByRole("radio", { name: "Is given up" }).check();
    await waitUntil(async () => !(await translated.innerText()).includes("data_collection"), "the promise is given up");
    const after = await body();
    assert.ok(!("transforms" in after) && !("usage" in after), JSON.stringify(after));

    const { base_url, key } = shared.gateways.target;
    const send = async (value) => {
      const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };
      return (await fetch(`${base_url}/chat/completions`, { method: "POST", headers, body: JSON.stringify(value) })).status;
    };
    assert.equal(await send(request), 400);
    assert.equal(await send(after), 200);
  });

  test("what is no request is said, and nothing is lost", async (t) => {
    const page = await shared.visit(t, { fragment: "#/migrate" });
    await openTab(page, "Field map");
    const field = page.getByRole("textbox", { name: "Request to translate" });
    await field.fill("<html>");
    await page.getByRole("alert").filter({ hasText: "no JSON object" }).waitFor();
    assert.equal(await field.inputValue(), "<html>");
  });

  test("every field of the source can be found, with source and date", async (t) => {
    const page = await shared.visit(t, { fragment: "#/migrate" });
    await openTab(page, "Field map");
    const rows = rowsOf(page, "Field map");
    await rows.nth(400).waitFor();
    await page.getByRole("searchbox", { name: "Search the field map" }).fill("transforms");
    await waitUntil(async () => (await rows.count()) < 20, "the search narrows the table");
    assert.match(await rows.nth(1).innerText(), /transforms[\s\S]*\d{4}-\d\d-\d\d/);
    assert.deepEqual(shared.sent(page), []);
  });

  test("the requests of the code become presets, and a privacy promise that is lost is listed", async (t) => {
    const page = await shared.visit(t);
    await gateway(page, "Target").profile.selectOption({ label: "Phaseo Gateway" });
    await go(page, "Inventory");
    await page.getByRole("textbox", { name: "Paste code" }).fill(code);
    await page.getByRole("button", { name: "Scan", exact: true }).click();
    await page.getByRole("table", { name: "Findings" }).waitFor();
    await go(page, "Migrate");
    await openTab(page, "Presets");
    const rows = rowsOf(page, "Presets and routing");
    await rows.filter({ hasText: "pasted.ts:1" }).first().waitFor();
    const text = (await rows.allInnerTexts()).join("\n");
    assert.match(text, /preset @\S+/);
    assert.match(text, /data_collection/);
    assert.match(text, /privacy/);
    const definitions = JSON.parse(await page.getByRole("group", { name: "Preset definitions" }).innerText());
    assert.equal(JSON.stringify(definitions).includes("data_collection"), false, "no definition claims what cannot be kept");
    assert.match(JSON.stringify(definitions), /0\.2/);
    assert.match(JSON.stringify(definitions), /Be brief\./);
  });
});
