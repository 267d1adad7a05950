//! What a body is, told by its first bytes: a stream, or something to be read as a whole.
//! Not a parser, and no use of the content type.
//! **Invariant:** `Undecided` only as long as the next byte could still change the decision.

use crate::gateway::sse::SseParser;
use serde_json::Value;

/// What the first bytes say the body is.
#[derive(Debug, Clone)]
pub(super) enum Body {
    /// Too few bytes, or white space only.
    Undecided,
    Stream(SseParser),
    /// Anything that has to be read as a whole.
    Whole,
}

impl Body {
    /// Decides by bytes that start with no blank.
    pub(super) fn decide(bytes: &[u8]) -> Body {
        const FIELDS: [&[u8]; 4] = [b"data", b"event", b"id", b"retry"];
        match bytes {
            [] | [0xEF] | [0xEF, 0xBB] => Body::Undecided,
            [b':', ..] => Body::Stream(SseParser::new()),
            _ => {
                let has_field = |field: &[u8]| match bytes.strip_prefix(field) {
                    Some(rest) => matches!(rest.first(), Some(b':' | b'\n' | b'\r')),
                    None => false,
                };
                if FIELDS.iter().any(|field| has_field(field)) {
                    Body::Stream(SseParser::new())
                } else if FIELDS.iter().any(|field| field.starts_with(bytes)) {
                    Body::Undecided
                } else {
                    Body::Whole
                }
            }
        }
    }
}

/// How many bytes of white space and byte order marks stand before the body.
pub(super) fn leading_blank(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    loop {
        let trimmed = rest.trim_ascii_start();
        match trimmed.strip_prefix(b"\xEF\xBB\xBF") {
            Some(after) => rest = after,
            None => return bytes.len() - trimmed.len(),
        }
    }
}

/// Whether a text that is no JSON document can be taken apart: it starts with one, or it has a field of a stream.
pub(super) fn has_several(data: &str) -> bool {
    let starts_with_document = || {
        let mut values = serde_json::Deserializer::from_str(data).into_iter::<Value>();
        matches!(values.next(), Some(Ok(value)) if value.is_object() || value.is_array())
    };
    !data.starts_with('<')
        && (["\ndata:", "\rdata:"].iter().any(|field| data.contains(field)) || starts_with_document())
}
