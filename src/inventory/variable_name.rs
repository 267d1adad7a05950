//! Names of environment variables and settings that belong to the source gateway, and their new names.
//! Not where they are read: that differs by language.
//!
//! Facts: the spellings were collected from public code up to 2026-10-02.
//! **Invariant:** a new name keeps what stands before and behind the gateway's part (`VITE_`, `_STAGING`) and the style of
//! writing (`SNAKE`, `snake`, `kebab`, `camel`).

use memchr::memmem;

/// What a variable holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A key for requests to models.
    Key,
    /// A key that makes and deletes other keys, which no request to a model takes.
    Management,
    /// An address or a part of one.
    Address,
    /// The application's name or address, for attribution.
    Application,
}

/// What a name holds, if it is one of the source's. Any style of writing is taken.
#[must_use]
pub fn holds(name: &str) -> Option<Holds> {
    if matches!(name, "OR_SITE_URL" | "OR_APP_NAME") {
        return Some(Holds::Application);
    }
    // Most names are too short to hold the gateway's; none that is read from an environment is this long.
    if !("openrouter".len()..=80).contains(&name.len()) {
        return None;
    }
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let at = memmem::find(plain.as_bytes(), b"openrouter")?;
    let rest = plain.get(at + "openrouter".len()..)?;
    if name == "OPENROUTER" {
        return Some(Holds::Key);
    }
    let rest = rest.strip_prefix("ai").unwrap_or(rest);
    let rest = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    if ["appurl", "apptitle", "appname", "siteurl", "sitename", "title", "referer", "httpreferer"].contains(&rest) {
        return Some(Holds::Application);
    }
    if ADDRESSES.contains(&rest) {
        return Some(Holds::Address);
    }
    let is_key = KEYS.iter().any(|end| rest.ends_with(end))
        || rest.strip_prefix("apikey").is_some_and(|more| !ABOUT_KEYS.iter().any(|word| more.starts_with(word)));
    if !is_key || OTHER_KEYS.iter().any(|word| rest.contains(word)) {
        return None;
    }
    // `PASTE_YOUR_OPENROUTER_API_KEY_HERE` and `MISSING_OPENROUTER_KEY` are words for a person.
    let lower = name.to_ascii_lowercase();
    let start = lower.find("openrouter").or_else(|| lower.find("open_router")).unwrap_or_default();
    let before = lower.get(..start).unwrap_or_default().trim_end_matches('_').rsplit('_').next().unwrap_or_default();
    let says = PLACEHOLDERS.contains(&before)
        || ["here", "missing", "required", "invalid", "notset", "notfound"].iter().any(|word| rest.ends_with(word));
    if says {
        return None;
    }
    let manages = ["provisioning", "management", "provision", "admin"].iter().any(|word| rest.contains(word));
    Some(if manages { Holds::Management } else { Holds::Key })
}

/// How names of keys end.
const KEYS: [&str; 5] = ["key", "keys", "token", "apikey", "secret"];

/// What stands before a name that is a placeholder or a message.
const PLACEHOLDERS: [&str; 14] = [
    "your", "paste", "enter", "insert", "replace", "example", "missing", "no", "invalid", "set", "put", "the", "need",
    "use",
];

/// What stands behind `API_KEY` where the name is about a key and holds none.
const ABOUT_KEYS: [&str; 23] = [
    "url",
    "link",
    "page",
    "name",
    "env",
    "var",
    "header",
    "prefix",
    "regex",
    "pattern",
    "label",
    "placeholder",
    "hint",
    "help",
    "status",
    "valid",
    "missing",
    "error",
    "storage",
    "here",
    "required",
    "invalid",
    "not",
];

/// Keys of something else: of a store, a list, a translation; and counts of tokens.
const OTHER_KEYS: [&str; 24] = [
    "cache",
    "storage",
    "session",
    "cookie",
    "redis",
    "model",
    "setting",
    "config",
    "provider",
    "label",
    "lookup",
    "query",
    "sort",
    "feature",
    "usage",
    "pricing",
    "price",
    "limit",
    "max",
    "min",
    "total",
    "prompt",
    "completion",
    "i18n",
];

