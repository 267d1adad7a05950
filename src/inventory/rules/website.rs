//! Links to pages of the source's website, in code and in prose.
//!
//! Why: nothing breaks; a text for users may still name the wrong place for a key.
//! Abstains: for addresses of the API, which other rules have.

use super::Found;
use crate::inventory::context::Context;
use crate::inventory::finding::{Action, Class, Confidence};
use crate::inventory::outline::{Kind, Span, TextForm};
use crate::inventory::source_address::{Target, addresses};

const RULE: &str = "website-link";

/// Finds them.
pub(super) fn find(context: &Context<'_>, all: &mut Vec<Found>) {
    for (_, node) in context.outline.nodes() {
        let Kind::Text(text) = &node.kind else { continue };
        for address in addresses(context.outline.slice(text.inner)) {
            let span = Span::new(
                text.inner.start as usize + address.range.start,
                text.inner.start as usize + address.range.end,
            );
            let prose = text.form == TextForm::Prose;
            let sentence = address.target == Target::Host && context.outline.slice(text.inner).trim().contains(' ');
            if (address.target == Target::Website || prose || sentence)
                && !all.iter().rev().any(|found| found.span == span)
            {
                let advice =
                    "A link to the source's website or a mention in a text: change it when people shall go elsewhere.";
                all.push(
                    Found::new(RULE, Class::Documentation, Action::Information, span, advice).sure(Confidence::High),
                );
            }
        }
    }
}
