//! The text of a case <-> the part of a link that carries it: a version, a dot, base64url of raw deflate.
//! Not the case format (the JSON inside has its own version) and not the route around it.
//! **Invariant:** links of every released version keep opening; reading one never panics and never takes more
//! than [`OUTPUT_LIMIT`] bytes, whatever the link says.

use std::fmt;

use base64::DecodeError;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

use crate::diagnostic::Diagnostic;

/// The largest text that a link may unfold to. Deflate can grow its input a thousandfold, so a short link could
/// otherwise fill the memory of the tab.
pub const OUTPUT_LIMIT: usize = 16 * 1024 * 1024;

/// Deflate effort, 0 to 10. Nine is within a percent of the smallest and does not stall a slow phone.
const EFFORT: u8 = 9;

/// Packs the JSON text of a case as `1.<base64url without padding>`.
#[must_use]
pub fn encode(json: &str) -> String {
    let mut link = String::from("1.");
    URL_SAFE_NO_PAD.encode_string(compress_to_vec(json.as_bytes(), EFFORT), &mut link);
    link
}

/// Unpacks what [`encode`] made.
///
/// Line breaks that a mail program put into the link, and punctuation that a chat program glued to its end, are
/// passed over; neither can belong to a link.
///
/// # Errors
/// Says which part of the link could not be read; see [`LinkError::diagnostic`].
pub fn decode(link: &str) -> Result<String, LinkError> {
    let link: String = link.chars().filter(|character| !character.is_whitespace()).collect();
    let (version, packed) = link.split_once('.').ok_or(LinkError::NotALink)?;
    match version {
        "1" => unpack_version_one(packed.trim_end_matches(is_glued_punctuation)),
        _ if !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit()) => {
            Err(LinkError::UnknownVersion { found: version.chars().take(20).collect() })
        }
        _ => Err(LinkError::NotALink),
    }
}

fn is_glued_punctuation(character: char) -> bool {
    matches!(character, '=' | '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '>' | '"' | '\'' | '`' | '*')
}

fn unpack_version_one(packed: &str) -> Result<String, LinkError> {
    if packed.is_empty() {
        return Err(LinkError::Truncated);
    }
    let deflated = URL_SAFE_NO_PAD.decode(packed).map_err(|error| match error {
        DecodeError::InvalidByte(offset, _) => LinkError::NotBase64 { position: offset },
        // Both say that bits are missing at the end: a cut link, not a foreign alphabet.
        DecodeError::InvalidLength(_) | DecodeError::InvalidLastSymbol(..) | DecodeError::InvalidPadding => {
            LinkError::Truncated
        }
    })?;
    let text = decompress_to_vec_with_limit(&deflated, OUTPUT_LIMIT).map_err(|error| match error.status {
        TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => LinkError::Truncated,
        TINFLStatus::HasMoreOutput => LinkError::TooLarge,
        _ => LinkError::NotDeflate,
    })?;
    String::from_utf8(text).map_err(|_| LinkError::NotUtf8)
}

/// Why a link could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkError {
    /// There is no version and no dot.
    NotALink,
    /// The version is a number that this page does not know.
    UnknownVersion {
        /// The number as written, at most 20 digits.
        found: String,
    },
    /// The end is missing.
    Truncated,
    /// A character that no link holds.
    NotBase64 {
        /// Where it is, counted in bytes after the version's dot, from 0.
        position: usize,
    },
    /// The bytes are no raw deflate stream.
    NotDeflate,
    /// The text is larger than [`OUTPUT_LIMIT`].
    TooLarge,
    /// The unpacked bytes are no UTF-8.
    NotUtf8,
}

impl LinkError {
    /// The message for a person.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        const AGAIN: &str =
            "Copy the whole link again from where it was made, or open the downloaded case file with Open case.";
        match self {
            LinkError::NotALink => Diagnostic::new(
                "This link holds no case.",
                "The part that starts with a version number and a dot is missing.",
                AGAIN,
            ),
            LinkError::UnknownVersion { found } => Diagnostic::new(
                format!("This link has format version {found}, and this page reads version 1."),
                "It was probably made by a newer version of this page.",
                "Reload the page to get its newest version, or ask for the case as a file.",
            ),
            LinkError::Truncated => {
                Diagnostic::new("The end of this link is missing.", "Chat and mail programs cut long links.", AGAIN)
            }
            LinkError::NotBase64 { position } => Diagnostic::new(
                format!("Character {} after the version does not belong in a link.", position.saturating_add(1)),
                "Something was typed into the link, or a program rewrote it.",
                AGAIN,
            ),
            LinkError::NotDeflate => Diagnostic::new(
                "The content of this link is damaged.",
                "Characters were changed or lost on the way; the compressed data makes no sense.",
                AGAIN,
            ),
            LinkError::TooLarge => Diagnostic::new(
                format!("This link unfolds to more than {} MiB and was not opened.", OUTPUT_LIMIT / (1024 * 1024)),
                "No case made here is that large; the link is damaged or was made to fill the memory of the tab.",
                "Open it only if you trust where it came from, and ask for the case as a file.",
            ),
            LinkError::NotUtf8 => Diagnostic::new(
                "The content of this link is not text.",
                "Characters were changed on the way, or the link was made by another program.",
                AGAIN,
            ),
        }
    }
}

