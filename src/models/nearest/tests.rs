//! Ids that are easy to mix up, and which of the target's comes first for each, with its reason.
//! Not the corpus of spellings, which is a native test. **Invariant:** no candidate is the same for certain.

use super::*;

/// Ids of the target's catalogue as of 22 Aug 2026, chosen for being easy to mix up.
const CATALOGUE: &str = "
openai/gpt-4o openai/gpt-4o-2024-05-13 openai/gpt-4o-2024-08-06 openai/gpt-4o-mini openai/gpt-4.1 openai/gpt-4.1-mini
openai/gpt-5 openai/gpt-5-mini openai/gpt-5-pro openai/gpt-5-chat openai/o3 openai/o3-mini openai/o1-mini
openai/chatgpt-4o openai/gpt-oss-20b openai/gpt-oss-120b
anthropic/claude-3-haiku anthropic/claude-haiku-4.5 anthropic/claude-sonnet-4.5 anthropic/claude-sonnet-4.6
anthropic/claude-opus-4.5 anthropic/claude-opus-4.7 anthropic/claude-opus-4.8
google/gemini-2.5-pro google/gemini-2.5-flash google/gemini-2.5-flash-lite google/gemini-3-flash-preview
google/gemma-3-27b google/gemma-4-31b google/gemma-4-31b:free
meta/llama-3.1-8b meta/llama-3.1-70b meta/llama-3.3-70b meta/llama-4-maverick
mistral/mistral-large-3 mistral/mistral-medium-3.0 mistral/mistral-medium-3.1 mistral/mistral-small-3.2 mistral/codestral
mistral/devstral-medium-1.0 mistral/mistral-nemo
deepseek/deepseek-r1 deepseek/deepseek-r1-0528 deepseek/deepseek-v3 deepseek/deepseek-v3-0324 deepseek/deepseek-v3.1
qwen/qwen2.5-72b qwen/qwen2.5-7b qwen/qwen3-8b qwen/qwen3-32b qwen/qwen2.5-vl-72b-instruct
spacex-ai/grok-4.3 spacex-ai/grok-4.5 bytedance/seed-1.6 cogito/cogito-671b-v2.1 essential-ai/rnj-1
liquid-ai/lfm-2-24b-a2b ibm/granite-4.1-8b nousresearch/hermes-4-70b nous/hermes-3-llama-3.1-405b phaseo/auto
";

fn ask(rows: &[ModelRow], id: &str) -> Vec<Candidate> {
    let ranked = NearestIndex::new(rows, |_| true).nearest(rows, &ModelName::read(id), None);
    ranked.into_iter().map(|ranked| ranked.candidate).collect()
}

fn nearest(id: &str) -> Vec<Candidate> {
    let aliases = ["mistralai/mistral-nemo".to_owned()];
    let row = |id: &str| ModelRow {
        id: id.to_owned(),
        aliases: if id.ends_with("nemo") { aliases.to_vec() } else { Vec::new() },
        ..ModelRow::default()
    };
    let rows: Vec<ModelRow> = CATALOGUE.split_whitespace().map(row).collect();
    ask(&rows, id)
}

#[track_caller]
fn check(id: &str, first: &str, confidence: Confidence, reason: &str) {
    let candidates = nearest(id);
    let shown = format!("{candidates:#?}");
    let candidate = candidates.first().expect("a candidate");
    assert_eq!((candidate.id.as_str(), candidate.confidence), (first, confidence), "{shown}");
    assert!(candidate.reason.contains(reason), "{shown}");
    assert!(candidates.len() <= MOST_CANDIDATES);
}

