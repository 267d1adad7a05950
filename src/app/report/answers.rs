//! The choices of an answer as a case carries them, and back.
//! **Invariant:** the first choice stands in the run itself, where version 0.1 had it; a choice comes back as it went.

use crate::gateway::answer::{Choice, ToolCall};
use crate::share::case::ChoicePart;

pub(super) fn carry(choice: &Choice) -> ChoicePart {
    let calls = &choice.tool_calls;
    ChoicePart {
        text: choice.text.clone(),
        reasoning: choice.reasoning.clone(),
        refusal: choice.refusal.clone(),
        tool_calls: calls.iter().map(|call| (call.name.clone(), call.arguments.clone())).collect(),
        tool_call_ids: calls.iter().map(|call| (call.index, call.id.clone())).collect(),
        finish_reason: choice.finish_reason.clone(),
        native_finish_reason: choice.native_finish_reason.clone(),
    }
}

pub(super) fn restore(part: ChoicePart) -> Choice {
    // Version 0.1 carried neither positions nor ids: there the calls stand in their order.
    let mut ids = part.tool_call_ids.into_iter();
    let tool_calls = (0..)
        .zip(part.tool_calls)
        .map(|(position, (name, arguments))| {
            let (index, id) = ids.next().unwrap_or((position, None));
            ToolCall { index, id, name, arguments }
        })
        .collect();
    Choice {
        text: part.text,
        reasoning: part.reasoning,
        refusal: part.refusal,
        tool_calls,
        finish_reason: part.finish_reason,
        native_finish_reason: part.native_finish_reason,
    }
}
