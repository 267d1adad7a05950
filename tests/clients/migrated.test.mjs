// What this is: programs of the corpus, complete and written for OpenRouter, run twice with the official `openai` package:
// as they are against the simulated source, and with their patch applied by git against the simulated target.
// What it is not: a test of single rules, which the corpus has.
// Invariant: a patched program gets the target's key alone, so that an answer proves address, key and fields at once.
import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
  { project: "runnable-ts", programs: /^\d+-.*\.(mjs|ts)$/, command: (file) => ["node", [file]] },
  { project: "runnable-py", programs: /^\d+_.*\.py$/, command: (file) => [python, [file]] },
];

/** The .ts programs of the corpus are plain JavaScript, which Node 20 takes under a name of its own. */
function runnable(folder, name) {
  if (!name.endsWith(".ts")) return name;
  const text = readFileSync(join(folder, name), "utf8");
  const plain = name.replace(/\.ts$/, text.includes("require(") ? ".run.cjs" : ".run.mjs");
  writeFileSync(join(folder, plain), text);
  return plain;
}

for (const { project, programs, command } of kinds) {
  describe(`migrated programs of ${project}`, () => {
    let gateways, folder;
    const names = readdirSync(join(projects, project)).filter((name) => programs.test(name));

    before(async () => {
      gateways = await startGateways();
      folder = mkdtempSync(join(tmpdir(), "switchyard-migrated-"));
      for (const copy of ["original", "patched"]) {
        cpSync(join(projects, project), join(folder, copy), { recursive: true });
        symlinkSync(join(root, "node_modules"), join(folder, copy, "node_modules"));
      }
      // The original speaks to the simulated source; nothing else of it changes.
      const source = new URL(gateways.source.base_url).origin;
      for (const path of files(join(folder, "original"))) {
        const text = readFileSync(path, "utf8");
        if (text.includes("https://openrouter.ai")) writeFileSync(path, text.replaceAll("https://openrouter.ai", source));
      }
      const pairs = Object.entries(aliases).flatMap(([from, to]) => ["--alias", `${from}=${to}`]);
      const base = ["--base-url", gateways.target.base_url];
      const patch = inventory(join(folder, "patched"), "patch", "--all", ...base, ...pairs);
      writeFileSync(join(folder, "patched.patch"), patch);
      execFileSync("git", ["apply", "--whitespace=nowarn", "../patched.patch"], { cwd: join(folder, "patched") });
    });

    after(() => {
      gateways?.stop();
      if (folder) rmSync(folder, { recursive: true, force: true });
    });

    test("there are at least ten of them", () => assert.ok(names.length >= 10, `${names.length} programs`));

    for (const name of names) {
      test(`${name} answers before and after`, async () => {
        const answer = async (copy, environment) => {
          const [program, options] = command(runnable(join(folder, copy), name));
          const { stdout } = await run(program, options, {
            cwd: join(folder, copy),
            env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
            timeout: 60_000,
          });
          return JSON.parse(stdout.trim().split("\n").at(-1));
        };
        const asked = gateways.log.length;
        const original = await answer("original", { OPENROUTER_API_KEY: gateways.source.key });
        assert.ok(String(original.text ?? "").length > 0, `the source's answer: ${JSON.stringify(original)}`);
        const patched = await answer("patched", { AI_STATS_API_KEY: gateways.target.key });
        assert.ok(String(patched.text ?? "").length > 0, `the target's answer: ${JSON.stringify(patched)}`);
        assert.ok(gateways.log.length > asked, "the gateways were asked");
      });
    }
  });
}

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => !path.includes("node_modules") && statSync(path).size < 1e6);
}
