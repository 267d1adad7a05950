//! The run in the case, and back. **Invariant:** terms and results suffice: verdicts are written for other readers and made
//! again when a case is opened.

use std::sync::Arc;

use serde_json::Value;

use super::Session;
use super::session::advanced;
use crate::app::{Effect, Model};
use crate::diagnostic::Diagnostic;
use crate::golden::plan::CallId;
use crate::golden::run::GoldenRun;
use crate::golden::terms::Terms;
use crate::measure::equivalence::Verdict;
use crate::share::case::{GoldenPart, GoldenResultPart, GoldenVerdictPart};

/// The part of the case; `None` without a run.
pub(in crate::app) fn carried(model: &Model) -> Option<Value> {
    serde_json::to_value(model.golden.session.as_ref().map(golden)?).ok()
}

/// Puts the part of an opened case in place. Its answers are held against their schemas again.
pub(super) fn restored(model: &mut Model, part: Value) -> Option<Effect> {
    match serde_json::from_value::<GoldenPart>(part) {
        Ok(part) => {
            model.golden.set = Some(Arc::new(part.terms.set.clone()));
            model.golden.set_number += 1;
            model.golden.settings = part.terms.settings;
            model.golden.margins = part.terms.margins;
            model.golden.session = Some(session(part));
            advanced(model, 0.0)
        }
        Err(error) => {
            model.golden.refused = Some(Diagnostic::new(
                "The run in the case cannot be read.",
                format!("The reader says: {error}."),
                "Ask for the file again; it was changed by hand or on the way.",
            ));
            None
        }
    }
}

fn golden(session: &Session) -> GoldenPart {
    let verdicts = session.judged.iter().map(|judgement| GoldenVerdictPart {
        metric: judgement.name.clone(),
        verdict: match judgement.verdict {
            Verdict::Pass => "pass",
            Verdict::Fail => "fail",
            Verdict::Undecided { .. } => "undecided",
        }
        .to_owned(),
        more_pairs: match judgement.verdict {
            Verdict::Undecided { more_pairs } => more_pairs,
            Verdict::Pass | Verdict::Fail => None,
        },
        reason: judgement.reason.words().to_owned(),
        words: judgement.words.clone(),
        pairs: judgement.pairs,
    });
    GoldenPart {
        terms: session.terms.as_ref().clone(),
        spent_usd: session.run.ledger().total().to_plain(),
        verdicts: verdicts.collect(),
        results: results(session),
    }
}

/// A session of results that are all there, not judged yet: of an opened case.
pub(super) fn session(part: GoldenPart) -> Session {
    let settings = part.terms.settings.settled();
    let terms = Terms { settings, ..part.terms };
    let mut run = GoldenRun::new(terms.plan(), settings, terms.bounds(), terms.ceiling());
    run.close_with(part.results.into_iter().map(|part| (CallId(part.call), Arc::new(part.result))));
    Session::new(terms, run)
}

/// The results of a session for a case.
fn results(session: &Session) -> Vec<GoldenResultPart> {
    let calls = u32::try_from(session.run.plan().calls()).unwrap_or(u32::MAX);
    let part = |call: u32| {
        let result = session.run.result(CallId(call))?;
        Some(GoldenResultPart { call, result: result.as_ref().clone() })
    };
    (0..calls).filter_map(part).collect()
}
