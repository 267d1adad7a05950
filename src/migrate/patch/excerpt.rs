//! What fits on the page of a very long line, and how wide it is.
//! Not a change of the text: what is left out is counted.
//! **Invariant:** what is shown is the beginning of the line, cut between characters.

/// The most characters of a line that are shown. A minified file is one line; nobody reads it whole.
pub const SHOWN_CHARACTERS: usize = 2_000;

/// A line in parts, each with whether it differs, and how many of its characters are left out at its end.
#[must_use]
pub fn excerpt(parts: &[(String, bool)]) -> (Vec<(&str, bool)>, usize) {
    let mut left = SHOWN_CHARACTERS;
    let mut omitted = 0;
    let mut shown = Vec::with_capacity(parts.len());
    for (text, mark) in parts {
        let cut = text.char_indices().nth(left).map(|(at, _)| at);
        let (head, tail) = cut.and_then(|cut| text.split_at_checked(cut)).unwrap_or((text, ""));
        if !head.is_empty() {
            shown.push((head, *mark));
        }
        left = left.saturating_sub(head.chars().count());
        omitted += tail.chars().count();
    }
    (shown, omitted)
}

/// About how many columns of a monospaced font the shown part of a line takes: two for a character beyond Latin script,
/// four for a tab.
#[must_use]
pub fn columns(parts: &[(String, bool)]) -> usize {
    let width = |character: char| match character {
        '\t' => 4,
        '\u{0}'..='\u{2ff}' => 1,
        _ => 2,
    };
    // Nearly every line is plain and short, and a long diff has many.
    if parts.iter().all(|(text, _)| text.is_ascii()) {
        let length: usize = parts.iter().map(|(text, _)| text.len()).sum();
        let tabs = |(text, _): &(String, bool)| text.bytes().filter(|byte| *byte == b'\t').count();
        if length <= SHOWN_CHARACTERS {
            return length + 3 * parts.iter().map(tabs).sum::<usize>();
        }
    }
    parts.iter().flat_map(|(text, _)| text.chars()).take(SHOWN_CHARACTERS).map(width).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(texts: &[(&str, bool)]) -> Vec<(String, bool)> {
        texts.iter().map(|(text, mark)| ((*text).to_owned(), *mark)).collect()
    }

    #[test]
    fn short_lines_are_shown_whole_and_long_ones_are_cut() {
        let short = parts(&[("a ", false), ("b", true)]);
        assert_eq!(excerpt(&short), (vec![("a ", false), ("b", true)], 0));
        let long = parts(&[(&"é".repeat(1_999), false), ("😀😀", true), ("end", false)]);
        let (shown, omitted) = excerpt(&long);
        assert_eq!((shown[0].0.chars().count(), shown[1], shown.len(), omitted), (1_999, ("😀", true), 2, 4));
        let exact = parts(&[(&"x".repeat(SHOWN_CHARACTERS), false)]);
        assert_eq!(excerpt(&exact).1, 0);
        assert_eq!(excerpt(&[]), (vec![], 0));
    }

    #[test]
    fn tabs_and_wide_characters_take_more_room() {
        assert_eq!(columns(&parts(&[("\ta", false), ("字é", true)])), 4 + 1 + 2 + 1);
        assert_eq!(columns(&parts(&[("\ta\t", false), ("b", true)])), 4 + 1 + 4 + 1);
        assert_eq!(columns(&parts(&[(&"x".repeat(1_000_000), false)])), SHOWN_CHARACTERS);
    }
}
