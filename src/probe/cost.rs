//! What a probe can cost at most, before it is sent, and what the gateways say that it did cost.
//! Not a bill: fees and the price of another provider than the listed one are in no list.
//! **Invariant:** exact decimals; what is not known is `None` and never zero.

use rust_decimal::Decimal;

use super::plan::Question;
use crate::gateway::money::Usd;

/// Tokens that a gateway or a model may put around a message of its own.
const AROUND: u64 = 64;

/// US dollars for a million tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Price {
    /// In.
    pub input: Option<Usd>,
    /// Out.
    pub output: Option<Usd>,
}

impl Price {
    /// What so many tokens in and out cost; `None` if a price is missing or the digits do not suffice.
    #[must_use]
    pub fn of(self, tokens_in: u64, tokens_out: u64) -> Option<Usd> {
        let part = |price: Usd, tokens: u64| price.0.checked_mul(Decimal::from(tokens));
        let millionths = part(self.input?, tokens_in)?.checked_add(part(self.output?, tokens_out)?)?;
        millionths.checked_div(Decimal::from(1_000_000_u32)).map(|amount| Usd(amount.normalize()))
    }
}

/// The most tokens that a body can be read as: no token is shorter than a byte.
#[must_use]
pub fn most_tokens_in(body: &str) -> u64 {
    u64::try_from(body.len()).unwrap_or(u64::MAX).saturating_add(AROUND)
}

/// The most that questions can cost if the gateway keeps to the limits that they set.
#[must_use]
pub fn at_most(questions: &[Question], price: Price) -> Option<Usd> {
    let tokens_in = questions.iter().map(|question| most_tokens_in(&question.body.to_string()));
    let tokens_out = questions.iter().map(Question::most_tokens);
    price.of(tokens_in.fold(0, u64::saturating_add), tokens_out.fold(0, u64::saturating_add))
}

/// What was reported to have been spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spent {
    /// The sum of what was said.
    pub said: Decimal,
    /// Answers that did not say what they cost.
    pub unsaid: u32,
}

impl Spent {
    /// Adds an answer.
    pub fn add(&mut self, cost: Option<Usd>) {
        match cost.and_then(|cost| self.said.checked_add(cost.0)) {
            Some(sum) => self.said = sum,
            None => self.unsaid = self.unsaid.saturating_add(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::plan::{Parameter, plan};

    fn usd(text: &str) -> Option<Usd> {
        Some(Usd(Decimal::from_str_exact(text).unwrap()))
    }

    #[test]
    fn a_bound_is_exact_or_unknown() {
        let price = Price { input: usd("0.4"), output: usd("1.6") };
        assert_eq!(price.of(100, 24).map(Usd::to_plain).as_deref(), Some("0.0000784"));
        assert_eq!(Price { input: usd("0.4"), output: None }.of(1, 1), None);
        assert_eq!(Price { input: usd("0"), output: usd("0") }.of(5, 5), usd("0"));
        let questions = plan(&[Parameter::N], "a/b");
        // A control and n = 1 with 24 tokens, n = 2 with twice as many, and n = 0, which is to be refused.
        let tokens_out: u64 = questions.iter().map(Question::most_tokens).sum();
        assert_eq!(tokens_out, 24 + 48 + 24 + 24);
        assert!(at_most(&questions, price).unwrap() > price.of(0, tokens_out).unwrap());
    }

    #[test]
    fn what_is_not_said_is_not_nothing() {
        let mut spent = Spent::default();
        spent.add(usd("0.1"));
        spent.add(usd("0.2"));
        spent.add(None);
        assert_eq!((spent.said.to_string().as_str(), spent.unsaid), ("0.3", 1));
    }
}
