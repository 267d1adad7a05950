//! The Report page: link, file, and the case that was opened.

use leptos::prelude::*;

use super::parts::copy_button::CopyButton;
use super::parts::notice::{Tone, notice};
use super::parts::page_head::PageHead;
use crate::app::check::{Step, StepState};
use crate::app::report::Part;
use crate::app::{ChosenFile, Copyable, Model, Msg};
use crate::browser::store::Store;
use crate::browser::{clock, files};
use crate::compare::text_difference::{count_differences, text_difference};
use crate::gateway::side::Side;
use crate::inventory::finding::Action;
use crate::measure::number::{NOTHING, milliseconds, usd, whole};

/// The case as link and file.
#[component]
pub fn ReportPage() -> impl IntoView {
    let store = Store::here();
    let opened = store.select(|model| model.report.opened.clone());
    let simulated = store.select(|model| model.demo);
    // The size is that of the link as it stands; the moment in it has always the same length.
    let size = store.select(|model| {
        let draft = model.link(&clock::moment());
        (draft.fragment.len(), draft.left_out)
    });
    view! {
        <PageHead
            title="Report"
            purpose="One link or one file carries the whole case: gateways, models, request, both answers."
            step="keep the evidence"
        >
            <label class="file">
                <span>"Open case"</span>
                <input type="file" accept="application/json,.json" on:change=move |event| files::read_chosen(store, &event, ChosenFile::Case, |_, text| Msg::CaseFileRead(text)) />
            </label>
            <button type="button" on:click=move |_| store.dispatch(Msg::CaseDownloadPressed(clock::moment()))>"Download JSON"</button>
            <CopyButton what=Copyable::Link name="Copy link" primary=true />
        </PageHead>
        {move || opened.get().map(|opened| match opened {
            Ok(case) => view! {
                <div class="notice note" role="status">
                    <p class="notice-what">"You opened a case of " {case.created} "."</p>
                    <p>
                        {if case.simulated { "What it shows came from simulated gateways. " } else { "" }}
                        "Written by version " {case.tool} ". It carries no keys, and opening it sent nothing."
                    </p>
                    <p class="notice-do">"Look through the pages. To run it again, check the addresses on the Connect page, then enter your own keys there."</p>
                </div>
            }.into_any(),
            Err(problem) => notice(&problem, Tone::Alert),
        })}
        <Summary />
        <section class="panel" aria-labelledby="carry-title">
            <div class="panel-head">
                <h2 id="carry-title">"What the case carries"</h2>
                <Show when=move || simulated.get()><span class="tag">"simulated"</span></Show>
            </div>
            <ul class="parts" aria-label="What the case carries">
                <li><span class="fixed-part">"Profiles, base URLs, names of key variables"</span><span class="muted">"always"</span></li>
                {Part::ALL.map(|part| {
                    let carried = store.select(move |model| model.carries(part));
                    view! {
                        <li>
                            <label class="check">
                                <input
                                    type="checkbox"
                                    prop:checked=move || carried.get()
                                    on:change=move |event| store.dispatch(Msg::PartChosen(part, event_target_checked(&event)))
                                />
                                <span>{part.name()}</span>
                            </label>
                        </li>
                    }
                })}
                <li><span class="fixed-part">"Keys"</span><span class="muted">"never: the format has no field for one"</span></li>
            </ul>
            <p class="link-size" role="status">
                {move || {
                    let (length, left_out) = size.get();
                    let verdict = match length {
                        0..2_000 => "short enough for every chat",
                        2_000..8_000 => "fits mail and issue trackers; some chats cut it",
                        8_000..32_000 => "fits browsers and most trackers; too long for chats",
                        _ => "fits browsers; send the file instead where links are cut",
                    };
                    let missing = match left_out.as_slice() {
                        [] => "",
                        [Part::Frames] => " The raw frames are left out of the link; the file has them.",
                        [Part::Inventory] => " The findings are left out of the link; the file has them.",
                        _ => " The raw frames and the findings are left out of the link; the file has them.",
                    };
                    format!("The link has {} characters: {verdict}.{missing}", whole(length as u64))
                }}
            </p>
        </section>
    }
}

