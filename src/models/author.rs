//! The author of a model id under one name, whatever a gateway calls it.
//! Not a directory of companies: an unknown author is its own name.
//! **Invariant:** two spellings of one name (`z-ai`, `zai-org`) have one key; the key is for comparing and never shown.

/// What companies put behind their name, and gateways leave out.
const ENDINGS: [&str; 8] = ["research", "community", "labs", "team", "org", "inc", "hq", "ai"];

/// Names that differ by more than spelling: source, target; both as [`key`] leaves them (seen in both gateways' lists,
/// 22 Aug 2026).
const NAMES: [(&str, &str); 7] = [
    ("x", "spacex"),
    ("metallama", "meta"),
    ("bytedanceseed", "bytedance"),
    ("deepcogito", "cogito"),
    ("ibmgranite", "ibm"),
    ("thudm", "z"),
    ("zhipu", "z"),
];

/// The key of an author.
pub(super) fn key(author: &str) -> String {
    let letters = author.chars().filter(|character| character.is_alphanumeric());
    let mut key = String::with_capacity(author.len());
    if author.is_ascii() {
        key.extend(letters.map(|letter| letter.to_ascii_lowercase()));
    } else {
        key.extend(letters.flat_map(char::to_lowercase));
    }
    while let Some(shorter) = ENDINGS.iter().find_map(|ending| key.strip_suffix(ending))
        && !shorter.is_empty()
    {
        key.truncate(shorter.len());
    }
    match NAMES.iter().find(|(source, _)| *source == key) {
        Some((_, target)) => (*target).to_owned(),
        None => key,
    }
}

#[cfg(test)]
mod tests {
    use super::key;

    #[track_caller]
    fn same(names: &[&str]) {
        assert!(names.windows(2).all(|pair| key(pair[0]) == key(pair[1])), "{names:?}");
    }

    #[test]
    fn one_author_has_one_key() {
        same(&["x-ai", "xai", "spacex-ai", "SpaceX-AI"]);
        same(&["z-ai", "zai", "zai-org"]);
        same(&["meta-llama", "meta"]);
        same(&["mistralai", "mistral", "mistral-ai"]);
        same(&["thinkingmachines", "thinking-machines"]);
        same(&["nousresearch", "nous"]);
        same(&["stepfun-ai", "stepfun"]);
        same(&["rekaai", "reka"]);
    }

    #[test]
    fn other_authors_have_other_keys() {
        let names = ["openai", "anthropic", "google", "x-ai", "z-ai", "meta", "ai", "ai21", "aion-labs", "01-ai", ""];
        for (position, one) in names.iter().enumerate() {
            assert!(names.iter().skip(position + 1).all(|other| key(one) != key(other)), "{one}");
        }
    }
}
