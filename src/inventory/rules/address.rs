//! Addresses of the source's API.
//!
//! Why: the application keeps talking to the source until every one of them is changed.
//! Before: `baseURL: "https://openrouter.ai/api/v1"`. After: `baseURL: "https://api.phaseo.app/v1"`.
//! The shape stays: `/api/v1` becomes `/v1`, `…/api` the bare origin, a host its host; slashes stay.
//! Abstains: in comparisons and tests of a string (a behaviour switch), for pages of the website, for other hosts that
//! contain the name, and for a bare host of which nothing says that an API is called there.

use super::behaviour_switch::is_tested;
use super::{Found, stand_in};
use crate::inventory::context::Context;
use crate::inventory::finding::{Action, Class, Confidence};
use crate::inventory::language::Language;
use crate::inventory::outline::{Kind, NodeId, Span, Text, TextForm};
use crate::inventory::path_move::{PathMove, path_move};
use crate::inventory::place::Place;
use crate::inventory::source_address::{Address, Target, addresses};
use crate::migrate::change::Safety;

pub(super) const RULE: &str = "source-address";

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    for (id, _, text, _) in context.texts() {
        for address in addresses(context.outline.slice(text.inner)) {
            let span = Span::new(
                text.inner.start as usize + address.range.start,
                text.inner.start as usize + address.range.end,
            );
            let found = match address.target {
                // In a test the expectation is the address; elsewhere the comparison is what matters.
                Target::Api if is_tested(context, id) && context.place != Place::Test => None,
                // `https://openrouter.ai/api/${version}`: what follows decides.
                Target::Api => {
                    let ends_open = text.form == TextForm::Piece && address.path.ends_with("/api/");
                    Some(api(context, &address, span, ends_open && has_next(context, id)))
                }
                Target::SignIn => Some(sign_in(context, span)),
                Target::Host => host(context, id, &address, span),
                Target::Website => None,
            };
            all.extend(found);
        }
        wrong_host(context, text, all);
    }
    bare_words(context, all);
}

/// Addresses that are no texts to their reader: bare words of a command in PowerShell.
fn bare_words(context: &Context<'_>, all: &mut Vec<Found>) {
    if context.language != Language::PowerShell {
        return;
    }
    let source = context.outline.source();
    let known: Vec<Span> = context
        .outline
        .nodes()
        .filter(|(_, node)| matches!(node.kind, Kind::Text(_) | Kind::Comment))
        .map(|(_, node)| node.span)
        .collect();
    for address in addresses(source).into_iter().filter(|address| address.target == Target::Api) {
        let span = Span::new(address.range.start, address.range.end);
        if known.iter().any(|text| text.contains(span)) {
            continue;
        }
        all.push(api(context, &address, span, false));
    }
}

/// Hosts that people type for the source and that are not the source's.
fn wrong_host(context: &Context<'_>, text: &Text, all: &mut Vec<Found>) {
    let raw = context.outline.slice(text.inner);
    if !raw.contains("://") {
        return;
    }
    for host in ["://openrouter.api.com", "://openrouter.com", "://api.openrouter.com"] {
        let ends = |at: usize| {
            raw.get(at + host.len()..)
                .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_')))
        };
        if let Some(at) = raw.find(host).filter(|at| ends(*at)) {
            let start = text.inner.start as usize + at + "://".len();
            let advice = "This host is not the source's and never was its API. Use the target's base URL.";
            let span = Span::new(start, start + host.len() - "://".len());
            all.push(Found::new("wrong-host", Class::Endpoint, Action::Review, span, advice).sure(Confidence::High));
        }
    }
}

/// An address of the API. One that is `open_ended` goes on with what is not here.
pub(super) fn api(context: &Context<'_>, address: &Address, span: Span, open_ended: bool) -> Found {
    let fate = address.below_base().map(path_move);
    let (advice, note) = match fate {
        Some(PathMove::Gone(why)) => (format!("Write this call anew. {why}"), ""),
        Some(PathMove::Other(note) | PathMove::Renamed { note, .. }) => (format!("Change the address. {note}"), note),
        _ => ("Change the address to the target's; the shape of the path stays.".to_owned(), ""),
    };
    let found = Found::new(RULE, Class::Endpoint, Action::MustFix, span, advice);
    if let Some(PathMove::Gone(why)) = fate {
        return without_counterpart(context, span, found, why);
    }
    let Some(moved) = address.moved(context.settings) else {
        let why = "Only /api/v1 of the source has a counterpart on the target.";
        return without_counterpart(context, span, found, why);
    };
    let is_same = matches!(fate, Some(PathMove::Same) | None);
    let safety = if is_same && !open_ended { Safety::Safe } else { Safety::NeedsReview };
    let reason = format!("The address of the source's API becomes the target's in the same shape. {note}");
    let (safety, reason) = within_region(context, address, safety, reason.trim_end().to_owned());
    found.replacing(safety, span, moved, reason)
}

