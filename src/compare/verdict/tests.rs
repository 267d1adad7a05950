//! A table of pairs of answers: what is changed at the target, and what each layer says then.

use serde_json::{Value, json};

use super::*;
use crate::compare::cost::CostComparison;
use crate::compare::ignore_rule::standard;
use crate::compare::run::tests_support::{run_in_time, run_of};
use crate::compare::validity::{all_checks, validate};
use crate::gateway::endpoint::Endpoint;

const PASS: Standing = Standing::Pass;
const FAIL: Standing = Standing::Fail;
const OPEN: Standing = Standing::Undecided;

/// An answer that both gateways could give.
fn body() -> Value {
    json!({
        "id": "gen-1", "provider": "OpenAI", "model": "openai/gpt", "object": "chat.completion", "created": 1,
        "choices": [{
            "index": 0, "finish_reason": "stop",
            "message": {"role": "assistant", "content": "A train is late.", "refusal": null}
        }],
        "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
    })
}

fn called(arguments: &str) -> Value {
    let mut body = body();
    let call = json!({"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": arguments}});
    body["choices"][0]["message"] = json!({"role": "assistant", "content": null, "tool_calls": [call]});
    body["choices"][0]["finish_reason"] = json!("tool_calls");
    body
}

fn whole(body: &Value) -> Run {
    run_of(Endpoint::ChatCompletions, false, &body.to_string())
}

struct Known<'a> {
    fields_read: Option<&'a [String]>,
    asked: Asked,
    ignored: Vec<IgnoreRule>,
}

impl Default for Known<'_> {
    fn default() -> Self {
        Known { fields_read: None, asked: Asked::default(), ignored: standard() }
    }
}

fn judge(source: &Run, target: &Run, known: &Known<'_>) -> Vec<Verdict> {
    let cost = CostComparison::of(
        PerSide { source: source.answer.usage.as_ref(), target: target.answer.usage.as_ref() },
        PerSide { source: None, target: None },
    );
    let validity = all_checks(&known.asked, source, target)
        .map(|checks| PerSide { source: validate(&checks.source), target: validate(&checks.target) });
    verdicts(&Case {
        source,
        target,
        asked: &known.asked,
        fields_read: known.fields_read,
        profile: "phaseo",
        ignored: &known.ignored,
        validity: validity.as_ref(),
        cost: &cost,
    })
}

#[track_caller]
fn check(source: &Run, target: &Run, known: &Known<'_>, expected: [Standing; 4], words: &str) {
    let found = judge(source, target, known);
    let standings: Vec<Standing> = found.iter().map(|verdict| verdict.standing).collect();
    let said = format!("{:#?}", found.iter().map(|verdict| &verdict.sentence).collect::<Vec<_>>());
    assert_eq!(standings[..4], expected, "{said}");
    assert_eq!(standings[4..], [OPEN, OPEN], "one run never decides time and cost: {said}");
    assert!(said.contains(words), "{words:?} in {said}");
    assert!(found.iter().all(|verdict| !verdict.sentence.is_empty()));
    for reason in found.iter().flat_map(|verdict| &verdict.reasons) {
        assert!(!reason.what.is_empty(), "{reason:?}");
    }
}

/// Changes the target's body; without a change every layer passes.
#[track_caller]
fn target(change: impl FnOnce(&mut Value), expected: [Standing; 4], words: &str) {
    let mut other = body();
    other["id"] = json!("G-2");
    other["created"] = json!(2);
    change(&mut other);
    check(&whole(&body()), &whole(&other), &Known::default(), expected, words);
}

#[test]
fn equal_answers_pass_everything_but_time_and_cost() {
    target(|_| {}, [PASS, PASS, PASS, PASS], "undecided, n = 1");
}

#[test]
fn each_change_touches_its_own_layer() {
    target(
        |body| {
            body["usage"]["total_tokens"] = json!("15");
        },
        [PASS, OPEN, PASS, PASS],
        "`usage.total_tokens` has another type",
    );
    target(
        |body| {
            body["extra"] = json!({"a": 1});
        },
        [PASS, PASS, PASS, PASS],
        "in none that counts",
    );
    target(
        |body| {
            body["choices"][0]["finish_reason"] = json!("length");
        },
        [PASS, PASS, FAIL, PASS],
        "The finish reason differs.",
    );
    target(
        |body| {
            body["choices"][0]["message"]["content"] = json!("A bus is late.");
        },
        [PASS, PASS, PASS, OPEN],
        "Different words alone are no failure.",
    );
    target(
        |body| {
            body["choices"][0]["message"]["refusal"] = json!("I cannot.");
        },
        [PASS, PASS, FAIL, PASS],
        "Only the target refuses.",
    );
    target(
        |body| {
            body["id"] = json!(7);
        },
        [PASS, PASS, PASS, PASS],
        "in none that counts",
    );
}

