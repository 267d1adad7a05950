//! Whether a source nests too deeply for a parser that recurses.
//! Not a lexer: it takes a word for a word and a quote for a quote wherever that is likely, and bounds what it cannot
//! know. Hostile text can hide a little nesting from it, ordinary text none.
//!
//! **Invariant:** one pass, and memory that grows with the nesting it accepts.

mod word;

use crate::inventory::reading::ordered::boundary;

/// The most prefix operators, `else if`s and the like around one place; a bracket takes the parser as much stack as two
/// of them. At this limit the costliest shapes take half a megabyte of stack.
const DEEPEST: u32 = 512;

/// What a bracket counts.
const BRACKET: u32 = 2;

/// The most calls in one chain, `a().b().c()`: each is a node within the next.
const LONGEST: u32 = 1_000;

/// The first place that is nested too deeply. `elements` says whether `<name>` begins an element rather than a type.
pub(super) fn too_deep(source: &str, elements: bool) -> Option<usize> {
    let mut scan = Scan {
        bytes: source.as_bytes(),
        elements,
        at: 0,
        open: vec![],
        counts: [0; 3],
        around: 0,
        here: Level::default(),
        last: Last::End,
        fresh_line: true,
        blind: [0; 3],
    };
    while let Some(&byte) = scan.bytes.get(scan.at) {
        scan.token(byte);
        if scan.around + scan.here.height() > DEEPEST || scan.here.calls > LONGEST {
            return Some(boundary(source, scan.at));
        }
    }
    None
}

/// What was before the token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// A value: a `/` behind it divides.
    Value,
    /// An operator or a keyword that wants a value.
    Operator,
    /// `if`, `for`, `while`, `with`: the bracket that comes is a condition.
    Condition,
    /// The end of a statement.
    End,
}

/// What is nested without brackets at one level of brackets.
#[derive(Clone, Copy, Default)]
struct Level {
    /// `if`, `else`, `for`, `while`, `do`, up to the end of the statement.
    statements: u32,
    /// `=`, `=>`, `?`, `**`, up to the next comma.
    chain: u32,
    /// Prefix operators, up to the next operator between two values.
    prefix: u32,
    /// Open type arguments.
    angles: u32,
    /// Open elements.
    elements: u32,
    /// Calls behind one another.
    calls: u32,
    /// Whether the statement has ended unless `else` comes next.
    ended: bool,
    /// Whether this is the name of a namespace, whose every dot nests.
    namespace: bool,
}

impl Level {
    fn height(&self) -> u32 {
        self.statements + self.chain + self.prefix + self.angles * BRACKET + self.elements
    }

    fn end_statement(&mut self) {
        *self = Level { elements: self.elements, ..Level::default() };
    }
}

/// An open bracket.
struct Open {
    mark: u8,
    /// The level outside.
    outside: Level,
    /// Whether it is a condition, or a block: no value then.
    statement: bool,
}

/// Which brackets belong together: round, square, curly with those of templates.
fn family(mark: u8) -> usize {
    match mark {
        b'(' | b')' => 0,
        b'[' | b']' => 1,
        _ => 2,
    }
}

struct Scan<'source> {
    bytes: &'source [u8],
    elements: bool,
    at: usize,
    open: Vec<Open>,
    /// How many round, square and curly brackets are open.
    counts: [u32; 3],
    /// The height of everything outside the innermost bracket.
    around: u32,
    here: Level,
    last: Last,
    /// Whether a line end stands before the token.
    fresh_line: bool,
    /// Up to where a single quote, a double quote and a slash are known to open nothing.
    blind: [usize; 3],
}

impl Scan<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or_default()
    }

    fn token(&mut self, byte: u8) {
        match byte {
            b'\n' => {
                self.fresh_line = true;
                self.at += 1;
                return;
            }
            b' ' | b'\t' | b'\r' => {
                self.at += 1;
                return;
            }
            b'/' if self.peek(1) == b'/' => return self.skip_to(b"\n"),
            b'/' if self.peek(1) == b'*' => {
                self.at += 2;
                return self.skip_behind(b"*/");
            }
            _ => {}
        }
        if self.here.ended && byte != b'e' {
            self.here.end_statement();
        }
        match byte {
            b'"' | b'\'' => self.string(byte),
            b'`' => {
                self.at += 1;
                self.template();
            }
            b'(' | b'[' | b'{' => self.opening(byte),
            b')' | b']' | b'}' => self.closing(byte),
            b'_' | b'$' | b'#' | b'\\' | 0x80.. => self.word(),
            byte if byte.is_ascii_alphanumeric() => self.word(),
            b'/' => self.slash(),
            _ => self.operator(byte),
        }
        self.fresh_line = false;
    }

    fn skip_to(&mut self, end: &[u8]) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest.windows(end.len()).position(|window| window == end).unwrap_or(rest.len());
    }

    fn skip_behind(&mut self, end: &[u8]) {
        self.skip_to(end);
        self.at += end.len();
    }

    /// The text of a template up to its end or to an expression in it.
    fn template(&mut self) {
        loop {
            match self.peek(0) {
                b'\\' => self.at += 2,
                b'`' => {
                    self.at += 1;
                    self.last = Last::Value;
                    return;
                }
                b'$' if self.peek(1) == b'{' => {
                    self.at += 2;
                    self.push(b'`', true);
                    return;
                }
                _ if self.at >= self.bytes.len() => return,
                _ => self.at += 1,
            }
        }
    }

    fn push(&mut self, mark: u8, statement: bool) {
        self.around += self.here.height() + BRACKET;
        if let Some(count) = self.counts.get_mut(family(mark)) {
            *count += 1;
        }
        self.open.push(Open { mark, outside: self.here, statement });
        self.here = Level::default();
        self.last = Last::Operator;
    }

    fn opening(&mut self, mark: u8) {
        let statement = match mark {
            b'(' => self.last == Last::Condition,
            b'{' => self.last != Last::Operator,
            _ => false,
        };
        if mark == b'(' && self.last == Last::Value {
            self.here.calls += 1;
        }
        self.at += 1;
        self.push(mark, statement);
    }

    fn closing(&mut self, byte: u8) {
        self.at += 1;
        // A bracket that closes nothing stands in a text that was not seen as one.
        if self.counts.get(family(byte)).is_none_or(|count| *count == 0) {
            return;
        }
        while let Some(open) = self.open.pop() {
            self.here = open.outside;
            self.around -= self.here.height() + BRACKET;
            if let Some(count) = self.counts.get_mut(family(open.mark)) {
                *count -= 1;
            }
            if family(open.mark) != family(byte) {
                continue;
            }
            self.last = if open.statement { Last::End } else { Last::Value };
            match open.mark {
                b'`' => self.template(),
                b'{' if open.statement => self.here.ended = true,
                _ => {}
            }
            return;
        }
    }
}
