//! A model id taken apart: author, words of the name with their meaning, suffixes.
//! Not a check of the id: any text comes apart somehow, and an odd one is merely like nothing.
//! **Invariant:** every part is lower case, and dots, dashes and underscores no longer matter in it.

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
    /// Tells siblings of one family apart: `mini`, `preview`, `vision`.
    Sibling,
    /// `3.5`, `4o`, `o3`.
    Version,
    /// `70b`, `a22b`, `8x7b`.
    Size,
    /// `20240806`, `2507`.
    Date,
}

/// Authors that the two gateways name differently: source, target (seen in the target's catalogue, 22 Aug 2026).
const AUTHORS: [(&str, &str); 12] = [
    ("x-ai", "spacex-ai"),
    ("xai", "spacex-ai"),
    ("meta-llama", "meta"),
    ("mistralai", "mistral"),
    ("bytedance-seed", "bytedance"),
    ("deepcogito", "cogito"),
    ("essentialai", "essential-ai"),
    ("liquid", "liquid-ai"),
    ("ibm-granite", "ibm"),
    ("nousresearch", "nous"),
    ("zai", "z-ai"),
    // The gateways' own routers.
    ("openrouter", "phaseo"),
];

const FILLERS: [&str; 5] = ["instruct", "it", "latest", "hf", "model"];

const SIBLINGS: [&str; 55] = [
    "mini",
    "nano",
    "micro",
    "tiny",
    "small",
    "medium",
    "large",
    "xlarge",
    "xl",
    "pro",
    "plus",
    "max",
    "ultra",
    "flash",
    "lite",
    "turbo",
    "fast",
    "slow",
    "air",
    "preview",
    "exp",
    "experimental",
    "beta",
    "alpha",
    "base",
    "thinking",
    "think",
    "reasoning",
    "reasoner",
    "coder",
    "code",
    "codex",
    "vision",
    "vl",
    "omni",
    "audio",
    "image",
    "video",
    "tts",
    "voice",
    "realtime",
    "embedding",
    "embed",
    "search",
    "deep",
    "research",
    "guard",
    "safeguard",
    "distill",
    "edge",
    "light",
    "high",
    "low",
    "speciale",
    "next",
];

/// What clients put before an id to say which API it is for. Only the client understands it.
const CLIENT_PREFIXES: [&str; 3] = ["openrouter/", "openrouter:", "open_router/"];

impl ModelName {
    /// Takes an id apart.
    pub fn read(id: &str) -> Self {
        let lower = id.trim().to_lowercase();
        let (client_prefix, rest) = without_client_prefix(&lower);
        let rest = rest.strip_prefix('~').unwrap_or(rest);
        let (author, rest) = match rest.split_once('/') {
            Some((author, rest)) => (Some(author), rest),
            None => (None, rest),
        };
        // A preset's name is a setting of an account, not a part of the model's name.
        let rest = rest.split('@').next().unwrap_or_default();
        let mut parts = rest.split(':');
        let name = parts.next().unwrap_or_default();
        ModelName {
            author: author.map(str::to_owned),
            author_key: author.map_or("", author_key).to_owned(),
            name: name.to_owned(),
            words: words(name),
            suffixes: parts.filter(|part| !part.is_empty()).map(str::to_owned).collect(),
            client_prefix,
        }
    }
}

