//! Declarations of the variable: a line of `.env`, an entry of `environment:`, a field of a schema or a settings class.
//! Not its reads, which the rule itself finds.
//! **Invariant:** a value that stands in a declaration is never given to the new name: it is the source's key.

use super::{Found, RULE, address, application, key, settings_field};
use crate::inventory::context::{Context, is_settings_entry, sets_variable};
use crate::inventory::finding::{Action, Carried, Class, Confidence};
use crate::inventory::language::Language;
use crate::inventory::outline::{Entry, EntryForm, Kind, NodeId, Span};
use crate::inventory::settings::KeyMove;
use crate::inventory::source_address::addresses;
use crate::inventory::variable_name::{Holds, holds, is_variable, renamed};
use crate::migrate::change::Safety;

/// Libraries that declare variables of the environment as the keys of an object.
const SCHEMAS: [&str; 8] = ["z", "v", "t", "Joi", "joi", "yup", "str", "envsafe"];

/// A declaration: a line of `.env`, an entry of `environment:`, a setting.
pub(super) fn find(context: &Context<'_>, id: NodeId, entry: &Entry, all: &mut Vec<Found>) {
    let name = context.outline.slice(entry.key);
    let Some(held) = holds(name) else {
        section_key(context, id, entry, name, all);
        return;
    };
    let is_field = is_settings_field(context, id, entry);
    let counts = sets_variable(entry)
        || context.is_configuration()
        || is_field
        || (is_variable(name) && declares_environment(context, id, entry));
    if !counts || is_manifest(context) {
        return;
    }
    match held {
        Holds::Key if is_field && !is_variable(name) => {
            all.push(field(context, entry, name));
            return;
        }
        Holds::Key => {}
        Holds::Management => {
            all.push(super::management(entry.key, name));
            return;
        }
        Holds::Address if sets_variable(entry) || is_variable(name) => {
            let found = address::declared(context, entry.key);
            // It points at another host already.
            let elsewhere =
                context.text_of(id).is_some_and(|value| value.contains("://") && addresses(value).is_empty());
            all.push(if elsewhere { Found { action: Action::Information, change: None, ..found } } else { found });
            return;
        }
        Holds::Address if is_field => {
            all.push(field(context, entry, name));
            return;
        }
        Holds::Application if sets_variable(entry) => {
            all.push(application(entry.key));
            return;
        }
        _ => return,
    }
    let found = key(context, name, entry.key);
    if found.action == Action::Information {
        all.push(found);
        return;
    }
    let new = renamed(name, &context.settings.key_variable);
    if is_second(context, id, name, &new) {
        let reason = format!(
            "{name} and another name above hold the source's key; both would be called {new}. One declaration of it is enough."
        );
        let copied = context.settings.key_move == KeyMove::FallBack && context.is_configuration();
        let whole = !copied && !entry.whole.is_empty();
        all.push(if whole { found.replacing(Safety::NeedsReview, entry.whole, "", reason) } else { found });
        return;
    }
    let change = match context.settings.key_move {
        KeyMove::FallBack if copies(context, entry) => {
            let copy = copied(context, id, entry, &new, name);
            let at = Span::new(entry.whole.start as usize, entry.whole.start as usize);
            match has_to_be_there(context, &copy) {
                false => found.replacing(
                    Safety::Safe,
                    at,
                    copy,
                    format!("{new} is declared beside {name}; give it the target's key."),
                ),
                true => found.replacing(
                    Safety::NeedsReview,
                    at,
                    copy,
                    format!(
                        "{new} is declared beside {name}. What it refers to has to be there before you deploy: make it first."
                    ),
                ),
            }
        }
        KeyMove::FallBack => {
            let reason = format!("{name} is called {new}; both cannot be declared here, so change it when you switch.");
            found.replacing(Safety::NeedsReview, entry.key, new, reason)
        }
        KeyMove::HardCut if context.text_of(id).is_some_and(|value| is_literal_value(value, name, true)) => {
            let reason =
                format!("{name} is called {new}. Its value is still the source's key: replace it by the target's.");
            found.replacing(Safety::NeedsReview, entry.key, new, reason)
        }
        KeyMove::HardCut => found.replacing(Safety::Safe, entry.key, new.clone(), format!("{name} is called {new}.")),
    };
    all.push(change);
}

/// Whether another name of the key stands before it that would get the same new name, so that there would be two of it.
fn is_second(context: &Context<'_>, id: NodeId, name: &str, new: &str) -> bool {
    let holder = context.outline.ancestors(id).next().map(|(holder, _)| holder);
    context.entries().take(5_000).take_while(|(at, _, _, _)| *at < id).any(|(at, _, _, other)| {
        other != name
            && holds(other) == Some(Holds::Key)
            && context.outline.ancestors(at).next().map(|(holder, _)| holder) == holder
            && renamed(other, &context.settings.key_variable) == new
    })
}

