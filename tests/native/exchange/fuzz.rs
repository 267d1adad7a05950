//! Four readers of what strangers write, given changed copies of true texts for as long as FUZZ_SECONDS says, each.
//! `make fuzz` runs them; in `make test` they are passed over. A failure prints the seed that leads to it: FUZZ_SEED.
#![allow(clippy::disallowed_methods, reason = "a test may look at the clock, which decides when it ends")]

use std::time::{Duration, Instant};

use switchyard::exchange::{Dialect, import, import_as};
use switchyard::gateway::endpoint::Endpoint;
use switchyard::gateway::merge::Merger;
use switchyard::gateway::reader::AnswerReader;
use switchyard::gateway::sse::{SseEvent, SseParser};

use super::cases;

/// Numbers that one seed decides (xorshift64*).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }
}

/// A copy of one of the texts with a few changes.
fn changed(chance: &mut Chance, texts: &[Vec<u8>], words: &[&str]) -> Vec<u8> {
    let mut text = texts[chance.below(texts.len())].clone();
    for _ in 0..1 + chance.below(6) {
        let at = chance.below(text.len() + 1);
        let length = chance.below(24).min(text.len() - at);
        match chance.below(7) {
            0 if at < text.len() => text[at] ^= 1 << chance.below(8),
            1 => {
                let word = words[chance.below(words.len())].as_bytes().to_vec();
                text.splice(at..at, word);
            }
            2 => {
                text.drain(at..at + length);
            }
            3 => {
                let copy = text[at..at + length].to_vec();
                for _ in 0..1 + chance.below(8) {
                    text.splice(at..at, copy.clone());
                }
            }
            4 => text.truncate(at),
            5 => {
                let other = &texts[chance.below(texts.len())];
                let from = chance.below(other.len() + 1);
                text.extend_from_slice(&other[from..]);
            }
            _ => {
                let byte = u8::try_from(chance.below(256)).unwrap();
                text.insert(at, byte);
            }
        }
    }
    text.truncate(1 << 16);
    text
}

/// Runs a check on changed texts until the time is over.
fn run(name: &str, texts: &[Vec<u8>], words: &[&str], check: impl Fn(&mut Chance, &[u8])) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let limit = Duration::from_secs(number("FUZZ_SECONDS").unwrap_or(60));
    let fresh = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    let first = number("FUZZ_SEED").unwrap_or(u64::try_from(fresh % u128::from(u32::MAX)).unwrap()).max(1);
    let start = Instant::now();
    let mut seed = first;
    let mut count = 0u64;
    let mut slowest = Duration::ZERO;
    while start.elapsed() < limit {
        let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let text = changed(&mut chance, texts, words);
        let before = Instant::now();
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(&mut chance, &text)));
        let took = before.elapsed();
        if outcome.is_err() || took > Duration::from_secs(5) {
            panic!("{name}: FUZZ_SEED={seed} after {count} texts, {took:?}\n{}", String::from_utf8_lossy(&text));
        }
        slowest = slowest.max(took);
        seed = seed.wrapping_add(1);
        count += 1;
    }
    println!(
        "{name}: {count} texts in {:.0} s from FUZZ_SEED={first}, the slowest in {slowest:?}, nothing found",
        limit.as_secs_f64()
    );
}

const STREAMS: [&str; 10] = [
    include_str!("../../fixtures/wire/source-chat.sse"),
    include_str!("../../fixtures/wire/source-error-after-text.sse"),
    include_str!("../../fixtures/wire/source-responses.sse"),
    include_str!("../../fixtures/wire/target-chat-snapshot.sse"),
    include_str!("../../fixtures/wire/target-chat-upstream.sse"),
    include_str!("../../fixtures/wire/target-error-in-stream.sse"),
    include_str!("../../fixtures/wire/target-responses-failed.sse"),
    include_str!("../../fixtures/wire/target-responses.sse"),
    include_str!("../../fixtures/wire/target-tools-cumulative.sse"),
    "\u{feff}data: a\rdata:b\r\n\r\n: comment\nretry: 10\nid: 1\nevent: x\ndata\n\n",
];

const STREAM_WORDS: [&str; 16] = [
    "\n\n",
    "\r\n",
    "\r",
    "data:",
    "data: [DONE]\n\n",
    "event: ",
    ": comment\n",
    "{\"choices\":",
    "\"delta\":",
    "null",
    "[]",
    "{}",
    "1e999",
    "\"index\":-1",
    "\u{feff}",
    "\"tool_calls\":[{\"index\":4294967296}]",
];

