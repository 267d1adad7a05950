//! An edit is read back, and nothing else changes.

use proptest::prelude::*;
use serde_json::Value;

use super::edit::{Edit, NumberField, apply};
use super::*;
use Endpoint::{ChatCompletions, Responses};

const CHAT: &str = r#"{
  "model": "a/b",
  "unknown": [1.50, {"z": null}],
  "messages": [
    { "role": "system", "content": "Be brief." },
    { "role": "user", "content": [{ "type": "text", "text": "See" }, { "type": "image_url", "image_url": { "url": "https://a.example/1.png" } }] },
    { "role": "assistant", "content": null, "tool_calls": [] },
    { "role": "tool", "tool_call_id": "c1", "content": "12" }
  ],
  "temperature": 0.70,
  "stop": ["\n", "END"],
  "seed": 12345678901234567890,
  "max_completion_tokens": 5,
  "tools": [{ "type": "function", "function": { "name": "f" } }],
  "tool_choice": { "type": "function", "function": { "name": "f" } },
  "parallel_tool_calls": false
}"#;

const RESPONSES: &str = r#"{"model": "a/b", "instructions": "Be brief.", "input": "Hello", "max_output_tokens": 7, "text": {"verbosity": "low"}}"#;

#[track_caller]
fn after(text: &str, endpoint: Endpoint, edit: &Edit) -> (String, Form) {
    let text = apply(text, endpoint, edit).unwrap();
    let form = read(&text, endpoint).unwrap();
    (text, form)
}

#[test]
fn a_request_becomes_a_form() {
    let form = read(CHAT, ChatCompletions).unwrap();
    assert_eq!((form.model.as_str(), form.system.as_str()), ("a/b", "Be brief."));
    let roles: Vec<&str> = form.messages.iter().map(|message| message.role.as_str()).collect();
    assert_eq!(roles, ["user", "assistant", "tool"]);
    assert_eq!(form.messages[0].text.as_deref(), Some("See"));
    assert_eq!(form.messages[0].images, ["https://a.example/1.png"]);
    assert_eq!(form.messages[1].text, None, "a call of tools is no text");
    assert_eq!((form.temperature.as_str(), form.seed.as_str()), ("0.70", "12345678901234567890"));
    assert_eq!((form.max_tokens.as_str(), form.stop.as_str()), ("5", "\\n\nEND"));
    assert_eq!((form.tool_choice, form.parallel), (ToolChoice::Function("f".into()), Some(false)));
    let form = read(RESPONSES, Responses).unwrap();
    assert_eq!((form.system.as_str(), form.max_tokens.as_str()), ("Be brief.", "7"));
    assert_eq!(form.messages[0].text.as_deref(), Some("Hello"));
    assert_eq!(read("{", ChatCompletions), None);
    assert_eq!(read("[]", ChatCompletions), None);
}