/// A field of a settings class. What reads it changes with it.
fn field(context: &Context<'_>, entry: &Entry, name: &str) -> Found {
    let variable = name.to_ascii_uppercase();
    let (found, carried) = match holds(name) {
        Some(Holds::Address) => (address::found(context, entry.key).0, Carried::AddressVariable(variable)),
        _ => (key(context, name, entry.key), Carried::KeyVariable(variable)),
    };
    let found = found.carrying(carried);
    match settings_field::moved(context, name) {
        Some((new, safety, _)) if found.action != Action::Information => {
            let reason = format!(
                "The field is filled from the variable of its name, so that both are called {new}, here and where the field is read: take those together. Set the variable before you deploy."
            );
            found.replacing(safety, entry.key, new, reason)
        }
        _ => found,
    }
}

/// `openrouter:` with `api_key:` below it, in configuration.
fn section_key(context: &Context<'_>, id: NodeId, entry: &Entry, name: &str, all: &mut Vec<Found>) {
    if !context.is_configuration() || is_manifest(context) || entry.form == EntryForm::Member {
        return;
    }
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let holds_key = ["apikey", "key", "token", "secret"].contains(&plain.as_str());
    let below = context.keys_around(id).next().is_some_and(|(_, _, section)| {
        let section = section.to_ascii_lowercase();
        ["openrouter", "open_router", "open-router"]
            .iter()
            .any(|name| section == *name || section.ends_with(&format!(".{name}")))
    });
    // A reference to a variable is reported as that.
    let refers = context
        .value_of(id)
        .is_some_and(|(_, value)| context.outline.slice(value.span).to_ascii_uppercase().contains("API_KEY"));
    if !holds_key || !below || refers {
        return;
    }
    let advice = "Put the target's key here, or a section of its own for the target.";
    let found = Found::new(RULE, Class::Key, Action::MustFix, entry.key, advice).sure(Confidence::Medium);
    let value = context.value_of(id).and_then(|(_, node)| match &node.kind {
        Kind::Text(text) => Some((text.inner, context.outline.value(text))),
        _ => None,
    });
    // An empty place in a section that has the target's address already can only be given the target's key.
    let moved = context.outline.ancestors(id).next().is_some_and(|(section, _)| {
        context
            .entries_in(section)
            .any(|(at, _, _)| context.text_of(at).is_some_and(|text| text.contains(context.settings.host())))
    });
    all.push(match value {
        Some((_, "")) if moved => Found { action: Action::Review, ..found },
        Some((inner, value)) if !value.is_empty() && !value.contains(['$', '{', '@', '<']) => found.replacing(
            Safety::NeedsReview,
            inner,
            "",
            "The source's key is taken out of its section: put the target's there.",
        ),
        _ => found,
    });
}

/// Whether a deployment fails while what a declaration refers to is not there: a key of a Kubernetes secret, a secret of a
/// platform, a variable of Terraform, a macro that stays as it is.
fn has_to_be_there(context: &Context<'_>, copy: &str) -> bool {
    context.language == Language::Hcl
        || ["valueFrom", "secretKeyRef", "$(", "\"@", "'@", "\"required\"", "required: true"]
            .iter()
            .any(|sign| copy.contains(sign))
}

/// The entry once more under the new name. A value that stands there is not copied: it is the source's key.
fn copied(context: &Context<'_>, id: NodeId, entry: &Entry, new: &str, old: &str) -> String {
    let whole = context.outline.slice(entry.whole);
    let start = entry.whole.start as usize;
    let mut copy = String::new();
    let mut from = start;
    let direct = context.value_of(id).map(|(at, _)| at);
    for (at, node) in context.outline.nodes().skip_while(|(at, _)| *at <= id) {
        if node.span.start >= entry.whole.end {
            break;
        }
        let emptied = match &node.kind {
            Kind::Text(text) if is_literal_value(context.outline.value(text), old, direct == Some(at)) => text.inner,
            // A reference to another variable, which holds the source's key too.
            Kind::Variable(_) | Kind::Template if direct == Some(at) => {
                let whole = context.outline.slice(node.span);
                if !is_literal_value(whole, old, true) {
                    continue;
                }
                node.span
            }
            _ => continue,
        };
        if emptied.start as usize >= from {
            copy.push_str(context.outline.source().get(from..emptied.start as usize).unwrap_or_default());
            from = emptied.end as usize;
        }
    }
    copy.push_str(context.outline.source().get(from..entry.whole.end as usize).unwrap_or_default());
    let newline = if whole.contains("\r\n") { "\r\n" } else { "\n" };
    if !copy.ends_with('\n') {
        copy.push_str(newline);
    }
    replace_name(&copy, old, new, &context.settings.key_variable)
}

