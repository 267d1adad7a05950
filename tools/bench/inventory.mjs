// What this is: how long the page takes from choosing a folder to the summary of what was found: 20 MB of mixed source of
// which 1 % of the files mention the gateway, and 5 MB of TypeScript that all mentions it; the latter beside
// @ast-grep/napi finding the string literals of the same files in Node. Then the frames while a diff of 10,000 lines is
// opened and scrolled, and the worker's size.
// What it is not: a test of what is found; the corpus is.
// Invariant: a run that ends without a report, or that finds other than exactly what was planted, is an error.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { brotli } from "../serve.mjs";
import { newPage } from "../../tests/e2e/harness.mjs";
import { traceFrames } from "./frames.mjs";
import { dense, mixed } from "./sources.mjs";
import { median, row, worst } from "./table.mjs";

const runs = 5;
const limit = 1500;
const frameLimit = 50;
const diffLines = 10_000;

const bytes = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name)));

/** Milliseconds from the choice of a folder to the summary on the page. */
async function scan(browser, url, folder, planted, files) {
  const page = await newPage(browser);
  await page.goto(`${url}#/inventory`);
  const input = page.getByLabel("Choose folder");
  await input.waitFor();
  await page.evaluate(() => {
    addEventListener("change", () => (globalThis.benchChosen = performance.now()), { capture: true });
    const seen = new MutationObserver(() => {
      const summary = document.querySelector("#summary-title");
      if (!summary || !globalThis.benchChosen) return;
      seen.disconnect();
      requestAnimationFrame(() => setTimeout(() => (globalThis.benchDone = performance.now())));
    });
    seen.observe(document, { childList: true, subtree: true });
  });
  // As a person does: the pointer is on the field first, and finding the folder takes a second.
  await input.locator("xpath=ancestor::section").hover();
  await page.waitForTimeout(1000);
  await input.setInputFiles(folder);
  await page.waitForFunction(() => globalThis.benchDone, null, { timeout: 120_000 });
  const took = await page.evaluate(() => globalThis.benchDone - globalThis.benchChosen);
  const summary = await page.getByRole("region", { name: "Summary" }).innerText();
  const { must, review, information } = planted;
  const said = /([\d,\s\u202f]+) findings in ([\d,\s\u202f]+) files: ([\d,\s\u202f]+) must be fixed, ([\d,\s\u202f]+) to review, ([\d,\s\u202f]+) for information/.exec(summary);
  const found = said?.slice(1).map((number) => Number(number.replaceAll(/\D/g, "")));
  const expected = [must + review + information, files, must, review, information];
  if (found?.join() !== expected.join()) {
    throw new Error(`found ${found} instead of ${expected} (findings, files, must fix, review, information): ${summary}`);
  }
  await page.context().close();
  return took;
}

/** Milliseconds in which ast-grep finds all string literals of the same files. */
async function peer(folder) {
  const home = process.env.SWITCHYARD_AST_GREP;
  if (!home) throw new Error("SWITCHYARD_AST_GREP names no folder; run: make bench");
  const { parse, Lang } = createRequire(join(home, "package.json"))("@ast-grep/napi");
  const texts = bytes(folder).map((content) => content.toString("utf8"));
  const from = performance.now();
  let found = 0;
  for (const text of texts) found += parse(Lang.TypeScript, text).root().findAll({ rule: { kind: "string" } }).length;
  if (found === 0) throw new Error("ast-grep found no string");
  return performance.now() - from;
}

