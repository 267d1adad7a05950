// What this is: the Inventory page with its worker: pasted code, files, a folder, a zip, a drop; stop, clear, a worker
// that does not come; and that a key in the code is shown nowhere.
// What it is not: a test of what the rules find; that is a native test of the core.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { download, findingsTable, go, networkErrors, strangersKey, waitUntil, world } from "./steps.mjs";
import { zip } from "./zip.mjs";

const client = `import OpenAI from "openai";

const client = new OpenAI({
  baseURL: "https://openrouter.ai/api/v1",
  apiKey: process.env.OPENROUTER_API_KEY,
});

export const answer = (messages) =>
  client.chat.completions.create({ model: "openai/gpt-4.1-mini", messages });
`;
const python = `import os
from openai import OpenAI

client = OpenAI(base_url="https://openrouter.ai/api/v1", api_key=os.environ["OPENROUTER_API_KEY"])
`;

/** The controls of the page. */
const inventory = (page) => ({
  paste: page.getByRole("textbox", { name: "Paste code" }),
  language: page.getByRole("combobox", { name: "Language" }),
  scan: page.getByRole("button", { name: "Scan", exact: true }),
  stop: page.getByRole("button", { name: "Stop", exact: true }),
  clear: page.getByRole("button", { name: "Clear", exact: true }),
  files: page.getByLabel("Choose files"),
  folder: page.getByLabel("Choose folder"),
  summary: page.getByRole("region", { name: "Summary" }),
  table: page.getByRole("table", { name: "Findings", exact: true }),
});

/** The rows of the table "Findings", each as the texts of its cells, once the scan has ended. */
async function findings(page) {
  await inventory(page).summary.waitFor();
  const rows = await (await findingsTable(page)).getByRole("row").all();
  return Promise.all(rows.slice(1).map((row) => row.getByRole("rowheader").or(row.getByRole("cell")).allInnerTexts()));
}

const ofWorker = (page) => page.requests.filter(({ url }) => url.includes("analyzer"));

