//! A run as it outlives a reload: one record for its terms, one for what was spent, one for each call that something has
//! happened to. Not the storage. **Invariant:** every text has gone through the redactor, so that no record holds a key,
//! and a record that cannot be read is one that is not there.

use serde_json::Value;

use super::plan::CallId;
use super::run::{GoldenRun, KeptCall};
use super::terms::Terms;
use crate::share::clean;
use crate::share::redaction::Redactor;

/// A record: its name and its text; no text takes it away.
pub type Record = (String, Option<String>);

/// The name of the record with the terms.
const TERMS: &str = "terms";
/// The name of the record with what was spent.
const SPENT: &str = "spent";
/// The start of the name of a call's record; its number follows.
const CALL: &str = "call/";

fn text(value: impl serde::Serialize, redactor: &Redactor) -> Option<String> {
    let mut value = serde_json::to_value(value).ok()?;
    clean::json(&mut value, redactor);
    Some(value.to_string())
}

/// The record of the terms.
#[must_use]
pub fn terms_record(terms: &Terms, redactor: &Redactor) -> Record {
    (TERMS.to_owned(), text(terms, redactor))
}

/// The records of these calls, and of what was spent.
#[must_use]
pub fn call_records(run: &GoldenRun, ids: &[CallId], redactor: &Redactor) -> Vec<Record> {
    let call = |id: &CallId| (format!("{CALL}{}", id.0), run.kept(*id).and_then(|kept| text(kept, redactor)));
    let spent = (SPENT.to_owned(), text(run.kept_ledger(), redactor));
    ids.iter().map(call).chain([spent]).collect()
}

/// A run read back.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Its terms.
    pub terms: Terms,
    /// The run where it was, paused.
    pub run: GoldenRun,
    /// Calls that were on their way: what is kept of them has to be written again when it goes on.
    pub lost: Vec<CallId>,
}

/// Reads records; `None` if there is no run among them.
#[must_use]
pub fn read(records: &[(String, String)]) -> Option<Kept> {
    let find = |name: &str| records.iter().find(|(other, _)| other == name).map(|(_, text)| text.as_str());
    let terms: Terms = serde_json::from_str(find(TERMS)?).ok()?;
    let settings = terms.settings.settled();
    let terms = Terms { settings, ..terms };
    let mut run = GoldenRun::new(terms.plan(), settings, terms.bounds(), terms.ceiling());
    let ledger = find(SPENT).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let calls = records.iter().filter_map(|(name, text)| {
        let id = name.strip_prefix(CALL)?.parse().ok()?;
        Some((CallId(id), serde_json::from_str::<KeptCall>(text).ok()?))
    });
    let lost = run.restore(&ledger, calls);
    Some(Kept { terms, run, lost })
}

/// Whether a text is JSON that the page itself wrote, for the tests of what is stored.
#[must_use]
pub fn is_record(name: &str, text: &str) -> bool {
    let known = name == TERMS || name == SPENT || name.starts_with(CALL);
    known && serde_json::from_str::<Value>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::endpoint::Endpoint;
    use crate::golden::check::Check;
    use crate::golden::price::Charge;
    use crate::golden::result::{CallEnd, CallResult};
    use crate::golden::retry::Retry;
    use crate::golden::run::{Attempted, Step};
    use crate::golden::set::{GoldenCase, GoldenSet};
    use proptest::prelude::*;
    use proptest::sample::Index;
    use serde_json::json;

    const KEY: &str = "sk-or-v1-0123456789abcdef0123456789abcdef";

    /// The records of a run of one case of which one call was answered.
    fn records() -> (Vec<(String, String)>, Terms, CallId) {
        let key = KEY;
        let redactor = Redactor::new([(key.to_owned(), "source key")]);
        let body = json!({ "model": "a/b", "messages": [{ "role": "user", "content": format!("My key is {key}") }] });
        let mut case = GoldenCase::new("one", Endpoint::ChatCompletions, body.as_object().unwrap().clone());
        case.checks.push(Check::JsonSchema { schema: json!({ "maximum": 1.50 }) });
        let terms = Terms { set: GoldenSet { name: "s".into(), cases: vec![case] }, ..Terms::default() };
        let mut run = GoldenRun::new(terms.plan(), terms.settings, terms.bounds(), None);
        let steps = run.resume(0.0, None);
        let Some(Step::Send { call, attempt }) = steps.first().copied() else { panic!("{steps:?}") };
        let result = CallResult { end: CallEnd::Answered, text: key.into(), ..CallResult::default() };
        let attempted = Attempted { result, retry: Retry::No, hopeless: false, charge: Charge::Unknown };
        run.ended(call, attempt, attempted, 10.0);
        let all: Vec<CallId> = (0..run.plan().calls() as u32).map(CallId).collect();
        let mut records = call_records(&run, &all, &redactor);
        records.push(terms_record(&terms, &redactor));
        (records.into_iter().filter_map(|(name, text)| Some((name, text?))).collect(), terms, call)
    }

    proptest! {
        #[test]
        fn records_that_something_has_changed_are_read_or_refused(
            changes in prop::collection::vec((any::<Index>(), any::<Index>(), 0_usize..30, "\\PC{0,12}"), 0..6),
        ) {
            let (mut records, _, _) = records();
            for (record, at, taken, put) in changes {
                let (_, text) = record.get_mut(&mut records);
                let signs: Vec<char> = text.chars().collect();
                let start = at.index(signs.len() + 1);
                let rest = signs.iter().skip(start + taken);
                *text = signs.iter().take(start).chain(put.chars().collect::<Vec<_>>().iter()).chain(rest).collect();
            }
            if let Some(kept) = read(&records) {
                prop_assert!(kept.run.done() <= kept.run.plan().calls());
            }
        }
    }

    #[test]
    fn a_run_comes_back_as_it_was_and_holds_no_key() {
        let key = KEY;
        let (records, terms, call) = records();
        assert!(records.iter().all(|(name, text)| is_record(name, text) && !text.contains(key)));
        let kept = read(&records).unwrap();
        assert_eq!(kept.terms.set.cases[0].checks, terms.set.cases[0].checks);
        assert_eq!(kept.run.done(), 1);
        assert_eq!(kept.run.result(call).unwrap().text, "[redacted source key]");
        assert!(read(&[]).is_none());
        assert!(read(&[("terms".to_owned(), "{".to_owned())]).is_none());
    }
}
