//! One side's answer: how it stands, its figures, its text, its frames.

use leptos::prelude::*;

use super::frames::Frames;
use crate::browser::store::Store;
use crate::compare::buffering::first_token_is_fair;
use crate::compare::run::{Run, RunState};
use crate::compare::silence::spoken_silence;
use crate::compare::text_blocks::text_blocks;
use crate::compare::timeline::speed_words;
use crate::gateway::answer::Choice;
use crate::gateway::error::GatewayError;
use crate::gateway::reader::Ending;
use crate::gateway::side::Side;
use crate::measure::number::{NOTHING, milliseconds, usd, whole};
use crate::ui::parts::icon::{Shape, shape};
use crate::ui::parts::in_turn::in_turn;
use crate::ui::parts::notice::{Tone, notice};

/// The region "Source answer" or "Target answer".
#[component]
pub fn AnswerPanel(side: Side) -> impl IntoView {
    let store = Store::here();
    let of = move |part: fn(&Run) -> String| {
        store.select(move |model| model.compare.runs.get(side).as_ref().map_or_else(String::new, part))
    };
    let none = store.select(move |model| model.compare.runs.get(side).is_none());
    let simulated = store.select(move |model| model.compare.runs.get(side).as_ref().is_some_and(|run| run.simulated));
    let host = of(|run| {
        let rest = run.request.url.split_once("://").map_or("", |(_, rest)| rest);
        rest.split('/').next().unwrap_or_default().to_owned()
    });
    let reasoning = of(|run| run.answer.choices.first().map(|choice| choice.reasoning.clone()).unwrap_or_default());
    let tools = store.select(move |model| {
        let run = model.compare.runs.get(side).as_ref()?;
        let calls = &run.answer.choices.first()?.tool_calls;
        (!calls.is_empty()).then(|| calls.clone())
    });
    let refusal = store.select(move |model| {
        let run = model.compare.runs.get(side).as_ref()?;
        run.answer.choices.first()?.refusal.clone().filter(|refusal| !refusal.is_empty())
    });
    let more = store.select(move |model| {
        let choices =
            model.compare.runs.get(side).as_ref().map(|run| run.answer.choices.as_slice()).unwrap_or_default();
        let calls = |choice: &Choice| {
            choice.tool_calls.iter().map(|call| (call.name.clone(), call.arguments.clone())).collect::<Vec<_>>()
        };
        let text = |choice: &Choice| match &choice.refusal {
            Some(refusal) => format!("{}\nRefusal: {refusal}", choice.text),
            None => choice.text.clone(),
        };
        (2..)
            .zip(choices.iter().skip(1))
            .map(|(number, choice)| (number, text(choice), calls(choice)))
            .collect::<Vec<_>>()
    });
    let problem = store.select(move |model| match model.compare.runs.get(side).as_ref()? {
        Run { state: RunState::Failed(cause), request, .. } => Some(cause.explain(&request.url)),
        run => run.answer.error.as_ref().map(GatewayError::explain),
    });
    let ending = store.select(move |model| ending_note(model.compare.runs.get(side).as_ref()?));
    let word = side.word();
    view! {
        <section class=format!("panel track answer {word}") aria-label=format!("{} answer", side.title())>
            <div class="panel-head">
                <h2>{side.title()} " answer"</h2>
                <span class="answer-host">{move || host.get()}</span>
                <Show when=move || simulated.get()><span class="tag">"simulated"</span></Show>
                <AnswerState side />
            </div>
            <Figures side />
            {move || problem.get().map(|problem| notice(&problem, Tone::Alert))}
            <Show when=move || none.get()>
                <p class="empty">"The answer will stream here. Press Run."</p>
            </Show>
            <Show when=move || !reasoning.get().is_empty()>
                <details class="reasoning"><summary>"Reasoning"</summary><pre>{move || reasoning.get()}</pre></details>
            </Show>
            {move || refusal.get().map(|refusal| view! {
                <p class="refusal"><strong>"Refusal: "</strong>{refusal}</p>
            })}
            <AnswerText side />
            {move || tools.get().map(|calls| view! {
                <ul class="tool-calls" aria-label="Tool calls">
                    {calls.into_iter().map(|call| view! {
                        <li><code>{call.name}</code><pre>{crate::compare::run::indented(&call.arguments)}</pre></li>
                    }).collect_view()}
                </ul>
            })}
            {move || more.get().into_iter().map(|(number, text, calls)| view! {
                <details class="reasoning">
                    <summary>{format!("Choice {number}")}</summary>
                    <pre>{text}</pre>
                    {calls.into_iter().map(|(name, arguments)| view! { <p><code>{name}" "{arguments}</code></p> }).collect_view()}
                </details>
            }).collect_view()}
            {move || ending.get().map(|note| view! { <p class="hint">{note}</p> })}
            <Silence side />
            <Frames side />
        </section>
    }
}

