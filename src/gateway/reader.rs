//! From the bytes of one answer to the answer, with every frame and its time on the way.
//!
//! Not a client: bytes and times are given to it. The bytes decide whether a body is a stream, one JSON document or
//! neither; the content type does not, because gateways and proxies send errors as JSON under an event stream's type
//! and streams under JSON's.
//!
//! **Invariant:** however the bytes are split, the answer and the texts of the frames are the same.
//! **Invariant:** no byte is dropped silently: what cannot be read comes out as a frame that says so.

mod body;
#[cfg(test)]
mod tests;

use super::answer::Answer;
use super::endpoint::Endpoint;
use super::error::{GatewayError, Original};
pub use super::frame::{Carries, Frame};
use super::merge::Merger;
use super::sse::{SseEvent, SseParser, decode_utf8};
use body::{Body, has_several, leading_blank};
use serde_json::Value;

/// How a body ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ending {
    /// It has not ended.
    #[default]
    Open,
    /// With `[DONE]`; whatever happened to the connection afterwards does not count.
    Done,
    /// Regularly, after a finish reason, a terminal event or an error frame, but without `[DONE]`.
    /// The target's usual ending (August 2026).
    Terminal,
    /// Regularly, but without any sign that the answer was complete.
    EndOfBody,
    /// By a network error, before `[DONE]` or the end of a document.
    Cut,
    /// It was one JSON document and no stream.
    Document,
    /// It was neither a stream nor JSON: an HTML page, plain text, nothing at all.
    Unreadable,
}

/// Takes the bytes of one answer as they arrive.
#[derive(Debug, Clone)]
pub struct AnswerReader {
    status: u16,
    retry_after: Option<String>,
    merger: Merger,
    body: Body,
    /// The bytes of a body that is undecided or read as a whole.
    bytes: Vec<u8>,
    /// Lines of a stream that are no fields, since the last event, and when the last of them came.
    stray: String,
    stray_at_ms: f64,
    /// The first text of a stream that could not be read: the best there is to say about a failed status.
    unreadable: Option<String>,
    invalid_bytes: u64,
    ending: Ending,
    finished: bool,
}

impl AnswerReader {
    /// A reader at the start of a body that came with that status.
    #[must_use]
    pub fn new(endpoint: Endpoint, status: u16) -> Self {
        AnswerReader {
            status,
            retry_after: None,
            merger: Merger::new(endpoint),
            body: Body::Undecided,
            bytes: Vec::new(),
            stray: String::new(),
            stray_at_ms: 0.0,
            unreadable: None,
            invalid_bytes: 0,
            ending: Ending::Open,
            finished: false,
        }
    }

    /// Adds the value of the `Retry-After` header, where it could be read, for the error.
    #[must_use]
    pub fn with_retry_after(mut self, header: Option<&str>) -> Self {
        self.retry_after = header.map(str::to_owned);
        self
    }

    /// Takes the next bytes, read at that time, and gives the frames that they complete.
    pub fn push(&mut self, at_ms: f64, bytes: &[u8]) -> Vec<Frame> {
        if self.finished {
            return Vec::new();
        }
        if let Body::Stream(parser) = &mut self.body {
            let events = parser.push(bytes);
            return self.read_events(at_ms, events);
        }
        self.bytes.extend_from_slice(bytes);
        if matches!(self.body, Body::Undecided) {
            let blank = leading_blank(&self.bytes);
            self.bytes.drain(..blank);
            self.body = Body::decide(&self.bytes);
            if let Body::Stream(parser) = &mut self.body {
                let events = parser.push(&std::mem::take(&mut self.bytes));
                return self.read_events(at_ms, events);
            }
        }
        Vec::new()
    }

    /// Ends the body, at that time: regularly, or (`cut`) by a network error. Gives the frames that were still open;
    /// a body that is no stream is one frame. A second call does nothing.
    pub fn finish(&mut self, at_ms: f64, cut: bool) -> Vec<Frame> {
        if std::mem::replace(&mut self.finished, true) {
            return Vec::new();
        }
        let frames = match std::mem::replace(&mut self.body, Body::Whole) {
            Body::Stream(parser) => self.finish_stream(at_ms, cut, parser),
            Body::Undecided | Body::Whole => self.finish_whole(at_ms, cut),
        };
        self.merger.settle();
        self.complete_error();
        frames
    }

    /// What is held so far.
    #[must_use]
    pub const fn answer(&self) -> &Answer {
        self.merger.answer()
    }

    /// How the body ended.
    #[must_use]
    pub const fn ending(&self) -> Ending {
        self.ending
    }

    /// How many bytes were not UTF-8 and were replaced.
    #[must_use]
    pub const fn invalid_bytes(&self) -> u64 {
        match &self.body {
            Body::Stream(parser) => parser.invalid_bytes(),
            Body::Undecided | Body::Whole => self.invalid_bytes,
        }
    }

