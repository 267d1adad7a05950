//! Figures as data: a strip plot with the share below it (ECDF) for times, bars for costs, each with what it says in words
//! and with its table. Not their files and not their elements: those are made from the drawing.
//! **Invariant:** both tracks have one scale; every shape lies within the drawing; a caption says what is to be seen.

use std::fmt::Write as _;

use rust_decimal::prelude::ToPrimitive;

use crate::gateway::money::Usd;
use crate::gateway::side::{PerSide, Side};
use crate::measure::axis::{Axis, time_words};
use crate::measure::drawing::{Anchor, Drawing, LETTERS, Shape, Style, tick_label, width_of};
use crate::measure::number;
use crate::measure::quantile::{quantile, sorted};

/// The widths of the drawings in pixels: for a wide page, which the file has too, and for a narrow one.
const WIDTHS: [f64; 2] = [560.0, 320.0];
/// Room above, and at the right.
const EDGE: f64 = 12.0;
/// Of more values than this, so many points stand for all: more would only be a stain.
pub const MOST_POINTS: usize = 200;

/// A figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Its name, also of its files.
    pub name: &'static str,
    /// What is to be seen.
    pub caption: String,
    /// What its shapes stand for; empty where their labels say it.
    pub legend: String,
    /// The drawing for a wide page and for files.
    pub wide: Drawing,
    /// The same for a narrow page.
    pub narrow: Drawing,
    /// Heads of the table behind it.
    pub heads: Vec<&'static str>,
    /// Rows of the table.
    pub rows: Vec<Vec<String>>,
}

impl Figure {
    /// Its file, on white.
    #[must_use]
    pub fn to_svg(&self) -> String {
        self.wide.to_svg(&format!("{}. {}", self.name, self.caption))
    }
}

/// The styles of a side's track and of its words.
const fn styles(side: Side) -> (Style, Style) {
    match side {
        Side::Source => (Style::Source, Style::SourceWords),
        Side::Target => (Style::Target, Style::TargetWords),
    }
}

/// A drawing of two tracks that is being made: their names at the left, an axis below.
struct Plane {
    axis: Axis,
    width: f64,
    shapes: Vec<Shape>,
}

impl Plane {
    /// A plane with room for the longest of the names, an axis that reaches to `most`, and the lines of its ticks from
    /// `top` to `bottom`.
    fn new(width: f64, names: &[&str], most: f64, [top, bottom]: [f64; 2], words: impl Fn(f64) -> String) -> Plane {
        let left = names.iter().map(|name| width_of(name)).fold(0.0, f64::max) + 8.0;
        let length = if most.is_finite() && most > 0.0 { most } else { 1.0 };
        let axis = Axis { left, width: (width - left - EDGE).max(1.0), length };
        let mut shapes = Vec::new();
        for tick in roomy_ticks(&axis, &words) {
            let x = axis.place(tick);
            shapes.push(Shape::Line { from: (x, top), to: (x, bottom), style: Style::Grid });
            shapes.push(tick_label((x, bottom + LETTERS + 4.0), width, words(tick)));
        }
        Plane { axis, width, shapes }
    }

    /// The pixel at which the axis ends.
    fn right(&self) -> f64 {
        self.axis.left + self.axis.width
    }

    /// A name at the left, about that height.
    fn name(&mut self, middle: f64, text: String, style: Style) {
        let at = (self.axis.left - 8.0, middle + 4.0);
        self.shapes.push(Shape::Text { at, anchor: Anchor::End, style, text });
    }

    fn drawing(self, height: f64) -> Drawing {
        Drawing { width: self.width, height, shapes: self.shapes }
    }
}

