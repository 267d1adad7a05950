// Replies and chunks of both gateways, and what the adapter makes of each. Composed, not recorded.

const usage = { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 };
const priced = (rest) => ({ usage: { ...usage, ...rest } });

/** Name, what came, what the code gets to see. */
export const REPLIES = [
  [
    "a whole reply of the target",
    {
      id: "G-01K3E6Z8Q4M7T2V9XW5B1C0DRF",
      object: "chat.completion",
      provider: "openai",
      provider_id: "openai",
      choices: [
        {
          index: 0,
          finish_reason: "stop",
          message: {
            role: "assistant",
            content: "Hello",
            reasoning_content: "A greeting.",
            reasoning_details: [
              { id: "r1", index: 0, type: "text", text: "A greeting." },
              { index: 1, type: "other", data: "x" },
              "odd",
            ],
          },
        },
      ],
      usage: { ...usage, pricing: { total_nanos: 9600, total_usd_str: "0.0000096", currency: "USD", lines: [] } },
      cost_nanos: 9600,
    },
    {
      id: "G-01K3E6Z8Q4M7T2V9XW5B1C0DRF",
      object: "chat.completion",
      provider: "openai",
      provider_id: "openai",
      choices: [
        {
          index: 0,
          finish_reason: "stop",
          message: {
            role: "assistant",
            content: "Hello",
            reasoning_content: "A greeting.",
            reasoning: "A greeting.",
            reasoning_details: [
              { id: "r1", index: 0, type: "reasoning.text", text: "A greeting." },
              { index: 1, type: "other", data: "x" },
              "odd",
            ],
          },
        },
      ],
      usage: {
        ...usage,
        pricing: { total_nanos: 9600, total_usd_str: "0.0000096", currency: "USD", lines: [] },
        cost: 0.0000096,
        cost_usd: "0.0000096",
      },
      cost_nanos: 9600,
    },
  ],
  [
    "chunks: reasoning",
    { id: "G-1", object: "chat.completion.chunk", choices: [{ index: 0, delta: { reasoning_content: "Hm", reasoning_details: [{ type: "text", text: "Hm" }] } }] },
    { id: "G-1", object: "chat.completion.chunk", choices: [{ index: 0, delta: { reasoning_content: "Hm", reasoning: "Hm", reasoning_details: [{ type: "reasoning.text", text: "Hm" }] } }] },
  ],
  [
    "chunks: text",
    { id: "G-1", choices: [{ index: 0, delta: { content: "x" }, finish_reason: null }] },
    { id: "G-1", choices: [{ index: 0, delta: { content: "x" }, finish_reason: null }] },
  ],
  [
    "chunks: cost",
    { id: "G-1", choices: [], ...priced({ pricing: { total_nanos: 1234567890123 } }) },
    { id: "G-1", choices: [], ...priced({ pricing: { total_nanos: 1234567890123 }, cost: 1234.567890123, cost_usd: "1234.567890123" }) },
  ],
  [
    "chunks: an error",
    { object: "error", message: "upstream overloaded", id: "G-1" },
    { object: "error", message: "upstream overloaded", id: "G-1", error: { message: "upstream overloaded", metadata: { raw: { object: "error", message: "upstream overloaded", id: "G-1" } } } },
  ],
  [
    "an error of the target",
    { status_code: 400, error: "validation_error", description: "no" },
    { status_code: 400, error: { code: 400, message: "no", metadata: { raw: { status_code: 400, error: "validation_error", description: "no" } } }, description: "no" },
  ],
  [
    "more digits than a number holds",
    priced({ pricing: { total_usd_str: "0.12345678901234567890123", total_nanos: 123456789 } }),
    priced({ pricing: { total_usd_str: "0.12345678901234567890123", total_nanos: 123456789 }, cost: 0.12345678901234568, cost_usd: "0.12345678901234567890123" }),
  ],
  [
    "another route",
    priced({ pricing_breakdown: { total_nanos: "9601", currency: "usd" } }),
    priced({ pricing_breakdown: { total_nanos: "9601", currency: "usd" }, cost: 0.000009601, cost_usd: "0.000009601" }),
  ],
  [
    "an event of /responses",
    { type: "response.completed", response: priced({ pricing_breakdown: { total_usd_str: "1.50" } }) },
    { type: "response.completed", response: priced({ pricing_breakdown: { total_usd_str: "1.50" }, cost: 1.5, cost_usd: "1.5" }) },
  ],
  ["cost at the top", { ...priced({}), cost_nanos: 0 }, { ...priced({ cost: 0, cost_usd: "0" }), cost_nanos: 0 }],
  ["no price", priced({}), priced({})],
  ["another currency", priced({ pricing: { total_nanos: 5, currency: "EUR" } }), priced({ pricing: { total_nanos: 5, currency: "EUR" } })],
  ["odd amounts", priced({ pricing: { total_usd_str: "1e999", total_nanos: -5 } }), priced({ pricing: { total_usd_str: "1e999", total_nanos: -5 } })],
  ["provider elsewhere", { provider_id: "groq" }, { provider_id: "groq", provider: "groq" }],
  [
    "provider in the routing",
    { meta: { routing: { selected_provider: "groq" } } },
    { meta: { routing: { selected_provider: "groq" } }, provider: "groq" },
  ],
  [
    "a reply of OpenRouter",
    {
      id: "gen-1",
      provider: "Anthropic",
      choices: [{ native_finish_reason: "end_turn", message: { reasoning: "A", reasoning_details: [{ type: "reasoning.text", text: "A", signature: "E" }] } }],
      usage: { cost: 1.6e-7, is_byok: false, cost_details: { upstream_inference_cost: 1.6e-7 } },
    },
    {
      id: "gen-1",
      provider: "Anthropic",
      choices: [{ native_finish_reason: "end_turn", message: { reasoning: "A", reasoning_details: [{ type: "reasoning.text", text: "A", signature: "E" }] } }],
      usage: { cost: 1.6e-7, cost_usd: "0.00000016", is_byok: false, cost_details: { upstream_inference_cost: 1.6e-7 } },
    },
  ],
  [
    "an error of OpenRouter",
    { error: { code: 502, message: "x" }, choices: [{ error: { code: 502 }, finish_reason: "error" }] },
    { error: { code: 502, message: "x" }, choices: [{ error: { code: 502 }, finish_reason: "error" }] },
  ],
  [
    "odd shapes",
    { choices: [null, 1, { message: null, delta: "x" }, { message: [] }], usage: [], error: null, meta: 3 },
    { choices: [null, 1, { message: null, delta: "x" }, { message: [] }], usage: [], error: null, meta: 3 },
  ],
  ["no choices", { choices: null, usage: null }, { choices: null, usage: null }],
  ["nothing", null, null],
  ["a text", "x", "x"],
  ["a list", [1], [1]],
];

