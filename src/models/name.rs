//! A model id taken apart: author, words of the name with their meaning, suffixes.
//! Not a check of the id: any text comes apart somehow, and an odd one is merely like nothing.
//! **Invariant:** every part is lower case, and dots, dashes and underscores no longer matter in it.

use super::author;
use super::date::date_at;

/// One id in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ModelName {
    /// The author as written.
    pub author: Option<String>,
    /// The author under its one name on the target.
    pub author_key: String,
    /// The name as written, without author and suffixes.
    pub name: String,
    /// The name's words.
    pub words: Vec<Word>,
    /// Suffixes such as `free`, in their order, without the colon.
    pub suffixes: Vec<String>,
    /// What a client's routing put before the id (`openrouter/`), if it did.
    pub client_prefix: Option<&'static str>,
    /// Whether it stands for the newest of its family on the source (`~author/family-latest`).
    pub moving: bool,
    /// The preset that it asks for: a setting of an account, not a part of the model's name.
    pub preset: Option<String>,
}

/// A word of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub text: String,
    pub kind: WordKind,
}

/// What a word says, and so how much it matters that it differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordKind {
    /// A name: `claude`, `sonnet`.
    Name,
    /// Says nothing about which model it is: `instruct`.
    Filler,
    /// Tells siblings of one family apart: `mini`, `vision`.
    Sibling,
    /// How finished it is: `preview`.
    Stage,
    /// `3.5`, `4o`, `o3`.
    Version,
    /// `70b`, `a22b`, `8x7b`; also of the context, `16k`.
    Size,
    /// `20240806`, `2507`.
    Date,
}

const FILLERS: [&str; 5] = ["instruct", "it", "latest", "hf", "model"];

/// Author key, a word, and what it says in that author's names only: `deepseek-chat-v3` is V3, and OpenAI's `instruct`
/// is another model for another endpoint.
const AUTHOR_WORDS: [(&str, &str, WordKind); 2] =
    [("deepseek", "chat", WordKind::Filler), ("open", "instruct", WordKind::Sibling)];

const STAGES: [&str; 8] = ["preview", "beta", "alpha", "exp", "experimental", "rc", "early", "stealth"];

/// Words that tell siblings apart, in the order of the alphabet: every word of a catalogue is looked up here.
#[rustfmt::skip]
const SIBLINGS: [&str; 60] = [
    "air", "audio", "base", "chat", "code", "coder", "codex", "deep", "distill", "edge", "embed", "embedding", "fast",
    "flash", "guard", "high", "image", "large", "light", "lite", "live", "low", "math", "max", "medium", "micro",
    "mini", "nano", "next", "ocr", "omni", "plus", "pro", "prover", "realtime", "reasoner", "reasoning", "rerank",
    "reranker", "research", "safeguard", "search", "slow", "small", "speciale", "think", "thinking", "tiny",
    "transcribe", "translate", "tts", "turbo", "ultra", "uncensored", "video", "vision", "vl", "voice", "xl",
    "xlarge",
];

/// What clients put before an id to say which API it is for. Only the client understands it.
const CLIENT_PREFIXES: [&str; 3] = ["openrouter/", "openrouter:", "open_router/"];

