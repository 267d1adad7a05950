//! The results as a matrix: a row an item, identical answers folded, filters, and the way into the Compare page.

use leptos::prelude::*;

use super::shown;
use crate::app::Msg;
use crate::app::golden::{GoldenMsg, View};
use crate::browser::store::Store;
use crate::gateway::side::Side;
use crate::golden::check::Outcome;
use crate::golden::matrix::{Filter, Folded, MatrixRow, results_of, rows};
use crate::golden::result::CallResult;
use crate::measure::number::{NOTHING, milliseconds, usd, whole};
use crate::measure::schedule::Lane;
use crate::route::Route;
use crate::ui::parts::icon::{Shape, shape};

/// Rows of a page of the table.
const ROWS: usize = 50;
/// Characters of an answer in a cell.
const CELL: usize = 120;

/// The panel.
#[component]
pub fn Results() -> impl IntoView {
    let store = Store::here();
    let redraw = store.select(shown);
    let view_now = store.select(|model| model.golden.view);
    let all = Memo::new(move |_| {
        redraw.get();
        store.read(|model| {
            model.golden.session.as_ref().map(|session| rows(&session.run, &session.terms.set)).unwrap_or_default()
        })
    });
    let counts = Memo::new(move |_| {
        all.with(|rows| Filter::ALL.map(|filter| rows.iter().filter(|row| row.is_shown(filter)).count()))
    });
    let page = Memo::new(move |_| {
        let view = view_now.get();
        all.with(|rows| {
            let fitting = rows.iter().filter(|row| row.is_shown(view.filter));
            fitting.skip(view.page * ROWS).take(ROWS).cloned().collect::<Vec<MatrixRow>>()
        })
    });
    let pages = move || {
        let at = Filter::ALL.into_iter().position(|filter| filter == view_now.get().filter).unwrap_or(0);
        counts.get().get(at).copied().unwrap_or(0).div_ceil(ROWS).max(1)
    };
    let choose = move |view: View| store.dispatch(Msg::Golden(GoldenMsg::ViewChosen(view)));
    let turn = move |by: isize| {
        let view = view_now.get_untracked();
        choose(View { page: view.page.saturating_add_signed(by), open: None, ..view });
    };
    view! {
        <section class="panel" aria-labelledby="results-title">
            <div class="panel-head">
                <h2 id="results-title">"Results"</h2>
                <label class="inline">
                    <span>"Rows shown"</span>
                    <select on:change=move |event| {
                        let label = event_target_value(&event);
                        let filter = Filter::ALL.into_iter().find(|filter| filter.label() == label).unwrap_or_default();
                        choose(View { filter, page: 0, open: None });
                    }>
                        {Filter::ALL.into_iter().enumerate().map(|(at, filter)| view! {
                            <option value=filter.label() selected=move || view_now.get().filter == filter>
                                {move || format!("{} ({})", filter.label(), counts.get().get(at).copied().unwrap_or(0))}
                            </option>
                        }).collect_view()}
                    </select>
                </label>
            </div>
            <div class="scroll" tabindex="0" role="group" aria-label="Results of the set">
                <table aria-label="Results" class="golden-results">
                    <thead>
                        <tr><th scope="col">"Case"</th><th scope="col">"Source, both lanes"</th><th scope="col">"Target"</th><th scope="col">"Differs"</th><th scope="col">"Checks"</th><th scope="col"><span class="visually-hidden">"Open"</span></th></tr>
                    </thead>
                    <tbody>
                        <For each=move || page.get() key=|row| format!("{row:?}") children=move |row| view! { <Row row /> } />
                    </tbody>
                </table>
            </div>
            <Show when=move || all.with(Vec::is_empty)>
                <p class="empty">"One row for each case and each of its rows: what both gateways said, identical answers folded, and how the checks fared. Press Run set."</p>
            </Show>
            <Show when=move || { pages() > 1 }>
                <p class="buttons">
                    <button type="button" disabled=move || view_now.get().page == 0 on:click=move |_| turn(-1)>"Previous rows"</button>
                    <span>{move || format!("Page {} of {}", view_now.get().page + 1, pages())}</span>
                    <button type="button" disabled=move || { view_now.get().page + 1 >= pages() } on:click=move |_| turn(1)>"Next rows"</button>
                </p>
            </Show>
        </section>
    }
}

fn folded(answers: &[Folded]) -> AnyView {
    if answers.is_empty() {
        return view! { <span class="muted">{NOTHING}</span> }.into_any();
    }
    let items = answers.iter().map(|answer| {
        let mut words: String = answer.words.chars().take(CELL).collect();
        if words.len() < answer.words.len() {
            words.push('…');
        }
        let mark = (!answer.answered).then(|| shape(Shape::Cross));
        view! { <li>{mark} <span class="golden-words">{words}</span> <span class="muted">{(answer.count > 1).then(|| format!("× {}", answer.count))}</span></li> }
    });
    view! { <ul class="golden-folded">{items.collect_view()}</ul> }.into_any()
}