/// The text. While it grows it stands in blocks of which only the last changes, so that a long answer costs no more
/// per frame than a short one. Once it is whole it is one text again: a short one at once, a long one some turns later,
/// when the rest of the page is drawn.
#[component]
fn AnswerText(side: Side) -> impl IntoView {
    let store = Store::here();
    let ended = store.select(move |model| {
        let run = model.compare.runs.get(side).as_ref().filter(|run| !run.is_running());
        run.map(|run| run.answer.text().to_owned())
    });
    let later = in_turn(ended, 6);
    let whole = Memo::new(move |_| {
        let is_short = |text: &String| text_blocks(text).nth(1).is_none();
        ended.get().filter(is_short).or_else(|| later.get())
    });
    let in_blocks = Memo::new(move |_| whole.with(Option::is_none));
    let blocks = store.select(move |model| {
        let run = model.compare.runs.get(side).as_ref().filter(|_| in_blocks.get());
        run.map_or(0, |run| text_blocks(run.answer.text()).count())
    });
    let block = move |index: usize| {
        let text = store.select(move |model| {
            let run = model.compare.runs.get(side).as_ref();
            run.and_then(|run| text_blocks(run.answer.text()).nth(index)).map(str::to_owned).unwrap_or_default()
        });
        view! { <div class="text-block">{move || text.get()}</div> }
    };
    view! {
        <div class="answer-text" tabindex="0" role="group" aria-label=format!("{} text", side.title())>
            <Show when=move || in_blocks.get() fallback=move || view! { <div>{move || whole.get().unwrap_or_default()}</div> }>
                <For each=move || 0..blocks.get() key=|index| *index children=block />
            </Show>
        </div>
    }
}

/// Says so when nothing has come for a while: a model may think for minutes, and a person should know that waiting is
/// all that happens.
#[component]
fn Silence(side: Side) -> impl IntoView {
    let store = Store::here();
    // What grows whenever anything comes.
    let heard = store.select(move |model| {
        let run = model.compare.runs.get(side).as_ref().filter(|run| run.is_running())?;
        Some((run.head.is_some(), run.marks.first_byte.is_some(), run.frames.len()))
    });
    let silent = RwSignal::new(0_u32);
    let spoken = Memo::new(move |_| spoken_silence(silent.get()).filter(|_| heard.get().is_some()));
    Effect::new(move |_| {
        heard.with(|_| ());
        silent.set(0);
    });
    let tick = set_interval_with_handle(
        move || {
            if heard.get_untracked().is_some() {
                silent.update(|seconds| *seconds += 1);
            }
        },
        std::time::Duration::from_secs(1),
    );
    on_cleanup(move || {
        if let Ok(tick) = tick {
            tick.clear();
        }
    });
    view! {
        <p class="hint" role="status">
            {move || spoken.get().map(|seconds| {
                format!("Nothing has come for {seconds} s or more. The gateway may be waiting for its model; Stop ends it.")
            })}
        </p>
    }
}

/// How the run stands, as shape and word.
#[component]
fn AnswerState(side: Side) -> impl IntoView {
    let store = Store::here();
    let state = store.select(move |model| {
        model.compare.runs.get(side).as_ref().map(|run| {
            let mark = match &run.state {
                RunState::Running | RunState::Failing(_) => Shape::Half,
                RunState::Answered => Shape::Check,
                RunState::Refused | RunState::Failed(_) => Shape::Cross,
                RunState::Stopped => Shape::Dash,
            };
            let status = run.head.as_ref().map(|head| format!(" {}", head.status)).unwrap_or_default();
            (mark, format!("{}{status}", run.state.words()))
        })
    });
    view! {
        <span class="answer-state verdict" role="status">
            {move || state.get().map(|(mark, word)| {
                view! { {shape(mark)} <span>{word}</span> }
            })}
        </span>
    }
}

/// What a body that ended unusually says about itself.
fn ending_note(run: &Run) -> Option<&'static str> {
    match run.ending {
        Ending::EndOfBody if run.stream => {
            Some("The stream ended without a finish reason or [DONE]: it may be incomplete.")
        }
        Ending::Document if run.stream && run.state == RunState::Answered => {
            Some("A stream was asked for, and one JSON document came.")
        }
        Ending::Terminal if run.stream && run.state == RunState::Answered => {
            Some("The stream ended after its last event, without [DONE].")
        }
        _ => None,
    }
}

/// The figures of a run, in one grid. Room is kept for all of them from the start.
#[component]
fn Figures(side: Side) -> impl IntoView {
    let store = Store::here();
    let figure = move |name: &'static str, read: fn(&Run) -> Option<String>| {
        let value = store.select(move |model| model.compare.runs.get(side).as_ref().and_then(read));
        view! { <div><dt>{name}</dt><dd>{move || value.get().unwrap_or_else(|| NOTHING.to_owned())}</dd></div> }
    };
    view! {
        <dl class="figures">
            {figure("Time to first token", |run| {
                let at = run.marks.first_text.filter(|_| run.stream)?;
                let unfair = run.marks.end.and_then(|_| first_token_is_fair(run).err());
                Some(unfair.map_or_else(|| milliseconds(at), |why| format!("{}, not judged: {why}", milliseconds(at))))
            })}
            {figure("Total time", |run| run.marks.end.map(milliseconds))}
            {figure("Tokens per second", |run| run.speed().map(speed_words))}
            {figure("Tokens", |run| run.answer.usage.as_ref().map(|usage| {
                let count = |tokens: Option<u64>| tokens.map_or_else(|| NOTHING.to_owned(), whole);
                format!("{} in, {} out", count(usage.prompt_tokens), count(usage.completion_tokens))
            }))}
            {figure("Cost", |run| {
                run.answer.usage.as_ref().and_then(|usage| usage.cost).map(usd).or_else(|| {
                    run.marks.end.filter(|_| run.answer.usage.is_some()).map(|_| "not reported".to_owned())
                })
            })}
            {figure("Serving provider", |run| run.answer.provider.clone().or_else(|| {
                run.marks.end.filter(|_| !run.answer.choices.is_empty()).map(|_| "not reported".to_owned())
            }))}
            {figure("Model", |run| run.answer.model.clone())}
            {figure("Finish reason", |run| run.answer.choices.first().and_then(|choice| choice.finish_reason.clone()))}
        </dl>
    }
}
