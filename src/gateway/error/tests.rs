//! Tables: one body of every known shape, and what is read from it.

use super::{ErrorKind, GatewayError, Original};
use serde_json::{Value, json};

/// Status, code, message, kind.
type Expected<'a> = (Option<u16>, Option<&'a str>, &'a str, ErrorKind);

#[track_caller]
fn check(status: u16, body: &str, expected: Expected<'_>) -> GatewayError {
    let error = GatewayError::read(status, None, body);
    let found = (error.status, error.code.as_deref(), error.message.as_str(), error.kind);
    assert_eq!(found, expected, "{body}");
    error
}

#[test]
fn source_shapes() {
    check(
        400,
        r#"{"error":{"message":"acme/none is not a valid model ID","code":400},"user_id":"user_1"}"#,
        (Some(400), None, "acme/none is not a valid model ID", ErrorKind::Model),
    );
    check(
        404,
        r#"{"error":{"message":"No endpoints found for acme/old:free.","code":404}}"#,
        (Some(404), None, "No endpoints found for acme/old:free.", ErrorKind::Model),
    );
    check(
        401,
        r#"{"error":{"message":"User not found.","code":401}}"#,
        (Some(401), None, "User not found.", ErrorKind::Key),
    );
    let money = check(
        402,
        r#"{"error":{"message":"Insufficient credits","code":402,"metadata":{"limit_source":"openrouter_key_limit"}}}"#,
        (Some(402), None, "Insufficient credits", ErrorKind::Money),
    );
    assert_eq!(money.reason.as_deref(), Some("openrouter_key_limit"));
    let limited = check(
        429,
        r#"{"error":{"message":"Provider returned error","code":429,"metadata":{"provider_name":"DeepInfra",
            "raw":"{\"error\":{\"message\":\"slow down\"}}","retry_after_seconds":11.2}}}"#,
        (Some(429), None, "Provider returned error: slow down", ErrorKind::RateLimit),
    );
    assert_eq!(limited.retry_after_seconds, Some(12));
    check(
        502,
        r#"{"error":{"message":"Provider returned error","code":502,"metadata":{"raw":{"detail":"boom"}}}}"#,
        (Some(502), None, "Provider returned error: boom", ErrorKind::Upstream),
    );
    check(
        502,
        r#"{"error":{"message":"Provider returned error","code":502,"metadata":{"raw":"not json at all"}}}"#,
        (Some(502), None, "Provider returned error: not json at all", ErrorKind::Upstream),
    );
    check(
        500,
        r#"{"error":{"code":"server_error","message":"It broke"}}"#,
        (Some(500), Some("server_error"), "It broke", ErrorKind::Gateway),
    );
    check(
        400,
        r#"{"error":{"code":400,"message":"too long","metadata":{"error_type":"context_length_exceeded"}}}"#,
        (Some(400), Some("context_length_exceeded"), "too long", ErrorKind::Request),
    );
    let gone = check(
        404,
        r#"{"error":{"code":404,"message":"gone","availability":{"code":"model_deprecated","retry_after":30}}}"#,
        (Some(404), Some("model_deprecated"), "gone", ErrorKind::Model),
    );
    assert_eq!(gone.retry_after_seconds, Some(30));
    check(
        400,
        r#"{"success":false,"error":{"name":"ZodError","message":"[{\"code\":\"invalid_type\",\"path\":[\"limit\",0],\"message\":\"Expected number\"}]"}}"#,
        (Some(400), Some("ZodError"), "Expected number at limit.0", ErrorKind::Request),
    );
}

