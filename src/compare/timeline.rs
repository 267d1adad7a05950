//! The moments and frames of both runs on one axis of time, as data. Not the drawing, which is `timeline::drawing`.
//! **Invariant:** both tracks have one scale, and every figure here is a mark or a frame of a run, never a guess.

pub mod drawing;

use super::buffering::{Path, first_token_is_fair};
use super::pace::{Gaps, Pace};
use super::run::{Marks, Run, Speed};
use crate::gateway::side::{PerSide, Side};
use crate::measure::number::{NOTHING, milliseconds, rate};

/// A moment of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// The request left.
    Sent,
    /// Status and headers were there.
    Head,
    /// The first byte of the body.
    FirstByte,
    /// The first reasoning that is not empty.
    FirstReasoning,
    /// The first visible text that is not empty.
    FirstText,
    /// The first piece of a tool call.
    FirstTool,
    /// The finish reason.
    Finish,
    /// The end of the body.
    End,
}

impl Moment {
    /// All, in the order in which they usually come.
    pub const ALL: [Moment; 8] = [
        Moment::Sent,
        Moment::Head,
        Moment::FirstByte,
        Moment::FirstReasoning,
        Moment::FirstText,
        Moment::FirstTool,
        Moment::Finish,
        Moment::End,
    ];

    /// The name in the table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Moment::Sent => "Request sent",
            Moment::Head => "Headers",
            Moment::FirstByte => "First byte",
            Moment::FirstReasoning => "First reasoning",
            Moment::FirstText => "First text",
            Moment::FirstTool => "First tool fragment",
            Moment::Finish => "Finish",
            Moment::End => "End",
        }
    }

    /// The name in the drawing.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Moment::Sent => "sent",
            Moment::Head => "headers",
            Moment::FirstByte => "first byte",
            Moment::FirstReasoning => "reasoning",
            Moment::FirstText => "first text",
            Moment::FirstTool => "tool",
            Moment::Finish => "finish",
            Moment::End => "end",
        }
    }

    /// When it was, in milliseconds after sending.
    #[must_use]
    pub const fn of(self, marks: &Marks) -> Option<f64> {
        match self {
            Moment::Sent => Some(0.0),
            Moment::Head => marks.head,
            Moment::FirstByte => marks.first_byte,
            Moment::FirstReasoning => marks.first_reasoning,
            Moment::FirstText => marks.first_text,
            Moment::FirstTool => marks.first_tool,
            Moment::Finish => marks.finish,
            Moment::End => marks.end,
        }
    }
}

/// One side.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    /// Which.
    pub side: Side,
    /// Its moments, in milliseconds after sending.
    pub marks: Marks,
    /// When each frame that is here came, and whether it brought output.
    pub frames: Vec<(f64, bool)>,
    /// All frames in numbers, whether they are here or not.
    pub pace: Pace,
    /// Tokens per second.
    pub speed: Option<Speed>,
    /// The time to the first token, or why it is not judged.
    pub first_token: Result<f64, &'static str>,
}

/// Both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// One a side that has run.
    pub tracks: Vec<Track>,
    /// The last moment of either, in milliseconds.
    pub length_ms: f64,
}

impl Timeline {
    /// The timeline of the runs; `None` before anything has come.
    #[must_use]
    pub fn of(runs: &PerSide<Option<Run>>) -> Option<Timeline> {
        let tracks: Vec<Track> =
            Side::BOTH.into_iter().filter_map(|side| Some(track(side, runs.get(side).as_ref()?))).collect();
        let last = |track: &Track| {
            let marks = Moment::ALL.into_iter().filter_map(|moment| moment.of(&track.marks));
            marks.chain(track.frames.iter().map(|(at, _)| *at)).fold(0.0, f64::max)
        };
        let length_ms = tracks.iter().map(last).fold(0.0, f64::max);
        (length_ms > 0.0).then_some(Timeline { tracks, length_ms })
    }

    fn track(&self, side: Side) -> Option<&Track> {
        self.tracks.iter().find(|track| track.side == side)
    }

    /// What the figure shows, in a sentence or two.
    #[must_use]
    pub fn finding(&self) -> String {
        let mut sentences = Vec::new();
        match (self.track(Side::Source), self.track(Side::Target)) {
            (Some(source), Some(target)) => {
                sentences.push(compared("First text", source.first_token, target.first_token));
                if let (Some(one), Some(other)) = (source.marks.end, target.marks.end) {
                    sentences.push(compared("The end", Ok(one), Ok(other)));
                }
            }
            (Some(only), None) | (None, Some(only)) => {
                sentences.push(format!("Only the {} has run.", only.side.word()))
            }
            (None, None) => {}
        }
        for track in &self.tracks {
            if let Path::Buffers(_) = track.pace.path {
                sentences.push(format!("{}: {}", track.side.title(), track.pace.path.words()));
            }
            if track.pace.frames > track.frames.len() {
                sentences.push(format!("The frames of the {} are not in this case.", track.side.word()));
            }
        }
        sentences.push("One run is not evidence: n = 1.".to_owned());
        sentences.join(" ")
    }

