// What this is: programs of the corpus, complete and written for OpenRouter, run with the official `openai` package: as they
// are against the simulated source; with every hunk applied by git against the simulated target; and with only those that
// are on by default. A service of the corpus is run after a hard cut.
// What it is not: a test of single rules, which the corpus has.
// Invariant: a program with every hunk gets the target's key alone, so that an answer proves address, key and fields at once.
// Invariant: a program with the default hunks finds both keys, as in a team's deployment during the move, and goes on to
// answer: from the target, or still from the source where a hunk waits for a person.
import assert from "node:assert/strict";
import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startGateways } from "./gateways.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const projects = join(root, "tests/fixtures/inventory/projects");
const run = promisify(execFile);
const python = process.env.SWITCHYARD_PYTHON || "python3";

/** What the inventory makes of a folder: the same core as the page's. */
function inventory(...options) {
  const own = process.env.SWITCHYARD_INVENTORY;
  const [program, before] = own ? [own, []] : ["cargo", ["run", "-q", "--example", "inventory", "--"]];
  return execFileSync(program, [...before, ...options], { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 });
}

// What a person would approve of the models in use, from the catalogues of both simulated gateways.
const aliases = {
  "anthropic/claude-haiku-4.5": "anthropic/claude-haiku-4.5",
  "anthropic/claude-sonnet-4.5": "anthropic/claude-sonnet-4.5",
  "deepseek/deepseek-chat": "deepseek/deepseek-v3",
  "meta-llama/llama-3.1-8b-instruct": "meta/llama-3.1-8b",
  "meta-llama/llama-3.3-70b-instruct": "meta/llama-3.3-70b",
  "meta-llama/llama-3.3-70b-instruct:free": "meta/llama-3.3-70b",
  "mistralai/mistral-large-2512": "mistral/mistral-large-3",
  "mistralai/mistral-nemo": "mistral/mistral-nemo",
  "mistralai/mistral-small-3.2-24b-instruct": "mistral/mistral-small-3.2",
  "qwen/qwen-2.5-72b-instruct": "qwen/qwen2.5-72b",
  "x-ai/grok-4.3": "spacex-ai/grok-4.3",
};

const kinds = [
  { project: "runnable-ts", programs: /^\d+-.*\.(mjs|ts)$/, interpreter: node },
  { project: "runnable-py", programs: /^\d+_.*\.py$/, interpreter: pythons },
];

/** The .ts programs of the corpus are plain JavaScript, which Node 20 takes under a name of its own. */
function runnable(folder, name) {
  if (!name.endsWith(".ts")) return name;
  const text = readFileSync(join(folder, name), "utf8");
  const plain = name.replace(/\.ts$/, text.includes("require(") ? ".run.cjs" : ".run.mjs");
  writeFileSync(join(folder, plain), text);
  return plain;
}

for (const { project, programs, interpreter } of kinds) {
  describe(`migrated programs of ${project}`, () => {
    let gateways, folder, start;
    const names = readdirSync(join(projects, project)).filter((name) => programs.test(name));

    before(async () => {
      start = interpreter();
      gateways = await startGateways();
      folder = mkdtempSync(join(tmpdir(), "switchyard-migrated-"));
      for (const copy of ["original", "patched", "default"]) {
        cpSync(join(projects, project), join(folder, copy), { recursive: true });
        symlinkSync(join(root, "node_modules"), join(folder, copy, "node_modules"));
      }
      const pairs = Object.entries(aliases).flatMap(([from, to]) => ["--alias", `${from}=${to}`]);
      const base = ["--base-url", gateways.target.base_url];
      patchWith(folder, "patched", ["--all", ...base, ...pairs]);
      patchWith(folder, "default", [...base, ...pairs]);
      // What still speaks to the source speaks to the simulated one; nothing else changes.
      pointAtSource(join(folder, "original"), gateways);
      pointAtSource(join(folder, "default"), gateways);
    });

    after(() => {
      start.end?.();
      gateways?.stop();
      if (folder) rmSync(folder, { recursive: true, force: true });
    });

    test("there are at least ten of them", () => assert.ok(names.length >= 10, `${names.length} programs`));

    for (const name of names) {
      test(`${name} answers before and after`, async () => {
        const answer = (copy, environment) => start(runnable(join(folder, copy), name), join(folder, copy), environment);
        const asked = gateways.log.length;
        const original = await answer("original", { OPENROUTER_API_KEY: gateways.source.key });
        assert.ok(String(original.text ?? "").length > 0, `the source's answer: ${JSON.stringify(original)}`);
        const patched = await answer("patched", { AI_STATS_API_KEY: gateways.target.key });
        assert.ok(String(patched.text ?? "").length > 0, `the target's answer: ${JSON.stringify(patched)}`);
        assert.ok(gateways.log.length > asked, "the gateways were asked");
      });

      test(`${name} answers with what is on by default`, async () => {
        const keys = { OPENROUTER_API_KEY: gateways.source.key, AI_STATS_API_KEY: gateways.target.key };
        const reply = await start(runnable(join(folder, "default"), name), join(folder, "default"), keys);
        assert.ok(String(reply.text ?? "").length > 0, `the answer: ${JSON.stringify(reply)}`);
      });
    }
  });
}

