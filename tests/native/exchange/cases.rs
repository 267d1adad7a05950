//! The corpus of commands, read from tests/fixtures/curl. Its form is described in quoting.txt.

use switchyard::exchange::Dialect;
use switchyard::exchange::imported::{Body, ImportedRequest};

/// A command and what it asks for.
pub struct Case {
    pub name: String,
    pub dialect: Dialect,
    pub command: String,
    pub requests: Vec<Expected>,
    /// Whether the real curl can run it against a server of our own.
    pub runs: bool,
}

/// A request as text, comparable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    pub line: String,
    pub headers: Vec<String>,
    pub credentials: Vec<String>,
    pub form: Vec<String>,
    pub body: String,
}

impl Expected {
    pub fn of(request: &ImportedRequest) -> Expected {
        let credential = |place: &str, variable: Option<&String>| match variable {
            Some(variable) => format!("{place} {variable}"),
            None => place.to_owned(),
        };
        let part = |part: &switchyard::exchange::imported::FormPart| {
            format!("{}={}{}", part.name, if part.is_file { "@" } else { "" }, part.value)
        };
        // A file that is sent as a form and a text that begins with a sign look alike here; the tests of forms tell them apart.
        Expected {
            line: format!("{} {}", request.method, request.url),
            headers: request
                .headers
                .iter()
                .map(|(name, value)| format!("{name}: {value}").trim_end().to_owned())
                .collect(),
            credentials: request
                .credentials
                .iter()
                .map(|taken| credential(&taken.place, taken.variable.as_ref()))
                .collect(),
            form: match &request.body {
                Body::Form(parts) => parts.iter().map(part).collect(),
                _ => Vec::new(),
            },
            body: request.body.text().unwrap_or_default().to_owned(),
        }
    }
}

const FILES: [(&str, &str); 3] = [
    ("quoting.txt", include_str!("../../fixtures/curl/quoting.txt")),
    ("options.txt", include_str!("../../fixtures/curl/options.txt")),
    ("windows.txt", include_str!("../../fixtures/curl/windows.txt")),
];

/// All of them.
pub fn all() -> Vec<Case> {
    FILES.iter().flat_map(|(file, text)| text.split("\n=== ").skip(1).map(move |case| read(file, case))).collect()
}

fn read(file: &str, text: &str) -> Case {
    let (title, rest) = text.split_once('\n').unwrap();
    let (dialect, name) = title.split_once(": ").unwrap();
    let dialect = match dialect {
        "bash" => Dialect::Bash,
        "cmd" => Dialect::Cmd,
        "powershell" => Dialect::PowerShell,
        other => panic!("{file}: no shell {other}"),
    };
    let mut parts = rest.split("\n---\n");
    let command = parts.next().unwrap().to_owned();
    let mut runs = dialect == Dialect::Bash;
    let requests = parts.map(|part| request(part, &mut runs)).collect();
    Case { name: format!("{file}: {name}"), dialect, command, requests, runs }
}

fn request(text: &str, runs: &mut bool) -> Expected {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let line = lines.next().unwrap().to_owned();
    let mut expected = Expected {
        line,
        headers: Vec::new(),
        credentials: Vec::new(),
        form: Vec::new(),
        body: body.trim_end_matches('\n').to_owned(),
    };
    for line in lines.map(str::trim_end).filter(|line| !line.is_empty()) {
        if let Some(credential) = line.strip_prefix("! ") {
            expected.credentials.push(credential.to_owned());
        } else if let Some(part) = line.strip_prefix("form ") {
            expected.form.push(part.to_owned());
        } else if line.starts_with("cannot run") {
            *runs = false;
        } else if line == "ends with a line end" {
            expected.body.push('\n');
        } else {
            expected.headers.push(line.to_owned());
        }
    }
    expected
}
