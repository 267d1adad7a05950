//! What one run says of time and cost: its figures, and that one run is not evidence.

use super::{Case, Layer, Reason, Standing, Verdict};
use crate::compare::buffering::first_token_is_fair;
use crate::compare::cost::explained;
use crate::compare::run::Run;
use crate::compare::timeline::speed_words;
use crate::gateway::side::Side;
use crate::measure::number::{NOTHING, milliseconds, usd};

pub(super) fn latency(case: &Case<'_>) -> Verdict {
    if let Some(verdict) = case.not_whole(Layer::Latency) {
        return verdict;
    }
    let mut reasons = Vec::new();
    let mut row = |name: &str, of: &dyn Fn(&Run) -> Option<String>| {
        let [source, target] = Side::BOTH.map(|side| of(case.run(side)).unwrap_or_else(|| NOTHING.to_owned()));
        reasons.push(Reason::new(Standing::Undecided, name, source, target));
    };
    row("Time to first token", &|run| {
        Some(first_token_is_fair(run).map_or_else(|why| format!("not judged: {why}"), milliseconds))
    });
    row("Total time", &|run| run.marks.end.map(milliseconds));
    row("Tokens per second", &|run| run.speed().map(speed_words));
    let unfair = Side::BOTH.into_iter().find_map(|side| {
        let why = first_token_is_fair(case.run(side)).err().filter(|_| case.run(side).stream)?;
        Some(format!(" The time to the first token is not judged at the {}: {why}.", side.word()))
    });
    let sentence = format!("One run is not evidence: undecided, n = 1.{}", unfair.unwrap_or_default());
    Verdict { layer: Layer::Latency, standing: Standing::Undecided, sentence, reasons }
}

pub(super) fn cost(case: &Case<'_>) -> Verdict {
    if let Some(verdict) = case.not_whole(Layer::Cost) {
        return verdict;
    }
    let amount = |side: Side| case.cost.get(side).map_or_else(|| NOTHING.to_owned(), usd);
    let mut reasons =
        vec![Reason::new(Standing::Undecided, "Cost of this request", amount(Side::Source), amount(Side::Target))];
    reasons.extend(
        explained(case.cost)
            .into_iter()
            .map(|part| Reason::new(Standing::Undecided, part.what, part.source, part.target)),
    );
    Verdict {
        layer: Layer::Cost,
        standing: Standing::Undecided,
        sentence: "One run is not evidence: undecided, n = 1. Why the amounts differ stands in the data.".to_owned(),
        reasons,
    }
}
