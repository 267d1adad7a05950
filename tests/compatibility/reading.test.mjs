// Compatibility modules, TypeScript and Python, are run: what they read from errors and from replies.
// Both languages get the same tables, so that they cannot drift apart.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { BODIES, REPLIES as GOOD_REPLIES } from "./errors.mjs";
import { generate, loadTypeScript, runPython } from "./harness.mjs";
import { LAYER, PLAIN } from "./layers.mjs";
import { RECORDS, REPLIES } from "./replies.mjs";

let layer;
let python;
before(async () => {
  layer = await loadTypeScript(generate("typescript", LAYER));
  const text = generate("python", LAYER);
  python = (calls) => runPython(text, calls);
});

const results = (answers) => answers.map((answer) => (answer.raised ? assert.fail(answer.raised) : answer.result));
const one = (answers) => results(answers)[0];

function frozen(value) {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

describe("errors", () => {
  const asPython = ({ status, kind, message, retryAfterSeconds }) =>
    ({ status, kind, message, retry_after_seconds: retryAfterSeconds, raw: true });

  test("every shape is read, and the original is kept", () => {
    const answers = results(python(BODIES.map(([, body, status]) => ["normalise_error", body, status ?? null])));
    BODIES.forEach(([name, body, status, expected], position) => {
      const { raw, ...rest } = layer.normaliseError(frozen(body), status);
      assert.deepEqual(rest, expected, name);
      assert.equal(raw, body);
      assert.deepEqual(answers[position], asPython(expected), name);
    });
  });

  test("an error says that it is one, and nothing else does", () => {
    const isError = ([, body]) => typeof body === "object" && body !== null && !Array.isArray(body);
    const errors = BODIES.filter(isError).map(([, body]) => body);
    assert.ok(errors.length > 40);
    for (const body of errors) assert.equal(layer.isErrorReply(body), true, JSON.stringify(body));
    for (const reply of GOOD_REPLIES) assert.equal(layer.isErrorReply(reply), false, JSON.stringify(reply));
    const answers = results(python([...errors, ...GOOD_REPLIES].map((reply) => ["is_error_reply", reply])));
    assert.deepEqual(answers, [...errors.map(() => true), ...GOOD_REPLIES.map(() => false)]);
  });

  test("Retry-After is found in any headers", () => {
    const body = { error: "key_limit_exceeded" };
    const rows = [
      [new Headers({ "Retry-After": "3" }), 3],
      [{ "RETRY-AFTER": "2.1" }, 3],
      [{ "retry-after": 4 }, 4],
      [{ "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT" }, null],
      [{ "retry-after": "-1" }, null],
      [{ "retry-after": "" }, null],
      [{}, null],
      [null, null],
    ];
    const plain = (headers) => (headers instanceof Headers ? Object.fromEntries(headers) : headers);
    const answers = results(python(rows.map(([headers]) => ["normalise_error", body, 429, plain(headers)])));
    rows.forEach(([headers, expected], position) => {
      assert.equal(layer.normaliseError(body, 429, headers).retryAfterSeconds, expected);
      assert.equal(answers[position].retry_after_seconds, expected);
    });
  });

  test("what clients throw is read, in TypeScript", () => {
    const thrown = (message, fields) => Object.assign(new Error(message), fields);
    const body = { status_code: 400, error: "unsupported_model_or_endpoint", description: "No such model" };
    for (const [error, expected] of [
      // `openai`: the inner error and nothing else of the body.
      [thrown("400 \"unsupported_model_or_endpoint\"", { status: 400, error: body.error, headers: new Headers() }), { status: 400, kind: "unknown_model", message: "unsupported_model_or_endpoint" }],
      [thrown("402 Pay", { status: 402, error: { code: 402, message: "Pay" } }), { status: 402, kind: "no_credit", message: "Pay" }],
      [thrown("Slow", { status: undefined, error: { code: 429, message: "Slow", metadata: { retry_after_seconds: 5 } } }), { status: 429, kind: "rate_limited", message: "Slow", retryAfterSeconds: 5 }],
      [thrown("429 status code (no body)", { status: 429, error: undefined, headers: new Headers({ "retry-after": "9" }) }), { status: 429, kind: "rate_limited", message: "429 status code (no body)", retryAfterSeconds: 9 }],
      // `axios`, `ai`, `@openrouter/sdk`
      [thrown("Request failed with status code 400", { response: { status: 400, data: body, headers: { "Retry-After": "1" } } }), { status: 400, kind: "unknown_model", message: "No such model", retryAfterSeconds: 1 }],
      [thrown("Bad Request", { statusCode: 400, responseBody: JSON.stringify(body), responseHeaders: { "retry-after": "2" } }), { status: 400, kind: "unknown_model", message: "No such model", retryAfterSeconds: 2 }],
      [thrown("Bad Request", { statusCode: 400, body: JSON.stringify(body) }), { status: 400, kind: "unknown_model", message: "No such model" }],
      // `fetch`
      [thrown("fetch failed", { cause: { code: "ECONNREFUSED" } }), { status: null, kind: "unavailable", message: "fetch failed" }],
      [thrown("fetch failed", { cause: { code: "UND_ERR_HEADERS_TIMEOUT" } }), { status: null, kind: "timeout", message: "fetch failed" }],
      [new TypeError("Failed to fetch"), { status: null, kind: "unavailable", message: "Failed to fetch" }],
      [new DOMException("signal timed out", "TimeoutError"), { status: null, kind: "timeout", message: "signal timed out" }],
      [new Error("x is not a function"), { status: null, kind: "unknown", message: "x is not a function" }],
      [new Error(""), { status: null, kind: "unknown", message: "Error" }],
    ]) {
      assert.deepEqual(layer.normaliseError(error), { retryAfterSeconds: null, ...expected, raw: error });
    }
  });

  test("what clients raise is read, in Python", () => {
    const body = { status_code: 400, error: "unsupported_model_or_endpoint", description: "No such model" };
    const rows = [
      [["status", 400, body, { "Retry-After": "3" }], { status: 400, kind: "unknown_model", message: "No such model", retry_after_seconds: 3 }],
      [["status", 402, { error: { code: 402, message: "Pay" } }, {}], { status: 402, kind: "no_credit", message: "Pay" }],
      [["status", 502, "<html>Bad</html>", {}], { status: 502, kind: "unavailable", message: "Error code: 502" }],
      [["stream", { code: 429, message: "Slow" }], { status: 429, kind: "rate_limited", message: "Slow" }],
      [["stream", "upstream_error"], { status: null, kind: "unavailable", message: "upstream_error" }],
      [["http", 401, "{\"ok\":false,\"error\":\"unauthorised\"}"], { status: 401, kind: "invalid_key", message: "unauthorised" }],
      [["unread"], { status: 503, kind: "unavailable", message: "Server error" }],
      [["timeout"], { status: null, kind: "timeout", message: "Request timed out." }],
      [["connection"], { status: null, kind: "unavailable", message: "[Errno 111] Connection refused" }],
      [["mistake"], { status: null, kind: "unknown", message: "a mistake of the program" }],
    ];
    const calls = rows.map(([exception]) => ["normalise_error", { $exception: exception }]);
    const expected = rows.map(([, expected]) => ({ retry_after_seconds: null, ...expected, raw: true }));
    assert.deepEqual(results(python(calls)), expected);
    const bytes = [["normalise_error", { $bytes: JSON.stringify(body) }, 400]];
    assert.equal(one(python(bytes)).message, "No such model");
  });
});

describe("replies", () => {
  test("every field is restored, nothing is invented, and the argument stays as it was", () => {
    const answers = results(python(REPLIES.map(([, reply]) => ["adapt_reply", reply])));
    REPLIES.forEach(([name, reply, expected], position) => {
      const adapted = layer.adaptReply(frozen(reply));
      assert.deepEqual(adapted, expected, name);
      assert.deepEqual(answers[position], expected, name);
      if (reply !== null && typeof reply === "object" && !Array.isArray(reply)) assert.notEqual(adapted, reply);
      assert.deepEqual(layer.adaptReply(adapted), expected, `${name}, twice`);
    });
  });

  test("errors and records of requests are restored as far as the target says it", async () => {
    for (const [name, fields, reply, expected] of RECORDS) {
      const only = { ...PLAIN, fields };
      const { adaptReply } = await loadTypeScript(generate("typescript", only));
      const adapted = adaptReply(frozen(reply));
      assert.deepEqual(adapted, expected, name);
      assert.deepEqual(adaptReply(adapted), expected, `${name}, twice`);
      assert.deepEqual(one(runPython(generate("python", only), [["adapt_reply", reply]])), expected, name);
    }
  });

  test("every field that the inventory can find is known, and what cannot be restored is said", () => {
    const fields = ["key.limit_remaining", "providerMetadata.openrouter", "headers", "stream.comment", "usage.is_byok"];
    for (const language of ["typescript", "python"]) {
      const text = generate(language, { ...PLAIN, fields });
      for (const field of fields) assert.match(text, new RegExp(`- \`${field}\`: absent on the target`), language);
    }
  });

  test("only the fields that the code reads are touched", async () => {
    const [, reply] = REPLIES[0];
    for (const [field, touched] of [
      ["usage.cost", (copy) => Object.assign(copy.usage, { cost: 0.0000096, cost_usd: "0.0000096" })],
      ["message.reasoning", (copy) => Object.assign(copy.choices[0].message, { reasoning: "A greeting." })],
      ["reasoning_details", (copy) => Object.assign(copy.choices[0].message.reasoning_details[0], { type: "reasoning.text" })],
      ["native_finish_reason", () => undefined],
    ]) {
      const only = { ...PLAIN, fields: [field] };
      const expected = structuredClone(reply);
      touched(expected);
      const { adaptReply } = await loadTypeScript(generate("typescript", only));
      assert.deepEqual(adaptReply(reply), expected, field);
      assert.deepEqual(one(runPython(generate("python", only), [["adapt_reply", reply]])), expected, field);
    }
  });

  test("without fields a reply is passed on", async () => {
    const { adaptReply } = await loadTypeScript(generate("typescript", PLAIN));
    const [, reply] = REPLIES[0];
    assert.equal(adaptReply(reply), reply);
    assert.deepEqual(one(runPython(generate("python", PLAIN), [["adapt_reply", reply]])), reply);
  });

  test("in Python an object of a client stays one of its class", () => {
    const [, reply, expected] = REPLIES[0];
    assert.deepEqual(one(python([["adapt_reply", { $reply: reply }]])), { $reply: expected });
    const failed = { $reply: { object: "error", message: "upstream overloaded" } };
    const [isError, error] = results(python([["is_error_reply", failed], ["normalise_error", failed]]));
    assert.equal(isError, true);
    assert.deepEqual([error.kind, error.message, error.raw], ["unavailable", "upstream overloaded", true]);
  });
});
