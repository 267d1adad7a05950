//! What becomes of each id: its status, what a person decides, and what outlives a new validation.
//! Not likeness, which `nearest` has. **Invariant:** only the target's own word or a person approves.

use serde_json::json;

use super::*;
use crate::gateway::profiles::PHASEO;
use crate::models::nearest::Confidence;

fn ids(list: &[&str]) -> Vec<String> {
    list.iter().map(|id| (*id).to_owned()).collect()
}

fn rows(list: &[&str], earlier: &[AliasRow]) -> Vec<AliasRow> {
    let nemo = ["mistralai/mistral-nemo".to_owned(), "openai/gpt-4o".to_owned()];
    let latest = ["openai/gpt-latest".to_owned()];
    let row =
        |id: &str, aliases: &[String]| ModelRow { id: id.to_owned(), aliases: aliases.to_vec(), ..ModelRow::default() };
    let target = [
        row("mistral/mistral-nemo", &nemo),
        row("openai/gpt-4o", &[]),
        row("openai/gpt-5.6-sol", &latest),
        row("google/gemma-4-31b", &[]),
        row("google/gemma-4-31b:free", &[]),
    ];
    validate_lists(&ids(list), Lists { target: &target, ..Lists::default() }, earlier)
}

#[test]
fn only_the_targets_own_word_approves() {
    let rows = rows(&["openai/gpt-4o", "mistralai/mistral-nemo", "openai/gpt-latest", "openai/gpt-4o-2024-11-20"], &[]);
    assert_eq!(rows[0].status, AliasStatus::Exact);
    assert_eq!(rows[0].approved_target(), Some("openai/gpt-4o"));
    assert_eq!(rows[1].status, AliasStatus::Alias { of: "mistral/mistral-nemo".into() });
    assert_eq!(rows[1].approved_target(), Some("mistral/mistral-nemo"));
    assert_eq!(rows[2].status, AliasStatus::Alias { of: "openai/gpt-5.6-sol".into() });
    assert_eq!(rows[2].approved_target(), Some("openai/gpt-latest"), "a moving alias goes on moving");
    assert_eq!(rows[3].status, AliasStatus::Renamed);
    assert_eq!((rows[3].target(), rows[3].is_approved()), (None, false));
    assert_eq!(rows[3].candidates[0].id, "openai/gpt-4o");
    assert!(rows.iter().all(|row| row.evidence().ends_with('.')));
}

#[test]
fn a_likely_candidate_is_not_chosen() {
    let rows = rows(&["OpenAI/GPT-4o"], &[]);
    assert_eq!((&rows[0].status, rows[0].finding.rule.as_str()), (&AliasStatus::Renamed, "renamed: spelling"));
    assert_eq!(rows[0].candidates[0].confidence, Confidence::Likely);
    assert_eq!(rows[0].decision, Decision::Open);
}

#[test]
fn a_suffix_is_part_of_the_listing() {
    let rows = rows(&["google/gemma-4-31b:free", "openai/gpt-4o:free"], &[]);
    assert_eq!(rows[0].approved_target(), Some("google/gemma-4-31b:free"));
    assert_eq!((&rows[1].status, rows[1].target()), (&AliasStatus::Variant, None));
}

#[test]
fn a_person_picks_and_then_approves() {
    let mut row = rows(&["x/y-1"], &[]).remove(0);
    row.approve(true);
    assert_eq!(row.decision, Decision::Open, "there is nothing to approve");
    row.pick(" openai/gpt-4o ");
    assert_eq!((row.target(), row.approved_target()), (Some("openai/gpt-4o"), None));
    row.approve(true);
    assert_eq!(row.approved_target(), Some("openai/gpt-4o"));
    row.pick("openai/gpt-4o");
    assert!(row.is_approved(), "picking the same again changes nothing");
    row.pick("openai/gpt-5.6-sol");
    assert!(!row.is_approved(), "a changed target has to be approved anew");
    row.approve(true);
    row.approve(false);
    assert_eq!(row.decision, Decision::Picked { target: "openai/gpt-5.6-sol".into() });
    row.pick("");
    assert_eq!(row.decision, Decision::Open);
}

#[test]
fn decisions_of_a_person_outlive_a_new_validation() {
    let list = ["x/y-1", "x/y-2", "openai/gpt-4o", "x/y-3"];
    let mut first = rows(&list, &[]);
    first[0].pick("openai/gpt-5.6-sol");
    first[0].approve(true);
    first[1].pick("no/longer-listed");
    first[1].approve(true);
    first[2].approve(false);
    let second = rows(&list, &first);
    assert_eq!(second[0].approved_target(), Some("openai/gpt-5.6-sol"));
    assert_eq!(second[1].decision, Decision::Picked { target: "no/longer-listed".into() });
    assert_eq!(second[2].decision, Decision::Picked { target: "openai/gpt-4o".into() });
    assert_eq!(second[3].decision, Decision::Open);
}

/// Judges one id against whole rows of both sides.
fn judged(id: &str, source: serde_json::Value, target: serde_json::Value) -> AliasRow {
    let read = |list: serde_json::Value| -> Vec<ModelRow> {
        list.as_array().unwrap().iter().filter_map(ModelRow::read).collect()
    };
    let (source, target) = (read(source), read(target));
    validate_lists(
        &ids(&[id]),
        Lists { source: &source, target: &target, facts: Some(PHASEO.catalogue), is_cut: false },
        &[],
    )
    .remove(0)
}

