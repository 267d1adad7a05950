//! A place in a text. Not a reader of anything: it moves by characters and never past the end.

/// What is still to be read.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'text> {
    rest: &'text str,
}

impl<'text> Cursor<'text> {
    pub const fn new(text: &'text str) -> Self {
        Cursor { rest: text }
    }

    pub const fn rest(&self) -> &'text str {
        self.rest
    }

    pub fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// The character after the next one.
    pub fn second(&self) -> Option<char> {
        self.rest.chars().nth(1)
    }

    pub fn next(&mut self) -> Option<char> {
        let mut characters = self.rest.chars();
        let first = characters.next();
        self.rest = characters.as_str();
        first
    }

    pub fn starts_with(&self, start: &str) -> bool {
        self.rest.starts_with(start)
    }

    /// Passes a text if it is next.
    pub fn take(&mut self, start: &str) -> bool {
        match self.rest.strip_prefix(start) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Passes the end of a line if it is next.
    pub fn take_line_end(&mut self) -> bool {
        self.take("\r\n") || self.take("\n")
    }

    pub fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> &'text str {
        let end = self.rest.find(|character| !belongs(character)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// What lies before `end`, which is then passed too; all of the rest if it does not come.
    pub fn take_until(&mut self, end: &str) -> (&'text str, bool) {
        match self.rest.split_once(end) {
            Some((before, after)) => {
                self.rest = after;
                (before, true)
            }
            None => {
                let all = self.rest;
                self.rest = "";
                (all, false)
            }
        }
    }

    /// The rest of the line, without its end, which is passed.
    pub fn take_line(&mut self) -> &'text str {
        let (line, _) = self.take_until("\n");
        line.strip_suffix('\r').unwrap_or(line)
    }

    /// The text that was passed since an earlier place.
    pub fn since(&self, earlier: Cursor<'text>) -> &'text str {
        let length = earlier.rest.len().saturating_sub(self.rest.len());
        earlier.rest.get(..length).unwrap_or_default()
    }
}

/// Whether a character may begin the name of a variable.
pub(super) fn begins_name(character: char) -> bool {
    character.is_ascii_alphabetic() || character == '_'
}

/// Whether a character may be in the name of a variable.
pub(super) fn in_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}
