//! A figure with its formula, inputs, seed and what would change it, behind a fold.

use leptos::prelude::*;

use crate::measure::explanation::{Explanation, Given};

/// Numbers of a series that are written out; the rest is in the case file.
const SHOWN: usize = 60;

/// A number of a figure, with as many digits as tell it apart.
pub fn number(value: f64) -> String {
    if value == 0.0 || (value.abs() >= 1e-4 && value.abs() < 1e6) {
        let text = format!("{value:.4}");
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    format!("{value:.3e}")
}

/// The fold.
pub fn explained(name: String, explanation: &Explanation) -> AnyView {
    let inputs = explanation.inputs.iter().map(|input| {
        let value = match &input.value {
            Given::Number(value) => number(*value),
            Given::Count(count) => count.to_string(),
            Given::Series(values) => {
                let mut words: Vec<String> = values.iter().take(SHOWN).map(|value| number(*value)).collect();
                if values.len() > SHOWN {
                    words.push(format!("and {} more", values.len() - SHOWN));
                }
                words.join(", ")
            }
        };
        view! { <div><dt>{input.name}</dt><dd>{value}</dd></div> }
    });
    let seed = explanation.seed.map(|seed| view! { <div><dt>"seed"</dt><dd>{seed.to_string()}</dd></div> });
    view! {
        <details class="explained">
            <summary>{name}</summary>
            <p>{explanation.formula}</p>
            <dl>{inputs.collect_view()} {seed}</dl>
            <p class="hint">{explanation.what_would_change_it.clone()}</p>
        </details>
    }
    .into_any()
}