impl ModelName {
    /// Takes an id apart.
    pub fn read(id: &str) -> Self {
        // Nearly every id is plain ASCII, and a list has thousands.
        let id = id.trim();
        let lower = if id.is_ascii() { id.to_ascii_lowercase() } else { id.to_lowercase() };
        let (client_prefix, rest) = without_client_prefix(&lower);
        let (rest, preset) = match rest.split_once("@preset/") {
            Some((model, preset)) => (model, Some(preset.to_owned())),
            None => (rest.split('@').next().unwrap_or_default(), None),
        };
        let (moving, rest) = rest.strip_prefix('~').map_or((false, rest), |rest| (true, rest));
        let (author, rest) = match rest.split_once('/') {
            // A path such as `accounts/fireworks/models/name` names a host, not the author.
            Some((_, rest)) if rest.contains('/') => (None, rest.rsplit('/').next().unwrap_or_default()),
            Some((author, rest)) => (Some(author), rest),
            None => (None, rest),
        };
        let mut parts = rest.split(':');
        let name = parts.next().unwrap_or_default();
        let author_key = author.map_or_else(String::new, author::key);
        let mut words = words(name);
        for (_, text, kind) in AUTHOR_WORDS.iter().filter(|(author, ..)| *author == author_key) {
            for word in words.iter_mut().filter(|word| word.text == *text) {
                word.kind = *kind;
            }
        }
        ModelName {
            author: author.map(str::to_owned),
            author_key,
            name: name.to_owned(),
            words,
            suffixes: parts.filter(|part| !part.is_empty()).map(str::to_owned).collect(),
            client_prefix,
            moving,
            preset,
        }
    }

    /// Whether a word of the name only says the author again.
    pub fn is_author(&self, word: &Word) -> bool {
        word.text == self.author_key || self.author.as_deref() == Some(word.text.as_str())
    }

