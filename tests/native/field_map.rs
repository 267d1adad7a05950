//! The field map and the translator against the simulated target: sixty requests as applications send them, before and
//! after, and every top-level field of the map.

use serde::Deserialize;
use serde_json::{Map, Value, json};
use switchyard::gateway::endpoint::Endpoint;
use switchyard::inventory::finding::{Action, Class};
use switchyard::inventory::settings::Settings;
use switchyard::migrate::field_map::{Edition, Fate, Kind, row, rows};
use switchyard::migrate::translate::answer::{translate_answer, translate_frame};
use switchyard::migrate::translate::{Decisions, PrivacyDecision, UnsupportedDecision, translate_decided};
use switchyard::simulator::{Role, SimulatedRequest, Simulator, demo_key};

const REQUESTS: &str = include_str!("../fixtures/field_map/requests.jsonl");

/// One request of the corpus.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    endpoint: String,
    body: Value,
    /// Every place where the target refuses the request as it is: none, one path or a list of them, or such for each
    /// edition. The target has gates one behind the other, and tells all that the first of them finds.
    refused_untranslated: Value,
    /// Where it refuses the translation before a person has decided; as it is unless said.
    refused_undecided: Option<Value>,
    #[serde(default)]
    decisions: Map<String, Value>,
    #[serde(default)]
    aliases: Map<String, Value>,
}

impl Entry {
    fn endpoint(&self) -> Endpoint {
        if self.endpoint == "responses" { Endpoint::Responses } else { Endpoint::ChatCompletions }
    }

    fn refused(&self, edition: Edition) -> Vec<String> {
        places(&self.refused_untranslated, edition)
    }
}

/// Places as the corpus writes them.
fn places(written: &Value, edition: Edition) -> Vec<String> {
    let text = |place: &Value| place.as_str().unwrap_or_else(|| panic!("{place} is no place")).to_owned();
    match written.get(edition.profile_id().replace('-', "_")).unwrap_or(written) {
        Value::Null => Vec::new(),
        Value::Array(all) => all.iter().map(text).collect(),
        one => vec![text(one)],
    }
}