fn outcome(of: Option<Outcome>) -> AnyView {
    let (form, word) = match of {
        Some(Outcome::Pass) => (Shape::Check, "pass"),
        Some(Outcome::Fail) => (Shape::Cross, "fail"),
        Some(Outcome::Undecided) => (Shape::Half, "undecided"),
        None => return view! { <span class="muted">{NOTHING}</span> }.into_any(),
    };
    view! { <span class="verdict">{shape(form)} {word}</span> }.into_any()
}

#[component]
fn Row(row: MatrixRow) -> impl IntoView {
    let store = Store::here();
    let item = row.item;
    let name = row.name.clone();
    let open = store.select(move |model| model.golden.view.open == Some(item));
    let [of_source, of_target] = row.checks;
    let toggle = move |_| {
        let view = store.read(|model| model.golden.view);
        let open = (!open.get_untracked()).then_some(item);
        store.dispatch(Msg::Golden(GoldenMsg::ViewChosen(View { open, ..view })));
    };
    view! {
        <tr>
            <th scope="row"><code>{row.name.clone()}</code>{(row.open > 0).then(|| view! { <span class="hint">{format!(" {} to come", row.open)}</span> })}</th>
            <td>{folded(&row.source)}</td>
            <td>{folded(&row.target)}</td>
            <td>{if row.differs { "differs" } else { NOTHING }}</td>
            <td class="golden-checks"><span>"source " {outcome(of_source)}</span> <span>"target " {outcome(of_target)}</span></td>
            <td><button type="button" aria-expanded=move || if open.get() { "true" } else { "false" } aria-label=format!("Answers of {name}") on:click=toggle>"Answers"</button></td>
        </tr>
        <Show when=move || open.get()>
            <tr class="golden-open"><td colspan="6"><Answers item /></td></tr>
        </Show>
    }
}

/// Every answer of an item, with its checks.
#[component]
fn Answers(item: usize) -> impl IntoView {
    let store = Store::here();
    let (lanes, checks) = store.read(|model| {
        let Some(session) = &model.golden.session else { return (Vec::new(), Vec::new()) };
        let lanes = [
            ("Source", Side::Source, Lane::Source),
            ("Source again", Side::Source, Lane::SourceAgain),
            ("Target", Side::Target, Lane::Target),
        ];
        let lanes = lanes.map(|(name, side, lane)| (name, side, results_of(&session.run, item, lane)));
        let case = session.run.plan().items().get(item).and_then(|item| {
            let case = session.terms.set.case(*item)?;
            let row = case.rows.get(item.row)?;
            Some(case.checks.iter().map(|check| check.filled(row)).collect::<Vec<_>>())
        });
        (lanes.into_iter().collect::<Vec<_>>(), case.unwrap_or_default())
    });
    let lanes = lanes.into_iter().map(|(name, side, results)| {
        let results = results.iter().enumerate().map(|(index, result)| {
            let judged = checks.iter().map(|check| {
                let judged = check.judge(result);
                view! { <li>{outcome(Some(judged.outcome))} " " {check.name()} <span class="hint">" " {judged.words}</span></li> }
            });
            view! {
                <li>
                    <p class="golden-figures-line">{format!("{}. {}", index + 1, facts(result))}</p>
                    <p class="golden-said">{said(result)}</p>
                    <ul class="golden-judged">{judged.collect_view()}</ul>
                </li>
            }
        });
        view! {
            <div class=format!("golden-lane {}", side.word())>
                <h3>{name}</h3>
                <ol>{results.collect_view()}</ol>
            </div>
        }
    });
    view! {
        <div class="golden-lanes">{lanes.collect_view()}</div>
        <p class="buttons">
            <a href=Route::Compare.fragment() on:click=move |_| store.dispatch(Msg::Golden(GoldenMsg::PairOpened(item)))>"Open this pair in Compare"</a>
            <span class="hint">"The first repeat, in place of what stands there. Frames of a set are not kept."</span>
        </p>
    }
}

fn said(result: &CallResult) -> String {
    let calls = result.tool_calls.iter().map(|call| format!("{}({})", call.name, call.arguments));
    let all: Vec<String> = Some(result.text.clone()).filter(|text| !text.is_empty()).into_iter().chain(calls).collect();
    if all.is_empty() { result.error.clone().unwrap_or_default() } else { all.join("\n") }
}

fn facts(result: &CallResult) -> String {
    let mut facts = vec![result.word()];
    facts.extend(result.first_text_ms.map(|ms| format!("first text {}", milliseconds(ms))));
    facts.extend(result.total_ms.map(|ms| format!("total {}", milliseconds(ms))));
    facts.extend(result.completion_tokens.map(|tokens| format!("{} tokens", whole(tokens))));
    facts.extend(result.cost().map(usd));
    facts.extend(result.finish_reason.clone());
    facts.extend(result.provider.clone());
    if !result.earlier.is_empty() {
        facts.push(format!("after {}", result.earlier.join(", ")));
    }
    facts.join(" · ")
}
