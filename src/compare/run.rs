//! The run of one request on one side, from sent to ended, with its marks in time.
//! Not the sender: it is told what happened and when.
//! **Invariant:** times only grow along sent, head, first byte, first text, end; what has not happened is `None`.
//! **Invariant:** every text kept here has gone through the redactor.

use serde_json::Value;

use super::answer_json::Gathered;
use super::pace::Pace;
use crate::gateway::answer::Answer;
use crate::gateway::endpoint::Endpoint;
use crate::gateway::failure::{Cause, Failure};
use crate::gateway::http::{HttpHead, HttpRequest};
use crate::gateway::reader::{AnswerReader, Ending, Frame};
use crate::share::clean;
use crate::share::redaction::Redactor;

/// Moments of a run in milliseconds after it was sent, by the browser's monotonic clock at the moment of reading.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Marks {
    /// Status and headers were there.
    pub head: Option<f64>,
    /// The first byte of the body was there.
    pub first_byte: Option<f64>,
    /// The first non-empty reasoning text was there.
    pub first_reasoning: Option<f64>,
    /// The first non-empty visible text was there: the time to first token of a stream.
    pub first_text: Option<f64>,
    /// The first tool call, or fragment of one, was there.
    pub first_tool: Option<f64>,
    /// The last frame with text, reasoning or tool arguments was there.
    pub last_output: Option<f64>,
    /// The first finish reason or terminal event was there.
    pub finish: Option<f64>,
    /// It ended.
    pub end: Option<f64>,
}

/// How a run stands.
#[derive(Debug, Clone, PartialEq)]
pub enum RunState {
    /// On the way.
    Running,
    /// The gateway answered to the end.
    Answered,
    /// The gateway sent an error, before, inside or instead of an answer; it is in the answer.
    Refused,
    /// No whole answer came; why is being found out.
    Failing(Failure),
    /// No whole answer came.
    Failed(Cause),
    /// A person stopped it.
    Stopped,
}

impl RunState {
    /// The words for tables.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            RunState::Running => "running".to_owned(),
            RunState::Answered => "answered".to_owned(),
            RunState::Refused => "refused".to_owned(),
            RunState::Failing(_) => "looking for the cause".to_owned(),
            RunState::Failed(cause) => format!("failed: {}", cause.code().replace('_', " ")),
            RunState::Stopped => "stopped".to_owned(),
        }
    }
}

/// Tokens per second and how well founded the figure is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Speed {
    /// Output tokens per second between the first and the last output.
    pub tokens_per_second: f64,
    /// Whether the number of tokens is an estimate from the length of the text, not the gateway's own count.
    pub estimated: bool,
}

/// What stands in a frame that may hold a piece of a key.
const WITHHELD: &str = "[withheld: the frames of this answer, put together, held a key]";

/// One request on one side.
#[derive(Debug, Clone)]
pub struct Run {
    /// What was sent, without the key.
    pub request: HttpRequest,
    /// Whether it was answered by the simulator inside the page.
    pub simulated: bool,
    /// Whether a stream was asked for.
    pub stream: bool,
    /// When it was sent, on the clock of the marks; `None` until the shell says so.
    sent_at: Option<f64>,
    /// Marks.
    pub marks: Marks,
    /// How it stands.
    pub state: RunState,
    /// Status and readable headers.
    pub head: Option<HttpHead>,
    /// Every frame, or the one body, as received.
    pub frames: Vec<Frame>,
    /// What the frames add up to.
    pub answer: Answer,
    /// How the body ended.
    pub ending: Ending,
    /// How many bytes of the body were not UTF-8.
    pub invalid_bytes: u64,
    /// Whether the tab was hidden at some time of it: a browser then holds back timers and reading.
    pub hidden: bool,
    /// The server's own times in milliseconds by name; `None` where the browser does not let a page read them.
    pub server_timing: Option<Vec<(String, f64)>>,
    endpoint: Endpoint,
    reader: Option<AnswerReader>,
    gathered: Gathered,
    left_out: Option<Pace>,
}

