//! A text taken apart as a model id of the source as clients write it: prefix of a client's routing, author, slug,
//! suffixes, preset.
//! Not a check against a catalogue: the text may still name no model.
//!
//! Grammar (public code and documentation up to 2026-10-02):
//! `[openrouter/] [~] author / slug [:suffix]* [@preset/name]`, or `@preset/name`.
//! **Invariant:** what is taken apart is lower case and has no white space; anything else is no id.

/// Suffixes with their meaning.
pub const SUFFIXES: [&str; 9] = ["free", "nitro", "floor", "online", "thinking", "extended", "exacto", "beta", "batch"];

/// What clients put before an id to choose their connection to the source.
const CLIENT_PREFIXES: [&str; 4] = ["openrouter/", "openrouter:", "open_router/", "litellm_proxy/openrouter/"];

/// An id in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelText<'a> {
    /// The client-side prefix, if there is one that is not the author.
    pub client_prefix: Option<&'a str>,
    /// Without prefix and preset: `~anthropic/claude-sonnet-latest`, `openai/gpt-4o:free`.
    pub id: &'a str,
    /// The author without a tilde; empty for a preset alone.
    pub author: &'a str,
    /// Author and slug without suffixes.
    pub base: &'a str,
    /// Suffixes without their colons, in order.
    pub suffixes: Vec<&'a str>,
    /// The name of a preset.
    pub preset: Option<&'a str>,
}

impl<'a> ModelText<'a> {
    /// Takes a text apart; `None` if it cannot be an id.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<ModelText<'a>> {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "./-_:@~".contains(c);
        if text.len() > 120 || text.len() < 4 || !text.chars().all(allowed) {
            return None;
        }
        if let Some(name) = text.strip_prefix("@preset/") {
            let name = is_word(name).then_some(name)?;
            return Some(ModelText {
                client_prefix: None,
                id: text,
                author: "",
                base: "",
                suffixes: vec![],
                preset: Some(name),
            });
        }
        let client_prefix = CLIENT_PREFIXES.into_iter().find(|prefix| {
            // Strip only if what remains still has an author, or is a preset: `openrouter/auto` is an id of its own.
            text.strip_prefix(prefix).is_some_and(|rest| rest.contains('/'))
        });
        let rest = client_prefix.and_then(|prefix| text.get(prefix.len()..)).unwrap_or(text);
        if rest.starts_with("@preset/") {
            let inner = ModelText::parse(rest)?;
            return Some(ModelText { client_prefix, ..inner });
        }
        let (id, preset) = match rest.split_once("@preset/") {
            Some((id, preset)) if is_word(preset) => (id, Some(preset)),
            Some(_) => return None,
            None => (rest, None),
        };
        let mut parts = id.split(':');
        let base = parts.next()?;
        let suffixes: Vec<&str> = parts.collect();
        let (author, slug) = base.strip_prefix('~').unwrap_or(base).split_once('/')?;
        let sound = is_word(author) && is_word(slug) && suffixes.iter().all(|suffix| is_word(suffix));
        sound.then_some(ModelText { client_prefix, id, author, base, suffixes, preset })
    }

    /// Whether it is one of the source's own routers or stealth models.
    #[must_use]
    pub fn is_router(&self) -> bool {
        self.author == "openrouter"
    }

    /// Whether it is an alias that moves, `~author/family-latest`.
    #[must_use]
    pub fn is_latest_alias(&self) -> bool {
        self.base.starts_with('~')
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty()
        && !text.contains(['/', '@', '~', ':'])
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !text.ends_with(['.', '-', '_'])
        && !text.contains("..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_apart() {
        for (text, prefix, base, suffixes, preset) in [
            ("openai/gpt-4o", None, "openai/gpt-4o", vec![], None),
            ("openai/gpt-oss-20b:free:online", None, "openai/gpt-oss-20b", vec!["free", "online"], None),
            ("openrouter/openai/gpt-4o", Some("openrouter/"), "openai/gpt-4o", vec![], None),
            ("openrouter:openai/gpt-4o", Some("openrouter:"), "openai/gpt-4o", vec![], None),
            ("openrouter/auto", None, "openrouter/auto", vec![], None),
            ("openrouter/openrouter/auto", Some("openrouter/"), "openrouter/auto", vec![], None),
            ("~anthropic/claude-sonnet-latest", None, "~anthropic/claude-sonnet-latest", vec![], None),
            ("@preset/summary", None, "", vec![], Some("summary")),
            ("openai/gpt-4o@preset/summary", None, "openai/gpt-4o", vec![], Some("summary")),
        ] {
            let model = ModelText::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (model.client_prefix, model.base, model.suffixes, model.preset),
                (prefix, base, suffixes, preset)
            );
        }
    }

    #[test]
    fn other_texts_are_no_ids() {
        for text in
            ["", "gpt-4o", "OpenAI/GPT", "a/b/c/d", "src/../x", "text/plain; charset", "https://a.b/c", "./a/b", "a//b"]
        {
            assert_eq!(ModelText::parse(text), None, "{text}");
        }
    }
}
