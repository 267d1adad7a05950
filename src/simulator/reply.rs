//! An answer on its way out: status, headers, and the body as one piece or as frames in time. Not yet cut into writes.
//! **Invariant:** cutting into writes changes no byte of the body.

use super::chance::Chance;
use super::{End, SimulatedResponse, Step};
use serde_json::Value;

/// One frame of a stream.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) after_ms: u32,
    pub(super) bytes: Vec<u8>,
    /// Whether a reader can show text of the answer from it.
    pub(super) shows_text: bool,
}

impl Frame {
    /// A frame of `data:` and JSON.
    pub(super) fn data(after_ms: u32, json: &Value) -> Self {
        Frame { after_ms, bytes: format!("data: {json}\n\n").into_bytes(), shows_text: false }
    }

    /// The same, with text in it.
    pub(super) fn text(after_ms: u32, json: &Value) -> Self {
        Frame { shows_text: true, ..Frame::data(after_ms, json) }
    }

    /// Bytes as they are.
    pub(super) fn raw(after_ms: u32, bytes: impl Into<Vec<u8>>) -> Self {
        Frame { after_ms, bytes: bytes.into(), shows_text: false }
    }
}

/// The body.
#[derive(Debug, Clone)]
pub(super) enum Content {
    Whole(Vec<u8>),
    Frames(Vec<Frame>),
}

/// An answer.
#[derive(Debug, Clone)]
pub(super) struct Reply {
    /// `None`: no head ever comes.
    pub(super) head_ms: Option<u32>,
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) content: Content,
    pub(super) end: End,
    /// Whether every frame is written by itself.
    pub(super) one_by_one: bool,
}

impl Reply {
    pub(super) fn json(status: u16, head_ms: u32, body: &Value) -> Self {
        Reply::bytes(status, head_ms, "application/json", body.to_string().into_bytes())
    }

    pub(super) fn bytes(status: u16, head_ms: u32, content_type: &str, body: Vec<u8>) -> Self {
        Reply {
            head_ms: Some(head_ms),
            status,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            content: Content::Whole(body),
            end: End::Complete,
            one_by_one: false,
        }
    }

    pub(super) fn stream(head_ms: u32, frames: Vec<Frame>) -> Self {
        Reply { content: Content::Frames(frames), ..Reply::bytes(200, head_ms, "text/event-stream", Vec::new()) }
    }

    /// No answer at all.
    pub(super) fn silence() -> Self {
        Reply { head_ms: None, end: End::Hang, ..Reply::bytes(0, 0, "", Vec::new()) }
    }

    /// A page of something between the reader and the gateway.
    pub(super) fn web_page(status: u16, title: &str) -> Self {
        let page = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>{status}: {title}</title></head>\n\
             <body><h1>{title}</h1><p>Error code {status}</p></body>\n</html>\n"
        );
        Reply::bytes(status, 90, "text/html; charset=UTF-8", page.into_bytes())
    }

    pub(super) const fn status_is_error(&self) -> bool {
        self.status >= 400
    }

    #[must_use]
    pub(super) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Adds a header unless one of that name is there.
    #[must_use]
    pub(super) fn with_first(self, name: &str, value: &str) -> Self {
        let there = self.headers.iter().any(|(key, _)| key.eq_ignore_ascii_case(name));
        if there { self } else { self.with(name, value) }
    }

    /// Replaces a header of that name.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.headers.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    /// Cuts the body into writes: now and then two frames in one, or one frame in two.
    pub(super) fn into_response(self, mut chance: Chance) -> SimulatedResponse {
        let (steps, first_text_step) = match self.content {
            Content::Whole(bytes) if bytes.is_empty() => (Vec::new(), None),
            Content::Whole(bytes) => (vec![Step { after_ms: 0, bytes }], None),
            Content::Frames(frames) => written(frames, self.one_by_one, &mut chance),
        };
        SimulatedResponse {
            head_after_ms: self.head_ms,
            status: self.status,
            headers: self.headers,
            steps,
            end: self.end,
            first_text_step,
        }
    }
}

fn written(frames: Vec<Frame>, one_by_one: bool, chance: &mut Chance) -> (Vec<Step>, Option<usize>) {
    let mut steps: Vec<Step> = Vec::with_capacity(frames.len());
    let mut first_text = None;
    let mut join_next = false;
    for frame in frames {
        let Frame { after_ms, mut bytes, shows_text } = frame;
        let joined = join_next && !steps.is_empty();
        join_next = !one_by_one && chance.one_in(9);
        let split = !one_by_one && !joined && bytes.len() > 16 && bytes.len() < 65_536 && chance.one_in(7);
        if joined && let Some(step) = steps.last_mut() {
            // Both go out when the later one is due.
            step.after_ms = step.after_ms.saturating_add(after_ms);
            step.bytes.append(&mut bytes);
        } else if split {
            let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
            let rest = bytes.split_off(chance.between(1, length - 1) as usize);
            steps.push(Step { after_ms, bytes });
            steps.push(Step { after_ms: chance.between(1, 4), bytes: rest });
        } else {
            steps.push(Step { after_ms, bytes });
        }
        if shows_text && first_text.is_none() {
            first_text = steps.len().checked_sub(1);
        }
    }
    (steps, first_text)
}