impl fmt::Display for LinkError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic().fmt(formatter)
    }
}

impl std::error::Error for LinkError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn link_of(bytes: &[u8]) -> String {
        format!("1.{}", URL_SAFE_NO_PAD.encode(bytes))
    }

    #[test]
    fn a_link_of_the_first_version_still_opens() {
        // Frozen, and made by another deflate (zlib): every released version of the page must read this.
        assert_eq!(
            decode("1.q1YqLs8sSc6oTCxKUbIy1FHKyy9JVbJSqjq8pygzOUNHAZ2hVAsA").as_deref(),
            Ok("{\"switchyard\":1,\"note\":\"zürich, zürich, zürich\"}")
        );
    }

    #[test]
    fn a_link_holds_only_characters_that_survive_an_address() {
        let link = encode(&"{\"prompt\":\"ünïcødé \u{1F600} \u{2028}\"}".repeat(40));
        assert!(link.starts_with("1."));
        assert!(link.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)), "{link}");
    }

    #[test]
    fn each_damage_has_its_own_error() {
        let link = encode("{\"a\":[1,2,3,4,5,6,7,8,9],\"b\":\"some text that is long enough\"}");
        let cut = link.chars().count() / 2;
        let half: String = link.chars().take(cut).collect();
        assert_eq!(decode(&half), Err(LinkError::Truncated));
        assert_eq!(decode("1."), Err(LinkError::Truncated));
        assert_eq!(decode("1.A"), Err(LinkError::Truncated));
        assert_eq!(decode(""), Err(LinkError::NotALink));
        assert_eq!(decode("hello"), Err(LinkError::NotALink));
        assert_eq!(decode("one.AAAA"), Err(LinkError::NotALink));
        assert_eq!(decode("2.AAAA"), Err(LinkError::UnknownVersion { found: "2".into() }));
        assert_eq!(decode("1.AA/A"), Err(LinkError::NotBase64 { position: 2 }));
        assert_eq!(decode(&link_of(&[0xFF, 0xFF, 0xFF])), Err(LinkError::NotDeflate));
        assert_eq!(decode(&link_of(&compress_to_vec(&[0xFF, 0xFE], 6))), Err(LinkError::NotUtf8));
    }

    #[test]
    fn every_cut_of_a_link_is_said_to_be_cut() {
        let link = encode("{\"a\":[1,2,3],\"b\":\"some text, some text, some text\"}");
        for length in 2..link.len() - 1 {
            assert_eq!(
                decode(link.get(..length).unwrap_or_default()),
                Err(LinkError::Truncated),
                "cut at {length} of {}",
                link.len()
            );
        }
    }

    #[test]
    fn a_bomb_is_refused_and_the_limit_itself_opens() {
        let just_right = vec![b' '; OUTPUT_LIMIT];
        assert_eq!(decode(&link_of(&compress_to_vec(&just_right, 1))).map(|text| text.len()), Ok(OUTPUT_LIMIT));
        let bomb = vec![b' '; OUTPUT_LIMIT + 1];
        assert_eq!(decode(&link_of(&compress_to_vec(&bomb, 1))), Err(LinkError::TooLarge));
    }

    #[test]
    fn glue_and_line_breaks_are_passed_over() {
        let link = encode("{\"a\":1}");
        let (head, tail) = link.split_at(5);
        assert_eq!(decode(&format!(" {head}\r\n{tail}).\n")).as_deref(), Ok("{\"a\":1}"));
    }

    #[test]
    fn every_error_says_three_things() {
        let errors = [
            LinkError::NotALink,
            LinkError::UnknownVersion { found: "7".into() },
            LinkError::Truncated,
            LinkError::NotBase64 { position: 3 },
            LinkError::NotDeflate,
            LinkError::TooLarge,
            LinkError::NotUtf8,
        ];
        for error in errors {
            let Diagnostic { what, why, do_this } = error.diagnostic();
            assert!([&what, &why, &do_this].iter().all(|part| part.ends_with('.')), "{error}");
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod properties {
        use super::super::*;
        use proptest::prelude::*;

        proptest! {
            #[test]
            fn what_was_packed_comes_back(text in ".*") {
                prop_assert_eq!(decode(&encode(&text)), Ok(text));
            }

            #[test]
            fn nothing_panics(text in ".*", bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
                let _ = decode(&text);
                let _ = decode(&format!("1.{text}"));
                let _ = decode(&format!("1.{}", URL_SAFE_NO_PAD.encode(bytes)));
            }
        }
    }
}
