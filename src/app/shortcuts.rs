//! Keys on the keyboard: which press means what. Not what follows from it, and not what a field does with its own keys.
//! **Invariant:** a press that writes a character means something only outside of fields, and nothing means anything
//! during composition, with Alt or AltGr, or while shortcuts are switched off.

/// A press, as the browser tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeyPress<'a> {
    /// What the key gives: a character or a name such as `Enter`.
    pub key: &'a str,
    /// Whether Control is held.
    pub control: bool,
    /// Whether Command or the Windows key is held.
    pub meta: bool,
    /// Whether Alt is held.
    pub alt: bool,
    /// Whether AltGr is held: it writes characters on many keyboards, and some systems tell it as Control with Alt.
    pub alt_graph: bool,
    /// Whether it belongs to a composition, as for Chinese or Japanese text.
    pub composing: bool,
    /// Whether it comes from a key that is held down.
    pub repeat: bool,
    /// Whether the focus is where text or a choice is entered.
    pub in_field: bool,
}

/// What a press means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortcut {
    /// Run a comparison, or stop it. Only the Compare page has it.
    RunOrStop,
    /// Open the list of commands.
    Commands,
    /// Open the list of shortcuts.
    Help,
}

impl Shortcut {
    /// All, in the order of the list.
    pub const ALL: [Shortcut; 3] = [Shortcut::RunOrStop, Shortcut::Commands, Shortcut::Help];

    /// The keys, for a person.
    #[must_use]
    pub const fn keys(self) -> &'static str {
        match self {
            Shortcut::RunOrStop => "Ctrl+Enter or Cmd+Enter",
            Shortcut::Commands => "Ctrl+K or Cmd+K",
            Shortcut::Help => "?",
        }
    }

    /// What it does, for a person.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Shortcut::RunOrStop => "On Compare: run, or stop what runs",
            Shortcut::Commands => "Open the list of commands",
            Shortcut::Help => "Open this list, outside of fields",
        }
    }

    /// What a press means, if anything.
    #[must_use]
    pub fn of(press: &KeyPress<'_>) -> Option<Shortcut> {
        // A key held down would run and stop again and again, each time at a price.
        if press.composing || press.repeat || press.alt || press.alt_graph {
            return None;
        }
        match (press.control || press.meta, press.key) {
            (true, "Enter") => Some(Shortcut::RunOrStop),
            (true, "k" | "K") => Some(Shortcut::Commands),
            (false, "?") if !press.in_field => Some(Shortcut::Help),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: KeyPress<'_> = KeyPress {
        key: "",
        control: false,
        meta: false,
        alt: false,
        alt_graph: false,
        composing: false,
        repeat: false,
        in_field: false,
    };

    #[test]
    fn chords_work_everywhere_and_characters_outside_of_fields() {
        for in_field in [false, true] {
            for (control, meta) in [(true, false), (false, true)] {
                let of = |key| Shortcut::of(&KeyPress { key, control, meta, in_field, ..PLAIN });
                assert_eq!(of("Enter"), Some(Shortcut::RunOrStop));
                assert_eq!(of("k"), Some(Shortcut::Commands));
                assert_eq!(of("K"), Some(Shortcut::Commands), "Caps Lock");
                assert_eq!(of("?"), None);
            }
            let of = |key| Shortcut::of(&KeyPress { key, in_field, ..PLAIN });
            assert_eq!(of("?"), (!in_field).then_some(Shortcut::Help));
            for nothing in ["Enter", "k", "K", "/", "Escape", "Process", "Dead", ""] {
                assert_eq!(of(nothing), None, "{nothing}");
            }
        }
    }

    #[test]
    fn nothing_fires_during_composition_with_alt_or_from_a_key_held_down() {
        for key in ["Enter", "k", "?"] {
            for control in [false, true] {
                let press = KeyPress { key, control, ..PLAIN };
                for held in [
                    KeyPress { alt: true, ..press },
                    KeyPress { alt_graph: true, ..press },
                    KeyPress { composing: true, ..press },
                    KeyPress { repeat: true, ..press },
                ] {
                    assert_eq!(Shortcut::of(&held), None, "{held:?}");
                }
            }
        }
    }
}
