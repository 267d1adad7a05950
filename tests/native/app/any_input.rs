//! Random input to every reader of what a person types, pastes or opens: nothing panics, and what is accepted keeps the
//! reader's promises. Not the wire: tests/native/wire.rs does the same for what gateways send.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};
use switchyard::app::Msg;
use switchyard::compare::request::Prepared;
use switchyard::gateway::base_url::{BaseUrl, Origin};
use switchyard::gateway::endpoint::Endpoint;
use switchyard::gateway::key::{ApiKey, KeyShape, TypedKey};
use switchyard::gateway::money::Usd;
use switchyard::gateway::profile::Profile;
use switchyard::gateway::side::Side;
use switchyard::models::id_list::parse_ids;
use switchyard::route::{Address, Route};
use switchyard::share::case;
use switchyard::share::redaction::Redactor;

use super::page::Page;

/// Pieces that the readers know, in any order, and anything else.
fn mixed(known: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece = prop_oneof![3 => select(known).prop_map(str::to_owned), 1 => "\\PC{0,8}", 1 => any::<String>()];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

const OF_ADDRESSES: &[&str] = &[
    "https",
    "http",
    "://",
    ":",
    "/",
    "//",
    "@",
    "?",
    "#",
    "[::1]",
    "[",
    "]",
    "127.0.0.1",
    "localhost",
    ".",
    "..",
    "-",
    "openrouter.ai",
    "api.phaseo.app",
    ":443",
    ":80",
    ":65535",
    ":65536",
    "/v1",
    "/models",
    "/chat/completions",
    " ",
    "%2e",
    "\n",
    "é",
    "\u{202e}",
    "\0",
];

const OF_KEYS: &[&str] = &[
    "sk-or-v1-",
    "phaseo_v1_sk_",
    "aistats_v1_sk_",
    "phaseo_v1_mk_",
    "Bearer ",
    "abc",
    "0123456789abcdef",
    " ",
    "\n",
    "“",
    "_",
    "é",
    "\0",
];

const OF_FRAGMENTS: &[&str] =
    &["#", "/", "#/", "#/case/", "connect", "#/models", "1.", "%22", "%3E", "%60", "%", "?", "&", "abc-_", "é"];

const OF_IDS: &[&str] = &[
    "openai/gpt-4.1-mini",
    ":free",
    "a/b",
    ",",
    "\n",
    "\r\n",
    "\t",
    " ",
    "#",
    "//",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "`",
    "\"id\"",
    ":",
    "1. ",
    "- ",
    "\\",
    "\u{feff}",
    "é",
];

const OF_MONEY: &[&str] = &[
    "0",
    "1",
    "9",
    ".",
    "-",
    "+",
    "e",
    "E",
    "-7",
    "28",
    "9999999999999999999999999999",
    "0.0000004",
    "1e400",
    " ",
    "_",
];

/// Any JSON.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        select(&["1e400", "-0.0", "1E-400", "99999999999999999999999999"])
            .prop_map(|text| serde_json::from_str(text).unwrap_or(Value::Null)),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec(("\\PC{0,6}", inner), 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// What is done to one place of a case.
#[derive(Debug, Clone)]
enum Wound {
    Replaced(Value),
    Removed,
    Doubled,
    Cut(Index),
    Swapped(Index),
}

fn any_wound() -> impl Strategy<Value = (Index, Wound)> {
    let wound = prop_oneof![
        4 => any_json().prop_map(Wound::Replaced),
        2 => Just(Wound::Removed),
        1 => Just(Wound::Doubled),
        2 => any::<Index>().prop_map(Wound::Cut),
        2 => any::<Index>().prop_map(Wound::Swapped),
    ];
    (any::<Index>(), wound)
}

/// A case of a page with everything on it.
static CASE: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(&super::report::full().case_text()).unwrap());

/// The address of every value below one.
fn places(value: &Value, here: &str, found: &mut Vec<String>) {
    let escaped = |name: &str| name.replace('~', "~0").replace('/', "~1");
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let place = format!("{here}/{}", escaped(name));
                places(value, &place, found);
                found.push(place);
            }
        }
        Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                let place = format!("{here}/{at}");
                places(value, &place, found);
                found.push(place);
            }
        }
        _ => {}
    }
}

fn wounded(wounds: &[(Index, Wound)]) -> Value {
    let mut case = CASE.clone();
    for (place, wound) in wounds {
        let mut all = Vec::new();
        places(&case, "", &mut all);
        if all.is_empty() {
            break;
        }
        let pointer = place.get(&all).clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        match wound {
            Wound::Replaced(value) => *case.pointer_mut(&pointer).unwrap() = value.clone(),
            Wound::Swapped(other) => {
                let other: &String = other.get(&all);
                let other = case.pointer(other).unwrap().clone();
                *case.pointer_mut(&pointer).unwrap() = other;
            }
            Wound::Cut(at) => {
                if let Some(Value::String(text)) = case.pointer_mut(&pointer) {
                    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
                    text.truncate(*at.get(&ends));
                }
            }
            Wound::Removed => match case.pointer_mut(parent) {
                Some(Value::Object(fields)) => {
                    fields.shift_remove(&name.replace("~1", "/").replace("~0", "~"));
                }
                Some(Value::Array(items)) => {
                    items.remove(name.parse().unwrap());
                }
                _ => {}
            },
            Wound::Doubled => {
                if let Some(Value::Array(items)) = case.pointer_mut(parent) {
                    let again = items[name.parse::<usize>().unwrap()].clone();
                    items.push(again);
                }
            }
        }
    }
    case
}

