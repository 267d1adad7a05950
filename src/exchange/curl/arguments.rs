//! The arguments of a curl command, read into transfers.
//! Not the options' names; those are in `options`.
//! **Invariant:** every argument is read, or a note says that it is not.

use super::address;
use super::options::{CurlOption, Found};
use super::transfer::Transfer;
use crate::exchange::imported::FormPart;
use crate::exchange::notes;
use crate::exchange::shell::{Input, Word};

/// Reads the arguments. The command reads `input`, once.
pub(super) fn read(words: &[Word], input: &Input) -> Vec<Transfer> {
    let mut reader = Reader { rest: words, input: input.clone(), done: Vec::new(), now: Transfer::new() };
    reader.read();
    reader.done.push(reader.now);
    reader.done
}

struct Reader<'words> {
    rest: &'words [Word],
    input: Input,
    done: Vec<Transfer>,
    now: Transfer,
}

impl Reader<'_> {
    fn read(&mut self) {
        let mut has_options = true;
        while let Some((word, rest)) = self.rest.split_first() {
            self.rest = rest;
            let text = word.text.as_str();
            if !has_options || !text.starts_with('-') {
                self.url(word);
            } else if text == "--" {
                has_options = false;
            } else if let Some(name) = text.strip_prefix("--") {
                self.long(name, text);
            } else {
                self.short(word);
            }
        }
    }

    fn url(&mut self, word: &Word) {
        if word.text.is_empty() {
            return;
        }
        self.keep(word);
        self.now.urls.push(word.clone());
    }

    /// Remembers the variables of a word that is kept.
    fn keep(&mut self, word: &Word) {
        for variable in &word.variables {
            if !self.now.variables.contains(variable) {
                self.now.variables.push(variable.clone());
            }
        }
    }

    fn long(&mut self, name: &str, written: &str) {
        match CurlOption::long(name) {
            Found::Option(option, _) if option.takes_value => self.with_next(option, written),
            Found::Option(option, on) => self.switch(option, on, written),
            Found::Ambiguous { take_value } => {
                notes::push(&mut self.now.notes, notes::ambiguous_option(written));
                if take_value {
                    self.rest = self.rest.get(1..).unwrap_or_default();
                }
            }
            Found::Unknown => {
                // `--request=POST`, as other programs take it.
                if let Some((name, value)) = name.split_once('=')
                    && let Found::Option(option, _) = CurlOption::long(name)
                    && option.takes_value
                {
                    notes::push(&mut self.now.notes, notes::equals(&format!("--{name}=")));
                    self.value(option, &Word::plain(value), &format!("--{name}"));
                    return;
                }
                notes::push(&mut self.now.notes, notes::unknown_option(written));
                // What follows may be its value: anything that is neither an option nor an address.
                let follows = self.rest.first().map(|word| word.text.as_str()).unwrap_or("-");
                let is_address = follows.contains("://") || follows.starts_with("localhost") || self.rest.len() == 1;
                if !follows.starts_with('-') && !is_address {
                    self.rest = self.rest.get(1..).unwrap_or_default();
                }
            }
        }
    }

    /// `-sSL`, `-XPOST`, `-H 'a: b'`.
    fn short(&mut self, word: &Word) {
        let mut letters = word.text.chars();
        letters.next();
        if letters.as_str().is_empty() {
            // A lone dash is an address to curl, and none to anyone else.
            notes::push(&mut self.now.notes, notes::unknown_option("-"));
            return;
        }
        while let Some(letter) = letters.next() {
            let written = format!("-{letter}");
            match CurlOption::short(letter) {
                Some(option) if option.takes_value => {
                    let joined = letters.as_str();
                    if joined.is_empty() {
                        self.with_next(option, &written);
                    } else {
                        let variables = word.variables.clone();
                        self.value(option, &Word { text: joined.to_owned(), variables }, &written);
                    }
                    return;
                }
                Some(option) => self.switch(option, true, &written),
                None => notes::push(&mut self.now.notes, notes::unknown_option(&written)),
            }
        }
    }

    fn with_next(&mut self, option: CurlOption, written: &str) {
        match self.rest.split_first() {
            Some((value, rest)) => {
                self.rest = rest;
                self.value(option, value, written);
            }
            None => notes::push(&mut self.now.notes, notes::no_argument(written)),
        }
    }

    fn switch(&mut self, option: CurlOption, on: bool, written: &str) {
        match option.name {
            "get" => self.now.get = on,
            "head" => self.now.head = on,
            "globoff" => self.now.globs = !on,
            "next" => {
                let ended = std::mem::replace(&mut self.now, Transfer::new());
                self.done.push(ended);
            }
            _ if on && option.is_of_connection() => self.leave_out(written),
            // The rest changes what is shown, saved or tried again.
            _ => {}
        }
    }

    fn leave_out(&mut self, written: &str) {
        if self.now.left_out.iter().all(|other| other != written) {
            self.now.left_out.push(written.to_owned());
        }
    }

    fn value(&mut self, option: CurlOption, value: &Word, written: &str) {
        let keeps = match option.name {
            "url" => {
                self.url(value);
                false
            }
            "request" => {
                self.now.method = Some(value.clone());
                true
            }
            "header" => self.header(value, written),
            "data" | "data-ascii" | "data-binary" | "data-raw" | "data-urlencode" | "json" => {
                self.data(option.name, value, written)
            }
            "url-query" => {
                let query = match value.text.strip_prefix('+') {
                    Some(plain) => Some(plain.to_owned()),
                    None => self.encoded(&value.text, written),
                };
                self.now.query.extend(query);
                true
            }
            "form" | "form-string" => {
                self.form(value, option.name == "form-string", written);
                true
            }
            "user" => {
                self.now.user = Some(value.clone());
                false
            }
            "oauth2-bearer" => {
                self.now.bearer = Some(value.clone());
                false
            }
            "user-agent" => {
                self.now.agent = Some(value.clone());
                true
            }
            "referer" => {
                self.now.referer = Some(value.clone());
                true
            }
            "cookie" => {
                // Without an equals sign it is a file of cookies.
                self.now.has_cookies = true;
                false
            }
            "range" => {
                self.now.range = Some(value.clone());
                true
            }
            "upload-file" => {
                self.upload(value, written);
                true
            }
            _ => {
                if option.is_of_connection() {
                    self.leave_out(written);
                }
                false
            }
        };
        if keeps {
            self.keep(value);
        }
    }

    /// Whether the header is kept with its variables.
    fn header(&mut self, value: &Word, written: &str) -> bool {
        if let Some(file) = value.text.strip_prefix('@') {
            notes::push(&mut self.now.notes, notes::file(written, file));
            return false;
        }
        self.now.headers.push(value.clone());
        let name = value.text.split([':', ';']).next().unwrap_or_default();
        !crate::exchange::credential::is_credential(name)
    }

    fn upload(&mut self, value: &Word, written: &str) {
        if let Some(text) = (value.text == "-" || value.text == ".").then(|| self.take_input(written)).flatten() {
            self.now.upload_text = Some(text);
        } else if value.text != "-" && value.text != "." {
            notes::push(&mut self.now.notes, notes::file(written, &value.text));
        }
        self.now.upload = Some(value.clone());
    }

    /// One part of a body. Parts are joined by `&`, those of `--json` by nothing.
    fn data(&mut self, name: &str, value: &Word, written: &str) -> bool {
        let file = value.text.strip_prefix('@').filter(|_| !matches!(name, "data-raw" | "data-urlencode"));
        let part = match (name, file) {
            ("data-urlencode", _) => self.encoded(&value.text, written),
            // Line ends of a file are dropped, but not those of a binary one.
            (_, Some("-")) => self.take_input(written).map(|text| match name {
                "data" | "data-ascii" => text.replace(['\n', '\r', '\0'], ""),
                _ => text,
            }),
            (_, Some(file)) => {
                notes::push(&mut self.now.notes, notes::file(written, file));
                None
            }
            (_, None) => Some(value.text.clone()),
        };
        let is_json = name == "json";
        self.now.is_json |= is_json;
        let data = self.now.data.get_or_insert_default();
        if let Some(part) = part {
            if !data.is_empty() && !is_json {
                data.push('&');
            }
            data.push_str(&part);
        }
        true
    }

    fn encoded(&mut self, argument: &str, written: &str) -> Option<String> {
        match address::encoded(argument) {
            Ok(text) => Some(text),
            Err((name, "-")) => {
                let name = name.to_owned();
                self.take_input(written).map(|text| address::named(&name, &text))
            }
            Err((_, file)) => {
                notes::push(&mut self.now.notes, notes::file(written, file));
                None
            }
        }
    }

    /// The text that the command reads, the first time.
    fn take_input(&mut self, written: &str) -> Option<String> {
        match std::mem::take(&mut self.input) {
            Input::Text(word) => {
                self.keep(&word);
                Some(word.text)
            }
            Input::File(file) => {
                notes::push(&mut self.now.notes, notes::file(written, &file));
                None
            }
            Input::None | Input::Unread => {
                notes::push(&mut self.now.notes, notes::no_input(written));
                None
            }
        }
    }

    /// `name=content`, `name=@file`, `name=<file`, each with `;type=…` and the like behind it.
    fn form(&mut self, value: &Word, is_plain: bool, written: &str) {
        let (name, content) = value.text.split_once('=').unwrap_or((value.text.as_str(), ""));
        let part = |value: &str, is_file: bool| FormPart { name: name.to_owned(), value: value.to_owned(), is_file };
        if is_plain {
            self.now.form.push(part(content, false));
            return;
        }
        let without_type = |content: &str| {
            let end =
                [";type=", ";filename=", ";headers=", ";encoder="].iter().filter_map(|mark| content.find(mark)).min();
            end.and_then(|end| content.get(..end)).unwrap_or(content).to_owned()
        };
        let unquoted = |content: String| match content.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            Some(inner) => inner.replace("\\\"", "\"").replace("\\\\", "\\"),
            None => content,
        };
        match content.strip_prefix(['@', '<']) {
            Some(file) => {
                let file = unquoted(without_type(file));
                notes::push(&mut self.now.notes, notes::file(written, &file));
                self.now.form.push(part(&file, true));
            }
            None => self.now.form.push(part(&unquoted(without_type(content)), false)),
        }
    }
}
