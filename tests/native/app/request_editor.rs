//! Import, form, history and copies of the request editor.

use switchyard::app::request_editor::View;
use switchyard::app::{Copyable, Effect, Msg};
use switchyard::compare::form::edit::{Edit, NumberField};
use switchyard::compare::form::read;
use switchyard::exchange::import;
use switchyard::gateway::endpoint::Endpoint;
use switchyard::gateway::side::Side;
use switchyard::migrate::snippets::SnippetLanguage;

use super::page::{Page, now};

/// A key of nobody, in parts, so that no scanner takes it for a secret.
fn marker() -> String {
    ["sk-or-", "v1-", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"].concat()
}

fn imports(page: &mut Page, text: &str) {
    let (requests, diagnostics) = import(text);
    page.does(Msg::ImportRead(requests, diagnostics));
}

const RESPONSES: &str = r#"curl https://openrouter.ai/api/v1/responses -H "Authorization: Bearer $OPENROUTER_API_KEY" -d '{"model":"a/b","temperature":0.70,"input":"hi","stream":true}'"#;

#[test]
fn an_import_sets_endpoint_stream_and_body() {
    let mut page = Page::new();
    page.does(Msg::StreamSwitched(false));
    imports(&mut page, RESPONSES);
    page.does(Msg::ImportApplied);
    let compare = &page.model.compare;
    assert_eq!((compare.endpoint, compare.stream), (Endpoint::Responses, true));
    assert_eq!(
        compare.body_text,
        "{\n  \"model\": \"a/b\",\n  \"temperature\": 0.70,\n  \"input\": \"hi\",\n  \"stream\": true\n}"
    );
    assert!(compare.request.is_ok());
    assert!(compare.editor.notes.iter().any(|note| note.what.contains("OPENROUTER_API_KEY")));
    assert!(compare.editor.import.requests.is_empty(), "the dialog starts anew");
    page.does(Msg::UndoPressed);
    assert_eq!((page.model.compare.endpoint, page.model.compare.stream), (Endpoint::ChatCompletions, false));
    page.does(Msg::RedoPressed);
    assert_eq!((page.model.compare.endpoint, page.model.compare.stream), (Endpoint::Responses, true));
}

#[test]
fn an_imported_request_runs_on_both_sides() {
    let mut page = Page::new();
    page.does(Msg::DemoSwitched(true));
    imports(&mut page, &RESPONSES.replace("a/b", "openai/gpt-4.1-mini"));
    page.does(Msg::ImportApplied).does(Msg::RunPressed);
    for side in Side::BOTH {
        let run = page.model.compare.runs.get(side).as_ref().unwrap();
        assert_eq!(run.state, switchyard::compare::run::RunState::Answered, "{side:?}");
    }
}

#[test]
fn what_cannot_be_compared_is_refused() {
    for (text, words) in [
        ("curl https://a.example/x", "no JSON body"),
        ("curl https://a.example/x -F a=1", "no JSON body"),
        ("curl https://a.example/x -d '[1]'", "is a list"),
    ] {
        let mut page = Page::new();
        let before = page.model.compare.body_text.clone();
        imports(&mut page, text);
        let request = page.model.compare.editor.import.chosen().unwrap().clone();
        assert!(page.model.taken_over(&request).unwrap_err().what.contains(words), "{text}");
        page.does(Msg::ImportApplied);
        assert_eq!(page.model.compare.body_text, before);
    }
}

#[test]
fn one_of_several_is_chosen() {
    let mut page = Page::new();
    imports(&mut page, include_str!("../../fixtures/har/session.har"));
    assert_eq!(page.model.compare.editor.import.requests.len(), 3);
    page.does(Msg::ImportChosen(1)).does(Msg::ImportApplied);
    assert_eq!(page.model.compare.endpoint, Endpoint::Responses);
}

/// No key of an imported request is anywhere in the page, nor in what leaves it.
#[test]
fn no_key_comes_with_an_import() {
    let key = marker();
    let own = "hunter2-hunter2-hunter2";
    let mut page = Page::new();
    page.does(Msg::KeyTyped(Side::Source, switchyard::gateway::key::TypedKey::new(own.to_owned())));
    let text = format!(
        "curl 'https://me:{key}@openrouter.ai/api/v1/chat/completions?key={key}' -H 'Authorization: Bearer {key}' -H 'X-A: {own}' -d '{{\"model\":\"a/b\",\"messages\":[{{\"role\":\"user\",\"content\":\"{key} {own}\"}}]}}'"
    );
    imports(&mut page, &text);
    let shown = format!("{:?}", page.model.compare.editor);
    page.does(Msg::ImportApplied);
    let kept = format!("{:?}", page.model.compare);
    let carried = page.case_text() + &page.link();
    for secret in [key.as_str(), own] {
        assert!(!shown.contains(secret) && !kept.contains(secret) && !carried.contains(secret), "{secret}");
    }
    assert!(page.model.compare.request.is_ok());
}

#[test]
fn form_and_json_are_one() {
    let mut page = Page::new();
    page.does(Msg::RequestViewChosen(View::Form));
    page.does(Msg::FormEdited(Edit::Model("x/y".into())));
    page.does(Msg::FormEdited(Edit::Number(NumberField::Temperature, "0.250".into())));
    assert!(page.model.compare.body_text.contains("\"temperature\": 0.250,"), "{}", page.model.compare.body_text);
    assert_eq!(page.model.compare.prepared().unwrap().model(), "x/y");
    page.does(Msg::BodyTyped(page.model.compare.body_text.replace("x/y", "z")));
    assert_eq!(read(&page.model.compare.body_text, Endpoint::ChatCompletions).unwrap().model, "z");
    page.does(Msg::FormEdited(Edit::Number(NumberField::Temperature, "0.".into())));
    assert!(page.model.compare.editor.problem.is_some());
    assert!(page.model.compare.body_text.contains("0.250"), "what cannot be written changes nothing");
    page.does(Msg::FormEdited(Edit::ExampleTool));
    assert!(page.model.compare.editor.problem.is_none());
    for _ in 0..4 {
        page.does(Msg::UndoPressed);
    }
    assert_eq!(page.model.compare.body_text, switchyard::app::compare::FIRST_CHAT);
}

#[test]
fn an_image_that_cannot_be_taken_is_said() {
    let mut page = Page::new();
    let problem = switchyard::compare::form::image::check("text/plain", 1).unwrap_err();
    page.does(Msg::ImageRead(0, Err(problem)));
    assert!(page.model.compare.editor.problem.as_ref().unwrap().1.what.contains("no image"));
    page.does(Msg::ImageRead(0, Ok("data:image/png;base64,AA==".into())));
    assert!(page.model.compare.body_text.contains("data:image/png;base64,AA=="));
}

/// What is copied as cURL is read back as the request that either side is sent.
#[test]
fn copied_commands_are_read_back() {
    let mut page = Page::new();
    for side in Side::BOTH {
        page.does(Msg::CopySideChosen(side)).does(Msg::CopyPressed(Copyable::Request(SnippetLanguage::Curl), now()));
        let Some(Effect::Copy(_, text)) = page.left.pop() else { panic!() };
        let (requests, _) = import(&text);
        let sent = page.model.request_for(side).unwrap();
        assert_eq!(requests[0].url, sent.url);
        let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(value(requests[0].body.text().unwrap()), value(&sent.body.unwrap()));
        let variable = page.model.gateways.get(side).key_variable.clone();
        assert_eq!(requests[0].credentials[0].variable, Some(variable));
    }
    for (language, word) in [(SnippetLanguage::TypeScript, "new OpenAI"), (SnippetLanguage::Python, "OpenAI(")] {
        page.does(Msg::CopyPressed(Copyable::Request(language), now()));
        let Some(Effect::Copy(_, text)) = page.left.pop() else { panic!() };
        assert!(text.contains(word), "{text}");
    }
}
