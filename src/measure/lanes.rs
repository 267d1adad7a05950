//! What the three lanes of one metric say: how far the target lies from the source, how far the source lies from itself,
//! and whether the target stands out among the three. Not yet a verdict: `judge` corrects for the number of metrics.
//! **Invariant:** the same arithmetic is applied to target against source and to source again against source.

use super::bootstrap::{Bootstrap, mean, mean_interval};
use super::effect::{Size, ratio_words, share_words, superiority};
use super::equivalence::more_pairs;
use super::exact::{Tails, sign_test};
use super::explanation::{Explanation, Figure, Input};
use super::interval::{Discordance, Interval, tango};
use super::margin::{Band, RatioMargin, ShareMargin};
use super::metric::{Measured, Metric};
use super::number::NOTHING;
use super::rules::Rules;
use super::sample::{Agreement, Triple, Usable};
use super::standing::standing;

/// An interval with its explanation, in the unit of its figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    /// The bounds.
    pub interval: Interval,
    /// How they came about.
    pub explanation: Explanation,
}

/// A difference and what the data leave possible, as a ratio (1 is equal) or a difference of shares (0 is equal).
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The estimate.
    pub figure: Figure,
    /// The range.
    pub range: Range,
}

/// What the lanes of one metric say.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Evidence {
    pub(super) pairs: usize,
    pub(super) left_out: usize,
    /// Fewer have no verdict.
    pub(super) least_pairs: usize,
    /// Fewer are no pass.
    pub(super) least_pairs_to_pass: usize,
    pub(super) band: Band,
    /// The interval on the scale of the band.
    pub(super) interval: Option<Interval>,
    pub(super) target: Option<Effect>,
    pub(super) itself: Option<Effect>,
    pub(super) stands_out: Figure,
    pub(super) unlike_itself: Option<Figure>,
    pub(super) more_pairs: Option<u32>,
    pub(super) words: String,
}

/// Reads the lanes of a metric. Each metric of a comparison has a stream of draws of its own.
pub(super) fn evidence(metric: &Metric, rules: &Rules, stream: u64) -> Evidence {
    match &metric.measured {
        Measured::Quantity { pairs, margin } => quantity(&Usable::of(pairs), margin, rules, stream),
        Measured::Success { pairs, margin } => success(pairs, margin, rules),
        Measured::Agreement { pairs, margin } => agreement(pairs, margin, rules),
    }
}

const TARGET_RATIO: &str =
    "exp(mean of d), d = ln target − (ln source + ln source again) / 2 in each pair: target over source, 1 is equal";
const OWN_RATIO: &str =
    "exp(mean of d), d = ln source again − ln source in each pair: the source over itself, 1 is equal";

fn quantity(usable: &Usable, margin: &RatioMargin, rules: &Rules, stream: u64) -> Evidence {
    let (band, values) = (margin.band(), &usable.values);
    let (log_ratios, own_log_ratios) = (usable.target_log_ratios(), usable.own_log_ratios());
    let draws =
        |stream| Bootstrap { confidence: rules.confidence, resamples: rules.resamples, seed: rules.seed, stream };
    let interval = mean_interval(&log_ratios, draws(2 * stream));
    let target = interval.and_then(|interval| ratio(TARGET_RATIO, &log_ratios, interval, rules));
    let own_interval = mean_interval(&own_log_ratios, draws(2 * stream + 1));
    let imagined = |pairs: f64| {
        let (interval, middle) = (interval?, mean(&log_ratios)?);
        let shrink = libm::sqrt(log_ratios.len() as f64 / pairs);
        Some(interval.map(|bound| middle + (bound - middle) * shrink))
    };
    let own_signs = Discordance::count(own_log_ratios.iter().map(|ratio| (*ratio > 0.0, *ratio < 0.0)));
    let words = target
        .as_ref()
        .zip(superiority(values))
        .map(|(effect, share)| ratio_words(effect.figure.value, &effect.range.interval, Size::of_superiority(share)));
    Evidence {
        pairs: values.len(),
        left_out: usable.left_out,
        least_pairs: rules.least_pairs,
        least_pairs_to_pass: rules.least_pairs_to_pass,
        band,
        interval,
        itself: own_interval.and_then(|interval| ratio(OWN_RATIO, &own_log_ratios, interval, rules)),
        stands_out: stands_out(band, values),
        unlike_itself: Some(unlike_itself(own_signs)),
        more_pairs: more_pairs(values.len(), band, imagined),
        words: words.unwrap_or_else(|| NOTHING.to_owned()),
        target,
    }
}

