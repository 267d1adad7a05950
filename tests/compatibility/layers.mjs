// The layers whose modules the tests run. No key in here is one.

const ODD = "it's \"quoted\" \\ `${id}` {x} %s '''\"\"\" */ \n\r\u0000\u2028\u202e\ufeff é \u{1F600} </script>";
export const LAYER = {
  source: { name: "OpenRouter", base_url: "https://openrouter.ai/api/v1", key_variable: "OPENROUTER_API_KEY" },
  target: { name: "Phaseo Gateway", base_url: "https://api.phaseo.app/v1/", key_variable: "PHASEO_API_KEY" },
  aliases: [
    ["openai/gpt-4o", "openai/gpt-4o"],
    ["x-ai/grok-4.3", "spacex-ai/grok-4.3"],
    ["__proto__", "a/proto"],
    [ODD, `target ${ODD}`],
  ],
  unresolved: ["anthropic/claude-3.7-sonnet:thinking", "constructor"],
  dropped_headers: ["X-OpenRouter-Title", "x-title"],
  fields: [
    "id",
    "provider",
    "usage.cost",
    "usage.cost_details",
    "usage.is_byok",
    "choices[0].message.reasoning",
    "reasoning_details",
    "native_finish_reason",
    "error.code",
    "openrouter_metadata",
  ],
};
export const KEYS = { OPENROUTER_API_KEY: "source-key", PHASEO_API_KEY: " target-key\n" };
export const PLAIN = { ...LAYER, aliases: [], unresolved: [], dropped_headers: [], fields: [] };
