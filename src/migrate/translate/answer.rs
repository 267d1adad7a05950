//! An answer of the target in the shape that code written for the source reads: `reasoning`, `usage.cost`, `error`.
//!
//! Not a reader (that is `gateway::reader`) and not an invention: what the target does not send stays absent. It does for
//! one answer to look at what the compatibility layer does in the application.
//!
//! **Invariant:** nothing that the target sent goes, except in an error and in the last frame of a stream, whose originals
//! stand in the change; a translated answer translates to itself; amounts keep their digits.

use super::draft::{RowName, kind_of, member};
use super::excerpt::excerpt;
use super::{Change, Severity, Translation};
use crate::gateway::money::{Usd, decimal_from_json};
use crate::migrate::field_map::{Edition, Fate, Kind, row};
use serde_json::{Map, Number, Value, json};
use std::str::FromStr;

/// What has been done so far.
struct Told {
    edition: Edition,
    changes: Vec<Change>,
}

impl Told {
    fn tell(&mut self, path: String, name: RowName, before: Option<&Value>, after: Option<&Value>, reason: &str) {
        let found = row(name.0, name.1);
        self.changes.push(Change {
            path,
            fate: found.map_or(Fate::Unknown, |row| row.fate(self.edition)),
            severity: Severity::Note,
            requires_decision: false,
            before: before.map(excerpt),
            after: after.map(excerpt),
            reason: reason.to_owned(),
            source: found.map_or_else(String::new, |row| format!("{}, {}", row.source, row.date)),
        });
    }
}

/// Translates a whole answer of chat or responses, or the body of an error.
#[must_use]
pub fn translate_answer(body: &Value, edition: Edition) -> Translation {
    let mut told = Told { edition, changes: Vec::new() };
    let Value::Object(members) = body else { return Translation { body: body.clone(), changes: Vec::new() } };
    let mut members = members.clone();
    if is_error(&members) {
        let body = error(&mut told, &members, false);
        return Translation { body, changes: told.changes };
    }
    messages(&mut told, &mut members);
    cost(&mut told, &mut members, "");
    if let Some(Value::Object(response)) = members.get_mut("response") {
        cost(&mut told, response, "response");
    }
    Translation { body: Value::Object(members), changes: told.changes }
}

/// Translates the JSON of one frame of a stream. The frame that repeats the whole answer becomes a chunk without text,
/// for a reader that appends. Arguments of calls stay cumulative: one frame does not know the one before.
#[must_use]
pub fn translate_frame(frame: &Value, edition: Edition) -> Translation {
    let Value::Object(members) = frame else { return translate_answer(frame, edition) };
    let mut told = Told { edition, changes: Vec::new() };
    if is_error(members) {
        let body = error(&mut told, members, true);
        return Translation { body, changes: told.changes };
    }
    let mut translation = translate_answer(frame, edition);
    if let Value::Object(members) = &mut translation.body
        && members.get("object").and_then(Value::as_str) == Some("chat.completion")
    {
        snapshot(&mut told, members);
    }
    translation.changes.extend(told.changes);
    translation
}

/// The target's errors hold a text in `error`, or are `{"object": "error", "message": …}`.
fn is_error(members: &Map<String, Value>) -> bool {
    members.get("error").is_some_and(Value::is_string) || members.get("object").and_then(Value::as_str) == Some("error")
}

fn error(told: &mut Told, members: &Map<String, Value>, in_stream: bool) -> Value {
    let text = |name: &str| members.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let message = ["description", "message", "reason", "error"].into_iter().find_map(text).unwrap_or("Unknown error");
    let mut inner = Map::new();
    if let Some(code) = members.get("status_code").filter(|code| code.is_number()) {
        inner.insert("code".to_owned(), code.clone());
    }
    inner.insert("message".to_owned(), Value::from(message));
    let original = Value::Object(members.clone());
    inner.insert("metadata".to_owned(), json!({ "raw": original }));
    let inner = Value::Object(inner);
    let row = (Kind::Error, "error.code");
    let reason = "The source has an object with code and message where the target has a word. The original stands in metadata.raw; an error inside a stream has no number.";
    told.tell(String::new(), row, Some(&original), Some(&inner), reason);
    if in_stream {
        json!({
            "error": inner, "object": "chat.completion.chunk",
            "choices": [{ "index": 0, "delta": { "content": "" }, "finish_reason": "error" }]
        })
    } else {
        json!({ "error": inner })
    }
}

