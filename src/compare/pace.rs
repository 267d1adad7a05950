//! How the frames of a run came, in numbers. They are what is left to say of the frames where a case leaves those out.
//! Not a judgement: whether a path buffers is `buffering`'s.
//!
//! **Invariant:** frames that were left out are never counted as none.

use super::buffering::Path;
use super::run::Run;
use crate::gateway::frame::Frame;
use crate::measure::quantile::{quantile, sorted};

/// The times between output frames, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gaps {
    /// The median.
    pub p50: f64,
    /// The 95th percentile.
    pub p95: f64,
    /// The longest.
    pub max: f64,
    /// How many there are.
    pub count: usize,
}

/// The gaps between the frames that bring output; `None` with fewer than two of them.
#[must_use]
pub fn gaps(frames: &[Frame]) -> Option<Gaps> {
    let times: Vec<f64> =
        frames.iter().filter(|frame| frame.carries.brings_output()).map(|frame| frame.at_ms).collect();
    let between: Vec<f64> = times.iter().zip(times.iter().skip(1)).map(|(before, after)| after - before).collect();
    let ascending = sorted(&between)?;
    let at = |share| quantile(&ascending, share);
    Some(Gaps { p50: at(0.5)?, p95: at(0.95)?, max: at(1.0)?, count: between.len() })
}

/// The frames of a run in numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// How many came.
    pub frames: usize,
    /// How many of them brought output, and how many were comments; `None` where a case does not say.
    pub kinds: Option<Kinds>,
    /// Times between output frames.
    pub gaps: Option<Gaps>,
    /// What their times say about the path.
    pub path: Path,
}

/// What frames brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kinds {
    /// Frames with output.
    pub outputs: usize,
    /// Frames that are a comment.
    pub comments: usize,
}

impl Pace {
    /// Of a run: by its frames, or by what its case says of them.
    #[must_use]
    pub fn of(run: &Run) -> Pace {
        if let Some(pace) = run.left_out() {
            return *pace;
        }
        let count = |which: fn(&Frame) -> bool| run.frames.iter().filter(|frame| which(frame)).count();
        Pace {
            frames: run.frames.len(),
            kinds: Some(Kinds {
                outputs: count(|frame| frame.carries.brings_output()),
                comments: count(|frame| frame.carries.comment),
            }),
            gaps: gaps(&run.frames),
            path: Path::of(run),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::run::tests_support::run_in_time;
    use crate::gateway::endpoint::Endpoint;

    fn chunk(text: &str) -> String {
        format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n")
    }

    #[test]
    fn gaps_are_between_output_frames_alone() {
        let run = run_in_time(
            Endpoint::ChatCompletions,
            true,
            &[
                (10.0, ": wait\n\n"),
                (100.0, &chunk("a")),
                (130.0, ": wait\n\n"),
                (200.0, &chunk("b")),
                (220.0, &chunk("c")),
            ],
            230.0,
            false,
        );
        assert_eq!(gaps(&run.frames), Some(Gaps { p50: 60.0, p95: 96.0, max: 100.0, count: 2 }));
        assert_eq!(gaps(&run.frames[..2]), None);
        let pace = Pace::of(&run);
        assert_eq!((pace.frames, pace.kinds), (5, Some(Kinds { outputs: 3, comments: 2 })), "comments are kept");
    }
}
