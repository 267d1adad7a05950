// Errors of both gateways in all their shapes, and what is read from each. Composed from their documentation and
// source (2026-08-22); not recordings.

const error = (status, kind, message, retryAfterSeconds = null) => ({ status, kind, message, retryAfterSeconds });
const source = (code, message, rest = {}) => ({ error: { code, message, ...rest } });
const target = (status_code, word, rest = {}) => ({ generation_id: "G-1", status_code, error: word, ...rest });

/** Name, body, HTTP status (or none), expected. */
export const BODIES = [
  // OpenRouter
  ["no key", source(401, "No cookie auth credentials found"), 401, error(401, "invalid_key", "No cookie auth credentials found")],
  ["unknown key", source(401, "User not found."), 401, error(401, "invalid_key", "User not found.")],
  ["no credit", source(402, "Insufficient credits", { metadata: { limit_source: "openrouter_credits" } }), 402, error(402, "no_credit", "Insufficient credits")],
  ["moderation", source(403, "Flagged", { metadata: { reasons: ["harassment"] } }), 403, error(403, "forbidden", "Flagged")],
  ["unknown model", source(400, "acme/none is not a valid model ID"), 400, error(400, "unknown_model", "acme/none is not a valid model ID")],
  ["retired model", source(404, "No endpoints found for acme/old:free."), 404, error(404, "unknown_model", "No endpoints found for acme/old:free.")],
  ["deprecated model", source(404, "gone", { availability: { code: "model_deprecated", retry_after: 30 } }), 404, error(404, "unknown_model", "gone", 30)],
  ["bad body", source(400, "Input required: specify \"prompt\" or \"messages\""), 400, error(400, "bad_request", "Input required: specify \"prompt\" or \"messages\"")],
  ["too long", source(400, "too long", { metadata: { error_type: "context_length_exceeded" } }), 400, error(400, "bad_request", "too long")],
  ["rate limit of a provider", source(429, "Provider returned error", { metadata: { raw: "{\"error\":{\"message\":\"slow down\"}}", retry_after_seconds: 11.2 } }), 429, error(429, "rate_limited", "Provider returned error: slow down", 12)],
  ["raw object", source(502, "Provider returned error", { metadata: { raw: { message: "boom" } } }), 502, error(502, "unavailable", "Provider returned error: boom")],
  ["raw text", source(529, "Provider returned error", { metadata: { raw: "overloaded" } }), 529, error(529, "unavailable", "Provider returned error: overloaded")],
  ["header inside", source(429, "slow", { metadata: { headers: { "Retry-After": "7" } } }), 429, error(429, "rate_limited", "slow", 7)],
  ["timeout", source(408, "Timed out"), 408, error(408, "timeout", "Timed out")],
  ["edge timeout", source(524, "A timeout occurred"), 524, error(524, "timeout", "A timeout occurred")],
  ["code as a word", source("server_error", "It broke"), 500, error(500, "unavailable", "It broke")],
  ["code as digits", source("402", "Pay"), undefined, error(402, "no_credit", "Pay")],
  ["issues of a schema", { success: false, error: { name: "ZodError", message: "[{\"path\":[\"limit\",0],\"message\":\"Expected number\"}]" } }, 400, error(400, "bad_request", "Expected number at limit.0")],
  ["in HTTP 200", { ...source(402, "Insufficient credits"), user_id: "user_1" }, 200, error(402, "no_credit", "Insufficient credits")],
  ["in a stream", { id: "gen-1", ...source(502, "Upstream went away", { metadata: { error_type: "provider_unavailable" } }), choices: [{ delta: { content: "" }, finish_reason: "error" }] }, 200, error(502, "unavailable", "Upstream went away")],
  ["in a stream, a word", { ...source("rate_limit_exceeded", "Slow"), choices: [] }, undefined, error(null, "rate_limited", "Slow")],
  ["in a choice", { choices: [{ index: 0, finish_reason: "error", error: { code: 503, message: "no provider" } }] }, 200, error(503, "unavailable", "no provider")],
  ["a failed response", { type: "response.failed", response: { status: "failed", error: { code: "server_error", message: "It broke" } } }, 200, error(null, "unavailable", "It broke")],
  ["messages route", { type: "error", error: { type: "not_found_error", message: "No endpoints found for a/b." }, request_id: "gen-1" }, 404, error(404, "unknown_model", "No endpoints found for a/b.")],
  // The target
  ["inference, bad key", target(401, "unauthorised", { error_type: "user", error_origin: "user", description: "invalid_key_format" }), 401, error(401, "invalid_key", "invalid_key_format")],
  ["read route, bad key", { error: "unauthorised", reason: "invalid_key_format", request_id: "G-2", status_code: 401 }, 401, error(401, "invalid_key", "unauthorised (invalid_key_format)")],
  ["generations, bad key", { ok: false, error: "unauthorised", reason: "invalid_secret" }, 401, error(401, "invalid_key", "unauthorised (invalid_secret)")],
  ["the same without a status", { ok: false, error: "unauthorised", reason: "invalid_secret" }, undefined, error(null, "invalid_key", "unauthorised (invalid_secret)")],
  ["validation", target(400, "validation_error", { description: "must be boolean at usage", details: [{ message: "must be boolean", path: ["usage"] }] }), 400, error(400, "bad_request", "must be boolean at usage")],
  ["validation, details only", target(400, "validation_error", { details: [{ message: "must be number", path: ["messages", 0, "role"] }] }), 400, error(400, "bad_request", "must be number at messages.0.role")],
  ["target: unknown model", target(400, "unsupported_model_or_endpoint", { reason: "model_not_found_or_inactive" }), 400, error(400, "unknown_model", "unsupported_model_or_endpoint (model_not_found_or_inactive)")],
  ["target: model not found", { ok: false, error: "not_found", message: "Model x/y was not found." }, 404, error(404, "unknown_model", "Model x/y was not found.")],
  ["target: nothing there", { ok: false, error: "not_found" }, 404, error(404, "bad_request", "not_found")],
  ["target: no credit", target(402, "insufficient_funds", { description: "Top up" }), 402, error(402, "no_credit", "Top up")],
  ["guardrail", target(403, "guardrail_blocked", { description: "Blocked" }), 403, error(403, "forbidden", "Blocked")],
  ["scope", { error: "insufficient_scope", message: "Token requires models:read" }, 403, error(403, "forbidden", "Token requires models:read")],
  ["not ready", target(409, "not_ready"), 409, error(409, "unavailable", "not_ready")],
  ["conflict", target(409, "a_new_word"), 409, error(409, "unavailable", "a_new_word")],
  ["too large", target(413, "payload_too_large"), 413, error(413, "bad_request", "payload_too_large")],
  ["limit of the key", target(429, "key_limit_exceeded"), 429, error(429, "rate_limited", "key_limit_exceeded")],
  ["broke", target(500, "gateway_error", { description: "gateway_context_failed" }), 500, error(500, "unavailable", "gateway_context_failed")],
  ["not there yet", { status_code: 501, error: "not_implemented", description: "later" }, 501, error(501, "bad_request", "later")],
  ["all providers limited", target(502, "upstream_error", { description: "all failed", failed_statuses: [429, 429] }), 502, error(502, "rate_limited", "all failed")],
  ["some providers limited", target(502, "upstream_error", { failed_statuses: [429, 500], upstream_error: { message: "quota" } }), 502, error(502, "unavailable", "quota")],
  ["cutover", { error: "request_state_cutover_not_ready" }, 503, error(503, "unavailable", "request_state_cutover_not_ready")],
  ["target: in a stream", { object: "error", message: "upstream overloaded", id: "G-1" }, 200, error(null, "unavailable", "upstream overloaded")],
  ["target: in an event", { type: "error", error: { message: "rate limit reached" } }, 200, error(null, "rate_limited", "rate limit reached")],
  ["target: status inside only", target(402, "insufficient_funds"), 200, error(402, "no_credit", "insufficient_funds")],
  // Neither: OpenAI's own shape, and what stands in front of a gateway
  ["dialect", { error: { message: "Incorrect API key", type: "invalid_request_error", param: null, code: "invalid_api_key" } }, undefined, error(null, "invalid_key", "Incorrect API key")],
  ["text that is JSON", "\uFEFF{\"error\":{\"code\":404,\"message\":\"No endpoints available\"}}", 404, error(404, "unknown_model", "No endpoints available")],
  ["plain text", "upstream connect error", 503, error(503, "unavailable", "upstream connect error")],
  ["page", "<html><h1>Bad Gateway</h1></html>", 502, error(502, "unavailable", "HTTP 502")],
  ["empty", "", 504, error(504, "timeout", "HTTP 504")],
  ["nothing", null, undefined, error(null, "unknown", "Unknown error")],
  ["a list", [1, 2], 418, error(418, "bad_request", "HTTP 418")],
  ["odd types", { error: { message: 7, code: true, metadata: [], availability: "x" }, details: "x", failed_statuses: {} }, undefined, error(null, "unknown", "Unknown error")],
];

/** Replies that are no errors. */
export const REPLIES = [
  { id: "G-1", object: "chat.completion", choices: [{ message: { content: "x" }, finish_reason: "stop" }] },
  { id: "gen-1", object: "response", status: "completed", error: null, output: [] },
  { choices: [], usage: { prompt_tokens: 1 } },
  { ok: true, models: [] },
  null,
  "error",
  [],
];