fn streams() -> Vec<Vec<u8>> {
    STREAMS.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// The events of a stream that comes in the pieces that chance makes.
fn events(chance: &mut Chance, bytes: &[u8], whole: bool) -> Vec<SseEvent> {
    let mut parser = SseParser::new();
    let mut events = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let length = if whole { rest.len() } else { (1 + chance.below(40)).min(rest.len()) };
        events.extend(parser.push(&rest[..length]));
        rest = &rest[length..];
    }
    events.extend(parser.finish());
    events
}

#[test]
#[ignore = "runs for FUZZ_SECONDS; make fuzz"]
fn fuzz_sse() {
    run("SSE", &streams(), &STREAM_WORDS, |chance, bytes| {
        let whole = events(chance, bytes, true);
        assert_eq!(events(chance, bytes, false), whole, "the pieces change nothing");
    });
}

#[test]
#[ignore = "runs for FUZZ_SECONDS; make fuzz"]
fn fuzz_merging() {
    run("merging", &streams(), &STREAM_WORDS, |chance, bytes| {
        for endpoint in Endpoint::ALL {
            let mut merger = Merger::new(endpoint);
            for event in events(chance, bytes, true) {
                if let SseEvent::Message { event, data, .. } = event {
                    merger.message(event.as_deref(), &data);
                }
            }
            merger.settle();
            let mut answers = Vec::new();
            for whole in [true, false] {
                let mut reader = AnswerReader::new(endpoint, 200);
                let mut rest = bytes;
                while !rest.is_empty() {
                    let length = if whole { rest.len() } else { (1 + chance.below(40)).min(rest.len()) };
                    reader.push(1.0, &rest[..length]);
                    rest = &rest[length..];
                }
                reader.finish(2.0, false);
                answers.push(format!("{:?}", reader.answer()));
            }
            assert_eq!(answers[0], answers[1], "the pieces change nothing");
        }
    });
}

/// A key that no import lets through.
fn marker() -> String {
    ["sk-or-", "v1-", "0123456789abcdef0123456789abcdef"].concat()
}

#[test]
#[ignore = "runs for FUZZ_SECONDS; make fuzz"]
fn fuzz_curl() {
    let key = marker();
    let texts: Vec<Vec<u8>> =
        cases::all().into_iter().map(|case| case.command.replace("$OPENROUTER_API_KEY", &key).into_bytes()).collect();
    let words = [
        "'",
        "\"",
        "\\",
        "`",
        "$(",
        "${",
        "$'",
        "<<EOF\n",
        "\nEOF\n",
        "@'\n",
        "\n'@",
        "^",
        "\n",
        " ",
        "--next",
        "-d",
        "@-",
        "|",
        "curl ",
        "%A%",
        key.as_str(),
        "\u{ffff}",
        "&",
        ">(",
        "-H ",
        "{\"a\":",
        "fetch(",
    ];
    run("cURL", &texts, &words, |_, bytes| {
        let text = String::from_utf8_lossy(bytes);
        for dialect in [None, Some(Dialect::Bash), Some(Dialect::Cmd), Some(Dialect::PowerShell)] {
            let out = format!("{:?}", import_as(&text, dialect));
            assert!(!out.contains(&key), "a key came out: {out}");
        }
    });
}

#[test]
#[ignore = "runs for FUZZ_SECONDS; make fuzz"]
fn fuzz_har() {
    let key = marker();
    let texts: Vec<Vec<u8>> = [
        include_str!("../../fixtures/har/session.har").replace("hunter2", &key),
        r#"{"log":{"entries":[{"request":{"method":"POST","url":"https://a.example/responses","headers":[{"name":"a","value":1}],"postData":{"text":"{}"}}}]}}"#.to_owned(),
        r#"{"model":"a/b","messages":[{"role":"user","content":"hi"}]}"#.to_owned(),
        "fetch('https://a.example/x', {method: 'POST', headers: {a: `b ${c}`}, body: JSON.stringify({a: [1, .5, 'x' + y], ...z})})".to_owned(),
    ]
    .into_iter()
    .map(String::into_bytes)
    .collect();
    let words = [
        "{",
        "}",
        "[",
        "]",
        "\"",
        ",",
        ":",
        "null",
        "\\u",
        "\"entries\":",
        "\"request\":",
        "\"log\":",
        key.as_str(),
        "`${",
        "'",
        "(",
        "...",
        "new URL(",
        "1e9999",
        "\\ud83d",
        "+",
        "const a = ",
    ];
    run("HAR", &texts, &words, |_, bytes| {
        let text = String::from_utf8_lossy(bytes);
        let out = format!("{:?}", import(&text));
        assert!(!out.contains(&key), "a key came out: {out}");
    });
}
