//! Which keys of a configuration hold variables of the environment, and what is a variable's name.
//! Not the reading of references to variables.
//!
//! **Invariant:** the answers depend on names alone, never on values.

use std::ops::Range;

use super::scan::Scan;

/// Whether the entries of a map under this key are variables of the environment.
pub(super) fn is_variable_map(key: &str) -> bool {
    // Settings of editors: `terminal.integrated.env.linux`.
    if key.contains(".env.") {
        return true;
    }
    let folded: String =
        key.chars().filter(|letter| !matches!(letter, '_' | '-')).take(32).collect::<String>().to_ascii_lowercase();
    // Fragments of compose that are merged into services: `x-common-env`.
    if key.starts_with("x-") && ["env", "environment", "variables"].iter().any(|end| folded.ends_with(end)) {
        return true;
    }
    matches!(
        folded.as_str(),
        "env"
            | "envs"
            | "environment"
            | "variables"
            | "envvars"
            | "envvariables"
            | "environmentvariables"
            | "extraenv"
            | "extraenvs"
            | "extraenvvars"
            | "extraenvironment"
            | "containerenv"
            | "remoteenv"
            | "stringdata"
    )
}

/// Whether a key of a map of variables is a variable itself, and not a merge or a group of them.
pub(super) fn is_variable_key(key: &str) -> bool {
    is_variable_name(key) && !is_variable_map(key)
}

/// A name that any shell takes.
pub(super) fn is_variable_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// A name that is by custom a variable of the environment: no small letters.
pub(super) fn is_upper_name(text: &str) -> bool {
    is_variable_name(text) && text.len() > 1 && !text.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// The place of `=` in `KEY=value`, if the text is such a setting.
pub(super) fn setting(scan: Scan<'_>, text: &Range<usize>) -> Option<usize> {
    let end = scan.skip(text.start, |byte| byte.is_ascii_alphanumeric() || byte == b'_').min(text.end);
    (end < text.end && scan.is(end, b'=') && is_variable_name(scan.slice(text.start..end))).then_some(end)
}

/// Watches the entries of a map in a list for `name: KEY` with a value beside it, as in Kubernetes.
#[derive(Debug, Clone, Default)]
pub(super) struct Named {
    name: Option<Range<usize>>,
    valued: bool,
}

impl Named {
    /// Sees an entry, with its value if that is one text.
    pub fn see(&mut self, key: &str, value: Option<Range<usize>>) {
        match key {
            "name" | "key" => self.name = self.name.take().or(value),
            "value" | "valueFrom" | "value_from" | "sync" | "scope" => self.valued = true,
            _ => {}
        }
    }

    /// The place of the variable's name. Outside a list of variables only a name without small letters is one, because
    /// headers and parameters are written the same way.
    pub fn variable(self, scan: Scan<'_>, in_variables: bool) -> Option<Range<usize>> {
        let name = self.name.filter(|_| self.valued)?;
        let text = scan.slice(name.clone());
        let fits = if in_variables { is_variable_name(text) } else { is_upper_name(text) };
        fits.then_some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_of_variables_are_known_by_their_keys() {
        for key in [
            "env",
            "environment",
            "ENV_VARS",
            "extraEnv",
            "terminal.integrated.env.linux",
            "stringData",
            "x-common-env",
        ] {
            assert!(is_variable_map(key), "{key}");
        }
        for key in ["environments", "data", "env_file", "envFrom", "name", ""] {
            assert!(!is_variable_map(key), "{key}");
        }
    }

    #[test]
    fn headers_are_no_variables() {
        let scan = |text: &'static str| Scan::new(text, &(0..text.len()));
        let named = |text: &'static str| {
            let mut named = Named::default();
            named.see("name", Some(0..text.len()));
            named.see("value", None);
            (named.clone().variable(scan(text), false).is_some(), named.variable(scan(text), true).is_some())
        };
        assert_eq!(named("OPENROUTER_API_KEY"), (true, true));
        assert_eq!(named("Authorization"), (false, true));
        assert_eq!(named("X-Title"), (false, false));
        assert_eq!(setting(scan("KEY=a=b"), &(0..7)), Some(3));
        assert_eq!(setting(scan("--key=a"), &(0..7)), None);
        assert_eq!(setting(scan("KEY"), &(0..3)), None);
    }
}
