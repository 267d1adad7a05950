//! Reads and declarations of the variable that holds the source's key, in code and in configuration.
//!
//! Why: with the old name the moved application sends the source's key to the target, or finds none.
//! Before: `process.env.OPENROUTER_API_KEY`. After: `(process.env.AI_STATS_API_KEY || process.env.OPENROUTER_API_KEY)`, or
//! the new name alone for a hard cut. Configuration declares both, or the new one. A variable that holds the source's
//! address never falls back to the old one, which would be the source again without a word: it reads the new name and
//! otherwise the target's address.
//! Abstains: for local names, for sentences that mention the variable, and where the new name already stands beside it.

mod address;
mod credentials;
mod declaration;
mod fall_back;
mod settings_field;

use super::Found;
use crate::inventory::context::Context;
use crate::inventory::finding::{Action, Carried, Class, Confidence};
use crate::inventory::language::Language;
use crate::inventory::outline::{Import, Kind, NodeId, Span, Text};
use crate::inventory::settings::KeyMove;
use crate::inventory::source_address::{Target, addresses};
use crate::inventory::variable_name::{Holds, holds, is_variable, renamed};
use crate::migrate::change::Safety;
use fall_back::Second;

const RULE: &str = "key-variable";

/// Names under which languages keep the environment.
const ENVIRONMENTS: [&str; 15] = [
    "env",
    "environ",
    "ENV",
    "_ENV",
    "_SERVER",
    "secrets",
    "vars",
    "environment",
    "Env",
    "ENVIRON",
    "Configuration",
    "inputs",
    "BuildConfig",
    "dotenv_values",
    "dotenv",
];

/// Names under which applications keep their settings: only a name in quotes is read from there, since a member is declared
/// in the application itself.
const SETTINGS: [&str; 19] = [
    "config",
    "Config",
    "conf",
    "cfg",
    "settings",
    "Settings",
    "configuration",
    "_configuration",
    "_config",
    "builder",
    "Configuration",
    "secrets",
    "userdata",
    "app_config",
    "configService",
    "viper",
    "nconf",
    "options",
    "infoDictionary",
];

/// Functions that read a setting by its name in the application's own spelling.
const SETTING_READERS: [&str; 13] = [
    "get_option",
    "GetSection",
    "get_setting",
    "getSetting",
    "get_secret",
    "getSecret",
    "GetSecret",
    "config",
    "GetValue",
    "secret",
    "GetString",
    "getProperty",
    "getRequiredProperty",
];

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    for (id, node) in context.outline.nodes() {
        match &node.kind {
            Kind::Variable(name) => mention(context, id, *name, node.span, all),
            Kind::Path(segments) => {
                settings_field::read(context, *segments, all);
                let spans = context.outline.segment_spans(*segments);
                let names: Vec<&str> = spans.iter().map(|span| context.outline.slice(*span)).collect();
                for at in 1..names.len() {
                    let environment = names.get(at - 1).is_some_and(|before| ENVIRONMENTS.contains(before));
                    let environment = environment
                        || (context.language == Language::Ruby && names.get(at - 1) == Some(&"credentials"));
                    let terraform = context.language == Language::Hcl && names.first() == Some(&"var");
                    if let (true, Some(span)) = (environment || terraform, spans.get(at)) {
                        mention(context, id, *span, node.span, all);
                    } else if let Some(span) = spans.get(at)
                        && names.get(at - 1).is_some_and(|before| SETTINGS.contains(before))
                        && is_quoted(context, *span)
                    {
                        setting(context, *span, all);
                    }
                }
            }
            Kind::Entry(entry) => {
                declaration::find(context, id, entry, all);
                settings_field::named(context, entry, all);
            }
            Kind::Import(import) => imported(context, import, all),
            Kind::Call(segments) => {
                credentials::find(context, id, *segments, all);
                settings_field::read(context, *segments, all);
                general_key(context, id, all);
            }
            Kind::Text(text) if text.form != crate::inventory::outline::TextForm::Prose => {
                in_text(context, id, text, all)
            }
            _ => {}
        }
    }
}

/// Whether a name of a path stands in quotes.
fn is_quoted(context: &Context<'_>, span: Span) -> bool {
    let before = context.outline.source().get(..span.start as usize).unwrap_or_default();
    before.ends_with(['"', '\'', '`'])
}

/// A name that is read from the application's settings: `app.config["OPENROUTER_API_KEY"]`, `config["OpenRouter:ApiKey"]`.
fn setting(context: &Context<'_>, span: Span, all: &mut Vec<Found>) {
    let name = context.outline.slice(span);
    match holds(name) {
        Some(Holds::Key) => {
            let found = key(context, name, span);
            let new = renamed(name, &context.settings.key_variable);
            all.push(if found.action == Action::Information {
                found
            } else {
                let reason = format!("The setting is called {new} where it is kept, too: change both.");
                found.replacing(Safety::NeedsReview, span, new, reason)
            });
        }
        Some(Holds::Management) => all.push(management(span, name)),
        _ => {}
    }
}