/// What names of addresses say behind the gateway's.
const ADDRESSES: [&str; 30] = [
    "baseurl",
    "apibase",
    "apibaseurl",
    "apiurl",
    "url",
    "host",
    "hostname",
    "apihost",
    "endpoint",
    "apiendpoint",
    "endpointurl",
    "base",
    "basepath",
    "path",
    "apipath",
    "baseuri",
    "apiuri",
    "uri",
    "serverurl",
    "chaturl",
    "chatendpoint",
    "chatcompletionsurl",
    "chatcompletionsendpoint",
    "completionsurl",
    "completionurl",
    "apiroot",
    "origin",
    "apiorigin",
    "modelsurl",
    "embeddingsurl",
];

/// The new name of a variable that holds an address: the gateway's part alone is replaced, `OPENROUTER_BASE_URL` becomes
/// `AI_STATS_BASE_URL`.
#[must_use]
pub fn renamed_address(name: &str, new_key: &str) -> String {
    let gateway = ["_API_KEY", "_KEY", "_TOKEN"].iter().find_map(|end| new_key.strip_suffix(end)).unwrap_or(new_key);
    let upper = name.to_ascii_uppercase();
    let Some((start, length)) =
        ["OPENROUTER", "OPEN_ROUTER"].iter().find_map(|part| Some((upper.find(part)?, part.len())))
    else {
        return name.to_owned();
    };
    let part = name.get(start..start + length).unwrap_or_default();
    let gateway =
        if part.chars().any(|c| c.is_ascii_lowercase()) { gateway.to_ascii_lowercase() } else { gateway.to_owned() };
    format!("{}{gateway}{}", name.get(..start).unwrap_or_default(), name.get(start + length..).unwrap_or_default())
}

/// The new name of a variable that holds a key. `new` is the target's variable, such as `AI_STATS_API_KEY`.
#[must_use]
pub fn renamed(name: &str, new: &str) -> String {
    let words: Vec<String> = new.split('_').map(str::to_ascii_lowercase).collect();
    let lower = name.to_ascii_lowercase();
    // The gateway's part: from its name to the end of the word that says key.
    let Some((start, open_length)) =
        ["openrouter", "open_router", "open-router"].iter().find_map(|open| Some((lower.find(open)?, open.len())))
    else {
        return new.to_owned();
    };
    let tail = lower.get(start + open_length..).unwrap_or_default();
    let end = ["api_keys", "api-keys", "apikeys", "api_key", "api-key", "apikey", "key", "token", "secret"]
        .iter()
        .find_map(|part| tail.find(part).map(|at| start + open_length + at + part.len()))
        .unwrap_or(name.len());
    let old = name.get(start..end).unwrap_or(name);
    // `OpenRouter:ApiKey`, `openrouter.api-key`: a section and what stands in it.
    if let Some((section, inner)) = old.split_once([':', '.'])
        && let Some(mark) = old.get(section.len()..=section.len())
    {
        let gateway = new.trim_end_matches("_KEY").trim_end_matches("_API").trim_end_matches("_TOKEN");
        let gateway: Vec<String> = gateway.split('_').map(str::to_ascii_lowercase).collect();
        let section = if section.starts_with(|c: char| c.is_ascii_uppercase()) {
            camel(&gateway, true)
        } else {
            gateway.join(if section.contains('-') || inner.contains('-') { "-" } else { "_" })
        };
        let before = name.get(..start).unwrap_or_default();
        return format!("{before}{section}{mark}{inner}{}", name.get(end..).unwrap_or_default());
    }
    let style = name.get(start..).unwrap_or(name);
    let middle = if old.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_') {
        new.to_owned()
    } else if style.contains('-') {
        words.join("-")
    } else if old.contains('_') || old.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()) {
        words.join("_")
    } else {
        let capital = old.starts_with(|c: char| c.is_ascii_uppercase());
        camel(&words, capital)
    };
    format!("{}{middle}{}", name.get(..start).unwrap_or_default(), name.get(end..).unwrap_or_default())
}

fn camel(words: &[String], capital: bool) -> String {
    let mut text = String::new();
    for (index, word) in words.iter().enumerate() {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if index > 0 || capital => text.push(first.to_ascii_uppercase()),
            Some(first) => text.push(first),
            None => {}
        }
        text.push_str(letters.as_str());
    }
    text
}