/// `reasoning` of messages and deltas.
fn messages(told: &mut Told, members: &mut Map<String, Value>) {
    let Some(Value::Array(choices)) = members.get_mut("choices") else { return };
    for (at, choice) in choices.iter_mut().enumerate() {
        for (name, row) in
            [("message", (Kind::Response, "message.reasoning")), ("delta", (Kind::Stream, "delta.reasoning"))]
        {
            let Some(Value::Object(message)) = choice.get_mut(name) else { continue };
            let path = format!("choices[{at}].{name}");
            if let Some(text) = message.get("reasoning_content").filter(|text| text.is_string()).cloned()
                && !message.get("reasoning").is_some_and(Value::is_string)
            {
                let reason = "The target calls it reasoning_content, which stays beside it.";
                told.tell(member(&path, "reasoning"), row, None, Some(&text), reason);
                message.insert("reasoning".to_owned(), text);
            }
            details(told, &path, message);
        }
    }
}

fn details(told: &mut Told, path: &str, message: &mut Map<String, Value>) {
    let Some(details) = message.get_mut("reasoning_details") else { return };
    let is_bare = |detail: &Value| kind_of(detail) == "text";
    if !details.as_array().is_some_and(|all| all.iter().any(is_bare)) {
        return;
    }
    let before = excerpt(details);
    for detail in details.as_array_mut().into_iter().flatten().filter(|detail| is_bare(detail)) {
        if let Some(kind) = detail.get_mut("type") {
            *kind = Value::from("reasoning.text");
        }
    }
    let row = (Kind::Response, "message.reasoning_details[]");
    let reason = "The source's name of the type. There is no signature and no format.";
    told.tell(member(path, "reasoning_details"), row, Some(&before), Some(details), reason);
}

/// `usage.cost` in dollars, from what the target says of the price.
fn cost(told: &mut Told, holder: &mut Map<String, Value>, path: &str) {
    let nanos = holder.get("cost_nanos").filter(|_| is_dollars(holder.get("currency"))).and_then(Usd::from_nanos_json);
    let Some(Value::Object(usage)) = holder.get_mut("usage") else { return };
    if usage.get("cost").is_some_and(|cost| decimal_from_json(cost).is_some()) {
        return;
    }
    let priced = ["pricing", "pricing_breakdown"].into_iter().find_map(|name| {
        let pricing = usage.get(name).filter(|pricing| is_dollars(pricing.get("currency")))?;
        let total = pricing.get("total_usd_str").and_then(Usd::from_json);
        total.or_else(|| pricing.get("total_nanos").and_then(Usd::from_nanos_json))
    });
    let Some(amount) = priced.or(nanos) else { return };
    let Ok(number) = Number::from_str(&amount.to_plain()) else { return };
    let number = Value::Number(number);
    let reason = "The target says the price in usage.pricing (usage.pricing_breakdown on responses) or cost_nanos; this is the same amount in dollars.";
    told.tell(member(&member(path, "usage"), "cost"), (Kind::Response, "usage.cost"), None, Some(&number), reason);
    usage.insert("cost".to_owned(), number);
}

fn is_dollars(currency: Option<&Value>) -> bool {
    currency.is_none_or(|currency| currency.as_str().is_some_and(|word| word.eq_ignore_ascii_case("USD")))
}

