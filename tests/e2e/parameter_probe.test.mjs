// What this is: the two probes over real HTTP: what parameters do at both gateways, and one token of a model. Their cost
// is shown before anything is sent.
// What it is not: a test of each judgement; those are native, against the same simulator.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { connectTo, editor, gateway, go, networkErrors, waitUntil, world } from "./steps.mjs";

const model = "openai/gpt-4.1-mini";
const request = {
  model,
  messages: [{ role: "user", content: "Hello" }],
  stop: ["END"],
  temperature: 0.3,
  max_tokens: 40,
};

/** Sets both gateways, validates the model and writes the request whose parameters are probed. */
async function prepare(page, pair) {
  await connectTo(page, pair);
  await go(page, "Models");
  await page.getByRole("textbox", { name: "Model IDs" }).fill(model);
  const validate = page.getByRole("button", { name: "Validate models" });
  await validate.click();
  await page.getByRole("checkbox", { name: `Approve ${model}` }).waitFor();
  await waitUntil(() => validate.isEnabled(), "the validation ends");
  await go(page, "Compare");
  await editor(page).fill(JSON.stringify(request));
  await go(page, "Migrate");
  await page.getByRole("tab", { name: "Field map", exact: true }).click();
}

const probe = (page) => page.getByRole("region", { name: "Parameter probe", exact: true });

/** The rows of the table as lists of cells. */
async function rows(page) {
  const table = probe(page).getByRole("table", { name: "Parameter probe" });
  const found = [];
  for (const row of (await table.getByRole("row").all()).slice(1)) found.push(await row.getByRole("cell").allInnerTexts());
  return found;
}

async function run(page) {
  await probe(page).getByRole("button", { name: "Estimate probe" }).click();
  await probe(page).getByRole("button", { name: "Run probe" }).click();
  const status = probe(page).getByRole("status", { name: "Probe status" });
  const ended = /Source: [^\n]* done\.[\s\S]*Target: [^\n]* done\./;
  await waitUntil(async () => ended.test(await status.innerText()), "both sides are done", 150_000);
  assert.equal(await probe(page).getByRole("progressbar").count(), 0);
}

describe("Probes", () => {
  const shared = world();
  const posts = (page) => shared.sent(page).filter(({ method }) => method === "POST");

  test("the cost stands before the first request, and a faulty target gives exactly its two findings", async (t) => {
    const faulty = await shared.start(t, { fault: "faulty-parameters" });
    const page = await shared.visit(t, { allow: networkErrors });
    await prepare(page, { source: shared.gateways.source, target: faulty.target });
    const region = probe(page);
    for (const [name, ticked] of [["stop", true], ["temperature", true], ["max_tokens", true], ["seed", false]]) {
      assert.equal(await region.getByRole("checkbox", { name: `Probe ${name}`, exact: true }).isChecked(), ticked, name);
    }
    const start = region.getByRole("button", { name: "Run probe" });
    assert.equal(await start.isDisabled(), true, "nothing runs before its cost was shown");
    for (const box of await region.getByRole("checkbox", { name: /^Probe / }).all()) await box.check();
    await region.getByRole("button", { name: "Estimate probe" }).click();
    const status = region.getByRole("status", { name: "Probe status" });
    for (const side of ["Source", "Target"]) await status.getByText(new RegExp(`^${side}: \\d+ requests to ${model}, at most \\$0\\.\\d+\\.$`)).waitFor();
    assert.deepEqual(posts(page), []);
    await region.getByRole("checkbox", { name: "Probe seed", exact: true }).uncheck();
    assert.equal(await start.isDisabled(), true, "another choice has another cost");
    await region.getByRole("checkbox", { name: "Probe seed", exact: true }).check();

    await run(page);
    const found = (await rows(page)).filter(([, , , , finding]) => finding !== "");
    assert.deepEqual(found.map(([parameter, probed]) => [parameter, probed]), [
      ["stop", 'valid: ["beta"]'],
      ["temperature", "out of range: -0.5"],
    ]);
    assert.match(found[0][2], /^accepted: the text ends before/);
    assert.match(found[0][3], /^ignored: the text goes on/);
    assert.match(found[1][3], /^ignored: answered all the same/);
    await status.getByText("2 findings.").waitFor();
    const words = await status.innerText();
    assert.match(words, /Target: (\d+) of \1 requests, \$0\.\d+ reported; done\./);
    assert.ok(posts(page).length > 60 && posts(page).every(({ url }) => url.endsWith("/chat/completions")));
  });

  test("a healthy target gives none; a change of settings takes the results away", async (t) => {
    const page = await shared.visit(t, { allow: networkErrors });
    await prepare(page, shared.gateways);
    await run(page);
    assert.deepEqual((await rows(page)).map(([, , , , finding]) => finding).filter((finding) => finding !== ""), []);
    await go(page, "Connect");
    await gateway(page, "Target").forget.click();
    await go(page, "Migrate");
    await probe(page).getByText("The parameter probe ended, and its results are gone.").waitFor();
    assert.equal(await probe(page).getByRole("table").count(), 0);
    await probe(page).getByRole("button", { name: "Estimate probe" }).click();
    await probe(page).getByRole("alert").filter({ hasText: "no key for the target" }).waitFor();
  });

  test("a probe that hangs can be stopped", async (t) => {
    const hanging = await shared.start(t, { fault: "hang-mid-stream" });
    const page = await shared.visit(t, { allow: networkErrors });
    await prepare(page, { source: shared.gateways.source, target: hanging.target });
    await probe(page).getByRole("button", { name: "Estimate probe" }).click();
    await probe(page).getByRole("button", { name: "Run probe" }).click();
    await probe(page).getByText(/^Source: .* done\.$/).waitFor({ timeout: 60_000 });
    await probe(page).getByRole("progressbar", { name: "Parameter probe progress" }).waitFor();
    await probe(page).getByRole("button", { name: "Stop probe" }).click();
    await probe(page).getByText(/^Target: .* stopped\.$/).waitFor();
    await waitUntil(() => hanging.log.some(({ aborted }) => aborted), "the connection is closed");
  });

  test("one token of a model is asked for when it is pressed, and decides nothing", async (t) => {
    const page = await shared.visit(t);
    await prepare(page, shared.gateways);
    await go(page, "Models");
    const row = page.getByRole("row").filter({ has: page.getByRole("combobox", { name: `Target ID for ${model}`, exact: true }) });
    await row.getByText(/One token of both sides, at most \$0\.\d+\./).waitFor();
    assert.deepEqual(posts(page), []);
    await row.getByRole("button", { name: `Probe ${model}`, exact: true }).click();
    for (const side of ["Source", "Target"]) await row.getByText(new RegExp(`^${side}: answered as`)).waitFor();
    assert.equal(posts(page).length, 2);
    assert.equal(await row.getByRole("checkbox", { name: `Approve ${model}` }).isChecked(), true);
  });
});