/// The author's one name for comparing.
fn author_key(author: &str) -> &str {
    AUTHORS.iter().find(|(source, _)| *source == author).map_or(author, |(_, target)| target)
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
    let mut words = Vec::new();
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

/// A date at the start of the pieces, as digits, and what follows it: `2024-08-06`, `08-2024`, `05-06`, `20240806`,
/// `240806`, `2507` (year and month) or `0528` (month and day).
fn date_at<'a, 'b>(pieces: &'b [&'a str]) -> Option<(String, &'b [&'a str])> {
    let is_month = |text: &str| text.len() == 2 && (1..=12).contains(&number(text));
    let is_day = |text: &str| text.len() == 2 && (1..=31).contains(&number(text));
    let is_year = |text: &str| text.len() == 4 && (2020..=2039).contains(&number(text));
    match pieces {
        [year, month, day, rest @ ..] if is_year(year) && is_month(month) && is_day(day) => {
            Some((format!("{year}{month}{day}"), rest))
        }
        [year, month, rest @ ..] if is_year(year) && is_month(month) => Some((format!("{year}{month}"), rest)),
        [month, year, rest @ ..] if is_month(month) && is_year(year) => Some((format!("{year}{month}"), rest)),
        [month, day, rest @ ..] if is_month(month) && is_day(day) => Some((format!("{month}{day}"), rest)),
        [one, rest @ ..] if one.bytes().all(|byte| byte.is_ascii_digit()) => {
            let short = one.split_at_checked(2);
            let is_date = match one.len() {
                8 => one.starts_with("20"),
                6 => true,
                4 => short.is_some_and(|(first, second)| {
                    is_month(first) && is_day(second) || (22..=39).contains(&number(first)) && is_month(second)
                }),
                _ => false,
            };
            is_date.then(|| ((*one).to_owned(), rest))
        }
        _ => None,
    }
}

/// The value of a text of digits, 0 if it is none.
fn number(text: &str) -> u32 {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().unwrap_or(0) } else { 0 }
}

fn push_piece(words: &mut Vec<Word>, piece: &str) {
    let letters = piece.find(|character: char| character.is_ascii_digit()).unwrap_or(piece.len());
    let (head, tail) = piece.split_at_checked(letters).unwrap_or((piece, ""));
    if tail.is_empty() {
        for word in piece.split('.').filter(|word| !word.is_empty()) {
            let kind = if FILLERS.contains(&word) {
                WordKind::Filler
            } else if SIBLINGS.contains(&word) {
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
    digits.strip_suffix(['b', 'm', 't']).is_some_and(|digits| {
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
                WordKind::Version => format!("v{}", word.text),
                WordKind::Size => format!("#{}", word.text),
                WordKind::Date => format!("@{}", word.text),
            })
            .collect();
        assert_eq!(format!("{} {} {}", name.author_key, words.join(" "), name.suffixes.join(" ")).trim(), expected);
    }

    #[test]
    fn ids_come_apart() {
        check("openai/gpt-4o-mini-2024-07-18", "openai gpt v4o mini! @20240718");
        check("anthropic/claude-3.5-sonnet", "anthropic claude v3.5 sonnet");
        check("Anthropic/Claude-3-5-Sonnet", "anthropic claude v3.5 sonnet");
        check("anthropic/claude-3-5-sonnet-20241022", "anthropic claude v3.5 sonnet @20241022");
        check("meta-llama/llama-3.3-70b-instruct:free", "meta llama v3.3 #70b (instruct) free");
        check("qwen/qwen2.5-vl-72b-instruct", "qwen qwen v2.5 vl! #72b (instruct)");
        check("qwen/qwen-2.5-72b-instruct", "qwen qwen v2.5 #72b (instruct)");
        check("qwen/qwen3-235b-a22b-2507", "qwen qwen v3 #235b #a22b @2507");
        check("deepseek/deepseek-chat-v3-0324", "deepseek deepseek chat v3 @0324");
        check("mistralai/mistral-medium-3", "mistral mistral medium! v3");
        check("mistral/mistral-medium-3.0", "mistral mistral medium! v3");
        check("cohere/command-r-08-2024", "cohere command r @202408");
        check("google/gemini-2.5-pro-preview-05-06", "google gemini v2.5 pro! preview! @0506");
        check("openai/gpt-oss-20b:free:online", "openai gpt oss #20b free online");
        check("openai/gpt-4-1106-preview", "openai gpt v4 @1106 preview!");
        check("minimax/minimax-m2.5", "minimax minimax vm2.5");
        check("openrouter/openai/gpt-4o", "openai gpt v4o");
        check("openrouter/auto", "phaseo auto");
        check("openrouter/openrouter/auto", "phaseo auto");
        check("~anthropic/claude-sonnet-latest", "anthropic claude sonnet (latest)");
        check("qwen/qwen3-embedding-0.6b", "qwen qwen v3 embedding! #0.6b");
        check("openai/gpt-4o@preset/mine", "openai gpt v4o");
        check("gpt-4o", "gpt v4o");
        check("", "");
        check("/-:@", "");
    }
}