#[test]
fn a_field_that_is_read_fails_and_one_that_is_not_does_not() {
    let mut source = body();
    source["usage"]["cost"] = json!(0.001);
    source["choices"][0]["native_finish_reason"] = json!("completed");
    let (source, other) = (whole(&source), whole(&body()));
    let cost = vec!["usage.cost".to_owned()];
    let nothing: Vec<String> = Vec::new();
    let known = |fields_read| Known { fields_read, ..Known::default() };
    check(
        &source,
        &other,
        &known(Some(&cost)),
        [PASS, FAIL, PASS, PASS],
        "Your code reads `usage.cost`. Field map, `usage.cost`: translated, there `usage.pricing.total_usd_str`",
    );
    check(&source, &other, &known(Some(&nothing)), [PASS, PASS, PASS, PASS], "in none that counts");
    check(&source, &other, &known(None), [PASS, OPEN, PASS, PASS], "No code was scanned");
    let mut known = known(Some(&cost));
    known.ignored.push(IgnoreRule::write("usage.cost", "We count costs ourselves.").unwrap());
    check(&source, &other, &known, [PASS, PASS, PASS, PASS], "in none that counts");
}

#[test]
fn what_every_client_reads_fails() {
    target(
        |body| {
            body["choices"][0].as_object_mut().unwrap().remove("finish_reason");
        },
        [PASS, FAIL, FAIL, PASS],
        "Every client of this protocol reads it.",
    );
}

