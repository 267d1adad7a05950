//! The colour theme that a person chose. Not its colours, which the style sheet has.
//! **Invariant:** every word that is stored is read back as what it was.

/// The colour theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All, in the order of choice.
    pub const ALL: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

    /// The word for storage and for the choice.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// Reads the word; anything unknown is the system's.
    #[must_use]
    pub fn parse(word: &str) -> Theme {
        Self::ALL.into_iter().find(|theme| theme.word() == word).unwrap_or_default()
    }
}