/** The same for fields that not every reply has: name, fields that are read, what came, what the code gets to see. */
export const RECORDS = [
  [
    "an error and the provider that failed",
    ["error.metadata"],
    { status_code: 502, error: "upstream_error", description: "all failed", failed_providers: ["groq", "novita"] },
    {
      status_code: 502,
      error: {
        code: 502,
        message: "all failed",
        metadata: {
          raw: { status_code: 502, error: "upstream_error", description: "all failed", failed_providers: ["groq", "novita"] },
          provider_name: "groq",
        },
      },
      description: "all failed",
      failed_providers: ["groq", "novita"],
    },
  ],
  [
    "an error and its diagnosis",
    ["error.metadata", "error.code"],
    { status_code: 502, error: "upstream_error", description: "x", upstream_error: { code: "overloaded" }, provider_failure_diagnostics: { provider: "openai", hint: "wait" } },
    {
      status_code: 502,
      error: {
        code: 502,
        message: "x",
        metadata: {
          raw: { status_code: 502, error: "upstream_error", description: "x", upstream_error: { code: "overloaded" }, provider_failure_diagnostics: { provider: "openai", hint: "wait" } },
          provider_name: "openai",
          provider_error_code: "overloaded",
          remedy_hint: "wait",
        },
      },
      description: "x",
      upstream_error: { code: "overloaded" },
      provider_failure_diagnostics: { provider: "openai", hint: "wait" },
    },
  ],
  [
    "an error of OpenRouter",
    ["error.metadata"],
    { error: { code: 502, message: "x", metadata: { raw: {}, provider_name: "DeepInfra" } } },
    { error: { code: 502, message: "x", metadata: { raw: {}, provider_name: "DeepInfra" } } },
  ],
  [
    "a record of the target",
    ["generation.total_cost", "generation.native_tokens"],
    { request_id: "G-1", model_id: "a/b", provider: "openai", stream: false, byok: false, latency_ms: 412, generation_ms: 655, usage: { input_tokens: 12, output_tokens: 3 }, cost_nanos: 9600, currency: "USD" },
    {
      request_id: "G-1",
      model_id: "a/b",
      provider: "openai",
      stream: false,
      byok: false,
      latency_ms: 412,
      generation_ms: 655,
      usage: { input_tokens: 12, output_tokens: 3 },
      cost_nanos: 9600,
      currency: "USD",
      data: {
        id: "G-1",
        model: "a/b",
        provider_name: "openai",
        streamed: false,
        is_byok: false,
        latency: 412,
        generation_time: 655,
        native_tokens_prompt: 12,
        native_tokens_completion: 3,
        total_cost: 0.0000096,
      },
    },
  ],
  [
    "a record in another currency",
    ["generation.total_cost"],
    { request_id: "G-1", cost_nanos: 5, currency: "EUR" },
    { request_id: "G-1", cost_nanos: 5, currency: "EUR", data: { id: "G-1" } },
  ],
  [
    "a record of OpenRouter",
    ["generation.total_cost"],
    { data: { id: "gen-1", total_cost: 0.01 } },
    { data: { id: "gen-1", total_cost: 0.01 } },
  ],
];