#[test]
fn spelling_habits_of_the_gateways_are_likely() {
    use Confidence::Likely;
    check(
        "x-ai/grok-4.3",
        "spacex-ai/grok-4.3",
        Likely,
        "the name is the same, under author `spacex-ai` (the source calls the author `x-ai`)",
    );
    check("meta-llama/llama-3.3-70b-instruct", "meta/llama-3.3-70b", Likely, "without `instruct`");
    check("meta-llama/llama-4-maverick", "meta/llama-4-maverick", Likely, "under author `meta`");
    check("google/gemma-3-27b-it", "google/gemma-3-27b", Likely, "without `it`");
    check("mistralai/mistral-medium-3", "mistral/mistral-medium-3.0", Likely, "the name is the same");
    check("mistralai/mistral-medium-3.1", "mistral/mistral-medium-3.1", Likely, "the name is the same");
    check("bytedance-seed/seed-1.6", "bytedance/seed-1.6", Likely, "the name is the same");
    check("deepseek/deepseek-chat-v3-0324", "deepseek/deepseek-v3-0324", Likely, "without `chat`");
    check("deepcogito/cogito-v2.1-671b", "cogito/cogito-671b-v2.1", Likely, "order of words");
    check("essentialai/rnj-1-instruct", "essential-ai/rnj-1", Likely, "without `instruct`");
    check("anthropic/claude-sonnet-4-5", "anthropic/claude-sonnet-4.5", Likely, "dots and dashes");
    check("qwen/qwen-2.5-72b-instruct", "qwen/qwen2.5-72b", Likely, "without `instruct`");
    check("OpenAI/GPT-4o", "openai/gpt-4o", Likely, "the name is the same");
    check("openrouter/openai/gpt-4o", "openai/gpt-4o", Likely, "without the client's prefix `openrouter/`");
    check("openai/chatgpt-4o-latest", "openai/chatgpt-4o", Likely, "without `latest`");
    check("openai/gpt-4o:nitro", "openai/gpt-4o", Likely, "without the suffix `:nitro`, a routing rule");
}

#[test]
fn what_is_dropped_or_added_is_said() {
    use Confidence::Possible;
    check(
        "google/gemma-3-27b-it:free",
        "google/gemma-3-27b",
        Possible,
        "without the suffix `:free`, so it is paid for",
    );
    check("openai/gpt-oss-20b:free:online", "openai/gpt-oss-20b", Possible, "without the suffix `:online`");
    check("openai/gpt-4o-2024-11-20", "openai/gpt-4o", Possible, "conflict: the date `20241120` is dropped");
    check("openai/gpt-4o-mini-2024-07-18", "openai/gpt-4o-mini", Possible, "conflict: the date");
    check("mistralai/codestral-2508", "mistral/codestral", Possible, "conflict: the date `2508` is dropped");
    check("mistralai/devstral-medium", "mistral/devstral-medium-1.0", Possible, "the version `1` is added");
    check(
        "mistralai/mistral-small-3.2-24b-instruct",
        "mistral/mistral-small-3.2",
        Possible,
        "the size `24b` is not named",
    );
    check("mistralai/mistral-large-2512", "mistral/mistral-large-3", Possible, "the author published `2512` as `3`");
    check("openai/o3-mini-high", "openai/o3-mini", Possible, "`high` is the parameter `reasoning.effort`");
    check(
        "anthropic/claude-opus-4.7-fast",
        "anthropic/claude-opus-4.7",
        Possible,
        "`fast` is the parameter `service_tier`, at another price",
    );
    check("openrouter/auto", "phaseo/auto", Possible, "a router");
    check("gpt-4o", "openai/gpt-4o", Possible, "the source names none");
    check("groq/llama-3.3-70b", "meta/llama-3.3-70b", Possible, "another author, `meta` instead of `groq`");
}

#[test]
fn another_sibling_size_or_version_is_weak() {
    use Confidence::Weak;
    check("mistralai/mistral-large-2411", "mistral/mistral-large-3", Weak, "conflict: that date is version `2.1`");
    check(
        "~anthropic/claude-opus-latest",
        "anthropic/claude-opus-4.8",
        Confidence::Possible,
        "the version `4.8` is added",
    );
    check("google/gemini-2.5-pro-fast", "google/gemini-2.5-pro", Weak, "conflict: not the `fast` model");
    check("meta-llama/llama-3.1-405b-instruct", "meta/llama-3.1-70b", Weak, "conflict: size `70b` instead of `405b`");
    check("spacex-ai/grok-4.4", "spacex-ai/grok-4.3", Weak, "conflict: version `4.3` instead of `4.4`");
    check("google/gemini-2.5-pro-preview", "google/gemini-2.5-pro", Weak, "conflict: the source's is a `preview`");
    check("openai/gtp-4o", "openai/gpt-4o", Weak, "similar spelling only");
    check("opnai/gpt-4o", "openai/gpt-4o", Confidence::Possible, "another author");
    check("mistral/codestrall", "mistral/codestral", Weak, "`codestrall` is `codestral` here");
}

