//! The figures of a run, drawn from data; each with its table and its files.

use leptos::prelude::*;

use super::shown;
use crate::app::Msg;
use crate::browser::store::Store;
use crate::gateway::money::Usd;
use crate::gateway::side::{PerSide, Side};
use crate::golden::figure::{Figure, SideCost, cost, latency};
use crate::golden::result::CallResult;
use crate::golden::run::GoldenRun;
use crate::golden::samples::finished;
use crate::ui::parts::drawing::draw;

/// The times of both sides, all lanes and repeats of the counted pairs.
fn times(run: &GoldenRun, value: impl Fn(&CallResult) -> Option<f64>) -> [Vec<f64>; 2] {
    let mut sides = [Vec::new(), Vec::new()];
    for [source, again, target] in finished(run).into_iter().flatten() {
        let of = |result: &CallResult| value(result).filter(|_| result.is_answered());
        let [of_source, of_target] = &mut sides;
        of_source.extend([source, again].into_iter().filter_map(of));
        of_target.extend(of(target));
    }
    sides
}

fn costs(run: &GoldenRun) -> PerSide<SideCost> {
    let nothing = SideCost { total: Usd(rust_decimal::Decimal::ZERO), successes: 0, calls: 0, unreported: 0 };
    let mut sides = PerSide { source: nothing, target: nothing };
    for [source, again, target] in finished(run).into_iter().flatten() {
        for (side, result) in [(Side::Source, source), (Side::Source, again), (Side::Target, target)] {
            let side = sides.get_mut(side);
            side.calls += 1;
            side.successes += u64::from(result.is_answered());
            match result.cost() {
                Some(cost) => side.total = crate::golden::price::sum(side.total, cost),
                None if result.is_answered() => side.unreported += 1,
                None => {}
            }
        }
    }
    sides
}

fn all(run: &GoldenRun) -> [Option<Figure>; 3] {
    let name = "Latency distribution";
    let [source, target] = times(run, |result| result.total_ms);
    let total = latency(name, "Total time", &source, &target);
    let [source, target] = times(run, |result| result.first_text_ms);
    let first = latency("Time to first token", "Time to first token", &source, &target);
    let costs = costs(run);
    [total, first, cost(costs.source, costs.target)]
}

/// All figures.
#[component]
pub fn Figures() -> impl IntoView {
    let store = Store::here();
    let redraw = store.select(shown);
    let figures = Memo::new(move |_| {
        redraw.get();
        store.read(|model| model.golden.session.as_ref().map(|session| all(&session.run)))
    });
    let figure = move |at: usize| Memo::new(move |_| figures.with(|figures| figures.as_ref()?.get(at)?.clone()));
    let (total, first, cost) = (figure(0), figure(1), figure(2));
    view! {
        <div class="golden-figures">
            <OneFigure name="Latency distribution" figure=total empty="Every call as a point, and the share of calls that were done by a time, both gateways on one scale." />
            <Show when=move || first.get().is_some()>
                <OneFigure name="Time to first token" figure=first empty="" />
            </Show>
            <OneFigure name="Cost" figure=cost empty="What a successful request cost on each side." />
        </div>
    }
}

#[component]
fn OneFigure(name: &'static str, figure: Memo<Option<Figure>>, empty: &'static str) -> impl IntoView {
    let store = Store::here();
    let save = move |as_image: bool| {
        if let Some(figure) = figure.get_untracked() {
            store.dispatch(Msg::FigureSaved(figure.name, figure.to_svg(), as_image));
        }
    };
    view! {
        <figure class="panel golden-figure" aria-label=name>
            <h2>{name}</h2>
            {move || match figure.get() {
                None => view! { <p class="empty">{empty}</p> }.into_any(),
                Some(figure) => drawn(&figure),
            }}
            <Show when=move || figure.get().is_some()>
                <div class="buttons">
                    <button type="button" on:click=move |_| save(false)>"Download SVG"</button>
                    <button type="button" on:click=move |_| save(true)>"Download PNG"</button>
                </div>
                <details>
                    <summary>"Show data"</summary>
                    {move || figure.get().map(|figure| table(&figure))}
                </details>
            </Show>
        </figure>
    }
}

fn drawn(figure: &Figure) -> AnyView {
    view! {
        {draw(figure.wide.clone(), figure.caption.clone(), "drawing wide")}
        {draw(figure.narrow.clone(), figure.caption.clone(), "drawing narrow")}
        <figcaption>{figure.caption.clone()} " " {figure.legend.clone()}</figcaption>
    }
    .into_any()
}

fn table(figure: &Figure) -> AnyView {
    let heads = figure.heads.iter().map(|head| view! { <th scope="col">{*head}</th> }).collect_view();
    let rows = figure.rows.iter().map(|row| {
        let cells = row.iter().map(|cell| view! { <td>{cell.clone()}</td> }).collect_view();
        view! { <tr>{cells}</tr> }
    });
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label=format!("Data of {}", figure.name)>
            <table aria-label=format!("Data of {}", figure.name)><thead><tr>{heads}</tr></thead><tbody>{rows.collect_view()}</tbody></table>
        </div>
    }
    .into_any()
}
