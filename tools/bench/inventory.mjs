// What this is: how long the page takes from choosing a folder to the summary of what was found: 20 MB of mixed source of
// which 1 % of the files mention the gateway, and 5 MB of TypeScript that all mentions it; the latter beside
// @ast-grep/napi finding the string literals of the same files in Node. The worker's size stands below.
// What it is not: a test of what is found; the corpus is.
// Invariant: a run that ends without a report, or that finds other than was planted, is an error.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { brotli } from "../serve.mjs";
import { newPage } from "../../tests/e2e/harness.mjs";
import { median, row } from "./table.mjs";

const runs = 5;
const limit = 1500;

// The same text on every run: a small generator of numbers stands in for chance.
function numbers(seed) {
  let state = seed;
  return (below) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % below;
}

const words = "account answer buffer cache client column counter cursor entry event field filter handler index item job ledger limit line list lookup message metric model node number order page parser path point queue reader record region request result route row sample schema score session source stage state status store stream table target task text token total trace value window worker writer".split(" ");

function plainTypeScript(next, size) {
  const lines = [];
  let length = 0;
  while (length < size) {
    const [one, two, three] = [words[next(words.length)], words[next(words.length)], words[next(words.length)]];
    const line =
      next(5) === 0
        ? `// Each ${one} has one ${two}; the ${three} is made on first use.`
        : `export const ${one}${two[0].toUpperCase()}${two.slice(1)}${length} = (${three}: string) => ({ ${one}: ${three}.length + ${next(1000)}, name: "${two} ${three}" });`;
    lines.push(line);
    length += line.length + 1;
  }
  return `${lines.join("\n")}\n`;
}

function plainPython(next, size) {
  const lines = [];
  let length = 0;
  while (length < size) {
    const [one, two, three] = [words[next(words.length)], words[next(words.length)], words[next(words.length)]];
    const text = `def ${one}_${two}_${length}(${three}: str) -> dict[str, int]:\n    """The ${one} of a ${two}."""\n    return {"${one}": len(${three}) + ${next(1000)}}\n`;
    lines.push(text);
    length += text.length + 1;
  }
  return lines.join("\n");
}

const mention = (number) =>
  `import OpenAI from "openai";\nconst client = new OpenAI({ baseURL: "https://openrouter.ai/api/v1", apiKey: process.env.OPENROUTER_API_KEY });\nexport const ask = (text: string) => client.chat.completions.create({ model: "openai/gpt-4o-mini", messages: [{ role: "user", content: text + ${number} }] });\n`;

function mixed(folder, count = 2000) {
  const next = numbers(1);
  const size = 10_000;
  for (let number = 0; number < count; number += 1) {
    const python = number % 3 === 0;
    let text = python ? plainPython(next, size) : plainTypeScript(next, size);
    if (number % 100 === 1) text = mention(number) + text;
    const path = join(folder, `package-${number % 40}`, "src", `file-${number}.${python ? "py" : "ts"}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return count / 100;
}

function dense(folder) {
  const next = numbers(2);
  let planted = 0;
  for (let number = 0; number < 100; number += 1) {
    let text = "";
    while (text.length < 50_000) {
      text += `${plainTypeScript(next, 1500)}export const address${text.length} = "https://openrouter.ai/api/v1";\n`;
      planted += 1;
    }
    writeFileSync(join(folder, `file-${number}.ts`), text);
  }
  return planted;
}

const bytes = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name)));

/** Milliseconds from the choice of a folder to the summary on the page. */
async function scan(browser, url, folder, least) {
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
  await input.setInputFiles(folder);
  await page.waitForFunction(() => globalThis.benchDone, null, { timeout: 120_000 });
  const took = await page.evaluate(() => globalThis.benchDone - globalThis.benchChosen);
  const summary = await page.getByRole("region", { name: "Summary" }).innerText();
  const most = Math.max(...[...summary.replaceAll(/[,\u202f\s](?=\d{3}\b)/g, "").matchAll(/\d+/g)].map(([number]) => Number(number)));
  if (most < least) throw new Error(`the summary shows no number of at least ${least}: ${summary}`);
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

export async function inventory({ browser, site, dist }) {
  const rows = [];
  const notes = ["Inventory (from the choice of a folder to the painted summary; the worker is loaded in that time):"];
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
      for (let run = 0; run < (kind.runs ?? runs); run += 1) times.push(await scan(browser, site.url, project, planted));
      const held = kind.limit === null ? undefined : limit;
      rows.push(row(`${kind.name}, median of ${times.length}`, median(times), "ms", held));
      const size = files.reduce((sum, content) => sum + content.length, 0);
      notes.push(`  ${kind.name}: ${files.length} files, ${(size / 1e6).toFixed(1)} MB, ${planted} addresses planted`);
      if (kind.peer) {
        const others = [];
        for (let run = 0; run < runs; run += 1) others.push(await kind.peer(project));
        rows.push(row("  @ast-grep/napi in Node, its string literals, median", median(others), "ms"));
        notes.push(`  ratio to @ast-grep/napi: ${(median(times) / median(others)).toFixed(2)}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  for (const name of readdirSync(dist).filter((name) => /^analyzer.*\.wasm$/.test(name))) {
    rows.push(row("The worker's wasm, brotli", (await brotli(readFileSync(join(dist, name)))).length, "B", 1_000_000));
  }
  return { rows, notes };
}
