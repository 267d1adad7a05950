//! Authors that publish one model under a date and under a version: which month is which version.
//! Not a list of models, and no guess: a month that is not here says nothing about a version.
//! **Invariant:** a family has each month at most once.
//!
//! Source: Mistral's public list of its models and their API names, as of 1 Oct 2026.

/// Author key, words of the family, month, version.
const RELEASES: [(&str, &str, &str, &str); 25] = [
    ("mistral", "mistral large", "2402", "1"),
    ("mistral", "mistral large", "2407", "2"),
    ("mistral", "mistral large", "2411", "2.1"),
    ("mistral", "mistral large", "2512", "3"),
    ("mistral", "mistral medium", "2312", "1"),
    ("mistral", "mistral medium", "2505", "3"),
    ("mistral", "mistral medium", "2508", "3.1"),
    ("mistral", "mistral small", "2402", "1"),
    ("mistral", "mistral small", "2409", "2"),
    ("mistral", "mistral small", "2501", "3"),
    ("mistral", "mistral small", "2503", "3.1"),
    ("mistral", "mistral small", "2506", "3.2"),
    ("mistral", "mistral small", "2603", "4"),
    ("mistral", "magistral medium", "2506", "1"),
    ("mistral", "magistral medium", "2507", "1.1"),
    ("mistral", "magistral medium", "2509", "1.2"),
    ("mistral", "magistral small", "2506", "1"),
    ("mistral", "magistral small", "2507", "1.1"),
    ("mistral", "magistral small", "2509", "1.2"),
    ("mistral", "devstral medium", "2507", "1"),
    ("mistral", "devstral small", "2505", "1"),
    ("mistral", "devstral small", "2507", "1.1"),
    ("mistral", "devstral small", "2512", "2"),
    ("mistral", "devstral", "2512", "2"),
    ("mistral", "ministral", "2512", "3"),
];

/// The version that the family of an author published in a month.
pub(super) fn version_of(author_key: &str, family: &str, month: &str) -> Option<&'static str> {
    RELEASES
        .iter()
        .find(|(author, name, date, _)| *author == author_key && *name == family && *date == month)
        .map(|(.., version)| *version)
}

#[cfg(test)]
mod tests {
    use super::{RELEASES, version_of};

    #[test]
    fn a_month_is_one_version() {
        for (position, (author, family, month, _)) in RELEASES.iter().enumerate() {
            let same = |other: &&(&str, &str, &str, &str)| (other.0, other.1, other.2) == (*author, *family, *month);
            assert_eq!(RELEASES.iter().position(|other| same(&other)), Some(position), "{family} {month}");
        }
        assert_eq!(version_of("mistral", "mistral medium", "2508"), Some("3.1"));
        assert_eq!(version_of("mistral", "mistral medium", "2509"), None);
        assert_eq!(version_of("openai", "mistral medium", "2508"), None);
    }
}
