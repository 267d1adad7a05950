//! Figures as data: a strip plot with the share below it (ECDF) for times, bars for costs. Not their colours and not an
//! element: the page draws the shapes, and `to_svg` writes the same ones to a file.
//! **Invariant:** both tracks have one scale; every shape lies within the figure; a caption says what is to be seen.

use std::fmt::Write as _;

use crate::gateway::money::Usd;
use crate::gateway::side::Side;
use crate::measure::number;
use crate::measure::quantile::{quantile, sorted};
use rust_decimal::prelude::ToPrimitive;

/// Width of a figure in its own units.
pub const WIDTH: f64 = 720.0;
const LEFT: f64 = 96.0;
const RIGHT: f64 = 24.0;
/// Of more values than this, so many points stand for all: more would only be a stain.
pub const MOST_POINTS: usize = 200;

/// What a shape stands for; the page has its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// The source's track.
    Source,
    /// The target's track.
    Target,
    /// The grid.
    Grid,
    /// Words.
    Words,
}

impl Ink {
    /// The track of a side.
    #[must_use]
    pub const fn of(side: Side) -> Ink {
        match side {
            Side::Source => Ink::Source,
            Side::Target => Ink::Target,
        }
    }

    /// The class that the page's style knows.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Ink::Source => "ink-source",
            Ink::Target => "ink-target",
            Ink::Grid => "ink-grid",
            Ink::Words => "ink-words",
        }
    }

    /// The colour in a file, which has no style of its own.
    const fn colour(self) -> &'static str {
        match self {
            Ink::Source => "#b45309",
            Ink::Target => "#0f766e",
            Ink::Grid => "#d4d4d8",
            Ink::Words => "#27272a",
        }
    }
}

/// One shape.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A point.
    Point {
        /// Across.
        x: f64,
        /// Down.
        y: f64,
        /// What it stands for.
        ink: Ink,
    },
    /// A line through points.
    Line {
        /// The points.
        points: Vec<(f64, f64)>,
        /// What it stands for.
        ink: Ink,
        /// Whether it is dashed.
        dashed: bool,
    },
    /// A bar or a box.
    Bar {
        /// Its left edge.
        x: f64,
        /// Its upper edge.
        y: f64,
        /// Its width.
        width: f64,
        /// Its height.
        height: f64,
        /// What it stands for.
        ink: Ink,
    },
    /// Words.
    Words {
        /// Across.
        x: f64,
        /// The line that they stand on.
        y: f64,
        /// The words.
        text: String,
        /// Where `x` is.
        anchor: Anchor,
        /// What they speak of.
        ink: Ink,
    },
}

/// Where words stand beside their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// They begin there.
    Start,
    /// They are centred there.
    Middle,
    /// They end there.
    End,
}

impl Anchor {
    /// The word of SVG.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        }
    }
}

/// A figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Its name, also of its files.
    pub name: &'static str,
    /// What is to be seen.
    pub caption: String,
    /// Height in its own units.
    pub height: f64,
    /// The shapes, from back to front.
    pub shapes: Vec<Shape>,
    /// Heads of the table behind it.
    pub heads: Vec<&'static str>,
    /// Rows of the table.
    pub rows: Vec<Vec<String>>,
}

/// From values to places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    most: f64,
    step: f64,
}

impl Scale {
    /// From nothing to at least `most`, with round steps.
    #[must_use]
    pub fn to(most: f64) -> Scale {
        let most = if most.is_finite() && most > 0.0 { most } else { 1.0 };
        let rough = most / 5.0;
        let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|step| *step >= rough);
        let step = step.unwrap_or(10.0 * power);
        Scale { most: step * libm::ceil(most / step), step }
    }

    /// Where a value is across the figure.
    #[must_use]
    pub fn x(&self, value: f64) -> f64 {
        LEFT + (WIDTH - LEFT - RIGHT) * (value / self.most).clamp(0.0, 1.0)
    }

    /// The round values with a line.
    #[must_use]
    pub fn ticks(&self) -> Vec<f64> {
        (0..=(self.most / self.step).round() as u32).map(|tick| f64::from(tick) * self.step).collect()
    }
}

fn axis(shapes: &mut Vec<Shape>, scale: &Scale, top: f64, bottom: f64, label: impl Fn(f64) -> String) {
    for tick in scale.ticks() {
        let x = scale.x(tick);
        shapes.push(Shape::Line { points: vec![(x, top), (x, bottom)], ink: Ink::Grid, dashed: false });
        let words = label(tick);
        shapes.push(Shape::Words { x, y: bottom + 16.0, text: words, anchor: Anchor::Middle, ink: Ink::Words });
    }
}

fn words(x: f64, y: f64, text: impl Into<String>, anchor: Anchor, ink: Ink) -> Shape {
    Shape::Words { x, y, text: text.into(), anchor, ink }
}

