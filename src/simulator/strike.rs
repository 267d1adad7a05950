//! Faults of an answer that has begun: they change the frames or the writes of a good reply. Not the answers that are
//! an error from the start (`outage`). **Invariant:** a fault that needs a stream leaves other bodies readable.

use super::fault::Fault;
use super::reply::{Content, Frame, Reply};
use super::{End, SimulatedResponse, Step};
use serde_json::{Map, Value};

/// A frame of the huge-frame fault has this many bytes more.
const HUGE: usize = 5_000_000;

/// How the gateway itself reports an error once the status is sent.
pub(super) struct Wounds {
    /// Frames after some text.
    pub(super) mid_stream: Vec<u8>,
    /// The only frame of a stream.
    pub(super) at_start: Vec<u8>,
    /// The whole body of an answer that is not streamed.
    pub(super) whole: Vec<u8>,
}

/// Applies the fault to the frames.
pub(super) fn frames(fault: Fault, mut reply: Reply, wounds: Wounds) -> Reply {
    match (fault, &mut reply.content) {
        (Fault::HangMidStream | Fault::CloseMidStream, Content::Frames(frames)) => {
            shorten(frames);
            if let (Fault::CloseMidStream, Some(last)) = (fault, frames.last_mut()) {
                last.bytes.truncate(last.bytes.len() / 2);
                last.shows_text = false;
                // A browser throws away what it has not read yet when the connection breaks.
                last.after_ms = last.after_ms.max(400);
            }
        }
        (Fault::HangMidStream | Fault::CloseMidStream, Content::Whole(bytes)) => bytes.truncate(bytes.len() / 2),
        (Fault::ErrorMidStream, Content::Frames(frames)) => {
            shorten(frames);
            frames.push(Frame::raw(40, wounds.mid_stream));
        }
        (Fault::ErrorIn200, Content::Frames(frames)) => *frames = vec![Frame::raw(120, wounds.at_start)],
        (Fault::ErrorIn200 | Fault::ErrorMidStream, Content::Whole(bytes)) => *bytes = wounds.whole,
        (Fault::InvalidUtf8, Content::Frames(frames)) => {
            if let Some(frame) = frames.iter_mut().filter(|frame| frame.shows_text).nth(1) {
                soil(&mut frame.bytes);
            }
        }
        (Fault::InvalidUtf8, Content::Whole(bytes)) => soil(bytes),
        (Fault::HugeFrame, Content::Frames(frames)) => {
            if let Some(frame) = frames.iter_mut().filter(|frame| frame.shows_text).nth(1) {
                pad(&mut frame.bytes);
            }
        }
        (Fault::HugeFrame, Content::Whole(bytes)) => pad(bytes),
        _ => {}
    }
    match fault {
        Fault::HangMidStream => reply.end = End::Hang,
        Fault::CloseMidStream => reply.end = End::Cut,
        Fault::WrongContentType => reply.set("content-type", "text/html; charset=utf-8"),
        _ => {}
    }
    reply
}

/// Applies the fault to what was asked, before anything is checked.
pub(super) fn parameters(fault: Option<Fault>, body: &mut Map<String, Value>) {
    if fault != Some(Fault::FaultyParameters) {
        return;
    }
    body.shift_remove("stop");
    if let Some(temperature) = body.get_mut("temperature")
        && let Some(number) = temperature.as_f64()
    {
        *temperature = number.clamp(0.0, 2.0).into();
    }
}

/// Applies the fault to the writes.
pub(super) fn writes(fault: Fault, response: &mut SimulatedResponse) {
    match fault {
        Fault::Burst => {
            let bytes: Vec<u8> = response.steps.iter().flat_map(|step| step.bytes.iter().copied()).collect();
            let after_ms = response.steps.first().map_or(0, |step| step.after_ms);
            response.first_text_step = response.first_text_step.map(|_| 0);
            response.steps = vec![Step { after_ms, bytes }];
        }
        Fault::SlowDrip => drip(response),
        _ => {}
    }
}

/// Keeps the first half, but at least two frames with text where there are any.
fn shorten(frames: &mut Vec<Frame>) {
    let second_text = frames.iter().enumerate().filter(|(_, frame)| frame.shows_text).map(|(at, _)| at + 1).nth(1);
    let keep = (frames.len() / 2).max(second_text.unwrap_or(1));
    frames.truncate(keep);
}

fn drip(response: &mut SimulatedResponse) {
    let mut steps = Vec::new();
    let mut first_text = None;
    for (at, step) in response.steps.iter().enumerate() {
        for (part, bytes) in step.bytes.chunks(17).enumerate() {
            let after_ms = if part == 0 { step.after_ms.max(12) } else { 12 };
            steps.push(Step { after_ms, bytes: bytes.to_vec() });
        }
        if response.first_text_step == Some(at) {
            first_text = steps.len().checked_sub(1);
        }
    }
    response.steps = steps;
    response.first_text_step = first_text;
}

/// Puts two bytes that are no UTF-8 at the start of the text.
fn soil(bytes: &mut Vec<u8>) {
    if let Some(at) =
        [&b"\"content\":\""[..], b"\"delta\":\"", b"\"text\":\""].iter().find_map(|needle| after(bytes, needle))
    {
        bytes.splice(at..at, [0xff, 0xc3]);
    }
}

/// Adds a field of padding, as OpenAI's own streams do under this name.
fn pad(bytes: &mut Vec<u8>) {
    if let Some(at) = after(bytes, b"{") {
        let mut field = b"\"obfuscation\":\"".to_vec();
        field.resize(field.len() + HUGE, b'x');
        field.extend_from_slice(b"\",");
        bytes.splice(at..at, field);
    }
}

fn after(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle).map(|at| at + needle.len())
}
