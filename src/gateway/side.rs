//! The two sides of every comparison. The source is what a team leaves, the target is where it goes.

/// One of the two gateways. Everything that exists twice is held in a [`PerSide`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The gateway in production today.
    Source,
    /// The gateway to move to.
    Target,
}

impl Side {
    /// Both, in the order in which every table shows them.
    pub const BOTH: [Side; 2] = [Side::Source, Side::Target];

    /// The word used in names, case files and log rows.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Side::Source => "source",
            Side::Target => "target",
        }
    }

    /// The word at the start of a label.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Side::Source => "Source",
            Side::Target => "Target",
        }
    }

    /// The opposite side.
    #[must_use]
    pub const fn other(self) -> Side {
        match self {
            Side::Source => Side::Target,
            Side::Target => Side::Source,
        }
    }
}

/// A pair of values, one a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PerSide<T> {
    /// The value of the source gateway.
    pub source: T,
    /// The value of the target gateway.
    pub target: T,
}

impl<T> PerSide<T> {
    /// Makes a pair by asking once for each side.
    pub fn from_fn(mut make: impl FnMut(Side) -> T) -> Self {
        PerSide { source: make(Side::Source), target: make(Side::Target) }
    }

    /// The value of one side.
    pub const fn get(&self, side: Side) -> &T {
        match side {
            Side::Source => &self.source,
            Side::Target => &self.target,
        }
    }

    /// The value of one side, to change.
    pub const fn get_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::Source => &mut self.source,
            Side::Target => &mut self.target,
        }
    }
}
