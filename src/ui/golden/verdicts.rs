//! The verdict on every metric, each with its words, its intervals and how they came about.

use leptos::prelude::*;

use super::explained::{explained, number};
use super::{phase, shown};
use crate::app::Model;
use crate::browser::store::Store;
use crate::golden::example::WRONG_ALIAS;
use crate::golden::run::Phase;
use crate::measure::equivalence::{Verdict, overall};
use crate::measure::judge::Judgement;
use crate::ui::parts::icon::{Shape, shape};

fn mark(verdict: Verdict) -> (Shape, String) {
    match verdict {
        Verdict::Pass => (Shape::Check, "pass".to_owned()),
        Verdict::Fail => (Shape::Cross, "fail".to_owned()),
        Verdict::Undecided { more_pairs: Some(more) } => (Shape::Half, format!("undecided: about {more} more pairs")),
        Verdict::Undecided { more_pairs: None } => (Shape::Half, "undecided".to_owned()),
    }
}

/// One sentence for the whole.
fn sentence(judged: &[Judgement]) -> String {
    let names = |kind: fn(&Verdict) -> bool| {
        let names: Vec<&str> = judged.iter().filter(|one| kind(&one.verdict)).map(|one| one.name.as_str()).collect();
        names.join(", ")
    };
    let (failed, open) =
        (names(|verdict| *verdict == Verdict::Fail), names(|verdict| matches!(verdict, Verdict::Undecided { .. })));
    match overall(&judged.iter().map(|one| one.verdict).collect::<Vec<_>>()) {
        Verdict::Fail => format!("The target is not equivalent within the margins: {failed}."),
        Verdict::Pass => "The target is equivalent within every margin.".to_owned(),
        Verdict::Undecided { .. } => {
            format!("Nothing speaks against the target, and not everything is shown yet: {open}.")
        }
    }
}

/// The region.
#[component]
pub fn Verdicts() -> impl IntoView {
    let store = Store::here();
    let redraw = store.select(|model| (shown(model), phase(model)));
    let judged = Memo::new(move |_| {
        redraw.get();
        store.read(|model| model.golden.session.as_ref().map(|session| session.judged.clone()))
    });
    let planted = store.select(Model::golden_is_planted);
    let evaluating =
        store.select(|model| model.golden.session.as_ref().is_some_and(crate::app::golden::Session::is_evaluating));
    let running = move || matches!(redraw.get().1, Some(Phase::Running | Phase::Paused(_)));
    view! {
        <section class="panel" aria-label="Verdicts">
            <div class="panel-head"><h2>"Verdicts"</h2></div>
            {move || match judged.get().filter(|judged| !judged.is_empty()) {
                None if running() => view! {
                    <p class="empty">"The verdict is made once, when the run has ended: looking again and again would find differences by chance. Stop ends the run and judges what there is."</p>
                }.into_any(),
                None if evaluating.get() => view! {
                    <p class="empty">"The run has ended. Its answers are held against their schemas, then it is judged."</p>
                }.into_any(),
                None if redraw.get().1.is_some() => view! {
                    <p class="empty">"No request of the set has its three answers, so there is nothing to judge."</p>
                }.into_any(),
                None => view! {
                    <p class="empty">"Each metric gets pass, fail or undecided, with the interval of the difference beside its margin. Press Run set."</p>
                }.into_any(),
                Some(judged) => {
                    let rows = judged.iter().map(row).collect_view();
                    view! {
                        <p role="status">{sentence(&judged)}</p>
                        {planted.get().then(|| view! { <p class="hint">{format!("The example plants a mistake: on the target its alias leads to {WRONG_ALIAS}, a dearer model. Cost has to fail; the length stays within its margin; for the rest there are too few pairs.")}</p> })}
                        <div class="scroll" tabindex="0" role="group" aria-label="Verdicts">
                            <table aria-label="Verdicts" class="golden-verdicts">
                                <thead>
                                    <tr><th scope="col">"Metric"</th><th scope="col">"Verdict"</th><th scope="col">"Difference"</th><th scope="col">"How it came about"</th></tr>
                                </thead>
                                <tbody>{rows}</tbody>
                            </table>
                        </div>
                    }.into_any()
                }
            }}
        </section>
    }
}

fn row(judgement: &Judgement) -> AnyView {
    let (form, word) = mark(judgement.verdict);
    let left_out = match judgement.left_out {
        0 => String::new(),
        left_out => format!(", {left_out} not measurable"),
    };
    let mut folds = vec![explained("Verdict".to_owned(), &judgement.explanation)];
    for (whom, effect) in [("Target against source", &judgement.target), ("Source against itself", &judgement.itself)] {
        if let Some(effect) = effect {
            folds.push(explained(format!("{whom}: {}", number(effect.figure.value)), &effect.figure.explanation));
            let interval = effect.range.interval;
            let range = format!("{whom}, interval: {} to {}", number(interval.lower), number(interval.upper));
            folds.push(explained(range, &effect.range.explanation));
        }
    }
    let chance = &judgement.stands_out_adjusted;
    folds.push(explained(format!("Stands out by chance, corrected: {}", number(chance.value)), &chance.explanation));
    folds.push(explained(
        format!("Stands out by chance: {}", number(judgement.stands_out.value)),
        &judgement.stands_out.explanation,
    ));
    if let Some(figure) = &judgement.unlike_itself {
        folds.push(explained(format!("Source unlike itself by chance: {}", number(figure.value)), &figure.explanation));
    }
    view! {
        <tr>
            <th scope="row">{judgement.name.clone()}</th>
            <td class="verdict">{shape(form)} {word}</td>
            <td><p>{judgement.words.clone()}</p><p class="hint">{format!("n = {}{left_out}. {}", judgement.pairs, judgement.reason.words())}</p></td>
            <td>{folds}</td>
        </tr>
    }
    .into_any()
}
