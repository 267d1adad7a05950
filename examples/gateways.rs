//! Both simulated gateways behind real HTTP on two loopback ports, with the waits, cuts and CORS rules of the script.
//! Not a proxy: nothing leaves the machine, and no key is ever printed but the demo keys on the first line.
//!
//! ```text
//! cargo run --example gateways -- --source 127.0.0.1:9101 --target 127.0.0.1:9102 \
//!     [--edition phaseo|ai-stats] [--seed N] [--fault NAME] [--pace N]
//! ```
//!
//! `--pace 10` divides every wait of the script by 10: for tests of what comes, not of when.
//!
//! The first line of stdout says where both are and which key each accepts; one line a finished request follows. It names
//! the body by a hash, so that a test can tell which requests came how often, and what the answer costs. A request that is
//! met with silence has a line when it arrives as well. One that came before with the same body is told so to the simulator:
//! `fault/mixed` draws anew for it.
//! **Invariant:** the body is written byte for byte as the simulator scripted it, each step not before its time.

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use axum::serve::ListenerExt;
use futures_util::stream;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use switchyard::simulator::{
    ATTEMPT, End, Fault, Role, SimulatedRequest, SimulatedResponse, Simulator, Verdict, demo_key, judge,
};
use tokio::net::TcpListener;
use tokio::time::{Instant, sleep_until};

/// Larger bodies are not even read; the target refuses above 16 MiB by itself.
const LARGEST_BODY: usize = 20 * 1024 * 1024;

const USAGE: &str =
    "gateways --source ADDRESS --target ADDRESS [--edition phaseo|ai-stats] [--seed N] [--fault NAME] [--pace N]";

/// The command line.
struct Options {
    source: String,
    target: String,
    edition: Role,
    seed: u64,
    fault: Option<Fault>,
    pace: u32,
}

impl Options {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Options {
            source: "127.0.0.1:9101".to_owned(),
            target: "127.0.0.1:9102".to_owned(),
            edition: Role::Phaseo,
            seed: 1,
            fault: None,
            pace: 1,
        };
        while let Some(name) = words.next() {
            let value = words.next().ok_or_else(|| format!("{name} wants a value\n{USAGE}"))?;
            match name.as_str() {
                "--source" => options.source = value,
                "--target" => options.target = value,
                "--edition" if value == "phaseo" => options.edition = Role::Phaseo,
                "--edition" if value == "ai-stats" => options.edition = Role::AiStats,
                "--seed" => options.seed = value.parse().map_err(|_| format!("--seed wants a number, not {value}"))?,
                "--pace" => {
                    let pace = value.parse().ok().filter(|pace| *pace > 0);
                    options.pace = pace.ok_or_else(|| format!("--pace wants a number above 0, not {value}"))?;
                }
                "--fault" => {
                    let names: Vec<&str> = Fault::ALL.iter().map(|fault| fault.name()).collect();
                    let fault = Fault::parse(&value)
                        .ok_or_else(|| format!("no fault {value}; there are: {}", names.join(", ")))?;
                    options.fault = Some(fault);
                }
                _ => return Err(format!("unknown: {name} {value}\n{USAGE}")),
            }
        }
        Ok(options)
    }
}

/// One listening gateway.
#[derive(Clone)]
struct Gateway {
    simulator: Simulator,
    /// How often each body came.
    seen: Arc<Mutex<HashMap<u64, u32>>>,
    side: &'static str,
    started: Instant,
    /// What every wait is divided by.
    pace: u32,
}

