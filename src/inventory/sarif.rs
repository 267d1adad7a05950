//! The findings as SARIF 2.1.0, which code hosts and editors show beside the code.
//! Not the case file, which has the same findings in its own shape.
//! **Invariant:** every result names a rule that the run declares.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::finding::{Action, Finding};

/// Writes the log.
#[must_use]
pub fn write<'f>(findings: impl Iterator<Item = &'f Finding>) -> String {
    let mut rules: BTreeMap<&str, (&str, Action)> = BTreeMap::new();
    let mut results: Vec<Value> = Vec::new();
    for finding in findings {
        let rule = rules.entry(&finding.rule).or_insert((finding.class.label(), finding.action));
        rule.1 = rule.1.min(finding.action);
        results.push(json!({
            "ruleId": finding.rule,
            "level": level(finding.action),
            "message": { "text": finding.advice },
            "locations": [{
                "physicalLocation": {
                    "artifactLocation": { "uri": uri(&finding.file), "uriBaseId": "%SRCROOT%" },
                    "region": { "startLine": finding.line, "startColumn": finding.column, "snippet": { "text": finding.text } },
                },
            }],
            "properties": {
                "class": finding.class.word(),
                "action": finding.action.word(),
                "confidence": finding.confidence.word(),
            },
        }));
    }
    let rules: Vec<Value> = rules
        .into_iter()
        .map(|(id, (label, action))| {
            json!({
                "id": id,
                "shortDescription": { "text": label },
                "defaultConfiguration": { "level": level(action) },
            })
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "Switchyard", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "%SRCROOT%": { "description": { "text": "The folder that was scanned." } } },
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

const fn level(action: Action) -> &'static str {
    match action {
        Action::MustFix => "error",
        Action::Review => "warning",
        Action::Information => "note",
    }
}

/// A path as a relative URI reference.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::finding::{Class, Confidence};

    #[test]
    fn a_result_names_its_rule_its_place_and_its_level() {
        let finding = Finding {
            rule: "source-address".to_owned(),
            class: Class::Endpoint,
            file: "src/größe 1.ts".to_owned(),
            line: 3,
            column: 5,
            text: "x".to_owned(),
            confidence: Confidence::High,
            action: Action::MustFix,
            advice: "Change it.".to_owned(),
            carries: None,
        };
        let log: Value = serde_json::from_str(&write([&finding].into_iter())).unwrap();
        let run = &log["runs"][0];
        assert_eq!(run["results"][0]["ruleId"], run["tool"]["driver"]["rules"][0]["id"]);
        assert_eq!(run["results"][0]["level"], "error");
        let place = &run["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "src/gr%C3%B6%C3%9Fe%201.ts");
        assert_eq!((&place["region"]["startLine"], &place["region"]["startColumn"]), (&json!(3), &json!(5)));
    }
}