impl Run {
    /// A run about to be sent.
    #[must_use]
    pub fn new(request: HttpRequest, endpoint: Endpoint, stream: bool, simulated: bool) -> Run {
        Run {
            request,
            simulated,
            stream,
            sent_at: None,
            marks: Marks::default(),
            state: RunState::Running,
            head: None,
            frames: Vec::new(),
            answer: Answer::default(),
            ending: Ending::Open,
            invalid_bytes: 0,
            hidden: false,
            server_timing: None,
            endpoint,
            reader: None,
            gathered: Gathered::default(),
            left_out: None,
        }
    }

    /// Puts back how a run ended earlier, as read from a case.
    pub fn restore(
        &mut self,
        state: RunState,
        marks: Marks,
        head: Option<HttpHead>,
        frames: Vec<Frame>,
        answer: Answer,
        ending: Ending,
    ) {
        *self = Run { state, marks, head, frames, answer, ending, ..self.clone() };
        self.gather();
    }

    /// Its case has no frames of it, but says this of them.
    pub const fn leave_out(&mut self, pace: Pace) {
        self.left_out = Some(pace);
    }

    /// What is known of frames that came and are not here.
    #[must_use]
    pub const fn left_out(&self) -> Option<&Pace> {
        self.left_out.as_ref()
    }

    /// Reads the frames anew.
    fn gather(&mut self) {
        self.gathered = Gathered::default();
        self.frames.iter().for_each(|frame| self.gathered.take(&frame.data));
    }

    /// The JSON of all frames, as far as they are here.
    #[must_use]
    pub const fn gathered(&self) -> &Gathered {
        &self.gathered
    }

    /// The endpoint that was called.
    #[must_use]
    pub const fn endpoint(&self) -> Endpoint {
        self.endpoint
    }

