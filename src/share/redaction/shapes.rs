//! What keys in general look like, for keys that nobody told the redactor about.
//! Not a scanner of source code: it has no notion of a file, and a wrong guess costs a word of text, nothing else.
//! **Invariant:** what documentation writes in place of a key (`sk-or-v1-...`, `YOUR_API_KEY`, `$VARIABLE`) stays.
//!
//! Facts: OpenRouter keys are `sk-or-v1-` and 64 hex digits; the target's are `phaseo_v1_sk_`, `aistats_v1_sk_` (old)
//! and `phaseo_v1_mk_` (management), then a key id and 40 base62 digits (gateway source, 22 Aug 2026).

/// A beginning that is enough to know a key by.
struct Prefix {
    text: &'static [u8],
    /// The least number of characters after it.
    least: usize,
    /// Whether it must not stand inside a word: `sk-` also ends `task-`.
    own_word: bool,
    /// Whether the rest is base64: then the prefix itself is, and words in it mean nothing.
    base64: bool,
}

const PREFIXES: [Prefix; 9] = [
    Prefix { text: b"sk-or-v1-", least: 8, own_word: false, base64: false },
    Prefix { text: b"phaseo_v1_sk_", least: 8, own_word: false, base64: false },
    Prefix { text: b"phaseo_v1_mk_", least: 8, own_word: false, base64: false },
    Prefix { text: b"aistats_v1_sk_", least: 8, own_word: false, base64: false },
    Prefix { text: b"aistats_v1_mk_", least: 8, own_word: false, base64: false },
    Prefix { text: b"sk-", least: 20, own_word: true, base64: false },
    // base64 of `sk-or-v1-`, `phaseo_v1` and `aistats_v`: how Kubernetes secrets and clumsy hiding write keys.
    Prefix { text: b"c2stb3ItdjEt", least: 20, own_word: false, base64: true },
    Prefix { text: b"cGhhc2VvX3Yx", least: 20, own_word: false, base64: true },
    Prefix { text: b"YWlzdGF0c192", least: 20, own_word: false, base64: true },
];

const BEARER: &[u8] = b"bearer";

/// The least length of a token after `Bearer`.
const SHORTEST_TOKEN: usize = 8;

/// How much of a word is looked at to tell a key from a placeholder; bounds the work on hostile text.
const JUDGED: usize = 256;

/// The pairs of bytes with which a shape can start.
pub(super) fn starts() -> impl Iterator<Item = (u8, u8)> {
    let bearers = [(b'B', b'e'), (b'b', b'e'), (b'B', b'E'), (b'b', b'E')];
    PREFIXES.iter().filter_map(|prefix| Some((*prefix.text.first()?, *prefix.text.get(1)?))).chain(bearers)
}

/// The byte range of a key whose shape begins at `start`; for `Bearer <token>` the range of the token.
pub(super) fn key_at(bytes: &[u8], start: usize) -> Option<(usize, usize)> {
    let rest = bytes.get(start..)?;
    for prefix in &PREFIXES {
        let Some(tail) = rest.strip_prefix(prefix.text) else {
            continue;
        };
        if prefix.own_word && !stands_alone(bytes, start) {
            return None;
        }
        let belongs = if prefix.base64 { is_token_byte } else { is_key_byte };
        let beginning = run(tail.get(..JUDGED).unwrap_or(tail), belongs);
        let is_key = beginning.len() >= prefix.least && (prefix.base64 || !is_placeholder(beginning));
        // The longest prefix stands first and decides alone: `sk-or-v1-xxxx` is no `sk-` key either.
        return is_key.then(|| (start, start + prefix.text.len() + run(tail, belongs).len()));
    }
    token_after_bearer(bytes, start)
}

fn token_after_bearer(bytes: &[u8], start: usize) -> Option<(usize, usize)> {
    let rest = bytes.get(start..)?;
    if !rest.get(..BEARER.len())?.eq_ignore_ascii_case(BEARER) {
        return None;
    }
    let mut token = rest.get(BEARER.len()..)?;
    while let Some(after) = [b" ".as_slice(), b"\t", b"%20", b"+"].iter().find_map(|gap| token.strip_prefix(*gap)) {
        token = after;
    }
    let from = bytes.len() - token.len();
    let word = run(token.get(..JUDGED).unwrap_or(token), is_token_byte);
    // `Bearer sk-or-v1-xxxx`: the beginning is real, the rest is what tells.
    let own = PREFIXES.iter().find_map(|prefix| word.strip_prefix(prefix.text)).unwrap_or(word);
    let separated = from > start + BEARER.len();
    (separated && word.len() >= SHORTEST_TOKEN && !is_placeholder(own))
        .then(|| (from, from + run(token, is_token_byte).len()))
}

fn is_key_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn is_token_byte(byte: u8) -> bool {
    is_key_byte(byte) || matches!(byte, b'.' | b'~' | b'+' | b'/' | b'=')
}

fn run(bytes: &[u8], belongs: fn(u8) -> bool) -> &[u8] {
    let length = bytes.iter().position(|byte| !belongs(*byte)).unwrap_or(bytes.len());
    bytes.get(..length).unwrap_or_default()
}

/// Whether no word runs into the byte at `start`. The letter of an escape such as `\n` or `%3D` is no word.
fn stands_alone(bytes: &[u8], start: usize) -> bool {
    let before = |distance: usize| start.checked_sub(distance).and_then(|at| bytes.get(at)).copied();
    match before(1) {
        None => true,
        Some(byte) if !is_key_byte(byte) => true,
        Some(byte) => {
            (before(2) == Some(b'\\') && byte.is_ascii_alphabetic())
                || (before(3) == Some(b'%') && byte.is_ascii_hexdigit())
        }
    }
}

/// Whether a word stands for a key instead of being one: a single letter over and over (`xxxx`, `0000`), or plain
/// words of one case without a digit (`YOUR_API_KEY`, `your-key-here`). Chance makes no such key of a useful length.
fn is_placeholder(word: &[u8]) -> bool {
    let mut seen = [false; 256];
    let mut distinct = 0;
    for byte in word.iter().filter(|byte| byte.is_ascii_alphanumeric()) {
        if let Some(seen) = seen.get_mut(usize::from(*byte))
            && !*seen
        {
            *seen = true;
            distinct += 1;
        }
    }
    let parts = word.split(|byte| !byte.is_ascii_alphanumeric());
    let words = |part: &[u8]| {
        let tail = part.get(1..).unwrap_or_default();
        // `Your` is a word, `aBcD` is not.
        part.iter().all(u8::is_ascii_uppercase)
            || (part.first().is_none_or(u8::is_ascii_alphabetic) && tail.iter().all(u8::is_ascii_lowercase))
    };
    distinct < 4 || (word.len() < 64 && parts.into_iter().all(words))
}
