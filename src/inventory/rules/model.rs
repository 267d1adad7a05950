//! Model ids: plain, with suffixes, with the prefix of a client's routing, presets, routers, moving aliases.
//!
//! Why: ids differ between the gateways, suffixes are routing on one side and unknown names on the other, and a preset is
//! an object of the source's account.
//! Before: `model: "openrouter/openai/gpt-4o:nitro"`. After: the approved alias, and otherwise the id that is nearest to
//! what it means, for a person to confirm.
//! Abstains: for texts that only look like an id (paths, media types, npm scopes, images): the author must be known, and
//! either the id too, or the key must say that it is a model.

mod client;
mod runtime_prefix;

use memchr::memmem;

use super::{Found, stand_in};
use crate::inventory::context::{Closeness, Context};
use crate::inventory::finding::{Action, Carried, Class, Confidence};
use crate::inventory::language::Language;
use crate::inventory::model_text::{ModelText, SUFFIXES};
use crate::inventory::outline::{Kind, NodeId, Span, Text, TextForm};
use crate::migrate::change::Safety;
use crate::models::snapshot::SourceIds;

const RULE: &str = "model-id";

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    let known = SourceIds::load();
    runtime_prefix::find(context, all);
    for (id, _, text, value) in context.texts() {
        let raw = context.outline.slice(text.inner);
        if raw.contains(char::is_whitespace) || raw.starts_with('{') {
            several(context, text.inner, raw, &known, all);
        }
        let (start, candidate) = candidate(value);
        let Some(model) = ModelText::parse(candidate) else { continue };
        if (text.form == TextForm::Piece && !is_default(context, id)) || text.cooked.is_some() {
            continue;
        }
        let Some(confidence) = judge(context, id, text, &model, &known) else { continue };
        let begin = text.inner.start as usize + start;
        let span = Span::new(begin, begin + candidate.len());
        let found = found(context, &model, span).sure(confidence);
        all.push(match client::of(context, &model) {
            Some(client) if found.action == Action::MustFix => client::moved(context, client, id, text, span, found),
            _ => found,
        });
    }
}

/// Whether a text is the default of a variable: `${MODEL:-openai/gpt-4o}`.
fn is_default(context: &Context<'_>, id: NodeId) -> bool {
    context.outline.ancestors(id).next().is_some_and(|(_, node)| matches!(node.kind, Kind::Variable(_)))
}

/// Several ids in one text: words of a list, or `"model": "…"` of JSON in a string.
fn several(context: &Context<'_>, inner: Span, value: &str, known: &SourceIds, all: &mut Vec<Found>) {
    if context.closeness == Closeness::None {
        return;
    }
    let start_of = |part: &str| inner.start as usize + (part.as_ptr() as usize - value.as_ptr() as usize);
    let words: Vec<&str> = value.split_whitespace().take(50).collect();
    // The first word that is none ends it, which in a sentence is the first of all.
    let ids = words.iter().map(|word| ModelText::parse(word).filter(|model| known.knows_author(model.author)));
    if words.len() > 1
        && let Some(ids) = ids.collect::<Option<Vec<_>>>()
    {
        for (word, model) in words.iter().zip(ids) {
            let start = start_of(word);
            let found = found(context, &model, Span::new(start, start + word.len())).sure(Confidence::Medium);
            all.push(for_client(context, &model, found));
        }
        return;
    }
    for at in memmem::find_iter(value.as_bytes(), "model").take(200) {
        let Some(rest) = value.get(at + "model".len()..) else { continue };
        let gap = rest.len() - rest.trim_start_matches(['"', '\'', '\\', ' ', ':', '=']).len();
        let Some(rest) = rest.get(gap..) else { continue };
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "./-_:@~".contains(c))).unwrap_or(rest.len());
        let Some(word) = rest.get(..end) else { continue };
        if gap == 0 || end == 0 {
            continue;
        }
        if let Some(model) = ModelText::parse(word)
            && (known.contains(model.base)
                || known.knows_author(model.author)
                || model.client_prefix.is_some()
                || model.is_router())
        {
            let start = start_of(word);
            let found = found(context, &model, Span::new(start, start + word.len())).sure(Confidence::Medium);
            all.push(for_client(context, &model, found));
        }
    }
}

/// An id within a text for the client that reads it.
fn for_client(context: &Context<'_>, model: &ModelText<'_>, mut found: Found) -> Found {
    if let Some(client) = client::of(context, model).filter(|_| found.action == Action::MustFix)
        && let Some(change) = &mut found.change
        && let Some(edit) = change.edits.first_mut()
    {
        edit.replacement = client::prefixed(context, client, &edit.replacement);
        change.safety = Safety::NeedsReview;
    }
    found
}

