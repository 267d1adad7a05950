//! One piece of a body with the time at which it was read, and what it brought.
//! Not an interpretation of the whole answer: that is `answer`.
//! **Invariant:** `data` is the text as it came; nothing is trimmed or reformatted.

/// A frame of a stream, or the one body of an answer that is no stream.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// When the last byte of it was read, in milliseconds on the caller's clock.
    pub at_ms: f64,
    /// The name on its `event:` line, if any.
    pub event: Option<String>,
    /// The raw text: the joined `data:` lines, the text of a comment, or a whole body.
    pub data: String,
    /// What it brought.
    pub carries: Carries,
}

/// What a frame brought; several can be true at once (one chunk may hold text, finish and usage).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Carries {
    /// A keep-alive: a comment line, an empty `data:` line, or a comment that a proxy turned into data.
    pub comment: bool,
    /// The closing `[DONE]`.
    pub done: bool,
    /// Visible text that was not held before.
    pub text: bool,
    /// Reasoning text that was not held before.
    pub reasoning: bool,
    /// A tool call or a fragment of one.
    pub tool: bool,
    /// A finish reason or a terminal event.
    pub finish: bool,
    /// Token counts or a cost.
    pub usage: bool,
    /// An error.
    pub error: bool,
    /// A complete copy of the answer instead of an addition to it.
    pub snapshot: bool,
    /// Text that is no JSON, or JSON that was cut off.
    pub unreadable: bool,
}

impl Carries {
    /// Everything that either of two brought.
    #[must_use]
    pub const fn and(self, other: Carries) -> Carries {
        Carries {
            comment: self.comment || other.comment,
            done: self.done || other.done,
            text: self.text || other.text,
            reasoning: self.reasoning || other.reasoning,
            tool: self.tool || other.tool,
            finish: self.finish || other.finish,
            usage: self.usage || other.usage,
            error: self.error || other.error,
            snapshot: self.snapshot || other.snapshot,
            unreadable: self.unreadable || other.unreadable,
        }
    }

    /// The words for what was brought, in a fixed order: for tables and case files.
    #[must_use]
    pub fn words(self) -> Vec<&'static str> {
        WORDS.into_iter().filter(|(_, _, is)| is(&self)).map(|(word, _, _)| word).collect()
    }

    /// Reads the words back; unknown ones are ignored.
    #[must_use]
    pub fn from_words<'a>(words: impl Iterator<Item = &'a str>) -> Carries {
        let mut carries = Carries::default();
        for word in words {
            if let Some((_, set, _)) = WORDS.into_iter().find(|(known, _, _)| *known == word) {
                set(&mut carries);
            }
        }
        carries
    }

    /// Whether the frame brought any part of the answer itself: the first such frame ends the wait for a model.
    #[must_use]
    pub const fn brings_output(self) -> bool {
        self.text || self.reasoning || self.tool
    }
}

/// A word, how to set what it stands for, and how to read it.
type Word = (&'static str, fn(&mut Carries), fn(&Carries) -> bool);

const WORDS: [Word; 10] = [
    ("comment", |carries| carries.comment = true, |carries| carries.comment),
    ("done", |carries| carries.done = true, |carries| carries.done),
    ("text", |carries| carries.text = true, |carries| carries.text),
    ("reasoning", |carries| carries.reasoning = true, |carries| carries.reasoning),
    ("tool", |carries| carries.tool = true, |carries| carries.tool),
    ("finish", |carries| carries.finish = true, |carries| carries.finish),
    ("usage", |carries| carries.usage = true, |carries| carries.usage),
    ("error", |carries| carries.error = true, |carries| carries.error),
    ("snapshot", |carries| carries.snapshot = true, |carries| carries.snapshot),
    ("unreadable", |carries| carries.unreadable = true, |carries| carries.unreadable),
];