/// The last frame that repeats everything, as the last chunk of the source: a finish reason and the usage.
fn snapshot(told: &mut Told, members: &mut Map<String, Value>) {
    let before = excerpt(&Value::Object(members.clone()));
    members.insert("object".to_owned(), Value::from("chat.completion.chunk"));
    if let Some(Value::Array(choices)) = members.get_mut("choices") {
        for choice in choices.iter_mut().filter_map(Value::as_object_mut) {
            if choice.shift_remove("message").is_some() {
                choice.insert("delta".to_owned(), json!({ "role": "assistant", "content": "" }));
            }
        }
    }
    let after = Value::Object(members.clone());
    let reason = "The target repeats the whole answer in a last frame; a reader that appends would show it twice. The finish reason and the usage stay.";
    told.tell(String::new(), (Kind::Stream, "finish_reason chunk"), Some(&before), Some(&after), reason);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: &str, after: &str) {
        let before: Value = serde_json::from_str(before).unwrap();
        let after: Value = serde_json::from_str(after).unwrap();
        for edition in Edition::ALL {
            let once = translate_answer(&before, edition);
            assert_eq!(once.body, after);
            assert!(once.changes.iter().all(|change| !change.source.is_empty()));
            let again = translate_answer(&once.body, edition);
            assert_eq!((again.body, again.changes), (once.body, Vec::new()));
        }
    }

    #[test]
    fn reasoning_gets_its_name() {
        check(
            r#"{"choices":[{"message":{"role":"assistant","content":"4","reasoning_content":"2+2","reasoning_details":[{"id":"r","type":"text","text":"2+2"}]}}]}"#,
            r#"{"choices":[{"message":{"role":"assistant","content":"4","reasoning_content":"2+2","reasoning_details":[{"id":"r","type":"reasoning.text","text":"2+2"}],"reasoning":"2+2"}}]}"#,
        );
        check(
            r#"{"choices":[{"delta":{"reasoning_content":"a"}}]}"#,
            r#"{"choices":[{"delta":{"reasoning_content":"a","reasoning":"a"}}]}"#,
        );
        check(
            r#"{"choices":[{"message":{"reasoning":"own","reasoning_content":"x"}}]}"#,
            r#"{"choices":[{"message":{"reasoning":"own","reasoning_content":"x"}}]}"#,
        );
        check(r#"{"choices":"none"}"#, r#"{"choices":"none"}"#);
    }

    #[test]
    fn the_cost_keeps_its_digits() {
        check(
            r#"{"usage":{"pricing":{"total_usd_str":"0.0000096","total_nanos":9600,"currency":"USD"}}}"#,
            r#"{"usage":{"pricing":{"total_usd_str":"0.0000096","total_nanos":9600,"currency":"USD"},"cost":0.0000096}}"#,
        );
        check(
            r#"{"usage":{"pricing_breakdown":{"total_nanos":1}}}"#,
            r#"{"usage":{"pricing_breakdown":{"total_nanos":1},"cost":0.000000001}}"#,
        );
        check(
            r#"{"usage":{},"cost_nanos":123456789012345}"#,
            r#"{"usage":{"cost":123456.789012345},"cost_nanos":123456789012345}"#,
        );
        check(
            r#"{"response":{"usage":{"pricing_breakdown":{"total_usd_str":"1.10"}}}}"#,
            r#"{"response":{"usage":{"pricing_breakdown":{"total_usd_str":"1.10"},"cost":1.1}}}"#,
        );
        for absent in [
            r#"{"usage":{"prompt_tokens":3}}"#,
            r#"{"usage":{"pricing":{"total_usd_str":"1","currency":"EUR"}}}"#,
            r#"{"usage":{},"cost_nanos":5,"currency":"EUR"}"#,
            r#"{"usage":{"cost":2,"pricing":{"total_usd_str":"1"}}}"#,
            r#"{"usage":null}"#,
        ] {
            check(absent, absent);
        }
    }

    #[test]
    fn errors_become_objects() {
        check(
            r#"{"generation_id":"G-1","status_code":400,"error":"validation_error","description":"Bad at n"}"#,
            r#"{"error":{"code":400,"message":"Bad at n","metadata":{"raw":{"generation_id":"G-1","status_code":400,"error":"validation_error","description":"Bad at n"}}}}"#,
        );
        check(
            r#"{"ok":false,"error":"not_found"}"#,
            r#"{"error":{"message":"not_found","metadata":{"raw":{"ok":false,"error":"not_found"}}}}"#,
        );
        check(r#"{"error":{"code":429,"message":"slow"}}"#, r#"{"error":{"code":429,"message":"slow"}}"#);
    }

    #[test]
    fn the_last_frame_says_nothing_twice() {
        let frame = json!({
            "id": "G-1", "object": "chat.completion", "usage": { "pricing": { "total_usd_str": "0.5" } },
            "choices": [{ "index": 0, "message": { "role": "assistant", "content": "Hello" }, "finish_reason": "stop" }]
        });
        let once = translate_frame(&frame, Edition::Phaseo);
        assert_eq!(once.body["object"], "chat.completion.chunk");
        assert_eq!(once.body["choices"][0]["delta"]["content"], "");
        assert_eq!(once.body["choices"][0]["finish_reason"], "stop");
        assert_eq!(once.body["usage"]["cost"].to_string(), "0.5");
        assert_eq!(translate_frame(&once.body, Edition::Phaseo).changes, []);
        let broken = json!({ "object": "error", "message": "upstream overloaded", "id": "G-1" });
        let broken = translate_frame(&broken, Edition::AiStats).body;
        assert_eq!(
            (&broken["error"]["message"], &broken["choices"][0]["finish_reason"]),
            (&json!("upstream overloaded"), &json!("error"))
        );
        assert_eq!(translate_frame(&broken, Edition::AiStats).body, broken);
    }
}
