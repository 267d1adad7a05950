//! The ids of the source against the target's list of one day, with labels that were set by hand before any rule was.
//! Prints a table by status; `SWITCHYARD_LIST=1` lists every label that was missed.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use switchyard::gateway::catalogue::ModelRow;
use switchyard::gateway::money::Usd;
use switchyard::gateway::profiles::PHASEO;
use switchyard::models::validation::{AliasRow, AliasStatus, Approver, Decision, Lists, validate_lists};

fn fixture(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/models").join(name)).unwrap()
}

fn lines(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

/// The source's rows, as its list has them for living models; a retired one says so.
fn source() -> Vec<ModelRow> {
    let number = |text: &str| text.parse::<u64>().ok();
    let price = |text: &str| Usd::from_json(&serde_json::Value::String(text.to_owned()));
    lines(&fixture("source_list.tsv"))
        .map(|columns| {
            let column = |position: usize| columns.get(position).copied().unwrap_or_default();
            let retired = column(1) == "retired";
            ModelRow {
                id: column(0).to_owned(),
                lifecycle_status: retired.then(|| "retired".to_owned()),
                retires_at: retired.then(|| column(2).to_owned()),
                context_length: number(column(4)),
                price_input_per_million: price(column(6)),
                price_output_per_million: price(column(7)),
                ..ModelRow::default()
            }
        })
        .collect()
}

fn target() -> Vec<ModelRow> {
    let list: serde_json::Value = serde_json::from_str(&fixture("target_list.json")).unwrap();
    list.as_array().unwrap().iter().map(|row| ModelRow::read(row).unwrap()).collect()
}

/// Where the right target stands among those shown: 0 is first, `None` nowhere.
fn place(row: &AliasRow, right: &str, rows: &HashMap<String, String>) -> Option<usize> {
    let of = |id: &str| rows.get(id).cloned().unwrap_or_else(|| id.to_owned());
    match row.approved_target() {
        Some(target) => (of(target) == right).then_some(0),
        None => row.candidates.iter().position(|candidate| of(&candidate.id) == right),
    }
}

struct Score {
    labels: usize,
    placeable: usize,
    first: usize,
    third: usize,
    status: usize,
    wrong: Vec<String>,
}

/// Judges a file of labels; `wrong` are ids that were approved without a person and should not have been.
fn score(labels: &str, source: &[ModelRow], target: &[ModelRow]) -> Score {
    let text = fixture(labels);
    let labels: Vec<(&str, &str, &str)> = lines(&text).map(|columns| (columns[0], columns[1], columns[2])).collect();
    let ids: Vec<String> = labels.iter().map(|(id, ..)| (*id).to_owned()).collect();
    let of: HashMap<String, String> =
        target.iter().flat_map(|row| row.aliases.iter().map(|alias| (alias.clone(), row.id.clone()))).collect();
    let rows = validate_lists(&ids, Lists { source, target, facts: Some(PHASEO.catalogue), is_cut: false }, &[]);
    let mut score = Score { labels: labels.len(), placeable: 0, first: 0, third: 0, status: 0, wrong: Vec::new() };
    let list = std::env::var_os("SWITCHYARD_LIST").is_some();
    for ((id, right, status), row) in labels.into_iter().zip(&rows) {
        let place = place(row, right, &of);
        score.status += usize::from(row.status.word() == status);
        if right != "-" {
            score.placeable += 1;
            score.first += usize::from(place == Some(0));
            score.third += usize::from(place.is_some_and(|place| place < 3));
        }
        if row.is_approved() && place.is_none() {
            score.wrong.push(id.to_owned());
        }
        if list && (row.status.word() != status || right != "-" && place != Some(0)) {
            println!("{id}: {} instead of {status}, {right} at {place:?}", row.status.word());
            for candidate in row.candidates.iter().take(3) {
                println!("    {} ({}) {}", candidate.id, candidate.confidence.word(), candidate.reason);
            }
        }
    }
    score
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole as f64
}

fn print(title: &str, score: &Score) {
    println!(
        "{title}: {} labels, status as labelled {:.1} %; of {} that a person can place, first {:.1} %, among the first three {:.1} %; wrongly approved {}",
        score.labels,
        percent(score.status, score.labels),
        score.placeable,
        percent(score.first, score.placeable),
        percent(score.third, score.placeable),
        score.wrong.len()
    );
}

#[test]
fn the_corpus_of_ids_is_placed() {
    let (source, target) = (source(), target());
    let ids: Vec<String> = source.iter().map(|row| row.id.clone()).collect();
    assert_eq!(ids.len(), 517);
    let rows = validate_lists(&ids, Lists { source: &source, target: &target, ..Lists::default() }, &[]);
    let mut table: BTreeMap<usize, (&str, usize, usize, usize)> = BTreeMap::new();
    for row in &rows {
        let order = AliasStatus::WORDS.iter().position(|word| *word == row.status.word()).unwrap();
        let entry = table.entry(order).or_insert((row.status.word(), 0, 0, 0));
        entry.1 += 1;
        entry.2 += usize::from(row.is_approved());
        entry.3 += usize::from(!row.candidates.is_empty());
        let by_list = matches!(row.decision, Decision::Approved { by: Approver::Catalogue, .. });
        assert_eq!(by_list, row.status.is_listed(), "{}", row.source);
        assert!(row.evidence().ends_with('.') && !row.finding.rule.is_empty(), "{row:?}");
    }
    println!("status      ids  approved  with candidates");
    for (word, count, approved, candidates) in table.values() {
        println!("{word:<10} {count:>4}  {approved:>8}  {candidates:>15}");
    }
    let score = score("labels.tsv", &source, &target);
    print("labels of the source's list", &score);
    assert_eq!(score.wrong, [""; 0]);
    assert!(score.labels >= 170);
    assert!(percent(score.first, score.placeable) >= 95.0);
    assert!(percent(score.third, score.placeable) >= 99.0);
    assert!(percent(score.status, score.labels) >= 95.0);
}

#[test]
fn the_corpus_of_spellings_is_placed_without_any_list_of_the_source() {
    let target = target();
    let spellings = score("spellings.tsv", &[], &target);
    print("spellings of code", &spellings);
    assert_eq!(spellings.wrong, [""; 0]);
    assert!(percent(spellings.first, spellings.placeable) >= 95.0);
    assert!(percent(spellings.third, spellings.placeable) >= 99.0);
    // A bare list of ids, as an old server gives it, must not lead astray either.
    let bare: Vec<ModelRow> = target.iter().filter_map(|row| ModelRow::from_id(&row.id)).collect();
    let labels = score("labels.tsv", &[], &bare);
    print("the source's list against bare ids", &labels);
    assert_eq!(labels.wrong, [""; 0]);
    assert!(percent(labels.first, labels.placeable) >= 95.0);
}

/// Prints a time, which is no verdict on a shared machine; the page's own is in tests/e2e/models.test.mjs.
#[test]
#[ignore = "prints a time"]
#[allow(clippy::disallowed_methods, reason = "this test does not run in a browser")]
fn speed_of_five_hundred_ids_against_two_thousand_rows() {
    let names =
        ["openai/gpt", "anthropic/claude-sonnet", "google/gemini-flash", "meta/llama", "qwen/qwen", "spacex-ai/grok"];
    let id =
        |number: usize| format!("{}-{}.{}-{}b", names[number % names.len()], number / 200, number % 10, number % 100);
    let target: Vec<ModelRow> = (0..2_000).filter_map(|number| ModelRow::from_id(&id(number))).collect();
    let ids: Vec<String> = (0..500).map(|number| format!("{}-instruct:free", id(number * 7 + 3))).collect();
    for _ in 0..5 {
        let start = std::time::Instant::now();
        let rows = validate_lists(&ids, Lists { source: &target, target: &target, ..Lists::default() }, &[]);
        println!("{} ids against {} rows: {:?}", rows.len(), target.len(), start.elapsed());
    }
}