#[test]
fn tools_are_compared_as_json() {
    let schema = json!({"type": "object", "required": ["city"], "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}});
    let asked = || Asked { tools: vec![("weather".to_owned(), schema.clone())], ..Asked::default() };
    let source = whole(&called(r#"{"city":"Rome","days":2}"#));
    for (arguments, standing, words) in [
        (r#"{"days": 2, "city": "Rome"}"#, PASS, "act alike"),
        (r#"{"city":"Milan","days":2}"#, OPEN, "another value at `city`"),
        (r#"{"city":"Rome"}"#, FAIL, "`days` is only at the source"),
        (r#"{"city":"Rome","days":"2"}"#, FAIL, "`days` is another type"),
        (r#"{"city":"Rome","days":"#, FAIL, "are not JSON"),
    ] {
        let known = Known { asked: asked(), ..Known::default() };
        check(&source, &whole(&called(arguments)), &known, [PASS, PASS, standing, PASS], words);
    }
    let known = Known { asked: asked(), ..Known::default() };
    let found = judge(&source, &whole(&called(r#"{"city":"Rome","days":"2"}"#)), &known);
    assert!(found[2].reasons.iter().any(|reason| reason.what.contains("at `/days`")), "{:#?}", found[2]);
    let mut other = called("{}");
    other["choices"][0]["message"]["tool_calls"][0]["function"]["name"] = json!("forecast");
    check(&source, &whole(&other), &known, [PASS, PASS, FAIL, PASS], "The tools that are called differ.");
    let text = whole(&body());
    let found = judge(&source, &text, &known);
    assert_eq!(found[2].standing, FAIL, "a text in place of a call: {:#?}", found[2]);
}

#[test]
fn parallel_calls_have_no_order_and_each_is_held_against_its_own() {
    let calls = |calls: &[(&str, &str)]| {
        let mut body = called("{}");
        let calls: Vec<Value> = (1..)
            .zip(calls)
            .map(|(number, (name, arguments))| {
                json!({"id": format!("call_{number}"), "type": "function", "function": {"name": name, "arguments": arguments}})
            })
            .collect();
        body["choices"][0]["message"]["tool_calls"] = json!(calls);
        whole(&body)
    };
    let offered = ["weather", "time"].map(|name| (name.to_owned(), json!({"type": "object"})));
    let known = Known { asked: Asked { tools: offered.to_vec(), ..Asked::default() }, ..Known::default() };
    let of_behaviour = |source: &Run, target: &Run| judge(source, target, &known).swap_remove(2);
    let source = calls(&[("weather", r#"{"city":"Rome"}"#), ("time", r#"{"zone":"CET"}"#)]);
    let turned = calls(&[("time", r#"{"zone":"CET"}"#), ("weather", r#"{"city":"Rome"}"#)]);
    let other = calls(&[("time", r#"{"zone":"UTC"}"#), ("weather", r#"{"city":"Rome"}"#)]);
    let twice = calls(&[("weather", r#"{"city":"Rome"}"#), ("weather", r#"{"city":"Rome"}"#)]);
    let in_order = "The same tools are called, in the same order.";
    let in_another = "The same tools are called, in another order; parallel calls have none.";
    for (target, standing, what) in [
        (&source, PASS, in_order),
        (&turned, PASS, in_another),
        (&other, OPEN, in_another),
        (&twice, FAIL, "The tools that are called differ."),
    ] {
        let verdict = of_behaviour(&source, target);
        assert_eq!(verdict.standing, standing, "{verdict:#?}");
        let reason = verdict.reasons.iter().find(|reason| reason.what == what);
        let shown = reason.map(|reason| (reason.source.as_str(), reason.target.as_str()));
        let names = target.answer.choices[0].tool_calls.iter().map(|call| call.name.as_str()).collect::<Vec<_>>();
        assert_eq!(shown, Some(("weather, time", names.join(", ").as_str())), "{verdict:#?}");
    }
    let same = of_behaviour(&source, &turned);
    for name in ["weather", "time"] {
        let words = format!("The arguments of `{name}` are the same JSON.");
        assert!(same.reasons.iter().any(|reason| reason.what == words), "{same:#?}");
    }
}

#[test]
fn a_row_without_usage_says_that_its_speed_is_an_estimate() {
    let mut other = body();
    other.as_object_mut().unwrap().shift_remove("usage");
    let found = judge(&whole(&body()), &whole(&other), &Known::default());
    let row = found[4].reasons.iter().find(|reason| reason.what == "Tokens per second").unwrap();
    assert_eq!((row.source.contains("est."), row.target.ends_with(" est.")), (false, true), "{row:?}");
}

#[test]
fn a_source_that_is_wrong_itself_blames_nobody() {
    let asked = Asked { json: true, schema: Some(json!({"type": "object"})), ..Asked::default() };
    let text = |words: &str| {
        let mut body = body();
        body["choices"][0]["message"]["content"] = json!(words);
        whole(&body)
    };
    let known = Known { asked, ..Known::default() };
    check(&text("{}"), &text("{}"), &known, [PASS, PASS, PASS, PASS], "act alike");
    check(&text("{}"), &text("no"), &known, [PASS, PASS, FAIL, OPEN], "only the target's answer is none");
    check(&text("no"), &text("{}"), &known, [PASS, PASS, OPEN, OPEN], "only the source's answer is none");
    check(&text("no"), &text("nein"), &known, [PASS, PASS, OPEN, OPEN], "neither answer is JSON");
    check(&text("{}"), &text("[]"), &known, [PASS, PASS, FAIL, OPEN], "the target's does not fit its schema");
}

fn streamed(end: &str, cut: bool) -> Run {
    let text = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":null}]}\n\n";
    run_in_time(Endpoint::ChatCompletions, true, &[(100.0, text), (200.0, end)], 210.0, cut)
}

#[test]
fn the_way_of_an_answer() {
    let finish = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    let done = format!("{finish}data: [DONE]\n\n");
    let good = streamed(&done, false);
    let known = Known::default();
    check(&good, &streamed(&done, false), &known, [PASS, PASS, PASS, PASS], "came whole");
    check(&good, &streamed(finish, false), &known, [PASS, PASS, PASS, PASS], "came whole");
    check(&good, &streamed("", false), &known, [FAIL, FAIL, FAIL, PASS], "without a finish reason or [DONE]");
    check(&good, &streamed("", true), &known, [FAIL, OPEN, OPEN, OPEN], "The target's answer: failed: cut.");
    check(&streamed("", true), &good, &known, [OPEN, OPEN, OPEN, OPEN], "Only the source's answer failed");
    check(
        &streamed("", true),
        &streamed("", true),
        &known,
        [FAIL, OPEN, OPEN, OPEN],
        "The target's answer: failed: cut.",
    );
    let error = streamed("data: {\"error\":{\"message\":\"upstream overloaded\",\"code\":502}}\n\n", false);
    check(&good, &error, &known, [FAIL, OPEN, OPEN, OPEN], "an error came with status 200.");
    let document = run_of(Endpoint::ChatCompletions, true, &body().to_string());
    let found = judge(&good, &document, &known);
    assert!(found[0].standing == FAIL && found[0].sentence.contains("one JSON document came"), "{:#?}", found[0]);
    let mut page = streamed(&done, false);
    page.head.as_mut().unwrap().headers[0].1 = "text/html; charset=utf-8".to_owned();
    check(&good, &page, &known, [FAIL, PASS, PASS, PASS], "the content type is text/html");
    let mut soiled = streamed(&done, false);
    soiled.invalid_bytes = 2;
    check(&good, &soiled, &known, [FAIL, PASS, PASS, PASS], "2 bytes are not UTF-8");
    let unreadable_head = {
        let mut run = streamed(&done, false);
        run.head.as_mut().unwrap().headers.clear();
        run
    };
    check(&good, &unreadable_head, &known, [PASS, PASS, PASS, PASS], "came whole");
}

#[test]
fn a_hidden_tab_and_a_buffer_leave_time_unjudged() {
    let text = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi \"}}]}\n\n".repeat(20);
    let burst = run_in_time(Endpoint::ChatCompletions, true, &[(900.0, &text)], 910.0, false);
    let found = judge(&burst, &burst, &Known::default());
    assert!(found[4].sentence.contains("not judged at the source: something between buffers"), "{}", found[4].sentence);
    let mut hidden = streamed("data: [DONE]\n\n", false);
    hidden.was_hidden();
    let found = judge(&hidden, &hidden, &Known::default());
    assert!(found[4].sentence.contains("the tab was hidden"), "{}", found[4].sentence);
}
