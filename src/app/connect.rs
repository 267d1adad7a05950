//! The Connect page: which gateways, which keys.
//! **Invariant:** a key is held only together with the origin it was entered for; a change of origin forgets it.

use super::{Effect, Model};
use crate::diagnostic::Diagnostic;
use crate::gateway::base_url::BaseUrl;
use crate::gateway::key::{ApiKey, TypedKey};
use crate::gateway::profile::Profile;
use crate::gateway::profiles::{AI_STATS, OPENROUTER};
use crate::gateway::side::{PerSide, Side};
use crate::simulator::{self, Role};

/// What a person set for one gateway.
#[derive(Debug, Clone, PartialEq)]
pub struct GatewaySettings {
    /// The profile.
    pub profile: &'static Profile,
    /// The text of the base URL field.
    pub base_url_text: String,
    /// What that text says.
    pub base_url: Result<BaseUrl, Diagnostic>,
    /// The environment variable that holds the key in the user's own code.
    pub key_variable: String,
}

impl GatewaySettings {
    /// The settings that a profile starts with.
    #[must_use]
    pub fn of(profile: &'static Profile) -> Self {
        GatewaySettings {
            profile,
            base_url_text: profile.base_url.value.to_owned(),
            base_url: BaseUrl::parse(profile.base_url.value),
            key_variable: profile.key_variable.value.to_owned(),
        }
    }

    /// What is wrong with the key variable, if anything.
    #[must_use]
    pub fn key_variable_problem(&self) -> Option<Diagnostic> {
        let name = &self.key_variable;
        let valid = name.chars().next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
            && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
        (!valid).then(|| {
            Diagnostic::new(
                "This is no name of an environment variable.",
                "Such names have letters, digits and underscores, and start with a letter.",
                format!("Enter the variable's name, for example {}.", self.profile.key_variable.value),
            )
        })
    }
}

/// What the page starts with: the target in the guide's edition.
pub(super) static DEFAULT_PROFILES: PerSide<&'static Profile> = PerSide { source: &OPENROUTER, target: &AI_STATS };

/// The key field of one side.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KeyField {
    /// The key, if a usable one was entered.
    pub key: Option<ApiKey>,
    /// Why there is none although something was typed. While it stands nothing is sent to this side.
    pub problem: Option<Diagnostic>,
    /// Why the last one was forgotten.
    pub notice: Option<Diagnostic>,
    /// Whether the field shows its text.
    pub shown: bool,
    /// Grows whenever the field must be emptied: the page never holds the text itself.
    pub cleared: u32,
}

impl Model {
    /// The key that requests of a side carry: the demo's own while the demo is on.
    #[must_use]
    pub fn key_in_use(&self, side: Side) -> Option<ApiKey> {
        if !self.demo {
            return self.keys.get(side).key.clone();
        }
        let origin = self.gateways.get(side).base_url.as_ref().ok()?.origin();
        let typed = TypedKey::new(simulator::demo_key(self.demo_role(side)).to_owned());
        ApiKey::enter(&typed, &origin, &[], side).ok()
    }

    /// Both keys in use, for redaction.
    #[must_use]
    pub fn redactor(&self) -> crate::share::redaction::Redactor {
        let mut keys = PerSide::from_fn(|side| self.keys.get(side).key.clone());
        for side in Side::BOTH {
            if keys.get(side).is_none() {
                *keys.get_mut(side) = self.key_in_use(side);
            }
        }
        crate::gateway::key::redactor(&keys)
    }

    /// Whom the simulator plays on a side.
    #[must_use]
    pub fn demo_role(&self, side: Side) -> Role {
        match self.gateways.get(side).profile.id {
            "openrouter" => Role::OpenRouter,
            "ai-stats" => Role::AiStats,
            "phaseo" => Role::Phaseo,
            _ if side == Side::Source => Role::OpenRouter,
            _ => Role::AiStats,
        }
    }

