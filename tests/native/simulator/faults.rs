//! Every fault, by model id and for a whole gateway.

use super::ask::*;
use serde_json::{Value, json};
use switchyard::simulator::{ATTEMPT, End, Fault, Role, SimulatedRequest, Simulator, demo_key};

/// A streamed chat that chooses its fault by model id.
fn chosen(role: Role, fault: Fault, more: Value) -> Answer {
    chat(role, over(json!({ "model": format!("fault/{}", fault.name()), "stream": true }), more))
}

#[test]
fn names_are_distinct_and_read_back() {
    for fault in Fault::ALL {
        assert_eq!(Fault::parse(fault.name()), Some(fault));
        assert!(fault.meaning().ends_with('.') && fault.meaning().len() > 20);
        assert_eq!(Fault::ALL.iter().filter(|other| other.name() == fault.name()).count(), 1);
    }
    assert_eq!(Fault::parse("nothing"), None);
    assert_eq!(chat(Role::OpenRouter, json!({ "model": "fault/nothing" })).status, 400);
}

#[test]
fn errors_from_the_start() {
    for (fault, status, source, target) in [
        (Fault::Unauthorized, 401, "User not found.", "unauthorised"),
        (Fault::PaymentRequired, 402, "Insufficient credits", "insufficient_funds"),
        (Fault::Forbidden, 403, "moderation", "guardrail_blocked"),
        (Fault::NotFound, 404, "No endpoints found", "not_found"),
        (Fault::Timeout, 408, "too long", "request_timeout"),
        (Fault::TooLarge, 413, "too large", "payload_too_large"),
        (Fault::RateLimited, 429, "Provider returned error", "key_limit_exceeded"),
        (Fault::RateLimitedWithHint, 429, "Rate limit", "rate_limit_exceeded"),
        (Fault::RateLimitedBriefly, 429, "Rate limit", "rate_limit_exceeded"),
        (Fault::BadGateway, 502, "Provider returned error", "upstream_error"),
        (Fault::Unavailable, 503, "no available", "request_state_cutover_not_ready"),
    ] {
        for stream in [true, false] {
            let answer = chosen(Role::OpenRouter, fault, json!({ "stream": stream }));
            assert_eq!(answer.status, status);
            assert_eq!(answer.json()["error"]["code"], status);
            assert!(answer.json()["error"]["message"].as_str().unwrap().contains(source), "{}", answer.text());
            let answer = chosen(Role::Phaseo, fault, json!({ "stream": stream }));
            assert_eq!((answer.status, answer.json()["error"].as_str()), (status, Some(target)));
            assert_eq!(answer.header("content-type"), Some("application/json"));
        }
    }
    let hint = chosen(Role::OpenRouter, Fault::RateLimitedWithHint, json!({})).json();
    assert_eq!(hint["error"]["metadata"]["retry_after_seconds"], 12);
    assert_eq!(chosen(Role::Phaseo, Fault::RateLimited, json!({})).header("retry-after"), None);
    let failed = chosen(Role::Phaseo, Fault::BadGateway, json!({})).json();
    assert_eq!(failed["failed_statuses"], json!([502, 429]));
}

#[test]
fn a_fault_of_the_gateway_has_a_reach() {
    for role in ROLES {
        let models = |fault| keyed(&struck(role, fault), "GET", "/models", &[]);
        let key = |fault| keyed(&struck(role, fault), "GET", "/key", &[]);
        assert_eq!(models(Fault::BadGateway).status, 502);
        assert_eq!(key(Fault::RateLimited).status, 429);
        assert_eq!(models(Fault::RateLimited).status, if role == Role::OpenRouter { 200 } else { 429 });
        for fault in [Fault::CloseMidStream, Fault::HugeFrame, Fault::ErrorIn200, Fault::SlowDrip] {
            assert_eq!(models(fault).bytes, get(role, "/models").bytes, "{fault:?}");
            assert_eq!(models(fault).response.steps.len(), 1);
        }
        assert_eq!(models(Fault::Html).text().lines().next(), Some("<!DOCTYPE html>"));
        assert_eq!(models(Fault::Hang).response.head_after_ms, None);
    }
}

#[test]
fn a_wrong_key_is_still_refused_first() {
    for role in ROLES {
        let simulator = struck(role, Fault::PaymentRequired);
        assert_eq!(send(&simulator, "POST", "/chat/completions", &[("authorization", "Bearer x")], b"{}").status, 401);
    }
}

#[test]
fn mid_stream() {
    for role in ROLES {
        let good = chosen(role, Fault::Burst, json!({}));
        let hang = chosen(role, Fault::HangMidStream, json!({}));
        assert_eq!((hang.status, hang.response.end), (200, End::Hang));
        assert!(hang.text().contains("\"content\":\"") && hang.bytes.len() < good.bytes.len());
        let cut = chosen(role, Fault::CloseMidStream, json!({}));
        assert_eq!(cut.response.end, End::Cut);
        assert!(!cut.text().ends_with('\n'), "in the middle of a frame");
        let error = chosen(role, Fault::ErrorMidStream, json!({}));
        let last = error.frames().pop().unwrap();
        assert_eq!((error.status, error.response.end), (200, End::Complete));
        if role == Role::OpenRouter {
            assert_eq!((&last["error"]["code"], &last["choices"][0]["finish_reason"]), (&json!(502), &json!("error")));
        } else {
            assert_eq!((&last["object"], &last["message"]), (&json!("error"), &json!("upstream overloaded")));
        }
        assert!(error.frames().len() > 2);
        let early = chosen(role, Fault::ErrorIn200, json!({}));
        assert_eq!((early.status, early.frames().len()), (200, 1));
        assert!(early.frames()[0].get("choices").is_none());
        let whole = chosen(role, Fault::ErrorIn200, json!({ "stream": false }));
        assert_eq!(whole.status, 200);
        assert!(whole.json().get("choices").is_none());
    }
}

