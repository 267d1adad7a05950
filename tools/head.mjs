// What this is: puts the head of the built page in the order in which it starts soonest, as a hook of Trunk.toml: first
// what fetches the program, then all style sheets as one file.
// What it is not: a change of any file's content; the sheets follow each other in the order of index.html.
// Invariant: a head that is not as Trunk writes it is an error, so that nothing falls back silently to the slow order.
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const { TRUNK_STAGING_DIR: staging } = process.env;
const page = join(staging, "index.html");
let html = readFileSync(page, "utf8");

/** Takes every line out that matches, and gives what the groups caught. */
function take(pattern, least) {
  const found = [...html.matchAll(pattern)];
  if (found.length < least) throw new Error(`head.mjs: ${found.length} times where at least ${least} was expected: ${pattern}`);
  html = html.replaceAll(pattern, "");
  return found;
}

const sheets = take(/^ *<link rel="stylesheet" href="\.\/([\w.-]+\.css)"[^>]*>\n/gm, 2).map(([, name]) => name);
// A script waits for the style sheets before it, and with it the program that it fetches.
const [[preload], [script]] = [take(/^ *<link rel="modulepreload"[^>]*>\n?/gm, 1), take(/^ *<script src="\.\/boot\.js[^>]*><\/script>\n?/gm, 1)].flat();

const css = sheets.map((name) => readFileSync(join(staging, name), "utf8")).join("\n");
const digest = (algorithm, encoding) => createHash(algorithm).update(css).digest(encoding);
const name = `styles-${digest("sha256", "hex").slice(0, 16)}.css`;
writeFileSync(join(staging, name), css);
for (const old of sheets) rmSync(join(staging, old));

const sheet = `<link rel="stylesheet" href="./${name}" integrity="sha384-${digest("sha384", "base64")}">`;
const icon = /^ *<link rel="icon"/m;
if (!icon.test(html)) throw new Error("head.mjs: the head names no icon, before which the program is to be asked for");
// The program is asked for with the first bytes of the page: boot.js, which fetches it, has to arrive and run before.
const [, wasm] = /&wasm=([\w.-]+)"/.exec(script) ?? [];
if (!wasm) throw new Error(`head.mjs: the script names no program: ${script}`);
const program = `<link rel="preload" href="./${wasm}" as="fetch" crossorigin="anonymous">`;
html = html.replace(icon, (link) => `  ${program}\n  ${script.trim()}\n  ${preload.trim()}\n  ${sheet}\n${link}`);
writeFileSync(page, html);