/// Whether a value is a key or stands for one, and not a reference to the same variable elsewhere or a word of the format.
/// What is the declaration's own value is one unless it refers to that.
fn is_literal_value(value: &str, old: &str, direct: bool) -> bool {
    let value = value.trim();
    let refers = plain(value).contains(&plain(old)) || (!direct && value.contains(['$', '{', '@', '<']));
    // `$(inherited)` and the like name no variable of their own.
    let macro_alone = value.starts_with("$(") && value.ends_with(')');
    let looks_like_one =
        value.starts_with("sk-") || value.len() >= 24 || value.contains("...") || value.contains("your");
    !value.is_empty() && !refers && !macro_alone && (direct || (looks_like_one && !value.contains(char::is_whitespace)))
}

fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Every spelling of the name, since a secret of a platform is often called like the variable in another style; and
/// without the demand that it be set (`${NEW:?…}`), which only the old one has.
fn replace_name(text: &str, old: &str, new: &str, key_variable: &str) -> String {
    let wanted = plain(old);
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    // `openrouter.api-key` is no word.
    let text = if old.chars().all(inside) { text.to_owned() } else { text.replace(old, new) };
    let mut replaced = String::with_capacity(text.len() + 16);
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let word = rest.len() - rest.trim_start_matches(inside).len();
        let (name, behind) = rest.split_at(word);
        // A dash before or behind belongs to the text around it: `- KEY`, `${KEY:-x}`.
        let core = name.trim_matches('-');
        let lead = name.len() - name.trim_start_matches('-').len();
        if plain(core) == wanted && !core.is_empty() {
            replaced.push_str(name.get(..lead).unwrap_or_default());
            replaced.push_str(&renamed(core, key_variable));
            replaced.push_str(name.get(lead + core.len()..).unwrap_or_default());
        } else {
            replaced.push_str(name);
        }
        let gap = behind.len() - behind.trim_start_matches(|c| !inside(c)).len();
        let (between, after) = behind.split_at(gap);
        replaced.push_str(between);
        rest = after;
    }
    for demand in [":?", "?"] {
        let sign = format!("${{{new}{demand}");
        while let Some(at) = replaced.find(&sign) {
            let Some(end) = replaced.get(at..).and_then(|rest| rest.find('}')).map(|end| at + end) else { break };
            replaced.replace_range(at + 2 + new.len()..end, ":-");
        }
    }
    replaced
}

/// Whether an entry is one that a fall-back copies: it sets a variable and stands on lines of its own.
pub(super) fn copies(context: &Context<'_>, entry: &Entry) -> bool {
    let whole = context.outline.slice(entry.whole);
    let own_lines = whole.ends_with('\n') || (entry.whole.end as usize == context.outline.source().len());
    let starts_line = entry.whole.start == 0
        || context.outline.source().get(..entry.whole.start as usize).is_some_and(|before| before.ends_with('\n'));
    context.is_configuration() && !whole.is_empty() && own_lines && starts_line
}

/// `OPENROUTER_API_KEY: z.string()` of a schema, `OPENROUTER_API_KEY: string` of an interface, `Sys.setenv(OPENROUTER_API_KEY =
/// "…")` of R, `OPENROUTER_API_KEY = "…";` of Nix.
fn declares_environment(context: &Context<'_>, id: NodeId, entry: &Entry) -> bool {
    if entry.form == EntryForm::Member || context.callee_of(id) == Some("setenv") {
        return true;
    }
    // An attribute of Nix: of a shell or of a service's `environment`.
    if context.path.ends_with(".nix") && matches!(entry.form, EntryForm::Property | EntryForm::Assignment) {
        return true;
    }
    entry.form == EntryForm::Property
        && context.value_of(id).is_some_and(|(_, value)| match &value.kind {
            Kind::Call(segments) | Kind::Path(segments) => {
                context.outline.names(*segments).next().is_some_and(|first| SCHEMAS.contains(&first))
            }
            _ => false,
        })
}

/// A field of a settings class, whose name is the variable's in lower case (pydantic's `BaseSettings` and the like).
fn is_settings_field(context: &Context<'_>, id: NodeId, entry: &Entry) -> bool {
    context.language == Language::Python
        && is_settings_entry(context.outline, id, entry)
        // What is read by hand is found where it is read.
        && context.value_of(id).is_none_or(|(_, value)| !matches!(&value.kind, Kind::Call(segments)
            if context.outline.names(*segments).next_back().is_some_and(|name| matches!(name, "getenv" | "get"))))
}

/// Whether the file lists packages, where such a word is a keyword or a script.
fn is_manifest(context: &Context<'_>) -> bool {
    matches!(context.path.rsplit('/').next(), Some("package.json" | "composer.json" | "pyproject.toml" | "Cargo.toml"))
}
