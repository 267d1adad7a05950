//! The panel "Fields that your code reads": whether each is in both answers.

use leptos::prelude::*;

use crate::browser::store::Store;
use crate::compare::fields_read::{Seen, seen};
use crate::gateway::side::Side;

/// One field with what each side says of it; `None` before a run.
#[derive(Clone, PartialEq)]
struct Row {
    field: String,
    sides: [Option<Seen>; 2],
}

/// The panel. Without a scan, or where the code reads no such field, there is none.
#[component]
pub fn FieldsRead() -> impl IntoView {
    let store = Store::here();
    let rows = store.select(|model| {
        let fields = model.findings_report().map(|report| report.response_fields.as_slice()).unwrap_or_default();
        // While a stream runs, every frame would be read again for each that comes.
        let of = |side: Side, field: &str| {
            model.compare.runs.get(side).as_ref().filter(|run| !run.is_running()).map(|run| seen(run, field))
        };
        let row = |field: &String| Row { field: field.clone(), sides: Side::BOTH.map(|side| of(side, field)) };
        fields.iter().map(row).collect::<Vec<_>>()
    });
    move || {
        let rows = rows.get();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="panel" aria-label="Fields that your code reads">
                    <div class="panel-head"><h2>"Fields that your code reads"</h2></div>
                    <p class="muted">"From the scan on the Inventory page; looked up in the raw frames of both answers."</p>
                    <div class="scroll" tabindex="0" role="group" aria-label="Fields that your code reads, table">
                        <table aria-label="Fields read">
                            <thead><tr><th scope="col">"Field"</th><th scope="col">"Source"</th><th scope="col">"Target"</th></tr></thead>
                            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                        </table>
                    </div>
                </section>
            }
        })
    }
}

fn row(row: Row) -> AnyView {
    let cell = |seen: Option<Seen>| match seen {
        None => view! { <td class="muted">"not run"</td> }.into_any(),
        Some(Seen::Value(value)) => view! { <td><code>{value}</code></td> }.into_any(),
        Some(Seen::Absent) => view! { <td><strong>"absent"</strong></td> }.into_any(),
        Some(Seen::NotInThisAnswer) => view! { <td class="muted">"not in an answer like this"</td> }.into_any(),
        Some(Seen::NotRead) => view! { <td class="muted">"not read to its end"</td> }.into_any(),
    };
    view! { <tr><th scope="row"><code>{row.field}</code></th>{row.sides.map(cell)}</tr> }.into_any()
}
