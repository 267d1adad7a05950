//! What a request costs: by the price list, as the gateway reports it, and why they differ, in exact decimals.
//!
//! The split between the sides is exact too: the part of other token counts, priced at the source's list; the part of
//! other prices, at the target's counts; and what neither explains.
//! **Invariant:** no float, and nothing is filled in: what is not reported or not listed is said so.

use rust_decimal::Decimal;

use super::run::{Run, RunState};
use crate::gateway::answer::Usage;
use crate::gateway::catalogue::ModelRow;
use crate::gateway::money::Usd;
use crate::gateway::side::{PerSide, Side};
use crate::measure::number::{NOTHING, usd, whole};

/// Tokens by price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Tokens {
    input: u64,
    cached: u64,
    output: u64,
}

/// Prices of one token, in US dollars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Prices {
    input: Decimal,
    /// The price of input, where the list has none of its own for what a cache held.
    cached: Decimal,
    output: Decimal,
    cached_is_listed: bool,
}

/// One side's cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideCost {
    /// Tokens as reported; `None` if they are not.
    tokens: Option<Tokens>,
    /// Reasoning tokens, which are among the output.
    reasoning: u64,
    prices: Option<Prices>,
    /// Tokens times list prices.
    pub estimate: Option<Usd>,
    /// What the gateway says.
    pub reported: Option<Usd>,
}

impl SideCost {
    /// The cost of a run by a row of the side's list.
    #[must_use]
    pub fn of(usage: Option<&Usage>, row: Option<&ModelRow>) -> SideCost {
        let tokens = usage.and_then(tokens);
        let prices = row.and_then(prices);
        SideCost {
            tokens,
            reasoning: usage.and_then(|usage| usage.reasoning_tokens).unwrap_or_default(),
            prices,
            estimate: tokens.zip(prices).and_then(|(tokens, prices)| charge(tokens, prices)).map(Usd),
            reported: usage.and_then(|usage| usage.cost),
        }
    }

    /// What the gateway says, else the estimate.
    #[must_use]
    pub fn best(&self) -> Option<Usd> {
        self.reported.or(self.estimate)
    }

    /// Why the reported amount is not the estimate.
    #[must_use]
    pub fn difference_words(&self) -> String {
        let (Some(tokens), Some(prices), Some(estimate)) = (self.tokens, self.prices, self.estimate) else {
            return match (self.tokens, self.prices) {
                (None, _) => "No estimate: the gateway reported no tokens.".to_owned(),
                (_, _) => "No estimate: the list has no price of this model.".to_owned(),
            };
        };
        let Some(reported) = self.reported else {
            return "The gateway reported no cost; the estimate is all there is.".to_owned();
        };
        let Some(difference) = reported.0.checked_sub(estimate.0).map(|difference| Usd(difference.normalize())) else {
            return "The amounts are too large to compare.".to_owned();
        };
        if difference.0.is_zero() {
            return "The reported cost is the list price of the reported tokens, to the last digit.".to_owned();
        }
        let full = Tokens { input: tokens.input.saturating_add(tokens.cached), cached: 0, ..tokens };
        let with_reasoning = Tokens { output: tokens.output.saturating_add(self.reasoning), ..tokens };
        let without_reasoning = Tokens { output: tokens.output.saturating_sub(self.reasoning), ..tokens };
        let is_charge = |tokens: Tokens| charge(tokens, prices) == Some(reported.0.normalize());
        let why = if tokens.cached > 0 && is_charge(full) {
            format!("{} cached tokens were charged like all input.", whole(tokens.cached))
        } else if self.reasoning > 0 && is_charge(with_reasoning) {
            format!("{} reasoning tokens were charged on top of the output.", whole(self.reasoning))
        } else if self.reasoning > 0 && is_charge(without_reasoning) {
            format!("{} reasoning tokens were not charged.", whole(self.reasoning))
        } else if tokens.cached > 0 && !prices.cached_is_listed {
            format!("The list has no price for the {} tokens that a cache held.", whole(tokens.cached))
        } else if difference.0.is_sign_positive() {
            "A fee, or another provider's price: the list shows one price for the model.".to_owned()
        } else {
            "A discount, or another provider's price: the list shows one price for the model.".to_owned()
        };
        format!("{} {} than the list price. {why}", usd(Usd(difference.0.abs())), more_or_less(difference))
    }
}

