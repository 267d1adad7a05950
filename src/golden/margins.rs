//! The margins of a run as a person states them, before the run. Not a verdict.
//! **Invariant:** a margin that was changed says that a person stated it; one that was not gives its own reason.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::measure::margin::{RatioMargin, ShareMargin};

/// How much of a difference does not matter, one number each.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Margins {
    /// Failures more in a hundred requests.
    pub success: f64,
    /// Answers of another contract more in a hundred.
    pub agreement: f64,
    /// Times as long to the first text and to the end.
    pub latency: f64,
    /// Times the cost.
    pub cost: f64,
    /// Times the length, up and, as its inverse, down.
    pub length: f64,
}

impl Default for Margins {
    fn default() -> Self {
        Margins { success: 5.0, agreement: 2.0, latency: 1.1, cost: 1.05, length: 1.25 }
    }
}

/// Which margin a field sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// [`Margins::success`].
    Success,
    /// [`Margins::agreement`].
    Agreement,
    /// [`Margins::latency`].
    Latency,
    /// [`Margins::cost`].
    Cost,
    /// [`Margins::length`].
    Length,
}

impl Field {
    /// All, in the order of the page.
    pub const ALL: [Field; 5] = [Field::Success, Field::Agreement, Field::Latency, Field::Cost, Field::Length];

    /// Its label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Field::Success => "Failures more in 100",
            Field::Agreement => "Contract differences more in 100",
            Field::Latency => "Times as slow",
            Field::Cost => "Times the cost",
            Field::Length => "Times the length",
        }
    }
}

const STATED: &str = "Stated on this page before the run.";

impl Margins {
    /// One of them.
    #[must_use]
    pub const fn get(&self, field: Field) -> f64 {
        match field {
            Field::Success => self.success,
            Field::Agreement => self.agreement,
            Field::Latency => self.latency,
            Field::Cost => self.cost,
            Field::Length => self.length,
        }
    }

    /// The same with one of them changed, if it can be used.
    ///
    /// # Errors
    /// Says what is wrong with the value.
    pub fn with(self, field: Field, value: f64) -> Result<Margins, Diagnostic> {
        let mut changed = self;
        *match field {
            Field::Success => &mut changed.success,
            Field::Agreement => &mut changed.agreement,
            Field::Latency => &mut changed.latency,
            Field::Cost => &mut changed.cost,
            Field::Length => &mut changed.length,
        } = value;
        match field {
            Field::Success => drop(changed.success()?),
            Field::Agreement => drop(changed.agreement()?),
            Field::Latency => drop(changed.latency()?),
            Field::Cost => drop(changed.cost()?),
            Field::Length => drop(changed.length()?),
        }
        Ok(changed)
    }

    /// Why one of them is what it is.
    #[must_use]
    pub fn why(&self, field: Field) -> String {
        let of_share = |margin: Result<ShareMargin, Diagnostic>| margin.map(|margin| margin.why().to_owned());
        let of_ratio = |margin: Result<RatioMargin, Diagnostic>| margin.map(|margin| margin.why().to_owned());
        let why = match field {
            Field::Success => of_share(self.success()),
            Field::Agreement => of_share(self.agreement()),
            Field::Latency => of_ratio(self.latency()),
            Field::Cost => of_ratio(self.cost()),
            Field::Length => of_ratio(self.length()),
        };
        why.unwrap_or_else(|problem| problem.to_string())
    }

    fn is_default(&self, field: Field) -> bool {
        self.get(field) == Margins::default().get(field)
    }

    pub(super) fn success(&self) -> Result<ShareMargin, Diagnostic> {
        if self.is_default(Field::Success) {
            return Ok(ShareMargin::success());
        }
        ShareMargin::new(Some(-self.success / 100.0), None, STATED)
    }

    pub(super) fn agreement(&self) -> Result<ShareMargin, Diagnostic> {
        if self.is_default(Field::Agreement) {
            return Ok(ShareMargin::agreement());
        }
        ShareMargin::new(None, Some(self.agreement / 100.0), STATED)
    }

    pub(super) fn latency(&self) -> Result<RatioMargin, Diagnostic> {
        if self.is_default(Field::Latency) {
            return Ok(RatioMargin::latency());
        }
        RatioMargin::new(None, Some(self.latency), STATED)
    }

    pub(super) fn cost(&self) -> Result<RatioMargin, Diagnostic> {
        if self.is_default(Field::Cost) {
            return Ok(RatioMargin::cost());
        }
        RatioMargin::new(None, Some(self.cost), STATED)
    }

    pub(super) fn length(&self) -> Result<RatioMargin, Diagnostic> {
        if self.is_default(Field::Length) {
            return Ok(RatioMargin::length());
        }
        RatioMargin::new(Some(1.0 / self.length), Some(self.length), STATED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_margin_says_so_and_a_senseless_one_is_refused() {
        let margins = Margins::default();
        for field in Field::ALL {
            assert_ne!(margins.why(field), STATED);
            assert!(margins.with(field, f64::NAN).is_err(), "{field:?}");
            assert!(margins.with(field, -1.0).is_err(), "{field:?}");
        }
        for field in Field::ALL {
            let changed = margins.with(field, 3.0).unwrap();
            assert_eq!(changed.why(field), STATED);
        }
        assert!(margins.with(Field::Latency, 0.5).is_err());
    }
}
