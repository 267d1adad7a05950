//! Which files are worth reading: those that name the source, those that hold what only its users write, and those that may
//! use what another file says of it.
//! Not a reading: a look at the bytes, in one pass, so that a big project is not parsed as a whole.
//!
//! **Invariant:** a file that names the source is always worth it.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::source_package::names_it;

/// What a first look says of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relevance {
    /// Nothing in it can matter.
    None,
    /// It matters only if it uses a module of the project that speaks to the source: it has words of requests or answers,
    /// which other programs have as well; or it is a list of packages, which says what the project is called.
    Dependent,
    /// It is read.
    Direct,
}

/// What names the source itself.
const SOURCE: [&str; 10] = [
    "penrouter",
    "PENROUTER",
    "penRouter",
    "pen_router",
    "PEN_ROUTER",
    "sk-or-",
    "c2stb3It",
    "TTP-Referer",
    "ttp-referer",
    "OR_SITE_URL",
];

/// What matters in a project that speaks to the source, and is rare elsewhere: model ids, fields, paths.
const NEARBY: [&str; 58] = [
    "x-title",
    "X-Title",
    "api/v1/chat/completions",
    "native_finish_reason",
    "nativeFinishReason",
    "reasoning_details",
    "include_reasoning",
    "includeReasoning",
    "usage.cost",
    "[\"usage\"][\"cost\"]",
    "['usage']['cost']",
    "is_byok",
    "isByok",
    "cost_details",
    "costDetails",
    "delta.reasoning",
    "delta?.reasoning",
    "delta, \"reasoning\"",
    "message.reasoning",
    "middle-out",
    "data_collection",
    "@preset/",
    "/auth/keys",
    "/generation?",
    "/generation\"",
    "/generation'",
    "/generation`",
    "/credits\"",
    "/credits'",
    "/credits`",
    ":free\"",
    ":free'",
    ":nitro",
    ":floor",
    ":online\"",
    ":online'",
    ":exacto",
    ":thinking\"",
    "openai/",
    "anthropic/",
    "google/gem",
    "meta-llama/",
    "mistralai/",
    "deepseek/",
    "qwen/",
    "x-ai/",
    "z-ai/",
    "moonshotai/",
    "cohere/",
    "perplexity/",
    "nousresearch/",
    "minimax/",
    "sao10k/",
    "thedrummer/",
    "nvidia/llama",
    "tencent/",
    "liquid/lfm",
    "chat.completions",
];

/// What matters only in a file that uses a module which speaks to the source.
const DEPENDENT: [&str; 13] = [
    "/generation",
    "/credits",
    "/key",
    "/models",
    "/completions",
    "plugins",
    "reasoning",
    "transforms",
    "usage",
    "pricing",
    "context_length",
    "provider",
    "completions",
];

/// The words of a file that may make it worth reading.
#[derive(Debug, Clone, Copy)]
struct Words {
    /// Of the source itself, or of what only its users write.
    direct: bool,
    /// Of what may use the rest.
    dependent: bool,
}

/// Which words stand in a text, in one pass; nothing more is looked for behind a direct one.
fn words_in(text: &str) -> Words {
    static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let words = SOURCE.into_iter().chain(NEARBY).chain(DEPENDENT);
        AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(words).ok()
    });
    let mut words = Words { direct: false, dependent: false };
    let Some(search) = SEARCH.as_ref() else {
        // Without a search every file would be parsed; so few words always make one.
        return Words { direct: true, dependent: true };
    };
    // Words overlap: one that is dependent may stand in one that is direct.
    for found in search.find_overlapping_iter(text) {
        if found.pattern().as_usize() < SOURCE.len() + NEARBY.len() {
            words.direct = true;
            break;
        }
        words.dependent = true;
    }
    words
}

/// What a first look at a file says.
#[must_use]
pub fn relevance(path: &str, text: &str) -> Relevance {
    let words = words_in(text);
    let name = path.rsplit('/').next().unwrap_or_default();
    if words.direct {
        Relevance::Direct
    } else if matches!(name, "package.json" | "go.mod" | "Cargo.toml" | "pyproject.toml")
        || names_it(path)
        || (text.len() < LARGEST && words.dependent)
    {
        Relevance::Dependent
    } else {
        Relevance::None
    }
}

/// The largest file that is kept for what another file says, in bytes: beyond it is data.
const LARGEST: usize = 400_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_look_keeps_what_may_matter() {
        use Relevance::{Dependent, Direct, None};
        for (path, text, expected) in [
            ("a.ts", "fetch(`${BASE}/generation?id=${id}`)", Direct),
            ("a.py", "cost = reply[\"usage\"][\"cost\"]", Direct),
            ("a.py", "text = getattr(chunk.choices[0].delta, \"reasoning\", None)", Direct),
            ("a.ts", "const body = { plugins: [] }", Dependent),
            ("a.ts", "const usage = await client.chat.completions.create(body)", Direct),
            ("a.ts", "const usage = await complete(body)", Dependent),
            ("a.ts", "export const ids = [\"thedrummer/rocinante-12b:free\"]", Direct),
            ("go.mod", "module example.org/a\n", Dependent),
            ("lib/openrouter/index.ts", "export * from \"./client\";", Dependent),
            ("a.ts", "export const sum = (a: number, b: number) => a + b;", None),
        ] {
            assert_eq!(relevance(path, text), expected, "{path}: {text}");
        }
    }
}
