//! One model of the source and one of the target, side by side, for a person who decides whether they are the same.
//! Not that decision: a line in conflict is marked, and weighs as much as the person finds.
//! **Invariant:** a figure that a list does not give is a dash, never a zero; money is exact.

use rust_decimal::Decimal;

use crate::gateway::catalogue::ModelRow;
use crate::gateway::money::Usd;
use crate::measure::number::{NOTHING, usd, whole};

/// Tokens of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Volume {
    /// Tokens sent, those that a cache had left out.
    pub input: u64,
    /// Tokens answered.
    pub output: u64,
    /// Tokens sent that a cache had.
    pub cached: u64,
}

impl Default for Volume {
    /// A hundred million in, ten million out: round figures to start from.
    fn default() -> Self {
        Volume { input: 100_000_000, output: 10_000_000, cached: 0 }
    }
}

/// One line of the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairLine {
    /// What is compared.
    pub label: &'static str,
    /// What the source's list says; a dash if nothing.
    pub source: String,
    /// What the target's list says; a dash if nothing.
    pub target: String,
    /// Whether both say something, and the target says less or asks more.
    pub conflict: bool,
}

/// What a month costs by the prices of a row; `None` if a price is needed that the row does not give. Tokens from a
/// cache cost what all input costs where the row has no price of their own.
#[must_use]
pub fn monthly(row: &ModelRow, volume: Volume) -> Option<Usd> {
    let cached = row.price_cached_input_per_million.or(row.price_input_per_million);
    let parts = [
        (volume.input, row.price_input_per_million),
        (volume.output, row.price_output_per_million),
        (volume.cached, cached),
    ];
    let mut sum = Decimal::ZERO;
    for (tokens, price) in parts.into_iter().filter(|(tokens, _)| *tokens > 0) {
        sum = sum.checked_add(price?.0.checked_mul(Decimal::from(tokens))?)?;
    }
    Some(Usd(sum.checked_div(Decimal::from(1_000_000))?.normalize()))
}

/// What a month costs more at the target; negative if it costs less.
#[must_use]
pub fn monthly_difference(source: &ModelRow, target: &ModelRow, volume: Volume) -> Option<Usd> {
    let difference = monthly(target, volume)?.0.checked_sub(monthly(source, volume)?.0)?;
    Some(Usd(difference.normalize()))
}

/// The lines of the comparison; a side that is not known has dashes.
#[must_use]
pub fn lines(source: Option<&ModelRow>, target: Option<&ModelRow>, volume: Volume) -> Vec<PairLine> {
    let mut lines = Vec::new();
    let mut count = |label, of: fn(&ModelRow) -> Option<u64>| {
        let (here, there) = (source.and_then(of), target.and_then(of));
        let conflict = matches!((here, there), (Some(here), Some(there)) if there < here);
        let shown =
            |value: Option<u64>| value.map_or_else(|| NOTHING.to_owned(), |value| format!("{} tokens", whole(value)));
        lines.push(PairLine { label, source: shown(here), target: shown(there), conflict });
    };
    count("Context", |row| row.context_length);
    count("Longest output", |row| row.max_output_tokens);
    let mut words = |label, of: fn(&ModelRow) -> Vec<String>, must_hold: bool| {
        let (here, there) = (source.map(of).unwrap_or_default(), target.map(of).unwrap_or_default());
        let name = |word: &str| word.split(' ').next().unwrap_or_default().to_owned();
        let lacks = |word: &String| there.iter().all(|other| name(other) != name(word));
        let conflict = must_hold && !there.is_empty() && here.iter().any(lacks);
        lines.push(PairLine { label, source: joined(&here), target: joined(&there), conflict });
    };
    words("Reads", |row| row.input_modalities.clone(), true);
    words("Answers", |row| row.output_modalities.clone(), true);
    words("Parameters", parameters, true);
    let mut money = |label, of: &dyn Fn(&ModelRow) -> Option<Usd>| {
        let (here, there) = (source.and_then(of), target.and_then(of));
        let conflict = matches!((here, there), (Some(here), Some(there)) if there > here);
        let shown = |row: Option<&ModelRow>, value: Option<Usd>| match value {
            Some(value) => usd(value),
            None if row.is_some_and(|row| row.price_varies) => "varies".to_owned(),
            None => NOTHING.to_owned(),
        };
        lines.push(PairLine { label, source: shown(source, here), target: shown(target, there), conflict });
    };
    money("A million tokens in", &|row| row.price_input_per_million);
    money("A million tokens out", &|row| row.price_output_per_million);
    money("A million tokens cached", &|row| row.price_cached_input_per_million);
    money("A month", &|row| monthly(row, volume));
    // A figure that stands on a price that the list does not give is not left to look like one that it does.
    let at_full_price = |row: &ModelRow| volume.cached > 0 && row.price_cached_input_per_million.is_none();
    if let Some(month) = lines.last_mut() {
        for (row, shown) in [(source, &mut month.source), (target, &mut month.target)] {
            if row.is_some_and(at_full_price) && shown.as_str() != NOTHING {
                shown.push_str(", with cached tokens at the price of all input");
            }
        }
    }
    let mut text = |label, of: fn(&ModelRow) -> Option<String>| {
        let shown = |row: Option<&ModelRow>| row.and_then(of).unwrap_or_else(|| NOTHING.to_owned());
        lines.push(PairLine { label, source: shown(source), target: shown(target), conflict: false });
    };
    text("Published", |row| row.created.clone());
    text("State", |row| row.lifecycle_status.clone().or_else(|| row.availability_status.clone()));
    text("Retires", |row| row.retires_at.clone());
    text("Replacement", |row| row.replacement_id.clone());
    text("Providers", |row| (!row.providers.is_empty()).then(|| row.providers.join(", ")));
    lines
}