fn more_or_less(difference: Usd) -> &'static str {
    if difference.0.is_sign_positive() { "more" } else { "less" }
}

fn tokens(usage: &Usage) -> Option<Tokens> {
    let (input, output) = (usage.prompt_tokens?, usage.completion_tokens?);
    let cached = usage.cached_tokens.unwrap_or_default().min(input);
    Some(Tokens { input: input - cached, cached, output })
}

fn prices(row: &ModelRow) -> Option<Prices> {
    let one = |price: Usd| price.0.checked_div(Decimal::from(1_000_000));
    let input = one(row.price_input_per_million?)?;
    let cached = row.price_cached_input_per_million.and_then(one);
    Some(Prices {
        input,
        cached: cached.unwrap_or(input),
        output: one(row.price_output_per_million?)?,
        cached_is_listed: cached.is_some(),
    })
}

fn charge(tokens: Tokens, prices: Prices) -> Option<Decimal> {
    let part = |count: u64, price: Decimal| price.checked_mul(Decimal::from(count));
    let sum = part(tokens.input, prices.input)?.checked_add(part(tokens.cached, prices.cached)?)?;
    Some(sum.checked_add(part(tokens.output, prices.output)?)?.normalize())
}

/// Both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostComparison {
    /// Each side's.
    pub sides: PerSide<SideCost>,
}

/// A part of why the two amounts differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What.
    pub what: String,
    /// The source's figure.
    pub source: String,
    /// The target's figure.
    pub target: String,
}

impl CostComparison {
    /// The costs of two runs by the rows of both lists.
    #[must_use]
    pub fn of(usages: PerSide<Option<&Usage>>, rows: PerSide<Option<&ModelRow>>) -> CostComparison {
        CostComparison { sides: PerSide::from_fn(|side| SideCost::of(*usages.get(side), *rows.get(side))) }
    }

    /// What a side cost: as reported, else by the list.
    #[must_use]
    pub fn get(&self, side: Side) -> Option<Usd> {
        self.sides.get(side).best()
    }

    /// Of the difference of both: how much is of other token counts, of other prices, and of neither. Their sum is the
    /// difference of the amounts, exactly. `None` unless both report tokens and list prices.
    #[must_use]
    pub fn split(&self) -> Option<[Usd; 3]> {
        let (source, target) = (&self.sides.source, &self.sides.target);
        let (here, there) = (source.tokens?, target.tokens?);
        let (old, new) = (source.prices?, target.prices?);
        let at_old_prices = charge(there, old)?;
        let by_tokens = at_old_prices.checked_sub(charge(here, old)?)?;
        let by_prices = charge(there, new)?.checked_sub(at_old_prices)?;
        let all = target.best()?.0.checked_sub(source.best()?.0)?;
        let rest = all.checked_sub(by_tokens)?.checked_sub(by_prices)?;
        Some([by_tokens, by_prices, rest].map(|amount| Usd(amount.normalize())))
    }
}

