//! Server-sent events from bytes, without any input or output of its own.
//!
//! It follows the event stream format of the HTML standard (section 9.2.6, read October 2026) with two deliberate
//! additions: an event that the end of the body cut short is delivered with `terminated: false`, and lines with an
//! unknown field name come out as [`SseEvent::Stray`]. A browser drops both; here they are evidence, because the
//! last words of a cut stream and a raw JSON error between events are what a person looks for.
//!
//! **Invariant:** the events depend on the bytes alone, never on where the pieces were split.
//! **Invariant:** each byte is looked at a constant number of times, however long a line is.

/// One event of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SseEvent {
    /// A comment line, without its colon and one space after it.
    Comment(String),
    /// An event with data.
    Message {
        /// The last `event:` line before it, if that was not empty.
        event: Option<String>,
        /// All `data:` lines, joined by line feeds.
        data: String,
        /// Whether the blank line that ends an event came. `false` only for the last event of a body.
        terminated: bool,
    },
    /// A line that is none of the format's fields; never an empty line.
    Stray(String),
}

/// Takes bytes in pieces of any size and gives events.
#[derive(Debug, Clone, Default)]
pub struct SseParser {
    /// The bytes of a line whose end has not come.
    line: Vec<u8>,
    /// The last byte was a carriage return: a line feed right after it belongs to it.
    after_carriage_return: bool,
    /// The first line was seen, so a byte order mark is no longer one.
    started: bool,
    event: Option<String>,
    data: Option<String>,
    invalid_bytes: u64,
}

impl SseParser {
    /// A parser at the start of a body.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes and gives the events that they complete.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<SseEvent> {
        let mut events = Vec::new();
        let mut rest = bytes;
        while let Some(end) = line_end(rest) {
            let (head, tail) = rest.split_at(end);
            let Some((terminator, tail)) = tail.split_first() else {
                break;
            };
            // The line feed of a pair: the carriage return has ended the line.
            let second_of_pair = *terminator == b'\n' && self.after_carriage_return && head.is_empty();
            self.after_carriage_return = *terminator == b'\r';
            rest = tail;
            if second_of_pair {
                continue;
            }
            if self.line.is_empty() {
                self.read_line(head, &mut events);
            } else {
                let mut line = std::mem::take(&mut self.line);
                line.extend_from_slice(head);
                self.read_line(&line, &mut events);
                // The buffer goes back for the next long line.
                line.clear();
                self.line = line;
            }
        }
        if !rest.is_empty() {
            self.after_carriage_return = false;
            self.line.extend_from_slice(rest);
        }
        events
    }

    /// Ends the body: an unfinished line and an unfinished event come out as they are.
    pub fn finish(&mut self) -> Vec<SseEvent> {
        let mut events = Vec::new();
        let line = std::mem::take(&mut self.line);
        if !line.is_empty() {
            self.read_line(&line, &mut events);
        }
        if let Some(data) = self.data.take() {
            events.push(SseEvent::Message { event: self.event.take(), data, terminated: false });
        }
        let invalid_bytes = self.invalid_bytes;
        *self = SseParser { invalid_bytes, ..SseParser::default() };
        events
    }

    /// How many bytes were not UTF-8 and were replaced by U+FFFD.
    #[must_use]
    pub const fn invalid_bytes(&self) -> u64 {
        self.invalid_bytes
    }

    fn read_line(&mut self, line: &[u8], events: &mut Vec<SseEvent>) {
        let line = if self.started { line } else { line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line) };
        self.started = true;
        if line.is_empty() {
            let event = self.event.take();
            // Without data there is no event, and the name does not carry over to the next one.
            if let Some(data) = self.data.take() {
                events.push(SseEvent::Message { event, data, terminated: true });
            }
        } else if let Some(value) = value_of(line, b"data") {
            self.push_data(value);
        } else if let Some(comment) = line.strip_prefix(b":") {
            let text = self.decode(without_leading_space(comment));
            events.push(SseEvent::Comment(text));
        } else if let Some(value) = value_of(line, b"event") {
            let name = self.decode(value);
            self.event = (!name.is_empty()).then_some(name);
        } else if value_of(line, b"id").is_none() && value_of(line, b"retry").is_none() {
            let text = self.decode(line);
            events.push(SseEvent::Stray(text));
        }
    }

    fn push_data(&mut self, value: &[u8]) {
        let text = self.decode(value);
        match &mut self.data {
            None => self.data = Some(text),
            Some(data) => {
                data.push('\n');
                data.push_str(&text);
            }
        }
    }

    /// A line holds whole characters unless the body itself is broken, because a line end is never part of one.
    fn decode(&mut self, bytes: &[u8]) -> String {
        let (text, invalid) = decode_utf8(bytes);
        self.invalid_bytes += invalid;
        text
    }
}

