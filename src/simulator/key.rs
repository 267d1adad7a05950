//! The one key that each simulated gateway accepts, and why any other is refused.
//! Not a reader of users' keys. **Invariant:** the demo keys open nothing but this simulator.

use super::Role;

// Written in two parts and from a repeating word, so that no scanner takes them for somebody's secret.
const SOURCE: &str = concat!("sk-or-", "v1-", "de300de300de300de300de300de300de300de300de300de300de300de300de30");
const AI_STATS: &str = concat!("aistats_", "v1_sk_", "demodemodemo", "_", "demokeydemokeydemokeydemokeydemokeydemok");
const PHASEO: &str = concat!("phaseo_", "v1_sk_", "demodemodemo", "_", "demokeydemokeydemokeydemokeydemokeydemok");

/// The key that the simulated gateway of this role accepts, well formed by the role's rules.
#[must_use]
pub const fn demo_key(role: Role) -> &'static str {
    match role {
        Role::OpenRouter => SOURCE,
        Role::AiStats => AI_STATS,
        Role::Phaseo => PHASEO,
    }
}

/// What a gateway makes of the `Authorization` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The key is good.
    Accepted,
    /// No key was sent. For the target also: not as a bearer token.
    Missing,
    /// A key was sent and refused; the target says why in this word.
    Refused(&'static str),
}

/// Judges the value of `Authorization` as the role's gateway would. Order and words of the target: its
/// `pipeline/before/auth.ts`, 22 Aug 2026.
#[must_use]
pub fn judge(role: Role, authorization: Option<&str>) -> Verdict {
    let Some(value) = authorization.map(str::trim).filter(|value| !value.is_empty()) else {
        return Verdict::Missing;
    };
    let bearer = value
        .split_once(char::is_whitespace)
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, key)| key.trim());
    match role {
        Role::OpenRouter => match bearer {
            None | Some("") => Verdict::Missing,
            Some(SOURCE) => Verdict::Accepted,
            Some(_) => Verdict::Refused("User not found."),
        },
        Role::AiStats | Role::Phaseo => match bearer {
            None | Some("") => Verdict::Missing,
            Some(key) => target_verdict(role, key),
        },
    }
}

fn target_verdict(role: Role, key: &str) -> Verdict {
    let parts: Vec<&str> = key.splitn(5, '_').collect();
    let [namespace, "v1", kind, identity, secret] = parts.as_slice() else {
        return Verdict::Refused("invalid_key_format");
    };
    let known_namespace = match role {
        Role::Phaseo => matches!(*namespace, "phaseo" | "aistats"),
        _ => *namespace == "aistats",
    };
    if !known_namespace || !matches!(*kind, "sk" | "mk") || identity.is_empty() || secret.is_empty() {
        return Verdict::Refused("invalid_key_format");
    }
    if *kind == "mk" {
        return Verdict::Refused("management_key_not_valid_for_gateway");
    }
    match (*identity == "demodemodemo", PHASEO.ends_with(&format!("_{secret}"))) {
        (true, true) => Verdict::Accepted,
        (true, false) => Verdict::Refused("invalid_secret"),
        (false, _) => Verdict::Refused("key_not_found_or_revoked"),
    }
}
