//! How alike the texts are. Different words alone fail nothing.

use super::{Case, Layer, Reason, Standing, Verdict};
use crate::compare::text_difference::{alikeness, count_differences, text_difference};

pub(super) fn judge(case: &Case<'_>) -> Verdict {
    if let Some(verdict) = case.not_whole(Layer::Prose) {
        return verdict;
    }
    let (source, target) = (case.source.answer.text(), case.target.answer.text());
    let length = |text: &str| format!("{} characters", text.chars().count());
    if source == target {
        let reasons = vec![Reason::new(Standing::Pass, "Length", length(source), length(target))];
        let words = if source.is_empty() { "Neither answer has a text." } else { "The texts are the same." };
        return Verdict::of(Layer::Prose, reasons, words);
    }
    let runs = text_difference(source, target);
    let share = alikeness(&runs) * 100.0;
    let what = format!(
        "{share:.0} % of the words are the same; they differ in {} places. Different words alone are no failure.",
        count_differences(&runs)
    );
    Verdict::of(Layer::Prose, vec![Reason::new(Standing::Undecided, what, length(source), length(target))], "")
}
