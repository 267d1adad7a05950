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

  test("an answer of the target becomes what code for the source reads, for the edition that is chosen", async (t) => {
    const page = await shared.visit(t, { fragment: "#/migrate" });
    await openTab(page, "Field map");
    const answer = { choices: [{ message: { content: "4", reasoning_content: "2+2" } }], usage: { pricing: { total_nanos: 9600 } } };
    await page.getByRole("textbox", { name: "Answer to translate" }).fill(JSON.stringify(answer));
    const changes = rowsOf(page, "Changes of the answer");
    await changes.filter({ hasText: "usage.cost" }).first().waitFor();
    assert.match(await changes.filter({ hasText: "usage.cost" }).innerText(), /0\.0000096[\s\S]*\d{4}-\d\d-\d\d/);
    const translated = JSON.parse(await page.getByRole("group", { name: "Translated answer" }).innerText());
    assert.equal(translated.choices[0].message.reasoning, "2+2");
    assert.equal(translated.usage.cost, 0.0000096);

    const edition = page.getByRole("combobox", { name: "Edition of the target" });
    assert.equal(await edition.inputValue(), "ai-stats", "as on the Connect page");
    await edition.selectOption("phaseo");
    await page.getByText(/^Read as a whole answer of Phaseo/).waitFor();
    await page.getByText(/^As a body of \/chat\/completions for Phaseo/).waitFor();
    await page.getByRole("textbox", { name: "Request to translate" }).fill('{"model": "openai/gpt-5-mini", "input": "Hi", "n": 2}');
    await page.getByText(/^As a body of \/responses for Phaseo/).waitFor();
    assert.deepEqual(shared.sent(page), []);
  });

  test("the field map prints whole", async (t) => {
    const page = await shared.visit(t, { fragment: "#/migrate" });
    await openTab(page, "Field map");
    await rowsOf(page, "Field map").nth(400).waitFor();
    const scroller = page.getByRole("group", { name: "Field map, table" });
    const hidden = () => scroller.evaluate((box) => box.scrollHeight - box.clientHeight);
    assert.ok((await hidden()) > 1000, "on the screen it scrolls");
    await page.emulateMedia({ media: "print" });
    assert.ok((await hidden()) <= 1, "on paper all of it is there");
    const cut = await scroller.evaluate((box) => {
      const bottom = box.querySelector("tbody tr:last-child").getBoundingClientRect().bottom + scrollY;
      const clips = [];
      for (let at = box; at; at = at.parentElement) {
        const { overflowY, position } = getComputedStyle(at);
        if (at !== document.documentElement && at !== document.body && /hidden|clip|auto|scroll/.test(overflowY) && at.getBoundingClientRect().bottom + scrollY < bottom - 1) clips.push(at.className);
        if (position === "fixed") clips.push(`fixed ${at.className}`);
      }
      return clips;
    });
    assert.deepEqual(cut, [], "nothing around it cuts it off");
    assert.equal(await page.getByRole("tablist").isVisible(), false);
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
    await rows.nth(700).waitFor();
    // Sources have that word as well.
    await page.getByRole("searchbox", { name: "Search the field map" }).fill("transforms refused");
    await waitUntil(async () => (await rows.count()) < 20, "the search narrows the table");
    assert.match(await rows.nth(1).innerText(), /transforms[\s\S]*\d{4}-\d\d-\d\d/);
    const columns = await page.getByRole("table", { name: "Field map", exact: true }).getByRole("columnheader").allInnerTexts();
    assert.deepEqual(columns.slice(2, 4), ["AI Stats (the guide's edition)", "Phaseo (today's edition)"]);
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
