//! What two rows of the lists say against being the same model: modalities, context, price, an end in sight.
//! Not a comparison for people: that is `pair`.
//! **Invariant:** a field that one row leaves out says nothing.

use rust_decimal::Decimal;

use super::nearest::Confidence;
use crate::gateway::catalogue::ModelRow;
use crate::gateway::money::Usd;
use crate::measure::number::whole;

/// What speaks against a candidate.
#[derive(Debug, Default)]
pub(super) struct RowConflict {
    /// What it costs the candidate, on the scale of a likeness.
    pub cost: u32,
    /// The best confidence that is left; `None` if nothing speaks against it.
    pub confidence: Option<Confidence>,
    /// In words, each of them without a full stop.
    pub said: Vec<String>,
}

impl RowConflict {
    fn add(&mut self, cost: u32, confidence: Confidence, said: String) {
        self.cost += cost;
        self.confidence = self.confidence.max(Some(confidence));
        self.said.push(said);
    }
}

/// Holds the row of an id at the source against a row of the target.
pub(super) fn between(source: &ModelRow, target: &ModelRow) -> RowConflict {
    use Confidence::{Possible, Weak};
    let mut conflict = RowConflict::default();
    let answers = lacking(&source.output_modalities, &target.output_modalities);
    if !answers.is_empty() {
        conflict.add(200, Weak, format!("conflict: it answers no {}", answers.join(", ")));
    }
    let reads = lacking(&source.input_modalities, &target.input_modalities);
    if !reads.is_empty() {
        conflict.add(60, Possible, format!("conflict: it reads no {}", reads.join(", ")));
    }
    if let (Some(here), Some(there)) = (source.context_length, target.context_length) {
        let said = || format!("conflict: context {} instead of {} tokens", whole(there), whole(here));
        if there.saturating_mul(4) < here.saturating_mul(3) {
            conflict.add(40, Possible, said());
        } else if here.saturating_mul(4) < there {
            conflict.add(20, Possible, said());
        }
    }
    let prices = [
        ("input", source.price_input_per_million, target.price_input_per_million),
        ("output", source.price_output_per_million, target.price_output_per_million),
    ];
    for (what, here, there) in prices {
        if let (Some(here), Some(there)) = (here, there)
            && is_another_price(here, there)
        {
            let said =
                format!("conflict: {what} at ${} instead of ${} a million tokens", there.to_plain(), here.to_plain());
            conflict.add(40, Possible, said);
        }
    }
    if let Some(end) = ending(target) {
        conflict.said.push(end);
    }
    conflict
}

/// What a row says of its end, if it says something.
pub(super) fn ending(target: &ModelRow) -> Option<String> {
    let replacement =
        target.replacement_id.as_ref().map(|id| format!(", to be replaced by `{id}`")).unwrap_or_default();
    match &target.retires_at {
        Some(day) => Some(format!("the target retires it on {day}{replacement}")),
        None if target.lifecycle_status.as_deref().is_some_and(|status| status.eq_ignore_ascii_case("deprecated")) => {
            Some(format!("the target calls it deprecated{replacement}"))
        }
        None => None,
    }
}

/// What the source's model does and the target's does not. Files are a service of the gateway, not of the model.
fn lacking(here: &[String], there: &[String]) -> Vec<String> {
    if there.is_empty() {
        return Vec::new();
    }
    here.iter().filter(|word| *word != "file" && !there.contains(word)).cloned().collect()
}

/// Free listings are compared by their suffix; otherwise twice the price, or half of it, is another price.
fn is_another_price(here: Usd, there: Usd) -> bool {
    let two = Decimal::TWO;
    !here.0.is_zero() && (here.0 * two < there.0 || there.0 * two < here.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(context: u64, price: i64, inputs: &[&str], outputs: &[&str]) -> ModelRow {
        let texts = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect();
        ModelRow {
            id: "a/b".to_owned(),
            context_length: Some(context),
            price_input_per_million: Some(Usd(Decimal::new(price, 1))),
            input_modalities: texts(inputs),
            output_modalities: texts(outputs),
            ..ModelRow::default()
        }
    }

    #[track_caller]
    fn check(source: &ModelRow, target: &ModelRow, confidence: Option<Confidence>, said: &str) {
        let conflict = between(source, target);
        assert_eq!((conflict.confidence, conflict.said.join("; ").as_str()), (confidence, said));
        assert_eq!(conflict.cost > 0, confidence.is_some());
    }

    #[test]
    fn rows_that_disagree_lower_a_candidate_and_say_why() {
        let source = row(131_072, 4, &["text", "image", "file"], &["text"]);
        check(&source, &row(131_072, 5, &["text", "image"], &["text"]), None, "");
        check(
            &source,
            &row(32_768, 4, &["text", "image"], &["text"]),
            Some(Confidence::Possible),
            "conflict: context 32\u{2009}768 instead of 131\u{2009}072 tokens",
        );
        check(
            &source,
            &row(131_072, 9, &["text"], &["text"]),
            Some(Confidence::Possible),
            "conflict: it reads no image; conflict: input at $0.9 instead of $0.4 a million tokens",
        );
        check(
            &source,
            &row(131_072, 4, &["text", "image"], &["image"]),
            Some(Confidence::Weak),
            "conflict: it answers no text",
        );
        check(&source, &ModelRow::from_id("a/b").unwrap(), None, "");
        check(&row(131_072, 0, &[], &[]), &row(131_072, 9, &[], &[]), None, "");
    }
}
