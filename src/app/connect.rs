//! The Connect page: which gateways, which keys.
//! **Invariant:** a key is held only together with the origin it was entered for; a change of origin forgets it.

use super::on_demand::{Change, settings_changed};
use super::{Effect, Model};
use crate::diagnostic::Diagnostic;
use crate::gateway::base_url::BaseUrl;
use crate::gateway::key::{ApiKey, KeyShape, TypedKey};
use crate::gateway::profile::Profile;
use crate::gateway::profiles::{AI_STATS, OPENROUTER, PHASEO};
use crate::gateway::side::{PerSide, Side};
use crate::share::redaction::Redactor;
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
    /// Whether the address came with an opened case, is not the profile's own, and nobody has accepted it yet.
    pub unaccepted: Option<Diagnostic>,
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
            unaccepted: None,
        }
    }

    /// Settings that came with a case. An address that is neither the profile's own nor this machine must be accepted
    /// before anything is sent there and before a key is taken for it: a link could lead anywhere.
    #[must_use]
    pub fn of_case(profile: &'static Profile, base_url_text: String, key_variable: String) -> Self {
        let base_url = BaseUrl::parse(&base_url_text);
        let own = BaseUrl::parse(profile.base_url.value).ok().map(|base| base.origin());
        let unaccepted =
            base_url.as_ref().ok().filter(|base| !base.is_loopback() && Some(base.origin()) != own).map(|base| {
                Diagnostic::new(
                    format!("This address came with the case you opened: `{}`.", base.authority()),
                    format!("It is not the address of {} that is known.", profile.name),
                    "Whoever made the link chose it. Accept it only if you know it: keys entered here go there.",
                )
            });
        GatewaySettings { profile, base_url, base_url_text, key_variable, unaccepted }
    }

    /// Why nothing may be sent with this profile to this address, if the address is known to be another gateway's: its
    /// keys, paths and rules are not those of the profile.
    #[must_use]
    pub fn misplaced(&self) -> Option<Diagnostic> {
        let host = self.base_url.as_ref().ok()?.host();
        let owner = Profile::at_host(host).filter(|_| !self.profile.lives_at(host))?;
        Some(Diagnostic::new(
            format!("This is an address of {}, and the profile is {}.", owner.name, self.profile.name),
            "The address of one side was pasted into the other, or the profile was not changed with it.",
            format!(
                "Nothing is sent there. Choose the profile {}, or enter the address of {}.",
                owner.name, self.profile.name
            ),
        ))
    }

    /// What is wrong with the key variable, if anything. It goes into snippets and cases, so it may be no key.
    #[must_use]
    pub fn key_variable_problem(&self, keys: &Redactor) -> Option<Diagnostic> {
        let name = &self.key_variable;
        if keys.contains_secret(name) || KeyShape::of(name).is_some() {
            return Some(Diagnostic::new(
                "This is a key, not the name of a variable.",
                "The key was pasted into the field below its own.",
                "Clear this field. The key belongs into the field API key.",
            ));
        }
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
        let role = self.demo_role(side);
        let typed = TypedKey::new(simulator::demo_key(role).to_owned());
        // Who plays stands in for the profile: a generic gateway is played by one whose keys it would not take.
        let player = match role {
            Role::OpenRouter => &OPENROUTER,
            Role::AiStats => &AI_STATS,
            Role::Phaseo => &PHASEO,
        };
        ApiKey::enter(&typed, &origin, player, side).ok()
    }

    /// Both keys in use, for redaction.
    #[must_use]
    pub fn redactor(&self) -> Redactor {
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
    pub fn side_problem(&self, side: Side) -> Option<Diagnostic> {
        let settings = self.gateways.get(side);
        let of_address = settings.base_url.as_ref().err().cloned();
        if self.demo {
            return of_address;
        }
        of_address
            .or_else(|| settings.unaccepted.clone())
            .or_else(|| settings.misplaced())
            .or_else(|| self.keys.get(side).problem.clone())
    }
}

pub(super) fn profile_chosen(model: &mut Model, side: Side, id: &str) -> Vec<Effect> {
    let Some(profile) = Profile::by_id(id) else {
        return Vec::new();
    };
    *model.gateways.get_mut(side) = GatewaySettings::of(profile);
    after_change(model, side)
}