#[test]
fn edits_are_read_back() {
    let edit = |edit: Edit| after(CHAT, ChatCompletions, &edit).1;
    assert_eq!(edit(Edit::Model("c".into())).model, "c");
    assert_eq!(edit(Edit::System("Hi".into())).system, "Hi");
    let bare = edit(Edit::System(String::new()));
    assert_eq!((bare.system.as_str(), bare.messages.len()), ("", 3));
    assert_eq!(edit(Edit::Role(0, "assistant".into())).messages[0].role, "assistant");
    assert_eq!(edit(Edit::Text(0, "Look".into())).messages[0].text.as_deref(), Some("Look"));
    assert_eq!(edit(Edit::Text(2, "13".into())).messages[2].text.as_deref(), Some("13"));
    assert_eq!(edit(Edit::AddMessage).messages.len(), 4);
    assert_eq!(edit(Edit::RemoveMessage(0)).messages.len(), 2);
    assert_eq!(edit(Edit::AddImage(0, "data:x".into())).messages[0].images[1], "data:x");
    assert_eq!(edit(Edit::AddImage(2, "x".into())).messages[2].text.as_deref(), Some("12"));
    assert!(edit(Edit::RemoveImage(0, 0)).messages[0].images.is_empty());
    assert_eq!(edit(Edit::Number(NumberField::Temperature, "1.0".into())).temperature, "1.0");
    assert_eq!(edit(Edit::Number(NumberField::Seed, String::new())).seed, "");
    assert_eq!(edit(Edit::Number(NumberField::MaxTokens, "9".into())).max_tokens, "9");
    assert_eq!(edit(Edit::Stop("a\\tb".into())).stop, "a\\tb");
    assert_eq!(edit(Edit::Stop(String::new())).stop, "");
    assert_eq!(edit(Edit::ExampleTool).tool_names, ["f", "get_weather"]);
    assert_eq!(edit(Edit::Tools(String::new())).tools, "");
    assert!(edit(Edit::ExampleSchema).response_format.contains("json_schema"));
    assert_eq!(edit(Edit::ToolChoice(ToolChoice::Mode("none".into()))).tool_choice, ToolChoice::Mode("none".into()));
    assert_eq!(edit(Edit::Parallel(None)).parallel, None);

    let edit = |edit: Edit| after(RESPONSES, Responses, &edit);
    assert_eq!(edit(Edit::Text(0, "Bye".into())).1.messages[0].text.as_deref(), Some("Bye"));
    assert!(edit(Edit::Text(0, "Bye".into())).0.contains(r#""input": "Bye""#), "a text stays a text");
    assert_eq!(edit(Edit::AddMessage).1.messages.len(), 2);
    let pictured = edit(Edit::AddImage(0, "data:x".into()));
    assert_eq!(pictured.1.messages[0].images, ["data:x"]);
    assert_eq!(pictured.1.messages[0].text.as_deref(), Some("Hello"));
    assert!(pictured.0.contains("input_image") && pictured.0.contains("input_text"));
    let shaped = edit(Edit::ExampleSchema);
    assert!(shaped.0.contains("verbosity"));
    let (plain, _) = after(&shaped.0, Responses, &Edit::ResponseFormat(String::new()));
    assert_eq!(plain, RESPONSES);
    assert_eq!(
        edit(Edit::ToolChoice(ToolChoice::Function("f".into()))).1.tool_choice,
        ToolChoice::Function("f".into())
    );
}

#[test]
fn what_cannot_be_written_is_said() {
    for (text, edit, words) in [
        ("{", Edit::Model("a".into()), "waits"),
        (CHAT, Edit::Number(NumberField::Temperature, ".5".into()), "no number"),
        (CHAT, Edit::Stop("\\".into()), "stop text"),
        (CHAT, Edit::Tools("[".into()), "line 1"),
        (CHAT, Edit::Tools("{}".into()), "wrong shape"),
        (CHAT, Edit::ResponseFormat("[]".into()), "wrong shape"),
        (CHAT, Edit::Text(9, "x".into()), "another structure"),
        (r#"{"messages": 1}"#, Edit::AddMessage, "another structure"),
    ] {
        let said = apply(text, ChatCompletions, &edit).unwrap_err();
        assert!(said.to_string().contains(words), "{edit:?}: {said}");
    }
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let words = "[ -~äß\n]{0,12}";
    prop_oneof![
        words.prop_map(Edit::Model),
        words.prop_map(Edit::System),
        (0usize..3, words).prop_map(|(at, words)| Edit::Text(at, words)),
        Just(Edit::AddMessage),
        (0usize..3).prop_map(Edit::RemoveMessage),
        (0usize..3, "[a-z:/]{1,9}").prop_map(|(at, address)| Edit::AddImage(at, address)),
        "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,5})?".prop_map(|digits| Edit::Number(NumberField::Seed, digits)),
        "([a-z]{1,3}\n){0,3}".prop_map(Edit::Stop),
        Just(Edit::ExampleTool),
        Just(Edit::ExampleSchema),
        proptest::option::of(any::<bool>()).prop_map(Edit::Parallel),
    ]
}

proptest! {
    /// Whatever is edited in whatever order: the form has the edit, and fields that it does not name keep their bytes.
    #[test]
    fn unnamed_fields_keep_their_bytes(edits in proptest::collection::vec(any_edit(), 1..8), responses in any::<bool>()) {
        let (mut text, endpoint) = if responses { (RESPONSES.to_owned(), Responses) } else { (CHAT.to_owned(), ChatCompletions) };
        for edit in edits {
            let Ok(changed) = apply(&text, endpoint, &edit) else { continue };
            let form = read(&changed, endpoint).unwrap();
            match &edit {
                Edit::Model(model) => prop_assert_eq!(&form.model, model),
                Edit::System(prompt) => prop_assert_eq!(&form.system, prompt),
                Edit::Text(at, words) => prop_assert_eq!(form.messages[*at].text.as_ref(), Some(words)),
                Edit::Number(_, digits) => prop_assert_eq!(&form.seed, digits),
                Edit::Stop(lines) => prop_assert_eq!(form.stop.as_str(), lines.trim_end()),
                Edit::Parallel(choice) => prop_assert_eq!(form.parallel, *choice),
                _ => {}
            }
            text = changed;
        }
        if responses {
            prop_assert!(text.contains(r#""verbosity": "low""#), "{}", text);
        } else {
            prop_assert!(text.contains(r#""unknown": [1.50, {"z": null}]"#), "{}", text);
            prop_assert!(text.contains(r#""temperature": 0.70"#), "{}", text);
        }
        prop_assert!(serde_json::from_str::<Value>(&text).is_ok());
    }
}
