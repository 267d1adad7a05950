// What this is: the size budgets of the first load, which is every file that opening the page fetches, and of the web
// workers that read code and hold answers against schemas; compressed by Brotli at its best quality, as a host sends it.
// It prints a table of each and fails above a budget. What other pages than the first and the demo fetch is printed too;
// it has no budget.
// What it is not: the size of dist/, which may hold files that are never fetched.
// Invariant: a file that index.html names, or that one of those files imports, is counted, and the end-to-end tests see the
// browser fetch no other; a name that leads to no file is an error, not a zero. No file of the worker and no part on demand belongs to the first load.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotli } from "./serve.mjs";

/** Bytes over the wire, headers left out. */
export const budget = 450_000;

/** Bytes over the wire of the worker's program. */
export const workerBudget = 1_000_000;

/** The files that the first scan fetches, the program last. */
export const workerFiles = ["analyzer_loader.js", "analyzer.js", "analyzer_bg.wasm"];

/** A file that is fetched with the first page that needs it: tools/split.mjs cuts such parts off and names them. */
const isPart = (path) => /_split_\w+\.wasm$/.test(path);

/** The files that the demo fetches with its first question. */
export const demoFiles = ["simulator_loader.js", "simulator.js", "simulator_bg.wasm"];

/** The files that the first answer with a schema fetches. */
export const validatorFiles = ["validator_loader.js", "validator.js", "validator_bg.wasm"];

/** The files that a page's HTML makes the browser fetch, as paths inside dist. */
export function firstLoad(html) {
  const files = new Set(["index.html"]);
  const add = (address) => {
    const url = new URL(address.replaceAll("&amp;", "&"), "http://dist/");
    if (url.host !== "dist") throw new Error(`index.html loads from another host: ${address}`);
    files.add(url.pathname.slice(1));
    // boot.js is told in its query which files it is to load.
    for (const name of ["js", "wasm"]) if (url.searchParams.has(name)) add(url.searchParams.get(name));
  };
  for (const [tag] of html.matchAll(/<(?:link|script|img)\b[^>]*>/gi)) {
    const address = /\b(?:href|src)=(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(tag);
    if (address) add(address[1] ?? address[2] ?? address[3]);
  }
  return files;
}

/** The files that a script's static imports name, as paths inside dist. */
function imports(path, text) {
  return [...text.matchAll(/\bfrom\s*["'](\.{1,2}\/[^"']+)["']/g)].map(([, address]) =>
    new URL(address, `http://dist/${path}`).pathname.slice(1),
  );
}

/** Path, raw bytes and compressed bytes of one file. */
async function size(dist, path) {
  const bytes = await readFile(join(dist, path));
  return { path, raw: bytes.length, compressed: (await brotli(bytes)).length, bytes };
}

/** Rows of the worker's files. */
export const measureWorker = (dist) => Promise.all(workerFiles.map((path) => size(dist, path)));

/** Rows of the files that the demo fetches. */
export const measureDemo = (dist) => Promise.all(demoFiles.map((path) => size(dist, path)));
/** Rows of the validator's files. */
export const measureValidator = (dist) => Promise.all(validatorFiles.map((path) => size(dist, path)));

/** Rows of the parts that pages fetch on demand. */
export const measureParts = async (dist) => Promise.all((await readdir(dist)).filter(isPart).map((path) => size(dist, path)));

/** Rows of the first load, the biggest first. */
export async function measure(dist) {
  const present = new Set(
    (await readdir(dist, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(dist.length).replace(/^\//, "")),
  );
  const files = firstLoad(await readFile(join(dist, "index.html"), "utf8"));
  const rows = [];
  for (const path of files) {
    if (!present.has(path)) throw new Error(`index.html needs ${path}, which is not in ${dist}`);
    if ([...workerFiles, ...demoFiles, ...validatorFiles].includes(path)) throw new Error(`index.html loads ${path} at start; it is a worker's`);
    if (isPart(path)) throw new Error(`index.html loads ${path} at start; it is fetched on demand`);
    const row = await size(dist, path);
    // A set that grows while it is walked: imports of imports are reached too.
    if (path.endsWith(".js")) for (const found of imports(path, row.bytes.toString("utf8"))) files.add(found);
    rows.push(row);
  }
  return rows.sort((one, other) => other.compressed - one.compressed);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dist = process.argv[2] ?? fileURLToPath(new URL("../dist", import.meta.url));
  const rows = await measure(dist);
  const parts = await measureParts(dist);
  const demo = await measureDemo(dist);
  const worker = await measureWorker(dist);
  const validator = await measureValidator(dist);
  const number = (value) => value.toLocaleString("en-US").padStart(11);
  const width = Math.max(...[...rows, ...parts, ...demo, ...worker, ...validator].map((row) => row.path.length));
  const line = (name, raw, compressed) => console.log(`${name.padEnd(width)} ${raw} ${compressed}`);
  const table = (rows) => rows.forEach((row) => line(row.path, number(row.raw), number(row.compressed)));
  const hold = (what, bytes, most) => {
    line("budget", " ".repeat(11), number(most));
    if (bytes > most) {
      console.error(`${what} is ${bytes - most} bytes over its budget.`);
      process.exitCode = 1;
    }
  };
  const total = rows.reduce((sum, row) => sum + row.compressed, 0);
  line("file", "raw".padStart(11), "brotli".padStart(11));
  table(rows);
  line("first load", number(rows.reduce((sum, row) => sum + row.raw, 0)), number(total));
  hold("The first load", total, budget);
  line("\nby the first other page".padEnd(width + 1), " ".repeat(11), " ".repeat(11));
  table(parts);
  line("\nby the first answer of the demo".padEnd(width + 1), " ".repeat(11), " ".repeat(11));
  table(demo);
  line("\nby the first scan".padEnd(width + 1), " ".repeat(11), " ".repeat(11));
  table(worker);
  hold("The worker's program", worker.at(-1).compressed, workerBudget);
  line("\nby the first schema".padEnd(width + 1), " ".repeat(11), " ".repeat(11));
  table(validator);
  hold("The validator's program", validator.at(-1).compressed, workerBudget);
}