/// Why the amounts differ: one row a figure.
#[must_use]
pub fn explained(costs: &CostComparison) -> Vec<Part> {
    let row = |what: &str, of: &dyn Fn(&SideCost) -> String| Part {
        what: what.to_owned(),
        source: of(&costs.sides.source),
        target: of(&costs.sides.target),
    };
    let count = |read: fn(&Tokens) -> u64| {
        move |side: &SideCost| {
            side.tokens.as_ref().map_or_else(|| "not reported".to_owned(), |tokens| whole(read(tokens)))
        }
    };
    let per_million = |read: fn(&Prices) -> Decimal| {
        move |side: &SideCost| match side
            .prices
            .as_ref()
            .and_then(|prices| read(prices).checked_mul(Decimal::from(1_000_000)))
        {
            Some(price) => usd(Usd(price.normalize())),
            None => "not listed".to_owned(),
        }
    };
    let amount = |amount: Option<Usd>, none: &str| amount.map_or_else(|| none.to_owned(), usd);
    let mut parts = vec![
        row("Input tokens", &count(|tokens| tokens.input)),
        row("Cached input tokens", &count(|tokens| tokens.cached)),
        row("Output tokens", &count(|tokens| tokens.output)),
        row("of these reasoning", &|side| {
            if side.tokens.is_some() { whole(side.reasoning) } else { NOTHING.to_owned() }
        }),
        row("List price of a million tokens in", &per_million(|prices| prices.input)),
        row("List price of a million tokens cached", &|side| match side.prices {
            Some(prices) if !prices.cached_is_listed => "not listed".to_owned(),
            _ => per_million(|prices| prices.cached)(side),
        }),
        row("List price of a million tokens out", &per_million(|prices| prices.output)),
        row("Estimate by the list", &|side| amount(side.estimate, NOTHING)),
        row("Reported by the gateway", &|side| amount(side.reported, "not reported")),
        row("Reported against the estimate", &SideCost::difference_words),
    ];
    if let Some([by_tokens, by_prices, rest]) = costs.split() {
        for (what, amount) in [
            ("Of the difference: other token counts", by_tokens),
            ("Of the difference: other list prices", by_prices),
            ("Of the difference: neither (fee, discount, provider)", rest),
        ] {
            parts.push(Part { what: what.to_owned(), source: NOTHING.to_owned(), target: usd(amount) });
        }
    }
    parts
}

/// What the runs of this visit cost on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Requests that ended.
    pub ended: u32,
    /// Those that were answered to the end.
    pub answered: u32,
    /// Those of them that reported no cost.
    pub unpriced: u32,
    /// The sum of what was reported.
    sum: Decimal,
}

impl Tally {
    /// Takes a run that has ended.
    pub fn take(&mut self, run: &Run) {
        self.ended += 1;
        let answered = run.state == RunState::Answered;
        self.answered += u32::from(answered);
        let cost = run.answer.usage.as_ref().and_then(|usage| usage.cost);
        match cost.and_then(|cost| self.sum.checked_add(cost.0)) {
            Some(sum) => self.sum = sum,
            None => self.unpriced += u32::from(answered),
        }
    }

