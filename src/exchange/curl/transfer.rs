//! What one curl command asks for between two `--next`, and the requests that follow from it.
//! It may hold keys, so that it has no `Debug`.
//! **Invariant:** each address of the command is one request, and all of them have the same headers and body.

use super::address;
use crate::diagnostic::Diagnostic;
use crate::exchange::credential::Credential;
use crate::exchange::imported::{Draft, FormPart, ImportedRequest};
use crate::exchange::notes;
use crate::exchange::shell::Word;

/// What was asked for.
#[derive(Default)]
pub(super) struct Transfer {
    pub urls: Vec<Word>,
    pub method: Option<Word>,
    pub headers: Vec<Word>,
    /// The body so far; `None` if no option asks for one.
    pub data: Option<String>,
    pub is_json: bool,
    pub get: bool,
    pub head: bool,
    pub form: Vec<FormPart>,
    pub query: Vec<String>,
    pub user: Option<Word>,
    pub bearer: Option<Word>,
    pub agent: Option<Word>,
    pub referer: Option<Word>,
    pub has_cookies: bool,
    pub range: Option<Word>,
    pub upload: Option<Word>,
    /// What is uploaded, if it is known.
    pub upload_text: Option<String>,
    pub globs: bool,
    /// Options about the connection, as they were written.
    pub left_out: Vec<String>,
    /// Variables in what is kept.
    pub variables: Vec<String>,
    pub notes: Vec<Diagnostic>,
}

impl Transfer {
    pub fn new() -> Transfer {
        Transfer { globs: true, ..Transfer::default() }
    }

    /// Whether anything was asked for.
    pub fn is_empty(&self) -> bool {
        self.urls.is_empty() && self.data.is_none() && self.headers.is_empty() && self.form.is_empty()
    }

    /// The requests, one for each address.
    pub fn requests(mut self) -> Vec<ImportedRequest> {
        let mut notes = std::mem::take(&mut self.notes);
        if self.urls.is_empty() {
            if self.is_empty() {
                return Vec::new();
            }
            notes.push(notes::no_address());
            self.urls.push(Word::default());
        }
        let headers = self.all_headers();
        let mut credentials = Vec::new();
        if let Some(user) = &self.user {
            let password = user.text.rsplit(':').next().unwrap_or_default();
            credentials.push(Credential::of_header("Authorization".to_owned(), password));
        }
        if let Some(bearer) = &self.bearer {
            credentials.push(Credential::of_header("Authorization".to_owned(), &bearer.text));
        }
        if self.has_cookies {
            credentials.push(Credential::of_header("Cookie".to_owned(), ""));
        }
        if !self.variables.is_empty() {
            self.variables.dedup();
            notes::push(&mut notes, notes::variables(&self.variables));
        }
        if !self.left_out.is_empty() {
            notes::push(&mut notes, notes::left_out(&self.left_out));
        }
        let in_query = self.get.then(|| self.data.take()).flatten();
        let method = self.method_word();
        self.urls
            .iter()
            .map(|url| {
                let mut notes = notes.clone();
                if self.globs && globs(&url.text) {
                    notes::push(&mut notes, notes::globbing());
                }
                let mut whole = if url.text.is_empty() { String::new() } else { address::with_scheme(&url.text) };
                // A file that is sent to a folder keeps its name.
                if let Some(upload) = self.upload.as_ref().filter(|file| whole.ends_with('/') && file.text != "-") {
                    whole.push_str(upload.text.rsplit(['/', '\\']).next().unwrap_or_default());
                }
                for query in in_query.iter().chain(&self.query) {
                    whole = address::with_query(&whole, query);
                }
                Draft {
                    method: method.clone(),
                    url: whole,
                    headers: headers.clone(),
                    body: self.upload_text.clone().or_else(|| self.data.clone()),
                    form: self.form.clone(),
                    credentials: credentials.clone(),
                    notes,
                }
                .finish()
            })
            .collect()
    }

    fn method_word(&self) -> String {
        if let Some(method) = &self.method {
            return method.text.clone();
        }
        let method = match () {
            () if self.head => "HEAD",
            () if self.upload.is_some() => "PUT",
            () if self.data.is_some() || !self.form.is_empty() => "POST",
            () => "GET",
        };
        method.to_owned()
    }

    /// The headers as written, then those that options add unless they are written or taken away.
    fn all_headers(&self) -> Vec<(String, String)> {
        let mut headers: Vec<(String, String)> = Vec::new();
        let mut mentioned: Vec<String> = Vec::new();
        for header in &self.headers {
            // `Name: value`; `Name;` sends it empty; `Name:` takes away what curl would send.
            let (name, value) = match (header.text.split_once(':'), header.text.split_once(';')) {
                (Some((name, value)), _) if value.trim().is_empty() => (name, None),
                (Some((name, value)), _) => (name, Some(value.trim())),
                (None, Some((name, rest))) if rest.trim().is_empty() => (name, Some("")),
                _ => continue,
            };
            mentioned.push(name.trim().to_ascii_lowercase());
            if let Some(value) = value {
                headers.push((name.trim().to_owned(), value.to_owned()));
            }
        }
        let mut add = |name: &str, value: &str| {
            if !mentioned.contains(&name.to_ascii_lowercase()) {
                headers.push((name.to_owned(), value.to_owned()));
            }
        };
        if let Some(agent) = self.agent.as_ref().filter(|agent| !agent.text.is_empty()) {
            add("User-Agent", &agent.text);
        }
        if let Some(referer) = &self.referer {
            let referer = referer.text.split(";auto").next().unwrap_or_default();
            if !referer.is_empty() {
                add("Referer", referer);
            }
        }
        if let Some(range) = &self.range {
            add("Range", &format!("bytes={}", range.text));
        }
        if self.is_json {
            add("Content-Type", "application/json");
            add("Accept", "application/json");
        } else if self.data.is_some() && !self.get {
            add("Content-Type", "application/x-www-form-urlencoded");
        }
        headers
    }
}

/// Whether curl would take an address for several. A reference such as `${HOST}` is none, nor is an IPv6 host.
fn globs(url: &str) -> bool {
    let mut before = ' ';
    let mut rest = url;
    while let Some(at) = rest.find(['{', '[']) {
        let (start, opening) = rest.split_at_checked(at).unwrap_or((rest, ""));
        before = start.chars().next_back().unwrap_or(before);
        if before != '$' && !(opening.starts_with('[') && start.ends_with("//")) {
            return true;
        }
        rest = opening.get(1..).unwrap_or_default();
    }
    false
}
