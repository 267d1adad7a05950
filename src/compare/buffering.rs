//! Whether something on the way holds a stream back and lets it through in bursts: a proxy, a tunnel, compression.
//! Then the time to the first token is a property of the path and not of the gateway, and is not judged.
//!
//! Not a proof: a very fast provider with a short answer looks alike. It is named with its numbers, and the only
//! consequence is that a time is not judged.
//! **Invariant:** only frames that bring output count, so that keep-alive comments hide no silence.

use super::run::Run;
use crate::measure::number::milliseconds;

/// Fewer output frames than this show nothing.
const FEWEST: usize = 8;
/// A whole stream within so many milliseconds is one burst.
const BURST_MS: f64 = 15.0;
/// So many milliseconds without output are a silence. Models pause too, but then go on frame by frame.
const SILENCE_MS: f64 = 250.0;
/// Frames within so many milliseconds of the first after a silence come together.
const TOGETHER_MS: f64 = 5.0;

/// What the times of the frames say about the path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Path {
    /// It was no stream, or too short to tell.
    TooFew {
        /// So many output frames.
        frames: usize,
    },
    /// The frames come one by one.
    Flows {
        /// So many output frames.
        frames: usize,
    },
    /// Something holds them back.
    Buffers(Burst),
    /// A case leaves the frames out and says nothing of how they came.
    Unknown,
}

/// The frames that came together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Burst {
    /// How many of them, in all bursts.
    pub frames: usize,
    /// Of so many.
    pub of: usize,
    /// In so many bursts.
    pub bursts: usize,
    /// The longest time from the first to the last frame of a burst, in milliseconds.
    pub within_ms: f64,
    /// The longest silence before a burst, in milliseconds.
    pub after_ms: f64,
}

impl Path {
    /// Looks at a run, or at what its case says of frames that are not in it.
    #[must_use]
    pub fn of(run: &Run) -> Path {
        if let Some(pace) = run.left_out() {
            return pace.path;
        }
        let outputs: Vec<f64> =
            run.frames.iter().filter(|frame| frame.carries.brings_output()).map(|frame| frame.at_ms).collect();
        if run.stream { Path::of_times(&outputs) } else { Path::TooFew { frames: outputs.len().min(1) } }
    }

    /// What is known of so many output frames that are not there, and of the bursts among them.
    #[must_use]
    pub const fn of_numbers(stream: bool, outputs: usize, burst: Option<Burst>) -> Path {
        match burst {
            Some(burst) => Path::Buffers(burst),
            None if !stream => Path::TooFew { frames: if outputs > 1 { 1 } else { outputs } },
            None if outputs < FEWEST => Path::TooFew { frames: outputs },
            None => Path::Flows { frames: outputs },
        }
    }

    /// Looks at the times of the output frames, in milliseconds after sending, in order.
    #[must_use]
    pub fn of_times(outputs: &[f64]) -> Path {
        let frames = outputs.len();
        let (Some(first), Some(last)) = (outputs.first(), outputs.last()) else {
            return Path::TooFew { frames };
        };
        if frames < FEWEST {
            return Path::TooFew { frames };
        }
        if last - first <= BURST_MS {
            let burst = Burst { frames, of: frames, bursts: 1, within_ms: last - first, after_ms: *first };
            return Path::Buffers(burst);
        }
        let mut all = Burst { frames: 0, of: frames, bursts: 0, within_ms: 0.0, after_ms: 0.0 };
        let mut before = 0.0;
        let mut rest = outputs;
        while let Some(start) = rest.first() {
            let silence = start - before;
            let together = rest.iter().take_while(|at| *at - start <= TOGETHER_MS).count();
            let length = if silence >= SILENCE_MS && together >= FEWEST { together } else { 1 };
            let (burst, after) = rest.split_at(length.min(rest.len()));
            if let (Some(end), true) = (burst.last(), length > 1) {
                all.frames += length;
                all.bursts += 1;
                all.within_ms = all.within_ms.max(end - start);
                all.after_ms = all.after_ms.max(silence);
            }
            before = burst.last().copied().unwrap_or(*start);
            rest = after;
        }
        // Some frames that come together are of the network; a path that buffers does it to most of them.
        if all.frames * 2 > frames { Path::Buffers(all) } else { Path::Flows { frames } }
    }

