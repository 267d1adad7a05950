//! Which lines of a long list are in sight, so that a page builds only those.
//! Not a measurement: the shell says how far the list is scrolled and how high its frame is.
//!
//! **Invariant:** the stretch lies within the list, and its length depends on the height of the frame alone.

use std::ops::Range;

/// Lines above and below the frame that are built as well: short jumps find them ready.
const AROUND: usize = 12;

/// The highest frame that is believed, in pixels; more than any screen has.
const HIGHEST_FRAME: f64 = 16_000.0;

/// The lines to build of `total` lines, each `line_height` pixels high, in a frame of `frame_height` pixels that is
/// scrolled down by `scrolled` pixels. Whatever the shell says, at least one line is there if the list has one.
#[must_use]
pub fn window(total: usize, line_height: u32, scrolled: f64, frame_height: f64) -> Range<usize> {
    let line_height = f64::from(line_height.max(1));
    // A conversion to an integer saturates; what is no number becomes 0.
    let lines = |pixels: f64| (pixels / line_height) as usize;
    let in_frame = lines(frame_height.clamp(0.0, HIGHEST_FRAME)) + 2;
    let last_start = (total + 1).saturating_sub(in_frame);
    let first = lines(scrolled.max(0.0)).min(last_start);
    first.saturating_sub(AROUND)..first.saturating_add(in_frame + AROUND).min(total)
}

/// How far to scroll so that a line stands near the upper edge of the frame, with some lines above it, in pixels.
#[must_use]
pub fn scrolled_to(line: usize, line_height: u32) -> u32 {
    const ABOVE: usize = 2;
    u32::try_from(line.saturating_sub(ABOVE)).unwrap_or(u32::MAX).saturating_mul(line_height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_the_frame_is_in_the_window() {
        for (total, scrolled, frame, expected) in [
            (0, 0.0, 700.0, 0..0),
            (1, 0.0, 700.0, 0..1),
            (10, 0.0, 700.0, 0..10),
            (10_000, 0.0, 700.0, 0..49),
            (10_000, 2_000.0, 700.0, 88..149),
            (10_000, 200_000.0 - 700.0, 700.0, 9_952..10_000),
            (10_000, 1e18, 700.0, 9_952..10_000),
            (10_000, -50.0, 700.0, 0..49),
            (10_000, f64::NAN, f64::NAN, 0..14),
            (10_000, f64::INFINITY, f64::INFINITY, 9_187..10_000),
        ] {
            assert_eq!(window(total, 20, scrolled, frame), expected, "{total} {scrolled} {frame}");
        }
    }

    #[test]
    fn every_line_in_sight_is_built_and_the_number_of_lines_stays_small() {
        for total in [1_usize, 30, 31, 32, 10_000, 1_000_000] {
            for step in 0..500 {
                let end = (total * 20) as f64 - 640.0;
                let scrolled = (end * f64::from(step) / 499.0).max(0.0);
                let built = window(total, 20, scrolled, 640.0);
                let first_seen = (scrolled / 20.0).floor() as usize;
                let end_seen = (((scrolled + 640.0) / 20.0).ceil() as usize).min(total);
                assert!(built.start <= first_seen && built.end >= end_seen, "{total} {scrolled} {built:?}");
                assert!(built.len() <= 34 + 2 * AROUND, "{total} {scrolled} {built:?}");
            }
        }
    }

    #[test]
    fn a_line_scrolled_to_is_in_the_window() {
        for line in [0, 1, 2, 500, 9_999] {
            assert!(window(10_000, 20, f64::from(scrolled_to(line, 20)), 640.0).contains(&line), "{line}");
        }
        assert_eq!(scrolled_to(usize::MAX, 20), u32::MAX);
    }
}