pub(super) fn base_url_typed(model: &mut Model, side: Side, text: String) -> Vec<Effect> {
    let settings = model.gateways.get_mut(side);
    let before = std::mem::replace(&mut settings.base_url, BaseUrl::parse(&text));
    settings.base_url_text = text;
    let accepted = settings.unaccepted.take().is_some();
    if !accepted && before == settings.base_url {
        return Vec::new();
    }
    after_change(model, side)
}

pub(super) fn key_typed(model: &mut Model, side: Side, typed: &TypedKey) -> Vec<Effect> {
    let settings = model.gateways.get(side);
    let entered = match &settings.base_url {
        Ok(_) if settings.unaccepted.is_some() => Err(Diagnostic::new(
            "The key was not taken.",
            "The address above came with an opened case and has not been accepted.",
            "Accept the address or choose the profile again, then enter the key.",
        )),
        Ok(base) => match settings.misplaced() {
            None => ApiKey::enter(typed, &base.origin(), settings.profile, side),
            Some(misplaced) => Err(Diagnostic::new("The key was not taken.", misplaced.what, misplaced.do_this)),
        },
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
    forget_refusals(model);
    settings_changed(model, Change::KeyEntered(side))
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
    let mut effects = super::check::ended(model, side);
    model.check.get_mut(side).forget();
    effects.extend(settings_changed(model, Change::KeyForgotten(side)));
    effects
}

pub(super) fn address_accepted(model: &mut Model, side: Side) -> Vec<Effect> {
    model.gateways.get_mut(side).unaccepted = None;
    // A key that was typed before was not taken; it has to be entered for this address.
    let field = model.keys.get_mut(side);
    *field = KeyField { cleared: field.cleared + 1, ..KeyField::default() };
    forget_refusals(model);
    Vec::new()
}

/// Why something was not sent may not hold any more.
fn forget_refusals(model: &mut Model) {
    model.compare.refused = None;
    model.models.refused = None;
    model.golden.refused = None;
}

pub(super) fn demo_switched(model: &mut Model, on: bool) -> Vec<Effect> {
    if model.demo == on {
        return Vec::new();
    }
    let mut effects = settings_changed(model, Change::World);
    super::golden::forgotten(model);
    effects.extend(super::http::abort_all(model));
    if !on {
        effects.extend(super::demo::ended(model));
    }
    model.demo = on;
    for side in Side::BOTH {
        // What one world answered says nothing about the other.
        model.check.get_mut(side).forget();
        *model.catalogues.get_mut(side) = super::catalogues::Catalogue::Empty;
        *model.compare.runs.get_mut(side) = None;
    }
    super::models::forget_rows(model);
    forget_refusals(model);
    effects
}

/// What was found out about another gateway does not count for this one, and its key does not go here.
fn after_change(model: &mut Model, side: Side) -> Vec<Effect> {
    let mut effects = super::check::ended(model, side);
    model.check.get_mut(side).forget();
    let list = std::mem::take(model.catalogues.get_mut(side));
    effects.extend(settings_changed(model, Change::Gateway(side)));
    if side == Side::Source {
        model.models.serving.clear();
    }
    // An address is typed letter by letter; only the first of them takes a list away.
    if !matches!(list, super::catalogues::Catalogue::Empty) {
        effects.extend(super::models::catalogue_finished(model));
    }
    forget_refusals(model);
    let settings = model.gateways.get(side);
    let profile = settings.profile;
    let origin = settings.base_url.as_ref().ok().map(BaseUrl::origin);
    let field = model.keys.get_mut(side);
    let notice = match (&field.key, &field.problem) {
        (Some(key), _) => {
            let misplaced = origin.as_ref() != Some(key.origin());
            let unwanted = key.shape().is_some_and(|shape| !shape.belongs_to(profile));
            (misplaced || unwanted)
                .then(|| format!("It was entered for {}, and a key never goes to another gateway.", key.origin()))
        }
        (None, Some(_)) => Some("It was entered for another setting, and had not been taken.".to_owned()),
        (None, None) => None,
    };
    if let Some(why) = notice {
        let notice = Some(Diagnostic::new("The key was forgotten.", why, "Enter the key of this gateway."));
        *field = KeyField { cleared: field.cleared + 1, notice, ..KeyField::default() };
    }
    effects
}