/// As many ticks as have room for their words. The last one's stand beside it, half their width nearer to its neighbour's.
fn roomy_ticks(axis: &Axis, words: impl Fn(f64) -> String) -> Vec<f64> {
    let fits = |ticks: &Vec<f64>| {
        let widest = ticks.iter().map(|tick| width_of(&words(*tick))).fold(0.0, f64::max);
        let steps = ticks.iter().zip(ticks.iter().skip(1)).map(|(one, next)| axis.place(*next) - axis.place(*one));
        steps.fold(f64::MAX, f64::min) > widest * 1.5
    };
    (2..=7).rev().map(|most| axis.ticks(most)).find(fits).unwrap_or_else(|| vec![0.0])
}

/// The times of both sides: one point a call above, the share of calls that were done by a time below.
#[must_use]
pub fn latency(name: &'static str, what: &str, source: &[f64], target: &[f64]) -> Option<Figure> {
    let (source, target) = (sorted(source)?, sorted(target)?);
    let [wide, narrow] = WIDTHS.map(|width| times_drawn(&source, &target, width));
    let shares = [0.5, 0.9, 0.95];
    let of = |values: &[f64], share| quantile(values, share).unwrap_or(f64::NAN);
    let (half_source, half_target) = (of(&source, 0.5), of(&target, 0.5));
    let caption = format!(
        "{what}: half of the target's calls took {} or less, half of the source's {}: {}. n = {} and {}.",
        number::milliseconds(half_target),
        number::milliseconds(half_source),
        times(half_target / half_source, "slower", "faster"),
        target.len(),
        source.len(),
    );
    let mut rows: Vec<Vec<String>> = shares
        .into_iter()
        .map(|share| {
            let cell = |values: &[f64]| number::milliseconds(of(values, share));
            vec![format!("{:.0} % took at most", share * 100.0), cell(&source), cell(&target)]
        })
        .collect();
    for index in 0..source.len().max(target.len()).min(1_000) {
        let cell = |values: &[f64]| values.get(index).map_or(String::new(), |value| format!("{value:.1} ms"));
        rows.push(vec![format!("{}.", index + 1), cell(&source), cell(&target)]);
    }
    let legend = format!(
        "A point is one call; of more than {MOST_POINTS} calls, {MOST_POINTS} points stand at equal shares of all. The line \
         across is the median. Below: the share of calls done by a time."
    );
    Some(Figure { name, caption, legend, wide, narrow, heads: vec!["In order", "Source", "Target"], rows })
}

/// Two strips over one plane of shares, from values in order.
fn times_drawn(source: &[f64], target: &[f64], width: f64) -> Drawing {
    let most = source.last().copied().unwrap_or(0.0).max(target.last().copied().unwrap_or(0.0));
    let (top, bottom) = (128.0, 248.0);
    let name = |side: Side, values: &[f64]| format!("{} n = {}", side.title(), number::whole(values.len() as u64));
    let tracks = [(Side::Source, source, 34.0), (Side::Target, target, 84.0)];
    let names = tracks.map(|(side, values, _)| name(side, values));
    let names = names.each_ref().map(String::as_str);
    let mut plane = Plane::new(width, &names, most, [EDGE, bottom], |tick| time_words(tick, most));
    for share in [0.0, 0.5, 1.0] {
        let y = bottom - (bottom - top) * share;
        plane.shapes.push(Shape::Line { from: (plane.axis.left, y), to: (plane.right(), y), style: Style::Grid });
        plane.name(y, format!("{:.0} %", share * 100.0), Style::Muted);
    }
    for (side, values, middle) in tracks {
        let (line, words) = styles(side);
        plane.name(middle, name(side, values), words);
        strip(&mut plane, values, middle, line);
        let mut points = vec![(plane.axis.place(0.0), bottom)];
        for (index, value) in values.iter().enumerate() {
            let y = |done: usize| bottom - (bottom - top) * done as f64 / values.len() as f64;
            let x = plane.axis.place(*value);
            points.extend([(x, y(index)), (x, y(index + 1))]);
        }
        points.push((plane.right(), top));
        plane.shapes.push(Shape::Curve { points, style: line });
    }
    plane.drawing(276.0)
}

