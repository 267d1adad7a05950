//! The parameter probe as the page shows it: sentences and rows.
//! **Invariant:** a price that is not listed is called unknown, and a sum that is not whole says so.

use super::{ProbeRun, SideState};
use crate::app::Model;
use crate::gateway::money::Usd;
use crate::gateway::side::Side;
use crate::measure::number::usd;

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProbeRow {
    /// The parameter; "none" for a control.
    pub parameter: &'static str,
    /// The case with its value.
    pub case: String,
    /// What the source did.
    pub source: String,
    /// What the target did.
    pub target: String,
    /// What was found, if this row shows it.
    pub finding: Option<String>,
}

/// The most names of parameters that a sentence has.
const MOST_NAMES: usize = 30;

impl Model {
    /// Which parameters in use the probe passes over, as a sentence; `None` if it knows all of them.
    #[must_use]
    pub fn probe_omits(&self) -> Option<String> {
        let names = self.parameters_not_probed();
        let more = names.len().saturating_sub(MOST_NAMES);
        let mut words = names.into_iter().take(MOST_NAMES).collect::<Vec<_>>().join(", ");
        if more > 0 {
            words.push_str(&format!(" and {more} more"));
        }
        // A name may be anything that was typed into the editor.
        let words = self.redactor().redact(&words).into_owned();
        (!words.is_empty()).then(|| format!("In use, not probed: {words}."))
    }

    /// What the probe of the chosen parameters can cost, a sentence a side; empty while nothing was asked or something
    /// changed since.
    #[must_use]
    pub fn probe_cost_words(&self) -> Vec<String> {
        let Some(estimate) = self.probe_estimate() else { return Vec::new() };
        let side = |side: Side| {
            let of = estimate.get(side);
            let most = of.most.map_or_else(
                || "a cost that is unknown: no price is listed".to_owned(),
                |most| format!("at most {}", usd(most)),
            );
            format!("{}: {} requests to {}, {most}.", side.title(), of.requests, of.model)
        };
        let sides = Side::BOTH.map(side).into_iter();
        let terms = if self.demo {
            "The simulator in this page answers: nothing is sent and nothing is spent."
        } else {
            "By the listed price, if the gateway keeps to the limits that the requests set. Nothing has been sent yet."
        };
        sides.chain([terms.to_owned()]).collect()
    }
}

impl ProbeRun {
    /// How it stands: a sentence a side, and what was found.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let side = |side: Side| {
            let run = self.sides.get(side);
            let state = match &run.state {
                SideState::Running => "running".to_owned(),
                SideState::Done => "done".to_owned(),
                SideState::Stopped => "stopped".to_owned(),
                SideState::Ended(problem) => format!("not run to its end. {}", problem.what),
            };
            let spent = usd(Usd(run.spent.said));
            let unsaid = match run.spent.unsaid {
                0 => String::new(),
                count => format!(", and {count} answers that do not say their cost"),
            };
            let (settled, all) = (run.settled(), run.questions.len());
            format!("{}: {settled} of {all} requests, {spent} reported{unsaid}; {state}", side.title())
        };
        let found = match self.findings().len() {
            0 if self.is_running() => "No finding so far.".to_owned(),
            0 => "No finding.".to_owned(),
            1 => "1 finding.".to_owned(),
            count => format!("{count} findings."),
        };
        let sides = Side::BOTH.map(side).map(|words| if words.ends_with('.') { words } else { format!("{words}.") });
        sides.into_iter().chain([found]).collect()
    }

    /// How many questions are settled, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let sides = Side::BOTH.map(|side| self.sides.get(side));
        (sides.iter().map(|run| run.settled()).sum(), sides.iter().map(|run| run.questions.len()).sum())
    }

    /// The table, in the order of the questions.
    #[must_use]
    pub fn rows(&self) -> Vec<ProbeRow> {
        let (classes, findings) = (self.classes(), self.findings());
        let questions = &self.sides.target.questions;
        let pairs = questions.iter().zip(classes.source.iter().zip(&classes.target)).enumerate();
        pairs
            .map(|(at, (question, (source, target)))| ProbeRow {
                parameter: question.tried.as_ref().map_or("none", |tried| tried.parameter.name()),
                case: match &question.tried {
                    Some(tried) => format!("{}: {}", tried.case.words(), tried.value),
                    None => format!("control: {}", question.setting.words()),
                },
                source: source.sentence(),
                target: target.sentence(),
                finding: findings.iter().find(|finding| finding.at == at).map(|finding| finding.text.clone()),
            })
            .collect()
    }
}