/// The part of a text that may be an id: all of it, or what follows `--model=` and the like.
fn candidate(value: &str) -> (usize, &str) {
    for prefix in ["--model=", "model="] {
        if let Some(rest) = value.strip_prefix(prefix) {
            return (prefix.len(), rest);
        }
    }
    (0, value)
}

/// How sure it is that the text is a model id of the source; `None` if it is not one.
fn judge(
    context: &Context<'_>,
    id: NodeId,
    text: &Text,
    model: &ModelText<'_>,
    known: &SourceIds,
) -> Option<Confidence> {
    if is_manifest_or_image(context, id) {
        return None;
    }
    if model.client_prefix.is_some() {
        let plausible =
            model.preset.is_some() || model.is_router() || known.knows_author(model.author) || named_model(context, id);
        return plausible.then_some(Confidence::High);
    }
    let key_says = named_model(context, id);
    if model.preset.is_some() {
        // `@preset/…` is also a scope of packages.
        return (key_says || context.closeness == Closeness::File).then_some(if key_says {
            Confidence::High
        } else {
            Confidence::Medium
        });
    }
    if model.is_router() {
        return (known.contains(model.base) || key_says).then_some(Confidence::High);
    }
    if context.closeness == Closeness::None || text.form == TextForm::Prose {
        return None;
    }
    if known.contains(model.base) || known.contains(model.id) {
        return (context.closeness == Closeness::File || key_says)
            .then_some(Confidence::High)
            .or(Some(Confidence::Medium));
    }
    let author_known = known.knows_author(model.base.split('/').next().unwrap_or_default());
    let suffix_known = !model.suffixes.is_empty() && model.suffixes.iter().all(|suffix| SUFFIXES.contains(suffix));
    let looks_versioned = model
        .base
        .split('/')
        .nth(1)
        .is_some_and(|slug| slug.contains(|c: char| c.is_ascii_digit()) && slug.contains('-'));
    match (author_known, key_says, suffix_known || looks_versioned) {
        (true, true, _) => Some(Confidence::Medium),
        (true, false, true) if context.closeness == Closeness::File && !has_extension(model.base) => {
            Some(Confidence::Low)
        }
        (false, true, true) if context.closeness == Closeness::File => Some(Confidence::Low),
        // Whoever made it, the id of a request's model is one.
        (false, true, false) if context.closeness == Closeness::File && is_request_model(context, id) => {
            Some(Confidence::Low)
        }
        _ => None,
    }
}

fn has_extension(base: &str) -> bool {
    [".ts", ".js", ".py", ".json", ".md", ".go", ".rs", ".yaml", ".yml", ".html", ".css"]
        .iter()
        .any(|end| base.ends_with(end))
}

/// Whether a key or call around it says that it is a model.
fn named_model(context: &Context<'_>, id: NodeId) -> bool {
    let says = |name: &str| name.to_ascii_lowercase().contains("model") || name == "--model";
    context.key_of(id).is_some_and(|(_, _, key)| says(key))
        || context.callee_of(id).is_some_and(says)
        || context.keys_around(id).take(2).any(|(_, _, key)| says(key))
        || follows_flag(context, id)
}

/// Whether a text is the value of `model` beside messages or a prompt.
fn is_request_model(context: &Context<'_>, id: NodeId) -> bool {
    context.key_of(id).is_some_and(|(entry, _, key)| {
        key == "model"
            && context.outline.ancestors(entry).next().is_some_and(|(holder, _)| {
                context.entries_in(holder).any(|(_, _, key)| matches!(key, "messages" | "input" | "prompt"))
            })
    })
}

/// Whether the word before it on a command line is `--model`.
fn follows_flag(context: &Context<'_>, id: NodeId) -> bool {
    let Some(node) = context.outline.node(id) else { return false };
    let before = context.outline.source().get(..node.span.start as usize).unwrap_or_default().trim_end();
    before.ends_with("--model") || before.ends_with(" -m")
}

fn is_manifest_or_image(context: &Context<'_>, id: NodeId) -> bool {
    let name = context.path.rsplit('/').next().unwrap_or_default();
    let manifest = matches!(name, "package.json" | "composer.json" | "tsconfig.json" | "deno.json")
        || context.language == Language::GoModule;
    let image =
        context.key_of(id).is_some_and(|(_, _, key)| matches!(key, "image" | "FROM" | "uses" | "repository" | "path"));
    manifest || image
}

