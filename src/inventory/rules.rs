//! The rules: each finds one kind of use and, where it can, proposes the change.
//! Not the reading of source text: rules see outlines only.
//!
//! Each rule is one file with one function `find`; its documentation says what, why, before, after and when it abstains.
//! **Invariant:** a rule that is not sure abstains or lowers its confidence; it never changes what it does not understand.

use super::context::Context;
use super::finding::{Action, Carried, Class, Confidence};
use super::outline::Span;
use super::place::Place;
use crate::migrate::change::{Change, Edit, Safety};

mod address;
mod address_path;
mod behaviour_switch;
mod comment;
mod constructor;
mod declared_field;
mod header;
mod key_variable;
mod live_key;
mod manifest;
mod model;
mod name;
mod own_route;
mod package_import;
mod provider_routing;
mod request_field;
mod request_place;
mod request_value;
mod response_read;
mod side_endpoint;
mod stand_in;
mod stream_delta;
mod tool_provider;
mod unknown_file;
mod website;

/// What a rule says of one place, before it becomes a finding of the report.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The rule's stable id.
    pub rule: &'static str,
    /// What kind of use.
    pub class: Class,
    /// What it means.
    pub action: Action,
    /// How sure.
    pub confidence: Confidence,
    /// Where.
    pub span: Span,
    /// What to do.
    pub advice: String,
    /// What it gives to the other pages.
    pub carries: Option<Carried>,
    /// What would be changed.
    pub change: Option<Change>,
}

impl Found {
    /// A finding of high confidence without a change.
    #[must_use]
    pub fn new(rule: &'static str, class: Class, action: Action, span: Span, advice: impl Into<String>) -> Found {
        let confidence = Confidence::High;
        Found { rule, class, action, confidence, span, advice: advice.into(), carries: None, change: None }
    }

    /// With another confidence.
    #[must_use]
    pub fn sure(mut self, confidence: Confidence) -> Found {
        self.confidence = confidence;
        self
    }

    /// With something for the other pages.
    #[must_use]
    pub fn carrying(mut self, carried: Carried) -> Found {
        self.carries = Some(carried);
        self
    }

    /// With a change of one span.
    #[must_use]
    pub fn replacing(
        self,
        safety: Safety,
        span: Span,
        replacement: impl Into<String>,
        reason: impl Into<String>,
    ) -> Found {
        self.changing(safety, vec![Edit { span, replacement: replacement.into() }], reason)
    }

    /// With a change of several spans.
    #[must_use]
    pub fn changing(mut self, safety: Safety, edits: Vec<Edit>, reason: impl Into<String>) -> Found {
        self.change = Some(Change { rule: self.rule, reason: reason.into(), safety, edits });
        self
    }
}

/// Runs every rule over one file.
#[must_use]
pub fn find_all(context: &Context<'_>) -> Vec<Found> {
    type Rule = fn(&Context<'_>, &mut Vec<Found>);
    const RULES: [Rule; 22] = [
        live_key::find,
        address::find,
        address_path::find,
        side_endpoint::find,
        key_variable::find,
        header::find,
        model::find,
        provider_routing::find,
        request_field::find,
        request_value::find,
        declared_field::find,
        package_import::find,
        manifest::find,
        constructor::find,
        tool_provider::find,
        response_read::find,
        stream_delta::find,
        behaviour_switch::find,
        unknown_file::find,
        website::find,
        comment::find,
        name::find,
    ];
    let mut all = Vec::new();
    for rule in RULES {
        rule(context, &mut all);
    }
    let printed = printed(context);
    all.retain(|found| {
        found.carries == Some(Carried::LiveKey) || !printed.iter().any(|output| output.contains(found.span))
    });
    for found in &mut all {
        soften(context, found);
        doubt(context, found);
    }
    leave_keys(context, &mut all);
    keep_together(context, &mut all);
    all.sort_by_key(|found| (found.span.start, found.action, found.class));
    // One place is said once for each class, by the most urgent rule.
    all.dedup_by(|later, earlier| later.class == earlier.class && later.span == earlier.span);
    all
}

/// What the cells of a notebook have printed, which the next run prints anew.
fn printed(context: &Context<'_>) -> Vec<Span> {
    if !context.path.ends_with(".ipynb") {
        return Vec::new();
    }
    context.entries().filter(|(_, _, _, key)| *key == "outputs").map(|(_, node, _, _)| node.span).collect()
}

/// A key inside of what would be written anew, such as `?key=…` of an address, would go along to the target: such a change
/// is for a person, who takes the key out first.
fn leave_keys(context: &Context<'_>, all: &mut [Found]) {
    let is_key = |found: &Found| found.carries == Some(Carried::LiveKey);
    let keys: Vec<&str> =
        all.iter().filter(|found| is_key(found)).map(|found| context.outline.slice(found.span)).collect();
    let carries =
        |change: &Change| change.edits.iter().any(|edit| keys.iter().any(|key| edit.replacement.contains(key)));
    for found in all.iter_mut().filter(|found| !is_key(found)) {
        if found.change.as_ref().is_some_and(carries) {
            found.change = None;
            found.advice = format!("{} Take the key out first: it would go along.", found.advice);
        }
    }
}

/// What only the shape of the code proves is less sure where no parser read the file as a whole.
fn doubt(context: &Context<'_>, found: &mut Found) {
    let by_shape = matches!(
        found.class,
        Class::Package | Class::Field | Class::Routing | Class::ResponseRead | Class::BehaviourSwitch
    );
    if by_shape && !context.outline.is_exact() {
        found.confidence = found.confidence.max(Confidence::Medium);
    }
}

/// A file moves as a whole. One that still speaks to the source for one request must not give it the target's key, one that
/// still reads the source's key must not speak to the target, and a request with a field that the target refuses must not
/// go there. So a file's addresses, clients and reads of the key wait for a person together with whatever must be fixed in
/// it and is not safe.
fn keep_together(context: &Context<'_>, all: &mut [Found]) {
    const SPEAKERS: [&str; 7] = [
        "source-address",
        "source-path",
        "address-variable",
        "source-package",
        "source-client",
        "tool-provider",
        "key-variable",
    ];
    // A declaration that is put beside another one changes nothing that is read, and a variable that configuration
    // declares is read elsewhere.
    let counts = |found: &Found| {
        found.action == Action::MustFix
            && !(found.rule == "address-variable" && context.is_configuration())
            && found.change.as_ref().is_some_and(|change| change.edits.iter().any(|edit| !edit.span.is_empty()))
    };
    let is_safe = |found: &Found| found.change.as_ref().is_some_and(|change| change.safety == Safety::Safe);
    if !all.iter().any(|found| counts(found) && !is_safe(found)) {
        return;
    }
    for found in all.iter_mut().filter(|found| SPEAKERS.contains(&found.rule) && counts(found) && is_safe(found)) {
        if let Some(change) = &mut found.change {
            change.safety = Safety::NeedsReview;
            change.reason = format!(
                "{} It waits because something else that must be fixed in this file does: taken alone, requests would go to one gateway with what is meant for the other.",
                change.reason
            );
        }
    }
}

/// In a test or in code that documents, nothing breaks by itself, so that a person decides.
fn soften(context: &Context<'_>, found: &mut Found) {
    let soft = context.place == Place::Test || context.is_documentation(found.span);
    if !soft || found.action != Action::MustFix {
        return;
    }
    // A live key is live wherever it stands.
    if found.carries == Some(Carried::LiveKey) {
        return;
    }
    found.action = Action::Review;
    if let Some(change) = &mut found.change {
        change.safety = change.safety.max(Safety::NeedsReview);
    }
}