#[test]
fn target_shapes() {
    let inference = check(
        401,
        r#"{"generation_id":"G-1","status_code":401,"error":"unauthorised","error_type":"user","error_origin":"user","description":"invalid_key_format"}"#,
        (Some(401), Some("unauthorised"), "invalid_key_format", ErrorKind::Key),
    );
    assert_eq!(inference.request_id.as_deref(), Some("G-1"));
    let control = check(
        401,
        r#"{"error":"unauthorised","reason":"invalid_key_format","request_id":"G-2","status_code":401,"error_type":"user"}"#,
        (Some(401), Some("unauthorised"), "unauthorised (invalid_key_format)", ErrorKind::Key),
    );
    assert_eq!((control.request_id.as_deref(), control.reason.as_deref()), (Some("G-2"), Some("invalid_key_format")));
    check(
        401,
        r#"{"ok":false,"error":"unauthorised","reason":"invalid_secret"}"#,
        (Some(401), Some("unauthorised"), "unauthorised (invalid_secret)", ErrorKind::Key),
    );
    check(
        400,
        r#"{"status_code":400,"error":"validation_error","description":"must be number at temperature","details":[{"message":"must be number","path":["temperature"],"keyword":"type","params":{}}]}"#,
        (Some(400), Some("validation_error"), "must be number at temperature", ErrorKind::Request),
    );
    check(
        400,
        r#"{"error":"validation_error","details":[{"message":"must be number","path":["messages",0,"role"]}]}"#,
        (Some(400), Some("validation_error"), "must be number at messages.0.role", ErrorKind::Request),
    );
    check(
        400,
        r#"{"error":"unsupported_model_or_endpoint","reason":"model_not_found_or_inactive","status_code":400}"#,
        (
            Some(400),
            Some("unsupported_model_or_endpoint"),
            "unsupported_model_or_endpoint (model_not_found_or_inactive)",
            ErrorKind::Model,
        ),
    );
    check(
        404,
        r#"{"ok":false,"error":"not_found","message":"Model x/y was not found."}"#,
        (Some(404), Some("not_found"), "Model x/y was not found.", ErrorKind::Model),
    );
    check(404, r#"{"ok":false,"error":"not_found"}"#, (Some(404), Some("not_found"), "not_found", ErrorKind::NotFound));
    check(
        502,
        r#"{"error":"upstream_error","description":"all failed","failed_statuses":[429,429],"upstream_error":{"message":"x"}}"#,
        (Some(502), Some("upstream_error"), "all failed", ErrorKind::RateLimit),
    );
    check(
        502,
        r#"{"error":"upstream_error","failed_statuses":[429,500],"upstream_error":{"message":"quota"}}"#,
        (Some(502), Some("upstream_error"), "quota", ErrorKind::Upstream),
    );
    check(
        403,
        r#"{"error":"insufficient_scope","message":"Token requires models:read"}"#,
        (Some(403), Some("insufficient_scope"), "Token requires models:read", ErrorKind::Permission),
    );
    check(
        501,
        r#"{"status_code":501,"error":"not_implemented","description":"later"}"#,
        (Some(501), Some("not_implemented"), "later", ErrorKind::Gateway),
    );
    check(
        503,
        r#"{"error":"request_state_cutover_not_ready"}"#,
        (Some(503), Some("request_state_cutover_not_ready"), "request_state_cutover_not_ready", ErrorKind::Gateway),
    );
    check(
        413,
        r#"{"error":"payload_too_large"}"#,
        (Some(413), Some("payload_too_large"), "payload_too_large", ErrorKind::TooLarge),
    );
    check(
        429,
        r#"{"error":"key_limit_exceeded"}"#,
        (Some(429), Some("key_limit_exceeded"), "key_limit_exceeded", ErrorKind::RateLimit),
    );
}

#[test]
fn shapes_of_others() {
    check(
        401,
        r#"{"error":{"message":"Incorrect API key","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}"#,
        (Some(401), Some("invalid_api_key"), "Incorrect API key", ErrorKind::Key),
    );
    check(
        404,
        r#"{"error":{"message":"The model `x` does not exist","type":"invalid_request_error","code":"model_not_found"}}"#,
        (Some(404), Some("model_not_found"), "The model `x` does not exist", ErrorKind::Model),
    );
    let overloaded = check(
        529,
        r#"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}"#,
        (Some(529), Some("overloaded_error"), "Overloaded", ErrorKind::Upstream),
    );
    assert_eq!(overloaded.request_id.as_deref(), Some("req_1"));
    check(404, r#"{"detail":"Not Found"}"#, (Some(404), None, "Not Found", ErrorKind::NotFound));
    check(
        422,
        r#"{"detail":[{"loc":["body","model"],"msg":"field required","type":"value_error.missing"}]}"#,
        (Some(422), None, "field required at body.model", ErrorKind::Request),
    );
    check(400, r#""just a string""#, (Some(400), None, "just a string", ErrorKind::Request));
    check(500, r#"[{"error":{"message":"in a list"}}]"#, (Some(500), None, "in a list", ErrorKind::Gateway));
    check(418, "{}", (Some(418), None, "The request was refused", ErrorKind::Request));
    check(500, "null", (Some(500), None, "Internal server error", ErrorKind::Gateway));
}

#[test]
fn bodies_that_are_no_json() {
    check(
        502,
        "<!DOCTYPE html>\n<html><head><TITLE>\n 502 Bad Gateway &amp; more\n</TITLE></head></html>",
        (Some(502), None, "502 Bad Gateway & more", ErrorKind::Unreadable),
    );
    check(404, "<html><h1 class=\"x\">Lost</h1>", (Some(404), None, "Lost", ErrorKind::Unreadable));
    check(500, "<svg>", (Some(500), None, "A web page came instead of an answer.", ErrorKind::Unreadable));
    check(524, "<html><title>A timeout occurred</title>", (Some(524), None, "A timeout occurred", ErrorKind::Timeout));
    check(429, "", (Some(429), None, "Too many requests", ErrorKind::RateLimit));
    check(503, "  \n", (Some(503), None, "Service unavailable", ErrorKind::Unreadable));
    check(200, "", (Some(200), None, "The body is empty.", ErrorKind::Unreadable));
    check(401, "Unauthorized\nsecond line", (Some(401), None, "Unauthorized", ErrorKind::Key));
    check(200, "hello", (Some(200), None, "hello", ErrorKind::Unreadable));
    check(500, "\u{FEFF}{\"error\":", (Some(500), None, "{\"error\":", ErrorKind::Gateway));
    let long = GatewayError::read(500, None, &"ä".repeat(9000));
    assert_eq!(long.message.chars().count(), 301);
    let Original::Text(kept) = long.original else { panic!("it is a text") };
    assert_eq!(kept.chars().count(), 4097);
}

#[test]
fn retry_after_is_seconds_and_never_a_date() {
    let seconds = |header: Option<&str>, body: &str| GatewayError::read(429, header, body).retry_after_seconds;
    assert_eq!(seconds(Some(" 7 "), ""), Some(7));
    assert_eq!(seconds(Some("Wed, 21 Oct 2026 07:28:00 GMT"), ""), None);
    assert_eq!(seconds(Some("-1"), ""), None);
    assert_eq!(seconds(Some("5"), r#"{"error":{"metadata":{"retry_after_seconds":9}}}"#), Some(5));
    assert_eq!(seconds(None, r#"{"error":{"metadata":{"headers":{"retry-after":"3"}}}}"#), Some(3));
    assert_eq!(seconds(None, r#"{"error":{"metadata":{"retry_after_seconds":-2}}}"#), None);
}

#[track_caller]
fn check_inside(value: Value, expected: Option<Expected<'_>>) {
    let error = GatewayError::from_json(None, &value);
    let found = error.as_ref().map(|error| (error.status, error.code.as_deref(), error.message.as_str(), error.kind));
    assert_eq!(found, expected, "{value}");
    if let Some(error) = error {
        assert_eq!(error.original, Original::Json(value), "the original is kept");
    }
}

#[test]
fn errors_inside_of_answers() {
    check_inside(
        json!({"error": {"message": "no credit", "code": 402}}),
        Some((Some(402), None, "no credit", ErrorKind::Money)),
    );
    check_inside(
        json!({"object": "error", "message": "upstream overloaded", "id": "G-3"}),
        Some((None, None, "upstream overloaded", ErrorKind::Upstream)),
    );
    check_inside(json!({"error": "boom"}), Some((None, Some("boom"), "boom", ErrorKind::Gateway)));
    check_inside(json!({"error": "it went wrong"}), Some((None, None, "it went wrong", ErrorKind::Gateway)));
    check_inside(
        json!({"type": "error", "code": "rate_limit_exceeded", "message": "slow", "param": null}),
        Some((None, Some("rate_limit_exceeded"), "slow", ErrorKind::RateLimit)),
    );
    check_inside(
        json!({"error": {"code": "429", "message": "slow"}}),
        Some((Some(429), None, "slow", ErrorKind::RateLimit)),
    );
    check_inside(
        json!({"error": {"code": 1234, "message": "odd"}}),
        Some((None, Some("1234"), "odd", ErrorKind::Gateway)),
    );
    check_inside(
        json!({"ok": false}),
        Some((None, None, "An answer came that has no known shape", ErrorKind::Unreadable)),
    );
    check_inside(json!({"error": 429}), Some((Some(429), None, "Too many requests", ErrorKind::RateLimit)));
    for no_error in [
        json!({"error": null}),
        json!({"error": 0}),
        json!({"error": false}),
        json!({"error": {}}),
        json!({"error": ""}),
        json!({"ok": true}),
        json!("error"),
        json!({"choices": []}),
    ] {
        check_inside(no_error, None);
    }
}