#[test]
fn hard_negatives_never_pass_for_the_same() {
    for (wanted, other) in [
        ("openai/gpt-4o-mini-high", "openai/gpt-4o"),
        ("openai/gpt-4o-preview", "openai/gpt-4o"),
        ("openai/gpt-4o-preview", "openai/gpt-4o-mini"),
        ("openai/gpt-5-nano", "openai/gpt-5"),
        ("openai/gpt-5-nano", "openai/gpt-5-mini"),
        ("openai/gpt-4", "openai/gpt-4o"),
        ("openai/gpt-4", "openai/gpt-4.1"),
        ("openai/gpt-4.5", "openai/gpt-4.1"),
        ("anthropic/claude-sonnet-4", "anthropic/claude-sonnet-4.5"),
        ("anthropic/claude-3.5-haiku", "anthropic/claude-3-haiku"),
        ("anthropic/claude-sonnet-4.7", "anthropic/claude-opus-4.7"),
        ("meta-llama/llama-3.3-8b-instruct", "meta/llama-3.3-70b"),
        ("qwen/qwen3-14b", "qwen/qwen3-8b"),
        ("google/gemma-4-31b-it", "google/gemma-4-31b:free"),
        ("google/gemini-3-flash", "google/gemini-3-flash-preview"),
        ("deepseek/deepseek-r1-0120", "deepseek/deepseek-r1-0528"),
        ("qwen/qwen2.5-72b-instruct-vl", "qwen/qwen2.5-72b"),
    ] {
        for candidate in nearest(wanted).iter().filter(|candidate| candidate.id == other) {
            assert_eq!(candidate.confidence, Confidence::Weak, "{wanted} {candidate:?}");
            assert!(candidate.reason.contains("conflict"), "{wanted} {candidate:?}");
        }
    }
}

#[test]
fn what_is_like_nothing_has_no_candidates() {
    for id in ["perplexity/sonar", "amazon/nova-lite", "@preset/mine", "", "///", "::", "zzz"] {
        assert_eq!(nearest(id), [], "{id}");
    }
}

#[test]
fn an_alias_leads_to_its_model_once() {
    let candidates = nearest("mistralai/mistral-nemo-instruct");
    let ids: Vec<&str> = candidates.iter().map(|candidate| candidate.id.as_str()).collect();
    assert_eq!(ids.iter().filter(|id| **id == "mistral/mistral-nemo").count(), 1, "{candidates:#?}");
    assert_eq!(ids.first(), Some(&"mistral/mistral-nemo"));
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use super::super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_can_be_looked_for(id in ".*", listed in proptest::collection::vec(".*", 0..6)) {
            let rows: Vec<ModelRow> = listed.iter().filter_map(|id| ModelRow::from_id(id)).collect();
            prop_assert!(super::ask(&rows, &id).len() <= MOST_CANDIDATES);
        }

        #[test]
        fn the_order_of_the_catalogue_does_not_matter(
            mut listed in proptest::collection::hash_set("(openai|x-ai|spacex-ai)/(gpt|grok|o)-?[1-5](-mini|-fast|:free|-8b)?", 0..30)
                .prop_map(|set| set.into_iter().collect::<Vec<_>>()),
            id in "(openai|x-ai)/(gpt|grok|o)-?[1-5](-mini|-fast|:free|-8b)?",
        ) {
            let ask = |listed: &[String]| {
                let rows: Vec<ModelRow> = listed.iter().filter_map(|id| ModelRow::from_id(id)).collect();
                super::ask(&rows, &id)
            };
            let one = ask(&listed);
            listed.sort();
            prop_assert_eq!(one, ask(&listed));
        }
    }
}
