//! The account of what was read and what was left out, and why.

use leptos::prelude::*;

use super::Found;
use crate::inventory::intake::limits;
use crate::inventory::intake::skip::SkipReason;
use crate::measure::number::{bytes, whole};
use crate::ui::parts::notice::{Tone, notice};

/// Messages shown at once; the rest is folded away.
const OPEN_MESSAGES: usize = 3;

/// The account.
#[component]
pub fn IntakeAccount(found: Found) -> impl IntoView {
    let report = &*found.0;
    let intake = &report.intake;
    let row = |reason: SkipReason| {
        intake.skipped.get(&reason).map(|skipped| {
            let more = if skipped.count > skipped.examples.len() { ", …" } else { "" };
            view! {
                <tr>
                    <th scope="row">{reason.label()}</th>
                    <td class="figure">{whole(skipped.count as u64)}</td>
                    <td><code>{format!("{}{more}", skipped.examples.join(", "))}</code></td>
                </tr>
            }
        })
    };
    let skipped = intake.skipped_count();
    let (open, folded) = intake.diagnostics.split_at(intake.diagnostics.len().min(OPEN_MESSAGES));
    let message = |diagnostic| notice(diagnostic, Tone::Note);
    let troubles = report.troubles.clone();
    view! {
        <div class="account">
            <dl class="figures">
                <div><dt>"Files read"</dt><dd>{whole(intake.read as u64)}</dd></div>
                <div><dt>"Together"</dt><dd>{bytes(usize::try_from(intake.bytes).unwrap_or(usize::MAX))}</dd></div>
                <div><dt>"Searched in depth"</dt><dd>{whole(report.kept as u64)}</dd></div>
                <div><dt>"Left out"</dt><dd>{whole(skipped as u64)}</dd></div>
            </dl>
            {open.iter().map(message).collect_view()}
            {(!folded.is_empty()).then(|| view! {
                <details>
                    <summary>{format!("{} more messages", folded.len())}</summary>
                    {folded.iter().map(message).collect_view()}
                </details>
            })}
            {(skipped > 0).then(|| view! {
                <details>
                    <summary>"What was left out (" {whole(skipped as u64)} ")"</summary>
                    <div class="scroll" tabindex="0" role="group" aria-label="What was left out, table">
                        <table aria-label="Left out">
                            <thead><tr><th scope="col">"Why"</th><th scope="col" class="figure">"Count"</th><th scope="col">"Such as"</th></tr></thead>
                            <tbody>{SkipReason::ALL.map(row)}</tbody>
                        </table>
                    </div>
                </details>
            })}
            {(!troubles.is_empty()).then(|| view! {
                <details>
                    <summary>{format!("Not understood as a whole ({})", troubles.len())}</summary>
                    <p class="hint">"What the reader of the language did not understand was searched as plain text."</p>
                    <ul>{troubles.into_iter().map(|trouble| view! { <li><code>{trouble}</code></li> }).collect_view()}</ul>
                </details>
            })}
            <p class="hint">{limits::total_text()} " " {limits::file_text()} " " {limits::zip_text()}</p>
        </div>
    }
}
