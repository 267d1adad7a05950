//! The region "Summary": counts by class and action, keys in the code, what was read, and the ways on.

use leptos::prelude::*;

use super::Found;
use super::intake::IntakeAccount;
use crate::app::patch::{Deliver, Tab};
use crate::app::{Model, Msg};
use crate::browser::store::Store;
use crate::diagnostic::Diagnostic;
use crate::inventory::finding::{Action, Class};
use crate::inventory::protocol::{Output, Report};
use crate::measure::number::whole;
use crate::route::Route;
use crate::ui::parts::notice::{Tone, notice};

/// The region.
#[component]
pub fn Summary(found: Found) -> impl IntoView {
    let report = &*found.0;
    let opened = Store::here().select(|model| model.inventory_report().is_none());
    view! {
        {keys_in_code(report.live_keys)}
        <section class="panel" aria-labelledby="summary-title">
            <div class="panel-head"><h2 id="summary-title">"Summary"</h2></div>
            <p role="status">{sentence(report)}</p>
            <Show when=move || opened.get()>
                <p class="muted">"As the opened case carries it: without the code, so without a patch. Scan the code for that."</p>
            </Show>
            <div class="summary-parts">
                <div>
                    {(report.total_findings > 0).then(|| counts(report))}
                    <WaysOn found=found.clone() />
                </div>
                {(!opened.get_untracked()).then(|| view! { <IntakeAccount found=found.clone() /> })}
            </div>
        </section>
    }
}

fn keys_in_code(count: u32) -> Option<AnyView> {
    let what = match count {
        0 => return None,
        1 => "A key stands in the code.".to_owned(),
        many => format!("{many} keys stand in the code."),
    };
    let rotate = Diagnostic::new(
        what,
        "Whoever can read the code, or its history, can use it. What is shown and saved here is masked; the paste field shows what you pasted.",
        "Rotate: revoke the key on the gateway's page, make a new one, and read it from the environment.",
    );
    Some(notice(&rotate, Tone::Alert))
}

fn sentence(report: &Report) -> String {
    let of = |action: Action| {
        report.counts.iter().filter(|count| count.action == action).map(|count| u64::from(count.count)).sum::<u64>()
    };
    let read = report.intake.read;
    let files = if read == 1 { "1 file".to_owned() } else { format!("{} files", whole(read as u64)) };
    match report.total_findings {
        0 => format!("Nothing in {files} speaks to OpenRouter, as far as the rules can see."),
        total => format!(
            "{} {} in {files}: {} must be fixed, {} to review, {} for information.",
            whole(total as u64),
            if total == 1 { "finding" } else { "findings" },
            whole(of(Action::MustFix)),
            whole(of(Action::Review)),
            whole(of(Action::Information)),
        ),
    }
}

fn counts(report: &Report) -> impl IntoView + use<> {
    let count = |class: Class, action: Action| {
        let found = report.counts.iter().find(|count| count.class == class && count.action == action);
        found.map_or(0, |count| count.count)
    };
    let row = |class: Class| {
        let numbers = Action::ALL.map(|action| count(class, action));
        (numbers.iter().sum::<u32>() > 0).then(|| {
            view! {
                <tr>
                    <th scope="row">{class.label()}</th>
                    {numbers.map(|number| view! { <td class="figure" class:muted=number == 0>{whole(u64::from(number))}</td> })}
                </tr>
            }
        })
    };
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label="Counts by class and action">
            <table aria-label="Counts" class="counts">
                <thead>
                    <tr>
                        <th scope="col">"Class"</th>
                        {Action::ALL.map(|action| view! { <th scope="col" class="figure">{action.label()}</th> })}
                    </tr>
                </thead>
                <tbody>{Class::ALL.map(row)}</tbody>
            </table>
        </div>
    }
}

/// What a person can do with the findings.
#[component]
fn WaysOn(found: Found) -> impl IntoView {
    let store = Store::here();
    let ids = found.0.models.len();
    let report = StoredValue::new(found);
    let taken = store.select(move |model: &Model| {
        let text = &model.models.ids_text;
        report.with_value(|found| found.0.models.iter().all(|(id, _)| text.lines().any(|line| line.trim() == id)))
    });
    let opened = store.select(|model| model.inventory_report().is_none());
    let failed = store.select(|model| model.migrate.patch.failed.clone());
    let ids_words = if ids == 1 { "1 model id is in use.".to_owned() } else { format!("{ids} model ids are in use.") };
    view! {
        <div class="ways-on">
            {(ids > 0).then(|| view! {
                <p>
                    <button
                        type="button"
                        aria-disabled=move || taken.get().then_some("true")
                        on:click=move |_| store.dispatch(Msg::InventoryModelsTaken)
                    >
                        "Use these model IDs"
                    </button>
                    <span role="status">
                        {move || if taken.get() {
                            view! { "All of them stand on the page " <a href=Route::Models.fragment()>"Models"</a> "." }.into_any()
                        } else {
                            view! { {ids_words.clone()} }.into_any()
                        }}
                    </span>
                </p>
            })}
            <Show when=move || !opened.get()>
                <p>
                    <button type="button" on:click=move |_| store.dispatch(Msg::OutputPressed(Output::Sarif, Deliver::Download))>"Download SARIF"</button>
                    <a href=Route::Migrate.fragment() on:click=move |_| store.dispatch(Msg::MigrateTabChosen(Tab::Patch))>"Open the patch"</a>
                </p>
            </Show>
            {move || failed.get().map(|why| notice(&why, Tone::Alert))}
        </div>
    }
}
