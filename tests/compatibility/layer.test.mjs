// Compatibility modules, TypeScript and Python, are run: the types, the split, the resolver, the headers.
// Both languages get the same tables, so that they cannot drift apart.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { before, describe, test } from "node:test";
import vm from "node:vm";
import ts from "typescript";
import { generate, javaScriptFile, loadTypeScript, runPython, transpiled, typeErrors } from "./harness.mjs";
import { KEYS, LAYER, PLAIN } from "./layers.mjs";

let text;
let layer;
let python;
before(async () => {
  text = { typescript: generate("typescript", LAYER), python: generate("python", LAYER) };
  layer = await loadTypeScript(text.typescript);
  python = (calls, environment) => runPython(text.python, calls, environment);
});

const results = (answers) => answers.map((answer) => (answer.raised ? assert.fail(answer.raised) : answer.result));
const one = (answers) => results(answers)[0];

describe("types", () => {
  const USE = `
    import { adaptReply, chooseGateway, clientOptions, normaliseError, requestHeaders, resolveModelId } from "./layer";
    import type { ClientOptions, ErrorKind, Gateway, NormalisedError } from "./layer";
    const options: ClientOptions = clientOptions("user");
    const { gateway, ...rest } = options;
    const forClient: { baseURL: string; apiKey: string } = rest;
    const chosen: Gateway = chooseGateway("user");
    const id: string = resolveModelId("a/b", gateway) + resolveModelId("a/b");
    const headers: Record<string, string> = requestHeaders(chosen, { "X-Title": "x" });
    const error: NormalisedError = normaliseError(new Error("x"), 500, new Headers());
    const kind: ErrorKind = error.kind;
    interface Completion { id: string; choices: { message: { content: string | null } }[] }
    const completion: Completion = adaptReply({ id, choices: [] } as Completion);
    // @ts-expect-error
    chooseGateway();
    // @ts-expect-error
    resolveModelId("a/b", "elsewhere");
    // @ts-expect-error
    kind === "no such kind";
    export { forClient, headers, completion };
  `;

  test("the module is strict TypeScript", () => {
    assert.equal(typeErrors(text.typescript, USE), "");
  });

  for (const field of [undefined, ...LAYER.fields]) {
    test(`so is the module for ${field ?? "no field"}, and nothing in it is unused`, () => {
      const layer = { ...PLAIN, fields: field ? [field] : [] };
      assert.equal(typeErrors(generate("typescript", layer), USE), "");
      assert.equal(one(runPython(generate("python", layer), [["choose_gateway", "x"]])), "openrouter");
    });
  }

  test("no type is given up", () => {
    assert.doesNotMatch(text.typescript, /(: |as |<)any\b|@ts-|eslint/);
  });
});

