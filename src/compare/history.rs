//! What a request was before each change, to go back and forth.
//! Not the browser's own undo within a field, which stays as it is.
//! **Invariant:** bounded in number and in bytes; the oldest states go first.

use super::form::edit::Field;
use crate::gateway::endpoint::Endpoint;

/// A state of the editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The JSON.
    pub text: String,
    /// The endpoint.
    pub endpoint: Endpoint,
    /// Whether a stream is asked for.
    pub stream: bool,
}

/// How a change came about. Keystrokes at the same place are one step, up to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// A keystroke in the JSON (`None`) or in a field of the form.
    Typed(Option<Field>),
    /// A press, an import, a choice.
    Step,
}

/// The states before and after the present one.
#[derive(Debug, Clone, Default)]
pub struct History {
    past: Vec<State>,
    future: Vec<State>,
    /// Where the last keystrokes were, and how many make the last step.
    typing: Option<(Option<Field>, usize)>,
}

/// Most states that are kept.
const STATES: usize = 100;

/// Most bytes of all states together.
const BYTES: usize = 32 * 1024 * 1024;

/// Keystrokes that are one step.
const KEYSTROKES: usize = 20;

impl History {
    /// Remembers the state before a change.
    pub fn changed(&mut self, before: State, after: &str, change: Change) {
        self.future.clear();
        let small = before.text.len().abs_diff(after.len()) <= 4;
        match (change, self.typing) {
            (Change::Typed(place), Some((last, count))) if place == last && small && count < KEYSTROKES => {
                self.typing = Some((place, count + 1));
                return;
            }
            (Change::Typed(place), _) => self.typing = small.then_some((place, 1)),
            (Change::Step, _) => self.typing = None,
        }
        self.past.push(before);
        while self.past.len() > STATES || (self.past.len() > 1 && self.bytes() > BYTES) {
            self.past.remove(0);
        }
    }

    fn bytes(&self) -> usize {
        self.past.iter().map(|state| state.text.len()).sum()
    }

    /// The state before the last change.
    pub fn undo(&mut self, now: State) -> Option<State> {
        let before = self.past.pop()?;
        self.typing = None;
        self.future.push(now);
        Some(before)
    }

    /// The state that the last undo took away.
    pub fn redo(&mut self, now: State) -> Option<State> {
        let after = self.future.pop()?;
        self.typing = None;
        self.past.push(now);
        Some(after)
    }

    /// Whether there is a state to go back to.
    #[must_use]
    pub const fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is a state to go forth to.
    #[must_use]
    pub const fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(text: &str) -> State {
        State { text: text.to_owned(), endpoint: Endpoint::ChatCompletions, stream: false }
    }

    #[test]
    fn steps_are_taken_back_and_again() {
        let mut history = History::default();
        history.changed(state("a"), "abcdefgh", Change::Step);
        history.changed(state("abcdefgh"), "x", Change::Step);
        assert_eq!(history.undo(state("x")), Some(state("abcdefgh")));
        assert_eq!(history.undo(state("abcdefgh")), Some(state("a")));
        assert_eq!(history.undo(state("a")), None);
        assert_eq!(history.redo(state("a")), Some(state("abcdefgh")));
        history.changed(state("abcdefgh"), "new", Change::Step);
        assert!(!history.can_redo(), "a new change ends what could be done again");
    }

    #[test]
    fn keystrokes_at_a_place_are_one_step() {
        let mut history = History::default();
        let mut text = String::new();
        for _ in 0..30 {
            let before = state(&text);
            text.push('x');
            history.changed(before, &text, Change::Typed(None));
        }
        assert_eq!(history.undo(state(&text)), Some(state(&"x".repeat(20))));
        assert_eq!(history.undo(state("")), Some(state("")));
        let mut history = History::default();
        history.changed(state(""), "a", Change::Typed(None));
        history.changed(state("a"), "ab", Change::Typed(Some(Field::Model)));
        assert_eq!(history.undo(state("ab")), Some(state("a")), "another place is another step");
        history.changed(state("a"), &"a".repeat(50), Change::Typed(None));
        assert_eq!(history.undo(state("")), Some(state("a")), "a pasted text is a step of its own");
    }

    #[test]
    fn it_is_bounded() {
        let mut history = History::default();
        for number in 0..500 {
            history.changed(state(&number.to_string()), "x", Change::Step);
        }
        assert_eq!(history.past.len(), STATES);
        let big = "x".repeat(BYTES / 4);
        for _ in 0..10 {
            history.changed(state(&big), "x", Change::Step);
        }
        assert!(history.bytes() <= BYTES);
    }
}
