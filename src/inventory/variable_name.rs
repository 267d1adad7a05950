//! Names of environment variables and settings that belong to the source gateway, and their new names.
//! Not where they are read: that differs by language.
//!
//! Facts: the spellings were collected from public code up to 2026-10-02.
//! **Invariant:** a new name keeps what stands before and behind the gateway's part (`VITE_`, `_STAGING`) and the style of
//! writing (`SNAKE`, `snake`, `kebab`, `camel`).

/// What a variable holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A key.
    Key,
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
    let at = plain.find("openrouter")?;
    let rest = plain.get(at + "openrouter".len()..)?;
    if name == "OPENROUTER" {
        return Some(Holds::Key);
    }
    let rest = rest.strip_prefix("ai").unwrap_or(rest);
    let rest = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    if ["key", "keys", "token", "apikey", "secret"].iter().any(|end| rest.ends_with(end)) || rest.starts_with("apikey")
    {
        return Some(Holds::Key);
    }
    if ["appurl", "apptitle", "appname", "siteurl", "sitename", "title", "referer", "httpreferer"].contains(&rest) {
        return Some(Holds::Application);
    }
    ["baseurl", "apibase", "apiurl", "url", "host", "endpoint", "base", "path", "apihost", "baseuri", "apiendpoint"]
        .contains(&rest)
        .then_some(Holds::Address)
}

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
        ] {
            assert_eq!(renamed(name, "AI_STATS_API_KEY"), expected, "{name}");
        }
    }
}
