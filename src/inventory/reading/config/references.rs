//! Texts with references to variables: `${KEY}`, `${KEY:-default}`, `$KEY`, `${{ secrets.KEY }}`, `{env:KEY}`.
//! Not the finding of a text's end: formats say where it stands and which of the forms they have.
//!
//! **Invariant:** a text is looked at twice, once for its pairs of braces and once for its references, however many of
//! them are left open; what is no well formed reference stays text.

use std::ops::Range;

use super::DEPTH;
use super::escape::{Escapes, cook};
use super::expression;
use super::scan::{Scan, span};
use super::variables::is_upper_name;
use crate::inventory::outline::{Kind, OutlineBuilder, Span, Text, TextForm};

/// Whether `$KEY` without braces is a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bare {
    Never,
    /// Only a name without small letters.
    Upper,
    Always,
}

/// Which forms of references a format has.
#[derive(Debug, Clone, Copy)]
pub(super) struct References {
    /// `$KEY`.
    pub bare: Bare,
    /// `${KEY}`, `${KEY:-default}`, `${KEY:default}`, `${env:KEY}`.
    pub braces: bool,
    /// `$(KEY)`.
    pub parentheses: bool,
    /// `${{ secrets.KEY }}`.
    pub actions: bool,
    /// `{env:KEY}`, `{env.KEY}`, `{$KEY}`.
    pub placeholders: bool,
    /// `${ expression }`, as in Terraform.
    pub expressions: bool,
}

impl References {
    pub const NONE: References = References {
        bare: Bare::Never,
        braces: false,
        parentheses: false,
        actions: false,
        placeholders: false,
        expressions: false,
    };
    /// `.env` files, Dockerfile.
    pub const SHELL: References = References { bare: Bare::Always, braces: true, ..References::NONE };
    /// Settings of tools: JSON, TOML.
    pub const SETTINGS: References =
        References { bare: Bare::Upper, braces: true, actions: true, placeholders: true, ..References::NONE };
    pub const YAML: References = References { bare: Bare::Always, parentheses: true, ..References::SETTINGS };
    pub const INI: References = References { bare: Bare::Upper, braces: true, ..References::NONE };
    pub const NGINX: References =
        References { bare: Bare::Always, braces: true, placeholders: true, ..References::NONE };
    pub const HCL: References = References { expressions: true, ..References::NONE };
}

/// A text as it stands in the source.
#[derive(Debug, Clone)]
pub(super) struct Written {
    /// With its quotes.
    pub outer: Range<usize>,
    /// Without them.
    pub inner: Range<usize>,
    pub form: TextForm,
    pub escapes: Escapes,
}

impl Written {
    /// A text without quotes.
    pub fn plain(range: Range<usize>) -> Written {
        Written { outer: range.clone(), inner: range, form: TextForm::Plain, escapes: Escapes::None }
    }
}

/// Adds a text, or a template where it has references.
pub(super) fn emit(builder: &mut OutlineBuilder<'_>, scan: Scan<'_>, written: &Written, references: References) {
    let tokens = Tokens::read(scan, written, references);
    if tokens.iter().all(|token| matches!(token, Token::Literal(_))) {
        text(builder, scan, written.outer.clone(), written.inner.clone(), written.form, written.escapes);
        return;
    }
    builder.open(Kind::Template, span(&written.outer));
    // For each open reference, whether its default is a template of its own.
    let mut open: Vec<bool> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            Token::Literal(range) => {
                text(builder, scan, range.clone(), range.clone(), TextForm::Piece, written.escapes);
            }
            Token::Open { outer, name, default, close } => {
                builder.open(Kind::Variable(span(name)), span(outer));
                let inside = tokens.get(index + 1..*close).unwrap_or_default();
                let template = !matches!(inside, [] | [Token::Literal(_)]);
                if template {
                    builder.open(Kind::Template, span(default));
                }
                open.push(template);
            }
            Token::Close => {
                if open.pop() == Some(true) {
                    builder.close();
                }
                builder.close();
            }
            Token::Expression { outer, inner } => {
                expression::read(builder, scan, outer.clone(), inner.clone(), references.actions);
            }
        }
    }
    builder.close();
}