/** The frames while a file whose diff has so many lines is opened, and while the diff is scrolled from end to end. */
async function longDiff(browser, url) {
  const page = await newPage(browser);
  await page.goto(`${url}#/inventory`);
  // Each line is removed and added again.
  const line = (at) => `export const url${at} = "https://openrouter.ai/api/v1/chat/completions";\n`;
  const text = Array.from({ length: diffLines / 2 }, (_, at) => line(at)).join("");
  await page.getByLabel("Choose files").setInputFiles([{ name: "long.ts", mimeType: "text/plain", buffer: Buffer.from(text) }]);
  await page.getByRole("link", { name: "Open the patch" }).click();
  const file = page.getByRole("region", { name: "Patch", exact: true }).getByRole("button", { name: /long\.ts/, expanded: false });
  await file.waitFor();
  const diff = page.getByRole("group", { name: "Diff of long.ts" });
  // Pressed by key and not looked for meanwhile: finding things on the page costs frames of its own.
  await file.focus();
  const opened = await traceFrames(browser, page, async () => {
    await page.keyboard.press("Enter");
    await page.waitForTimeout(1500);
  });
  if (!(await diff.locator("ins").first().isVisible())) throw new Error("the diff was not opened");
  const scrolled = await traceFrames(browser, page, () =>
    diff.evaluate(
      (frame) =>
        new Promise((done) => {
          const step = () => {
            const end = frame.scrollHeight - frame.clientHeight;
            if (frame.scrollTop >= end - 1) return done();
            frame.scrollTop = Math.min(end, frame.scrollTop + end / 120);
            requestAnimationFrame(step);
          };
          requestAnimationFrame(step);
        }),
    ),
  );
  const last = await diff.innerText();
  if (!last.includes(`url${diffLines / 2 - 1} `)) throw new Error("the end of the diff was not reached");
  await page.context().close();
  const longest = ({ frames }) => worst(frames.map(({ wall }) => wall));
  return { opened: longest(opened), scrolled: longest(scrolled) };
}

export async function inventory({ browser, site, dist }) {
  const rows = [];
  const notes = ["Inventory (from the choice of a folder to the painted summary; the worker's program is fetched when the pointer reaches the field, a second before):"];
  const folder = mkdtempSync(join(tmpdir(), "switchyard-bench-"));
  try {
    const kinds = [
      { name: "20 MB of mixed source, 1 % mentions", make: mixed },
      { name: "5 MB of TypeScript, all mentions", make: dense, peer },
      { name: "200 MB in 20,000 files, 1 % mentions", make: (folder) => mixed(folder, 20_000), runs: 1, limit: null },
    ];
    for (const [number, kind] of kinds.entries()) {
      const project = join(folder, `project-${number}`);
      mkdirSync(project);
      const planted = kind.make(project);
      const files = bytes(project);
      const times = [];
      for (let run = 0; run < (kind.runs ?? runs); run += 1) times.push(await scan(browser, site.url, project, planted, files.length));
      const held = kind.limit === null ? undefined : limit;
      rows.push(row(`${kind.name}, median of ${times.length}`, median(times), "ms", held));
      const size = files.reduce((sum, content) => sum + content.length, 0);
      notes.push(`  ${kind.name}: ${files.length} files, ${(size / 1e6).toFixed(1)} MB, ${planted.places} places planted, ${planted.must} must fix`);
      if (kind.peer) {
        const others = [];
        for (let run = 0; run < runs; run += 1) others.push(await kind.peer(project));
        rows.push(row("  @ast-grep/napi in Node, its string literals, median", median(others), "ms"));
        notes.push(`  ratio to @ast-grep/napi: ${(median(times) / median(others)).toFixed(2)}`);
      }
    }
    const diff = await longDiff(browser, site.url);
    rows.push(row(`A diff of ${diffLines.toLocaleString("en-US")} lines, longest frame while it is scrolled`, diff.scrolled, "ms", frameLimit));
    rows.push(row(`A diff of ${diffLines.toLocaleString("en-US")} lines, longest frame while it is opened`, diff.opened, "ms", frameLimit));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  for (const name of readdirSync(dist).filter((name) => /^analyzer.*\.wasm$/.test(name))) {
    rows.push(row("The worker's wasm, brotli", (await brotli(readFileSync(join(dist, name)))).length, "B", 1_000_000));
  }
  return { rows, notes };
}