/// Whether a name is written as environment variables are.
#[must_use]
pub fn is_variable(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase() || c == '_')
        && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_they_hold() {
        use Holds::{Address, Application, Key};
        for (name, expected) in [
            ("OPENROUTER_API_KEY", Some(Key)),
            ("OPENROUTER_KEY", Some(Key)),
            ("OPEN_ROUTER_API_KEY", Some(Key)),
            ("OPENROUTERAI_KEY", Some(Key)),
            ("OPENROUTER", Some(Key)),
            ("VITE_OPENROUTER_API_KEY", Some(Key)),
            ("LLM_COURSE_OPENROUTER_API_KEY", Some(Key)),
            ("OPENROUTER_API_KEY_2", Some(Key)),
            ("openrouter_api_key", Some(Key)),
            ("openRouterApiKey", Some(Key)),
            ("openrouter-api-key", Some(Key)),
            ("OPENROUTER_BASE_URL", Some(Address)),
            ("OPENROUTER_HOST", Some(Address)),
            ("OR_APP_NAME", Some(Application)),
            ("OPENROUTER_APP_URL", Some(Application)),
            ("OPENROUTER_API_BASE_URL", Some(Address)),
            ("OPENROUTER_SERVER_URL", Some(Address)),
            ("OPENROUTER_CHAT_URL", Some(Address)),
            ("OPENROUTER_API_KEY_FILE", Some(Key)),
            ("OpenRouter:ApiKey", Some(Key)),
            ("OPENROUTER_PROVISIONING_KEY", Some(Holds::Management)),
            ("OPENROUTER_MANAGEMENT_API_KEY", Some(Holds::Management)),
            ("OPENROUTER_API_KEY_URL", None),
            ("PASTE_YOUR_OPENROUTER_API_KEY_HERE", None),
            ("MISSING_OPENROUTER_KEY", None),
            ("OPENROUTER_KEY_MISSING", None),
            ("OPENROUTER_CACHE_KEY", None),
            ("OPENROUTER_MODELS_STORAGE_KEY", None),
            ("OPENROUTER_MAX_TOKEN", None),
            ("OPENROUTER_MODEL", None),
            ("OPENAI_API_KEY", None),
            ("API_KEY", None),
        ] {
            assert_eq!(holds(name), expected, "{name}");
        }
    }

    #[test]
    fn an_address_keeps_what_it_says() {
        assert_eq!(renamed_address("OPENROUTER_BASE_URL", "AI_STATS_API_KEY"), "AI_STATS_BASE_URL");
        assert_eq!(renamed_address("VITE_OPENROUTER_HOST", "PHASEO_API_KEY"), "VITE_PHASEO_HOST");
        assert_eq!(renamed_address("openrouter_base_url", "PHASEO_API_KEY"), "phaseo_base_url");
    }

    #[test]
    fn a_new_name_keeps_its_surroundings_and_its_style() {
        for (name, expected) in [
            ("OPENROUTER_API_KEY", "AI_STATS_API_KEY"),
            ("OPENROUTER_KEY", "AI_STATS_API_KEY"),
            ("OPEN_ROUTER_API_KEY", "AI_STATS_API_KEY"),
            ("VITE_OPENROUTER_API_KEY", "VITE_AI_STATS_API_KEY"),
            ("OPENROUTER_API_KEY_STAGING", "AI_STATS_API_KEY_STAGING"),
            ("openrouter_api_key", "ai_stats_api_key"),
            ("openrouter-api-key", "ai-stats-api-key"),
            ("openRouterApiKey", "aiStatsApiKey"),
            ("OpenRouterApiKey", "AiStatsApiKey"),
            ("OPENROUTER", "AI_STATS_API_KEY"),
            ("OpenRouter:ApiKey", "AiStats:ApiKey"),
            ("openrouter.api_key", "ai_stats.api_key"),
            ("llm.openrouter.api-key", "llm.ai-stats.api-key"),
        ] {
            assert_eq!(renamed(name, "AI_STATS_API_KEY"), expected, "{name}");
        }
    }
}