/// Every value as a point, spread a little so that equal ones show; of many, points at equal shares of them, on a line from
/// the least to the most.
fn strip(plane: &mut Plane, values: &[f64], middle: f64, style: Style) {
    let axis = plane.axis;
    let at = |share| axis.place(quantile(values, share).unwrap_or(0.0));
    let count = values.len().min(MOST_POINTS);
    if count < values.len() {
        plane.shapes.push(Shape::Line { from: (at(0.0), middle), to: (at(1.0), middle), style });
    }
    let point = |index: usize| {
        let x = match values.get(index) {
            Some(value) if count == values.len() => axis.place(*value),
            _ => at((index as f64 + 0.5) / count as f64),
        };
        // The golden ratio spreads neighbours apart without chance.
        let spread = (index as f64 * 0.618_034).fract() - 0.5;
        (x, middle + spread * 26.0)
    };
    plane.shapes.push(Shape::Dots { at: (0..count).map(point).collect(), radius: 2.0, style });
    plane.shapes.push(Shape::Line {
        from: (at(0.5), middle - 18.0),
        to: (at(0.5), middle + 18.0),
        style: Style::Words,
    });
}

/// A ratio in the words of every page, for example "1.18× slower".
#[must_use]
pub fn times(ratio: f64, more: &str, less: &str) -> String {
    if !ratio.is_finite() || ratio <= 0.0 {
        return "no ratio".to_owned();
    }
    if (ratio - 1.0).abs() < 0.005 {
        return "the same".to_owned();
    }
    if ratio > 1.0 { format!("{ratio:.2}× {more}") } else { format!("{:.2}× {less}", 1.0 / ratio) }
}

/// The cost of a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SideCost {
    /// All reported costs.
    pub total: Usd,
    /// Calls that succeeded.
    pub successes: u64,
    /// Calls with a result.
    pub calls: u64,
    /// Calls without a reported cost.
    pub unreported: u64,
}

impl SideCost {
    /// What a successful request cost, failures paid for along with it; `None` without a success.
    #[must_use]
    pub fn per_success(&self) -> Option<Usd> {
        self.total.0.checked_div(rust_decimal::Decimal::from(self.successes)).map(|cost| Usd(cost.normalize()))
    }
}

/// What a successful request cost on each side, as bars.
#[must_use]
pub fn cost(source: SideCost, target: SideCost) -> Option<Figure> {
    let each = [source.per_success()?, target.per_success()?];
    let values = each.map(|cost| cost.0.to_f64().unwrap_or(0.0));
    let [wide, narrow] = WIDTHS.map(|width| costs_drawn(PerSide { source: values[0], target: values[1] }, width));
    let short = |cost: Usd| number::usd(Usd(cost.0.round_dp(10).normalize()));
    let mut caption = format!(
        "A successful request cost {} on the target and {} on the source, failures included: {}.",
        short(each[1]),
        short(each[0]),
        times(values[1] / values[0], "as much", "cheaper"),
    );
    let silent = source.unreported + target.unreported;
    if silent > 0 {
        let _ = write!(caption, " {silent} calls did not report a cost and are left out.");
    }
    let row = |name: &str, value: fn(&SideCost) -> String| vec![name.to_owned(), value(&source), value(&target)];
    let rows = vec![
        row("Cost of a successful request", |side| side.per_success().map_or_else(String::new, number::usd)),
        row("All reported costs", |side| number::usd(side.total)),
        row("Successful requests", |side| number::whole(side.successes)),
        row("Requests", |side| number::whole(side.calls)),
        row("Without a reported cost", |side| number::whole(side.unreported)),
    ];
    let heads = vec!["", "Source", "Target"];
    Some(Figure { name: "Cost", caption, legend: String::new(), wide, narrow, heads, rows })
}

