//! Takes keys out of text before the text is shown in a report, saved or shared.
//! Not the only guard: no structure that leaves the page has a field for a key. This is for free text, where a key
//! may sit because somebody pasted it or because a gateway echoed it.
//! **Invariant:** after [`Redactor::redact`] no secret that the redactor knows is left, in any of its written forms.
//!
//! Redact whole texts: a key that is cut in two by a length limit or by the frames of a stream is not recognised
//! in its halves. So redact first and shorten later.

mod forms;
mod shapes;

use std::borrow::Cow;
use std::fmt;

/// Secrets shorter than this are not searched for: they are keys in the middle of being typed, and replacing
/// every `s` of a report would help nobody.
pub const SHORTEST_SECRET: usize = 6;

/// Knows the secrets of this tab in all their written forms, and the shapes of keys in general.
///
/// It has no `Display`, no `Serialize` and no way to read a secret back.
pub struct Redactor {
    needles: Vec<Needle>,
    starts: PairTable,
}

/// One written form of one secret.
struct Needle {
    form: Vec<u8>,
    label: &'static str,
}

/// A part of a text that must go: byte offsets on character boundaries, and the label of the secret if it is known.
#[derive(Clone, Copy)]
struct Span {
    start: usize,
    end: usize,
    label: Option<&'static str>,
}

impl Redactor {
    /// Makes a redactor for secrets and what each is to be called, for example `source key`.
    /// With no secrets it still recognises the shapes of keys.
    pub fn new(secrets: impl IntoIterator<Item = (String, &'static str)>) -> Self {
        let mut needles: Vec<Needle> = Vec::new();
        for (secret, label) in secrets {
            for form in forms::written_forms(&secret) {
                if form.len() >= SHORTEST_SECRET && needles.iter().all(|needle| needle.form != form.as_bytes()) {
                    needles.push(Needle { form: form.into_bytes(), label });
                }
            }
        }
        let mut starts = PairTable::new();
        for needle in &needles {
            if let [first, second, ..] = needle.form.as_slice() {
                starts.insert(*first, *second);
            }
        }
        for (first, second) in shapes::starts() {
            starts.insert(first, second);
        }
        Redactor { needles, starts }
    }

    /// The text without secrets: each known one becomes `[redacted <label>]`, each key-shaped word
    /// `[redacted key]`. Borrowed if there was nothing to do, which is the usual case.
    #[must_use]
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let spans = merged(self.spans(text));
        if spans.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut clean = String::with_capacity(text.len());
        let mut copied = 0;
        for span in spans {
            clean.push_str(text.get(copied..span.start).unwrap_or_default());
            clean.push_str("[redacted ");
            clean.push_str(span.label.unwrap_or("key"));
            clean.push(']');
            copied = span.end;
        }
        clean.push_str(text.get(copied..).unwrap_or_default());
        Cow::Owned(clean)
    }

    /// Whether [`Redactor::redact`] would change the text.
    #[must_use]
    pub fn contains_secret(&self, text: &str) -> bool {
        !self.spans(text).is_empty()
    }

    /// The byte ranges of what [`Redactor::redact`] would replace, in order and disjoint.
    #[must_use]
    pub fn secret_ranges(&self, text: &str) -> Vec<std::ops::Range<usize>> {
        merged(self.spans(text)).into_iter().map(|span| span.start..span.end).collect()
    }

    /// Every occurrence of every form and shape, overlaps included, ordered by start.
    fn spans(&self, text: &str) -> Vec<Span> {
        let bytes = text.as_bytes();
        let mut spans = Vec::new();
        // Inside a word that is already going, further shapes say nothing new; skipping them keeps the scan linear.
        let mut shapes_from = 0;
        for (start, pair) in bytes.windows(2).enumerate() {
            let [first, second] = pair else { continue };
            if !self.starts.contains(*first, *second) {
                continue;
            }
            let rest = bytes.get(start..).unwrap_or_default();
            for needle in &self.needles {
                if rest.starts_with(&needle.form) {
                    spans.push(Span { start, end: start + needle.form.len(), label: Some(needle.label) });
                }
            }
            if start >= shapes_from
                && let Some((start, end)) = shapes::key_at(bytes, start)
            {
                shapes_from = end;
                spans.push(Span { start, end, label: None });
            }
        }
        // A `Bearer` span starts after the word, so the order of finding is not the order of starts.
        spans.sort_by_key(|span| span.start);
        spans
    }
}

/// Joins spans that overlap, so that no tail of one secret stays behind another. A known label wins over a shape.
fn merged(spans: Vec<Span>) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start < last.end => {
                last.end = last.end.max(span.end);
                last.label = last.label.or(span.label);
            }
            _ => joined.push(span),
        }
    }
    joined
}

/// Knows only the shapes of keys.
impl Default for Redactor {
    fn default() -> Self {
        Redactor::new([])
    }
}

impl fmt::Debug for Redactor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Redactor").field("secrets", &"[redacted]").finish()
    }
}

/// The pairs of bytes with which anything of interest can start: one look-up a byte decides most texts.
struct PairTable(Vec<u64>);

impl PairTable {
    fn new() -> Self {
        PairTable(vec![0; 1024])
    }

    /// The word of the table and the bit in it.
    fn place(first: u8, second: u8) -> (usize, u64) {
        let pair = usize::from(first) << 8 | usize::from(second);
        (pair >> 6, 1 << (pair & 63))
    }

    fn insert(&mut self, first: u8, second: u8) {
        let (word, bit) = Self::place(first, second);
        if let Some(word) = self.0.get_mut(word) {
            *word |= bit;
        }
    }

    fn contains(&self, first: u8, second: u8) -> bool {
        let (word, bit) = Self::place(first, second);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }
}

#[cfg(test)]
mod tests;
