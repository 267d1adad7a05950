// What this is: the size budget of the first load: every file that opening the page fetches, compressed by Brotli at
// its best quality, as a host sends it. It prints a table and fails above the budget.
// What it is not: the size of dist/, which may hold files that are fetched later or never.
// Invariant: a file that index.html names, or that one of those files imports or fetches at start, is counted; a name
// that leads to no file is an error, not a zero.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotli } from "./serve.mjs";

/** Bytes over the wire, headers left out. */
export const budget = 450_000;

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

/** Rows of path, raw bytes and compressed bytes, the biggest first. */
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
    const bytes = await readFile(join(dist, path));
    // A set that grows while it is walked: imports of imports are reached too.
    if (path.endsWith(".js")) for (const found of imports(path, bytes.toString("utf8"))) files.add(found);
    rows.push({ path, raw: bytes.length, compressed: (await brotli(bytes)).length });
  }
  return rows.sort((one, other) => other.compressed - one.compressed);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = await measure(process.argv[2] ?? fileURLToPath(new URL("../dist", import.meta.url)));
  const total = rows.reduce((sum, row) => sum + row.compressed, 0);
  const number = (value) => value.toLocaleString("en-US").padStart(11);
  const width = Math.max(...rows.map((row) => row.path.length), "budget".length);
  const line = (name, raw, compressed) => console.log(`${name.padEnd(width)} ${raw} ${compressed}`);
  line("file", "raw".padStart(11), "brotli".padStart(11));
  for (const row of rows) line(row.path, number(row.raw), number(row.compressed));
  line("first load", number(rows.reduce((sum, row) => sum + row.raw, 0)), number(total));
  line("budget", " ".repeat(11), number(budget));
  if (total > budget) {
    console.error(`The first load is ${total - budget} bytes over its budget.`);
    process.exitCode = 1;
  }
}
