// The official `@openrouter/sdk` against the simulated source. Its schemas are strict, so a field that is missing or of
// a wrong type fails here.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { OpenRouter } from "@openrouter/sdk";
import { startGateways } from "./gateways.mjs";

const MODEL = "openai/gpt-4.1-mini";
const messages = [{ role: "user", content: "Explain caching in two sentences." }];

let gateways;
before(async () => {
  gateways = await startGateways();
});
after(() => gateways.stop());

const client = (apiKey = gateways.source.key) =>
  new OpenRouter({ apiKey, serverURL: gateways.source.base_url, retryConfig: { strategy: "none" } });

/** Calls with the request as the SDK wants it. */
const send = (chatRequest, sdk = client()) => sdk.chat.send({ chatRequest });

test("models: list, count, one, endpoints", async () => {
  const ids = [];
  for await (const page of await client().models.list()) {
    ids.push(...page.result.data.map((model) => model.id));
    if (!page.result.links.next) break;
  }
  assert.ok(ids.includes(MODEL));
  const { data } = await client().models.count();
  assert.equal(data.count, ids.length);
  const one = await client().models.get({ author: "openai", slug: "gpt-4.1-mini" });
  assert.equal(one.data.canonicalSlug, "openai/gpt-4.1-mini-2025-04-14");
  for (const id of ids) {
    const [author, slug] = id.split("/");
    const offers = await client().endpoints.list({ author, slug });
    assert.ok(offers.data.endpoints.length > 0, id);
  }
});

test("account: key, credits, providers", async () => {
  const key = await client().apiKeys.getCurrentKeyMetadata();
  assert.equal(key.data.isFreeTier, false);
  const credits = await client().credits.getCredits();
  assert.equal(credits.data.totalCredits, 25);
  const providers = await client().providers.list();
  assert.ok(providers.data.some((provider) => provider.slug === "deepinfra"));
});

for (const model of [MODEL, "anthropic/claude-sonnet-4.5", "deepseek/deepseek-r1"]) {
  test(`chat and its record: ${model}`, async () => {
    const answer = await send({ model, messages });
    assert.ok(answer.choices[0].message.content.length > 40);
    assert.equal(Boolean(answer.choices[0].message.reasoning), model.includes("r1"));
    const record = await client().generations.getGeneration({ id: answer.id });
    assert.equal(record.data.id, answer.id);
    assert.equal(record.data.tokensCompletion, answer.usage.completionTokens);
    assert.equal(record.data.totalCost, answer.usage.cost);
  });

  test(`stream: ${model}`, async () => {
    let text = "";
    let usage;
    for await (const chunk of await send({ model, messages, stream: true })) {
      text += chunk.choices[0]?.delta.content ?? "";
      usage = chunk.usage ?? usage;
    }
    const whole = await send({ model, messages });
    assert.equal(text, whole.choices[0].message.content);
    assert.equal(usage.cost, whole.usage.cost);
  });
}

test("responses, streamed", async () => {
  let text = "";
  let last;
  const events = await client().beta.responses.send({
    responsesRequest: { model: "deepseek/deepseek-r1", input: "Explain caching.", stream: true },
  });
  for await (const event of events) {
    if (event.type === "response.output_text.delta") text += event.delta;
    last = event;
  }
  assert.ok(text.length > 40);
  assert.equal(last.type, "response.completed");
});

const refusals = {
  401: "UnauthorizedResponseError",
  402: "PaymentRequiredResponseError",
  403: "ForbiddenResponseError",
  404: "NotFoundResponseError",
  408: "RequestTimeoutResponseError",
  413: "PayloadTooLargeResponseError",
  429: "TooManyRequestsResponseError",
  "429-retry-after": "TooManyRequestsResponseError",
  502: "BadGatewayResponseError",
  503: "ServiceUnavailableResponseError",
};
for (const [fault, name] of Object.entries(refusals)) {
  test(`fault ${fault}`, async () => {
    await assert.rejects(send({ model: `fault/${fault}`, messages }), (error) => {
      assert.equal(error.name, name);
      assert.equal(error.statusCode, Number.parseInt(fault, 10));
      return true;
    });
  });
}

test("a wrong key and a wrong model", async () => {
  const wrong = gateways.source.key.slice(0, -4) + "0000";
  await assert.rejects(send({ model: MODEL, messages }, client(wrong)), { name: "UnauthorizedResponseError", message: "User not found." });
  await assert.rejects(send({ model: "nobody/nothing", messages }), { name: "BadRequestResponseError", message: "nobody/nothing is not a valid model ID" });
});

test("an error in the stream arrives as a chunk", async () => {
  let last;
  for await (const chunk of await send({ model: "fault/error-mid-stream", messages, stream: true })) last = chunk;
  assert.equal(last.error.code, 502);
  assert.equal(last.choices[0].finishReason, "error");
});