/// A key that makes other keys. The target has such keys of its own, and no request to a model takes one.
fn management(span: Span, name: &str) -> Found {
    let advice = format!(
        "{name} holds a key that makes and deletes other keys of the source. It is no key for requests: keep its name apart from that one. The target's management keys begin with phaseo_v1_mk_, and its requests to make keys are others."
    );
    Found::new("management-key", Class::Key, Action::Review, span, advice)
}

/// `import { OPENROUTER_API_KEY } from "$env/static/private"`.
fn imported(context: &Context<'_>, import: &Import, all: &mut Vec<Found>) {
    if !context.outline.slice(import.module).contains("env") {
        return;
    }
    for name in &import.names {
        let old = context.outline.slice(name.imported);
        if is_variable(old) && holds(old) == Some(Holds::Key) {
            let new = renamed(old, &context.settings.key_variable);
            let found = key(context, old, name.imported);
            let text = if name.imported == name.local { format!("{new} as {old}") } else { new.clone() };
            all.push(if found.action == Action::Information {
                found
            } else {
                let reason =
                    format!("{old} is called {new}; an import has no fall-back, so set {new} before you deploy.");
                found.replacing(Safety::NeedsReview, name.imported, text, reason)
            });
        }
    }
}

/// A key with a general name beside an address of the source: `{ baseURL: "https://openrouter.ai/…", apiKey:
/// process.env.OPENAI_API_KEY }`.
fn general_key(context: &Context<'_>, id: NodeId, all: &mut Vec<Found>) {
    let holder =
        context.outline.children(id).find(|(_, node)| matches!(node.kind, Kind::Map)).map_or(id, |(map, _)| map);
    let speaks = context.entries_in(holder).any(|(at, _, _)| {
        context.text_of(at).is_some_and(|text| addresses(text).iter().any(|address| address.target == Target::Api))
    });
    if !speaks {
        return;
    }
    for (at, _, _) in context.entries_in(holder) {
        let Some((_, value)) = context.value_of(at) else { continue };
        let Kind::Path(segments) = &value.kind else { continue };
        let names: Vec<&str> = context.outline.names(*segments).collect();
        if let [.., environment, name] = names.as_slice()
            && ENVIRONMENTS.contains(environment)
            && is_variable(name)
            && name.ends_with("_KEY")
            && holds(name).is_none()
        {
            let advice = format!(
                "{name} has a general name and holds a key of the source here: give it the target's when you switch."
            );
            all.push(
                Found::new("general-variable", Class::Key, Action::Review, value.span, advice).sure(Confidence::Medium),
            );
        }
    }
}

/// The target's name in lower case, as sections of settings have it: `ai_stats` of `AI_STATS_API_KEY`.
pub(super) fn section_name(key_variable: &str) -> String {
    let name = ["_API_KEY", "_KEY", "_TOKEN"].iter().find_map(|end| key_variable.strip_suffix(end));
    name.unwrap_or(key_variable).to_ascii_lowercase()
}

/// A read by syntax: the name's own span and that of the whole expression.
fn mention(context: &Context<'_>, id: NodeId, name: Span, whole: Span, all: &mut Vec<Found>) {
    let text = context.outline.slice(name);
    match holds(text) {
        Some(Holds::Key) => {
            let found = key(context, text, name);
            all.push(if found.action == Action::Information {
                found
            } else {
                read_change(context, id, text, name, whole, found)
            });
        }
        Some(Holds::Management) => all.push(management(name, text)),
        Some(Holds::Address) if is_variable(text) => all.push(address::read(context, id, name, whole)),
        Some(Holds::Application) if is_variable(text) => all.push(application(name)),
        _ => {}
    }
}

/// A variable that holds what an attribution header says.
fn application(span: Span) -> Found {
    Found::new(
        "attribution-variable",
        Class::Header,
        Action::Review,
        span,
        "This variable feeds the source's attribution headers. The guide advises to remove them unless your application needs them.",
    )
}

fn key(context: &Context<'_>, name: &str, span: Span) -> Found {
    let new = renamed(name, &context.settings.key_variable);
    let found = if already_moved(context, &new, span) {
        let advice = format!("{new} is read or set beside it; {name} is only the fall-back.");
        Found::new(RULE, Class::Key, Action::Information, span, advice)
    } else {
        let exposed = ["VITE_", "NEXT_PUBLIC_", "EXPO_PUBLIC_", "REACT_APP_", "PUBLIC_", "NUXT_PUBLIC_"];
        let advice = if exposed.iter().any(|prefix| name.starts_with(prefix)) {
            format!(
                "Use {new}. A variable with this prefix is built into what the browser gets: anyone can read the key."
            )
        } else {
            format!("Use {new}, here and wherever the variable is set.")
        };
        Found::new(RULE, Class::Key, Action::MustFix, span, advice)
    };
    found.carrying(Carried::KeyVariable(name.to_owned()))
}