proptest! {
    #[test]
    fn a_base_url_is_in_its_normal_form_and_plain_only_to_loopback(text in mixed(OF_ADDRESSES)) {
        if let Ok(base) = BaseUrl::parse(&text) {
            let normal = base.to_string();
            prop_assert_eq!(BaseUrl::parse(&normal), Ok(base.clone()), "{}", normal);
            prop_assert!(base.is_secure() || base.is_loopback(), "{}", normal);
            prop_assert!(!normal.contains(['@', '?', '#', ' ', '\n']) && !normal.ends_with('/'), "{}", normal);
            prop_assert_eq!(Origin::of_url(&base.join("/models")), Some(base.origin()));
        }
    }

    #[test]
    fn a_request_that_is_accepted_can_be_written(text in prop_oneof![
        mixed(OF_IDS),
        any_json().prop_map(|value| value.to_string()),
        (any_json(), any_json(), any_json()).prop_map(|(model, messages, more)| {
            json!({ "model": model, "messages": messages, "input": more, "stream": more, "stream_options": model }).to_string()
        }),
        proptest::collection::vec(any_json(), 1..3).prop_map(|items| json!({ "model": "a/b", "messages": items, "input": items }).to_string()),
    ]) {
        for endpoint in [Endpoint::ChatCompletions, Endpoint::Responses] {
            if let Ok(prepared) = Prepared::read(&text, endpoint) {
                prop_assert!(!prepared.model().is_empty());
                for stream in [true, false] {
                    let body = prepared.body(Some("c/d"), stream).to_string();
                    prop_assert!(Prepared::read(&body, endpoint).is_ok_and(|again| again.model() == "c/d"), "{}", body);
                }
            }
        }
    }

    #[test]
    fn ids_come_once_and_without_what_is_no_id(text in prop_oneof![mixed(OF_IDS), any_json().prop_map(|value| value.to_string())]) {
        let (ids, _) = parse_ids(&text, &Redactor::default());
        let distinct: std::collections::HashSet<&String> = ids.iter().collect();
        prop_assert_eq!(distinct.len(), ids.len());
        for id in &ids {
            prop_assert!(!id.is_empty() && !id.contains(char::is_whitespace), "{:?}", id);
        }
        prop_assert_eq!(parse_ids(&ids.join("\n"), &Redactor::default()).0, ids);
    }

    #[test]
    fn a_key_that_is_taken_is_of_its_gateway_and_shown_by_nothing(text in mixed(OF_KEYS), profile in select(&Profile::ALL)) {
        let origin = Origin::of_url("https://llm.example/v1").unwrap();
        for side in Side::BOTH {
            match ApiKey::enter(&TypedKey::new(text.clone()), &origin, profile, side) {
                Ok(key) => {
                    prop_assert!(KeyShape::of(text.trim()).is_none_or(|shape| shape.belongs_to(profile)));
                    let header = key.authorization_for("https://llm.example/v1/models").unwrap();
                    prop_assert!(header.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()), "{:?}", header);
                    prop_assert_eq!(header, format!("Bearer {}", text.trim()));
                    prop_assert_eq!(key.authorization_for("https://other.example/v1"), None);
                }
                Err(problem) => {
                    let said = format!("{problem:?}");
                    let trimmed = text.trim();
                    prop_assert!(trimmed.len() < 24 || !said.contains(trimmed), "{}", said);
                }
            }
        }
    }

    #[test]
    fn any_address_opens_something(text in mixed(OF_FRAGMENTS)) {
        match Address::parse(&text) {
            Address::Page(route) => prop_assert!(Route::ALL.contains(&route)),
            Address::Case(code) => prop_assert_eq!(Address::parse(&Address::of_case(&code)), Address::Case(code)),
        }
        let mut page = Page::new();
        page.does(Msg::AddressChanged(text));
    }

    #[test]
    fn money_is_exact_or_none(text in mixed(OF_MONEY), json in any_json()) {
        for value in [Value::String(text.clone()), serde_json::from_str(&text).unwrap_or(Value::Null), json] {
            for amount in [Usd::from_json(&value), Usd::from_nanos_json(&value)].into_iter().flatten() {
                let plain = amount.to_plain();
                prop_assert_eq!(Usd::from_json(&Value::String(plain.clone())).map(Usd::to_plain), Some(plain));
            }
        }
    }
}

proptest! {
    // A whole page is opened each time.
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 2, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_case_is_refused_or_opened_and_written_again(wounds in proptest::collection::vec(any_wound(), 1..6)) {
        let text = wounded(&wounds).to_string();
        let read = case::read(&text);
        if let Ok(read) = &read {
            let again = case::write(read, &Redactor::default()).to_string();
            prop_assert!(case::read(&again).is_ok(), "{}", again);
        }
        let mut page = Page::new();
        page.does(Msg::CaseFileRead(text));
        prop_assert!(page.model.report.opened.is_some());
        prop_assert!(case::read(&page.case_text()).is_ok());
        page.does(Msg::CheckStopped).does(Msg::StopPressed).does(Msg::DemoSwitched(true)).does(Msg::RunPressed);
    }
}

/// The wounds reach something: without any the case is read.
#[test]
fn the_unharmed_case_is_read() {
    assert!(case::read(&CASE.to_string()).is_ok());
    let mut all = Vec::new();
    places(&CASE, "", &mut all);
    assert!(all.len() > 200, "{}", all.len());
}