fn found(context: &Context<'_>, model: &ModelText<'_>, span: Span) -> Found {
    let carried =
        Carried::Model(if model.preset.is_some() && model.id.is_empty() { String::new() } else { model.id.to_owned() });
    let text = context.outline.slice(span);
    if let Some(target) = context.settings.aliases.get(model.id).or_else(|| context.settings.aliases.get(text)) {
        let same = target == text;
        let action = if needs_change(context, model) && !same { Action::MustFix } else { Action::Review };
        let found = Found::new(RULE, Class::Model, action, span, format!("The approved id on the target is {target}."))
            .carrying(carried);
        return if same {
            Found { action: Action::Information, ..found }
        } else {
            found.replacing(Safety::Safe, span, target.clone(), format!("{text} is approved as {target}."))
        };
    }
    let (action, advice, change) = unapproved(context, model);
    let found = Found::new(RULE, Class::Model, action, span, advice).carrying(carried);
    match change {
        Some((replacement, reason)) if replacement != text => {
            let is_stand_in = replacement.starts_with(stand_in::MARK);
            let safety = if is_stand_in { Safety::TakenAlone } else { Safety::NeedsReview };
            found.replacing(safety, span, replacement, reason)
        }
        _ => found,
    }
}

/// Whether the id cannot stay as it is, whatever the catalogue says.
fn needs_change(context: &Context<'_>, model: &ModelText<'_>) -> bool {
    model.client_prefix.is_some()
        || !model.suffixes.is_empty()
        || model.preset.is_some()
        || model.is_router()
        || model.is_latest_alias()
        || context.lite_llm
}

type Proposal = (Action, String, Option<(String, String)>);

/// What to say and to propose while nobody has approved a target.
fn unapproved(context: &Context<'_>, model: &ModelText<'_>) -> Proposal {
    // What is approved for the id without its suffix is the better proposal.
    let plain = model.base.trim_start_matches('~');
    let base = context.settings.aliases.get(plain).map_or(plain, String::as_str);
    let propose = |target: &str, reason: &str| Some((target.to_owned(), reason.to_owned()));
    if let Some(preset) = model.preset {
        let advice =
            "A preset lives in the source's account: make it anew on the target, where it is called @name.".to_owned();
        let change = if model.base.is_empty() {
            propose(
                &format!("@{preset}"),
                "Presets of the target are called @name; the preset itself has to be made there.",
            )
        } else {
            propose(base, "The target has no id with a preset; send the preset's settings with the request.")
        };
        return (Action::MustFix, advice, change);
    }
    if model.is_router() {
        let advice =
            "A router of the source. The target has routers of its own; check what they may choose.".to_owned();
        let change = match base {
            "openrouter/auto" => {
                propose("phaseo/auto", "The target's router is phaseo/auto; say which models it may choose.")
            }
            "openrouter/free" => propose("phaseo/free", "The target's router for free models is phaseo/free."),
            _ => propose(
                &base.replacen("openrouter/", &format!("{}/", stand_in::MARK), 1),
                "NO EQUIVALENT: the target has no such router. The id becomes one that it refuses with 400, until you choose a model.",
            ),
        };
        return (Action::MustFix, advice, change);
    }
    if model.is_latest_alias() {
        let advice =
            "The target writes moving aliases without the tilde; it does not have one for every family.".to_owned();
        return (
            Action::MustFix,
            advice,
            propose(base, "Moving aliases of the target have no tilde. Check that this one exists."),
        );
    }
    if !model.suffixes.is_empty() {
        let meanings: Vec<String> = model.suffixes.iter().map(|suffix| meaning(suffix)).collect();
        let advice = format!("The target does not know this id with its suffix. {}", meanings.join(" "));
        return (Action::MustFix, advice, propose(base, &format!("The id without its suffix. {}", meanings.join(" "))));
    }
    if model.client_prefix.is_some() {
        let advice = "The beginning chooses the source inside the client library; the target's id has none, or the client's own for OpenAI-compatible gateways.";
        let reason = "The beginning belongs to the client library, not to the id.";
        return (Action::MustFix, advice.to_owned(), propose(base, reason));
    }
    (
        Action::Review,
        "Check this id against the target's catalogue on the Models page; a similar name is not the same model."
            .to_owned(),
        None,
    )
}

/// What a suffix means on the source and what stands for it on the target (documentation of both, 2026-08-22).
fn meaning(suffix: &str) -> String {
    match suffix {
        "free" => "`:free` is a listing of its own with limits: the target has it for few models, and otherwise the request costs money.",
        "nitro" => "`:nitro` sorts by throughput: send provider.sort \"throughput\".",
        "floor" => "`:floor` sorts by price: send provider.sort \"price\".",
        "online" => "`:online` adds web search: add the tool phaseo:web_search.",
        "thinking" => "`:thinking` turns reasoning on: send reasoning.effort.",
        "extended" => "`:extended` is a listing with a longer context: check the context of the target's id.",
        "exacto" => "`:exacto` prefers quality: the target has nothing like it.",
        "beta" => "`:beta` was a listing without moderation: drop it.",
        "batch" => "`:batch` is priced for batches: use the target's batch endpoint.",
        _ => "This suffix is not known.",
    }
    .to_owned()
}
