//! The table "Verdicts": one row a layer, each with its sentence and the data that it rests on; and what is not counted.

use leptos::html;
use leptos::prelude::*;

use crate::app::Msg;
use crate::app::golden::GoldenMsg;
use crate::app::judging::Validity;
use crate::browser::store::Store;
use crate::compare::validity::all_checks;
use crate::compare::verdict::{Layer, Reason, Standing, Verdict};
use crate::golden::plan::MOST_REPEATS;
use crate::route::Route;
use crate::ui::parts::icon::{Shape, shape};
use crate::ui::parts::in_turn::in_turn;
use crate::ui::parts::marked::marked;
use crate::ui::parts::notice::{Tone, notice};
use crate::ui::parts::on_open::on_open;

/// The panel.
#[component]
pub fn Verdicts() -> impl IntoView {
    let store = Store::here();
    let stamp = in_turn(store.select(|model| model.judging_stamp()), 1);
    let verdicts = Memo::new(move |_| {
        stamp.get()?;
        store.read(|model| model.verdicts())
    });
    // The validator is asked once for each pair of runs that has something to validate.
    Effect::new(move |_| {
        if stamp.get().is_none() || store.read(|model| model.compare.judging.validity != Validity::Unasked) {
            return;
        }
        let checks = store.read(|model| {
            let (source, target) = model.ended_runs()?;
            all_checks(&model.asked()?, source, target)
        });
        if let Some(checks) = checks {
            store.dispatch(Msg::ValidityAsked(checks));
        }
    });
    let validity = store.select(|model| match model.compare.judging.validity {
        Validity::Asked => Some("The schemas are being checked; the verdict on behaviour may still change."),
        Validity::Missing => {
            Some("The schemas could not be checked: the validator was not loaded, or took too long. Run again.")
        }
        Validity::Unasked | Validity::Known(_) => None,
    });
    let path = RwSignal::new(String::new());
    let reason = NodeRef::<html::Input>::new();
    let ignore = move |place: String| {
        path.set(place);
        if let Some(reason) = reason.get_untracked() {
            let _ = reason.focus();
        }
    };
    view! {
        <section class="panel" aria-label="Verdicts on this run">
            <div class="panel-head">
                <h2>"Verdicts"</h2>
                <Again />
            </div>
            <div class="scroll" tabindex="0" role="group" aria-label="Verdicts, table">
                <table aria-label="Verdicts" class="verdicts">
                    <thead><tr><th scope="col">"Layer"</th><th scope="col">"Verdict"</th><th scope="col">"Why"</th></tr></thead>
                    <tbody>
                        {Layer::ALL.map(|layer| {
                            let of = Memo::new(move |_| {
                                verdicts.get().and_then(|all| all.into_iter().find(|verdict| verdict.layer == layer))
                            });
                            let open = RwSignal::new(false);
                            move || row(layer, of.get(), open, ignore)
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
            {move || validity.get().map(|words| view! { <p class="hint">{words}</p> })}
            <IgnoredPlaces path reason />
        </section>
    }
}

/// How often a request is asked again at first: with fewer, few differences of time can be told from chance.
const REPEATS: u32 = 20;

/// One run is not evidence: the way to many of the same request, which the Golden set page judges.
#[component]
fn Again() -> impl IntoView {
    let store = Store::here();
    let invalid = store.select(|model| model.compare.request.is_err());
    let repeats = RwSignal::new(REPEATS);
    view! {
        <div class="again">
            <label class="inline">
                <span>"Repeats"</span>
                <input
                    type="number"
                    min="1"
                    max=MOST_REPEATS.to_string()
                    prop:value=move || repeats.get().to_string()
                    on:change=move |event| {
                        let typed: u32 = event_target_value(&event).trim().parse().unwrap_or(REPEATS);
                        // It is set in any case, so that the field shows what counts.
                        repeats.set(typed.clamp(1, MOST_REPEATS));
                    }
                />
            </label>
            <Show
                when=move || !invalid.get()
                fallback=|| view! { <span class="hint">"The request has to be valid first."</span> }
            >
                <a
                    href=Route::Golden.fragment()
                    on:click=move |_| store.dispatch(Msg::Golden(GoldenMsg::RequestTaken(repeats.get_untracked())))
                >
                    "Repeat as a golden set"
                </a>
            </Show>
        </div>
    }
}

fn row(
    layer: Layer,
    verdict: Option<Verdict>,
    open: RwSignal<bool>,
    ignore: impl Fn(String) + Copy + Send + Sync + 'static,
) -> AnyView {
    let Some(Verdict { standing, sentence, reasons, .. }) = verdict else {
        return view! {
            <tr>
                <th scope="row">{layer.name()}</th>
                <td class="verdict">{shape(Shape::Ring)}<span>"not run"</span></td>
                <td class="muted">{layer.rule()}</td>
            </tr>
        }
        .into_any();
    };
    view! {
        <tr>
            <th scope="row">{layer.name()}</th>
            <td class="verdict">{shape(shape_of(standing))}<span>{standing.word()}</span></td>
            <td>
                <p>{marked(&sentence)}</p>
                {on_open("", open, format!("Data: {}", layer.name()), move || data(layer, &reasons, ignore))}
            </td>
        </tr>
    }
    .into_any()
}

/// What a verdict rests on.
fn data(layer: Layer, reasons: &[Reason], ignore: impl Fn(String) + Copy + Send + Sync + 'static) -> AnyView {
    view! {
        <p class="hint">{layer.rule()}</p>
        <ul class="verdict-reasons">{reasons.iter().map(|reason| one(reason.clone(), ignore)).collect_view()}</ul>
    }
    .into_any()
}

const fn shape_of(standing: Standing) -> Shape {
    match standing {
        Standing::Pass => Shape::Check,
        Standing::Fail => Shape::Cross,
        Standing::Undecided => Shape::Half,
    }
}

/// The longest text of an answer that stands beside a reason, in characters.
const SHOWN: usize = 200;

fn one(reason: Reason, ignore: impl Fn(String) + Copy + Send + Sync + 'static) -> AnyView {
    let cut = |text: String| {
        let mut shown: String = text.chars().take(SHOWN).collect();
        if shown.len() < text.len() {
            shown.push('…');
        }
        shown
    };
    let place = reason.path.clone().filter(|_| reason.standing != Standing::Pass);
    view! {
        <li>
            <p>
                <span class="verdict">{shape(shape_of(reason.standing))}<span class="visually-hidden">{reason.standing.word()} ": "</span></span>
                {marked(&reason.what)}
            </p>
            <p class="verdict-data">
                <span class="side-word source">"Source"</span>" "<code>{cut(reason.source)}</code>" "
                <span class="side-word target">"Target"</span>" "<code>{cut(reason.target)}</code>
            </p>
            {place.map(|place| view! {
                <button type="button" on:click=move |_| ignore(place.clone())>"Do not count this place…"</button>
            })}
        </li>
    }
    .into_any()
}

/// The rules on what is not counted, and the form that adds one.
#[component]
fn IgnoredPlaces(path: RwSignal<String>, reason: NodeRef<html::Input>) -> impl IntoView {
    let store = Store::here();
    let rules = store.select(|model| {
        let rules = model.compare.judging.ignored.iter();
        rules.map(|rule| (rule.path.clone(), rule.reason.clone())).collect::<Vec<_>>()
    });
    let problem = store.select(|model| model.compare.judging.rule_problem.clone());
    let why = RwSignal::new(String::new());
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        store.dispatch(Msg::IgnoreRuleWritten(path.get_untracked(), why.get_untracked()));
        if problem.get_untracked().is_none() {
            path.set(String::new());
            why.set(String::new());
        }
    };
    view! {
        <details class="ignored">
            <summary>{move || format!("Not counted: {} places", rules.with(Vec::len))}</summary>
            <p class="hint">"These places may differ without a verdict. Each has a reason, and all of them go into the case."</p>
            <ul aria-label="Places that are not counted">
                {move || rules.get().into_iter().enumerate().map(|(at, (path, reason))| {
                    let name = format!("Count {path} again");
                    view! {
                        <li>
                            <code>{path}</code>
                            <span>{reason}</span>
                            <button type="button" aria-label=name on:click=move |_| store.dispatch(Msg::IgnoreRuleTakenAway(at))>
                                "Count again"
                            </button>
                        </li>
                    }
                }).collect_view()}
            </ul>
        </details>
        <form class="ignore-form" on:submit=add>
            <label>
                <span>"Place that is not to be counted"</span>
                <input type="text" spellcheck="false" autocomplete="off" prop:value=move || path.get()
                    on:input=move |event| path.set(event_target_value(&event)) />
            </label>
            <label>
                <span>"Reason"</span>
                <input type="text" autocomplete="off" node_ref=reason prop:value=move || why.get()
                    on:input=move |event| why.set(event_target_value(&event)) />
            </label>
            <button type="submit">"Add rule"</button>
        </form>
        {move || problem.get().map(|problem| notice(&problem, Tone::Alert))}
    }
}
