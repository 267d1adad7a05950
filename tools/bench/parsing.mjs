// What this is: the page's reader of streams and its text difference in Chromium, beside the npm packages
// eventsource-parser and diff on the same bytes and texts, each in a web worker of its own, taken in turns.
// The page's code is built here as the page is (the same profile, the same wasm-opt) into a worker that does nothing else.
// What it is not: a measurement of the network or of showing anything.
// Invariant: both sides find the same number of events, and every line that differs, or it is an error.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { newPage } from "../../tests/e2e/harness.mjs";
import { serve } from "../serve.mjs";
import { median, row } from "./table.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const rounds = 11;
const features = ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types", "multivalue"];

/** Builds the worker with the page's code into a folder. */
function build(folder) {
  const cargo = ["build", "--release", "--locked", "--target", "wasm32-unknown-unknown", "--bin", "meter"];
  execFileSync("tools/wasm.sh", ["cargo", ...cargo], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  const target = process.env.CARGO_TARGET_DIR || join(root, "target");
  const linked = join(target, "wasm32-unknown-unknown", "release", "meter.wasm");
  execFileSync("wasm-bindgen", [linked, "--target", "no-modules", "--out-dir", folder, "--out-name", "meter", "--no-typescript"]);
  const wasm = join(folder, "meter_bg.wasm");
  execFileSync("wasm-opt", ["-Oz", "--one-caller-inline-max-function-size=300", ...features.map((name) => `--enable-${name}`), wasm, "-o", wasm]);
  writeFileSync(join(folder, "meter_loader.js"), `importScripts("meter.js");\nwasm_bindgen({ module_or_path: "meter_bg.wasm" }).catch((error) => setTimeout(() => { throw error; }));\n`);
}

/** The packages, and workers that use them. */
function peers(folder) {
  cpSync(join(root, "node_modules/eventsource-parser/dist"), join(folder, "eventsource-parser"), { recursive: true });
  cpSync(join(root, "node_modules/diff/libesm"), join(folder, "diff"), { recursive: true });
  writeFileSync(
    join(folder, "peer.js"),
    `import { createParser } from "./eventsource-parser/index.js";
import { diffLines } from "./diff/index.js";
onmessage = ({ data }) => {
  const started = performance.now();
  let count = 0;
  if (data.chunks) {
    const decoder = new TextDecoder();
    const parser = createParser({ onEvent: () => (count += 1) });
    for (const chunk of data.chunks) parser.feed(decoder.decode(chunk, { stream: true }));
  } else {
    for (const part of diffLines(data.source, data.target)) if (part.added || part.removed) count += part.count;
  }
  postMessage({ took: performance.now() - started, count });
};
postMessage({ ready: true });
`,
  );
  writeFileSync(join(folder, "index.html"), "<!DOCTYPE html><title>Parsing</title>");
}

/** In the page: starts both workers and times what each is given, in turns. */
async function measure({ kind, rounds }) {
  const start = (url, options) =>
    new Promise((started, failed) => {
      const worker = new Worker(url, options);
      worker.onerror = (event) => failed(new Error(`${url}: ${event.message}`));
      worker.onmessage = ({ data }) => data.ready && started(worker);
    });
  const ask = (worker, message) =>
    new Promise((answered, failed) => {
      worker.onerror = (event) => failed(new Error(`a worker stopped: ${event.message}`));
      worker.onmessage = ({ data }) => answered(data);
      worker.postMessage(message);
    });
  const bytes = () => {
    const frames = [];
    for (let at = 0; at < 40_000; at += 1) {
      const chunk = { id: "gen-1787000000-Ab3dEf5GhIjKlMnOpQrS", provider: "OpenAI", model: "openai/gpt-4.1-mini", object: "chat.completion.chunk", created: 1787000000, choices: [{ index: 0, delta: { role: "assistant", content: ` wörd${at}` }, finish_reason: null, native_finish_reason: null, logprobs: null }] };
      frames.push(`${at % 50 === 0 ? ": OPENROUTER PROCESSING\n\n" : ""}data: ${JSON.stringify(chunk)}\n\n`);
    }
    const whole = new TextEncoder().encode(frames.join(""));
    const chunks = [];
    // As a browser reads: sometimes part of a frame, sometimes many.
    for (let from = 0, at = 0; from < whole.length; at += 1) {
      const length = [310, 1400, 16_384, 65_536][at % 4];
      chunks.push(whole.slice(from, from + length));
      from += length;
    }
    return { chunks, size: whole.length };
  };
  const texts = () => {
    const lines = (change) => Array.from({ length: 10_000 }, (_, at) => `line ${at} of ${at % 37} says ${change(at)} about the track and the switch`).join("\n");
    return { source: lines(() => "something"), target: lines((at) => (at % 20 === 7 ? "nothing at all" : "something")) };
  };
  const given = kind === "stream" ? bytes() : texts();
  const [meter, peer] = await Promise.all([start("meter_loader.js"), start("peer.js", { type: "module" })]);
  const found = { meter: [], peer: [], size: given.size ?? given.source.length + given.target.length };
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, worker] of [["meter", meter], ["peer", peer]]) found[name].push(await ask(worker, given));
  }
  return found;
}

export async function parsing({ browser }) {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-parsing-"));
  const rows = [];
  const notes = [];
  try {
    build(folder);
    peers(folder);
    const site = await serve(folder);
    try {
      for (const [kind, name, peerName] of [
        ["stream", "Reading a stream", "eventsource-parser"],
        ["lines", "Difference of 10,000 lines, words within them too", "diff, diffLines alone"],
      ]) {
        const page = await newPage(browser);
        await page.goto(site.url);
        const found = await page.evaluate(measure, { kind, rounds });
        await page.context().close();
        // The first rounds compile.
        const times = (all) => all.slice(2).map(({ took }) => took);
        const [ours, theirs] = [median(times(found.meter)), median(times(found.peer))];
        // Events of the stream. Of each line that differs: two stretches of words here, a line gone and a line come there.
        if (found.meter[0].count !== found.peer[0].count || found.meter[0].count === 0) {
          throw new Error(`${kind}: ${found.meter[0].count} here against ${found.peer[0].count} of ${peerName}`);
        }
        rows.push(
          row(`${name}, ${(found.size / 1e6).toFixed(1)} MB, median of ${rounds - 2}`, ours, "ms"),
          row(`  ${peerName} on the same, median`, theirs, "ms"),
          // Time against time: at most a half for the stream, at most as much for the lines.
          row("  ratio to it", ours / theirs, "×", kind === "stream" ? 0.5 : 1),
        );
        notes.push(`${name}: ${(theirs / ours).toFixed(2)} times as fast as ${peerName}`);
      }
    } finally {
      await site.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { rows, notes };
}
