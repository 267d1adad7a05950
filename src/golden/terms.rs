//! All that is fixed before the first call of a run: set, settings, margins, prices and the ids of the target. It is what
//! outlives a reload and what a case carries. Not the results. **Invariant:** it holds no key, and the same terms give the
//! same calls again, byte for byte.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::margins::Margins;
use super::plan::{Plan, Planned, Settings, mark, put_mark, side_of};
use super::price::ListPrice;
use super::set::GoldenSet;
use crate::compare::ignore_rule::{IgnoreRule, standard};
use crate::compare::pin::Pin;
use crate::diagnostic::Diagnostic;
use crate::gateway::endpoint::Endpoint;
use crate::gateway::money::Usd;
use crate::gateway::side::{PerSide, Side};

/// The terms of a run.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Terms {
    /// What is asked.
    pub set: GoldenSet,
    /// How.
    pub settings: Settings,
    /// How much of a difference does not matter.
    pub margins: Margins,
    /// Every model of the set.
    pub models: BTreeMap<String, ModelTerms>,
    /// Base URL of the source.
    pub source_base: String,
    /// Base URL of the target.
    pub target_base: String,
    /// Whether the simulator inside the page answers.
    pub simulated: bool,
    /// The provider that both sides are held to, for each model that is.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub pins: BTreeMap<String, Pin>,
    /// The same for all models, as earlier files have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<Pin>,
    /// The places of an answer that are not counted; `None` for those that a comparison starts with. They are fixed here, or
    /// the answers of one run would be measured by two rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ignored: Option<Vec<IgnoreRule>>,
    /// The most that may be spent, in US dollars, decimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ceiling_usd: Option<String>,
}

/// What is known of a model.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ModelTerms {
    /// The id that the target is sent.
    pub target: String,
    /// Prices of the source.
    #[serde(default)]
    pub source_price: PriceTerms,
    /// Prices of the target.
    #[serde(default)]
    pub target_price: PriceTerms,
}

/// List prices as they are kept: decimals are texts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PriceTerms {
    /// US dollars for a million tokens of a prompt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// US dollars for a million tokens of an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// The most tokens of an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_output: Option<u64>,
}

impl From<ListPrice> for PriceTerms {
    fn from(price: ListPrice) -> Self {
        PriceTerms {
            input: price.input.map(Usd::to_plain),
            output: price.output.map(Usd::to_plain),
            most_output: price.most_output,
        }
    }
}

impl From<&PriceTerms> for ListPrice {
    fn from(terms: &PriceTerms) -> Self {
        let usd = |text: &Option<String>| Usd::from_json(&Value::String(text.clone()?));
        ListPrice { input: usd(&terms.input), output: usd(&terms.output), most_output: terms.most_output }
    }
}

impl Terms {
    /// The plan.
    #[must_use]
    pub fn plan(&self) -> Plan {
        Plan::new(self.set.items(), &self.settings)
    }

    /// The ceiling.
    #[must_use]
    pub fn ceiling(&self) -> Option<Usd> {
        Usd::from_json(&Value::String(self.ceiling_usd.clone()?))
    }