    /// The data table: a name and the words of each side.
    #[must_use]
    pub fn rows(&self) -> Vec<(&'static str, [String; 2])> {
        let cell = |of: &dyn Fn(&Track) -> Option<String>| {
            Side::BOTH.map(|side| self.track(side).and_then(of).unwrap_or_else(|| NOTHING.to_owned()))
        };
        let exact = |value: f64| format!("{value:.1}");
        let mut rows: Vec<(&'static str, [String; 2])> = Moment::ALL
            .into_iter()
            .map(|moment| (moment.name(), cell(&|track| moment.of(&track.marks).map(exact))))
            .collect();
        let of_gaps = |read: fn(&Gaps) -> f64| cell(&|track| track.pace.gaps.as_ref().map(read).map(exact));
        rows.push(("Gap between output frames, p50", of_gaps(|gaps| gaps.p50)));
        rows.push(("Gap between output frames, p95", of_gaps(|gaps| gaps.p95)));
        rows.push(("Gap between output frames, longest", of_gaps(|gaps| gaps.max)));
        rows
    }

    /// Rows of the same table that are no milliseconds.
    #[must_use]
    pub fn more_rows(&self) -> Vec<(&'static str, [String; 2])> {
        let cell = |of: &dyn Fn(&Track) -> Option<String>| {
            Side::BOTH.map(|side| self.track(side).and_then(of).unwrap_or_else(|| NOTHING.to_owned()))
        };
        vec![
            (
                "Frames, with output",
                cell(&|track| {
                    let all = track.pace.frames;
                    Some(
                        track
                            .pace
                            .kinds
                            .map_or_else(|| format!("{all}, not known"), |of| format!("{all}, {}", of.outputs)),
                    )
                }),
            ),
            ("Tokens per second", cell(&|track| track.speed.map(speed_words))),
            (
                "Time to first token",
                cell(&|track| {
                    Some(match track.first_token {
                        Ok(at) => milliseconds(at),
                        Err(why) => format!("not judged: {why}"),
                    })
                }),
            ),
            ("Path", cell(&|track| Some(track.pace.path.words()))),
        ]
    }
}

/// Tokens per second; an estimate says so.
#[must_use]
pub fn speed_words(speed: Speed) -> String {
    let estimated = if speed.estimated { " est." } else { "" };
    format!("{}{estimated}", rate(speed.tokens_per_second))
}

fn track(side: Side, run: &Run) -> Track {
    Track {
        side,
        marks: run.marks,
        frames: run.frames.iter().map(|frame| (frame.at_ms, frame.carries.brings_output())).collect(),
        pace: Pace::of(run),
        speed: run.speed(),
        first_token: first_token_is_fair(run),
    }
}

fn compared(what: &str, source: Result<f64, &str>, target: Result<f64, &str>) -> String {
    match (source, target) {
        (Ok(source), Ok(target)) => {
            let times = format!("at {} at the source and {} at the target", milliseconds(source), milliseconds(target));
            let (slow, fast) = (source.max(target), source.min(target));
            let who = if target > source { "slower" } else { "faster" };
            if fast > 0.0 && slow / fast >= 1.005 {
                format!("{what}: {times}, {:.2}× {who}.", slow / fast)
            } else {
                format!("{what}: {times}.")
            }
        }
        (Err(why), _) => format!("{what} is not judged at the source: {why}."),
        (_, Err(why)) => format!("{what} is not judged at the target: {why}."),
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

    pub fn streamed(times: &[f64], end: f64) -> Run {
        let chunks: Vec<(f64, String)> = times.iter().map(|at| (*at, chunk("word "))).collect();
        let pieces: Vec<(f64, &str)> = chunks.iter().map(|(at, text)| (*at, text.as_str())).collect();
        run_in_time(Endpoint::ChatCompletions, true, &pieces, end, false)
    }

    #[test]
    fn rows_are_the_marks() {
        let runs = PerSide { source: Some(streamed(&[100.0, 150.0], 160.0)), target: Some(streamed(&[300.0], 310.0)) };
        let timeline = Timeline::of(&runs).unwrap();
        assert!((timeline.length_ms - 310.0).abs() < f64::EPSILON);
        let rows = timeline.rows();
        let row = |name: &str| rows.iter().find(|(other, _)| *other == name).unwrap().1.clone();
        assert_eq!(row("First text"), ["100.0", "300.0"]);
        assert_eq!(row("End"), ["160.0", "310.0"]);
        assert_eq!(row("Gap between output frames, longest"), ["50.0", NOTHING]);
        assert_eq!(row("First tool fragment"), [NOTHING, NOTHING]);
        assert!(timeline.finding().contains("3.00× slower"), "{}", timeline.finding());
        assert!(timeline.finding().contains("n = 1"));
    }

    #[test]
    fn a_path_that_buffers_takes_the_judgement_away() {
        let runs = PerSide { source: Some(streamed(&[900.0; 30], 910.0)), target: Some(streamed(&[300.0; 2], 310.0)) };
        let timeline = Timeline::of(&runs).unwrap();
        assert_eq!(timeline.tracks[0].first_token, Err("something between buffers"));
        assert!(timeline.finding().contains("First text is not judged at the source"), "{}", timeline.finding());
        assert!(timeline.finding().contains("all 30 frames came in one burst"));
    }

    #[test]
    fn a_hidden_tab_takes_the_judgement_away() {
        let mut run = streamed(&[100.0, 150.0], 160.0);
        run.was_hidden();
        assert_eq!(first_token_is_fair(&run), Err("the tab was hidden"));
    }

    #[test]
    fn nothing_has_no_timeline() {
        assert_eq!(Timeline::of(&PerSide::default()), None);
    }
}
