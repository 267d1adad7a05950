//! What only a real browser can show: the shell's adapters and the mounted page. Run in headless Chrome.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "in a test a panic is the way to fail")]

use leptos::prelude::*;
use switchyard::app::{Model, Msg};
use switchyard::browser::store::Store;
use switchyard::compare::run::RunState;
use switchyard::gateway::side::Side;
use switchyard::ui::Shell;
use switchyard::ui::pages::{OtherPages, PIECES};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{HtmlElement, HtmlInputElement};

wasm_bindgen_test_configure!(run_in_browser);

const KEY: &str = "sk-or-v1-markermarkermarkermarkermarkermarkermarkermarker";

/// A mounted page of its own; what it dispatches goes to the store that is returned.
fn page() -> (Store, HtmlElement) {
    let host: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&host).unwrap();
    let made = std::rc::Rc::new(std::cell::Cell::new(None));
    let give = made.clone();
    mount_to(host.clone(), move || {
        let store = Store::new();
        give.set(Some(store));
        provide_context(store);
        view! { <Shell others=OtherPages::Here(&PIECES) /> }
    })
    .forget();
    (made.get().unwrap(), host)
}

/// Lets timers, frames and tasks run until the condition holds, for ten seconds at the most.
async fn until(store: Store, condition: impl Fn(&Model) -> bool) {
    for _ in 0..1000 {
        if store.read(&condition) {
            return;
        }
        let promise = js_sys::Promise::new(&mut |resolve, _| {
            window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 10).unwrap();
        });
        wasm_bindgen_futures::JsFuture::from(promise).await.unwrap();
    }
    panic!("it did not happen within ten seconds");
}

fn find<T: JsCast>(host: &HtmlElement, selector: &str) -> T {
    host.query_selector(selector).unwrap().unwrap_or_else(|| panic!("no {selector}")).unchecked_into()
}

#[wasm_bindgen_test]
async fn it_opens_on_connect() {
    let (_, host) = page();
    leptos::task::tick().await;
    assert_eq!(find::<HtmlElement>(&host, "h1").inner_text(), "Connect");
}

#[wasm_bindgen_test]
async fn a_typed_key_is_nowhere_in_the_document_and_goes_when_forgotten() {
    let (store, host) = page();
    until(store, |_| host.query_selector("fieldset.source").unwrap().is_some()).await;
    let field: HtmlInputElement = find(&host, "fieldset.source input[type=password]");
    field.set_value(KEY);
    field.dispatch_event(&web_sys::Event::new_with_event_init_dict("input", &bubbling()).unwrap()).unwrap();
    leptos::task::tick().await;
    assert!(store.read(|model| model.keys.source.key.is_some()));
    assert!(!host.outer_html().contains("marker"));
    store.dispatch(Msg::KeyForgotten(Side::Source));
    leptos::task::tick().await;
    assert_eq!(field.value(), "");
    assert!(store.read(|model| model.keys.source.key.is_none()));
}

fn bubbling() -> web_sys::EventInit {
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    init
}

#[wasm_bindgen_test]
async fn a_demo_that_cannot_be_loaded_fails_and_does_not_hang() {
    // The server of these tests has no worker; that the demo answers is shown end to end.
    let (store, _) = page();
    store.dispatch(Msg::DemoSwitched(true));
    store.dispatch(Msg::RunPressed);
    let failed = |model: &Model, side: Side| {
        matches!(model.compare.runs.get(side).as_ref().map(|run| &run.state), Some(RunState::Failed(_)))
    };
    until(store, |model| Side::BOTH.into_iter().all(|side| failed(model, side))).await;
}

#[wasm_bindgen_test]
async fn a_hanging_demo_can_be_stopped() {
    let (store, _) = page();
    store.dispatch(Msg::DemoSwitched(true));
    store.dispatch(Msg::BodyTyped(r#"{"model": "fault/hang", "messages": [{"role": "user", "content": "x"}]}"#.into()));
    store.dispatch(Msg::RunPressed);
    store.dispatch(Msg::StopPressed);
    until(store, |model| !model.compare.is_running()).await;
    store.read(|model| assert_eq!(model.compare.runs.source.as_ref().unwrap().state, RunState::Stopped));
}

#[wasm_bindgen_test]
async fn a_port_without_a_server_is_a_failure_with_a_cause() {
    let (store, _) = page();
    store.dispatch(Msg::BaseUrlTyped(Side::Source, "http://127.0.0.1:9/api/v1".into()));
    store.dispatch(Msg::CheckPressed);
    use switchyard::app::check::{Step, StepState};
    until(store, |model| matches!(model.check.source.step(Step::Health), StepState::Failed { .. })).await;
    store.read(|model| {
        let StepState::Failed { code, problem, .. } = model.check.source.step(Step::Health) else { panic!() };
        assert_eq!(code, "unreachable");
        assert!(!problem.what.contains("Failed to fetch"));
    });
}