/// The names of the parameters in the order of the alphabet, with their ranges where the list gives them.
fn parameters(row: &ModelRow) -> Vec<String> {
    let mut names: Vec<String> = row
        .parameters
        .iter()
        .map(|name| match row.parameter_ranges.iter().find(|(other, _)| other == name) {
            Some((_, range)) => format!("{name} ({range})"),
            None => name.clone(),
        })
        .collect();
    names.sort_unstable();
    names
}

fn joined(words: &[String]) -> String {
    if words.is_empty() { NOTHING.to_owned() } else { words.join(", ") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row(value: serde_json::Value) -> ModelRow {
        ModelRow::read(&value).unwrap()
    }

    fn pair() -> (ModelRow, ModelRow) {
        let source = row(json!({
            "id": "x-ai/grok-9", "context_length": 200000, "top_provider": {"max_completion_tokens": 8000},
            "architecture": {"input_modalities": ["text", "image"], "output_modalities": ["text"]},
            "pricing": {"prompt": "0.0000004", "completion": "0.0000016", "input_cache_read": "0.0000001"},
            "supported_parameters": ["top_k", "temperature"], "expiration_date": "2027-01-01",
        }));
        let target = row(json!({
            "id": "spacex-ai/grok-9", "limits": {"input_tokens": 100000, "output_tokens": 8000},
            "modalities": {"input": ["text", "image"], "output": ["text"]},
            "capabilities": {"parameters": ["temperature"], "parameter_details": {"temperature": {"min": 0, "max": 2}}},
            "pricing": {"meters": {
                "input_text_tokens": {"unit_size": 1000000, "price_per_unit": "0.5", "currency": "USD"},
                "output_text_tokens": {"unit_size": 1000000, "price_per_unit": "1.6", "currency": "USD"},
            }},
            "offers": [{"provider": {"id": "spacex-ai"}}],
        }));
        (source, target)
    }

    #[test]
    fn what_speaks_against_a_pair_is_marked() {
        let (source, target) = pair();
        let lines = lines(Some(&source), Some(&target), Volume::default());
        let conflicts: Vec<&str> = lines.iter().filter(|line| line.conflict).map(|line| line.label).collect();
        assert_eq!(conflicts, ["Context", "Parameters", "A million tokens in", "A month"]);
        let line = |label: &str| lines.iter().find(|line| line.label == label).unwrap();
        assert_eq!(line("Parameters").target, "temperature (0 to 2)");
        assert_eq!((line("Providers").source.as_str(), line("Providers").target.as_str()), (NOTHING, "spacex-ai"));
        assert_eq!(line("Retires").source, "2027-01-01");
    }

    #[test]
    fn a_month_is_exact() {
        let (source, target) = pair();
        let volume = Volume { input: 3_000_001, output: 1, cached: 7 };
        assert_eq!(monthly(&source, volume).map(Usd::to_plain).as_deref(), Some("1.2000027"));
        // No price of its own for the cache: that of all input.
        assert_eq!(monthly(&target, volume).map(Usd::to_plain).as_deref(), Some("1.5000056"));
        assert_eq!(monthly_difference(&source, &target, volume).map(Usd::to_plain).as_deref(), Some("0.3000029"));
        let unpriced = row(json!({"id": "a/b"}));
        assert_eq!(monthly(&unpriced, volume), None);
        assert_eq!(monthly_difference(&source, &unpriced, volume), None);
        let most = Volume { input: u64::MAX, output: u64::MAX, cached: u64::MAX };
        assert!(monthly(&source, most).is_some());
    }

    #[test]
    fn a_month_with_cached_tokens_at_the_full_price_says_so() {
        let (source, target) = pair();
        let month = |cached| {
            let lines = lines(Some(&source), Some(&target), Volume { input: 0, output: 0, cached });
            let line = lines.into_iter().find(|line| line.label == "A month").unwrap();
            (line.source, line.target)
        };
        let (here, there) = month(1_000_000);
        assert_eq!(here, "$0.1");
        assert!(there.ends_with("with cached tokens at the price of all input"), "{there}");
        assert!(!month(0).1.contains("cached"));
    }

    #[test]
    fn an_unknown_side_is_all_dashes() {
        assert!(
            lines(None, None, Volume::default()).iter().all(|line| {
                (line.source.as_str(), line.target.as_str(), line.conflict) == (NOTHING, NOTHING, false)
            })
        );
    }
}