/// A bar for each side's dollars.
fn costs_drawn(dollars: PerSide<f64>, width: f64) -> Drawing {
    let bottom = 104.0;
    let most = dollars.source.max(dollars.target);
    let names = Side::BOTH.map(Side::title);
    let mut plane = Plane::new(width, &names, most, [EDGE, bottom], |tick| format!("${}", number::plain(tick)));
    for (side, top) in [(Side::Source, 20.0), (Side::Target, 62.0)] {
        let (bar, words) = styles(side);
        plane.name(top + 15.0, side.title().to_owned(), words);
        let left = plane.axis.left;
        let length = (plane.axis.place(*dollars.get(side)) - left).max(1.0);
        plane.shapes.push(Shape::Bar { at: (left, top), size: (length, 28.0), style: bar });
    }
    plane.drawing(132.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn within(drawing: &Drawing) -> bool {
        let fits = |(x, y): (f64, f64)| (0.0..=drawing.width).contains(&x) && (0.0..=drawing.height).contains(&y);
        drawing.shapes.iter().all(|shape| match shape {
            Shape::Line { from, to, .. } => fits(*from) && fits(*to),
            Shape::Curve { points, .. } => points.iter().all(|point| fits(*point)),
            Shape::Dots { at, radius, .. } => {
                at.iter().all(|(x, y)| fits((x - radius, y - radius)) && fits((x + radius, y + radius)))
            }
            Shape::Bar { at, size, .. } => fits(*at) && fits((at.0 + size.0, at.1 + size.1)),
            Shape::Text { at, anchor, text, .. } => {
                let left = match anchor {
                    Anchor::Start => at.0,
                    Anchor::Middle => at.0 - width_of(text) / 2.0,
                    Anchor::End => at.0 - width_of(text),
                };
                fits((left, at.1)) && fits((left + width_of(text), at.1))
            }
        })
    }

    /// Words of the axis, which stand on the lowest line, from where to where.
    fn labels(drawing: &Drawing) -> Vec<(f64, f64)> {
        let lowest = drawing.shapes.iter().filter_map(|shape| match shape {
            Shape::Text { at, .. } => Some(at.1),
            _ => None,
        });
        let lowest = lowest.fold(0.0, f64::max);
        let place = |shape: &Shape| match shape {
            Shape::Text { at, anchor, text, .. } if (at.1 - lowest).abs() < 0.1 => {
                let left = match anchor {
                    Anchor::Start => at.0,
                    Anchor::Middle => at.0 - width_of(text) / 2.0,
                    Anchor::End => at.0 - width_of(text),
                };
                Some((left, left + width_of(text)))
            }
            _ => None,
        };
        drawing.shapes.iter().filter_map(place).collect()
    }

    fn apart(drawing: &Drawing) -> bool {
        labels(drawing).windows(2).all(|pair| pair[0].1 <= pair[1].0)
    }

    fn dots(drawing: &Drawing, of: Style) -> Vec<f64> {
        let places = |shape: &Shape| match shape {
            Shape::Dots { at, style, .. } if *style == of => Some(at.iter().map(|(x, _)| *x).collect::<Vec<_>>()),
            _ => None,
        };
        drawing.shapes.iter().find_map(places).unwrap()
    }

    proptest! {
        #[test]
        fn every_shape_lies_within(source in prop::collection::vec(0.0_f64..1e6, 1..400), target in prop::collection::vec(0.0_f64..1e6, 1..400)) {
            let figure = latency("Latency", "Total time", &source, &target).unwrap();
            for drawing in [&figure.wide, &figure.narrow] {
                prop_assert!(within(drawing), "{drawing:?}");
                prop_assert!(apart(drawing), "{:?}", labels(drawing));
                for (values, style) in [(&source, Style::Source), (&target, Style::Target)] {
                    prop_assert_eq!(dots(drawing, style).len(), values.len().min(MOST_POINTS));
                }
            }
        }

        #[test]
        fn bars_and_their_axis_lie_within(nanodollars in prop::array::uniform2(1_u64..1_000_000_000_000)) {
            let [source, target] = nanodollars.map(|total| SideCost {
                total: Usd(rust_decimal::Decimal::new(total as i64, 9)),
                successes: 4,
                calls: 5,
                unreported: 0,
            });
            let figure = cost(source, target).unwrap();
            for drawing in [&figure.wide, &figure.narrow] {
                prop_assert!(within(drawing), "{drawing:?}");
                prop_assert!(apart(drawing), "{:?}", labels(drawing));
            }
        }
    }

    #[test]
    fn the_lower_half_is_the_share_of_calls_done_by_a_time() {
        let figure = latency("Latency", "Total time", &[10.0, 30.0, 20.0], &[40.0]).unwrap();
        let drawing = &figure.wide;
        let (bottom, top) = (248.0, 128.0);
        let third = |done: f64| bottom - (bottom - top) * done / 3.0;
        let corners = |of: Style| {
            let curve = |shape: &Shape| match shape {
                Shape::Curve { points, style } if *style == of => Some(points.clone()),
                _ => None,
            };
            drawing.shapes.iter().find_map(curve).unwrap()
        };
        // The axis ends at the longest call.
        let (left, right) = (corners(Style::Target)[0].0, drawing.width - EDGE);
        let x = |value: f64| (right - left).mul_add(value / 40.0, left);
        let expected = [
            (x(0.0), bottom),
            (x(10.0), bottom),
            (x(10.0), third(1.0)),
            (x(20.0), third(1.0)),
            (x(20.0), third(2.0)),
            (x(30.0), third(2.0)),
            (x(30.0), top),
            (x(40.0), top),
        ];
        let close = |one: &[(f64, f64)], other: &[(f64, f64)]| {
            one.len() == other.len()
                && one.iter().zip(other).all(|(a, b)| (a.0 - b.0).abs() < 1e-9 && (a.1 - b.1).abs() < 1e-9)
        };
        assert!(close(&corners(Style::Source), &expected), "{:?} {expected:?}", corners(Style::Source));
        let target = [(x(0.0), bottom), (x(40.0), bottom), (x(40.0), top), (x(40.0), top)];
        assert!(close(&corners(Style::Target), &target), "{:?} {target:?}", corners(Style::Target));
        assert!(left > width_of("Source n = 3"), "room for the names");
    }

    #[test]
    fn points_of_many_calls_stand_at_equal_shares_of_them() {
        let values: Vec<f64> = (0..1_000).map(f64::from).collect();
        let figure = latency("Latency", "Total time", &values, &[1.0]).unwrap();
        let points = dots(&figure.wide, Style::Source);
        assert_eq!(points.len(), MOST_POINTS);
        let half = points.iter().copied().fold(0.0, f64::max).midpoint(points.iter().copied().fold(f64::MAX, f64::min));
        let below = points.iter().filter(|x| **x < half).count();
        assert_eq!(below, MOST_POINTS / 2, "half of the points for half of the calls");
        assert!(points.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn the_caption_says_the_finding() {
        let figure = latency("Latency", "Total time", &[100.0, 100.0, 100.0], &[118.0, 118.0, 118.0]).unwrap();
        assert_eq!(
            figure.caption,
            "Total time: half of the target's calls took 118 ms or less, half of the source's 100 ms: 1.18× slower. n = 3 and 3."
        );
        assert_eq!(latency("Latency", "Total time", &[], &[1.0]), None);
        let usd = |text: &str| Usd::from_json(&json!(text)).unwrap();
        let side = |total: &str| SideCost { total: usd(total), successes: 4, calls: 5, unreported: 0 };
        let figure = cost(side("0.0004"), side("0.0002")).unwrap();
        assert!(
            figure.caption.contains("$0.00005 on the target and $0.0001 on the source")
                && figure.caption.contains("2.00× cheaper"),
            "{}",
            figure.caption
        );
        assert!(figure.to_svg().contains("viewBox=\"0 0 560 132\""));
        assert!(figure.to_svg().contains("<title>Cost. A successful request"), "the file says what the page says");
    }
}
