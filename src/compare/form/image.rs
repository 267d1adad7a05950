//! An image from a file, as the address that carries it whole.
//! **Invariant:** no image makes the body longer than the target takes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::diagnostic::Diagnostic;

/// The largest file, in bytes: 3 MiB, which are 4 MiB as text. The target takes bodies of 16 MiB (its public source,
/// 22 Aug 2026), and an editor with more text than that is slow.
pub const LIMIT: usize = 3 * 1024 * 1024;

/// The kinds of images that models take (documentation of both endpoints, August 2026).
pub const KINDS: [&str; 4] = ["image/png", "image/jpeg", "image/webp", "image/gif"];

/// Whether a file can be taken, by its kind and size, before it is read.
///
/// # Errors
/// If it is no image that models take, or too large.
pub fn check(kind: &str, size: usize) -> Result<(), Diagnostic> {
    if !KINDS.contains(&kind) {
        return Err(Diagnostic::new(
            "The file is no image that models take.",
            "Its kind is none of PNG, JPEG, WebP and GIF.",
            "Save it as one of them and choose it again.",
        ));
    }
    if size > LIMIT {
        return Err(Diagnostic::new(
            "The image is larger than 3 MiB.",
            "It becomes part of the body, and a third longer as text.",
            "Make it smaller, or give its address instead.",
        ));
    }
    Ok(())
}

/// The file as an address.
///
/// # Errors
/// As [`check`] says.
pub fn data_url(kind: &str, bytes: &[u8]) -> Result<String, Diagnostic> {
    check(kind, bytes.len())?;
    Ok(format!("data:{kind};base64,{}", STANDARD.encode(bytes)))
}

/// An address in the length of a line: of a carried image only its kind and size.
#[must_use]
pub fn shown(address: &str) -> String {
    match address.strip_prefix("data:").and_then(|rest| rest.split_once(',')) {
        Some((kind, data)) => {
            let kind = kind.split(';').next().unwrap_or(kind);
            format!("{kind}, {} in the request", crate::measure::number::bytes(data.len()))
        }
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_images_of_a_size_are_taken() {
        assert_eq!(data_url("image/png", &[0, 1, 2]).unwrap(), "data:image/png;base64,AAEC");
        assert!(data_url("image/svg+xml", &[]).unwrap_err().what.contains("no image"));
        assert!(check("image/png", LIMIT).is_ok());
        assert!(check("image/png", LIMIT + 1).unwrap_err().what.contains("3 MiB"));
        assert_eq!(shown("https://a.example/x.png"), "https://a.example/x.png");
        assert!(shown("data:image/png;base64,AAEC").starts_with("image/png, "));
    }
}