/// Adds a text.
pub(super) fn text(
    builder: &mut OutlineBuilder<'_>,
    scan: Scan<'_>,
    outer: Range<usize>,
    inner: Range<usize>,
    form: TextForm,
    escapes: Escapes,
) {
    let cooked = cook(scan.slice(inner.clone()), escapes);
    builder.leaf(Kind::Text(Text { inner: span(&inner), cooked, form }), span(&outer));
}

/// Adds a comment.
pub(super) fn comment(builder: &mut OutlineBuilder<'_>, start: usize, end: usize) {
    builder.leaf(Kind::Comment, Span::new(start, end));
}

enum Token {
    Literal(Range<usize>),
    /// A reference; `close` is the index of its end.
    Open {
        outer: Range<usize>,
        name: Range<usize>,
        default: Range<usize>,
        close: usize,
    },
    Close,
    Expression {
        outer: Range<usize>,
        inner: Range<usize>,
    },
}

/// A reference that was found.
struct Found {
    end: usize,
    what: What,
}

enum What {
    Variable { name: Range<usize>, default: Option<Range<usize>> },
    Expression(Range<usize>),
}

/// References within defaults are read this deep.
const NESTED: usize = 8;

struct Tokens<'scan> {
    scan: Scan<'scan>,
    escapes: Escapes,
    references: References,
    end: usize,
    /// Opening braces with their closing ones, by the opening.
    braces: Vec<(usize, usize)>,
}

impl<'scan> Tokens<'scan> {
    fn read(scan: Scan<'scan>, written: &Written, references: References) -> Vec<Token> {
        let Range { start, end } = written.inner;
        let text = scan.slice(start..end);
        let marks = if references.placeholders { text.contains(['$', '{']) } else { text.contains('$') };
        if !marks {
            return vec![Token::Literal(start..end)];
        }
        let mut reader = Tokens { scan, escapes: written.escapes, references, end, braces: Vec::new() };
        reader.pair_braces(start);
        reader.tokens(start)
    }

    fn pair_braces(&mut self, start: usize) {
        let mut open = Vec::new();
        let mut at = start;
        while at < self.end {
            if let Some(after) = self.skip_escape(at) {
                at = after;
                continue;
            }
            match self.scan.byte(at) {
                Some(b'{') => open.push(at),
                Some(b'}') => {
                    if let Some(opening) = open.pop() {
                        self.braces.push((opening, at));
                    }
                }
                _ => {}
            }
            at += 1;
        }
        self.braces.sort_unstable();
    }

    /// The place after an escaped character.
    fn skip_escape(&self, at: usize) -> Option<usize> {
        let next = self.scan.byte(at + 1).filter(|_| at + 1 < self.end)?;
        match self.scan.byte(at)? {
            b'\\' if next == b'$' || (self.escapes != Escapes::None && next.is_ascii()) => Some(at + 2),
            b'$' if next == b'$' => Some(at + 2),
            _ => None,
        }
    }

    fn tokens(&self, start: usize) -> Vec<Token> {
        let mut tokens = Vec::new();
        // The ends of the open references, with the index of their token.
        let mut open: Vec<(usize, usize, usize)> = Vec::new();
        let mut literal = start;
        let mut at = start;
        loop {
            let limit = open.last().map_or(self.end, |(close, ..)| *close);
            if at >= limit {
                push_literal(&mut tokens, literal..limit);
                let Some((_, outer_end, index)) = open.pop() else { break };
                let place = tokens.len();
                if let Some(Token::Open { close, .. }) = tokens.get_mut(index) {
                    *close = place;
                }
                tokens.push(Token::Close);
                at = outer_end;
                literal = at;
                continue;
            }
            if let Some(after) = self.skip_escape(at) {
                at = after;
                continue;
            }
            let found = if open.len() < NESTED && open.len() < DEPTH { self.reference(at) } else { None };
            // A reference without braces must not run over the end of the one around it.
            let Some(found) = found.filter(|found| found.end <= limit) else {
                at += 1;
                continue;
            };
            push_literal(&mut tokens, literal..at);
            let outer = at..found.end;
            match found.what {
                What::Expression(inner) => tokens.push(Token::Expression { outer, inner }),
                What::Variable { name, default } => {
                    let index = tokens.len();
                    let inside = default.clone().unwrap_or(found.end..found.end);
                    tokens.push(Token::Open { outer, name, default: inside.clone(), close: index + 1 });
                    if default.is_some() {
                        open.push((inside.end, found.end, index));
                        literal = inside.start;
                        at = inside.start;
                        continue;
                    }
                    tokens.push(Token::Close);
                }
            }
            at = found.end;
            literal = at;
        }
        tokens
    }

