//! The second turn of a conversation with tools: each side's own call goes back to it with a result.
//! Not the tool: what it would say is a person's to write.
//! **Invariant:** every call is answered under the id that its own gateway gave it.

use serde_json::{Value, json};

use super::run::{Run, RunState};
use crate::diagnostic::Diagnostic;
use crate::gateway::answer::ToolCall;
use crate::gateway::endpoint::Endpoint;
use crate::gateway::side::{PerSide, Side};

/// What each side is sent after the messages of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondTurn {
    /// The messages or items of each side, in order.
    pub added: PerSide<Vec<Value>>,
}

impl SecondTurn {
    /// Prepares the turn; `result` is what every tool is to have said, which is sent as it is written.
    ///
    /// # Errors
    /// If a side called no tool, or gave a call no id.
    pub fn prepare(source: &Run, target: &Run, result: &str) -> Result<SecondTurn, Diagnostic> {
        let of = |side: Side, run: &Run| {
            added(run, result).map_err(|why| {
                Diagnostic::new(
                    format!("The {} has no call of a tool that could be answered.", side.word()),
                    why,
                    "Run a request that makes both sides call a tool, with `tool_choice` set to `required` if need be.",
                )
            })
        };
        Ok(SecondTurn { added: PerSide { source: of(Side::Source, source)?, target: of(Side::Target, target)? } })
    }

    /// Adds the turn to the body that a side is sent. A tool that had to be called is free the second time, or the model
    /// would have to call it again.
    pub fn apply(&self, side: Side, endpoint: Endpoint, body: &mut Value) {
        let Value::Object(fields) = body else { return };
        let name = match endpoint {
            Endpoint::ChatCompletions => "messages",
            Endpoint::Responses => "input",
        };
        let list = fields.entry(name).or_insert_with(|| json!([]));
        if let Value::String(text) = list {
            *list = json!([{"role": "user", "content": text}]);
        }
        if let Value::Array(items) = list {
            items.extend(self.added.get(side).iter().cloned());
        }
        if fields.get("tool_choice").is_some_and(|choice| choice != "none") {
            fields.insert("tool_choice".to_owned(), Value::String("auto".to_owned()));
        }
    }
}

fn added(run: &Run, result: &str) -> Result<Vec<Value>, String> {
    if run.state != RunState::Answered {
        return Err(format!("Its run is {}.", run.state.words()));
    }
    let choice = run.answer.choices.first().filter(|choice| !choice.tool_calls.is_empty());
    let choice = choice.ok_or_else(|| "Its answer is a text.".to_owned())?;
    let with_id = |call: &ToolCall| {
        let id = call.id.clone().filter(|id| !id.is_empty());
        id.map(|id| (id, call.clone())).ok_or_else(|| format!("It gave its call of `{}` no id.", call.name))
    };
    let calls: Vec<(String, ToolCall)> = choice.tool_calls.iter().map(with_id).collect::<Result<_, _>>()?;
    Ok(match run.endpoint() {
        Endpoint::ChatCompletions => {
            let made = calls.iter().map(|(id, call)| {
                json!({"id": id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}})
            });
            // Both gateways take null and an empty text; the target's schema takes only text where there are calls.
            let said = json!({"role": "assistant", "content": choice.text, "tool_calls": made.collect::<Vec<_>>()});
            let results = calls.iter().map(|(id, _)| json!({"role": "tool", "tool_call_id": id, "content": result}));
            std::iter::once(said).chain(results).collect()
        }
        Endpoint::Responses => {
            let made = calls.iter().map(|(id, call)| {
                json!({"type": "function_call", "call_id": id, "name": call.name, "arguments": call.arguments})
            });
            let results =
                calls.iter().map(|(id, _)| json!({"type": "function_call_output", "call_id": id, "output": result}));
            made.chain(results).collect()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::run::tests_support::run_of;

    fn called(ids: [&str; 2]) -> Run {
        let call = |id: &str, city: &str| json!({"id": id, "type": "function", "function": {"name": "weather", "arguments": format!("{{\"city\":\"{city}\"}}")}});
        let body = json!({"choices": [{"message": {"content": null, "tool_calls": [call(ids[0], "Rome"), call(ids[1], "Oslo")]}}]});
        run_of(Endpoint::ChatCompletions, false, &body.to_string())
    }

    #[test]
    fn each_side_is_answered_under_its_own_ids() {
        let turn = SecondTurn::prepare(&called(["a1", "a2"]), &called(["b1", "b2"]), "{\"sunny\":true}").unwrap();
        let mut body = json!({"model": "m", "messages": [{"role": "user", "content": "?"}], "tool_choice": "required"});
        turn.apply(Side::Target, Endpoint::ChatCompletions, &mut body);
        let messages = body["messages"].as_array().unwrap();
        assert_eq!(messages.len(), 4);
        assert_eq!(messages[1]["tool_calls"][1]["id"], "b2");
        assert_eq!(messages[1]["tool_calls"][1]["function"]["arguments"], "{\"city\":\"Oslo\"}");
        assert_eq!((&messages[2]["tool_call_id"], &messages[3]["tool_call_id"]), (&json!("b1"), &json!("b2")));
        assert_eq!((&messages[3]["content"], &body["tool_choice"]), (&json!("{\"sunny\":true}"), &json!("auto")));
        assert_eq!(turn.added.source[1]["tool_call_id"], "a1");
    }

    #[test]
    fn responses_take_items() {
        let body = json!({"id": "r", "object": "response", "status": "completed", "output": [{"type": "function_call", "call_id": "c1", "name": "weather", "arguments": "{}"}]});
        let run = run_of(Endpoint::Responses, false, &body.to_string());
        let turn = SecondTurn::prepare(&run, &run, "ok").unwrap();
        let mut body = json!({"model": "m", "input": "How is it?"});
        turn.apply(Side::Source, Endpoint::Responses, &mut body);
        let items = body["input"].as_array().unwrap();
        assert_eq!((items.len(), &items[0]["content"]), (3, &json!("How is it?")));
        assert_eq!(
            (&items[1]["type"], &items[2]["call_id"], &items[2]["output"]),
            (&json!("function_call"), &json!("c1"), &json!("ok"))
        );
    }

    #[test]
    fn without_a_call_nothing_is_prepared() {
        let text = run_of(Endpoint::ChatCompletions, false, r#"{"choices":[{"message":{"content":"x"}}]}"#);
        let problem = SecondTurn::prepare(&called(["a", "b"]), &text, "x").unwrap_err();
        assert!(problem.what.contains("target") && problem.why.contains("text"), "{problem:?}");
        assert!(SecondTurn::prepare(&called(["a", ""]), &text, "x").unwrap_err().why.contains("no id"));
    }
}