    /// The places of an answer that are not counted.
    #[must_use]
    pub fn ignored(&self) -> Cow<'_, [IgnoreRule]> {
        self.ignored.as_deref().map_or_else(|| standard().into(), Cow::Borrowed)
    }

    /// The provider that both sides are held to for a model of the set.
    #[must_use]
    pub fn pin_of(&self, model: &str) -> Option<&Pin> {
        self.pins.get(model).or(self.pin.as_ref())
    }

    /// The prices of a model on a side.
    #[must_use]
    pub fn price(&self, side: Side, model: &str) -> ListPrice {
        let terms = self.models.get(model).map(|terms| match side {
            Side::Source => &terms.source_price,
            Side::Target => &terms.target_price,
        });
        terms.map(ListPrice::from).unwrap_or_default()
    }

    /// The most that one call of each item can cost on each side.
    #[must_use]
    pub fn bounds(&self) -> Vec<PerSide<Option<Usd>>> {
        let bound = |item| {
            let case = self.set.case(item)?;
            let mut body = case.filled(case.rows.get(item.row)?).ok()?;
            // A mark makes the prompt longer; any is as long as any other.
            self.mark(&mut body, case.endpoint, 0);
            Some(PerSide::from_fn(|side| self.price(side, case.model()).bound(&body)))
        };
        self.set.items().into_iter().map(|item| bound(item).unwrap_or_default()).collect()
    }

    /// What is wrong with the set, so that it cannot be run: one message a case.
    #[must_use]
    pub fn problems(&self) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        for case in &self.set.cases {
            let needed = match case.endpoint {
                Endpoint::ChatCompletions => "messages",
                Endpoint::Responses => "input",
            };
            if case.model().trim().is_empty() || !case.body.contains_key(needed) {
                problems.push(Diagnostic::new(
                    format!("The case {} cannot be sent: it needs `model` and `{needed}`.", case.id),
                    format!("{} takes no request without them.", case.endpoint.path()),
                    "Complete the case in its file and import it again.",
                ));
                continue;
            }
            problems.extend(case.rows.iter().find_map(|row| case.filled(row).err()));
        }
        problems
    }

    /// The endpoint and the body of a call; `None` for one that is not of these terms.
    #[must_use]
    pub fn request(&self, planned: &Planned) -> Option<(Endpoint, Map<String, Value>)> {
        let items = self.set.items();
        let item = *items.get(planned.item)?;
        let case = self.set.case(item)?;
        let mut body = case.filled(case.rows.get(item.row)?).ok()?;
        let side = side_of(planned.lane);
        if let (Side::Target, Some(terms)) = (side, self.models.get(case.model())) {
            body.insert("model".to_owned(), Value::String(terms.target.clone()));
        }
        if let Some(pin) = self.pin_of(case.model()) {
            pin.apply(side, &mut body);
        }
        if self.settings.stream || body.contains_key("stream") {
            body.insert("stream".to_owned(), Value::Bool(self.settings.stream));
        }
        if !self.settings.stream {
            // Both gateways refuse stream options on a request that does not stream.
            body.shift_remove("stream_options");
        }
        self.mark(&mut body, case.endpoint, planned.pair);
        Some((case.endpoint, body))
    }

    fn mark(&self, body: &mut Map<String, Value>, endpoint: Endpoint, pair: usize) {
        if self.settings.nonce {
            put_mark(body, endpoint, &mark(self.settings.seed, pair));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden::plan::CallId;
    use crate::golden::set::GoldenCase;
    use crate::measure::schedule::Lane;
    use serde_json::json;

    fn terms() -> Terms {
        let body = json!({ "model": "a/b", "messages": [{ "role": "user", "content": "Say {{x}}" }], "max_tokens": 10, "stream_options": {} });
        let mut case = GoldenCase::new("one", Endpoint::ChatCompletions, body.as_object().unwrap().clone());
        case.rows = ["1", "2"].map(|value| [("x".to_owned(), value.to_owned())].into()).into();
        let price = PriceTerms { input: Some("1".into()), output: Some("2".into()), most_output: None };
        let models =
            [("a/b".to_owned(), ModelTerms { target: "c/d".into(), source_price: price.clone(), target_price: price })];
        Terms { set: GoldenSet { name: "s".into(), cases: vec![case] }, models: models.into(), ..Terms::default() }
    }

    #[test]
    fn the_lanes_of_a_pair_get_the_same_but_for_the_model() {
        let terms = terms();
        let plan = terms.plan();
        for pair in 0..plan.pairs() {
            let sent = plan.calls_of(pair).map(|id| {
                let planned = plan.call(id).unwrap();
                (planned.lane, terms.request(&planned).unwrap().1)
            });
            let of = |lane: Lane| sent.iter().find(|(other, _)| *other == lane).unwrap().1.clone();
            assert_eq!(of(Lane::Source), of(Lane::SourceAgain));
            let mut target = of(Lane::Target);
            assert_eq!(target.insert("model".into(), "a/b".into()), Some("c/d".into()));
            assert_eq!(of(Lane::Source), target);
            assert_eq!(target["stream"], true);
        }
        let whole = Terms { settings: Settings { stream: false, nonce: false, ..Settings::default() }, ..terms };
        let body = whole.request(&whole.plan().call(CallId(3)).unwrap()).unwrap().1;
        assert!(!body.contains_key("stream") && !body.contains_key("stream_options"));
        assert_eq!(body["messages"][0]["content"], "Say 1");
    }

    #[test]
    fn a_pin_holds_both_sides_of_its_model_and_no_other() {
        let body = |model: &str| {
            let provider =
                json!({ "order": ["azure"], "only": ["azure"], "ignore": ["openai"], "sort": "price", "zdr": true });
            let body = json!({ "model": model, "messages": [], "provider": provider });
            GoldenCase::new(model, Endpoint::ChatCompletions, body.as_object().unwrap().clone())
        };
        let set = GoldenSet { name: String::new(), cases: vec![body("a/b"), body("e/f")] };
        let settings = Settings { stream: false, nonce: false, warm_up: 0, ..Settings::default() };
        let models = terms().models;
        let pins = [("a/b".to_owned(), Pin::to("OpenAI").unwrap())].into();
        let pinned = Terms { set, settings, models, pins, ..Terms::default() };
        let sent = |terms: &Terms, item: usize, lane: Lane| {
            let planned = Planned { pair: 0, item, repeat: 0, lane, counts: true };
            Value::Object(terms.request(&planned).unwrap().1)
        };
        let source = json!({ "model": "a/b", "messages": [], "provider": { "order": ["openai"], "zdr": true, "allow_fallbacks": false } });
        let target = json!({ "model": "openai:c/d", "messages": [], "provider": { "zdr": true } });
        let free = Value::Object(body("e/f").body);
        for (lane, item, expected) in [
            (Lane::Source, 0, &source),
            (Lane::SourceAgain, 0, &source),
            (Lane::Target, 0, &target),
            (Lane::Source, 1, &free),
            (Lane::Target, 1, &free),
        ] {
            assert_eq!(sent(&pinned, item, lane), *expected, "{lane:?} {item}");
        }
        // Earlier files hold all models to one provider.
        let all: Pin = serde_json::from_value(json!({ "source": "openai", "target": "openai" })).unwrap();
        let earlier = Terms { pins: BTreeMap::new(), pin: Some(all), ..pinned };
        assert_eq!(sent(&earlier, 0, Lane::Target), target);
        assert_eq!(sent(&earlier, 1, Lane::Target)["model"], "openai:e/f");
    }

    #[test]
    fn terms_survive_their_text_and_say_what_cannot_be_sent() {
        let terms = terms();
        let text = serde_json::to_string(&terms).unwrap();
        let again: Terms = serde_json::from_str(&text).unwrap();
        assert_eq!(again, terms);
        assert_eq!(again.bounds(), terms.bounds());
        assert!(terms.bounds().iter().all(|bound| bound.source.is_some() && bound.source == bound.target));
        assert!(terms.problems().is_empty());
        let mut broken = terms;
        broken.set.cases[0].rows.push(Default::default());
        broken.set.cases.push(GoldenCase::new("two", Endpoint::Responses, Map::new()));
        let words: Vec<String> = broken.problems().into_iter().map(|problem| problem.what).collect();
        assert!(words[0].contains("no value for `x`") && words[1].contains("`model` and `input`"), "{words:?}");
    }
}
