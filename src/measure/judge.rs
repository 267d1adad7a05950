//! The verdict on every metric of a comparison: interval beside margin, corrected for the number of metrics.
//! **Invariant:** a difference counts only if the target stands out from the source more than the source does from
//! itself; if the source does not keep to itself, or too little could be measured, the verdict is undecided.

use super::correction::holm;
use super::equivalence::{MOST_PAIRS, Position, Verdict};
use super::explanation::{Explanation, Figure, Input};
use super::lanes::{Effect, Evidence, evidence};
use super::metric::{Measured, Metric};
use super::rules::Rules;
use super::special::normal_quantile;

/// Everything about the verdict on one metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The metric's name.
    pub name: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Why it is this one.
    pub reason: Reason,
    /// Pairs that were judged.
    pub pairs: usize,
    /// Pairs that could not be measured.
    pub left_out: usize,
    /// The target against the source; `None` with too few pairs for an interval.
    pub target: Option<Effect>,
    /// The source against itself; `None` also for agreements, of which it is a part.
    pub itself: Option<Effect>,
    /// How likely the target stands out so much by chance, before the correction.
    pub stands_out: Figure,
    /// The same after the correction for the number of metrics.
    pub stands_out_adjusted: Figure,
    /// How likely the source's two runs differ so much by chance.
    pub unlike_itself: Option<Figure>,
    /// Size and direction of the difference in words.
    pub words: String,
    /// How the verdict came about.
    pub explanation: Explanation,
}

/// Why a verdict is what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The interval lies in the margin.
    Inside,
    /// The interval lies outside, and the target stands out.
    Outside,
    /// The interval lies across a limit.
    Astride,
    /// There are fewer pairs than the rules ask for.
    TooFewPairs,
    /// More pairs than the rules allow could not be measured.
    TooManyLeftOut,
    /// The interval lies outside, but so may a third run of the source.
    NotBeyondItself,
    /// The two runs of the source differ from each other.
    SourceUnlikeItself,
}

impl Reason {
    /// A sentence.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Reason::Inside => "Every difference that the data leave possible lies within the margin.",
            Reason::Outside => {
                "Every difference that the data leave possible lies outside the margin, and the target differs from the \
                 source more than the source does from itself."
            }
            Reason::Astride => "The data leave differences possible that matter and such that do not.",
            Reason::TooFewPairs => "There are too few pairs for a verdict.",
            Reason::TooManyLeftOut => {
                "Too many pairs could not be measured: what is left may be the better part. The success rate judges \
                 them."
            }
            Reason::NotBeyondItself => {
                "The estimate lies outside the margin, but one more run of the source could have come out like this too."
            }
            Reason::SourceUnlikeItself => {
                "The source differs from itself between its two runs of a pair, so that there is nothing to compare \
                 with. A cache that only the second run meets does this."
            }
        }
    }
}

/// Judges all metrics of one comparison. All of them have to be given at once: the correction needs their number.
#[must_use]
pub fn judge(metrics: &[Metric], rules: &Rules) -> Vec<Judgement> {
    let evidence: Vec<Evidence> =
        metrics.iter().zip(0_u64..).map(|(metric, stream)| evidence(metric, rules, stream)).collect();
    let chances: Vec<f64> = evidence.iter().map(|evidence| evidence.stands_out.value).collect();
    let adjusted = holm(&chances);
    metrics
        .iter()
        .zip(evidence)
        .zip(adjusted)
        .map(|((metric, evidence), adjusted)| judged(metric, evidence, adjusted, &chances, rules))
        .collect()
}

fn judged(metric: &Metric, evidence: Evidence, adjusted: f64, chances: &[f64], rules: &Rules) -> Judgement {
    let (verdict, reason) = decide(&evidence, adjusted, rules);
    let explanation = explanation(metric, &evidence, adjusted, rules);
    let stands_out_adjusted = Figure::new(
        adjusted,
        "Holm (1979): the k-th smallest of m probabilities times m − k + 1, never smaller than the one before it",
        vec![Input::series("probabilities of all metrics", chances)],
        "Fewer metrics, or a smaller probability of this one, would make it smaller.",
    );
    Judgement {
        name: metric.name.clone(),
        verdict,
        reason,
        pairs: evidence.pairs,
        left_out: evidence.left_out,
        target: evidence.target,
        itself: evidence.itself,
        stands_out: evidence.stands_out,
        stands_out_adjusted,
        unlike_itself: evidence.unlike_itself,
        words: evidence.words,
        explanation,
    }
}

