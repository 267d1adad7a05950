//! Properties of the module as text. Whether it works is shown by running it (`tests/compatibility`).

use super::*;
use proptest::prelude::*;

const SOURCE: Endpoint<'_> =
    Endpoint { name: "OpenRouter", base_url: "https://openrouter.ai/api/v1/", key_variable: "OPENROUTER_API_KEY" };
const TARGET: Endpoint<'_> =
    Endpoint { name: "Phaseo Gateway", base_url: "https://api.phaseo.app/v1", key_variable: "PHASEO_API_KEY" };

fn layer<'a>(fields: &'a [ResponseField]) -> Layer<'a> {
    Layer {
        source: SOURCE,
        target: TARGET,
        aliases: &[("a/b", "old/b"), ("c/d", "c/d"), ("a/b", "x/b"), ("e/f", "e/f")],
        unresolved: &["g/h", "e/f", "g/h"],
        dropped_headers: &["X-Title", "x-title ", "HTTP-Referer"],
        fields,
    }
}

#[test]
fn contradictions_are_settled_on_the_strict_side() {
    let layer = layer(&[]);
    let content = Content::of(&layer);
    assert_eq!(content.aliases, [("a/b", "x/b"), ("c/d", "c/d")]);
    assert_eq!(content.unresolved, ["g/h", "e/f"]);
    assert_eq!(content.dropped_headers, ["x-title", "http-referer"]);
    assert_eq!(content.endpoints[0].1.base_url, "https://openrouter.ai/api/v1");
}

#[test]
fn only_what_is_read_is_adapted() {
    for language in Language::ALL {
        let none = generate(language, &layer(&[]));
        let all = generate(language, &layer(&ResponseField::ALL));
        for word in ["reasoning_content", "total_nanos", "selected_provider", "reasoning.text"] {
            assert!(!none.contains(word) && all.contains(word), "{language:?} {word}");
        }
        let [walker, amounts] = match language {
            Language::TypeScript => ["function mapMessages", "function plainDecimal"],
            Language::Python => ["def _map_messages", "def _plain_decimal"],
        };
        for field in ResponseField::ALL {
            let one = generate(language, &layer(&[field]));
            let is_message = matches!(field, ResponseField::Reasoning | ResponseField::ReasoningDetails);
            assert_eq!(one.contains(walker), is_message, "{language:?} {field:?}");
            assert_eq!(one.contains(amounts), field == ResponseField::UsageCost, "{language:?} {field:?}");
            assert!(one.contains(&format!("- `{}`: ", field.path())), "{language:?} {field:?}");
            assert_eq!(one.contains("absent on the target"), field.outcome() == Outcome::Absent, "{language:?}");
            assert!(one.len() < all.len());
        }
    }
}

#[test]
fn order_and_repetition_of_fields_do_not_matter() {
    let backwards: Vec<ResponseField> = ResponseField::ALL.into_iter().rev().chain(ResponseField::ALL).collect();
    for language in Language::ALL {
        assert_eq!(generate(language, &layer(&backwards)), generate(language, &layer(&ResponseField::ALL)));
    }
}

#[test]
fn long_comments_are_wrapped() {
    let lines = wrapped("- one two three four", 9);
    assert_eq!(lines, ["- one two", "  three", "  four"]);
    for language in Language::ALL {
        let text = generate(language, &layer(&ResponseField::ALL));
        for line in text.lines() {
            assert!(line.chars().count() <= 120 && line.trim_end() == line, "{language:?} {line}");
        }
        assert!(text.ends_with('\n') && !text.ends_with("\n\n") && !text.contains("\n\n\n\n"), "{language:?}");
    }
}

#[test]
fn many_ids_take_linear_time() {
    let ids: Vec<String> = (0..50_000).map(|number| format!("author/model-{number}")).collect();
    let aliases: Vec<(&str, &str)> = ids.iter().map(|id| (id.as_str(), id.as_str())).collect();
    let unresolved: Vec<&str> = ids.iter().step_by(2).map(String::as_str).collect();
    let text = generate(Language::Python, &Layer { aliases: &aliases, unresolved: &unresolved, ..layer(&[]) });
    assert_eq!(text.matches("author/model-49999\"").count(), 2);
}

proptest! {
    #[test]
    fn any_text_stays_inside_of_its_literal(name in any::<String>(), id in any::<String>(), target in any::<String>()) {
        let plain = layer(&[]);
        let odd = Layer {
            source: Endpoint { name: &name, base_url: &id, key_variable: &target },
            aliases: &[(&id, &target)],
            unresolved: &[],
            dropped_headers: &[&name],
            ..plain
        };
        for language in Language::ALL {
            let text = generate(language, &odd);
            // No literal breaks its line, so the number of lines depends on the number of items alone.
            let same = Layer { aliases: &[("a", "b")], dropped_headers: &["c"], ..odd };
            let bound = generate(language, &same).lines().count() + 5;
            prop_assert!(text.lines().count() <= bound);
        }
    }
}
