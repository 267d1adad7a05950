// What this is: input that wants to end the page, given to the real page and its real worker, whose stack is that of wasm
// (one megabyte): deep nesting, a line of a megabyte, bytes that are no text, texts that never end, archives that lie.
// What it is not: the same inputs in every language, which a native test has.
// Invariant: after each input the page answers, and says what it left out or did not understand.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { findingsTable, go, world } from "./steps.mjs";
import { zip } from "./zip.mjs";

const address = 'url = "https://openrouter.ai/api/v1"\n';
const times = (text, count) => text.repeat(count);

/** Name of the file, what is wrong with it, whether the address behind or before that must be found, and what is said. */
const texts = [
  ["a.ts", "open parentheses", `${times("(", 40_000)}\n${address}`, true],
  ["a.ts", "nested objects", `x = ${times('{"a":', 10_000)}1${times("}", 10_000)}\n${address}`, true],
  ["a.tsx", "nested elements", `x = ${times("<a>", 10_000)}${times("</a>", 10_000)}\n${address}`, true],
  ["a.ts", "nested calls", `${times("f(", 10_000)}${times(")", 10_000)}\n${address}`, true],
  ["a.ts", "a long sum", `x = ${times("a + ", 20_000)}a;\n${address}`, true],
  ["a.ts", "templates in templates", `${times("`${", 10_000)}\n${address}`, true],
  ["a.ts", "an unterminated text", `${address}x = "never closed\n${times("y\n", 10_000)}`, true],
  ["a.ts", "an unterminated comment", `${address}/* never closed\n${times("y\n", 10_000)}`, false],
  ["a.py", "open brackets", `${address}${times("[", 40_000)}\n`, true],
  ["a.py", "a long sum", `x = ${times("a + ", 20_000)}a\n${address}`, true],
  ["a.py", "an unterminated block", `${address}""" never closed\n${times("y\n", 10_000)}`, true],
  ["a.py", "indentation", `${address}${Array.from({ length: 800 }, (_, depth) => `${" ".repeat(depth)}if a:\n`).join("")}`, true],
  ["a.go", "open braces", `${times("{", 40_000)}\n${address}`, true],
  ["a.rs", "an unterminated text", `${address}let x = "never closed\n${times("y\n", 10_000)}`, true],
  ["a.yaml", "nested flow", `${times("[", 40_000)}\n${address}`, true],
  ["a.json", "nested arrays", `${times("[", 40_000)}\n${address}`, true],
  ["a.md", "a line of a megabyte", `${times("lorem ipsum ", 90_000)}\n\n\`\`\`sh\ncurl https://openrouter.ai/api/v1\n\`\`\`\n`, true],
  ["a.py", "a line of a megabyte", `x = "${times("lorem ipsum ", 90_000)}"; ${address}`, true],
];

describe("Hostile input", () => {
  const shared = world({ gateways: null });

  const parts = (page) => ({
    files: page.getByLabel("Choose files"),
    summary: page.getByRole("region", { name: "Summary" }),
    table: page.getByRole("table", { name: "Findings", exact: true }),
  });

  /** Has the page read files, and waits for what it says of them. */
  async function read(page, files) {
    await go(page, "Connect");
    await go(page, "Inventory");
    const clear = page.getByRole("button", { name: "Clear", exact: true });
    if (await clear.isEnabled()) await clear.click();
    await parts(page).files.setInputFiles(files.map(([name, bytes]) => ({ name, mimeType: "text/plain", buffer: Buffer.from(bytes) })));
    await parts(page).summary.waitFor({ timeout: 60_000 });
    await findingsTable(page);
    assert.equal(await page.getByRole("alert").filter({ hasText: "analyzer" }).count(), 0, "the worker lives");
    return parts(page).summary.innerText();
  }

  test("texts that hurt a reader are read, and what stands beside the harm is found", { timeout: 300_000 }, async (t) => {
    const page = await shared.visit(t, { fragment: "#/inventory" });
    for (const [name, what, text, found] of texts) {
      const said = await read(page, [[name, text]]);
      assert.match(said, /in 1 file/, `${name}: ${what}: ${said}`);
      if (found) {
        const row = parts(page).table.getByRole("row").filter({ hasText: "source-address" });
        assert.ok((await row.count()) > 0, `${name}: ${what}: the address is not found: ${said}`);
      }
    }
  });

  test("what a reader does not understand is said", async (t) => {
    const page = await shared.visit(t, { fragment: "#/inventory" });
    for (const [name, text] of [
      ["a.ts", `${times("(", 40_000)}\n${address}`],
      ["a.ts", `${address}x = "never closed\n`],
      ["a.py", `${address}${times("[", 40_000)}\n`],
      ["a.py", `${address}""" never closed\n`],
    ]) {
      await read(page, [[name, text]]);
      const { summary } = parts(page);
      await summary.getByText("Not understood as a whole (1)").click();
      assert.match(await summary.innerText(), new RegExp(`${name}: `));
    }
  });

  test("bytes that are no text are counted and said", async (t) => {
    const page = await shared.visit(t, { fragment: "#/inventory" });
    const said = await read(page, [
      ["bad.ts", Buffer.from([0x78, 0x3d, 0x22, 0xff, 0xfe, 0x22, 0x0a])],
      ["binary.ts", Buffer.from([0x78, 0, 1, 2])],
      ["good.ts", address],
    ]);
    assert.match(said, /bad\.ts was not read\./);
    assert.match(said, /What was left out \(2\)/);
    assert.match(said, /in 1 file/);
  });

  test("an archive that lies is read as far as it is true", async (t) => {
    const page = await shared.visit(t, { fragment: "#/inventory" });
    const said = await read(page, [
      [
        "project.zip",
        zip({
          "app/good.ts": address,
          "app/bomb.ts": { bytes: Buffer.alloc(4_000_000, 0x20), deflate: true },
          "app/more.ts": { bytes: `${address}${times("x", 5_000)}`, deflate: true, says: 10 },
          "../outside.ts": address,
          "/etc/absolute.ts": address,
          "app/../../up.ts": address,
        }),
      ],
    ]);
    assert.match(said, /in 1 file/);
    for (const word of ["bomb.ts", "more.ts", "outside.ts", "absolute.ts", "up.ts"]) {
      assert.ok((await parts(page).summary.textContent()).includes(word), `${word} is said: ${said}`);
    }
    assert.match(said, /What was left out \(5\)/);
    const rows = await parts(page).table.getByRole("row").allInnerTexts();
    assert.ok(rows.length > 1, "what is true of it is found");
    assert.ok(rows.slice(1).every((row) => row.includes("app/good.ts")), rows.join("\n"));
  });

  test("after all of that the page works as before", async (t) => {
    const page = await shared.visit(t, { fragment: "#/inventory" });
    await read(page, [["a.ts", `${times("(", 40_000)}`]]);
    await read(page, [["a.ts", address]]);
    await page.getByRole("link", { name: "Open the patch" }).click();
    await page.getByRole("heading", { level: 1, name: "Migrate" }).waitFor();
  });
});