    /// What it says, in a sentence.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Path::TooFew { frames: 0 | 1 } => "Too little to tell: the answer did not come in pieces.".to_owned(),
            Path::TooFew { frames } => format!("Too little to tell: {frames} frames with output."),
            Path::Flows { frames } => format!("The {frames} frames with output came one by one."),
            Path::Unknown => "Not known: the raw frames are not in this case.".to_owned(),
            Path::Buffers(burst) => {
                let all = if burst.frames == burst.of { "all".to_owned() } else { format!("{} of", burst.frames) };
                let bursts =
                    if burst.bursts == 1 { "one burst".to_owned() } else { format!("{} bursts", burst.bursts) };
                format!(
                    "Something buffers: {all} {} frames came in {bursts} within {} after {} of silence.",
                    burst.of,
                    milliseconds(burst.within_ms),
                    milliseconds(burst.after_ms)
                )
            }
        }
    }
}

/// Whether the time to the first token of a run may be judged.
///
/// # Errors
/// Why not, in words that follow "not judged: ".
pub fn first_token_is_fair(run: &Run) -> Result<f64, &'static str> {
    if run.hidden {
        return Err("the tab was hidden");
    }
    if !run.stream {
        return Err("the answer was not streamed");
    }
    match Path::of(run) {
        Path::Buffers(_) => return Err("something between buffers"),
        Path::Unknown => return Err("the raw frames are not in this case"),
        Path::TooFew { .. } | Path::Flows { .. } => {}
    }
    run.marks.first_text.or(run.marks.first_tool).ok_or("no text came")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn steady(count: usize, from: f64, gap: f64) -> Vec<f64> {
        (0..count).map(|at| gap.mul_add(at as f64, from)).collect()
    }

    fn buffers(times: &[f64]) -> bool {
        matches!(Path::of_times(times), Path::Buffers(_))
    }

    #[test]
    fn paths() {
        let bursts: Vec<f64> = [400.0, 900.0, 1400.0].iter().flat_map(|from| steady(20, *from, 0.1)).collect();
        let one_late_burst: Vec<f64> = steady(40, 300.0, 20.0).into_iter().chain(steady(10, 1500.0, 0.1)).collect();
        for (name, times, expected) in [
            ("steady", steady(40, 300.0, 20.0), false),
            ("fast", steady(400, 300.0, 2.0), false),
            ("too few", steady(5, 900.0, 0.0), false),
            ("all at once", steady(40, 900.0, 0.0), true),
            ("all within a few milliseconds", steady(40, 900.0, 0.2), true),
            ("in bursts", bursts, true),
            ("one burst of a flowing stream", one_late_burst, false),
            ("a model that pauses", steady(20, 300.0, 300.0), false),
        ] {
            assert_eq!(buffers(&times), expected, "{name}: {:?}", Path::of_times(&times));
        }
    }

    #[test]
    fn the_numbers_are_named() {
        assert_eq!(
            Path::of_times(&steady(40, 900.0, 0.0)).words(),
            "Something buffers: all 40 frames came in one burst within 0 ms after 900 ms of silence."
        );
        assert_eq!(Path::of_times(&[]).words(), "Too little to tell: the answer did not come in pieces.");
    }

    proptest! {
        /// However long and fast a stream is: as long as each frame has a time of its own it flows.
        #[test]
        fn frames_one_by_one_never_buffer(gaps in prop::collection::vec(2.0..400.0_f64, 8..200)) {
            let mut at = 0.0;
            let times: Vec<f64> = gaps.iter().map(|gap| { at += gap; at }).collect();
            prop_assert!(!buffers(&times));
        }

        #[test]
        fn any_times_are_looked_at(mut times in prop::collection::vec(0.0..5_000.0_f64, 0..100)) {
            times.sort_by(f64::total_cmp);
            if let Path::Buffers(burst) = Path::of_times(&times) {
                prop_assert!(burst.frames <= burst.of && burst.of == times.len() && burst.bursts >= 1);
            }
        }
    }
}
