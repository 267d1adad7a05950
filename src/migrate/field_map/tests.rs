//! The table against its rules, against the list of all fields that the documents name, and against what other parts
//! of the product say of the same fields.

use super::*;
use crate::gateway::profile::Profile;
use crate::migrate::compatibility::{Outcome, ResponseField};
use std::collections::HashSet;

const FIELDS: &str = include_str!("../../../tests/fixtures/field_map/fields.txt");

#[test]
fn every_line_is_a_row() {
    let lines: Vec<&str> = TABLE.lines().collect();
    assert_eq!(lines[0], "kind\tname\tai_stats\tphaseo\ttarget\tnote\tsource\tdate");
    for line in lines.iter().skip(1) {
        assert!(Row::read(line).is_some(), "{line}");
    }
    assert_eq!(rows().len(), lines.len() - 1);
}

#[test]
fn rows_are_complete_and_stand_once() {
    let mut seen = HashSet::new();
    for row in rows() {
        assert!(seen.insert((row.kind.word(), row.name.to_ascii_lowercase())), "{row:?} stands twice");
        assert!(!row.name.is_empty() && !row.source.is_empty(), "{row:?}");
        let date: Vec<usize> = row.date.split('-').map(str::len).collect();
        assert_eq!(date, [4, 2, 2], "{row:?}");
        assert!(row.note.is_empty() || row.note.ends_with('.'), "{row:?}");
        let known = Edition::ALL.iter().any(|edition| matches!(row.fate(*edition), Fate::Renamed | Fate::Translated));
        assert!(!known || !row.target.is_empty(), "what is renamed has a name there: {row:?}");
    }
    assert!(Kind::ALL.iter().all(|kind| rows().iter().any(|row| row.kind == *kind)));
    assert!(Fate::ALL.iter().all(|fate| rows().iter().any(|row| row.fate(Edition::Phaseo) == *fate)));
}

#[test]
fn words_lead_back() {
    assert!(Fate::ALL.iter().all(|fate| Fate::parse(fate.word()) == Some(*fate)));
    assert!(Kind::ALL.iter().all(|kind| Kind::parse(kind.word()) == Some(*kind)));
    for edition in Edition::ALL {
        assert_eq!(Edition::of_profile(edition.profile_id()), Some(edition));
        assert!(Profile::by_id(edition.profile_id()).is_some());
    }
    assert_eq!(Edition::of_profile("openrouter"), None);
}

#[test]
fn every_field_of_the_documents_has_a_row() {
    let mut kind = None;
    let mut missing = Vec::new();
    let mut named = HashSet::new();
    for line in FIELDS.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(heading) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            kind = Some(Kind::parse(heading).unwrap());
            continue;
        }
        let kind = kind.unwrap();
        assert!(named.insert((kind.word(), line)), "{line} stands twice below {kind:?}");
        if row(kind, line).is_none() {
            missing.push((kind, line));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    // Both lists are written by hand; neither may lose a name unseen.
    assert_eq!(named.len(), 765);
    let unnamed: Vec<&str> =
        rows().iter().filter(|row| !named.contains(&(row.kind.word(), row.name))).map(|row| row.name).collect();
    assert!(unnamed.is_empty(), "{unnamed:#?}");
}

#[test]
fn the_compatibility_layer_says_the_same_of_a_field() {
    // Not fields of an answer's body: what a package adds, rows of the model list, headers, comments of a stream.
    let elsewhere = [
        ResponseField::ProviderMetadata,
        ResponseField::ModelsPricing,
        ResponseField::Headers,
        ResponseField::StreamComment,
    ];
    for field in ResponseField::ALL.into_iter().filter(|field| !elsewhere.contains(field)) {
        let record = match field {
            ResponseField::GenerationTokens => "generation: native_tokens_prompt".to_owned(),
            _ => field.path().replacen('.', ": ", 1),
        };
        let found = [(Kind::Response, field.path()), (Kind::Error, field.path()), (Kind::Response, record.as_str())];
        let list = format!("{}[]", field.path());
        let choice = format!("choices[].{}", field.path());
        let named = [(Kind::Response, list.as_str()), (Kind::Response, choice.as_str())];
        let row = found.into_iter().chain(named).find_map(|(kind, name)| row(kind, name));
        let fate = row.unwrap_or_else(|| panic!("{} has no row", field.path())).fate(Edition::AiStats);
        match field.outcome() {
            Outcome::Absent => assert_eq!(fate, Fate::None, "{}", field.path()),
            Outcome::Same => assert_eq!(fate, Fate::Same, "{}", field.path()),
            Outcome::Restored => assert!(
                matches!(fate, Fate::Renamed | Fate::Translated | Fate::Same),
                "{} cannot be restored from nothing",
                field.path()
            ),
        }
    }
}

#[test]
fn the_profiles_know_the_same_headers() {
    for edition in Edition::ALL {
        let profile = Profile::by_id(edition.profile_id()).unwrap();
        for rule in profile.headers {
            let row = row(Kind::Header, rule.name).unwrap();
            let read = rule.advice.value != crate::gateway::profile::HeaderAdvice::Remove;
            assert_eq!(row.fate(edition) == Fate::Same, read, "{}", rule.name);
        }
    }
}

#[test]
fn headers_fold_their_case_and_fields_do_not() {
    assert_eq!(row(Kind::Header, "http-referer").map(|row| row.name), Some("HTTP-Referer"));
    assert_eq!(row(Kind::Request, "Models"), None);
}
