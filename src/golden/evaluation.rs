//! The answers of a run that only the validator can judge: which are to be asked about, and where its words go.
//! Not the validator, which is `compare::validity`'s and lives in its own worker.
//! **Invariant:** an answer that was not held against its schema is undecided, with the reason.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::Value;

use super::check::{Check, Evaluated, Judged, Outcome};
use super::plan::CallId;
use super::run::GoldenRun;
use super::set::GoldenSet;
use crate::compare::validity;

/// Why nothing could be evaluated.
const MISSING: &str = "The schema was not evaluated: the validator could not be loaded, or did not come to an end.";

/// The texts that wait for the validator, each with its schema and each once, but no more than `most`.
#[must_use]
pub fn waiting(run: &GoldenRun, set: &GoldenSet, most: usize) -> Vec<validity::Check> {
    let mut seen = HashSet::new();
    let mut checks = Vec::new();
    for open in open(run, set) {
        if checks.len() >= most {
            break;
        }
        let key = (open.schema.to_string(), open.text);
        if seen.insert(key.clone()) {
            checks.push(validity::Check { label: "Answer".to_owned(), schema: key.0, text: key.1 });
        }
    }
    checks
}

/// Puts what the validator said beside the results. `None` if it could not: then nothing that waits is evaluated.
pub fn put(run: &mut GoldenRun, set: &GoldenSet, asked: &[validity::Check], said: Option<&[validity::Outcome]>) {
    let known: HashMap<(&str, &str), Judged> = asked
        .iter()
        .zip(said.unwrap_or_default())
        .map(|(check, outcome)| ((check.schema.as_str(), check.text.as_str()), judged(outcome)))
        .collect();
    let missing = Judged { outcome: Outcome::Undecided, words: MISSING.to_owned() };
    // One copy of each schema, however many answers there are.
    let mut schemas: HashMap<String, Arc<Value>> = HashMap::new();
    for open in open(run, set) {
        let text = open.schema.to_string();
        let found = known.get(&(text.as_str(), open.text.as_str())).or(said.is_none().then_some(&missing));
        if let Some(judged) = found.cloned() {
            let schema = Arc::clone(schemas.entry(text).or_insert_with(|| Arc::new(open.schema)));
            run.evaluated(open.call, Evaluated { schema, judged });
        }
    }
}

/// An answer that waits.
struct Open {
    call: CallId,
    schema: Value,
    text: String,
}

fn open(run: &GoldenRun, set: &GoldenSet) -> Vec<Open> {
    let is_schema = |check: &Check| matches!(check, Check::JsonSchema { .. });
    if !set.cases.iter().any(|case| case.checks.iter().any(is_schema)) {
        return Vec::new();
    }
    let plan = run.plan();
    let mut found = Vec::new();
    for call in (0..plan.pairs()).flat_map(|pair| plan.calls_of(pair)) {
        let Some(planned) = plan.call(call).filter(|planned| planned.counts) else { continue };
        let case = plan.items().get(planned.item).and_then(|item| set.case(*item));
        let (Some(case), Some(result)) = (case, run.result(call)) else { continue };
        for schema in case.checks.iter().filter_map(|check| check.schema_for(result)) {
            let is_known = result.schemas.iter().any(|evaluated| *evaluated.schema == *schema);
            let is_twice = found.last().is_some_and(|last: &Open| last.call == call && last.schema == *schema);
            if !is_known && !is_twice {
                found.push(Open { call, schema: schema.clone(), text: result.text.trim().to_owned() });
            }
        }
    }
    found
}

