// What this is: cuts the page's program in two after Trunk has built it, as the hook of Trunk.toml: the main program,
// and the pages that are fetched on demand (src/main.rs says where the cut is).
// What it is not: part of compiling. It takes the linked program and the page that Trunk made around it, whole, and puts
// the two halves in its place, with the names of the files changed in index.html.
// Invariant: all files of one build share one name, which follows from their content, so that no cache can pair the
// halves of two builds. A text that was to be replaced and is not there is an error.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { TRUNK_STAGING_DIR: staging, CARGO_TARGET_DIR: target } = process.env;
const linked = join(target, "wasm32-unknown-unknown", "release", "app.wasm");
const work = mkdtempSync(join(tmpdir(), "switchyard-split-"));
const run = (command, ...given) => execFileSync(command, given, { stdio: ["ignore", "inherit", "inherit"] });
const read = (...path) => readFileSync(join(...path), "utf8");

/** Replaces a text that must be there exactly once. */
function replace(text, from, to) {
  const pieces = text.split(from);
  if (pieces.length !== 2) throw new Error(`split.mjs: ${pieces.length - 1} times where once was expected: ${from}`);
  return pieces.join(to);
}

// What the compiler may use, so that wasm-opt takes it; the same as index.html has for the workers.
const features = ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types", "multivalue"];

// A function with one caller stays by itself if it is long; index.html has the same for the workers. A browser compiles
// anew, in the background, each function whose loops have run for a while, and one that holds half of a program takes it
// half a second of the time in which it should run.
const inlining = "--one-caller-inline-max-function-size=300";

// For a look into a profile of the page: with SWITCHYARD_NAMES=1 the functions keep their names.
const names = process.env.SWITCHYARD_NAMES ? ["-g"] : [];

// The generated loader fetches with `instantiateStreaming`, which refuses a host that does not know WebAssembly's type;
// boot.js has the same two ways.
const instantiate = `async function instantiate(source, imports) {
  const response = await source;
  if (!response.ok) throw new Error(\`\${response.url} was answered with status \${response.status}\`);
  const typed = (response.headers.get("content-type") ?? "").startsWith("application/wasm");
  return typed ? WebAssembly.instantiateStreaming(response, imports) : WebAssembly.instantiate(await response.arrayBuffer(), imports);
}
`;

try {
  run("wasm-split-cli", linked, work, "--target", "web", "--out-name", "app");
  // The halves share memory, table and stack pointer, which is what --keep-lld-exports keeps.
  run("wasm-bindgen", join(work, "app.wasm"), "--target", "web", "--out-dir", work, "--out-name", "app", "--no-typescript", "--keep-lld-exports");
  const parts = readdirSync(work).filter((name) => name.endsWith(".wasm") && !name.startsWith("app"));
  if (parts.length === 0) throw new Error("split.mjs: nothing was cut off; is the function of src/main.rs still marked?");
  for (const name of ["app_bg.wasm", ...parts]) {
    const file = join(work, name);
    run("wasm-opt", "-Oz", inlining, ...names, ...features.map((name) => `--enable-${name}`), file, "-o", file);
  }

  const digest = createHash("sha256");
  for (const name of ["app.js", "__wasm_split.js", "app_bg.wasm", ...parts]) digest.update(readFileSync(join(work, name)));
  const name = `app-${digest.digest("hex").slice(0, 16)}`;

  // The loader goes into the script: a file of its own would be one more round trip before the page starts.
  let loader = replace(read(work, "__wasm_split.js"), 'import { initSync } from "./app.js";\n', instantiate);
  loader = loader.replaceAll("WebAssembly.instantiateStreaming(src, imports)", "instantiate(src, imports)");
  const loads = [...loader.matchAll(/^export const (\w+) =/gm)].map(([, load]) => load);
  loader = loader.replaceAll(/^export const /gm, "const ");
  for (const part of parts) loader = replace(loader, `"./${part}"`, `"./${name}_${part}"`);
  let script = replace(read(work, "app.js"), /^import \* as import1 from "\.\/__wasm_split\.js";?$/m, `${loader}\nconst import1 = { ${loads.join(", ")} };`);
  script = replace(script, "'app_bg.wasm'", `'${name}_bg.wasm'`);

  const whole = /app-[0-9a-f]+(?=\.js)/.exec(read(staging, "index.html"))[0];
  for (const old of [`${whole}.js`, `${whole}_bg.wasm`]) rmSync(join(staging, old));
  writeFileSync(join(staging, "index.html"), read(staging, "index.html").replaceAll(whole, name));
  writeFileSync(join(staging, `${name}.js`), script);
  writeFileSync(join(staging, `${name}_bg.wasm`), readFileSync(join(work, "app_bg.wasm")));
  for (const part of parts) writeFileSync(join(staging, `${name}_${part}`), readFileSync(join(work, part)));
} finally {
  rmSync(work, { recursive: true, force: true });
}