    /// What one answered request cost: everything that was reported, shared out among those that were answered. `None`
    /// if none was, or if an answered one reported nothing.
    #[must_use]
    pub fn per_success(&self) -> Option<Usd> {
        if self.answered == 0 || self.unpriced > 0 {
            return None;
        }
        self.sum.checked_div(Decimal::from(self.answered)).map(|cost| Usd(cost.normalize()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn row(input: &str, output: &str, cached: Option<&str>) -> ModelRow {
        let price = |text: &str| Usd::from_json(&json!(text));
        ModelRow {
            price_input_per_million: price(input),
            price_output_per_million: price(output),
            price_cached_input_per_million: cached.and_then(price),
            ..ModelRow::default()
        }
    }

    fn usage(tokens: [u64; 4], cost: Option<&str>) -> Usage {
        let [input, output, cached, reasoning] = tokens;
        Usage {
            prompt_tokens: Some(input),
            completion_tokens: Some(output),
            cached_tokens: Some(cached),
            reasoning_tokens: Some(reasoning),
            cost: cost.and_then(|cost| Usd::from_json(&json!(cost))),
            ..Usage::default()
        }
    }

    /// Computed by hand: 0.40 in, 1.60 out, 0.10 cached for a million.
    #[test]
    fn reported_against_the_list() {
        let row = row("0.40", "1.60", Some("0.10"));
        for (tokens, cost, estimate, words) in [
            ([100, 50, 0, 0], Some("0.00012"), "0.00012", "to the last digit"),
            ([100, 50, 40, 0], Some("0.000108"), "0.000108", "to the last digit"),
            (
                [100, 50, 40, 0],
                Some("0.00012"),
                "0.000108",
                "$0.000012 more than the list price. 40 cached tokens were charged like all input.",
            ),
            ([100, 50, 0, 10], Some("0.000136"), "0.00012", "10 reasoning tokens were charged on top"),
            (
                [100, 50, 0, 10],
                Some("0.000104"),
                "0.00012",
                "$0.000016 less than the list price. 10 reasoning tokens were not charged.",
            ),
            ([100, 50, 0, 0], Some("0.000126"), "0.00012", "$0.000006 more than the list price. A fee"),
            ([100, 50, 0, 0], Some("0.0001"), "0.00012", "A discount"),
            ([100, 50, 0, 0], None, "0.00012", "reported no cost"),
        ] {
            let side = SideCost::of(Some(&usage(tokens, cost)), Some(&row));
            assert_eq!(side.estimate.map(Usd::to_plain).as_deref(), Some(estimate), "{tokens:?}");
            assert!(side.difference_words().contains(words), "{} for {tokens:?} {cost:?}", side.difference_words());
        }
        let no_cached =
            SideCost::of(Some(&usage([100, 50, 40, 0], Some("0.0001"))), Some(&self::row("0.40", "1.60", None)));
        assert!(
            no_cached.difference_words().contains("no price for the 40 tokens"),
            "{}",
            no_cached.difference_words()
        );
        assert!(SideCost::of(None, Some(&row)).difference_words().contains("no tokens"));
        assert!(SideCost::of(Some(&usage([1, 1, 0, 0], None)), None).difference_words().contains("no price"));
    }

    #[test]
    fn the_difference_is_split_exactly() {
        let (old, new) = (row("0.40", "1.60", None), row("0.50", "1.60", None));
        let (here, there) = (usage([100, 50, 0, 0], Some("0.00012")), usage([110, 60, 0, 0], Some("0.000161")));
        let costs = CostComparison::of(
            PerSide { source: Some(&here), target: Some(&there) },
            PerSide { source: Some(&old), target: Some(&new) },
        );
        let words = costs.split().unwrap().map(Usd::to_plain);
        assert_eq!(words, ["0.00002", "0.000011", "0.00001"]);
        let parts = explained(&costs);
        assert!(parts.iter().any(|part| part.what.contains("other list prices") && part.target == "$0.000011"));
    }

    #[test]
    fn failures_are_paid_by_successes() {
        let mut tally = Tally::default();
        assert_eq!(tally.per_success(), None);
        let body = |cost: &str| format!(r#"{{"choices":[{{"message":{{"content":"x"}}}}],"usage":{{"cost":{cost}}}}}"#);
        let run = |body: &str| {
            super::super::run::tests_support::run_of(crate::gateway::endpoint::Endpoint::ChatCompletions, false, body)
        };
        tally.take(&run(&body("0.003")));
        tally.take(&run(r#"{"error":{"message":"no","code":502},"usage":{"cost":0.001}}"#));
        tally.take(&run(&body("0.002")));
        assert_eq!((tally.ended, tally.answered), (3, 2));
        assert_eq!(tally.per_success().map(Usd::to_plain).as_deref(), Some("0.003"));
        tally.take(&run(r#"{"choices":[{"message":{"content":"x"}}]}"#));
        assert_eq!(tally.per_success(), None, "an answer without a cost is not free");
    }

    proptest! {
        #[test]
        fn the_parts_are_the_whole(
            here in prop::array::uniform4(0_u64..1_000_000),
            there in prop::array::uniform4(0_u64..1_000_000),
            prices in prop::array::uniform4(0_u32..100_000),
            costs in prop::array::uniform2(0_u32..100_000),
        ) {
            let text = |value: u32| format!("{}.{:03}", value / 1000, value % 1000);
            let (old, new) = (row(&text(prices[0]), &text(prices[1]), None), row(&text(prices[2]), &text(prices[3]), Some("0.01")));
            let (one, other) = (usage(here, Some(&text(costs[0]))), usage(there, Some(&text(costs[1]))));
            let compared = CostComparison::of(
                PerSide { source: Some(&one), target: Some(&other) },
                PerSide { source: Some(&old), target: Some(&new) },
            );
            let sum: Decimal = compared.split().unwrap().iter().map(|part| part.0).sum();
            prop_assert_eq!(sum, compared.get(Side::Target).unwrap().0 - compared.get(Side::Source).unwrap().0);
        }
    }
}