    fn reference(&self, at: usize) -> Option<Found> {
        match (self.scan.byte(at)?, self.scan.byte(at + 1)?) {
            (b'$', b'{') => self.braced(at),
            (b'$', b'(') if self.references.parentheses => {
                let name = self.name(at + 2)?;
                let end = name.end + 1;
                self.scan.is(name.end, b')').then_some(Found { end, what: What::Variable { name, default: None } })
            }
            (b'$', _) if self.references.bare != Bare::Never => {
                let name = self.name(at + 1)?;
                let fits = self.references.bare == Bare::Always || is_upper_name(self.scan.slice(name.clone()));
                fits.then_some(Found { end: name.end, what: What::Variable { name, default: None } })
            }
            (b'{', _) if self.references.placeholders => {
                let close = self.closing(at)?;
                let prefix = ["$", "env:", "env."].into_iter().find(|prefix| self.scan.starts(at + 1, prefix))?;
                let name = self.name(at + 1 + prefix.len())?;
                let default = match self.scan.byte(name.end)? {
                    b'}' => None,
                    b':' => Some(name.end + 1..close),
                    _ => return None,
                };
                Some(Found { end: close + 1, what: What::Variable { name, default } })
            }
            _ => None,
        }
    }

    fn braced(&self, at: usize) -> Option<Found> {
        let close = self.closing(at + 1)?;
        let found = |what| Some(Found { end: close + 1, what });
        let head = at + 2;
        if self.references.actions && self.scan.is(head, b'{') && self.closing(head) == Some(close - 1) {
            return found(What::Expression(head + 1..close - 1));
        }
        if self.references.expressions {
            return found(What::Expression(head..close));
        }
        if !self.references.braces {
            return None;
        }
        let prefix = ["env:", "env."].into_iter().find(|prefix| self.scan.starts(head, prefix)).map_or(0, str::len);
        let name = self.name(head + prefix).or_else(|| self.name(head))?;
        let name = self.dotted(name);
        let after = name.end;
        let is = |offset: usize, bytes: &[u8]| self.scan.byte(after + offset).is_some_and(|byte| bytes.contains(&byte));
        let default = if after == close {
            None
        } else if is(0, b":") {
            if is(1, b"?") {
                None
            } else if is(1, b"-+=") {
                Some(after + 2..close)
            } else {
                Some(after + 1..close)
            }
        } else if is(0, b"-+=") {
            Some(after + 1..close)
        } else if is(0, b",") {
            Some(self.scan.skip_blank(after + 1).min(close)..close)
        } else if is(0, b"?#%/@[^") {
            None
        } else {
            return None;
        };
        found(What::Variable { name, default })
    }

    fn closing(&self, opening: usize) -> Option<usize> {
        let index = self.braces.binary_search_by_key(&opening, |(open, _)| *open).ok()?;
        self.braces.get(index).map(|(_, close)| *close)
    }

    fn name(&self, start: usize) -> Option<Range<usize>> {
        if !self.scan.byte(start).is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_') {
            return None;
        }
        let end = self.scan.skip(start, |byte| byte.is_ascii_alphanumeric() || byte == b'_').min(self.end);
        (end > start).then_some(start..end)
    }

    /// Goes on over the rest of a property's name: `spring.ai.openai.base-url`.
    fn dotted(&self, name: Range<usize>) -> Range<usize> {
        if !self.scan.is(name.end, b'.') {
            return name;
        }
        let more = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
        name.start..self.scan.skip(name.end, more).min(self.end)
    }
}

fn push_literal(tokens: &mut Vec<Token>, range: Range<usize>) {
    if !range.is_empty() {
        tokens.push(Token::Literal(range));
    }
}
