//! The verdicts on one pair of answers: transport, schema, behaviour, prose, and what one run says of time and cost.
//!
//! | verdict | fails if | undecided if |
//! | --- | --- | --- |
//! | transport | the target's answer did not come whole, as asked, or held an error | the source's did not |
//! | schema | a field is missing or of another type that every client reads, or that the scanned code reads | a field differs that is not documented, or no code was scanned |
//! | behaviour | finish reason, tools, shape of arguments, valid JSON or refusal differ to the target's harm | only values of arguments differ, or the source itself is wrong |
//! | prose | never | the texts differ |
//! | latency, cost | never by one run | always: n = 1 |
//!
//! **Invariant:** the target is never blamed for what the source did too, and different words alone fail nothing.
//! **Invariant:** every verdict has a sentence, and its reasons hold the data that it rests on.

mod behaviour;
mod evidence;
mod prose;
mod schema;
#[cfg(test)]
mod tests;
mod transport;

use super::asked::Asked;
use super::cost::CostComparison;
use super::ignore_rule::IgnoreRule;
use super::run::{Run, RunState};
use super::validity::Outcome;
use crate::gateway::side::{PerSide, Side};
use crate::measure::number::NOTHING;

/// What is judged; the names of the rows of the table "Verdicts".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layer {
    /// Status, framing, termination.
    Transport,
    /// Places and types of the answer.
    Schema,
    /// What a program acts on.
    Behaviour,
    /// What a person reads.
    Prose,
    /// Time.
    Latency,
    /// Money.
    Cost,
}

impl Layer {
    /// All, in the order of the table.
    pub const ALL: [Layer; 6] =
        [Layer::Transport, Layer::Schema, Layer::Behaviour, Layer::Prose, Layer::Latency, Layer::Cost];

    /// The name of the row.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Layer::Transport => "Transport",
            Layer::Schema => "Schema",
            Layer::Behaviour => "Behaviour",
            Layer::Prose => "Prose",
            Layer::Latency => "Latency",
            Layer::Cost => "Cost",
        }
    }

    /// The rule in words.
    #[must_use]
    pub const fn rule(self) -> &'static str {
        match self {
            Layer::Transport => {
                "Fails if the target's answer did not come whole and as it was asked for. What the source did does not \
                 excuse it; if only the source failed, there is nothing to compare with."
            }
            Layer::Schema => {
                "Fails if the target lacks, or has as another type, a field that every client of this protocol reads or \
                 that your scanned code reads. A difference that the field map documents and no scanned code reads does \
                 not count. Anything else is undecided until a rule with a reason says that it does not count. Null \
                 counts as absent, and what only the target has breaks no reader."
            }
            Layer::Behaviour => {
                "Fails if a program would act otherwise: another finish reason, other tools, arguments of another shape, \
                 no valid JSON where it was asked for, a refusal. Other values of arguments are undecided after one run."
            }
            Layer::Prose => "Never fails: two good answers to one prompt usually differ. Equal texts pass.",
            Layer::Latency => "One run is not evidence. Repeat the request on the Golden set page for a verdict.",
            Layer::Cost => {
                "One run is not evidence. The figures are exact; whether they hold is a question of many runs."
            }
        }
    }
}

/// How a verdict, or one reason of it, stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// Nothing speaks against the target.
    Pass,
    /// It cannot be said.
    Undecided,
    /// The target differs in what counts.
    Fail,
}

impl Standing {
    /// The word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Standing::Pass => "pass",
            Standing::Undecided => "undecided",
            Standing::Fail => "fail",
        }
    }
}

/// One thing that a verdict rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What it says about the target.
    pub standing: Standing,
    /// A sentence.
    pub what: String,
    /// The place in the answer, if it is about one: a rule can be made of it.
    pub path: Option<String>,
    /// What the source had.
    pub source: String,
    /// What the target had.
    pub target: String,
}

impl Reason {
    fn new(
        standing: Standing,
        what: impl Into<String>,
        source: impl Into<String>,
        target: impl Into<String>,
    ) -> Reason {
        Reason { standing, what: what.into(), path: None, source: source.into(), target: target.into() }
    }

    fn at(self, path: &str) -> Reason {
        Reason { path: Some(path.to_owned()), ..self }
    }
}

/// The verdict on one layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// On what.
    pub layer: Layer,
    /// What it is.
    pub standing: Standing,
    /// Why, in a sentence or two.
    pub sentence: String,
    /// What it rests on, the weightiest first.
    pub reasons: Vec<Reason>,
}

impl Verdict {
    /// The verdict of its reasons: the worst of them decides, and is named. Without any it passes, in the words given.
    fn of(layer: Layer, mut reasons: Vec<Reason>, passed: &str) -> Verdict {
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.standing));
        let standing = reasons.first().map_or(Standing::Pass, |reason| reason.standing);
        let worst = reasons.iter().filter(|reason| reason.standing == standing);
        let sentence = match (standing, worst.clone().count()) {
            (Standing::Pass, _) => passed.to_owned(),
            (_, count) => {
                let first = worst.map(|reason| reason.what.as_str()).next().unwrap_or_default();
                match count - 1 {
                    0 => first.to_owned(),
                    1 => format!("{first} One more such reason."),
                    more => format!("{first} {more} more such reasons."),
                }
            }
        };
        Verdict { layer, standing, sentence, reasons }
    }

    fn undecided(layer: Layer, sentence: impl Into<String>) -> Verdict {
        Verdict { layer, standing: Standing::Undecided, sentence: sentence.into(), reasons: Vec::new() }
    }
}

/// What is judged and what is known beside it.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The source's run, ended.
    pub source: &'a Run,
    /// The target's run, ended.
    pub target: &'a Run,
    /// What the request asked for.
    pub asked: &'a Asked,
    /// The response fields that the scanned code reads; `None` if none was scanned.
    pub fields_read: Option<&'a [String]>,
    /// The id of the target's profile.
    pub profile: &'a str,
    /// What is not counted.
    pub ignored: &'a [IgnoreRule],
    /// What the validator said of arguments and answers, where there are schemas; `None` while it is asked.
    pub validity: Option<&'a PerSide<Vec<Outcome>>>,
    /// Both costs.
    pub cost: &'a CostComparison,
}

impl<'a> Case<'a> {
    fn run(&self, side: Side) -> &'a Run {
        match side {
            Side::Source => self.source,
            Side::Target => self.target,
        }
    }

    /// Why a layer cannot be judged: an answer is not whole.
    fn not_whole(&self, layer: Layer) -> Option<Verdict> {
        let side = Side::BOTH.into_iter().find(|side| self.run(*side).state != RunState::Answered)?;
        let state = self.run(side).state.words();
        Some(Verdict::undecided(layer, format!("There is no whole answer of the {}: {state}.", side.word())))
    }
}

/// All six, in the order of the table.
#[must_use]
pub fn verdicts(case: &Case<'_>) -> Vec<Verdict> {
    vec![
        transport::judge(case),
        schema::judge(case),
        behaviour::judge(case),
        prose::judge(case),
        evidence::latency(case),
        evidence::cost(case),
    ]
}

fn or_nothing(text: Option<&str>) -> String {
    text.filter(|text| !text.is_empty()).unwrap_or(NOTHING).to_owned()
}
