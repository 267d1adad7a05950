//! Keys of the source that stand in the code.
//!
//! Why: a key in a repository is known to everyone who can read it, now and later.
//! What to do: rotate it, and read it from the environment. It is never shown.
//! Abstains: for placeholders such as `sk-or-v1-...` or `YOUR_KEY`. Only 64 hexadecimal digits behind the beginning, or their
//! base64, are a key; what is masked is far more.

use super::behaviour_switch::is_tested;
use super::{Found, stand_in};
use crate::inventory::context::{Context, sets_variable};
use crate::inventory::finding::{Action, Carried, Class, Confidence};
use crate::inventory::language::Language;
use crate::inventory::outline::{Kind, Span, TextForm};
use crate::inventory::variable_name::holds;
use crate::migrate::change::Safety;
use crate::share::redaction::Redactor;

const RULE: &str = "live-key";

/// How keys of the source begin: as they are, and in base64.
const BEGINNINGS: [&str; 2] = ["sk-or-", "c2stb3It"];

/// Finds them, in comments and prose too.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    let source = context.outline.source();
    if !BEGINNINGS.iter().any(|beginning| source.contains(beginning)) {
        return;
    }
    in_pieces(context, all);
    for range in Redactor::new([]).secret_ranges(source) {
        let text = source.get(range.clone()).unwrap_or_default();
        if is_key(text) {
            let advice = "Revoke this key now and make a new one: whoever can read this file can use it. Then read the new one from the environment.";
            let span = Span::new(range.start, range.end);
            let found = Found::new(RULE, Class::Key, Action::MustFix, span, advice)
                .sure(Confidence::High)
                .carrying(Carried::LiveKey);
            all.push(without_key(context, span, found));
        }
    }
}

/// How many hexadecimal digits a key has, and how long their base64 is with the beginning.
const DIGITS: usize = 64;
const ENCODED: usize = 98;

fn is_key(text: &str) -> bool {
    let digits = text.strip_prefix("sk-or-v1-").map(|rest| rest.bytes().take_while(u8::is_ascii_hexdigit).count());
    let encoded = text.starts_with("c2stb3ItdjEt")
        && text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')).count() + 1
            >= ENCODED;
    digits == Some(DIGITS) || encoded
}

/// Whether the rest of a key stands in a text of its own.
fn has_rest(context: &Context<'_>) -> bool {
    context.texts().any(|(_, _, _, value)| {
        value.len() >= DIGITS / 4 && value.len() <= DIGITS && value.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// The beginning of a key alone (the rest stands elsewhere), and a placeholder of a key under a general name.
fn in_pieces(context: &Context<'_>, all: &mut Vec<Found>) {
    for (id, _, text, value) in context.texts() {
        if !value.starts_with("sk-or-") || is_tested(context, id) || !Redactor::new([]).secret_ranges(value).is_empty()
        {
            continue;
        }
        let Some((_, entry, name)) = context.key_of(id) else { continue };
        if value == "sk-or-v1-" && has_rest(context) {
            let advice = "A key in pieces is a key in the code: revoke it, and read the new one from the environment.";
            let found = Found::new(RULE, Class::Key, Action::MustFix, text.inner, advice).sure(Confidence::Medium);
            let variable = &context.settings.key_variable;
            let throwing =
                stand_in::expression(context.language, &format!("A key stood here in pieces: read {variable} instead"));
            let whole = context.outline.node(id).filter(|_| text.form == TextForm::Quoted).map(|node| node.span);
            let (span, replacement) = whole.zip(throwing).unwrap_or((text.inner, String::new()));
            let reason = format!(
                "The beginning of the key is taken out, so that what joins the pieces fails. Revoke the key, delete the pieces and read {variable}."
            );
            all.push(found.replacing(Safety::TakenAlone, span, replacement, reason));
        } else if matches!(value, "sk-or-v1-" | "sk-or-") && !sets_variable(entry) {
            if !name.to_ascii_lowercase().contains("placeholder") {
                let advice = "The target's keys begin with phaseo_v1_sk_ or aistats_v1_sk_: decide what the code that uses this beginning means for them.";
                all.push(
                    Found::new("behaviour-switch", Class::BehaviourSwitch, Action::Review, text.inner, advice)
                        .sure(Confidence::Medium),
                );
            }
        } else if holds(name).is_none() && sets_variable(entry) {
            let advice = "This variable has a general name and holds a key of the source: give it the target's.";
            all.push(
                Found::new("general-variable", Class::Key, Action::Review, entry.key, advice).sure(Confidence::Medium),
            );
        }
    }
}

/// The same without the key: read from the environment where the whole literal is the key and the language is known, and
/// otherwise an empty text, which fails at once instead of using a revoked key.
fn without_key(context: &Context<'_>, span: Span, found: Found) -> Found {
    let literal = context.outline.nodes().find_map(|(_, node)| match &node.kind {
        Kind::Text(text) if text.inner == span && text.form == TextForm::Quoted => Some(node.span),
        _ => None,
    });
    let variable = &context.settings.key_variable;
    let read = match context.language {
        Language::TypeScript | Language::JavaScript => Some(format!("process.env.{variable}")),
        Language::Python if context.outline.source().contains("import os") => {
            Some(format!("os.environ[\"{variable}\"]"))
        }
        _ => None,
    };
    match (literal, read) {
        (Some(literal), Some(read)) => found.replacing(
            Safety::NeedsReview,
            literal,
            read,
            format!("The key is read from {variable}. Revoke the one that stood here."),
        ),
        _ => found.replacing(
            Safety::NeedsReview,
            span,
            "",
            "The key is taken out. Revoke it, and give the new one through the environment.",
        ),
    }
}
