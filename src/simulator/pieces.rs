//! Text cut into token-like pieces, and counted in them. Not any model's real tokenizer.
//! **Invariant:** the pieces joined are the text.

/// The longest piece in characters.
const LONGEST: usize = 6;

/// Cuts a text: a piece is a run of letters or one sign, with the space before it.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut letters = 0;
    let mut previous = Kind::None;
    for (at, character) in text.char_indices() {
        let kind = Kind::of(character);
        let joins = match (previous, kind) {
            (Kind::None | Kind::Space, _) => true,
            (Kind::Letter, Kind::Letter) => letters < LONGEST,
            _ => false,
        };
        if !joins {
            found.extend(text.get(start..at));
            start = at;
            letters = 0;
        }
        letters += usize::from(kind == Kind::Letter);
        previous = kind;
    }
    found.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    found
}

/// The number of pieces.
pub(super) fn count(text: &str) -> u32 {
    u32::try_from(pieces(text).len()).unwrap_or(u32::MAX)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    None,
    Space,
    Letter,
    Sign,
}

impl Kind {
    fn of(character: char) -> Self {
        if character.is_whitespace() {
            Kind::Space
        } else if character.is_alphanumeric() {
            Kind::Letter
        } else {
            Kind::Sign
        }
    }
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn joined_they_are_the_text() {
        for text in ["", " ", "Hello, world!", "a  b\n\nc", "unbelievable", "Grüße → 日本語", "{\"a\":1}"] {
            assert_eq!(pieces(text).concat(), text);
        }
        assert_eq!(pieces("Hi there, unbelievable"), ["Hi", " there", ",", " unbeli", "evable"]);
    }
}