describe("the switch", () => {
  const N = 20_000;
  const KINDS = {
    "numbers in a row": (number) => String(number),
    "names in a row": (number) => `user-${String(number).padStart(5, "0")}`,
    "numbers before a name": (number) => `${number}@example.com`,
    "Unicode": (number) => `ключ ${number} \u{1F600}`,
  };
  const PERCENTAGES = ["0", "0.1", "0.5", "5", "12.5", "50", "99.9", "100"];

  for (const [name, key] of Object.entries(KINDS)) {
    test(`a split of ${name} hits its share, alike in both languages`, () => {
      const keys = Array.from({ length: N }, (_, number) => key(number));
      const positions = keys.map(layer.splitPosition);
      assert.deepEqual(results(python(keys.map((key) => ["split_position", key]))), positions);
      let smaller = new Set();
      for (const percentage of PERCENTAGES) {
        layer.configure({ GATEWAY: `split:${percentage}` });
        const chosen = new Set(keys.filter((key) => layer.chooseGateway(key) === "target"));
        const share = Number(percentage) / 100;
        const bound = 3.9 * Math.sqrt(N * share * (1 - share));
        assert.ok(Math.abs(chosen.size - N * share) <= bound, `${percentage}: ${chosen.size}`);
        assert.ok([...smaller].every((key) => chosen.has(key)), `${percentage}: a key went back`);
        assert.deepEqual(chosen, new Set(keys.filter((key) => layer.chooseGateway(key) === "target")), "sticky");
        smaller = chosen;
        if (percentage === "12.5") {
          const choices = results(python(keys.map((key) => ["choose_gateway", key]), { GATEWAY: "split:12.5" }));
          assert.deepEqual(choices, keys.map(layer.chooseGateway));
        }
      }
    });
  }

  test("the position is that of FNV-1a with a finaliser", () => {
    // Published values of FNV-1a, 64 bits.
    const vectors = { "": 0xcbf29ce484222325n, a: 0xaf63dc4c8601ec8cn, foobar: 0x85944171f73967e8n };
    const step = (value, factor) => ((value ^ (value >> 33n)) * factor) % 2n ** 64n;
    for (const [key, hash] of Object.entries(vectors)) {
      const mixed = step(step(hash, 0xff51afd7ed558ccdn), 0xc4ceb9fe1a85ec53n);
      assert.equal(layer.splitPosition(key), Number((mixed ^ (mixed >> 33n)) >> 11n) / 2 ** 53, key);
    }
  });

  test("halves of surrogate pairs are keys too", () => {
    const keys = ["\ud800", "a\udc00b", "\udc00\ud800", "\ud83d", "\ud83d\ude00", "\ufffd"];
    assert.deepEqual(results(python(keys.map((key) => ["split_position", key]))), keys.map(layer.splitPosition));
  });

  test("options are those of the chosen gateway", () => {
    const source = { baseURL: "https://openrouter.ai/api/v1", apiKey: "source-key", gateway: "openrouter" };
    const target = { baseURL: "https://api.phaseo.app/v1", apiKey: "target-key", gateway: "target" };
    const unchanged = [{}, { GATEWAY: "" }, { GATEWAY: "openrouter" }, { GATEWAY: "split:0" }];
    const moved = [{ GATEWAY: "target" }, { GATEWAY: "split:100" }, { GATEWAY: "split:100.0" }];
    for (const [environments, expected] of [[unchanged, source], [moved, target]]) {
      for (const environment of environments) {
        layer.configure({ ...environment, ...KEYS });
        assert.deepEqual(layer.clientOptions("user"), expected);
        const { baseURL, apiKey, gateway } = expected;
        const answer = one(python([["client_options", "user"]], { ...environment, ...KEYS }));
        assert.deepEqual(answer, { base_url: baseURL, api_key: apiKey, gateway });
      }
    }
  });

  test("a missing key is named, and only if it is needed", () => {
    for (const [GATEWAY, variable, name] of [
      ["openrouter", "OPENROUTER_API_KEY", "OpenRouter"],
      ["target", "PHASEO_API_KEY", "Phaseo Gateway"],
    ]) {
      for (const value of [undefined, "", " \n"]) {
        const environment = { ...KEYS, GATEWAY };
        if (value === undefined) delete environment[variable];
        else environment[variable] = value;
        const message = new RegExp(`environment variable ${variable} is not set.*${name}`);
        layer.configure(environment);
        assert.throws(() => layer.clientOptions("user"), message);
        const [{ raised }] = python([["client_options", "user"]], environment);
        assert.match(raised, message);
        assert.doesNotMatch(raised, /-key/);
      }
    }
  });

  test("an invalid value stops the program at its start", () => {
    const file = javaScriptFile(text.typescript);
    const start = (GATEWAY) => spawnSync(process.execPath, [file], { env: { GATEWAY }, encoding: "utf8" });
    assert.equal(start("split:5").status, 0);
    const invalid = [
      "phaseo", "Target", " target", "target\n", "split", "split:", "split:5%", "split:-1", "split:100.1", "split:101",
      "split:1e1", "split:.5", "split:5.", "split:5:6", "split:٥", "split:5\n", "split: 5", "split:NaN", "split:0x5", "50",
    ];
    for (const value of invalid) {
      assert.throws(() => layer.configure({ GATEWAY: value }), /GATEWAY is .*"openrouter", "target", or "split:"/, value);
    }
    for (const value of ["phaseo", "split:101"]) {
      const { status, stderr } = start(value);
      assert.notEqual(status, 0);
      assert.match(stderr, new RegExp(`GATEWAY is "${value}"`));
    }
    for (const value of invalid) {
      assert.match(python([], { GATEWAY: value }).start ?? "", /^ValueError: GATEWAY is .*split:5/, value);
    }
  });

  test("a refused value leaves the former one in force", () => {
    layer.configure({ GATEWAY: "target", ...KEYS });
    assert.throws(() => layer.configure({ GATEWAY: "none" }));
    assert.equal(layer.clientOptions("user").gateway, "target");
    const calls = [["configure", { GATEWAY: "target", ...KEYS }], ["configure", { GATEWAY: "none" }], ["client_options", "x"]];
    const answers = python(calls);
    assert.match(answers[1].raised, /GATEWAY/);
    assert.equal(answers[2].result.gateway, "target");
  });

  test("it runs where there is no process", () => {
    const exports = {};
    const context = vm.createContext({ exports, TextEncoder });
    vm.runInContext(transpiled(text.typescript, ts.ModuleKind.CommonJS), context);
    assert.equal(exports.chooseGateway("user"), "openrouter");
    assert.throws(() => exports.clientOptions("user"), /OPENROUTER_API_KEY/);
    exports.configure({ GATEWAY: "target", ...KEYS });
    assert.equal(exports.clientOptions("user").apiKey, "target-key");
  });
});