/// Whether the new name stands beside the old one: anywhere in a file of configuration, on the same or the next line of
/// code.
fn already_moved(context: &Context<'_>, new: &str, span: Span) -> bool {
    if !context.has_target_key() {
        return false;
    }
    let source = context.outline.source();
    if context.is_configuration() {
        return occurs(source, new);
    }
    let line = context.line_span(span);
    let from = context.line_span(Span::new(line.start.saturating_sub(1) as usize, line.start as usize)).start;
    let to = source
        .get(line.end as usize + 1..)
        .and_then(|rest| rest.find('\n'))
        .map_or(source.len(), |at| line.end as usize + 1 + at);
    source.get(from as usize..to).is_some_and(|lines| occurs(lines, new))
}

/// Whether a name occurs as a whole word.
fn occurs(text: &str, name: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        !text.get(..at).is_some_and(|before| before.ends_with(inside))
            && !text.get(at + name.len()..).is_some_and(|after| after.starts_with(inside))
    })
}

fn read_change(context: &Context<'_>, id: NodeId, old: &str, name: Span, whole: Span, found: Found) -> Found {
    let new = renamed(old, &context.settings.key_variable);
    if context.settings.key_move == KeyMove::FallBack {
        let in_duplicate = context.is_configuration() && inside_copied_entry(context, id);
        if in_duplicate {
            return found;
        }
        if let Some(reading) = fall_back::of(context, id, &new, Second::Old(old), name, whole) {
            let reason = format!(
                "Reads {new} and falls back to {old} where that is unset or empty, so that either deployment works while both exist."
            );
            return match reading.doubt {
                None => found.replacing(Safety::Safe, reading.span, reading.text, reason),
                Some(doubt) => {
                    let reason = format!("Reads {new} and falls back to {old} where that is unset; {doubt}.");
                    found.replacing(Safety::NeedsReview, reading.span, reading.text, reason)
                }
            };
        }
    }
    let safety = if context.settings.key_move == KeyMove::HardCut { Safety::Safe } else { Safety::NeedsReview };
    let reason = if safety == Safety::Safe {
        format!("{old} is called {new}.")
    } else {
        format!("{old} is called {new}; this syntax has no fall-back, so set {new} before you deploy.")
    };
    found.replacing(safety, name, under_its_name(context, old, &new, name, whole), reason)
}

/// The new name where the old one stands; where that is a local name too, the local one stays.
fn under_its_name(context: &Context<'_>, old: &str, new: &str, name: Span, whole: Span) -> String {
    if fall_back::is_shorthand(context, name, whole) { format!("{new}: {old}") } else { new.to_owned() }
}

/// Whether an entry around it is copied as a whole, so that the copy has the new name.
fn inside_copied_entry(context: &Context<'_>, id: NodeId) -> bool {
    context.outline.ancestors(id).any(|(_, node)| match &node.kind {
        Kind::Entry(entry) => {
            declaration::copies(context, entry) && holds(context.outline.slice(entry.key)) == Some(Holds::Key)
        }
        _ => false,
    })
}