/// What the case says, in one look.
#[component]
fn Summary() -> impl IntoView {
    let store = Store::here();
    let aliases = store.select(|model| {
        let rows = &model.models.rows;
        let approved = rows.iter().filter(|row| row.is_approved()).count();
        match rows.len() {
            0 => "not validated".to_owned(),
            count => format!("{count} ids: {approved} approved, {} unresolved", count - approved),
        }
    });
    let findings = store.select(|model| match model.findings_report() {
        None => "not scanned".to_owned(),
        Some(report) => {
            let must_fix = report.counts.iter().filter(|count| count.action == Action::MustFix);
            let must_fix: u32 = must_fix.map(|count| count.count).sum();
            format!("{} in {} files, {must_fix} of them must be fixed", report.total_findings, report.hashes.len())
        }
    });
    let texts = store.select(|model| model.texts().map(|texts| texts.map(ToOwned::to_owned)));
    let difference = Memo::new(move |_| match &*texts.read() {
        None => "not taken".to_owned(),
        Some([source, target]) => match count_differences(&text_difference(source, target)) {
            0 => "none".to_owned(),
            1 => "1 place".to_owned(),
            count => format!("{count} places"),
        },
    });
    let of_side = move |side: Side, read: fn(&Model, Side) -> String| {
        let text = store.select(move |model| read(model, side));
        view! { <td>{move || text.get()}</td> }
    };
    let row = move |name: &'static str, read: fn(&Model, Side) -> String| {
        view! { <tr><th scope="row">{name}</th>{of_side(Side::Source, read)}{of_side(Side::Target, read)}</tr> }
    };
    view! {
        <section class="panel" aria-labelledby="summary-title">
            <div class="panel-head"><h2 id="summary-title">"What was seen"</h2></div>
            <div class="scroll" tabindex="0" role="group" aria-label="What was seen, table">
                <table aria-label="Summary">
                    <thead>
                        <tr>
                            <td></td>
                            <th scope="col" class="side-word source">"Source"</th>
                            <th scope="col" class="side-word target">"Target"</th>
                        </tr>
                    </thead>
                    <tbody>
                        {row("Gateway", |model, side| {
                            let settings = model.gateways.get(side);
                            format!("{}, {}", settings.profile.name, settings.base_url_text)
                        })}
                        {row("Connection", |model, side| {
                            let check = model.check.get(side);
                            let passed = Step::ALL.into_iter().filter(|step| matches!(check.step(*step), StepState::Passed { .. }));
                            if check.is_empty() { "not checked".to_owned() } else { format!("{} of {} steps passed", passed.count(), Step::ALL.len()) }
                        })}
                        {row("Answer", |model, side| match model.compare.runs.get(side) {
                            None => "not run".to_owned(),
                            Some(run) => run.state.words(),
                        })}
                        {row("Time to first token", |model, side| {
                            let run = model.compare.runs.get(side).as_ref().filter(|run| run.stream);
                            run.and_then(|run| run.marks.first_text).map_or_else(|| NOTHING.to_owned(), milliseconds)
                        })}
                        {row("Total time", |model, side| {
                            let run = model.compare.runs.get(side).as_ref();
                            run.and_then(|run| run.marks.end).map_or_else(|| NOTHING.to_owned(), milliseconds)
                        })}
                        {row("Cost", |model, side| {
                            let run = model.compare.runs.get(side).as_ref();
                            let cost = run.and_then(|run| run.answer.usage.as_ref()).and_then(|usage| usage.cost);
                            cost.map_or_else(|| NOTHING.to_owned(), usd)
                        })}
                        <tr><th scope="row">"Findings in the code"</th><td colspan="2">{move || findings.get()}</td></tr>
                        <tr><th scope="row">"Model ids"</th><td colspan="2">{move || aliases.get()}</td></tr>
                        <tr><th scope="row">"Differences of the texts"</th><td colspan="2">{move || difference.get()}</td></tr>
                    </tbody>
                </table>
            </div>
        </section>
    }
}
