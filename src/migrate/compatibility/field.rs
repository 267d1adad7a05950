//! The fields of OpenRouter's replies that code reads and OpenAI's dialect does not have.
//! Not a list of every such field: only those of which it is known what the target has instead.
//! **Invariant:** a field that the target cannot give is `Absent`; nothing stands in for it.

/// A field of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ResponseField {
    /// The request id.
    Id,
    /// Who answered.
    Provider,
    /// The cost in dollars.
    UsageCost,
    /// The cost of the provider.
    UsageCostDetails,
    /// Whether the key of the team at the provider was used.
    UsageIsByok,
    /// The text of the reasoning.
    Reasoning,
    /// The reasoning in parts, to be sent back.
    ReasoningDetails,
    /// The provider's own word for why it stopped.
    NativeFinishReason,
    /// The number in an error.
    ErrorCode,
    /// What an error says of the provider that failed.
    ErrorMetadata,
    /// What the router did.
    OpenrouterMetadata,
    /// The cost in the record of a request.
    GenerationCost,
    /// The provider's own counts in the record of a request.
    GenerationTokens,
    /// What is left of a key's limit.
    KeyLimitRemaining,
    /// What the source's package for the AI SDK adds to a result.
    ProviderMetadata,
    /// Prices in the rows of the model list.
    ModelsPricing,
    /// Headers of an answer.
    Headers,
    /// Comment lines of a stream.
    StreamComment,
}

/// What becomes of a field on the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The adapter puts it where OpenRouter has it, from what the target sends elsewhere or otherwise.
    Restored,
    /// It is there already, so no code is needed.
    Same,
    /// The target does not send it, so it stays absent.
    Absent,
}

impl ResponseField {
    /// All, in the order in which the module lists them.
    pub const ALL: [ResponseField; 18] = [
        ResponseField::Id,
        ResponseField::Provider,
        ResponseField::UsageCost,
        ResponseField::UsageCostDetails,
        ResponseField::UsageIsByok,
        ResponseField::Reasoning,
        ResponseField::ReasoningDetails,
        ResponseField::NativeFinishReason,
        ResponseField::ErrorCode,
        ResponseField::ErrorMetadata,
        ResponseField::OpenrouterMetadata,
        ResponseField::GenerationCost,
        ResponseField::GenerationTokens,
        ResponseField::KeyLimitRemaining,
        ResponseField::ProviderMetadata,
        ResponseField::ModelsPricing,
        ResponseField::Headers,
        ResponseField::StreamComment,
    ];

