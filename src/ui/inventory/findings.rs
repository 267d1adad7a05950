//! The table "Findings" with its filters. Rows are shown in portions: a big project has thousands. Those of a portion come
//! a few at a time, so that the summary above need not wait for them.

use leptos::prelude::*;

use super::Found;
use crate::app::Msg;
use crate::browser::store::Store;
use crate::inventory::finding::{Action, Class, Finding};
use crate::measure::number::whole;
use crate::ui::parts::icon::{Shape, shape};
use crate::ui::parts::marked::marked;
use crate::ui::parts::row_by_row::row_by_row;

/// Rows shown at once, and added with each press.
const PORTION: usize = 200;

/// The table.
#[component]
pub fn Findings(found: Found) -> impl IntoView {
    let store = Store::here();
    let class = store.select(|model| model.inventory.class_shown);
    let action = store.select(|model| model.inventory.action_shown);
    let search = store.select(|model| model.inventory.search.clone());
    let left = store.select(|model| model.findings_shown());
    // Another filter begins at the top again.
    let room = RwSignal::new(PORTION);
    Effect::watch(move || left.get(), move |_, _, _| room.set(PORTION), false);
    let rows = Memo::new(move |_| left.with(|left| left.iter().copied().take(room.get()).collect::<Vec<_>>()));
    let wanted = Memo::new(move |_| rows.with(Vec::len));
    let there = row_by_row(wanted);
    let total = found.0.findings.len();
    let cut = found.0.total_findings.saturating_sub(total);
    let report = StoredValue::new(found);
    let count = move || {
        let (left, rows) = (left.with(Vec::len), rows.with(Vec::len));
        let of = if left == total { String::new() } else { format!(" of {}", whole(total as u64)) };
        if rows == left {
            format!("{}{of}", whole(left as u64))
        } else {
            format!("{} of {} shown", whole(rows as u64), whole(left as u64))
        }
    };
    view! {
        <section class="panel" aria-labelledby="findings-title">
            <div class="panel-head">
                <h2 id="findings-title">"Findings"</h2>
                <span class="muted" role="status">{count}</span>
            </div>
            <div class="toolbar filters">
                <label>
                    <span>"Action"</span>
                    <select on:change=move |event| {
                        let word = event_target_value(&event);
                        store.dispatch(Msg::ActionShown(Action::ALL.into_iter().find(|action| action.word() == word)));
                    }>
                        <option value="" selected=move || action.get().is_none()>"all"</option>
                        {Action::ALL.map(|choice| view! {
                            <option value=choice.word() selected=move || action.get() == Some(choice)>{choice.label()}</option>
                        })}
                    </select>
                </label>
                <label>
                    <span>"Class"</span>
                    <select on:change=move |event| {
                        let word = event_target_value(&event);
                        store.dispatch(Msg::ClassShown(Class::ALL.into_iter().find(|class| class.word() == word)));
                    }>
                        <option value="" selected=move || class.get().is_none()>"all"</option>
                        {Class::ALL.map(|choice| view! {
                            <option value=choice.word() selected=move || class.get() == Some(choice)>{choice.label()}</option>
                        })}
                    </select>
                </label>
                <label class="search">
                    <span>"Search findings"</span>
                    <input
                        type="search"
                        autocomplete="off"
                        spellcheck="false"
                        placeholder="file or code"
                        prop:value=move || search.get()
                        on:input=move |event| store.dispatch(Msg::FindingsSearched(event_target_value(&event)))
                    />
                </label>
            </div>
            {(cut > 0).then(|| view! {
                <p class="hint">{format!("{} less urgent findings are not listed here; Download SARIF has them all.", whole(cut as u64))}</p>
            })}
            <div class="scroll" tabindex="0" role="group" aria-label="Findings, table">
                <table
                    aria-label="Findings"
                    class="findings"
                    aria-busy=move || (there.get() < wanted.get()).then_some("true")
                >
                    <thead>
                        <tr>
                            <th scope="col">"File"</th>
                            <th scope="col" class="figure">"Line"</th>
                            <th scope="col" class="figure">"Column"</th>
                            <th scope="col">"Rule"</th>
                            <th scope="col">"Class"</th>
                            <th scope="col">"Confidence"</th>
                            <th scope="col">"Action"</th>
                            <th scope="col">"What to do"</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=move || rows.with(|rows| rows.iter().copied().take(there.get()).collect::<Vec<_>>())
                            key=|index| *index
                            children=move |index| report.with_value(|found| found.0.findings.get(index).map(row))
                        />
                    </tbody>
                </table>
            </div>
            <Show when=move || left.with(Vec::is_empty)>
                <p class="empty">{if total == 0 { "Nothing was found." } else { "No finding passes these filters." }}</p>
            </Show>
            <Show when=move || { left.with(Vec::len) > rows.with(Vec::len) }>
                <button type="button" class="more" on:click=move |_| room.update(|room| *room += PORTION)>
                    {format!("Show {PORTION} more")}
                </button>
            </Show>
        </section>
    }
}

fn row(finding: &Finding) -> AnyView {
    let mark = match finding.action {
        Action::MustFix => Shape::Cross,
        Action::Review => Shape::Half,
        Action::Information => Shape::Dash,
    };
    view! {
        <tr>
            <th scope="row"><code>{finding.file.clone()}</code></th>
            <td class="figure">{whole(u64::from(finding.line))}</td>
            <td class="figure">{whole(u64::from(finding.column))}</td>
            <td><code>{finding.rule.clone()}</code></td>
            <td>{finding.class.label()}</td>
            <td>{finding.confidence.word()}</td>
            <td class="verdict">{shape(mark)} <span>{finding.action.label()}</span></td>
            <td class="seen">
                <code class="finding-code">{finding.text.clone()}</code>
                <p>{marked(&finding.advice)}</p>
            </td>
        </tr>
    }
    .into_any()
}
