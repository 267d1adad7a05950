// The official `openai` package against both simulated gateways: what works by changing the base URL, and what does not.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import OpenAI from "openai";
import { startGateways } from "./gateways.mjs";

const MODEL = "openai/gpt-4.1-mini";
const CHAT_ROUTE = { source: "meta-llama/llama-3.3-70b-instruct", target: "meta/llama-3.3-70b" };
const messages = [{ role: "user", content: "Explain caching in two sentences." }];
const weather = {
  type: "function",
  function: {
    name: "get_weather",
    description: "Weather of a city",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
};

let gateways;
before(async () => {
  gateways = await startGateways("--seed", "7");
});
after(() => gateways.stop());

const client = (side, apiKey = gateways[side].key) =>
  new OpenAI({ baseURL: gateways[side].base_url, apiKey, maxRetries: 0, dangerouslyAllowBrowser: true });

test("source: the model list is complete", async () => {
  const page = await client("source").models.list();
  assert.ok(page.data.length > 60);
  assert.ok(page.data.some((model) => model.id === MODEL));
});

test("target: the client finds no models, because they are not under `data`", async () => {
  const page = await client("target").models.list();
  assert.equal(page.data?.length ?? 0, 0);
  assert.equal(page.body.models.length, 50);
  assert.ok(page.body.total > 50);
});

for (const side of ["source", "target"]) {
  test(`${side}: chat`, async () => {
    const answer = await client(side).chat.completions.create({ model: MODEL, messages, max_tokens: 200 });
    assert.match(answer.id, side === "source" ? /^gen-\d+-\w{20}$/ : /^G-[0-9A-Z]{26}$/);
    assert.equal(answer.choices[0].finish_reason, "stop");
    assert.ok(answer.choices[0].message.content.length > 40);
    const { prompt_tokens, completion_tokens, total_tokens } = answer.usage;
    assert.equal(prompt_tokens + completion_tokens, total_tokens);
    assert.equal(typeof answer.usage.cost, side === "source" ? "number" : "undefined");
    assert.equal(typeof answer.usage.pricing?.total_usd_str, side === "source" ? "undefined" : "string");
  });

  test(`${side}: a stream of a chat route`, async () => {
    const stream = await client(side).chat.completions.create({ model: CHAT_ROUTE[side], messages, stream: true });
    let text = "";
    const finishes = [];
    let usage;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta?.content ?? "";
      if (chunk.choices[0]?.finish_reason) finishes.push(chunk.choices[0].finish_reason);
      usage = chunk.usage ?? usage;
    }
    const whole = await client(side).chat.completions.create({ model: CHAT_ROUTE[side], messages });
    assert.equal(text, whole.choices[0].message.content);
    // The source says it twice, the second time with usage.
    assert.deepEqual(finishes, side === "source" ? ["stop", "stop"] : ["stop"]);
    assert.equal(usage.total_tokens, whole.usage.total_tokens);
  });

  test(`${side}: a tool is called`, async () => {
    const ask = [{ role: "user", content: "What is the weather in Rome?" }];
    const answer = await client(side).chat.completions.create({ model: MODEL, messages: ask, tools: [weather] });
    const [choice] = answer.choices;
    assert.equal(choice.finish_reason, "tool_calls");
    assert.deepEqual(JSON.parse(choice.message.tool_calls[0].function.arguments), { city: "Rome" });
  });

  test(`${side}: structured output`, async () => {
    const schema = { type: "object", properties: { name: { type: "string" }, age: { type: "integer" } }, required: ["name", "age"] };
    const answer = await client(side).chat.completions.create({
      model: MODEL,
      messages,
      response_format: { type: "json_schema", json_schema: { name: "person", strict: true, schema } },
    });
    const value = JSON.parse(answer.choices[0].message.content);
    assert.deepEqual(Object.keys(value), ["name", "age"]);
    assert.ok(Number.isInteger(value.age));
  });

  test(`${side}: responses, whole and streamed`, async () => {
    const request = { model: MODEL, input: "Explain caching in two sentences." };
    const whole = await client(side).responses.create(request);
    assert.equal(whole.status, "completed");
    assert.ok(whole.output_text.length > 40);
    let text = "";
    let last;
    for await (const event of await client(side).responses.create({ ...request, stream: true })) {
      if (event.type === "response.output_text.delta") text += event.delta;
      last = event;
    }
    assert.equal(text, whole.output_text);
    assert.equal(last.type, "response.completed");
    assert.equal(last.response.usage.total_tokens, whole.usage.total_tokens);
  });

  test(`${side}: a wrong key`, async () => {
    const wrong = gateways[side].key.slice(0, -4) + "0000";
    await assert.rejects(client(side, wrong).chat.completions.create({ model: MODEL, messages }), (error) => {
      assert.ok(error instanceof OpenAI.AuthenticationError);
      assert.equal(error.status, 401);
      // The source explains itself where the client looks; the target's `error` is a word, so the sentence is lost.
      if (side === "source") assert.match(error.message, /User not found\./);
      return true;
    });
  });

  test(`${side}: a wrong model`, async () => {
    await assert.rejects(client(side).chat.completions.create({ model: "nobody/nothing", messages }), (error) => {
      assert.ok(error instanceof OpenAI.BadRequestError);
      assert.equal(error.status, 400);
      return true;
    });
  });

  test(`${side}: a stream that is cut is an error, not an end`, async () => {
    const stream = await client(side).chat.completions.create({ model: "fault/close-mid-stream", messages, stream: true });
    await assert.rejects(async () => {
      for await (const chunk of stream) void chunk;
    });
  });
}