#[test]
fn the_same_bytes_in_other_writes() {
    for role in ROLES {
        let burst = chosen(role, Fault::Burst, json!({}));
        assert_eq!((burst.response.steps.len(), burst.response.first_text_step), (1, Some(0)));
        let drip = chosen(role, Fault::SlowDrip, json!({}));
        assert!(drip.response.steps.iter().all(|step| step.bytes.len() <= 17 && step.after_ms >= 12));
        assert!(drip.response.first_text_step.unwrap() > 5);
        let content: Vec<String> = drip.frames().iter().map(|frame| frame["choices"].to_string()).collect();
        let other: Vec<String> = burst.frames().iter().map(|frame| frame["choices"].to_string()).collect();
        assert_eq!(content, other);
    }
}

#[test]
fn bytes_that_hurt() {
    for role in ROLES {
        let invalid = chosen(role, Fault::InvalidUtf8, json!({}));
        assert!(std::str::from_utf8(&invalid.bytes).is_err());
        assert!(std::str::from_utf8(&chosen(role, Fault::InvalidUtf8, json!({ "stream": false })).bytes).is_err());
        let huge = chosen(role, Fault::HugeFrame, json!({}));
        assert!(huge.frames().iter().any(|frame| frame.to_string().len() > 5_000_000));
        assert!(chosen(role, Fault::HugeFrame, json!({ "stream": false })).json()["choices"].is_array());
        let wrong = chosen(role, Fault::WrongContentType, json!({}));
        assert_eq!(wrong.header("content-type"), Some("text/html; charset=utf-8"));
        assert!(wrong.frames().len() > 3);
    }
}

#[test]
fn a_flood_has_so_many_events_at_that_rate() {
    for role in ROLES {
        for (events, rate, more) in [
            (1_000, 500, json!({})),
            (40, 500, json!({ "max_tokens": 40 })),
            (900, 3_000, json!({ "max_tokens": 900, "metadata": { "events_per_second": "3000" } })),
        ] {
            let flood = chosen(role, Fault::Flood, more);
            let texts = |frame: &Value| {
                frame.pointer("/choices/0/delta/content").and_then(Value::as_str).is_some_and(|text| !text.is_empty())
            };
            let at: Vec<usize> = (0..flood.response.steps.len())
                .filter(|at| {
                    let text = String::from_utf8_lossy(&flood.response.steps[*at].bytes).into_owned();
                    text.strip_prefix("data: ")
                        .and_then(|data| serde_json::from_str(data.trim()).ok())
                        .as_ref()
                        .is_some_and(texts)
                })
                .collect();
            assert_eq!(at.len(), events, "one write an event");
            let (first, last) = (at[0], at[at.len() - 1]);
            let span: u32 = flood.response.steps[first + 1..=last].iter().map(|step| step.after_ms).sum();
            assert_eq!(span as usize, (events - 1) * 1_000 / rate);
        }
    }
}

#[test]
fn responses_know_faults_too() {
    for role in ROLES {
        for fault in Fault::ALL {
            let model = format!("fault/{}", fault.name());
            for stream in [true, false] {
                let answer = responses(role, json!({ "model": model, "stream": stream, "max_output_tokens": 30 }));
                assert!(answer.response.head_after_ms.is_some() || fault == Fault::Hang);
            }
        }
        let failed = responses(role, json!({ "model": "fault/error-mid-stream", "stream": true }));
        let last = failed.frames().pop().unwrap();
        assert!(last["type"] == "response.failed" || last["error"]["message"] == "upstream overloaded");
    }
}

#[test]
fn of_mixed_faults_one_request_in_ten_is_struck_and_another_attempt_draws_anew() {
    for role in ROLES {
        let struck = |attempt: u32| -> Vec<bool> {
            let ask = |index: usize| {
                let body =
                    question(json!({ "model": "fault/mixed", "stream": true, "user": index.to_string() })).to_string();
                let path = format!("{}/chat/completions", role.base_path());
                let headers = [
                    ("authorization".to_owned(), format!("Bearer {}", demo_key(role))),
                    (ATTEMPT.to_owned(), attempt.to_string()),
                ];
                let asked = SimulatedRequest { method: "POST", path: &path, headers: &headers, body: body.as_bytes() };
                let response = Simulator { role, seed: 1, fault: None }.respond(&asked);
                assert!([200, 429, 502].contains(&response.status), "{}", response.status);
                response.status != 200 || response.end == End::Cut
            };
            (0..600).map(ask).collect()
        };
        let (first, second) = (struck(0), struck(1));
        let count = |struck: &[bool]| struck.iter().filter(|struck| **struck).count();
        assert!((35..=90).contains(&count(&first)), "{}", count(&first));
        assert_eq!(first, struck(0));
        let again = first.iter().zip(&second).filter(|(one, other)| **one && **other).count();
        assert!(again < count(&first) / 2, "{again}");
    }
}