fn success(pairs: &[Triple<bool>], margin: &ShareMargin, rules: &Rules) -> Evidence {
    let counts = Discordance::count(pairs.iter().map(|pair| (pair.target, pair.source)));
    let own = Discordance::count(pairs.iter().map(|pair| (pair.source_again, pair.source)));
    let number = |yes: bool| f64::from(u8::from(yes));
    let values: Vec<[f64; 3]> =
        pairs.iter().map(|pair| [pair.source, pair.source_again, pair.target].map(number)).collect();
    let share = |lane: fn(&Triple<bool>) -> bool| pairs.iter().filter(|pair| lane(pair)).count() as f64;
    Evidence {
        itself: difference(
            "(a − b) / n: share of success of the source's second run less that of its first",
            own,
            rules,
        ),
        stands_out: stands_out(margin.band(), &values),
        unlike_itself: Some(unlike_itself(own)),
        ..shares(
            "(a − b) / n: share of success of the target less that of the source",
            counts,
            (share(|pair| pair.target), share(|pair| pair.source)),
            margin,
            rules,
        )
    }
}

fn agreement(pairs: &[Option<Agreement>], margin: &ShareMargin, rules: &Rules) -> Evidence {
    let usable = || pairs.iter().flatten();
    let counts = Discordance::count(usable().map(|pair| (pair.target_differs, pair.again_differs)));
    let (target, again) =
        (usable().filter(|pair| pair.target_differs).count(), usable().filter(|pair| pair.again_differs).count());
    Evidence {
        left_out: pairs.len() - usable().count(),
        ..shares(
            "(a − b) / n: share of answers in which the target differs from the source, less that in which the source \
             differs from itself",
            counts,
            (target as f64, again as f64),
            margin,
            rules,
        )
    }
}

/// What the kinds of shares have in common; `totals` are the numbers of yes of both.
fn shares(
    formula: &'static str,
    counts: Discordance,
    totals: (f64, f64),
    margin: &ShareMargin,
    rules: &Rules,
) -> Evidence {
    let (band, pairs) = (margin.band(), counts.pairs as usize);
    let interval = tango(counts, rules.confidence);
    let target = difference(formula, counts, rules);
    let imagined = |pairs: f64| {
        let times = pairs / counts.pairs;
        let Discordance { only_first, only_second, .. } = counts;
        tango(Discordance { only_first: only_first * times, only_second: only_second * times, pairs }, rules.confidence)
    };
    let words = target.as_ref().map(|effect| {
        let size = Size::of_shares(totals.0 / counts.pairs, totals.1 / counts.pairs);
        share_words(effect.figure.value, &effect.range.interval, size)
    });
    let tails = sign_test(counts.only_first as u64, counts.only_second as u64);
    Evidence {
        pairs,
        left_out: 0,
        least_pairs: 1,
        least_pairs_to_pass: 1,
        band,
        interval,
        itself: None,
        stands_out: Figure::new(
            in_direction(band, tails),
            "probability of as many pairs with only a, if a and b were equally likely (exact sign test, McNemar's)",
            discordant(counts),
            DISCORDANT_CHANGE,
        ),
        unlike_itself: None,
        more_pairs: more_pairs(pairs, band, imagined),
        words: words.unwrap_or_else(|| NOTHING.to_owned()),
        target,
    }
}

const DISCORDANT_CHANGE: &str = "Only pairs change it in which one says yes and the other no.";

