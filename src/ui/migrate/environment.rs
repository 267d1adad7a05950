//! The Environment part: which variables get which names, and the lines for before and after.
//! **Invariant:** names only; no value of a variable is here.

use std::sync::Arc;

use leptos::prelude::*;

use super::scan_state::{KeyMoveChoice, Outdated, with_report};
use crate::app::Copyable;
use crate::browser::store::Store;
use crate::gateway::side::Side;
use crate::inventory::protocol::Report;
use crate::migrate::patch::environment::{EnvironmentRow, OldName};
use crate::ui::parts::copy_button::CopyButton;

/// So many files of a variable are listed at once.
const FILES: usize = 8;

/// The region "Environment".
#[component]
pub fn EnvironmentPanel() -> impl IntoView {
    let store = Store::here();
    let has_choices = store.select(|model| model.inventory.settled.is_some());
    view! {
        <section class="panel environment" aria-label="Environment">
            <div class="panel-head"><h2>"Environment"</h2></div>
            <Show when=move || has_choices.get()><div class="choices"><KeyMoveChoice /></div></Show>
            <Outdated />
            {with_report(
                "The variables that hold a key or an address will be here, with their new names and the files that read them.",
                |report| view! { <Variables report /> }.into_any(),
            )}
        </section>
    }
}

#[component]
fn Variables(report: Arc<Report>) -> impl IntoView {
    let environment = &report.environment;
    let left_out = environment.left_out;
    if environment.rows.is_empty() && left_out == 0 {
        return view! { <p class="empty">"The scanned code reads no variable that holds a key or an address of the source."</p> }
            .into_any();
    }
    let rows = environment.rows.iter().map(row).collect_view();
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label="Variables and their files">
            <table aria-label="Variables">
                <thead>
                    <tr><th scope="col">"Old name"</th><th scope="col">"New name"</th><th scope="col">"What happens to the old one"</th><th scope="col">"Files"</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {(left_out > 0).then(|| view! {
            <p class="notice note">{format!("{left_out} more were left out: their names are no names of variables, and could be values.")}</p>
        })}
        <div class="two-tracks">
            <Settings side=Side::Source name="Before" text=environment.before.clone() />
            <Settings side=Side::Target name="After" text=environment.after.clone() />
        </div>
        <p class="hint">"Names only: the values are yours to fill in."</p>
    }
    .into_any()
}

fn row(row: &EnvironmentRow) -> impl IntoView + use<> {
    let old = match row.old {
        OldName::Stays => "stays set until the source is given up: the code falls back to it",
        OldName::Goes => "can go once the changed program runs",
        OldName::IsTheNewName => "is the new name too: only its value changes",
    };
    let file = |file: &String| view! { <li><code>{file.clone()}</code></li> };
    let files = row.files.iter().take(FILES).map(file).collect_view();
    let more: Vec<_> = row.files.iter().skip(FILES).map(file).collect();
    view! {
        <tr>
            <th scope="row"><code>{row.old_name.clone()}</code></th>
            <td><code>{row.new_name.clone()}</code></td>
            <td>{old}</td>
            <td>
                <ul>{files}</ul>
                {(!more.is_empty()).then(|| view! {
                    <details><summary>{format!("{} more files", more.len())}</summary><ul>{more}</ul></details>
                })}
            </td>
        </tr>
    }
}

/// The lines of one side.
#[component]
fn Settings(side: Side, name: &'static str, text: String) -> impl IntoView {
    view! {
        <section class=format!("panel track {}", side.word()) aria-label=name>
            <div class="panel-head">
                <h3>{name}</h3>
                <CopyButton what=Copyable::Environment(side) name="Copy" />
            </div>
            <pre class="code" tabindex="0" aria-label=format!("{name} variables")>{text}</pre>
        </section>
    }
}