/// UTF-8 with every invalid sequence replaced by U+FFFD, and how many bytes were replaced.
#[must_use]
pub(crate) fn decode_utf8(bytes: &[u8]) -> (String, u64) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), 0);
    }
    let mut text = String::with_capacity(bytes.len());
    let mut invalid = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push('\u{FFFD}');
            invalid += chunk.invalid().len() as u64;
        }
    }
    (text, invalid)
}

/// The value of a line with that field name; a line without a colon is a field with an empty value.
fn value_of<'a>(line: &'a [u8], field: &[u8]) -> Option<&'a [u8]> {
    match line.strip_prefix(field)?.split_first() {
        None => Some(&[]),
        Some((b':', value)) => Some(without_leading_space(value)),
        Some(_) => None,
    }
}

fn without_leading_space(value: &[u8]) -> &[u8] {
    value.strip_prefix(b" ").unwrap_or(value)
}

/// The position of the first line feed or carriage return.
///
/// Eight bytes at a time: a byte of `word ^ pattern` is zero where the pattern's byte stands, and the usual
/// subtraction sets the high bit of a zero byte (exactly for the lowest one, which is all that "is there one" needs).
fn line_end(bytes: &[u8]) -> Option<usize> {
    const LOW: u64 = u64::from_ne_bytes([0x01; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    const LINE_FEED: u64 = u64::from_ne_bytes([b'\n'; 8]);
    const CARRIAGE_RETURN: u64 = u64::from_ne_bytes([b'\r'; 8]);
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let (words, _) = bytes.as_chunks::<8>();
    let clean = words
        .iter()
        .take_while(|word| {
            let word = u64::from_ne_bytes(**word);
            let (line_feed, carriage_return) = (word ^ LINE_FEED, word ^ CARRIAGE_RETURN);
            let zeros =
                (line_feed.wrapping_sub(LOW) & !line_feed) | (carriage_return.wrapping_sub(LOW) & !carriage_return);
            zeros & HIGH == 0
        })
        .count()
        * 8;
    bytes.get(clean..)?.iter().position(is_end).map(|position| clean + position)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(data: &str) -> SseEvent {
        SseEvent::Message { event: None, data: data.to_owned(), terminated: true }
    }

    fn named(event: &str, data: &str) -> SseEvent {
        SseEvent::Message { event: Some(event.to_owned()), data: data.to_owned(), terminated: true }
    }

    fn cut(data: &str) -> SseEvent {
        SseEvent::Message { event: None, data: data.to_owned(), terminated: false }
    }

    fn comment(text: &str) -> SseEvent {
        SseEvent::Comment(text.to_owned())
    }

    /// The same events from one piece, from single bytes, and from two pieces at every place.
    #[track_caller]
    fn check(body: impl AsRef<[u8]>, expected: &[SseEvent]) {
        let body = body.as_ref();
        let read = |pieces: &mut dyn Iterator<Item = &[u8]>| {
            let mut parser = SseParser::new();
            let mut events: Vec<SseEvent> = pieces.flat_map(|piece| parser.push(piece)).collect();
            events.extend(parser.finish());
            events
        };
        let shown = String::from_utf8_lossy(body);
        assert_eq!(read(&mut body.chunks(1)), expected, "byte by byte: {shown}");
        for position in 0..=body.len() {
            let (head, tail) = body.split_at(position);
            assert_eq!(read(&mut [head, &[], tail].into_iter()), expected, "split at {position}: {shown}");
        }
    }

    #[test]
    fn line_ends() {
        check("data: a\n\ndata: b\n\n", &[message("a"), message("b")]);
        check("data: a\r\n\r\ndata: b\r\n\r\n", &[message("a"), message("b")]);
        check("data: a\r\rdata: b\r\r", &[message("a"), message("b")]);
        check("data: a\r\n\ndata: b\n\r", &[message("a"), message("b")]);
        check("\n\r\n\rdata: a\n\n", &[message("a")]);
    }

    #[test]
    fn fields() {
        check("data:a\ndata: b\ndata:  c\ndata\n\n", &[message("a\nb\n c\n")]);
        check("event: ping\ndata: 1\n\ndata: 2\n\n", &[named("ping", "1"), message("2")]);
        check("event: lost\n\ndata: 2\n\n", &[message("2")]);
        check("event: a\nevent:\ndata: 1\n\n", &[message("1")]);
        check("id: 5\nretry: 10\ndata: 1\nid\nretry\n\n", &[message("1")]);
        check("data:\n\n", &[message("")]);
        check("data\n\n", &[message("")]);
        check("\n\n\n", &[]);
        check("", &[]);
    }

    #[test]
    fn comments_and_strays() {
        check(
            ": OPENROUTER PROCESSING\n\n:x\n:\ndata: 1\n\n",
            &[comment("OPENROUTER PROCESSING"), comment("x"), comment(""), message("1")],
        );
        check(
            "dat: 1\ndatax: 2\n{\"error\":1}\n",
            &[
                SseEvent::Stray("dat: 1".into()),
                SseEvent::Stray("datax: 2".into()),
                SseEvent::Stray("{\"error\":1}".into()),
            ],
        );
    }

    #[test]
    fn a_cut_body_keeps_its_last_words() {
        check("data: a\n\ndata: {\"x", &[message("a"), cut("{\"x")]);
        check("data: a\n", &[cut("a")]);
        check("data: [DONE]", &[cut("[DONE]")]);
        check("data: a\r", &[cut("a")]);
        check(": half a comm", &[comment("half a comm")]);
    }

    #[test]
    fn characters() {
        check("\u{FEFF}data: ä€😀\n\n", &[message("ä€😀")]);
        check("data: \u{FEFF}x\n\n", &[message("\u{FEFF}x")]);
        check(b"data: \xF0\x9F\x98\n\ndata: \xFFy\n\n", &[message("\u{FFFD}"), message("\u{FFFD}y")]);
        let mut parser = SseParser::new();
        parser.push(b"data: \xF0\x9F\x98\n\ndata: \xFFy\n\n");
        parser.finish();
        assert_eq!(parser.invalid_bytes(), 4);
    }

    #[test]
    fn a_parser_can_be_used_again_after_the_end() {
        let mut parser = SseParser::new();
        parser.push(b"event: a\ndata: 1\r");
        parser.finish();
        assert_eq!(parser.push(b"\ndata: 2\n\n"), [message("2")]);
    }

    /// The search for a line end sees every position of both bytes, and no byte that only looks like one.
    #[test]
    fn line_end_finds_every_byte() {
        for length in 0..40 {
            for position in 0..length {
                for byte in [b'\n', b'\r'] {
                    for filler in [0x00, 0x09, 0x0B, 0x0C, 0x0E, 0x8A, 0x8D, 0xFF] {
                        let mut bytes = vec![filler; length];
                        assert_eq!(line_end(&bytes), None);
                        bytes[position] = byte;
                        assert_eq!(line_end(&bytes), Some(position), "{bytes:?}");
                    }
                }
            }
        }
    }
}