    /// Whether it is still on the way.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        matches!(self.state, RunState::Running)
    }

    /// Whether it has left, so that its time counts.
    #[must_use]
    pub fn has_left(&self) -> bool {
        self.sent_at.is_some()
    }

    /// It left, at `at_ms` on the shell's clock.
    pub fn sent(&mut self, at_ms: f64) {
        self.sent_at = Some(at_ms);
    }

    /// Status and headers are there.
    pub fn head_arrived(&mut self, at_ms: f64, mut head: HttpHead, redactor: &Redactor) {
        self.marks.head = Some(self.since_sent(at_ms));
        let reader = AnswerReader::new(self.endpoint, head.status);
        self.reader = Some(reader.with_retry_after(head.header("retry-after")));
        for (name, value) in &mut head.headers {
            clean::text(name, redactor);
            clean::text(value, redactor);
        }
        self.head = Some(head);
    }

    /// A piece of the body is there.
    pub fn bytes_arrived(&mut self, at_ms: f64, bytes: &[u8]) -> Vec<Frame> {
        let at = self.since_sent(at_ms);
        if !bytes.is_empty() && self.marks.first_byte.is_none() {
            self.marks.first_byte = Some(at);
        }
        self.reader.as_mut().map(|reader| reader.push(at, bytes)).unwrap_or_default()
    }

    /// Keeps frames that [`Run::bytes_arrived`] gave, and brings the answer up to date. Apart, so that a batch of
    /// pieces costs one copy of the answer.
    pub fn keep(&mut self, frames: Vec<Frame>, redactor: &Redactor) {
        for mut frame in frames {
            let at = Some(frame.at_ms);
            let carries = &frame.carries;
            if carries.text && self.marks.first_text.is_none() {
                self.marks.first_text = at;
            }
            if carries.reasoning && self.marks.first_reasoning.is_none() {
                self.marks.first_reasoning = at;
            }
            if carries.tool && self.marks.first_tool.is_none() {
                self.marks.first_tool = at;
            }
            if carries.text || carries.reasoning || carries.tool {
                self.marks.last_output = at;
            }
            if carries.finish && self.marks.finish.is_none() {
                self.marks.finish = at;
            }
            clean::text(&mut frame.data, redactor);
            if let Some(event) = &mut frame.event {
                clean::text(event, redactor);
            }
            self.gathered.take(&frame.data);
            self.frames.push(frame);
        }
        if let Some(reader) = &self.reader {
            self.answer = reader.answer().clone();
            if clean::answer(&mut self.answer, redactor) {
                self.withhold_pieces();
            }
        }
    }

    /// A key that came in pieces stands whole in no frame, so no frame shows it; together they would.
    fn withhold_pieces(&mut self) {
        for frame in self.frames.iter_mut().filter(|frame| frame.carries.brings_output()) {
            WITHHELD.clone_into(&mut frame.data);
        }
        self.gather();
    }

    /// The tab was hidden while it was on the way.
    pub const fn was_hidden(&mut self) {
        self.hidden = true;
    }

    /// The browser lets the page read the server's own times.
    pub fn timed_by_server(&mut self, mut entries: Vec<(String, f64)>, redactor: &Redactor) {
        for (name, _) in &mut entries {
            clean::text(name, redactor);
        }
        self.server_timing = Some(entries);
    }

    /// The body ended, wholly or by a cut.
    pub fn ended(&mut self, at_ms: f64, failure: Option<Failure>, redactor: &Redactor) {
        let at = self.since_sent(at_ms);
        self.marks.end = Some(at);
        if let Some(reader) = &mut self.reader {
            let frames = reader.finish(at, failure.is_some());
            self.ending = reader.ending();
            self.invalid_bytes = reader.invalid_bytes();
            self.keep(frames, redactor);
        }
        self.state = match failure {
            Some(Failure::Stopped) => RunState::Stopped,
            Some(failure) => RunState::Failing(failure),
            None if self.answer.error.is_some() => RunState::Refused,
            None => RunState::Answered,
        };
    }

    /// Why it failed has been found out.
    pub fn explained(&mut self, cause: Cause) {
        if matches!(self.state, RunState::Failing(_)) {
            self.state = RunState::Failed(cause);
        }
    }

    /// Tokens per second. `None` before the end, without output, or if all of it came at one moment.
    #[must_use]
    pub fn speed(&self) -> Option<Speed> {
        self.marks.end?;
        let from = match (self.marks.first_reasoning, self.marks.first_text) {
            (Some(reasoning), Some(text)) => reasoning.min(text),
            (reasoning, text) => reasoning.or(text)?,
        };
        // A stream is timed between its first and last output. A whole body has no such span: the time from sending
        // to the end is all there is.
        let span = if self.stream { self.marks.last_output? - from } else { self.marks.end? };
        if span <= 0.0 {
            return None;
        }
        let reported = self.answer.usage.as_ref().and_then(|usage| usage.completion_tokens);
        let (tokens, estimated) = match reported {
            Some(tokens) => (tokens as f64, false),
            None => {
                let choice = self.answer.choices.first()?;
                // Four characters a token is the usual rule of thumb for English text.
                ((choice.text.chars().count() + choice.reasoning.chars().count()) as f64 / 4.0, true)
            }
        };
        Some(Speed { tokens_per_second: tokens * 1000.0 / span, estimated })
    }

    fn since_sent(&self, at_ms: f64) -> f64 {
        self.sent_at.map_or(0.0, |sent| (at_ms - sent).max(0.0))
    }
}

