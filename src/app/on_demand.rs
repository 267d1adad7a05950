//! The work of all pages but the first, as a value: statistics, verdicts, cases and patterns weigh more than the first load
//! may, and a first visit needs none of it. Where those pages are cut off (`ui::pages`), the value comes with them.
//! Not a second `update`: it is the rest of the one, reached through [`Model::on_demand`].
//!
//! **Invariant:** nothing but [`ON_DEMAND`] names `others`, so that the main part of the program does not hold it.
//! **Invariant:** what a person or the page asks before the work is here waits, and is done in its order.

use super::http::{HttpEvent, Purpose, Reply};
use super::{Effect, Model, Msg, others};
use crate::diagnostic::Diagnostic;
use crate::gateway::failure::Cause;
use crate::gateway::side::Side;

/// The work of the other pages.
#[derive(Debug)]
pub struct OnDemand {
    pub(super) update: fn(&mut Model, Msg) -> Vec<Effect>,
    pub(super) answered: fn(&mut Model, Side, Purpose, Answer) -> Vec<Effect>,
    pub(super) settings_changed: fn(&mut Model, Change) -> Vec<Effect>,
}

/// The work as this program has it.
pub static ON_DEMAND: OnDemand =
    OnDemand { update: others::update, answered: others::answered, settings_changed: others::settings_changed };

/// What came of a request that another page sent.
#[derive(Debug)]
pub(super) enum Answer {
    /// It goes on.
    Event(HttpEvent),
    /// It ended; this is the whole answer.
    Reply(Reply),
    /// It did not get through, and this is why.
    Explained(Cause, Diagnostic),
}

/// What was changed on the first page, so that what other pages did or do no longer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// A key was forgotten.
    KeyForgotten(Side),
    /// A key was entered.
    KeyEntered(Side),
    /// Another gateway was set.
    Gateway(Side),
    /// The demo is about to be switched.
    World,
}

/// Does what a message asks of another page, or keeps it until that page's work is here.
pub(super) fn tell(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match model.on_demand {
        Some(work) => (work.update)(model, msg),
        None => {
            model.waiting.push(msg);
            Vec::new()
        }
    }
}

/// Takes an answer to the page that asked. Only a page that is here asks.
pub(super) fn answered(model: &mut Model, side: Side, purpose: Purpose, answer: Answer) -> Vec<Effect> {
    model.on_demand.map_or_else(Vec::new, |work| (work.answered)(model, side, purpose, answer))
}

/// Ends what no longer holds. Pages that are not here have done nothing.
pub(super) fn settings_changed(model: &mut Model, change: Change) -> Vec<Effect> {
    model.on_demand.map_or_else(Vec::new, |work| (work.settings_changed)(model, change))
}

/// The work is here: what waited for it is done.
pub(super) fn arrived(model: &mut Model, work: &'static OnDemand) -> Vec<Effect> {
    model.on_demand = Some(work);
    let waiting = std::mem::take(&mut model.waiting);
    waiting.into_iter().flat_map(|msg| (work.update)(model, msg)).collect()
}

impl Model {
    /// A model in a program that holds all pages from the start, as in tests.
    #[must_use]
    pub fn whole() -> Model {
        Model { on_demand: Some(&ON_DEMAND), ..Model::default() }
    }

    /// Whether something waits for the other pages.
    #[must_use]
    pub fn wants_other_pages(&self) -> bool {
        !self.waiting.is_empty()
    }
}
