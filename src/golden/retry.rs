//! Whether and when a failed attempt is made again. Not the waiting. **Invariant:** a gateway that says how long to wait
//! is left alone for at least that long, and what will fail again is not tried again.

use crate::compare::run::{Run, RunState};
use crate::gateway::error::ErrorKind;
use crate::gateway::failure::Failure;
use crate::measure::random::Random;

/// What may be done after an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// It is final.
    No,
    /// Another attempt may help.
    Worth {
        /// Seconds that the gateway asks to wait.
        after_seconds: Option<u64>,
    },
}

/// The first wait; each further one is twice as long.
const FIRST_MS: f64 = 1_000.0;
/// Without a word of the gateway no wait is longer.
const LONGEST_MS: f64 = 60_000.0;
/// A gateway that asks to wait longer is not waited for: it is a limit of a day, not of a moment.
pub const PATIENCE_SECONDS: u64 = 600;

impl Retry {
    /// What may be done after this run.
    #[must_use]
    pub fn after(run: &Run) -> Retry {
        match &run.state {
            RunState::Failing(Failure::Network | Failure::Cut | Failure::TimedOut(_)) => {
                Retry::Worth { after_seconds: None }
            }
            RunState::Refused => run.answer.error.as_ref().map_or(Retry::No, |error| {
                let passing = matches!(
                    error.kind,
                    ErrorKind::RateLimit
                        | ErrorKind::Timeout
                        | ErrorKind::Upstream
                        | ErrorKind::Gateway
                        | ErrorKind::Unreadable
                );
                let patient = error.retry_after_seconds.is_none_or(|seconds| seconds <= PATIENCE_SECONDS);
                if passing && patient { Retry::Worth { after_seconds: error.retry_after_seconds } } else { Retry::No }
            }),
            _ => Retry::No,
        }
    }
}

/// Milliseconds until the next attempt: doubled each time, of which the second half is drawn, so that calls that failed
/// together do not come back together; never less than the gateway asked for.
pub fn wait_ms(attempt: u32, after_seconds: Option<u64>, random: &mut Random) -> f64 {
    let doubled = FIRST_MS * libm::pow(2.0, f64::from(attempt.saturating_sub(1).min(16)));
    let most = doubled.min(LONGEST_MS);
    let drawn = most * (0.5 + 0.5 * random.unit());
    match after_seconds {
        // A little more than asked for: clocks differ, and everybody comes back at the same moment.
        Some(seconds) => seconds as f64 * 1_000.0 + 250.0 * random.unit(),
        None => drawn,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_hints_are_kept() {
        let mut random = Random::new(1, 1);
        for (attempt, least, most) in
            [(1, 500.0, 1_000.0), (2, 1_000.0, 2_000.0), (4, 4_000.0, 8_000.0), (99, 30_000.0, 60_000.0)]
        {
            for _ in 0..50 {
                let wait = wait_ms(attempt, None, &mut random);
                assert!((least..=most).contains(&wait), "{attempt}: {wait}");
                assert!((12_000.0..=12_250.0).contains(&wait_ms(attempt, Some(12), &mut random)));
            }
        }
    }
}