fn discordant(counts: Discordance) -> Vec<Input> {
    vec![
        Input::count("a: pairs with only the first", counts.only_first as usize),
        Input::count("b: pairs with only the second", counts.only_second as usize),
        Input::count("n: pairs", counts.pairs as usize),
    ]
}

fn difference(formula: &'static str, counts: Discordance, rules: &Rules) -> Option<Effect> {
    let interval = tango(counts, rules.confidence)?;
    let mut inputs = discordant(counts);
    let figure = Figure::new(counts.difference(), formula, inputs.clone(), DISCORDANT_CHANGE);
    inputs.push(Input::number("confidence", rules.confidence));
    let explanation = Explanation {
        formula: "all differences that Tango's score test of paired shares (1998) does not reject",
        inputs,
        seed: None,
        what_would_change_it: format!("{DISCORDANT_CHANGE} Four times as many pairs would about halve its width."),
    };
    Some(Effect { figure, range: Range { interval, explanation } })
}

fn ratio(formula: &'static str, log_ratios: &[f64], interval: Interval, rules: &Rules) -> Option<Effect> {
    let middle = mean(log_ratios)?;
    let series = Input::series("d", log_ratios);
    let farthest = log_ratios
        .iter()
        .enumerate()
        .max_by(|(_, one), (_, other)| (*one - middle).abs().total_cmp(&(*other - middle).abs()));
    let change = farthest.filter(|_| log_ratios.len() > 1).map_or_else(String::new, |(index, value)| {
        let count = log_ratios.len() as f64;
        let without = libm::exp((middle * count - value) / (count - 1.0));
        format!("Without pair {}, the farthest one, it would be {without:.3}.", index + 1)
    });
    let figure = Figure::new(libm::exp(middle), formula, vec![series.clone()], change);
    let explanation = Explanation {
        formula: "exp of the interval of the mean of d: the wider of the studentised bootstrap and Student's t on \
                  each side",
        inputs: vec![
            series,
            Input::number("confidence", rules.confidence),
            Input::count("resamples", rules.resamples as usize),
        ],
        seed: Some(rules.seed),
        what_would_change_it: "Four times as many pairs would about halve its width; another seed would move its \
                               bounds by about a fiftieth of it. A change that strikes fewer than one pair in a third \
                               of n may not have been seen at all."
            .to_owned(),
    };
    Some(Effect { figure, range: Range { interval: interval.map(libm::exp), explanation } })
}

/// The probability that matters for a margin: of the side on which it has a limit, or of both.
const fn in_direction(band: Band, tails: Tails) -> f64 {
    match (band.least, band.most) {
        (None, Some(_)) => tails.first_more,
        (Some(_), None) => tails.second_more,
        _ => tails.both(),
    }
}

fn stands_out(band: Band, values: &[[f64; 3]]) -> Figure {
    let lane = |pick: fn(&[f64; 3]) -> f64| values.iter().map(pick).collect::<Vec<f64>>();
    Figure::new(
        in_direction(band, standing(values)),
        "probability of a target at least as far out, if any of the three values of each pair could have been the \
         target's (exact, by the sum of its ranks within the pairs)",
        vec![
            Input::series("source", &lane(|[source, _, _]| *source)),
            Input::series("source again", &lane(|[_, again, _]| *again)),
            Input::series("target", &lane(|[_, _, target]| *target)),
        ],
        "Only the order of the three values within each pair counts, not how far they lie apart.",
    )
}

fn unlike_itself(own: Discordance) -> Figure {
    Figure::new(
        sign_test(own.only_first as u64, own.only_second as u64).both(),
        "probability of so uneven a split of a and b, if both were equally likely (exact sign test, both sides)",
        vec![
            Input::count("a: pairs in which the source's second run is higher", own.only_first as usize),
            Input::count("b: pairs in which its first run is higher", own.only_second as usize),
        ],
        "A cache that only the second run meets would make it small; the order of the runs is shuffled against that.",
    )
}
