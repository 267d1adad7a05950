//! The bytes of a name in a zip as text.
//! Not a check of the path (`path`): the text may still be absolute or climb out of its folder.
//! **Invariant:** every sequence of bytes becomes some text, and UTF-8 becomes itself.

/// Upper half of code page 437, the encoding of names that are not marked as UTF-8.
const UPPER_HALF: &str = concat!(
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀",
    "αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}"
);

/// Decodes a name. Many programs write UTF-8 without marking it, so the mark is not asked: what is valid UTF-8 is
/// hardly ever meant as anything else.
pub(super) fn decode_name(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(name) => name.to_owned(),
        Err(_) => bytes.iter().map(|byte| from_code_page_437(*byte)).collect(),
    }
}

fn from_code_page_437(byte: u8) -> char {
    match byte.checked_sub(128) {
        None => char::from(byte),
        Some(index) => UPPER_HALF.chars().nth(usize::from(index)).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_utf8_or_else_code_page_437() {
        assert_eq!(UPPER_HALF.chars().count(), 128);
        for (bytes, name) in [
            (b"a/b.py".as_slice(), "a/b.py"),
            ("größe/日本.py".as_bytes(), "größe/日本.py"),
            (b"gr\x94\xE1e.py", "größe.py"),
            (b"\x80\xFF", "Ç\u{a0}"),
            (b"\xB3\xC4\xDB", "│─█"),
        ] {
            assert_eq!(decode_name(bytes), name);
        }
    }
}