/// The times of both sides: one point a call above, the share of calls that were done by a time below.
#[must_use]
pub fn latency(name: &'static str, what: &str, source: &[f64], target: &[f64]) -> Option<Figure> {
    let (source, target) = (sorted(source)?, sorted(target)?);
    let most = source.last().copied().unwrap_or(0.0).max(target.last().copied().unwrap_or(0.0));
    let scale = Scale::to(most);
    let mut shapes = Vec::new();
    let (strips, share_top, share_bottom) = ([34.0, 84.0], 128.0, 248.0);
    axis(&mut shapes, &scale, 12.0, share_bottom, number::milliseconds);
    for (side, values, middle) in [(Side::Source, &source, strips[0]), (Side::Target, &target, strips[1])] {
        let ink = Ink::of(side);
        shapes.push(words(
            LEFT - 8.0,
            middle + 4.0,
            format!("{} n = {}", side.title(), values.len()),
            Anchor::End,
            ink,
        ));
        strip(&mut shapes, &scale, values, middle, ink);
    }
    for share in [0.0, 0.5, 1.0] {
        let y = share_bottom - (share_bottom - share_top) * share;
        let points = vec![(LEFT, y), (WIDTH - RIGHT, y)];
        shapes.push(Shape::Line { points, ink: Ink::Grid, dashed: true });
        shapes.push(words(LEFT - 8.0, y + 4.0, format!("{:.0} %", share * 100.0), Anchor::End, Ink::Words));
    }
    for (side, values) in [(Side::Source, &source), (Side::Target, &target)] {
        let mut points = vec![(scale.x(0.0), share_bottom)];
        for (index, value) in values.iter().enumerate() {
            let y = |done: usize| share_bottom - (share_bottom - share_top) * done as f64 / values.len() as f64;
            points.push((scale.x(*value), y(index)));
            points.push((scale.x(*value), y(index + 1)));
        }
        points.push((WIDTH - RIGHT, share_top));
        shapes.push(Shape::Line { points, ink: Ink::of(side), dashed: false });
    }
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
    Some(Figure { name, caption, height: 276.0, shapes, heads: vec!["In order", "Source", "Target"], rows })
}

/// Every value as a point, spread a little so that equal ones show; of many, points at equal shares of them, on a line from
/// the least to the most.
fn strip(shapes: &mut Vec<Shape>, scale: &Scale, values: &[f64], middle: f64, ink: Ink) {
    let at = |share| scale.x(quantile(values, share).unwrap_or(0.0));
    let count = values.len().min(MOST_POINTS);
    if count < values.len() {
        shapes.push(Shape::Line { points: vec![(at(0.0), middle), (at(1.0), middle)], ink, dashed: false });
    }
    for index in 0..count {
        let x = match values.get(index) {
            Some(value) if count == values.len() => scale.x(*value),
            _ => at((index as f64 + 0.5) / count as f64),
        };
        // The golden ratio spreads neighbours apart without chance.
        let spread = (index as f64 * 0.618_034).fract() - 0.5;
        shapes.push(Shape::Point { x, y: middle + spread * 26.0, ink });
    }
    let points = vec![(at(0.5), middle - 18.0), (at(0.5), middle + 18.0)];
    shapes.push(Shape::Line { points, ink: Ink::Words, dashed: false });
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
    let scale = Scale::to(values.into_iter().fold(0.0, f64::max));
    let mut shapes = Vec::new();
    let bottom = 104.0;
    axis(&mut shapes, &scale, 12.0, bottom, |tick| format!("${}", plain(tick)));
    for (side, value, y) in [(Side::Source, values[0], 20.0), (Side::Target, values[1], 62.0)] {
        let ink = Ink::of(side);
        shapes.push(words(LEFT - 8.0, y + 19.0, side.title(), Anchor::End, ink));
        shapes.push(Shape::Bar { x: LEFT, y, width: (scale.x(value) - LEFT).max(1.0), height: 28.0, ink });
    }
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
    Some(Figure { name: "Cost", caption, height: 132.0, shapes, heads: vec!["", "Source", "Target"], rows })
}

/// A number without an exponent and without needless zeros.
fn plain(value: f64) -> String {
    let text = format!("{value:.10}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text.is_empty() { "0".to_owned() } else { text.to_owned() }
}

/// The figure as a file of its own, on white.
#[must_use]
pub fn to_svg(figure: &Figure) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"12\"><title>{name}</title><desc>{caption}</desc>\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#ffffff\"/>",
        height = figure.height,
        name = escaped(figure.name),
        caption = escaped(&figure.caption),
    );
    for shape in &figure.shapes {
        // Writing to a String cannot fail.
        let _ = match shape {
            Shape::Point { x, y, ink } => {
                write!(
                    svg,
                    "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{}\" fill-opacity=\"0.6\"/>",
                    ink.colour()
                )
            }
            Shape::Line { points, ink, dashed } => {
                let dash = if *dashed { " stroke-dasharray=\"3 3\"" } else { "" };
                let (colour, points) = (ink.colour(), joined(points));
                write!(
                    svg,
                    "<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"{dash}/>"
                )
            }
            Shape::Bar { x, y, width, height, ink } => write!(
                svg,
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{}\" fill-opacity=\"0.8\"/>",
                ink.colour()
            ),
            Shape::Words { x, y, text, anchor, ink } => write!(
                svg,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{}\" fill=\"{}\">{}</text>",
                anchor.word(),
                ink.colour(),
                escaped(text)
            ),
        };
    }
    svg.push_str("</svg>\n");
    svg
}