    /// The words that name the family: no version, size or date.
    pub fn family(&self) -> String {
        let words = self.words.iter().filter(|word| matches!(word.kind, WordKind::Name | WordKind::Sibling));
        words.map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// Takes a client's prefix off, once, and only if an id is left: in `openrouter/auto` it is the author.
fn without_client_prefix(id: &str) -> (Option<&'static str>, &str) {
    for prefix in CLIENT_PREFIXES {
        if let Some(rest) = id.strip_prefix(prefix)
            && (rest.contains('/') || rest.starts_with("@preset"))
        {
            return (Some(prefix), rest);
        }
    }
    (None, id)
}

fn words(name: &str) -> Vec<Word> {
    let pieces: Vec<&str> = name.split(['-', '_', ' ', '/']).filter(|piece| !piece.is_empty()).collect();
    let mut words = Vec::with_capacity(pieces.len() + 2);
    let mut rest = pieces.as_slice();
    while let Some((piece, after)) = rest.split_first() {
        if let Some((date, after)) = date_at(rest) {
            words.push(Word { text: date, kind: WordKind::Date });
            rest = after;
        } else {
            push_piece(&mut words, piece);
            rest = after;
        }
    }
    words
}

fn push_piece(words: &mut Vec<Word>, piece: &str) {
    let letters = piece.find(|character: char| character.is_ascii_digit()).unwrap_or(piece.len());
    let (head, tail) = piece.split_at_checked(letters).unwrap_or((piece, ""));
    if tail.is_empty() {
        for word in piece.split('.').filter(|word| !word.is_empty()) {
            let kind = if FILLERS.contains(&word) {
                WordKind::Filler
            } else if STAGES.contains(&word) {
                WordKind::Stage
            } else if SIBLINGS.binary_search(&word).is_ok() {
                WordKind::Sibling
            } else {
                WordKind::Name
            };
            words.push(Word { text: word.to_owned(), kind });
        }
    } else if is_size(piece) {
        words.push(Word { text: piece.to_owned(), kind: WordKind::Size });
    } else if head.chars().count() >= 2 {
        // `qwen2.5` and `qwen-2.5` are the same name.
        push_piece(words, head);
        push_piece(words, tail);
    } else {
        push_version(words, if head == "v" { tail } else { piece });
    }
}

/// Adds a version. `3-5` is `3.5`, and `3.0` is `3`.
fn push_version(words: &mut Vec<Word>, version: &str) {
    let is_number = |text: &str| text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let version = version.strip_suffix(".0").unwrap_or(version);
    // Hosts that allow no dots write `v3p1`.
    let dotted = version
        .split_once('p')
        .filter(|(whole, rest)| is_number(whole) && !whole.is_empty() && is_number(rest) && !rest.is_empty());
    let dotted = dotted.map(|(whole, rest)| format!("{whole}.{rest}"));
    let version = dotted.as_deref().unwrap_or(version);
    match words.last_mut() {
        Some(last) if last.kind == WordKind::Version && is_number(&last.text) && is_number(version) => {
            if version != "0" {
                last.text.push('.');
                last.text.push_str(version);
            }
        }
        _ => words.push(Word { text: version.to_owned(), kind: WordKind::Version }),
    }
}

/// `8b`, `0.6b`, `8x22b`, `1t`, `270m`; with `a` the active part, with `e` the effective one.
fn is_size(piece: &str) -> bool {
    let digits = piece.strip_prefix(['a', 'e']).unwrap_or(piece);
    digits.strip_suffix(['b', 'm', 't', 'k']).is_some_and(|digits| {
        digits.starts_with(|first: char| first.is_ascii_digit())
            && digits.chars().all(|character| character.is_ascii_digit() || matches!(character, '.' | 'x'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(id: &str, expected: &str) {
        let name = ModelName::read(id);
        let words: Vec<String> = name
            .words
            .iter()
            .map(|word| match word.kind {
                WordKind::Name => word.text.clone(),
                WordKind::Filler => format!("({})", word.text),
                WordKind::Sibling => format!("{}!", word.text),
                WordKind::Stage => format!("{}?", word.text),
                WordKind::Version => format!("v{}", word.text),
                WordKind::Size => format!("#{}", word.text),
                WordKind::Date => format!("@{}", word.text),
            })
            .collect();
        assert_eq!(format!("{} {} {}", name.author_key, words.join(" "), name.suffixes.join(" ")).trim(), expected);
    }

    #[test]
    fn siblings_are_in_order() {
        assert!(SIBLINGS.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn ids_come_apart() {
        check("openai/gpt-4o-mini-2024-07-18", "open gpt v4o mini! @20240718");
        check("anthropic/claude-3.5-sonnet", "anthropic claude v3.5 sonnet");
        check("Anthropic/Claude-3-5-Sonnet", "anthropic claude v3.5 sonnet");
        check("anthropic/claude-3-5-sonnet-20241022", "anthropic claude v3.5 sonnet @20241022");
        check("meta-llama/llama-3.3-70b-instruct:free", "meta llama v3.3 #70b (instruct) free");
        check("qwen/qwen2.5-vl-72b-instruct", "qwen qwen v2.5 vl! #72b (instruct)");
        check("qwen/qwen-2.5-72b-instruct", "qwen qwen v2.5 #72b (instruct)");
        check("qwen/qwen3-235b-a22b-2507", "qwen qwen v3 #235b #a22b @2507");
        check("deepseek/deepseek-chat-v3-0324", "deepseek deepseek (chat) v3 @0324");
        check("mistralai/mistral-medium-3", "mistral mistral medium! v3");
        check("mistral/mistral-medium-3.0", "mistral mistral medium! v3");
        check("cohere/command-r-08-2024", "cohere command r @202408");
        check("google/gemini-2.5-pro-preview-05-06", "google gemini v2.5 pro! preview? @0506");
        check("openai/gpt-oss-20b:free:online", "open gpt oss #20b free online");
        check("openai/gpt-4-1106-preview", "open gpt v4 @1106 preview?");
        check("minimax/minimax-m2.5", "minimax minimax vm2.5");
        check("openrouter/openai/gpt-4o", "open gpt v4o");
        check("openrouter/auto", "openrouter auto");
        check("openrouter/openrouter/auto", "openrouter auto");
        check("~anthropic/claude-sonnet-latest", "anthropic claude sonnet (latest)");
        check("qwen/qwen3-embedding-0.6b", "qwen qwen v3 embedding! #0.6b");
        check("openai/gpt-4o@preset/mine", "open gpt v4o");
        check("gpt-4o", "gpt v4o");
        check("accounts/fireworks/models/llama-v3p1-8b-instruct", "llama v3.1 #8b (instruct)");
        check("openai/gpt-3.5-turbo-16k", "open gpt v3.5 turbo! #16k");
        check("@preset/mine", "");
        check("", "");
        check("/-:@", "");
    }
}
