//! The worked case of a first visit: both gateways simulated inside the page, every page filled.
//! **Invariant:** nothing of it leaves the tab, and all of it is marked as simulated.

use super::inventory::{self, PastedLanguage, Scan};
use super::{Effect, Model, Msg, check, compare, connect, models, on_demand};

/// Ids that show every status: exact, missing with a near name, missing for good.
const IDS: &str = "openai/gpt-4.1-mini\nanthropic/claude-sonnet-4.5\nmeta-llama/llama-3.3-70b-instruct\nx-ai/grok-4.3\nmistralai/mistral-nemo\nopenai/gpt-4.1-mini:floor\nperplexity/sonar-pro";

/// Code that shows every class of finding that a small program has, and says itself what it is.
const CODE: &str = r#"// An example that belongs to the demo.
import OpenAI from "openai";

const client = new OpenAI({
  baseURL: "https://openrouter.ai/api/v1",
  apiKey: process.env.OPENROUTER_API_KEY,
  defaultHeaders: { "HTTP-Referer": "https://shop.example", "X-OpenRouter-Title": "Shop" },
});

export async function summarise(text: string) {
  const completion = await client.chat.completions.create({
    model: "openai/gpt-4.1-mini:floor",
    messages: [{ role: "user", content: `Summarise: ${text}` }],
    // @ts-expect-error fields of OpenRouter
    transforms: ["middle-out"],
    usage: { include: true },
    provider: { order: ["openai"], data_collection: "deny" },
  });
  const reply = completion as any;
  console.log(reply.usage.cost, reply.choices[0].native_finish_reason);
  return reply.choices[0].message.content;
}
"#;

/// Takes the example away again, unless a person has made it theirs.
pub(super) fn ended(model: &mut Model) -> Vec<Effect> {
    on_demand::tell(model, Msg::DemoLeft)
}

/// Does so.
pub(super) fn left(model: &mut Model) -> Vec<Effect> {
    if model.inventory.pasted == CODE { inventory::cleared(model) } else { Vec::new() }
}

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
    effects.extend(check::pressed(model));
    // The check reads both lists: validation waits for the same reading.
    models::await_lists(model);
    effects.extend(on_demand::tell(model, Msg::DemoFills));
    effects
}

/// Runs the request and scans the example, once the ids have been judged: a scan of before would be out of date at once.
pub(super) fn fills(model: &mut Model) -> Vec<Effect> {
    if !model.demo {
        return Vec::new();
    }
    if model.compare.body_text.trim().is_empty() {
        model.compare.set_request(compare::FIRST_CHAT.to_owned(), crate::gateway::endpoint::Endpoint::ChatCompletions);
    }
    let mut effects = compare::run_pressed(model);
    if model.inventory.pasted.trim().is_empty() && model.inventory.scan == Scan::Idle {
        model.inventory.pasted = CODE.to_owned();
        model.inventory.pasted_language = PastedLanguage::by_name("TypeScript");
        if !model.models.validating {
            effects.extend(inventory::scan_pressed(model));
        }
    }
    effects
}

/// The ids have been judged: the example that waited for it is scanned.
pub(super) fn lists_read(model: &mut Model) -> Vec<Effect> {
    let waits = model.demo && model.inventory.pasted == CODE && model.inventory.scan == Scan::Idle;
    if waits && !model.models.validating { inventory::scan_pressed(model) } else { Vec::new() }
}