/// A JSON text for reading: indented if it is JSON, as it is otherwise.
#[must_use]
pub fn indented(text: &str) -> String {
    serde_json::from_str::<Value>(text)
        .ok()
        .and_then(|value| serde_json::to_string_pretty(&value).ok())
        .unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
pub(crate) mod tests_support {
    //! Runs for the tests of what reads them.

    use super::*;
    use crate::gateway::http::Method;

    /// A run whose body came in these pieces, each at its time in milliseconds, and ended then.
    pub fn run_in_time(endpoint: Endpoint, stream: bool, pieces: &[(f64, &str)], end_ms: f64, cut: bool) -> Run {
        let request =
            HttpRequest { method: Method::Post, url: "https://a.example".into(), headers: Vec::new(), body: None };
        let mut run = Run::new(request, endpoint, stream, false);
        let redactor = Redactor::default();
        run.sent(0.0);
        let kind = if stream { "text/event-stream" } else { "application/json" };
        let head = HttpHead { status: 200, headers: vec![("content-type".into(), kind.into())] };
        run.head_arrived(pieces.first().map_or(end_ms, |(at, _)| *at), head, &redactor);
        for (at, piece) in pieces {
            let frames = run.bytes_arrived(*at, piece.as_bytes());
            run.keep(frames, &redactor);
        }
        run.ended(end_ms, cut.then_some(Failure::Cut), &redactor);
        if cut {
            run.explained(Cause::Cut);
        }
        run
    }

    /// A run whose body came at once.
    pub fn run_of(endpoint: Endpoint, stream: bool, body: &str) -> Run {
        run_in_time(endpoint, stream, &[(10.0, body)], 20.0, false)
    }
}

#[cfg(test)]
mod tests {
    use super::tests_support::{run_in_time, run_of};
    use super::*;
    use crate::compare::timeline::speed_words;
    use serde_json::json;

    fn frame(delta: Value, usage: Option<u64>) -> String {
        let mut frame = json!({ "choices": [{ "index": 0, "delta": delta }] });
        if let Some(tokens) = usage {
            frame["usage"] = json!({ "prompt_tokens": 1, "completion_tokens": tokens });
        }
        format!("data: {frame}\n\n")
    }

    #[test]
    fn tokens_a_second_are_those_of_the_usage_and_else_an_estimate_that_says_so() {
        let thought = frame(json!({ "reasoning": "Twelve in all" }), None);
        let text = frame(json!({ "content": "Sixteen letters" }), None);
        let last = |usage| frame(json!({ "content": " and more." }), usage) + "data: [DONE]\n\n";
        let (counted, uncounted) = (last(Some(30)), last(None));
        let whole = |usage: bool| {
            let mut body = json!({ "choices": [{ "index": 0, "message": { "content": "Twenty letters here." } }] });
            if usage {
                body["usage"] = json!({ "completion_tokens": 8 });
            }
            run_of(Endpoint::ChatCompletions, false, &body.to_string())
        };
        let stream = |pieces: &[(f64, &str)], cut: bool| {
            run_in_time(Endpoint::ChatCompletions, true, pieces, 900.0, cut).speed().map(speed_words)
        };
        for (what, found, wanted) in [
            // 30 tokens from 100 ms to 600 ms.
            ("a stream with usage", stream(&[(100.0, &text), (600.0, &counted)], false), Some("60.0")),
            // 15 and 10 letters are 6.25 tokens.
            ("one without", stream(&[(100.0, &text), (600.0, &uncounted)], false), Some("12.5 est.")),
            // 13 letters more, and the time begins with them.
            (
                "one that thinks first",
                stream(&[(100.0, &thought), (350.0, &text), (600.0, &uncounted)], false),
                Some("19.0 est."),
            ),
            ("one that was cut has no usage", stream(&[(100.0, &text), (600.0, &uncounted)], true), Some("12.5 est.")),
            ("one whose text came at one moment", stream(&[(100.0, &text)], false), None),
            ("one without text", stream(&[(100.0, &frame(json!({}), Some(3)))], false), None),
            // A whole body is timed from sending to its end, 20 ms.
            ("a whole body with usage", whole(true).speed().map(speed_words), Some("400")),
            ("a whole body without", whole(false).speed().map(speed_words), Some("250 est.")),
        ] {
            assert_eq!(found.as_deref(), wanted, "{what}");
        }
        let mut under_way = run_of(Endpoint::ChatCompletions, true, &text);
        under_way.marks.end = None;
        assert_eq!(under_way.speed(), None, "before the end nothing is said");
    }
}
