//! The drawing of a timeline: both tracks on one scale, with their labels beside the marks.
//! **Invariant:** no two labels of a track overlap, and none leaves the drawing.

use super::{Moment, Timeline, Track};
use crate::gateway::side::Side;
use crate::measure::axis::{Axis, time_words};
use crate::measure::drawing::{Anchor, Drawing, LETTERS, Shape, Style, tick_label, width_of};

/// Room at the left and right edge in pixels.
const EDGE: f64 = 12.0;
/// The height of one row of labels.
const ROW: f64 = LETTERS + 5.0;
/// The height of the lane of frames.
const LANE: f64 = 26.0;

/// A label with its place.
#[derive(Debug, Clone, PartialEq)]
struct Label {
    text: String,
    /// The pixel of its mark.
    mark: f64,
    /// Its left edge.
    left: f64,
    /// Its row, from 0.
    row: usize,
}

/// Draws a timeline so many pixels wide.
#[must_use]
pub fn drawing(timeline: &Timeline, width: f64) -> Drawing {
    let axis = Axis { left: EDGE, width: (width - 2.0 * EDGE).max(1.0), length: timeline.length_ms };
    let mut shapes = Vec::new();
    let mut lanes = Vec::new();
    let mut top = 4.0;
    for track in &timeline.tracks {
        let (height, lane) = draw_track(track, &axis, top);
        lanes.extend(lane);
        top += height + 10.0;
    }
    let ticks = axis.ticks(if width < 500.0 { 5 } else { 9 });
    for at in &ticks {
        let place = axis.place(*at);
        shapes.push(Shape::Line { from: (place, 4.0), to: (place, top), style: Style::Grid });
    }
    shapes.extend(lanes);
    shapes.push(Shape::Line { from: (EDGE, top), to: (width - EDGE, top), style: Style::Axis });
    for at in ticks {
        let words = time_words(at, timeline.length_ms);
        shapes.push(tick_label((axis.place(at), top + LETTERS + 3.0), width, words));
    }
    Drawing { width, height: top + LETTERS + 10.0, shapes }
}

/// The shapes of one track and its height.
fn draw_track(track: &Track, axis: &Axis, top: f64) -> (f64, Vec<Shape>) {
    let (line, words) = match track.side {
        Side::Source => (Style::Source, Style::SourceWords),
        Side::Target => (Style::Target, Style::TargetWords),
    };
    let mut shapes = vec![Shape::Text {
        at: (EDGE, top + LETTERS),
        anchor: Anchor::Start,
        style: words,
        text: track.side.title().to_owned(),
    }];
    let lane = top + ROW + LANE / 2.0;
    let end = axis.place(track.marks.end.unwrap_or(axis.length));
    shapes.push(Shape::Line { from: (axis.left, lane), to: (end, lane), style: line });
    // Frames that fall on one pixel are one dot: a fast stream has thousands.
    let (mut output, mut other) = (Vec::new(), Vec::new());
    let mut before = f64::NEG_INFINITY;
    for (at, brings_output) in &track.frames {
        let place = axis.place(*at).round();
        if place > before {
            if *brings_output { &mut output } else { &mut other }.push((place, lane));
            before = place;
        }
    }
    for (at, radius, style) in [(other, 1.5, Style::Axis), (output, 2.5, line)] {
        if !at.is_empty() {
            shapes.push(Shape::Dots { at, radius, style });
        }
    }
    let labels = labels(track, axis);
    let rows = labels.iter().map(|label| label.row + 1).max().unwrap_or(0);
    for label in labels {
        let base = (label.row as f64).mul_add(ROW, lane + LANE / 2.0 + LETTERS);
        shapes.push(Shape::Line {
            from: (label.mark, lane - 8.0),
            to: (label.mark, base - LETTERS + 1.0),
            style: line,
        });
        shapes.push(Shape::Text { at: (label.left, base), anchor: Anchor::Start, style: words, text: label.text });
    }
    (ROW + LANE + rows as f64 * ROW, shapes)
}

