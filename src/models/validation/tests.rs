use super::*;
use crate::models::nearest::Confidence;

fn ids(list: &[&str]) -> Vec<String> {
    list.iter().map(|id| (*id).to_owned()).collect()
}

fn rows(list: &[&str], earlier: &[AliasRow]) -> Vec<AliasRow> {
    let nemo = ["mistralai/mistral-nemo".to_owned(), "openai/gpt-4o".to_owned()];
    let latest = ["openai/gpt-latest".to_owned()];
    let catalogue = [
        CatalogueEntry { id: "mistral/mistral-nemo", aliases: &nemo },
        CatalogueEntry { id: "openai/gpt-4o", aliases: &[] },
        CatalogueEntry { id: "openai/gpt-5.6-sol", aliases: &latest },
        CatalogueEntry { id: "google/gemma-4-31b", aliases: &[] },
        CatalogueEntry { id: "google/gemma-4-31b:free", aliases: &[] },
    ];
    validate_again(&ids(list), catalogue, earlier)
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
    assert_eq!(rows[3].status, AliasStatus::Missing);
    assert_eq!((rows[3].target(), rows[3].is_approved()), (None, false));
    assert_eq!(rows[3].candidates[0].id, "openai/gpt-4o");
    assert!(rows.iter().all(|row| row.evidence().ends_with('.')));
}

#[test]
fn a_likely_candidate_is_not_chosen() {
    let rows = rows(&["OpenAI/GPT-4o"], &[]);
    assert_eq!(rows[0].candidates[0].confidence, Confidence::Likely);
    assert_eq!(rows[0].decision, Decision::Open);
}

#[test]
fn a_suffix_is_part_of_the_listing() {
    let rows = rows(&["google/gemma-4-31b:free", "openai/gpt-4o:free"], &[]);
    assert_eq!(rows[0].approved_target(), Some("google/gemma-4-31b:free"));
    assert_eq!(rows[1].status, AliasStatus::Missing);
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

#[test]
fn a_large_code_base_against_a_large_catalogue_is_quick_work() {
    // The bound that matters is the page's (50 ms); this one only notices quadratic work in an unoptimised build.
    let authors = ["openai", "anthropic", "google", "meta", "mistral", "qwen", "deepseek", "spacex-ai"];
    let families = ["gpt", "claude-sonnet", "gemini-flash", "llama", "mistral-large", "qwen", "deepseek-v", "grok"];
    let listed: Vec<String> = (0..2_000)
        .map(|number| {
            let family = number % authors.len();
            format!("{}/{}-{}.{}-{}b", authors[family], families[family], number / 200, number % 10, number % 100)
        })
        .collect();
    let used: Vec<String> =
        (0..500).map(|number| format!("x-ai/grok-{}.{}-instruct:free", number / 20, number % 20)).collect();
    let rows = validate(&used, listed.iter().map(|id| CatalogueEntry { id, aliases: &[] }));
    assert_eq!(rows.len(), 500);
    assert!(rows.iter().all(|row| !row.candidates.is_empty() && !row.is_approved()));
}