/// Points as an attribute.
#[must_use]
pub fn joined(points: &[(f64, f64)]) -> String {
    points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" ")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn within(figure: &Figure) -> bool {
        let fits = |x: f64, y: f64| (0.0..=WIDTH).contains(&x) && (0.0..=figure.height).contains(&y);
        figure.shapes.iter().all(|shape| match shape {
            Shape::Point { x, y, .. } | Shape::Words { x, y, .. } => fits(*x, *y),
            Shape::Line { points, .. } => points.iter().all(|(x, y)| fits(*x, *y)),
            Shape::Bar { x, y, width, height, .. } => fits(*x, *y) && fits(x + width, y + height),
        })
    }

    proptest! {
        #[test]
        fn every_shape_lies_within(source in prop::collection::vec(0.0_f64..1e6, 1..400), target in prop::collection::vec(0.0_f64..1e6, 1..400)) {
            let figure = latency("Latency", "Total time", &source, &target).unwrap();
            prop_assert!(within(&figure));
            let points = figure.shapes.iter().filter(|shape| matches!(shape, Shape::Point { .. })).count();
            let shown = |count: usize| count.min(MOST_POINTS);
            prop_assert_eq!(points, shown(source.len()) + shown(target.len()));
        }

        #[test]
        fn ticks_are_round_and_reach_the_end(most in 1e-9_f64..1e12) {
            let scale = Scale::to(most);
            let ticks = scale.ticks();
            prop_assert!(ticks.len() >= 4 && ticks.len() <= 7, "{ticks:?}");
            prop_assert!(ticks.last().is_some_and(|last| *last >= most * 0.999_999));
            prop_assert!(scale.x(most) <= WIDTH - RIGHT && scale.x(0.0) == LEFT);
        }
    }

    #[test]
    fn the_lower_half_is_the_share_of_calls_done_by_a_time() {
        let figure = latency("Latency", "Total time", &[10.0, 30.0, 20.0], &[40.0]).unwrap();
        let scale = Scale::to(40.0);
        let (bottom, top) = (248.0, 128.0);
        let third = |done: f64| bottom - (bottom - top) * done / 3.0;
        let corners = |ink: Ink| {
            let line = figure.shapes.iter().rev().find_map(|shape| match shape {
                Shape::Line { points, ink: drawn, .. } if *drawn == ink => Some(points.clone()),
                _ => None,
            });
            line.unwrap()
        };
        let x = |value| scale.x(value);
        let expected = [
            (x(0.0), bottom),
            (x(10.0), bottom),
            (x(10.0), third(1.0)),
            (x(20.0), third(1.0)),
            (x(20.0), third(2.0)),
            (x(30.0), third(2.0)),
            (x(30.0), top),
            (WIDTH - RIGHT, top),
        ];
        assert_eq!(corners(Ink::Source), expected);
        assert_eq!(corners(Ink::Target), [(x(0.0), bottom), (x(40.0), bottom), (x(40.0), top), (WIDTH - RIGHT, top)]);
    }

    #[test]
    fn points_of_many_calls_stand_at_equal_shares_of_them() {
        let values: Vec<f64> = (0..1_000).map(f64::from).collect();
        let figure = latency("Latency", "Total time", &values, &[1.0]).unwrap();
        let scale = Scale::to(999.0);
        let points: Vec<f64> = figure
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Point { x, ink: Ink::Source, .. } => Some(*x),
                _ => None,
            })
            .collect();
        assert_eq!(points.len(), MOST_POINTS);
        let below = points.iter().filter(|x| **x < scale.x(499.5)).count();
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
        assert!(within(&figure));
        assert!(to_svg(&figure).contains("viewBox=\"0 0 720 132\""));
    }

    #[test]
    fn a_file_holds_no_markup_of_its_words() {
        let figure = Figure {
            name: "A",
            caption: "<script>&".into(),
            height: 10.0,
            shapes: vec![words(0.0, 1.0, "a<b", Anchor::Start, Ink::Words)],
            heads: Vec::new(),
            rows: Vec::new(),
        };
        let svg = to_svg(&figure);
        assert!(!svg.contains("<script>") && svg.contains("a&lt;b"));
    }
}
