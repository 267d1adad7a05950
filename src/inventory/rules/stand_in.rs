//! What stands where the source's thing has no counterpart on the target: it fails where it is used, with a reason.
//! Not a rule: rules ask here for the text of such a hunk, which is taken alone or not at all.
//!
//! Why: a call that is left as it is keeps talking to the source, and one that is merely renamed may answer something else.
//! A stand-in does neither: a host below `.invalid` never resolves (RFC 2606), a path, a model or a type of this name is
//! refused by the target with 404 or 400, and code throws.
//! **Invariant:** no stand-in contains the source's address or names a package of the source, so that a second look finds
//! nothing that must be fixed.

use crate::inventory::language::Language;

/// How names begin that mean nothing on any gateway.
pub(super) const MARK: &str = "no-equivalent";

/// The address with a host that never resolves in the place of the source's.
#[must_use]
pub(super) fn address(text: &str) -> String {
    const SOURCE: &str = "openrouter.ai";
    let Some(at) = text.to_ascii_lowercase().find(SOURCE) else { return text.to_owned() };
    let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + SOURCE.len()..).unwrap_or_default());
    format!("{before}{MARK}.invalid{after}")
}

/// An expression of the language that fails when it is evaluated; `None` where the language has none that fits any type.
/// The message has no quotes and no backslashes.
#[must_use]
pub(super) fn expression(language: Language, message: &str) -> Option<String> {
    use Language as L;
    Some(match language {
        L::TypeScript | L::JavaScript | L::Vue | L::Svelte => {
            format!("(() => {{ throw new Error(\"{message}\"); }})()")
        }
        L::Python => format!("(_ for _ in ()).throw(NotImplementedError(\"{message}\"))"),
        L::Ruby => format!("raise(NotImplementedError, \"{message}\")"),
        L::Rust => format!("unimplemented!(\"{message}\")"),
        L::Kotlin => format!("TODO(\"{message}\")"),
        L::Php => format!("(throw new \\LogicException(\"{message}\"))"),
        L::Elixir => format!("raise(\"{message}\")"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_all_but_its_host() {
        for (before, after) in [
            ("https://openrouter.ai/auth?callback_url=", "https://no-equivalent.invalid/auth?callback_url="),
            ("OpenRouter.ai/api/alpha/x", "no-equivalent.invalid/api/alpha/x"),
            ("https:\\/\\/eu.openrouter.ai\\/api", "https:\\/\\/eu.no-equivalent.invalid\\/api"),
        ] {
            assert_eq!(address(before), after);
        }
    }
}
