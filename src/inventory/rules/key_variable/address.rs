//! Variables whose name says that they hold the source's address: reads, and what a declaration becomes.
//! Not the addresses themselves, which have a rule of their own.
//!
//! Whoever sets such a variable may do so where nobody scans, and then with an address of the source. So the name changes
//! and the old one is never read again: an old value is not used by mistake. Where nothing is set, the target's address is
//! taken; a default that stands there already is left to the rule of addresses.
//! **Invariant:** no change of this rule reads the old variable.

use super::Found;
use super::fall_back::{self, Second};
use crate::inventory::context::Context;
use crate::inventory::finding::{Action, Carried, Class, Confidence};
use crate::inventory::outline::{NodeId, Span};
use crate::inventory::variable_name::renamed_address;
use crate::migrate::change::Safety;

pub(super) fn found(context: &Context<'_>, span: Span) -> (Found, String) {
    let old = context.outline.slice(span);
    let new = renamed_address(old, &context.settings.key_variable);
    let advice = format!("Whatever sets {old} still points at the source. Use {new} with the target's address.");
    let found = Found::new("address-variable", Class::Endpoint, Action::MustFix, span, advice)
        .sure(Confidence::Medium)
        .carrying(Carried::AddressVariable(old.to_owned()));
    (found, new)
}

/// Whether a name says that the variable holds the base URL, and not a host, a path or an endpoint.
fn is_base(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    ["baseurl", "apibase", "base", "baseuri"].iter().any(|end| plain.ends_with(end))
}

/// A read of the variable.
pub(super) fn read(context: &Context<'_>, id: NodeId, name: Span, whole: Span) -> Found {
    let (found, new) = found(context, name);
    let old = context.outline.slice(name);
    let renamed = super::under_its_name(context, old, &new, name, whole);
    if fall_back::has_default(context, id, name, whole) {
        let reason =
            format!("{old} is called {new}, so that an old value is not used by mistake. The default stays beside it.");
        return found.replacing(Safety::Safe, name, renamed, reason);
    }
    let base = context.settings.base_url.as_str();
    let reading = is_base(old).then(|| fall_back::of(context, id, &new, Second::Address(base), name, whole)).flatten();
    match reading {
        Some(reading) => {
            let (safety, doubt) = match reading.doubt {
                None => (Safety::Safe, String::new()),
                Some(doubt) => (Safety::NeedsReview, format!(" Mind that {doubt}.")),
            };
            let reason = format!(
                "Reads {new}, and {base} where that is unset or empty. {old} is not read any more: an old value points at the source.{doubt}"
            );
            found.replacing(safety, reading.span, reading.text, reason)
        }
        None => {
            let reason = format!(
                "{old} is called {new} and has no default here: set {new} to the target's address before you deploy."
            );
            found.replacing(Safety::NeedsReview, name, renamed, reason)
        }
    }
}

/// A declaration of the variable. Its value, if it has one, is changed by the rule of addresses.
///
/// Configuration is read by files that nobody here can hold together with it: what reads the new name does without the
/// declaration, but what still waits for a person reads the old one.
pub(super) fn declared(context: &Context<'_>, key: Span) -> Found {
    let (found, new) = found(context, key);
    let old = context.outline.slice(key);
    let (safety, together) = if context.is_configuration() || !is_base(old) {
        (Safety::NeedsReview, " Take it together with whatever reads it.")
    } else {
        (Safety::Safe, "")
    };
    let reason = format!("{old} is called {new}, so that an old value is not used by mistake.{together}");
    found.replacing(safety, key, new, reason)
}