describe("a service of the corpus with a settings class", () => {
  let gateways, folder;

  before(async () => {
    gateways = await startGateways();
    folder = mkdtempSync(join(tmpdir(), "switchyard-service-"));
    for (const copy of ["cut", "default"]) cpSync(join(projects, "py-service"), join(folder, copy), { recursive: true });
    const options = ["--hard-cut", "--base-url", gateways.target.base_url, "--alias", "openai/gpt-4o-mini=openai/gpt-4o-mini-2024-07-18"];
    patchWith(folder, "cut", ["--all", ...options]);
    patchWith(folder, "default", options);
  });

  after(() => {
    gateways?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const ask = "import asyncio, json; from app import client; print(json.dumps({'text': asyncio.run(client.answer('Colour of the sky?'))}))";

  for (const copy of ["cut", "default"]) {
    test(`it answers after a hard cut, ${copy === "cut" ? "with every hunk" : "with the safe hunks alone"}`, async () => {
      // The title that the service has by itself is no text for a header; its own variable gives another.
      const environment = { AI_STATS_API_KEY: gateways.target.key, APP_TITLE: "Answers" };
      const reply = await ran(python, ["-c", ask], join(folder, copy), environment);
      assert.ok(String(reply.text ?? "").length > 0, JSON.stringify(reply));
    });
  }
});

/** All that a program finds in its environment beside what it is given. */
const bare = () => ({ PATH: process.env.PATH, HOME: process.env.HOME });

/** The last line that a program prints, as JSON. */
const lastLine = (printed) => JSON.parse(printed.trim().split("\n").at(-1));

async function ran(program, options, cwd, environment) {
  const { stdout } = await run(program, options, { cwd, env: { ...bare(), ...environment }, timeout: 60_000 });
  return lastLine(stdout);
}

/** What starts a program of a folder with Node, and gives what it answers. */
function node() {
  return (file, folder, environment) => ran("node", [file], folder, environment);
}

/** The same with Python, until its `end`: see programs.py for why the programs come from one process. */
function pythons() {
  const child = spawn(python, [join(root, "tests/clients/programs.py")], { env: bare(), stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const start = async (file, folder, environment) => {
    child.stdin.write(`${JSON.stringify({ program: file, folder, environment: { ...bare(), ...environment } })}\n`);
    const [line] = await once(lines, "line", { signal: AbortSignal.timeout(60_000) });
    const { status, printed, complaints } = JSON.parse(line);
    assert.equal(status, 0, complaints);
    return lastLine(printed);
  };
  return Object.assign(start, { end: () => child.kill() });
}

/** Makes the patch of a copy and has git apply it there. */
function patchWith(folder, copy, options) {
  writeFileSync(join(folder, `${copy}.patch`), inventory(join(folder, copy), "patch", ...options));
  execFileSync("git", ["apply", "--whitespace=nowarn", `../${copy}.patch`], { cwd: join(folder, copy) });
}

/** Has a copy speak to the simulated source where it speaks to the source. */
function pointAtSource(folder, gateways) {
  const source = new URL(gateways.source.base_url).origin;
  for (const path of files(folder)) {
    const text = readFileSync(path, "utf8");
    if (text.includes("https://openrouter.ai")) writeFileSync(path, text.replaceAll("https://openrouter.ai", source));
  }
}

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => !path.includes("node_modules") && statSync(path).size < 1e6);
}