/// The labels of the marks: each in the first row where it has room.
fn labels(track: &Track, axis: &Axis) -> Vec<Label> {
    let mut named: Vec<(f64, String)> = Vec::new();
    for moment in Moment::ALL {
        let Some(at) = moment.of(&track.marks) else { continue };
        let mark = axis.place(at);
        // Marks that fall on one another share a label.
        let fits = |text: &str| width_of(text) + width_of(moment.label()) < axis.width * 0.4;
        match named.iter_mut().find(|(other, text)| (*other - mark).abs() < 1.0 && fits(text)) {
            Some((_, text)) => {
                text.push_str(", ");
                text.push_str(moment.label());
            }
            None => named.push((mark, moment.label().to_owned())),
        }
    }
    named.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut ends: Vec<f64> = Vec::new();
    let right = axis.left + axis.width;
    named
        .into_iter()
        .map(|(mark, text)| {
            let width = width_of(&text);
            let left = (mark - 2.0).min(right + EDGE - width).max(0.0);
            let row = ends.iter().position(|end| left >= *end).unwrap_or(ends.len());
            let end = left + width + 8.0;
            match ends.get_mut(row) {
                Some(held) => *held = end,
                None => ends.push(end),
            }
            Label { text, mark, left, row }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compare::buffering::Path;
    use crate::compare::pace::Pace;
    use crate::compare::run::Marks;

    fn track(side: Side, times: [f64; 7], frames: Vec<(f64, bool)>) -> Track {
        let [head, first_byte, first_reasoning, first_text, first_tool, finish, end] = times.map(Some);
        let marks =
            Marks { head, first_byte, first_reasoning, first_text, first_tool, last_output: finish, finish, end };
        let pace = Pace { frames: frames.len(), kinds: None, gaps: None, path: Path::TooFew { frames: 0 } };
        Track { side, marks, frames, pace, speed: None, first_token: Err("x") }
    }

    fn check_labels(track: &Track, width: f64, length_ms: f64) {
        let axis = Axis { left: EDGE, width: width - 2.0 * EDGE, length: length_ms };
        let labels = labels(track, &axis);
        for (at, one) in labels.iter().enumerate() {
            assert!(
                one.left >= 0.0 && one.left + width_of(&one.text) <= width.max(width_of(&one.text)) + 1e-6,
                "{one:?}"
            );
            for other in labels.iter().skip(at + 1).filter(|other| other.row == one.row) {
                assert!(other.left >= one.left + width_of(&one.text), "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn both_tracks_have_one_scale() {
        let one = track(Side::Source, [100.0, 110.0, 120.0, 300.0, 310.0, 900.0, 950.0], vec![(300.0, true)]);
        let other = track(Side::Target, [100.0, 110.0, 120.0, 300.0, 310.0, 1900.0, 1950.0], vec![(300.0, true)]);
        let timeline = Timeline { tracks: vec![one, other], length_ms: 1950.0 };
        let drawing = drawing(&timeline, 960.0);
        let dots: Vec<f64> = drawing
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Dots { at, .. } => Some(at.iter().map(|(place, _)| *place)),
                _ => None,
            })
            .flatten()
            .collect();
        assert!(dots.len() == 2 && (dots[0] - dots[1]).abs() < f64::EPSILON, "{dots:?}");
        let svg = drawing.to_svg("Timeline");
        for word in ["Source", "Target", "first text", "0 s", "1.5 s"] {
            assert!(svg.contains(word), "{word} in {svg}");
        }
    }

    #[test]
    fn a_thousand_frames_are_no_thousand_dots() {
        let frames = (0..10_000).map(|at| (f64::from(at) / 10.0, true)).collect();
        let one = track(Side::Source, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 1000.0], frames);
        let shapes = drawing(&Timeline { tracks: vec![one], length_ms: 1000.0 }, 960.0).shapes;
        let dots: Vec<usize> = shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Dots { at, .. } => Some(at.len()),
                _ => None,
            })
            .collect();
        assert!(dots.len() == 1 && (900..=961).contains(&dots[0]), "{dots:?}");
    }

    proptest! {
        #[test]
        fn labels_never_overlap(mut times in prop::collection::vec(0.0..3_000.0_f64, 7), narrow: bool) {
            times.sort_by(f64::total_cmp);
            let times: [f64; 7] = times.try_into().unwrap();
            let width = if narrow { 320.0 } else { 960.0 };
            check_labels(&track(Side::Source, times, Vec::new()), width, times[6].max(1.0));
        }
    }
}