impl Gateway {
    /// A wait of the script.
    fn wait(&self, milliseconds: u32) -> Duration {
        Duration::from_millis(u64::from(milliseconds)) / self.pace
    }
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let options = match Options::read(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(message) => {
            eprintln!("{message}");
            std::process::exit(2);
        }
    };
    let source = TcpListener::bind(&options.source).await?;
    let target = TcpListener::bind(&options.target).await?;
    let started = Instant::now();
    let gateway = |role: Role, side: &'static str| Gateway {
        simulator: Simulator { role, seed: options.seed, fault: options.fault },
        seen: Arc::default(),
        side,
        started,
        pace: options.pace,
    };
    let place = |listener: &TcpListener, role: Role| -> io::Result<Value> {
        let address = listener.local_addr()?;
        Ok(json!({ "base_url": format!("http://{address}{}", role.base_path()), "key": demo_key(role) }))
    };
    print_line(&json!({
        "source": place(&source, Role::OpenRouter)?, "target": place(&target, options.edition)?,
        "edition": if options.edition == Role::Phaseo { "phaseo" } else { "ai-stats" }, "seed": options.seed,
        "fault": options.fault.map(Fault::name)
    }));
    let source = serve(source, gateway(Role::OpenRouter, "source"));
    let target = serve(target, gateway(options.edition, "target"));
    let (one, other) = tokio::join!(source, target);
    one.and(other)
}

async fn serve(listener: TcpListener, gateway: Gateway) -> io::Result<()> {
    // Each step is a packet of its own, whatever its size.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            eprintln!("no TCP_NODELAY: {error}");
        }
    });
    axum::serve(listener, Router::new().fallback(answer).with_state(gateway)).await
}

async fn answer(State(gateway): State<Gateway>, request: Request) -> Response<Body> {
    let received = Instant::now();
    let (head, body) = request.into_parts();
    let mut headers = texts(&head.headers);
    let path = head.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let authorization = headers.iter().find(|(name, _)| name == "authorization").map(|(_, value)| value.as_str());
    let mut log = Log {
        gateway: gateway.clone(),
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        authorization: match judge(gateway.simulator.role, authorization) {
            Verdict::Accepted => "accepted",
            Verdict::Refused(_) => "refused",
            Verdict::Missing => "none",
        },
        received,
        status: 0,
        head: None,
        first_text: None,
        finished: false,
        cut: false,
        body: String::new(),
        cost: None,
    };
    // A body that is too large to read is shown to the simulator as one byte more than any gateway takes.
    let body = match to_bytes(body, LARGEST_BODY).await {
        Ok(body) => body,
        Err(_) => Bytes::from(vec![b' '; LARGEST_BODY]),
    };
    if !body.is_empty() {
        let mut hasher = DefaultHasher::new();
        body.hash(&mut hasher);
        let hash = hasher.finish();
        log.body = format!("{hash:016x}");
        let mut seen = gateway.seen.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let count = seen.entry(hash).or_default();
        headers.push((ATTEMPT.to_owned(), count.to_string()));
        *count += 1;
    }
    let asked = SimulatedRequest { method: head.method.as_str(), path: &path, headers: &headers, body: &body };
    let script = gateway.simulator.respond(&asked);
    log.cost = cost_of(&script);
    let Some(head_after) = script.head_after_ms else {
        print_line(&json!({ "log": "silence", "side": gateway.side, "method": log.method, "path": log.path }));
        // The handler is dropped, and the log written, when the client leaves.
        return std::future::pending().await;
    };
    // Writing a long script takes time of its own; the waits count from when it is ready, so that no burst makes up for it.
    let head_at = (received + gateway.wait(head_after)).max(Instant::now());
    sleep_until(head_at).await;
    log.status = script.status;
    log.head = Some(Instant::now());
    respond(script, head_at, log)
}

fn respond(script: SimulatedResponse, head_at: Instant, log: Log) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::from_u16(script.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in &script.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().append(name, value);
        }
    }
    if script.steps.is_empty() && script.end == End::Complete {
        let mut log = log;
        log.finished = true;
        return response;
    }
    let writer = Writer {
        steps: script.steps.into_iter(),
        at: 0,
        due: head_at,
        first_text: script.first_text_step,
        end: script.end,
        log,
    };
    *response.body_mut() = Body::from_stream(stream::unfold(Some(writer), |writer| async move {
        let mut writer = writer?;
        match writer.next().await {
            Some(Ok(bytes)) => Some((Ok(bytes), Some(writer))),
            Some(Err(cut)) => Some((Err(cut), None)),
            None => None,
        }
    }));
    response
}