    /// What keeps a request to this side from being sent, if anything.
    #[must_use]
    pub fn side_problem(&self, side: Side) -> Option<&Diagnostic> {
        self.gateways
            .get(side)
            .base_url
            .as_ref()
            .err()
            .or_else(|| self.keys.get(side).problem.as_ref().filter(|_| !self.demo))
    }
}

pub(super) fn profile_chosen(model: &mut Model, side: Side, id: &str) -> Vec<Effect> {
    let Some(profile) = Profile::by_id(id) else {
        return Vec::new();
    };
    *model.gateways.get_mut(side) = GatewaySettings::of(profile);
    after_change(model, side);
    Vec::new()
}

pub(super) fn base_url_typed(model: &mut Model, side: Side, text: String) -> Vec<Effect> {
    let settings = model.gateways.get_mut(side);
    settings.base_url = BaseUrl::parse(&text);
    settings.base_url_text = text;
    after_change(model, side);
    Vec::new()
}

pub(super) fn key_typed(model: &mut Model, side: Side, typed: &TypedKey) -> Vec<Effect> {
    let settings = model.gateways.get(side);
    let entered = match &settings.base_url {
        Ok(base) => ApiKey::enter(typed, &base.origin(), settings.profile.key_shapes.value, side),
        Err(_) => Err(Diagnostic::new(
            "The key was not taken.",
            "A key is bound to the origin of its gateway, and the base URL is not valid yet.",
            "Correct the base URL, then enter the key again.",
        )),
    };
    let field = model.keys.get_mut(side);
    field.notice = None;
    (field.key, field.problem) = match entered {
        Ok(key) => (Some(key), None),
        Err(_) if typed.is_blank() => (None, None),
        Err(problem) => (None, Some(problem)),
    };
    model.check.get_mut(side).forget();
    Vec::new()
}

pub(super) fn key_variable_typed(model: &mut Model, side: Side, text: String) -> Vec<Effect> {
    model.gateways.get_mut(side).key_variable = text;
    Vec::new()
}

pub(super) fn key_shown(model: &mut Model, side: Side, shown: bool) -> Vec<Effect> {
    model.keys.get_mut(side).shown = shown;
    Vec::new()
}

pub(super) fn key_forgotten(model: &mut Model, side: Side) -> Vec<Effect> {
    let field = model.keys.get_mut(side);
    *field = KeyField { cleared: field.cleared + 1, ..KeyField::default() };
    model.check.get_mut(side).forget();
    Vec::new()
}

pub(super) fn demo_switched(model: &mut Model, on: bool) -> Vec<Effect> {
    if model.demo == on {
        return Vec::new();
    }
    let effects = super::http::abort_all(model);
    model.demo = on;
    for side in Side::BOTH {
        // What one world answered says nothing about the other.
        model.check.get_mut(side).forget();
        *model.catalogues.get_mut(side) = super::catalogues::Catalogue::Empty;
        *model.compare.runs.get_mut(side) = None;
    }
    model.compare.difference = None;
    super::models::forget_rows(model);
    effects
}

/// What was found out about another gateway does not count for this one, and its key does not go here.
fn after_change(model: &mut Model, side: Side) {
    model.check.get_mut(side).forget();
    *model.catalogues.get_mut(side) = super::catalogues::Catalogue::Empty;
    let settings = model.gateways.get(side);
    let accepted = settings.profile.key_shapes.value;
    let origin = settings.base_url.as_ref().ok().map(BaseUrl::origin);
    let field = model.keys.get_mut(side);
    let notice = field.key.as_ref().and_then(|key| {
        let misplaced = origin.as_ref() != Some(key.origin());
        let unwanted = key.shape().is_some_and(|shape| !accepted.is_empty() && !accepted.contains(&shape));
        (misplaced || unwanted).then(|| {
            Diagnostic::new(
                "The key was forgotten.",
                format!("It was entered for {}, and a key never goes to another gateway.", key.origin()),
                "Enter the key of this gateway.",
            )
        })
    });
    if notice.is_some() || field.problem.is_some() {
        *field = KeyField { cleared: field.cleared + 1, notice, ..KeyField::default() };
    }
}