describe("the resolver", () => {
  const known = LAYER.aliases;
  const refused = [
    ["anthropic/claude-3.7-sonnet:thinking", /has no approved id on Phaseo Gateway yet/],
    ["constructor", /has no approved id/],
    ["toString", /is unknown/],
    ["spacex-ai/grok-4.3", /is unknown/],
    ["", /is unknown/],
  ];

  test("gives the approved id, whatever characters are in it", () => {
    for (const [source, target] of known) {
      assert.equal(layer.resolveModelId(source, "target"), target);
      assert.equal(layer.resolveModelId(source, "openrouter"), source);
    }
    const calls = (gateway) => known.map(([source]) => ["resolve_model_id", source, gateway]);
    assert.deepEqual(results(python(calls("target"))), known.map(([, target]) => target));
    assert.deepEqual(results(python(calls("openrouter"))), known.map(([source]) => source));
  });

  test("throws for an id that is unresolved or unknown, on the target only", () => {
    const answers = python(refused.map(([id]) => ["resolve_model_id", id, "target"]));
    refused.forEach(([id, message], position) => {
      assert.throws(() => layer.resolveModelId(id, "target"), message);
      assert.match(answers[position].raised, message);
      assert.equal(layer.resolveModelId(id, "openrouter"), id);
    });
  });

  test("asks the switch if it is not told, and refuses to guess under a split", () => {
    const call = [["resolve_model_id", "x-ai/grok-4.3"]];
    for (const [GATEWAY, expected] of [
      ["openrouter", "x-ai/grok-4.3"],
      ["target", "spacex-ai/grok-4.3"],
      ["split:0", "x-ai/grok-4.3"],
      ["split:100", "spacex-ai/grok-4.3"],
    ]) {
      layer.configure({ GATEWAY });
      assert.equal(layer.resolveModelId("x-ai/grok-4.3"), expected);
      assert.equal(one(python(call, { GATEWAY })), expected);
    }
    layer.configure({ GATEWAY: "split:5" });
    assert.throws(() => layer.resolveModelId("x-ai/grok-4.3"), /GATEWAY splits the traffic/);
    assert.match(python(call, { GATEWAY: "split:5" })[0].raised, /GATEWAY splits the traffic/);
  });

  test("without a map every id is unknown", async () => {
    const bare = await loadTypeScript(generate("typescript", PLAIN));
    assert.throws(() => bare.resolveModelId("a/b", "target"), /is unknown/);
    assert.match(runPython(generate("python", PLAIN), [["resolve_model_id", "a/b", "target"]])[0].raised, /is unknown/);
  });
});

test("headers: the listed ones go to OpenRouter only", () => {
  const headers = Object.freeze({ "HTTP-Referer": "https://a.example", "X-TITLE": "A", "x-openrouter-title": "A", "X-Mine": "1" });
  const kept = { "HTTP-Referer": "https://a.example", "X-Mine": "1" };
  assert.deepEqual(layer.requestHeaders("target", headers), kept);
  assert.deepEqual(layer.requestHeaders("openrouter", headers), headers);
  assert.notEqual(layer.requestHeaders("openrouter", headers), headers);
  const calls = [["request_headers", "target", headers], ["request_headers", "openrouter", headers]];
  assert.deepEqual(results(python(calls)), [kept, headers]);
});
