//! The worked case of a first visit: both gateways simulated inside the page, every page filled.
//! **Invariant:** nothing of it leaves the tab, and all of it is marked as simulated.

use super::{Effect, Model, check, compare, connect, models};

/// Ids that show every status: exact, missing with a near name, missing for good.
const IDS: &str = "openai/gpt-4.1-mini\nanthropic/claude-sonnet-4.5\nmeta-llama/llama-3.3-70b-instruct\nx-ai/grok-4.3\nmistralai/mistral-nemo\nopenai/gpt-4.1-mini:floor\nperplexity/sonar-pro";

pub(super) fn tried(model: &mut Model) -> Vec<Effect> {
    let mut effects = connect::demo_switched(model, true);
    for side in crate::gateway::side::Side::BOTH {
        if model.gateways.get(side).base_url.is_err() {
            let profile = *connect::DEFAULT_PROFILES.get(side);
            *model.gateways.get_mut(side) = connect::GatewaySettings::of(profile);
        }
    }
    if model.models.ids_text.trim().is_empty() {
        model.models.ids_text = IDS.to_owned();
    }
    if model.compare.body_text.trim().is_empty() {
        model.compare.set_request(compare::FIRST_CHAT.to_owned(), crate::gateway::endpoint::Endpoint::ChatCompletions);
    }
    effects.extend(check::pressed(model));
    // The check reads both lists: validation waits for the same reading.
    models::await_lists(model);
    effects.extend(compare::run_pressed(model));
    effects
}
