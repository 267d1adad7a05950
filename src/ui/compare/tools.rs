//! Arguments and answers against their schemas, and the second turn with a tool's result.

use leptos::prelude::*;

use crate::app::Msg;
use crate::app::judging::Validity;
use crate::browser::store::Store;
use crate::compare::second_turn::SecondTurn;
use crate::compare::validity::Outcome;
use crate::diagnostic::Diagnostic;
use crate::gateway::side::Side;
use crate::ui::parts::marked::marked;
use crate::ui::parts::notice::{Tone, notice};

/// A result to start from.
const FIRST_RESULT: &str = "{\"ok\": true}";

/// The panel; there is none where no tool was called and no schema was asked for.
#[component]
pub fn ToolsAndSchemas() -> impl IntoView {
    let store = Store::here();
    let outcomes = store.select(|model| match &model.compare.judging.validity {
        Validity::Known(outcomes) => Some(outcomes.clone()),
        _ => None,
    });
    let calls = store.select(|model| {
        let called = |side: Side| {
            let run = model.compare.runs.get(side).as_ref().filter(|run| !run.is_running());
            run.and_then(|run| run.answer.choices.first()).is_some_and(|choice| !choice.tool_calls.is_empty())
        };
        Side::BOTH.into_iter().any(called)
    });
    let turn = store.select(|model| model.compare.judging.second_turn.is_some());
    move || {
        let rows = outcomes.get();
        (rows.is_some() || calls.get() || turn.get()).then(|| {
            view! {
                <section class="panel" aria-label="Tools and schemas">
                    <div class="panel-head"><h2>"Tools and schemas"</h2></div>
                    {rows.map(|rows| view! {
                        <div class="scroll" tabindex="0" role="group" aria-label="Schema checks, table">
                            <table aria-label="Schema checks">
                                <thead><tr><th scope="col">"What"</th><th scope="col">"Side"</th><th scope="col">"Against its schema"</th></tr></thead>
                                <tbody>{Side::BOTH.into_iter().map(|side| {
                                    rows.get(side).clone().into_iter().map(|outcome| row(side, outcome)).collect_view()
                                }).collect_view()}</tbody>
                            </table>
                        </div>
                    })}
                    <NextTurn />
                </section>
            }
        })
    }
}

fn row(side: Side, outcome: Outcome) -> AnyView {
    let words = outcome.words();
    let rules: Vec<String> = outcome
        .problems
        .iter()
        .map(|problem| {
            format!("`{}` against `{}`: {}", or_whole(&problem.path), or_whole(&problem.rule), problem.message)
        })
        .collect();
    view! {
        <tr>
            <th scope="row">{outcome.label}</th>
            <td><span class=format!("side-word {}", side.word())>{side.title()}</span></td>
            <td>
                <p>{marked(&words)}</p>
                {(rules.len() > 1).then(|| view! {
                    <details><summary>"All problems"</summary>
                        <ul class="verdict-reasons">{rules.into_iter().map(|rule| view! { <li>{marked(&rule)}</li> }).collect_view()}</ul>
                    </details>
                })}
            </td>
        </tr>
    }
    .into_any()
}

fn or_whole(path: &str) -> &str {
    if path.is_empty() { "the whole" } else { path }
}

/// The form that prepares the second turn.
#[component]
fn NextTurn() -> impl IntoView {
    let store = Store::here();
    let result = RwSignal::new(FIRST_RESULT.to_owned());
    let problem = RwSignal::new(None::<Diagnostic>);
    let prepared = store.select(|model| {
        let turn = model.compare.judging.second_turn.as_ref()?;
        Some(Side::BOTH.map(|side| {
            let items: Vec<String> = turn.added.get(side).iter().map(ToString::to_string).collect();
            items.join("\n")
        }))
    });
    let prepare = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let turn = store.read(|model| {
            let runs = model.ended_runs()?;
            Some(SecondTurn::prepare(runs.0, runs.1, &result.get_untracked()))
        });
        match turn {
            Some(Ok(turn)) => {
                problem.set(None);
                store.dispatch(Msg::SecondTurnChosen(Some(turn)));
            }
            Some(Err(why)) => problem.set(Some(why)),
            None => {}
        }
    };
    view! {
        {move || match prepared.get() {
            Some([source, target]) => view! {
                <p>"The next run is the second turn. To the messages of the request each side gets its own call and the result:"</p>
                <ul class="pin-changes">
                    <li><span class="side-word source">"Source"</span><pre class="code">{source}</pre></li>
                    <li><span class="side-word target">"Target"</span><pre class="code">{target}</pre></li>
                </ul>
                <button type="button" on:click=move |_| store.dispatch(Msg::SecondTurnChosen(None))>"Back to the first turn"</button>
            }.into_any(),
            None => view! {
                <form class="ignore-form" on:submit=prepare>
                    <label>
                        <span>"Result of the tool"</span>
                        <input type="text" spellcheck="false" autocomplete="off" prop:value=move || result.get()
                            on:input=move |event| result.set(event_target_value(&event)) />
                    </label>
                    <button type="submit">"Answer the tool call"</button>
                </form>
            }.into_any(),
        }}
        {move || problem.get().map(|problem| notice(&problem, Tone::Alert))}
    }
}
