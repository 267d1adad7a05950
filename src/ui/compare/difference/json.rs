//! The differences of both answers' JSON, place by place, with what is not counted and why.

use leptos::prelude::*;
use serde_json::{Map, Value};

use crate::browser::store::Store;
use crate::compare::answer_json::answer_json;
use crate::compare::json_difference::{Difference, json_difference};
use crate::measure::number::NOTHING;

/// Rows that are shown; the texts above have all.
const MOST: usize = 300;
/// Characters of a value.
const SHOWN: usize = 120;

/// The table.
#[component]
pub fn JsonDifferences(only: RwSignal<bool>) -> impl IntoView {
    let store = Store::here();
    let stamp = store.select(|model| model.judging_stamp());
    let rows = Memo::new(move |_| {
        stamp.get()?;
        store.read(|model| {
            let (source, target) = model.ended_runs()?;
            Some(json_difference(&answer_json(source)?, &answer_json(target)?, &model.compare.judging.ignored))
        })
    });
    move || {
        rows.get().map(|rows| {
            let left_out = rows.iter().filter(|row| only.get() && row.ignored.is_some()).count();
            let shown = rows.into_iter().filter(|row| !only.get() || row.ignored.is_none()).take(MOST);
            view! {
                <div class="scroll" tabindex="0" role="group" aria-label="JSON differences, table">
                    <table aria-label="JSON differences">
                        <thead><tr>
                            <th scope="col">"Place"</th><th scope="col">"How"</th><th scope="col">"Source"</th>
                            <th scope="col">"Target"</th><th scope="col">"Not counted, because"</th>
                        </tr></thead>
                        <tbody>{shown.map(row).collect_view()}</tbody>
                    </table>
                </div>
                {(left_out > 0).then(|| view! { <p class="hint">{format!("{left_out} that are not counted are left out.")}</p> })}
            }
        })
    }
}

fn row(difference: Difference) -> AnyView {
    let value = |value: Option<Value>| {
        let text = value.map_or_else(|| NOTHING.to_owned(), |value| value.to_string());
        let mut shown: String = text.chars().take(SHOWN).collect();
        if shown.len() < text.len() {
            shown.push('…');
        }
        shown
    };
    let path = if difference.path.is_empty() { "the whole".to_owned() } else { difference.path };
    view! {
        <tr>
            <th scope="row"><code>{path}</code></th>
            <td>{difference.change.words()}</td>
            <td><code>{value(difference.source)}</code></td>
            <td><code>{value(difference.target)}</code></td>
            <td class="muted">{difference.ignored}</td>
        </tr>
    }
    .into_any()
}

/// JSON for laying over another: indented, its keys in the order of the alphabet.
pub fn canonical(value: &Value) -> String {
    serde_json::to_string_pretty(&sorted(value)).unwrap_or_default()
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        Value::Object(fields) => {
            let mut names: Vec<&String> = fields.keys().collect();
            names.sort_unstable();
            let pair = |name: &String| Some((name.clone(), sorted(fields.get(name)?)));
            Value::Object(names.into_iter().filter_map(pair).collect::<Map<String, Value>>())
        }
        other => other.clone(),
    }
}
