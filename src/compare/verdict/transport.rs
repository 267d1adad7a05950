//! Whether the answers came: status, content type, framing, termination, and no error inside of a 200.

use super::{Case, Layer, Reason, Standing, Verdict};
use crate::compare::pace::Pace;
use crate::compare::run::{Run, RunState};
use crate::gateway::reader::Ending;
use crate::gateway::side::Side;

pub(super) fn judge(case: &Case<'_>) -> Verdict {
    let mut reasons = Vec::new();
    let wrong: [Vec<String>; 2] = Side::BOTH.map(|side| faults(case.run(side)));
    let [source, target] = wrong;
    let rest = |faults: &[String]| if faults.is_empty() { "whole".to_owned() } else { faults.join(" ") };
    let (at_source, at_target) = (rest(&source), rest(&target));
    for fault in target {
        reasons.push(Reason::new(Standing::Fail, format!("The target's answer: {fault}"), &at_source, &at_target));
    }
    if reasons.is_empty() {
        for fault in source {
            let what = format!("Only the source's answer failed, so there is nothing to compare with: {fault}");
            reasons.push(Reason::new(Standing::Undecided, what, &at_source, &at_target));
        }
    }
    let figures = Side::BOTH.map(|side| seen(case.run(side)));
    for (name, of) in [("Status", 0_usize), ("Content type", 1), ("Framing and termination", 2)] {
        let words = |side: &[String; 3]| side.get(of).cloned().unwrap_or_default();
        let [source, target] = &figures;
        reasons.push(Reason::new(Standing::Pass, name, words(source), words(target)));
    }
    if case.source.ending == Ending::Done && case.target.ending == Ending::Terminal {
        let what = "The target's stream ends without [DONE], as it usually does: the end of the body is the end.";
        reasons.push(Reason::new(Standing::Pass, what, "[DONE]", "end of the body"));
    }
    Verdict::of(
        Layer::Transport,
        reasons,
        "Both answers came whole, with the status and in the form that was asked for.",
    )
}

/// What went wrong on the way, each a sentence.
fn faults(run: &Run) -> Vec<String> {
    let mut faults = Vec::new();
    let status = run.head.as_ref().map(|head| head.status);
    match (&run.state, status) {
        (RunState::Failed(_) | RunState::Failing(_) | RunState::Stopped | RunState::Running, _) => {
            faults.push(format!("{}.", run.state.words()));
        }
        (RunState::Refused, Some(status)) if status < 400 => {
            faults.push(format!("an error came with status {status}."));
        }
        (_, Some(status)) if !(200..300).contains(&status) => faults.push(format!("status {status}.")),
        (RunState::Refused, _) => faults.push("an error came.".to_owned()),
        (RunState::Answered, _) => {}
    }
    if run.state == RunState::Answered {
        match run.ending {
            Ending::EndOfBody => faults.push("the stream ended without a finish reason or [DONE].".to_owned()),
            Ending::Document if run.stream => {
                faults.push("a stream was asked for, and one JSON document came.".to_owned())
            }
            Ending::Unreadable => faults.push("neither a stream nor JSON came.".to_owned()),
            Ending::Done | Ending::Terminal if !run.stream => {
                faults.push("one JSON document was asked for, and a stream came.".to_owned());
            }
            _ => {}
        }
        if let Some(kind) = content_type(run).filter(|kind| !fits(kind, run.stream)) {
            faults.push(format!("the content type is {kind}."));
        }
    }
    if run.invalid_bytes > 0 {
        faults.push(format!("{} bytes are not UTF-8.", run.invalid_bytes));
    }
    faults
}

fn content_type(run: &Run) -> Option<&str> {
    run.head.as_ref().and_then(|head| head.header("content-type"))
}

/// A type that a client checks. One that a browser may not read is not wrong.
fn fits(kind: &str, stream: bool) -> bool {
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == if stream { "text/event-stream" } else { "application/json" }
}

fn seen(run: &Run) -> [String; 3] {
    let status = run.head.as_ref().map_or_else(|| "none".to_owned(), |head| head.status.to_string());
    let kind = content_type(run).unwrap_or("n/r").to_owned();
    let ending = match run.ending {
        Ending::Open => "not ended",
        Ending::Done => "ended by [DONE]",
        Ending::Terminal => "ended after its last event",
        Ending::EndOfBody => "ended without a sign",
        Ending::Cut => "cut off",
        Ending::Document => "one JSON document",
        Ending::Unreadable => "unreadable",
    };
    let framing = if run.stream {
        let pace = Pace::of(run);
        let comments = pace.kinds.map_or_else(String::new, |of| format!(", {} of them comments", of.comments));
        format!("{} frames{comments}, {ending}", pace.frames)
    } else {
        ending.to_owned()
    };
    [status, kind, framing]
}