/// Writes the steps of one body at their times.
struct Writer {
    steps: std::vec::IntoIter<switchyard::simulator::Step>,
    at: usize,
    /// When the last step was due. Waits add up from the script, never from the clock, so that nothing drifts.
    due: Instant,
    first_text: Option<usize>,
    end: End,
    log: Log,
}

impl Writer {
    async fn next(&mut self) -> Option<Result<Bytes, io::Error>> {
        let Some(step) = self.steps.next() else {
            return match self.end {
                End::Complete => {
                    self.log.finished = true;
                    None
                }
                End::Cut => {
                    // Let what was written leave before the connection breaks.
                    tokio::time::sleep(Duration::from_millis(30)).await;
                    self.log.finished = true;
                    self.log.cut = true;
                    Some(Err(io::Error::new(io::ErrorKind::ConnectionAborted, "cut by the script")))
                }
                End::Hang => std::future::pending().await,
            };
        };
        self.due += self.log.gateway.wait(step.after_ms);
        sleep_until(self.due).await;
        if self.first_text == Some(self.at) {
            self.log.first_text = Some(Instant::now());
        }
        self.at += 1;
        Some(Ok(Bytes::from(step.bytes)))
    }
}

/// One line of the log, written when it is dropped: at the end of the body or when the client leaves.
struct Log {
    gateway: Gateway,
    method: String,
    path: String,
    authorization: &'static str,
    received: Instant,
    status: u16,
    head: Option<Instant>,
    first_text: Option<Instant>,
    finished: bool,
    cut: bool,
    /// A hash of the body.
    body: String,
    /// What the whole answer costs, in US dollars, as the gateway itself writes it into the body. It is billed once the
    /// answer is begun, whoever stays to read it; one that the script cuts before its usage has none.
    cost: Option<String>,
}

/// The cost that a script says: the source in `usage.cost`, the target below `usage.pricing`. Read from the bytes, and not
/// by the product's own reader, so that a sum of it can be held against the product's.
fn cost_of(script: &SimulatedResponse) -> Option<String> {
    let bytes: Vec<u8> = script.steps.iter().flat_map(|step| step.bytes.iter().copied()).collect();
    let text = String::from_utf8_lossy(&bytes);
    let frames = text.lines().filter_map(|line| line.strip_prefix("data:"));
    let of_body = |frame: &str| {
        let value: Value = serde_json::from_str(frame.trim()).ok()?;
        let usage = value.get("usage").or_else(|| value.pointer("/response/usage"))?;
        let of_target =
            usage.pointer("/pricing/total_usd_str").or_else(|| usage.pointer("/pricing_breakdown/total_usd_str"));
        match usage.get("cost").or(of_target)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    };
    of_body(&text).or_else(|| frames.rev().find_map(of_body))
}

impl Drop for Log {
    fn drop(&mut self) {
        let since = |moment: Instant| milliseconds(moment.duration_since(self.received));
        print_line(&json!({
            "log": "request", "side": self.gateway.side, "method": self.method, "path": self.path, "status": self.status,
            "received_ms": milliseconds(self.received.duration_since(self.gateway.started)),
            "head_ms": self.head.map(since), "first_text_ms": self.first_text.map(since), "end_ms": since(Instant::now()),
            "authorization": self.authorization, "aborted": !self.finished, "cut": self.cut, "body": self.body, "cost": self.cost
        }));
    }
}

/// Milliseconds with three digits after the point.
fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1_000_000.0).round() / 1_000.0
}

fn print_line(line: &Value) {
    let mut stdout = io::stdout().lock();
    // Nobody reads any more: keep serving.
    let _ = writeln!(stdout, "{line}").and_then(|()| stdout.flush());
}

fn texts(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect()
}