fn judged(outcome: &validity::Outcome) -> Judged {
    let (found, words) = if outcome.is_valid() {
        (Outcome::Pass, "The text fits the schema.".to_owned())
    } else if outcome.is_evaluated() {
        (Outcome::Fail, format!("The text does not fit the schema: {}.", outcome.words()))
    } else {
        // What is wrong is the schema, so that it says nothing of the answer.
        let words: Vec<&str> = outcome.problems.iter().map(|problem| problem.message.as_str()).collect();
        (Outcome::Undecided, format!("The schema was not evaluated. {}", words.join(" ")))
    };
    Judged { outcome: found, words }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::validity::validate;
    use crate::gateway::endpoint::Endpoint;
    use crate::gateway::side::PerSide;
    use crate::golden::plan::{Plan, Settings};
    use crate::golden::result::{CallEnd, CallResult};
    use crate::golden::set::GoldenCase;
    use serde_json::json;

    /// A run of one case with these checks, in which every call gave this text.
    fn run_of(text: &str, checks: Vec<Check>) -> (GoldenRun, GoldenSet) {
        let case = GoldenCase { checks, ..GoldenCase::new("a", Endpoint::ChatCompletions, serde_json::Map::new()) };
        let set = GoldenSet { name: String::new(), cases: vec![case] };
        let settings = Settings::default();
        let plan = Plan::new(set.items(), &settings);
        let mut run = GoldenRun::new(plan.clone(), settings, vec![PerSide::default()], None);
        let said = CallResult { end: CallEnd::Answered, text: text.into(), ..CallResult::default() };
        run.close_with((0..plan.calls() as u32).map(|id| (CallId(id), Arc::new(said.clone()))));
        (run, set)
    }

    #[test]
    fn each_text_is_asked_once_and_its_outcome_is_that_of_every_answer() {
        use Outcome::{Fail, Pass, Undecided};
        let object = json!({ "type": "object", "required": ["city"] });
        for (schema, text, asked, outcome, words) in [
            (object.clone(), r#" {"city": "Rome"} "#, 1, Pass, "fits the schema"),
            (object.clone(), r#"{"town": "Rome"}"#, 1, Fail, "\"city\" is a required property"),
            (object.clone(), "Rome", 0, Fail, "not JSON"),
            (json!({ "type": 7 }), "{}", 1, Undecided, "The schema cannot be used"),
            (json!({ "$ref": "https://schema.example/x.json" }), "{}", 1, Undecided, "not evaluated"),
            (json!({}), "{}", 0, Pass, "is JSON"),
            (json!(false), "{}", 0, Fail, "takes no text"),
        ] {
            let check = Check::JsonSchema { schema };
            let (mut run, set) = run_of(text, vec![check.clone(), check.clone()]);
            let checks = waiting(&run, &set, 100);
            assert_eq!(checks.len(), asked, "{text} {checks:?}");
            put(&mut run, &set, &checks, Some(&validate(&checks)));
            assert_eq!(waiting(&run, &set, 100), []);
            for call in run.plan().calls_of(1) {
                let judged = check.judge(run.result(call).unwrap());
                assert_eq!(judged.outcome, outcome, "{text} {judged:?}");
                assert!(judged.words.contains(words), "{text} {judged:?}");
            }
        }
    }

    #[test]
    fn no_more_is_asked_than_fits_and_a_validator_that_is_missing_is_said() {
        let check = |kind: &str| Check::JsonSchema { schema: json!({ "type": kind }) };
        let (mut run, set) = run_of("{}", vec![check("object"), check("array"), check("null")]);
        assert_eq!(waiting(&run, &set, 2).len(), 2);
        let first = waiting(&run, &set, 1);
        put(&mut run, &set, &first, Some(&validate(&first)));
        let rest = waiting(&run, &set, 100);
        assert_eq!(rest.len(), 2);
        put(&mut run, &set, &rest, None);
        assert_eq!(waiting(&run, &set, 100), []);
        let result = run.result(CallId(3)).unwrap();
        assert_eq!(check("object").judge(result).outcome, Outcome::Pass);
        let judged = check("array").judge(result);
        assert_eq!(judged.outcome, Outcome::Undecided);
        assert!(judged.words.contains("could not be loaded"), "{judged:?}");
    }
}
