//! A run as it is kept over a reload, call by call. Not its storage: that is the browser's.
//! Moments are not kept: a page that was loaded again has another clock, and a person resumes it by hand.
//! **Invariant:** a call that was on its way when the page went is made again, and is counted at its worst besides.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Call, CallId, Charge, GoldenRun, Ledger, Phase};
use crate::gateway::money::Usd;
use crate::golden::result::CallResult;

/// What is kept of a call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeptCall {
    /// It was sent, and no more is known.
    Sent {
        /// Its attempt.
        attempt: u32,
        /// Why those before were not enough.
        #[serde(default)]
        earlier: Vec<String>,
    },
    /// It waits for another attempt.
    Waiting {
        /// The attempt to come.
        attempt: u32,
        /// Why those before were not enough.
        #[serde(default)]
        earlier: Vec<String>,
    },
    /// It has its result.
    Done(Box<CallResult>),
}

/// What was spent, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct KeptLedger {
    reported: String,
    estimated: String,
    assumed: String,
    unknown: u32,
}

impl From<&Ledger> for KeptLedger {
    fn from(ledger: &Ledger) -> Self {
        KeptLedger {
            reported: ledger.reported.to_plain(),
            estimated: ledger.estimated.to_plain(),
            assumed: ledger.assumed.to_plain(),
            unknown: ledger.unknown,
        }
    }
}

impl From<&KeptLedger> for Ledger {
    fn from(kept: &KeptLedger) -> Self {
        let usd = |text: &str| Usd::from_json(&serde_json::Value::String(text.to_owned()));
        let none = Ledger::default();
        Ledger {
            reported: usd(&kept.reported).unwrap_or(none.reported),
            estimated: usd(&kept.estimated).unwrap_or(none.estimated),
            assumed: usd(&kept.assumed).unwrap_or(none.assumed),
            unknown: kept.unknown,
        }
    }
}

impl GoldenRun {
    /// What is to be kept of a call; `None` for one that nothing has happened to.
    #[must_use]
    pub fn kept(&self, id: CallId) -> Option<KeptCall> {
        match self.calls.get(id.0 as usize)? {
            Call::Waiting { attempt: 1, .. } => None,
            Call::Waiting { attempt, earlier, .. } => {
                Some(KeptCall::Waiting { attempt: *attempt, earlier: earlier.clone() })
            }
            Call::OnItsWay { attempt, earlier } => Some(KeptCall::Sent { attempt: *attempt, earlier: earlier.clone() }),
            Call::Done(result) => Some(KeptCall::Done(Box::new(result.as_ref().clone()))),
        }
    }

    /// What was spent, to be kept.
    #[must_use]
    pub fn kept_ledger(&self) -> KeptLedger {
        KeptLedger::from(&self.ledger)
    }

    /// Puts a fresh run where an earlier one was. It is paused, so that a person resumes it. Gives the calls that were on
    /// their way: what is kept of them has to be written again, or another reload would count them twice.
    pub fn restore(&mut self, ledger: &KeptLedger, calls: impl IntoIterator<Item = (CallId, KeptCall)>) -> Vec<CallId> {
        self.ledger = Ledger::from(ledger);
        let mut lost = Vec::new();
        for (id, kept) in calls {
            let Some(planned) = self.plan.call(id).filter(|_| self.result(id).is_none()) else { continue };
            match kept {
                KeptCall::Done(result) => self.finish(id, planned, *result),
                KeptCall::Waiting { attempt, earlier } => {
                    self.set(id, Call::Waiting { attempt, not_before: f64::NEG_INFINITY, earlier });
                }
                KeptCall::Sent { attempt, earlier } => {
                    self.set(id, Call::Waiting { attempt, not_before: f64::NEG_INFINITY, earlier });
                    let charge = self.bound(id).map_or(Charge::Unknown, Charge::Assumed);
                    self.ledger.add(charge);
                    lost.push(id);
                }
            }
        }
        lost
    }

    /// Puts results of an opened case in place: nothing of it goes on.
    pub fn close_with(&mut self, calls: impl IntoIterator<Item = (CallId, Arc<CallResult>)>) {
        for (id, result) in calls {
            if let Some(planned) = self.plan.call(id).filter(|_| self.result(id).is_none()) {
                self.finish(id, planned, result.as_ref().clone());
            }
        }
        if self.phase != Phase::Finished {
            self.phase = Phase::Stopped;
        }
    }
}
