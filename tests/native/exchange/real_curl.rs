//! The commands of the corpus run by the real bash and the real curl, against a server that writes down what it was sent.
//! Where either is missing the test fails, with the command that installs it. The server is curl's proxy, so that every address leads to it.
#![allow(clippy::disallowed_methods, reason = "a thread of the test's own plays the server")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::cases::{self, Expected};

/// What came over the wire.
#[derive(Debug, Clone)]
struct Received {
    line: String,
    headers: Vec<(String, String)>,
    body: String,
}

/// Header names that curl sends by itself.
const OWN: [&str; 9] = [
    "host",
    "user-agent",
    "accept",
    "accept-encoding",
    "content-length",
    "transfer-encoding",
    "proxy-connection",
    "connection",
    "expect",
];

/// Reads a request, writes it down, and answers: in this order, so that it is there when curl ends.
fn receive(stream: TcpStream, log: &Mutex<Vec<Received>>) -> Option<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let mut writer = stream.try_clone().ok()?;
    let mut reader = BufReader::new(stream);
    let mut next = || {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        Some((line.trim_end_matches(['\r', '\n']).to_owned(), ()))
    };
    let (line, ()) = next()?;
    let mut headers = Vec::new();
    while let Some((line, ())) = next().filter(|(line, ())| !line.is_empty()) {
        let (name, value) = line.split_once(':')?;
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let header =
        |name: &str| headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone());
    if header("expect").is_some() {
        writer.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").ok()?;
    }
    let mut body = Vec::new();
    if header("transfer-encoding").is_some() {
        loop {
            let mut size = String::new();
            reader.read_line(&mut size).ok()?;
            let size = usize::from_str_radix(size.trim(), 16).ok()?;
            let mut chunk = vec![0; size + 2];
            reader.read_exact(&mut chunk).ok()?;
            chunk.truncate(size);
            if size == 0 {
                break;
            }
            body.extend(chunk);
        }
    } else if let Some(length) = header("content-length").and_then(|length| length.parse().ok()) {
        body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
    }
    let line = line.rsplit_once(' ').map(|(line, _)| line.to_owned())?;
    let body = String::from_utf8_lossy(&body).into_owned();
    log.lock().unwrap().push(Received { line, headers, body });
    writer.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").ok()
}

/// The names of form parts with their texts, from a body of several parts.
fn parts(body: &str) -> Vec<String> {
    body.split("\r\n--")
        .filter_map(|part| {
            let (head, text) = part.split_once("\r\n\r\n")?;
            let name = head.split("name=\"").nth(1)?.split('"').next()?;
            Some(format!("{name}={text}"))
        })
        .collect()
}

/// `$NAME` for `${NAME}`, and the digits of encoded bytes in capitals, so that both sides write alike.
fn one_spelling(text: &str) -> String {
    let text = text.replace("${", "$").replace("ID}", "ID").replace("KEY}", "KEY").replace("https://", "http://");
    text.replace("%2f", "%2F")
}

#[test]
fn the_real_curl_sends_the_same() {
    for program in ["curl", "bash"] {
        let is_there = Command::new(program).arg("--version").stdout(Stdio::null()).status().is_ok();
        assert!(is_there, "{program} is needed by this test: apt-get install {program}");
    }
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://{}", server.local_addr().unwrap());
    let received: Arc<Mutex<Vec<Received>>> = Arc::default();
    let log = Arc::clone(&received);
    std::thread::spawn(move || {
        for stream in server.incoming().flatten() {
            receive(stream, &log);
        }
    });
    let mut failures = Vec::new();
    let mut ran = 0;
    for case in cases::all().into_iter().filter(|case| case.runs) {
        received.lock().unwrap().clear();
        // Without a certificate of its own the server speaks plain HTTP.
        let command = case.command.replace("https://", "http://");
        let output = Command::new("bash")
            .args(["--norc", "-c", &command])
            .env_clear()
            .envs([
                ("PATH", "/usr/bin:/bin"),
                ("LC_ALL", "C.UTF-8"),
                ("HOME", "/nonexistent"),
                ("CURL_HOME", "/nonexistent"),
            ])
            .env("http_proxy", &proxy)
            // A variable that holds its own name is sent as it is written.
            .envs(["OPENROUTER_API_KEY", "MODEL_ID", "VERSION"].map(|name| (name, format!("${name}"))))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        ran += 1;
        let sent = received.lock().unwrap().clone();
        if let Err(problem) = compare(&case.requests, &sent) {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            failures.push(format!("{}: {problem}\n  sent {sent:#?}\n  {said}", case.name));
        }
    }
    assert!(ran >= 100, "only {ran} commands were run");
    assert!(failures.is_empty(), "{} of {ran}:\n{}", failures.len(), failures.join("\n"));
}

fn compare(expected: &[Expected], sent: &[Received]) -> Result<(), String> {
    if expected.len() != sent.len() {
        return Err(format!("{} requests expected, {} sent", expected.len(), sent.len()));
    }
    for (expected, sent) in expected.iter().zip(sent) {
        if one_spelling(&expected.line) != one_spelling(&sent.line) {
            return Err(format!("expected {:?}", expected.line));
        }
        if expected.form.is_empty() {
            if one_spelling(&expected.body) != one_spelling(&sent.body) {
                return Err(format!("expected the body {:?}", expected.body));
            }
        } else if expected.form != parts(&sent.body) {
            return Err(format!("expected the parts {:?}, sent {:?}", expected.form, parts(&sent.body)));
        }
        let mut by_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in &sent.headers {
            by_name.entry(name.to_ascii_lowercase()).or_default().push(value.clone());
        }
        let mut known: Vec<String> = OWN.iter().map(|name| (*name).to_owned()).collect();
        for header in &expected.headers {
            let (name, value) = header.split_once(':').unwrap();
            let name = name.to_ascii_lowercase();
            let value = one_spelling(value.trim());
            if !by_name.get(&name).is_some_and(|values| values.iter().any(|sent| one_spelling(sent) == value)) {
                return Err(format!("the header {header:?} was not sent"));
            }
            known.push(name);
        }
        for credential in &expected.credentials {
            let name = credential.split(' ').next().unwrap().to_ascii_lowercase();
            if !by_name.contains_key(&name) {
                return Err(format!("the credential {name} was not sent"));
            }
            known.push(name);
        }
        for name in by_name.keys().filter(|name| !known.contains(name)) {
            let is_of_form = name == "content-type" && !expected.form.is_empty();
            if !is_of_form {
                return Err(format!("the header {name} was sent as well"));
            }
        }
    }
    Ok(())
}