    fn read_events(&mut self, at_ms: f64, events: Vec<SseEvent>) -> Vec<Frame> {
        let mut frames = Vec::with_capacity(events.len());
        for event in events {
            if let SseEvent::Stray(line) = event {
                self.stray.push_str(&line);
                self.stray.push('\n');
                self.stray_at_ms = at_ms;
                continue;
            }
            frames.extend(self.read_stray());
            let (event, data, carries) = match event {
                SseEvent::Comment(text) | SseEvent::Stray(text) => {
                    (None, text, Carries { comment: true, ..Carries::default() })
                }
                SseEvent::Message { event, data, .. } => {
                    let carries = self.merger.message(event.as_deref(), &data);
                    (event, data, carries)
                }
            };
            if carries.done {
                self.ending = Ending::Done;
            }
            if carries.unreadable && self.unreadable.is_none() {
                self.unreadable = Some(data.clone());
            }
            frames.push(Frame { at_ms, event, data, carries });
        }
        frames
    }

    /// Lines between events: a raw JSON error that came after keep-alive comments, or the page of a proxy.
    fn read_stray(&mut self) -> Option<Frame> {
        let data = std::mem::take(&mut self.stray);
        if data.is_empty() {
            return None;
        }
        let carries = match serde_json::from_str::<Value>(&data) {
            Ok(value) if Merger::is_answer(&value) => self.merger.document(&value),
            Ok(value) => self.merger.frame(None, &value),
            Err(_) => {
                self.unreadable.get_or_insert_with(|| data.clone());
                Carries { unreadable: true, ..Carries::default() }
            }
        };
        Some(Frame { at_ms: self.stray_at_ms, event: None, data, carries })
    }

    fn finish_stream(&mut self, at_ms: f64, cut: bool, mut parser: SseParser) -> Vec<Frame> {
        let events = parser.finish();
        self.invalid_bytes += parser.invalid_bytes();
        let mut frames = self.read_events(at_ms, events);
        frames.extend(self.read_stray());
        self.end_stream(cut);
        if self.status >= 400 {
            let words = self.unreadable.clone().unwrap_or_default();
            self.merger.fail(GatewayError::read(self.status, None, &words));
        }
        frames
    }

    fn end_stream(&mut self, cut: bool) {
        if self.ending != Ending::Done {
            self.ending = match (cut, self.merger.is_terminal()) {
                (true, _) => Ending::Cut,
                (false, true) => Ending::Terminal,
                (false, false) => Ending::EndOfBody,
            };
        }
    }

    fn finish_whole(&mut self, at_ms: f64, cut: bool) -> Vec<Frame> {
        let (data, invalid) = decode_utf8(&std::mem::take(&mut self.bytes));
        self.invalid_bytes += invalid;
        match serde_json::from_str::<Value>(data.trim()) {
            Ok(value) => {
                self.ending = Ending::Document;
                let carries = self.read_document(&data, &value);
                vec![Frame { at_ms, event: None, data, carries }]
            }
            Err(_) if has_several(&data) => {
                let frames = self.read_several(at_ms, &data);
                self.end_stream(cut);
                frames
            }
            Err(_) => {
                self.ending = if cut { Ending::Cut } else { Ending::Unreadable };
                let failed = !cut || self.status >= 400;
                if failed {
                    self.merger.fail(GatewayError::read(self.status, None, &data));
                }
                let carries = Carries { unreadable: true, error: failed, ..Carries::default() };
                if data.is_empty() { Vec::new() } else { vec![Frame { at_ms, event: None, data, carries }] }
            }
        }
    }

    fn read_document(&mut self, data: &str, value: &Value) -> Carries {
        if self.status >= 400 {
            self.merger.fail(GatewayError::read(self.status, None, data));
            return Carries { error: true, ..Carries::default() };
        }
        let carries = self.merger.document(value);
        let members = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        if carries.error || members.iter().any(Merger::is_answer) {
            return carries;
        }
        self.merger.fail(GatewayError::read(self.status, None, data));
        Carries { error: true, unreadable: true, ..carries }
    }

    /// Several documents one after the other, or fields of a stream after something else: read as frames.
    fn read_several(&mut self, at_ms: f64, data: &str) -> Vec<Frame> {
        let mut frames = Vec::new();
        let mut values = serde_json::Deserializer::from_str(data).into_iter::<Value>();
        let mut end = 0;
        while let Some(Ok(value)) = values.next() {
            let text = data.get(end..values.byte_offset()).unwrap_or_default().trim().to_owned();
            end = values.byte_offset();
            let carries = self.merger.frame(None, &value);
            frames.push(Frame { at_ms, event: None, data: text, carries });
        }
        let mut parser = SseParser::new();
        let mut events = parser.push(data.get(end..).unwrap_or_default().as_bytes());
        events.extend(parser.finish());
        frames.extend(self.read_events(at_ms, events));
        frames.extend(self.read_stray());
        if self.status >= 400 {
            self.merger.fail(GatewayError::read(self.status, None, data));
        }
        frames
    }

    /// Adds to an error of a frame what only the head of the answer says.
    fn complete_error(&mut self) {
        let Some(error) = self.merger.error_mut() else { return };
        if self.status >= 400
            && error.status != Some(self.status)
            && let Original::Json(value) = &error.original
        {
            *error = GatewayError::from_any_json(Some(self.status), value);
        }
        if let Some(seconds) = self.retry_after.as_deref().and_then(GatewayError::retry_after_header) {
            error.retry_after_seconds = Some(seconds);
        }
    }
}
