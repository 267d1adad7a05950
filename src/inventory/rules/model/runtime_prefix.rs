//! The beginning of a client's routing that is put before an id at run time: `f"openrouter/{model}"`, `"openrouter/" + m`.
//! Not ids that are written out, which the rule of models has.
//!
//! Why: the client library sends whatever comes out of it to the source.
//! Before: `completion(model=f"openrouter/{model}")`. After: `completion(model=f"openai/{model}", api_base="…", api_key=…)`.
//! Abstains: where the text is tested or taken off (a behaviour switch), and where it is no beginning of a template.

use super::super::behaviour_switch::is_tested;
use super::super::{Edit, Found};
use super::client::{self, Client};
use super::{RULE, named_model};
use crate::inventory::context::Context;
use crate::inventory::finding::{Action, Class, Confidence};
use crate::inventory::outline::{Kind, NodeId, Span};
use crate::migrate::change::Safety;

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    for (id, _, text, value) in context.texts() {
        let Some(rest) = value.strip_prefix("openrouter/") else { continue };
        let is_beginning = rest.is_empty() || rest.ends_with('/');
        if !is_beginning || text.cooked.is_some() || !begins_template(context, id) || is_tested(context, id) {
            continue;
        }
        let start = text.inner.start as usize;
        let prefix = Span::new(start, start + "openrouter/".len());
        let client = client::of_prefix(context);
        let advice = "Put together at run time, this beginning chooses the source inside the client library; the target's ids have none, or the client's own for OpenAI-compatible gateways.";
        let action = if client.is_some() || named_model(context, id) { Action::MustFix } else { Action::Review };
        let found = Found::new(RULE, Class::Model, action, text.inner, advice).sure(Confidence::Medium);
        if action == Action::Review {
            all.push(found);
            continue;
        }
        let mut edits = vec![Edit { span: prefix, replacement: String::new() }];
        let reason = match client {
            Some(client @ (Client::LiteLlm | Client::Aider)) => {
                edits = vec![Edit { span: prefix, replacement: "openai/".to_owned() }];
                edits.extend(client::beside(context, client, id));
                format!(
                    "The library speaks to any OpenAI-compatible gateway under openai/, with api_base {} and the target's key.",
                    context.settings.base_url
                )
            }
            _ => "The beginning belongs to the client library, not to the id; choose the library's OpenAI-compatible form with the target's address and key.".to_owned(),
        };
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        edits.dedup();
        all.push(found.changing(Safety::NeedsReview, edits, reason));
    }
}

/// Whether something follows a text that stands first in its template.
fn begins_template(context: &Context<'_>, id: NodeId) -> bool {
    context.outline.ancestors(id).next().is_some_and(|(parent, node)| {
        let mut children = context.outline.children(parent);
        matches!(node.kind, Kind::Template)
            && children.next().is_some_and(|(first, _)| first == id)
            && children.next().is_some()
    })
}