test("source: an error in the stream is thrown", async () => {
  const stream = await client("source").chat.completions.create({ model: "fault/error-mid-stream", messages, stream: true });
  await assert.rejects(async () => {
    for await (const chunk of stream) void chunk;
  });
});

test("target: an error in the stream is not recognised by the client", async () => {
  const stream = await client("target").chat.completions.create({ model: "fault/error-mid-stream", messages, stream: true });
  let last;
  for await (const chunk of stream) last = chunk;
  assert.equal(last.object, "error");
});

test("target: the snapshot frame of a Responses route repeats the answer, and no chunk has a reason to finish", async () => {
  const stream = await client("target").chat.completions.create({ model: MODEL, messages, stream: true });
  let text = "";
  let finished = false;
  let last;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta?.content ?? "";
    finished ||= Boolean(chunk.choices[0]?.delta && chunk.choices[0].finish_reason);
    last = chunk;
  }
  assert.equal(last.object, "chat.completion");
  assert.equal(last.choices[0].message.content, text);
  assert.equal(finished, false);
});

test("target: streamed tool arguments are cumulative", async () => {
  const ask = [{ role: "user", content: "What is the weather in Rome?" }];
  const stream = await client("target").chat.completions.create({ model: MODEL, messages: ask, tools: [weather], stream: true });
  const seen = [];
  for await (const chunk of stream) {
    const part = chunk.choices[0]?.delta?.tool_calls?.[0]?.function?.arguments;
    if (part !== undefined) seen.push(part);
  }
  assert.equal(seen[0], "");
  assert.equal(seen.at(-1), '{"city":"Rome"}');
  for (const [at, part] of seen.entries()) assert.ok(at === 0 || part.startsWith(seen[at - 1]));
});

test("target: what the source accepts and the target refuses", async () => {
  for (const more of [{ transforms: [] }, { usage: { include: true } }, { temperature: null }, { verbosity: "low" }]) {
    const request = { model: MODEL, messages, max_tokens: 20, ...more };
    await client("source").chat.completions.create(request);
    await assert.rejects(client("target").chat.completions.create(request), { status: 400 });
  }
});