fn decide(evidence: &Evidence, adjusted: f64, rules: &Rules) -> (Verdict, Reason) {
    let undecided = |more_pairs, reason| (Verdict::Undecided { more_pairs }, reason);
    let missing = |least: usize| u32::try_from(least.saturating_sub(evidence.pairs)).ok();
    let Some(interval) = evidence.interval.filter(|_| evidence.pairs >= evidence.least_pairs) else {
        return undecided(missing(evidence.least_pairs.max(2)), Reason::TooFewPairs);
    };
    if evidence.unlike_itself.as_ref().is_some_and(|figure| figure.value <= rules.false_alarms) {
        return undecided(None, Reason::SourceUnlikeItself);
    }
    let all = (evidence.pairs + evidence.left_out) as f64;
    match evidence.band.position(&interval) {
        Position::Outside if adjusted <= rules.false_alarms => (Verdict::Fail, Reason::Outside),
        Position::Outside => undecided(pairs_to_stand_out(evidence, adjusted, rules), Reason::NotBeyondItself),
        Position::Inside if evidence.pairs < evidence.least_pairs_to_pass => {
            undecided(missing(evidence.least_pairs_to_pass), Reason::TooFewPairs)
        }
        Position::Inside if evidence.left_out as f64 > rules.most_left_out * all => {
            undecided(None, Reason::TooManyLeftOut)
        }
        Position::Inside => (Verdict::Pass, Reason::Inside),
        Position::Astride => undecided(evidence.more_pairs, Reason::Astride),
    }
}

/// About how many more pairs make the target stand out, if they were like those seen: the normal score of a probability
/// grows with the square root of the number of pairs.
fn pairs_to_stand_out(evidence: &Evidence, adjusted: f64, rules: &Rules) -> Option<u32> {
    let chance = evidence.stands_out.value;
    let wanted = -normal_quantile(chance * rules.false_alarms / adjusted);
    let seen = -normal_quantile(chance);
    let times = (wanted / seen) * (wanted / seen);
    let more = evidence.pairs as f64 * (times - 1.0);
    (seen > 0.1 && more <= MOST_PAIRS).then(|| more.ceil().max(1.0) as u32)
}

fn explanation(metric: &Metric, evidence: &Evidence, adjusted: f64, rules: &Rules) -> Explanation {
    let shown = |effect: f64| match metric.measured {
        Measured::Quantity { .. } => libm::exp(effect),
        Measured::Success { .. } | Measured::Agreement { .. } => effect,
    };
    let mut inputs = Vec::new();
    let mut change = Vec::new();
    if let Some(interval) = evidence.interval {
        let (lower, upper) = (shown(interval.lower), shown(interval.upper));
        inputs.extend([Input::number("lower bound", lower), Input::number("upper bound", upper)]);
        if evidence.band.most.is_some() {
            change.push(format!(
                "An upper limit of {upper:.3} or more would hold the interval, one below {lower:.3} would not touch it."
            ));
        }
        if evidence.band.least.is_some() {
            change.push(format!(
                "A lower limit of {lower:.3} or less would hold the interval, one above {upper:.3} would not touch it."
            ));
        }
    } else {
        change.push("More pairs would give an interval.".to_owned());
    }
    let limits = [("lower limit", evidence.band.least), ("upper limit", evidence.band.most)];
    inputs.extend(limits.into_iter().filter_map(|(name, limit)| Some(Input::number(name, shown(limit?)))));
    inputs.extend([
        Input::number("probability that the target stands out by chance, corrected", adjusted),
        Input::number("accepted rate of false alarms", rules.false_alarms),
        Input::count("pairs", evidence.pairs),
        Input::count("pairs left out", evidence.left_out),
    ]);
    Explanation {
        formula: "pass: the interval lies within the limits; fail: it lies outside of them and the corrected \
                  probability is at most the accepted rate; else undecided, with about as many more pairs as would take \
                  the interval off the limit, or the probability to the accepted rate, if they were like those seen",
        inputs,
        seed: matches!(metric.measured, Measured::Quantity { .. }).then_some(rules.seed),
        what_would_change_it: change.join(" "),
    }
}