fn corpus() -> Vec<Entry> {
    REQUESTS.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

const fn role(edition: Edition) -> Role {
    match edition {
        Edition::AiStats => Role::AiStats,
        Edition::Phaseo => Role::Phaseo,
    }
}

/// Status, and every place where the target refuses, in its order: the paths of its details, `model` for an unknown
/// model or preset.
fn ask(edition: Edition, endpoint: Endpoint, body: &Value) -> (u16, Vec<String>, Vec<u8>) {
    let simulator = Simulator { role: role(edition), seed: 11, fault: None };
    let headers = [
        ("Authorization".to_owned(), format!("Bearer {}", demo_key(simulator.role))),
        ("Content-Type".to_owned(), "application/json".to_owned()),
    ];
    let path = format!("{}{}", simulator.role.base_path(), endpoint.path());
    let text = body.to_string();
    let request = SimulatedRequest { method: "POST", path: &path, headers: &headers, body: text.as_bytes() };
    let response = simulator.respond(&request);
    let bytes: Vec<u8> = response.steps.iter().flat_map(|step| step.bytes.clone()).collect();
    if response.status == 200 {
        return (200, Vec::new(), bytes);
    }
    let error: Value = serde_json::from_slice(&bytes).unwrap();
    let part = |part: &Value| part.as_str().map_or_else(|| part.to_string(), str::to_owned);
    let place = |detail: &Value| {
        let path = detail["path"].as_array().unwrap_or_else(|| panic!("{error}"));
        path.iter().map(part).collect::<Vec<_>>().join(".")
    };
    let places = match error["details"].as_array() {
        Some(details) => details.iter().map(place).collect(),
        None => vec!["model".to_owned()],
    };
    (response.status, places, bytes)
}

fn decisions<'a>(entry: &'a Entry, aliases: &'a [(&'a str, &'a str)]) -> Decisions<'a> {
    let word = |name: &str| entry.decisions.get(name).and_then(Value::as_str);
    Decisions {
        privacy: match word("privacy") {
            None => PrivacyDecision::Ask,
            Some("zero_retention") => PrivacyDecision::ZeroRetention,
            Some("give_up") => PrivacyDecision::GiveUp,
            Some(other) => panic!("{other}"),
        },
        unsupported: match word("unsupported") {
            None => UnsupportedDecision::Ask,
            Some("leave_out") => UnsupportedDecision::LeaveOut,
            Some(other) => panic!("{other}"),
        },
        aliases,
    }
}

#[test]
fn sixty_requests_are_refused_where_the_facts_say_and_accepted_when_translated() {
    let corpus = corpus();
    assert!(corpus.len() >= 60, "{}", corpus.len());
    for entry in &corpus {
        for edition in Edition::ALL {
            let label = format!("{} at {edition:?}", entry.name);
            let endpoint = entry.endpoint();
            let expected = entry.refused(edition);
            let (status, refused, bytes) = ask(edition, endpoint, &entry.body);
            let shown = String::from_utf8_lossy(&bytes).into_owned();
            assert_eq!((&refused, status == 200), (&expected, expected.is_empty()), "{label}, as it is: {shown}");

            let aliases: Vec<(&str, &str)> =
                entry.aliases.iter().map(|(source, target)| (source.as_str(), target.as_str().unwrap())).collect();
            let is_decided = !entry.decisions.is_empty() || !aliases.is_empty();
            let undecided = translate_decided(&entry.body, endpoint, edition, &Decisions::default());
            if is_decided {
                let (_, refused, bytes) = ask(edition, endpoint, &undecided.body);
                let shown = String::from_utf8_lossy(&bytes).into_owned();
                let wanted = entry.refused_undecided.as_ref().map_or(expected, |written| places(written, edition));
                assert!(!refused.is_empty(), "{label}: nothing may be sent before a person has decided");
                assert_eq!(refused, wanted, "{label}, undecided: {shown}");
            } else {
                assert!(undecided.is_ready(), "{label}: {:#?}", undecided.changes);
            }

            let decisions = decisions(entry, &aliases);
            let translation = translate_decided(&entry.body, endpoint, edition, &decisions);
            assert!(translation.is_ready(), "{label}: {:#?}", translation.changes);
            let (status, _, bytes) = ask(edition, endpoint, &translation.body);
            let shown = String::from_utf8_lossy(&bytes).into_owned();
            assert_eq!(status, 200, "{label}, translated to {}: {shown}", translation.body);
            let changed = translation.body != entry.body;
            assert_eq!(
                changed,
                translation.changes.iter().any(|change| !change.is_kept()),
                "{label}: what changes is said: {:#?}",
                translation.changes
            );
        }
    }
}

#[test]
fn the_corpus_covers_what_the_target_refuses() {
    let told: Vec<String> = corpus()
        .iter()
        .flat_map(|entry| {
            let refused = Edition::ALL.iter().flat_map(|edition| entry.refused(*edition)).collect::<Vec<_>>();
            refused
                .into_iter()
                .map(|path| path.split('.').filter(|part| part.parse::<u8>().is_err()).collect::<Vec<_>>().join("."))
        })
        .collect();
    for place in [
        "usage",
        "transforms",
        "messages.content",
        "tools",
        "plugins.id",
        "provider.data_collection",
        "provider.enforce_distillable_text",
        "provider.quantizations",
        "cache_control",
        "include_reasoning",
        "model",
        "metadata.attempt",
        "service_tier",
        "session_id",
        "preset",
        "structured_outputs",
        "prediction",
        "temperature",
        "truncation",
    ] {
        assert!(told.iter().any(|path| path == place), "{place}");
    }
}

/// A value that the schema of the target takes, so that only the key is judged.
fn good_value(name: &str) -> Value {
    match name {
        "messages" | "input" => json!([{ "role": "user", "content": "Hi" }]),
        "models" | "modalities" | "stop" => json!(["text"]),
        "tools" | "plugins" => json!([]),
        "n" | "seed" | "max_tokens" | "max_completion_tokens" | "max_tool_calls" | "top_k" | "top_logprobs" => json!(1),
        "temperature" | "top_p" | "min_p" | "top_a" | "frequency_penalty" | "presence_penalty"
        | "repetition_penalty" => {
            json!(0.5)
        }
        "stream" | "logprobs" | "parallel_tool_calls" => json!(true),
        "reasoning_effort" => json!("low"),
        "service_tier" => json!("flex"),
        "tool_choice" | "route" | "user" | "session_id" | "prompt_cache_key" => json!("auto"),
        "response_format" => json!({ "type": "text" }),
        "model" => json!("openai/gpt-4.1-mini"),
        _ => json!({}),
    }
}

#[test]
fn the_map_says_of_every_top_level_field_what_the_target_does() {
    // Fields of other endpoints, and the row for whatever nobody knows.
    const ELSEWHERE: [&str; 5] = ["input", "dimensions", "encoding_format", "input_type", "any other key"];
    let mut judged = 0;
    for edition in Edition::ALL {
        for row in rows().iter().filter(|row| row.kind == Kind::Request && !ELSEWHERE.contains(&row.name)) {
            if row.name.contains(['.', '[', ':', ' ']) {
                continue;
            }
            let mut body = json!({ "model": "openai/gpt-4.1-mini", "messages": [{ "role": "user", "content": "Hi" }] });
            body[row.name] = good_value(row.name);
            let (status, refused, bytes) = ask(edition, Endpoint::ChatCompletions, &body);
            let shown = String::from_utf8_lossy(&bytes).into_owned();
            match row.fate(edition) {
                Fate::Same | Fate::Ignored => assert_eq!(status, 200, "{}: {shown}", row.name),
                Fate::Refused => assert_eq!((status, refused), (400, vec![row.name.to_owned()]), "{shown}"),
                other => panic!("{}: {other:?} says nothing of a plain field", row.name),
            }
            judged += 1;
        }
    }
    assert!(judged > 90, "{judged}");
}

#[test]
fn the_map_says_of_preferences_plugins_tools_and_suffixes_what_the_target_does() {
    for edition in Edition::ALL {
        let judge = |kind: Kind, name: &str, more: Value| {
            let mut body = json!({ "model": "openai/gpt-oss-20b", "messages": [{ "role": "user", "content": "Hi" }] });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            let (status, refused, _) = ask(edition, Endpoint::ChatCompletions, &body);
            let fate = row(kind, name).unwrap_or_else(|| panic!("{name} has no row")).fate(edition);
            let accepted = match (kind, fate) {
                (_, Fate::Same | Fate::Ignored) => true,
                // Ids of providers that are called the same on both sides pass as they are.
                (Kind::Preference, Fate::Translated) => true,
                _ => false,
            };
            assert_eq!(status == 200, accepted, "{kind:?} {name} is {fate:?} at {edition:?}, and {refused:?}");
        };
        for (name, value) in [
            ("order", json!(["groq"])),
            ("only", json!(["groq"])),
            ("ignore", json!(["groq"])),
            ("allow_fallbacks", json!(true)),
            ("require_parameters", json!(true)),
            ("data_collection", json!("deny")),
            ("zdr", json!(true)),
            ("enforce_distillable_text", json!(true)),
            ("quantizations", json!(["fp8"])),
            ("sort", json!("price")),
            ("max_price", json!({ "prompt": 1 })),
            ("preferred_min_throughput", json!({ "p90": 40 })),
            ("preferred_max_latency", json!(3)),
        ] {
            judge(Kind::Preference, name, json!({ "provider": { name: value } }));
        }
        for row in rows() {
            match row.kind {
                // An id has no dot: those with one are options.
                Kind::Plugin if row.name != "any other plugin" && !row.name.contains('.') => {
                    judge(Kind::Plugin, row.name, json!({ "plugins": [{ "id": row.name }] }));
                }
                Kind::Tool => judge(Kind::Tool, row.name, json!({ "tools": [{ "type": row.name }] })),
                Kind::Suffix if row.name.starts_with(':') && row.name != ":free" => {
                    judge(Kind::Suffix, row.name, json!({ "model": format!("openai/gpt-oss-20b{}", row.name) }));
                }
                _ => {}
            }
        }
    }
}

/// What the tests of chat's plain fields cannot ask: another path, a plugin that is switched off, members of a wish.
#[test]
fn the_map_says_of_responses_and_of_options_what_the_target_does() {
    let mut judged = 0;
    for edition in Edition::ALL {
        let on = |path: &str| {
            rows().iter().filter(move |row| row.kind == Kind::Request && row.name.ends_with(path)).collect::<Vec<_>>()
        };
        for row in on(" on /responses").into_iter().filter(|row| row.fate(edition) == Fate::Refused) {
            let name = row.name.trim_end_matches(" on /responses");
            let mut body = json!({ "model": "openai/gpt-4.1-mini", "input": "Hi" });
            body[name] = good_value(name);
            let (status, refused, _) = ask(edition, Endpoint::Responses, &body);
            assert_eq!((status, refused), (400, vec![name.to_owned()]), "{}", row.name);
            judged += 1;
        }
        for word in ["auto", "disabled"] {
            let body = json!({ "model": "openai/gpt-4.1-mini", "input": "Hi", "truncation": word });
            let accepted = ask(edition, Endpoint::Responses, &body).0 == 200;
            let fate = row(Kind::Request, &format!("truncation: {word}")).unwrap().fate(edition);
            assert_eq!(accepted, fate == Fate::Same, "truncation: {word}");
            judged += 1;
        }
        for row in rows().iter().filter(|row| row.kind == Kind::Plugin && row.name.ends_with(".enabled")) {
            let id = row.name.trim_end_matches(".enabled");
            let body = json!({ "model": "openai/gpt-4.1-mini", "messages": [{ "role": "user", "content": "Hi" }], "plugins": [{ "id": id, "enabled": false }] });
            let (status, refused, _) = ask(edition, Endpoint::ChatCompletions, &body);
            let wanted = if row.fate(edition) == Fate::Refused { 400 } else { 200 };
            assert_eq!(status, wanted, "{}: {refused:?}", row.name);
            judged += 1;
        }
        for percentile in ["p50", "p75", "p90", "p99"] {
            for wish in ["preferred_min_throughput", "preferred_max_latency"] {
                let body = json!({ "model": "openai/gpt-oss-20b", "messages": [{ "role": "user", "content": "Hi" }], "provider": { wish: { percentile: 3 } } });
                let (status, refused, _) = ask(edition, Endpoint::ChatCompletions, &body);
                let fate = row(Kind::Preference, &format!("{wish}.{percentile}")).unwrap().fate(edition);
                assert_eq!(status == 200, fate == Fate::Same, "{wish}.{percentile}: {refused:?}");
                judged += 1;
            }
        }
    }
    assert_eq!(judged, 2 * (4 + 2 + 8 + 8));
}

#[test]
fn answers_of_the_target_read_as_the_source_has_them() {
    for edition in Edition::ALL {
        let body = json!({ "model": "deepseek/deepseek-r1", "messages": [{ "role": "user", "content": "Why?" }], "reasoning": { "effort": "low" } });
        let (_, _, bytes) = ask(edition, Endpoint::ChatCompletions, &body);
        let sent: Value = serde_json::from_slice(&bytes).unwrap();
        let answer = translate_answer(&sent, edition).body;
        let message = &answer["choices"][0]["message"];
        assert!(message["reasoning"].as_str().is_some_and(|text| !text.is_empty()));
        assert_eq!(message["reasoning"], sent["choices"][0]["message"]["reasoning_content"]);
        assert_eq!(message["reasoning_details"][0]["type"], "reasoning.text");
        assert_eq!(answer["usage"]["cost"].to_string(), sent["usage"]["pricing"]["total_usd_str"].as_str().unwrap());
        assert_eq!(answer["id"], sent["id"]);

        let (_, _, bytes) =
            ask(edition, Endpoint::ChatCompletions, &json!({ "model": "no/such", "messages": body["messages"] }));
        let error = translate_answer(&serde_json::from_slice(&bytes).unwrap(), edition).body;
        assert_eq!(error["error"]["code"], 400);
        assert!(error["error"]["message"].as_str().unwrap().contains("no/such"));
        assert_eq!(error["error"]["metadata"]["raw"]["error"], "unsupported_model_or_endpoint");

        // A reader that appends what deltas hold reads the answer once.
        let streamed = json!({ "model": "openai/gpt-4.1-mini", "messages": [{ "role": "user", "content": "Reply with exactly: pong" }], "stream": true });
        let (_, _, bytes) = ask(edition, Endpoint::ChatCompletions, &streamed);
        let text = String::from_utf8(bytes).unwrap();
        let mut said = String::new();
        let mut finish = None;
        for frame in text.lines().filter_map(|line| line.strip_prefix("data: ")).filter(|data| *data != "[DONE]") {
            let frame = translate_frame(&serde_json::from_str(frame).unwrap(), edition).body;
            for choice in frame["choices"].as_array().unwrap() {
                said.push_str(choice["delta"]["content"].as_str().unwrap_or_default());
                assert_eq!(choice.get("message"), None);
                finish = choice["finish_reason"].as_str().map(str::to_owned).or(finish);
            }
        }
        assert_eq!((said.as_str(), finish.as_deref()), ("pong", Some("stop")));
    }
}

#[test]
fn the_scanner_warns_of_every_field_that_the_map_calls_refused() {
    // `prompt` alone is too common a word to be looked for in code, and `fallbacks` is one of a client's own settings.
    const NOT_LOOKED_FOR: [&str; 3] = ["prompt", "fallbacks", "any other key"];
    let plain = |name: &str| !name.contains(['.', '[', ':', ' ']);
    let refused = |kind: Kind| {
        rows()
            .iter()
            .filter(move |row| row.kind == kind && plain(row.name) && row.fate(Edition::AiStats) == Fate::Refused)
    };
    let fields = refused(Kind::Request)
        .map(|row| format!("{}: wanted", row.name))
        .filter(|member| NOT_LOOKED_FOR.iter().all(|name| !member.starts_with(&format!("{name}:"))));
    let wishes = refused(Kind::Preference).map(|row| format!("provider: {{ {}: \"deny\" }}", row.name));
    let plugins = refused(Kind::Plugin).map(|row| format!("plugins: [{{ id: \"{}\" }}]", row.name));
    let tools =
        rows().iter().filter(|row| row.kind == Kind::Tool).map(|row| format!("tools: [{{ type: \"{}\" }}]", row.name));
    let mut silent = Vec::new();
    let mut asked = 0;
    for member in fields.chain(wishes).chain(plugins).chain(tools) {
        let code = format!(
            "import OpenAI from \"openai\";\nconst client = new OpenAI({{ baseURL: \"https://openrouter.ai/api/v1\", apiKey: process.env.OPENROUTER_API_KEY }});\nawait client.chat.completions.create({{\n  model: \"openai/gpt-4o\",\n  messages,\n  {member},\n}});\n"
        );
        let bench = crate::corpus::scanned(&[("p/chat.ts".to_owned(), code.into_bytes())], Settings::default());
        let told = bench.findings().any(|finding| {
            finding.line == 6
                && matches!(finding.class, Class::Field | Class::Routing)
                && finding.action != Action::Information
        });
        if !told {
            silent.push(member);
        }
        asked += 1;
    }
    assert!(asked > 35, "{asked}");
    assert!(silent.is_empty(), "{silent:#?}");
}