describe("Inventory", () => {
  const shared = world({ gateways: null });
  const open = (t, options) => shared.visit(t, { fragment: "#/inventory", ...options });

  test("pasted code is scanned by a worker that is loaded then and sends nothing", async (t) => {
    const page = await open(t);
    await page.waitForTimeout(500);
    assert.deepEqual(ofWorker(page), [], "nothing of the worker is loaded before a person reaches for the fields");
    const { paste, language, scan, summary } = inventory(page);
    assert.equal(await language.inputValue(), "", "the language is found out");
    assert.equal(await scan.getAttribute("aria-disabled"), "true");
    await paste.fill(client);
    await scan.click();
    const rows = await findings(page);
    const has = (line, cls, action) =>
      assert.ok(rows.some((row) => row[0] === "pasted.ts" && row[1] === line && row[4] === cls && row[6].trim() === action), `${line} ${cls} ${action}: ${JSON.stringify(rows)}`);
    const at = rows.find((row) => row[1] === "4" && row[4] === "Endpoint");
    assert.equal(at[2], String(client.split("\n")[3].indexOf("https") + 1), "the column is the address's own");
    has("4", "Endpoint", "Must fix");
    has("5", "Key", "Must fix");
    assert.ok(rows.some((row) => row[1] === "9" && row[4] === "Model"), JSON.stringify(rows));
    assert.match(await summary.innerText(), /findings in 1 file/);
    assert.equal(await paste.inputValue(), client);
    assert.equal(ofWorker(page).length, 3, "loader, script and program");
    assert.deepEqual(shared.sent(page), []);
  });

  test("the model ids go to the Models page, the patch is one link away, and SARIF is saved", async (t) => {
    const page = await open(t);
    // An empty field takes the ids at once; one that a person filled waits for the press.
    await go(page, "Models");
    await page.getByRole("textbox", { name: "Model IDs" }).fill("openai/gpt-4o");
    await go(page, "Inventory");
    const { paste, scan } = inventory(page);
    await paste.fill(client);
    await scan.click();
    const rows = await findings(page);
    const { name, text } = await download(page, "Download SARIF");
    assert.equal(name, "switchyard.sarif");
    assert.equal(JSON.parse(text).runs[0].results.length, rows.length);
    await page.getByRole("button", { name: "Use these model IDs" }).click();
    await page.getByRole("status").getByRole("link", { name: "Models" }).click();
    assert.match(await page.getByRole("textbox", { name: "Model IDs" }).inputValue(), /^openai\/gpt-4o\n(.+\n)*openai\/gpt-4\.1-mini$/m);
    await go(page, "Inventory");
    assert.equal((await findings(page)).length, rows.length, "the findings are still there");
    await page.getByRole("link", { name: "Open the patch" }).click();
    await page.getByRole("heading", { level: 1, name: "Migrate" }).waitFor();
  });

  test("filters narrow the table", async (t) => {
    const page = await open(t);
    const { paste, scan } = inventory(page);
    await paste.fill(client);
    await scan.click();
    const all = await findings(page);
    await page.getByRole("combobox", { name: "Class" }).selectOption("Endpoint");
    const endpoints = await findings(page);
    assert.ok(endpoints.length > 0 && endpoints.length < all.length);
    assert.ok(endpoints.every((row) => row[4] === "Endpoint"));
    await page.getByRole("combobox", { name: "Class" }).selectOption("all");
    await page.getByRole("combobox", { name: "Action" }).selectOption("Must fix");
    assert.ok((await findings(page)).every((row) => row[6].trim() === "Must fix"));
    await page.getByRole("searchbox", { name: "Search findings" }).fill("no such text");
    assert.deepEqual(await findings(page), []);
    await page.getByText("No finding passes these filters.").waitFor();
  });

  test("chosen files, a zip and a folder are read, and what is left out is counted", async (t) => {
    const page = await open(t);
    const { files, folder, summary } = inventory(page);
    const given = (name, text) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
    await files.setInputFiles([given("chat.ts", client), given("logo.png", "\x89PNG\0"), given("app.py", python)]);
    await summary.getByText("in 2 files").waitFor();
    assert.deepEqual([...new Set((await findings(page)).map(([file]) => file))], ["app.py", "chat.ts"]);

    await files.setInputFiles({
      name: "project.zip",
      mimeType: "application/zip",
      buffer: zip({
        "project/src/chat.ts": client,
        "project/node_modules/a/index.js": client,
        "project/secret.py": python,
        "project/.gitignore": "secret.py\n",
      }),
    });
    await summary.getByText("What was left out (2)").click();
    assert.deepEqual([...new Set((await findings(page)).map(([file]) => file))], ["project/src/chat.ts"]);
    const leftOut = await summary.getByRole("table", { name: "Left out" }).innerText();
    assert.match(leftOut, /Installed dependencies\s+1\s+project\/node_modules\/a\/index\.js/);
    assert.match(leftOut, /Named in \.gitignore\s+1\s+project\/secret\.py/);

    const temporary = await mkdtemp(join(tmpdir(), "switchyard-"));
    t.after(() => rm(temporary, { recursive: true }));
    const root = join(temporary, "build");
    await mkdir(join(root, "src"), { recursive: true });
    await mkdir(join(root, "node_modules", "b"), { recursive: true });
    await writeFile(join(root, "src", "main.py"), python);
    await writeFile(join(root, "node_modules", "b", "index.js"), client);
    await mkdir(join(root, "generated", "deep"), { recursive: true });
    await writeFile(join(root, ".gitignore"), "/generated/\n*.local.py\n!src/keep.local.py\n");
    await writeFile(join(root, "generated", "deep", "client.py"), python);
    await writeFile(join(root, "src", "mine.local.py"), python);
    await writeFile(join(root, "src", "keep.local.py"), "x = 1\n");
    await folder.setInputFiles(root);
    await summary.getByText("What was left out (3)").click();
    assert.match(
      await summary.getByRole("table", { name: "Left out" }).innerText(),
      /Named in \.gitignore\s+2\s+build\/(generated\/deep\/client\.py, build\/src\/mine\.local\.py|src\/mine\.local\.py, build\/generated\/deep\/client\.py)/,
    );
    assert.deepEqual([...new Set((await findings(page)).map(([file]) => file))], ["build/src/main.py"], "the picked folder's own name does not count");

    await files.setInputFiles({ name: "broken.zip", mimeType: "application/zip", buffer: Buffer.from("no zip at all") });
    await page.getByRole("alert").getByText("The zip could not be read.").waitFor();
  });

  test("of many files each is counted once: those at the limit and over it, and those that went away", async (t) => {
    const page = await open(t);
    const { folder, summary } = inventory(page);
    const temporary = await mkdtemp(join(tmpdir(), "switchyard-"));
    t.after(() => rm(temporary, { recursive: true }));
    const root = join(temporary, "shop");
    await mkdir(root);
    const sized = (bytes) => python + "#".repeat(bytes - python.length);
    for (let number = 0; number < 300; number += 1) await writeFile(join(root, `file-${number}.py`), number % 100 === 7 ? python : "x = 1\n");
    await writeFile(join(root, "limit.py"), sized(5_000_000));
    await writeFile(join(root, "over.py"), sized(5_000_001));
    await writeFile(join(root, "empty.py"), "");
    await writeFile(join(root, "gone.py"), python);
    // The worker comes late, so that a file can go away between the choice and the reading.
    let letCome;
    const late = new Promise((come) => (letCome = come));
    await page.route(/analyzer_bg\.wasm/, async (route) => {
      await late;
      await route.continue();
    });
    await folder.setInputFiles(root);
    await rm(join(root, "gone.py"));
    letCome();
    await summary.getByText("What was left out (2)").click();
    const leftOut = await summary.getByRole("table", { name: "Left out" }).innerText();
    assert.match(leftOut, /Larger than the limit for one file\s+1\s+shop\/over\.py/);
    assert.match(leftOut, /Damaged or unreadable files\s+1\s+shop\/gone\.py/);
    const said = await summary.innerText();
    assert.match(said, /Files read\s+302\b/);
    assert.match(said, /shop\/gone\.py could not be read\./);
    assert.deepEqual(
      [...new Set((await findings(page)).map(([file]) => file))],
      ["shop/file-107.py", "shop/file-207.py", "shop/file-7.py", "shop/limit.py"],
    );
  });

  test("files can be dropped anywhere on the page", async (t) => {
    const page = await open(t);
    const dropped = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], "dropped.py"));
      return transfer;
    }, python);
    await page.getByRole("heading", { level: 1 }).dispatchEvent("drop", { dataTransfer: dropped });
    assert.deepEqual([...new Set((await findings(page)).map(([file]) => file))], ["dropped.py"]);
  });

  test("a dropped folder is walked, under its own rules, and what cannot be read is said", async (t) => {
    const page = await open(t);
    // A script cannot drop a real folder; entries as the browser gives them stand in for it.
    await page.evaluate(
      ({ client, python }) => {
        const file = (path, text) => ({
          isFile: true,
          isDirectory: false,
          fullPath: path,
          name: path.split("/").at(-1),
          file: (done) => done(new File([text], path.split("/").at(-1))),
        });
        const folder = (path, children) => ({
          isFile: false,
          isDirectory: true,
          fullPath: path,
          name: path.split("/").at(-1),
          createReader() {
            const pieces = children === null ? null : [children.slice(0, 1), children.slice(1), []];
            return { readEntries: (done, failed) => (pieces === null ? failed(new DOMException("no", "NotReadableError")) : done(pieces.shift() ?? [])) };
          },
        });
        const root = folder("/shop", [
          file("/shop/.gitignore", "secret.py\n"),
          file("/shop/secret.py", python),
          folder("/shop/src", [file("/shop/src/chat.ts", client)]),
          folder("/shop/closed", null),
          folder("/shop/node_modules", [file("/shop/node_modules/a.js", client)]),
        ]);
        DataTransferItem.prototype.webkitGetAsEntry = () => root;
      },
      { client, python },
    );
    const transfer = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["x"], "shop"));
      return transfer;
    });
    await page.getByRole("heading", { level: 1 }).dispatchEvent("drop", { dataTransfer: transfer });
    assert.deepEqual([...new Set((await findings(page)).map(([file]) => file))], ["shop/src/chat.ts"]);
    const { summary } = inventory(page);
    await summary.getByText("What was left out (3)").click();
    const leftOut = await summary.getByRole("table", { name: "Left out" }).innerText();
    assert.match(leftOut, /Named in \.gitignore\s+1\s+shop\/secret\.py/);
    assert.match(leftOut, /Damaged or unreadable files\s+1\s+shop\/closed\//);
    assert.match(await summary.innerText(), /shop\/closed\/ could not be read\./);
  });

  test("Stop ends the worker, Clear empties the page, and the next scan starts afresh", async (t) => {
    const page = await open(t);
    const { paste, scan, stop, clear, summary } = inventory(page);
    // The worker's program never arrives, so that there is time to stop.
    await page.route(/analyzer_bg\.wasm/, () => {});
    await paste.fill(client);
    await scan.click();
    await page.getByRole("progressbar", { name: "Scan" }).waitFor();
    await waitUntil(async () => ofWorker(page).length === 3, "the program is asked for");
    await stop.click();
    await page.getByText("The scan was stopped.").waitFor();
    assert.equal(await page.getByRole("progressbar").count(), 0);
    assert.equal(await paste.inputValue(), client, "a stop keeps what was pasted");

    await page.unroute(/analyzer_bg\.wasm/);
    await page.keyboard.press("Control+Enter");
    await summary.waitFor();
    await clear.click();
    assert.equal(await paste.inputValue(), "");
    assert.equal(await summary.count(), 0);
    await paste.fill(python);
    await scan.click();
    assert.equal((await findings(page))[0][0], "pasted.py");
  });

  test("a worker that does not come is said, and what was pasted stays", async (t) => {
    const page = await open(t, { allow: [...networkErrors, /analyzer/, /WebAssembly/, /CompileError/] });
    const { paste, scan, summary } = inventory(page);
    for (const file of [/analyzer_loader\.js/, /analyzer_bg\.wasm/]) {
      await page.route(file, (route) => route.fulfill({ status: 404, body: "gone" }));
      await paste.fill(client);
      await scan.click();
      await page.getByRole("alert").getByText("The analyzer could not be loaded.").waitFor();
      assert.equal(await paste.inputValue(), client);
      await page.unroute(file);
      await scan.click();
      await summary.waitFor();
      await page.getByRole("button", { name: "Clear", exact: true }).click();
    }
  });

  test("a trap of the worker is said, what was pasted stays, and the next scan works", async (t) => {
    // A real trap: a program of one function that is `unreachable`.
    const trap = `onmessage = () => {
      const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];
      new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes))).exports.f();
    };
    postMessage({ ready: true });`;
    const page = await shared.visit(t, { fragment: "#/inventory", allow: [/unreachable/] });
    await page.route(/analyzer_loader\.js/, (route) => route.fulfill({ contentType: "text/javascript", body: trap }));
    const { paste, scan, summary } = inventory(page);
    await paste.fill(python);
    await scan.click();
    await page.getByRole("alert").filter({ hasText: "The analyzer stopped before it was done." }).waitFor();
    assert.equal(await paste.inputValue(), python);
    await go(page, "Connect");
    await go(page, "Inventory");
    await page.unrouteAll();
    await scan.click();
    await summary.waitFor();
  });

  test("a key in the code is masked wherever it could be shown, and its rotation is asked for", async (t) => {
    const page = await open(t);
    const key = strangersKey("sk-or-v1-");
    const { files } = inventory(page);
    const text = `${client}\n// curl -H "Authorization: Bearer ${key}"\nconst key = "${key}";\n`;
    await files.setInputFiles([{ name: "chat.ts", mimeType: "text/plain", buffer: Buffer.from(text) }]);
    const rows = await findings(page);
    await page.getByRole("alert").getByText(/stand(s)? in the code/).waitFor();
    assert.ok(rows.some((row) => row[3] === "live-key"), JSON.stringify(rows));
    const { text: sarif } = await download(page, "Download SARIF");
    const html = await page.evaluate(() => document.documentElement.outerHTML);
    for (const [where, shown] of [["the document", html], ["the SARIF", sarif], ["the console", JSON.stringify(page.messages)]]) {
      assert.ok(!shown.includes(key.slice(12)), `${where} holds the key`);
    }
  });

  test("thousands of findings are shown in portions", { timeout: 60_000 }, async (t) => {
    const page = await open(t);
    const { files, table } = inventory(page);
    const many = Array.from({ length: 1_500 }, (_, at) => `u${at} = "https://openrouter.ai/api/v1/${at}"`).join("\n");
    await files.setInputFiles([{ name: "many.py", mimeType: "text/plain", buffer: Buffer.from(many) }]);
    await inventory(page).summary.waitFor();
    const rows = (count) => waitUntil(async () => (await table.getByRole("row").count()) >= count, `${count} rows are there`);
    await rows(201);
    assert.equal(await table.getByRole("row").count(), 201);
    await page.getByRole("button", { name: "Show 200 more" }).click();
    await rows(401);
    assert.equal(await table.getByRole("row").count(), 401);
  });
});
