//! Whatever is sent, an answer comes back and nothing panics.

use super::ask::ROLES;
use proptest::prelude::*;
use switchyard::simulator::cors::through_a_browser;
use switchyard::simulator::{Fault, SimulatedRequest, Simulator, demo_key};

fn path() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("/chat/completions".to_owned()),
        Just("/responses".to_owned()),
        "/models(\\?(limit|offset|id|q)=[%0-9a-zA-Z+]{0,12})?",
        "/generations?\\?id=(G|gen)-[0-9A-Za-z-]{0,40}",
        "/models/[^ ]{0,8}/[^ ]{0,8}/endpoints",
        "[ -~äß→]{0,24}",
    ]
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    let field = prop_oneof![
        Just("\"messages\""),
        Just("\"model\""),
        Just("\"input\""),
        Just("\"tools\""),
        Just("\"stream\""),
        Just("\"stop\""),
        Just("\"n\""),
        Just("\"max_tokens\""),
        Just("\"provider\""),
        Just("\"response_format\""),
        Just("\"reasoning\""),
    ];
    let value = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("[{\"role\":\"user\",\"content\":\"äöü exactly: \u{1f600}\"}]".to_owned()),
        Just("\"openai/gpt-4.1-mini\"".to_owned()),
        Just("[{\"type\":\"function\",\"function\":{\"name\":\"\",\"parameters\":{\"$ref\":\"#\"}}}]".to_owned()),
        Just("{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"items\":{}}}}".to_owned()),
        Just("{\"order\":[null,\"deepinfra/turbo\"],\"effort\":\"high\"}".to_owned()),
        "-?[0-9]{1,25}(\\.[0-9]{1,5})?([eE]-?[0-9]{1,3})?",
        Just("\"fault/slow-drip\"".to_owned()),
    ];
    let object = proptest::collection::vec((field, value), 0..7).prop_map(|fields| {
        let inside: Vec<String> = fields.iter().map(|(name, value)| format!("{name}:{value}")).collect();
        format!("{{{}}}", inside.join(",")).into_bytes()
    });
    prop_oneof![3 => object, 1 => proptest::collection::vec(any::<u8>(), 0..200)]
}

proptest! {
    #[test]
    fn nothing_panics(
        role in proptest::sample::select(ROLES.to_vec()),
        seed in any::<u64>(),
        fault in proptest::option::weighted(0.3, proptest::sample::select(Fault::ALL.iter().copied().filter(|fault| *fault != Fault::HugeFrame).collect::<Vec<_>>())),
        method in proptest::sample::select(vec!["GET", "POST", "OPTIONS", "HEAD", "DELETE", ""]),
        path in path(),
        body in body(),
        keyed in any::<bool>(),
        inside in proptest::bool::weighted(0.9),
    ) {
        let simulator = Simulator { role, seed, fault };
        let path = if inside { format!("{}{path}", role.base_path()) } else { path };
        let key = if keyed { format!("Bearer {}", demo_key(role)) } else { "bearer  ".to_owned() };
        let headers = vec![("AUTHORIZATION".to_owned(), key)];
        let request = SimulatedRequest { method, path: &path, headers: &headers, body: &body };
        let once = simulator.respond(&request);
        prop_assert_eq!(&once, &simulator.respond(&request));
        if let Some(step) = once.first_text_step {
            prop_assert!(step < once.steps.len());
        }
        let _ = through_a_browser(&simulator, &request);
    }
}