#[track_caller]
fn check(row: &AliasRow, status: &str, first: Option<&str>, evidence: &str) {
    assert_eq!((row.status.word(), row.candidates.first().map(|first| first.id.as_str())), (status, first), "{row:#?}");
    assert!(row.evidence().contains(evidence), "{row:#?}");
    assert_eq!(row.is_approved(), row.status.is_listed());
}

#[test]
fn what_the_lists_say_counts() {
    let plain = json!([{"id": "a/m-1"}, {"id": "a/m-2"}]);
    let dated = json!([{"id": "a/other", "canonical_slug": "a/m-20250101"}]);
    let row = judged("a/m-20250101", dated.clone(), json!([{"id": "a/other"}, {"id": "a/m-2"}]));
    check(&row, "renamed", Some("a/other"), "as the dated id of `a/other`");
    assert_eq!(row.finding.proof, [(Side::Source, "a/other".to_owned()), (Side::Target, "a/other".to_owned())]);
    let retired = json!([{"id": "a/old-3", "lifecycle": {"status": "retired", "retires_at": "2026-05-01"}}]);
    check(&judged("a/old-3", retired, plain.clone()), "retired", None, "The source retired it on 2026-05-01.");
    let replaced = json!([
        {"id": "a/m-1", "lifecycle": {"status": "retired", "replacement_id": "a/m-2"}},
        {"id": "a/m-2"},
    ]);
    let row = judged("a/m-1", json!([]), replaced);
    check(&row, "retired", Some("a/m-2"), "It says to use `a/m-2` instead.");
    assert!(row.candidates[0].reason.contains("conflict"), "a replacement is another model");
    let ending = json!([{"id": "a/m-1", "lifecycle": {"status": "active", "retires_at": "2027-01-01"}}]);
    check(&judged("a/m-1", json!([]), ending), "exact", None, "retires it on 2027-01-01");
    let varies = json!([{"id": "openrouter/new-router", "pricing": {"prompt": "-1", "completion": "-1"}}]);
    check(&judged("openrouter/new-router", varies, plain), "router", None, "chooses a model for each request");
}

#[test]
fn rows_in_conflict_lower_a_candidate_and_say_so() {
    let source = json!([{"id": "x-ai/grok-9", "context_length": 200000,
        "architecture": {"input_modalities": ["text", "image"], "output_modalities": ["text"]}}]);
    let grok = |context: u64, output: &str| {
        json!([
            {"id": "spacex-ai/grok-9", "context_length": context, "modalities": {"input": ["text", "image"], "output": [output]}},
        ])
    };
    let row = judged("x-ai/grok-9", source.clone(), grok(200_000, "text"));
    check(&row, "renamed", Some("spacex-ai/grok-9"), "author `spacex-ai`");
    assert_eq!(row.finding.confidence, Confidence::Likely);
    let row = judged("x-ai/grok-9", source.clone(), grok(32_000, "text"));
    check(
        &row,
        "renamed",
        Some("spacex-ai/grok-9"),
        "conflict: context 32\u{2009}000 instead of 200\u{2009}000 tokens",
    );
    assert_eq!(row.finding.confidence, Confidence::Possible);
    let row = judged("x-ai/grok-9", source, grok(200_000, "image"));
    check(&row, "missing", Some("spacex-ai/grok-9"), "conflict: it answers no text");
    assert_eq!(row.candidates[0].confidence, Confidence::Weak);
}

#[test]
fn routers_presets_and_models_in_disguise_are_told_apart() {
    let target = json!([{"id": "phaseo/auto"}, {"id": "openai/gpt-4o"}]);
    let judged = |id: &str| judged(id, json!([]), target.clone());
    check(&judged("openrouter/auto"), "router", Some("phaseo/auto"), "what it chooses from differs");
    check(&judged("openrouter/fusion"), "router", None, "names no such router");
    check(&judged("@preset/mine"), "preset", None, "The preset `mine`");
    check(&judged("openai/gpt-4o@preset/mine"), "preset", Some("openai/gpt-4o"), "made anew");
    check(&judged("openrouter/owl-alpha"), "retired", None, "whose maker is not told");
}

#[test]
fn every_word_of_a_status_is_read_back() {
    for word in AliasStatus::WORDS {
        assert_eq!(AliasStatus::parse(word, "a/b").word(), word);
    }
}

#[test]
fn a_large_code_base_against_a_large_catalogue_is_quick_work() {
    // The bound that matters is the page's (50 ms); this one only notices quadratic work in an unoptimised build.
    let (used, listed) = large();
    let rows = validate(&used, listed.iter().map(|id| CatalogueEntry { id, aliases: &[] }));
    assert_eq!(rows.len(), 500);
    assert!(rows.iter().all(|row| !row.candidates.is_empty() && !row.is_approved()));
}

/// Ids of a code base, none of them listed, and a list.
fn large() -> (Vec<String>, Vec<String>) {
    let authors = ["openai", "anthropic", "google", "meta", "mistral", "qwen", "deepseek", "spacex-ai"];
    let families = ["gpt", "claude-sonnet", "gemini-flash", "llama", "mistral-large", "qwen", "deepseek-v", "grok"];
    let listed = (0..2_000)
        .map(|number| {
            let family = number % authors.len();
            format!("{}/{}-{}.{}-{}b", authors[family], families[family], number / 200, number % 10, number % 100)
        })
        .collect();
    let used = (0..500)
        .map(|number| {
            let family = number % authors.len();
            let author =
                ["openai", "anthropic", "google", "meta-llama", "mistralai", "qwen", "deepseek", "x-ai"][family];
            format!("{author}/{}-{}.{}-instruct:free", families[family], number / 20, number % 20)
        })
        .collect();
    (used, listed)
}