    /// Where OpenRouter has it, from the reply downwards. Fields of a choice are named from the choice.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            ResponseField::Id => "id",
            ResponseField::Provider => "provider",
            ResponseField::UsageCost => "usage.cost",
            ResponseField::UsageCostDetails => "usage.cost_details",
            ResponseField::UsageIsByok => "usage.is_byok",
            ResponseField::Reasoning => "message.reasoning",
            ResponseField::ReasoningDetails => "message.reasoning_details",
            ResponseField::NativeFinishReason => "native_finish_reason",
            ResponseField::ErrorCode => "error.code",
            ResponseField::ErrorMetadata => "error.metadata",
            ResponseField::OpenrouterMetadata => "openrouter_metadata",
            ResponseField::GenerationCost => "generation.total_cost",
            ResponseField::GenerationTokens => "generation.native_tokens",
            ResponseField::KeyLimitRemaining => "key.limit_remaining",
            ResponseField::ProviderMetadata => "providerMetadata.openrouter",
            ResponseField::ModelsPricing => "models.pricing",
            ResponseField::Headers => "headers",
            ResponseField::StreamComment => "stream.comment",
        }
    }

    /// The field at a path as code writes it: `choices[0].message.reasoning`, `choices[].delta.reasoning`,
    /// `reasoning_details` and `usage.cost` are all known.
    #[must_use]
    pub fn by_path(path: &str) -> Option<ResponseField> {
        let mut segments: Vec<&str> =
            path.trim().split(['.', '[', ']']).filter(|segment| !segment.is_empty()).collect();
        let is_index = |segment: &&str| segment.bytes().all(|byte| byte.is_ascii_digit());
        let in_choice = segments.first() == Some(&"choices");
        if in_choice {
            segments.remove(0);
            if segments.first().is_some_and(is_index) {
                segments.remove(0);
            }
        }
        let in_message = matches!(segments.first(), Some(&"message" | &"delta"));
        if in_message {
            segments.remove(0);
        }
        let name = segments.join(".");
        Self::ALL.into_iter().find(|field| {
            let (of_message, own) = match field.path().strip_prefix("message.") {
                Some(own) => (true, own),
                None => (false, field.path()),
            };
            let of_choice = of_message || *field == ResponseField::NativeFinishReason;
            // A bare name is enough, but a place that is said must be the right one.
            own == name
                && (!in_message || of_message)
                && (!in_choice || of_choice)
                && (!of_message || in_message || !in_choice)
        })
    }

    /// What becomes of it on the target.
    #[must_use]
    pub const fn outcome(self) -> Outcome {
        match self {
            ResponseField::Provider
            | ResponseField::UsageCost
            | ResponseField::Reasoning
            | ResponseField::ReasoningDetails
            | ResponseField::ErrorCode
            | ResponseField::ErrorMetadata
            | ResponseField::GenerationCost
            | ResponseField::GenerationTokens => Outcome::Restored,
            ResponseField::Id => Outcome::Same,
            ResponseField::UsageCostDetails
            | ResponseField::UsageIsByok
            | ResponseField::NativeFinishReason
            | ResponseField::OpenrouterMetadata
            | ResponseField::KeyLimitRemaining
            | ResponseField::ProviderMetadata
            | ResponseField::ModelsPricing
            | ResponseField::Headers
            | ResponseField::StreamComment => Outcome::Absent,
        }
    }

    /// The same in a sentence for the reader of the module (Phaseo documentation and source, 2026-08-22).
    #[must_use]
    pub const fn note(self) -> &'static str {
        match self {
            ResponseField::Id => {
                "the target's request id, `G-` and 26 characters instead of `gen-…`; it is the one for GET /generations?id=."
            }
            ResponseField::Provider => {
                "from `provider_id` or `meta.routing.selected_provider` where `provider` is missing. It is the id of a \
                 provider (`openai`), no display name (`OpenAI`). Chunks of the target have none, so there it stays absent."
            }
            ResponseField::UsageCost => {
                "from `usage.pricing` (chat), `usage.pricing_breakdown` (other routes) or `cost_nanos`, in dollars. \
                 `usage.cost_usd` has the same as an exact decimal text. Both stay absent where the target sends no price: \
                 that is so for free models and for models without a price card."
            }
            ResponseField::UsageCostDetails => {
                "it itemises by dimension in `usage.pricing.lines`, not by what the provider charged."
            }
            ResponseField::UsageIsByok => "only the record at GET /generations says it, as `byok`.",
            ResponseField::Reasoning => "from `reasoning_content`, in messages and in deltas.",
            ResponseField::ReasoningDetails => {
                "the type `text` is renamed to `reasoning.text`. There is no `signature` and no `format`. The target \
                 ignores the field in requests; of a former turn it reads `reasoning_content` only."
            }
            ResponseField::NativeFinishReason => "it has `finish_reason` only.",
            ResponseField::ErrorCode => {
                "from `status_code`, with the sentence as `error.message` and the original in `error.metadata.raw`. An \
                 error in the middle of a stream has no number, so there `code` stays absent."
            }
            ResponseField::ErrorMetadata => {
                "`provider_name` is the id of the provider that failed, `provider_error_code` and `remedy_hint` are what was \
                 said of it, and `raw` is the whole answer of the target. It sends no `reasons`, no `flagged_input` and no \
                 `limit_source`, so these stay absent."
            }
            ResponseField::OpenrouterMetadata => "with `meta: true` it has `meta.routing`, of another shape.",
            ResponseField::GenerationCost => {
                "`data.total_cost` of a record, from `cost_nanos` in dollars; pass what GET /generations?id= answered. The \
                 adapter fills `data` with what the record has under other names."
            }
            ResponseField::GenerationTokens => {
                "`data.native_tokens_prompt` and `data.native_tokens_completion` of a record, from its `usage`. There are no \
                 counts of reasoning, cached tokens or pictures."
            }
            ResponseField::KeyLimitRemaining => {
                "its /key has `limit`, but neither what was used nor what is left of it."
            }
            ResponseField::ProviderMetadata => {
                "only the source's package fills it. The body of the answer has the cost: adapt `result.response.body` and \
                 read `usage.cost` and `provider` of that."
            }
            ResponseField::ModelsPricing => {
                "its model list is of another shape, in pages, with prices under other names: read it with code of its own."
            }
            ResponseField::Headers => {
                "it has no `X-Generation-Id`, `X-Provider-Name` and `X-OpenRouter-Cache-*`; its id of a request is `id` of the answer."
            }
            ResponseField::StreamComment => {
                "its streams have other comments, or none. Skip every line that begins with a colon."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_back_to_its_field() {
        for field in ResponseField::ALL {
            assert_eq!(ResponseField::by_path(field.path()), Some(field));
        }
    }

    #[test]
    fn paths_are_read_as_code_writes_them() {
        for (path, expected) in [
            ("choices[0].message.reasoning", Some(ResponseField::Reasoning)),
            ("choices[].delta.reasoning", Some(ResponseField::Reasoning)),
            ("choices.0.message.reasoning_details", Some(ResponseField::ReasoningDetails)),
            ("reasoning_details", Some(ResponseField::ReasoningDetails)),
            ("delta.reasoning", Some(ResponseField::Reasoning)),
            ("choices[12].native_finish_reason", Some(ResponseField::NativeFinishReason)),
            (" usage.cost ", Some(ResponseField::UsageCost)),
            ("choices[0].id", None),
            ("choices[0].usage.cost", None),
            ("message.id", None),
            ("message.native_finish_reason", None),
            ("choices[0].reasoning", None),
            ("tool_calls[0].id", None),
            ("usage", None),
            ("usage.cost.x", None),
            ("", None),
            ("..[]", None),
            ("choices[]", None),
        ] {
            assert_eq!(ResponseField::by_path(path), expected, "{path}");
        }
    }

    #[test]
    fn notes_can_stand_in_a_comment_of_either_language() {
        for field in ResponseField::ALL {
            let note = field.note();
            assert!(
                note.ends_with('.') && !note.contains("*/") && !note.contains('\n') && !note.contains("  "),
                "{note}"
            );
        }
    }
}