/// What an address in a region promises, said first. Where the target has no host of that region, the promise is lost.
fn within_region(context: &Context<'_>, address: &Address, safety: Safety, reason: String) -> (Safety, String) {
    let Some(region) = address.region else { return (safety, reason) };
    let name = region.to_ascii_uppercase();
    match context.settings.regional_base(region) {
        Some(base) => (
            safety.max(Safety::NeedsReview),
            format!(
                "PRIVACY: the source's host keeps requests within the region {name}; the target's host of that region, {base}, makes a promise of its own. Read it before you take this. {reason}"
            ),
        ),
        None => (
            Safety::TakenAlone,
            format!(
                "PRIVACY: the source's host keeps requests within the region {name}, and this edition of the target has no host that does. Taking this gives that promise up. {reason}"
            ),
        ),
    }
}

/// Whether something follows a piece in its template.
fn has_next(context: &Context<'_>, id: NodeId) -> bool {
    let Some(parent) = context.outline.node(id).and_then(|node| node.parent) else {
        return false;
    };
    context.outline.children(parent).last().is_some_and(|(last, _)| last != id)
}

fn sign_in(context: &Context<'_>, span: Span) -> Found {
    let advice = "Write the sign-in anew: this page gives keys of the source. The target has OAuth with authorization code and PKCE (see its /.well-known/oauth-authorization-server); a key that a person enters works as well.";
    let found = Found::new("sign-in", Class::Endpoint, Action::MustFix, span, advice);
    without_counterpart(
        context,
        span,
        found,
        "This sign-in gives keys of the source and exists only there. Code to write: register an OAuth client with the target, send the user to the authorization_endpoint of its /.well-known/oauth-authorization-server with client_id, redirect_uri, response_type=code, code_challenge and code_challenge_method=S256, and post the code with code_verifier to its token_endpoint; or let a person enter a key.",
    )
}

/// With an address that fails as soon as it is used, for what the target has no counterpart of.
fn without_counterpart(context: &Context<'_>, span: Span, found: Found, why: &str) -> Found {
    let replacement = stand_in::address(context.outline.slice(span));
    let reason = format!(
        "NO EQUIVALENT: {why} The host becomes one that never resolves, so that the call fails where it is made instead of reaching the source, until it is written anew."
    );
    found.replacing(Safety::TakenAlone, span, replacement, reason)
}

/// Whether a pattern stands in a list of what may be reached: `host_permissions`, `connect-src`, allowed origins.
fn allows(context: &Context<'_>, id: NodeId) -> bool {
    context.keys_around(id).take(3).any(|(_, _, key)| {
        let lower = key.to_ascii_lowercase();
        ["permission", "origin", "allow", "csp", "connect", "hosts", "domains"].iter().any(|word| lower.contains(word))
    })
}

/// The host alone: an API address if a path of the API stands in the same file, or if its key says so.
fn host(context: &Context<'_>, id: NodeId, address: &Address, span: Span) -> Option<Found> {
    if is_tested(context, id) {
        return None;
    }
    let text = context.outline.node(id).map(|node| context.outline.slice(node.span)).unwrap_or_default();
    let policy = ["connect-src", "default-src"].iter().any(|directive| text.contains(directive));
    let wildcard = address.path.contains('*');
    // In a sentence a host is a mention.
    let sentence =
        text.trim_matches(['"', '\'', '`', ' ', '\n']).contains(char::is_whitespace) && !context.is_configuration();
    if policy || (wildcard && allows(context, id)) {
        let moved = address.moved(context.settings)?;
        let advice =
            "What may be reached is listed here: with the source alone in the list, calls to the target are refused.";
        return Some(Found::new(RULE, Class::Endpoint, Action::MustFix, span, advice).replacing(
            Safety::NeedsReview,
            span,
            moved,
            "The list allows the target instead of the source. Keep both while both are called.",
        ));
    }
    if sentence || wildcard {
        return None;
    }
    let key: String = context
        .key_of(id)
        .map(|(_, _, key)| key.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect())
        .unwrap_or_default();
    let callee = context.callee_of(id).unwrap_or_default().to_ascii_lowercase();
    let is_link = ["site", "web", "link", "home", "docs", "page", "href", "label", "title", "placeholder"]
        .iter()
        .any(|name| key.contains(name));
    let named = ["baseurl", "apibase", "host", "endpoint", "apiurl", "server", "baseuri", "domain", "baseaddress"]
        .iter()
        .any(|name| key.contains(name) || callee.contains(name));
    // `new URL(path, "https://openrouter.ai")`: the base of what is called.
    let named = named || callee == "url";
    let has_path = context.api_path;
    let whole = context.outline.node(id).is_some_and(|node| match &node.kind {
        Kind::Text(text) => text.inner == span,
        _ => false,
    });
    if is_link || !(named || has_path && whole) {
        return None;
    }
    let moved = address.moved(context.settings)?;
    // The rule of paths makes it one change with the paths of this file, which then may be safe.
    let reason = "The host becomes the target's. The path that is appended to it, here or by another file or library, changes with it: the source has /api/v1, the target /v1. Take both or neither.";
    let (safety, reason) = within_region(context, address, Safety::NeedsReview, reason.to_owned());
    let found = Found::new(
        RULE,
        Class::Endpoint,
        Action::MustFix,
        span,
        "Change the host to the target's, and the path /api/v1 to the target's with it.",
    )
    .sure(if has_path { Confidence::High } else { Confidence::Medium });
    Some(found.replacing(safety, span, moved, reason))
}