/// A text that is the name, or that refers to it: `"OPENROUTER_API_KEY"`, `os.environ/OPENROUTER_API_KEY`,
/// `{env:OPENROUTER_API_KEY}`, `@openrouter-api-key`.
fn in_text(context: &Context<'_>, id: NodeId, text: &Text, all: &mut Vec<Found>) {
    let raw = context.outline.slice(text.inner);
    if !raw.to_ascii_uppercase().contains("ROUTER") {
        return;
    }
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut from = 0;
    while let Some(start) =
        raw.get(from..).and_then(|rest| rest.find(|c: char| c.is_ascii_uppercase())).map(|at| from + at)
    {
        let length = raw.get(start..).map_or(0, |rest| rest.find(|c: char| !inside(c)).unwrap_or(rest.len()));
        from = start + length.max(1);
        let Some(word) = raw.get(start..start + length) else { break };
        let before = raw.get(..start).and_then(|head| head.chars().next_back());
        if before.is_some_and(inside) || !is_variable(word) {
            continue;
        }
        let alone = word.len() == raw.len();
        let refers = matches!(before, Some('$' | '{' | ':' | '.' | '%' | '/' | '"' | '\'' | '@' | '['));
        let assigned = raw.get(start + length..).is_some_and(|rest| rest.starts_with('='));
        let span = Span::new(text.inner.start as usize + start, text.inner.start as usize + start + length);
        match holds(word) {
            Some(Holds::Key) if alone || refers || assigned => {
                // `secret: KEY` inside an entry that is copied needs no change of its own.
                let found = key(context, word, span);
                all.push(if found.action == Action::Information {
                    found
                } else if alone {
                    let whole = context.outline.node(id).map_or(span, |node| node.span);
                    read_change(context, id, word, span, whole, found)
                } else {
                    let new = renamed(word, &context.settings.key_variable);
                    let reason = format!("{word} is called {new} here; set {new} before you deploy.");
                    found.replacing(Safety::NeedsReview, span, new, reason)
                });
            }
            Some(Holds::Management) if alone || refers || assigned => all.push(management(span, word)),
            Some(Holds::Address) if alone => {
                let whole = context.outline.node(id).map_or(span, |node| node.span);
                all.push(address::read(context, id, span, whole));
            }
            Some(Holds::Application) if alone => all.push(application(span)),
            _ => {}
        }
    }
    if holds(raw) == Some(Holds::Key) && !is_variable(raw) && names_a_setting(context, id, raw) {
        let found = key(context, raw, text.inner);
        let new = renamed(raw, &context.settings.key_variable);
        // `services.openrouter.key`: a place in a section of the application's own, which keeps its name where it is kept.
        // `openrouter.api-key` is the name itself: Spring and viper fill it from the variable, too.
        let first = raw.split(['.', ':']).next().unwrap_or_default();
        let in_section = first.len() < raw.len() && !first.to_ascii_lowercase().starts_with("openrouter");
        all.push(if in_section {
            let advice = "This is a place in a section of the settings, which keeps its name: what fills it there reads the target's key.";
            Found { action: Action::Information, advice: advice.to_owned(), ..found }
        } else if found.action == Action::Information {
            found
        } else {
            found.replacing(
                Safety::NeedsReview,
                text.inner,
                new.clone(),
                format!("The setting is called {new} where it is kept, too."),
            )
        });
    }
    // `${openrouter.api-key}`: a reference to a property.
    if let Some(name) = raw.strip_prefix("${").and_then(|rest| rest.split([':', '}']).next())
        && !is_variable(name)
        && holds(name) == Some(Holds::Key)
    {
        let start = text.inner.start as usize + 2;
        let found = key(context, name, Span::new(start, start + name.len()));
        let new = renamed(name, &context.settings.key_variable);
        // `${new:${old}}` is the fall-back of property placeholders.
        let fall_back =
            context.settings.key_move == KeyMove::FallBack && raw.ends_with('}') && raw.len() == name.len() + 3;
        all.push(match (found.action, fall_back) {
            (Action::Information, _) => found,
            (_, true) => {
                let reason = format!(
                    "Reads {new} and falls back to {name}; a property that is set and empty counts as set here, so give it a value or leave it out."
                );
                found.replacing(Safety::NeedsReview, text.inner, format!("${{{new}:{raw}}}"), reason)
            }
            (_, false) => {
                let span = found.span;
                found.replacing(Safety::NeedsReview, span, new.clone(), format!("{name} is called {new}."))
            }
        });
    }
    // A secret's name of a platform: `@openrouter-api-key`.
    if raw.starts_with('@') && !raw.contains('/') && holds(raw) == Some(Holds::Key) {
        let found = key(context, raw.trim_start_matches('@'), text.inner);
        let copied = context.settings.key_move == KeyMove::FallBack && inside_copied_entry(context, id);
        all.push(if found.action == Action::Information || copied {
            found
        } else {
            let new = renamed(raw, &context.settings.key_variable);
            let reason = format!("The secret is called {new} where the platform keeps it, too: make it there first.");
            found.replacing(Safety::NeedsReview, text.inner, new, reason)
        });
    }
}

/// Whether a text names a setting in the application's own spelling: an argument of a reader, an attribute of markup.
fn names_a_setting(context: &Context<'_>, id: NodeId, raw: &str) -> bool {
    let plain = !raw.contains(char::is_whitespace) && !raw.starts_with('@');
    // `config("services.openrouter.key")` of Laravel reads a section of the application's own, where the variable is read.
    let section = context.language == Language::Php && context.callee_of(id) == Some("config");
    let read = context.callee_of(id).is_some_and(|callee| SETTING_READERS.contains(&callee) && !section)
        || context.outline.ancestors(id).next().is_some_and(|(_, node)| match &node.kind {
            Kind::Call(segments) => {
                let names: Vec<&str> = context.outline.names(*segments).collect();
                matches!(names.as_slice(), [.., holder, "get" | "Get" | "value" | "require"] if SETTINGS.contains(holder))
            }
            _ => false,
        });
    let attribute = context.language == Language::Markup
        && context.key_of(id).is_some_and(|(_, _, key)| matches!(key, "key" | "name"));
    plain && (read || attribute)
}
