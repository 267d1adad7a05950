//! Reads Python by a real parser.
//! Not an interpreter: names are not resolved, types are not followed.
//!
//! | file | what lives there |
//! | --- | --- |
//! | `depth` | whether a chain is too long for the syntax tree to be dropped |
//! | `walk` | statements, functions, classes, assignments, annotations |
//! | `expression` | operators, dictionaries, arguments |
//! | `chain` | names, member paths and calls |
//! | `matching` | `match` and its patterns |
//! | `import` | imports |
//! | `notebook` | the commands of notebooks |
//! | `text` | string literals of all kinds |
//!
//! **Invariant:** a source that is refused leaves no node behind, only a trouble; from one with errors in it comes what
//! the parser saved.

mod chain;
mod depth;
mod expression;
mod import;
mod matching;
mod notebook;
mod text;
mod walk;

use std::ops::Range;

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::visitor::source_order::SourceOrderVisitor as _;
use ruff_python_ast::{Mod, ModModule};
use ruff_python_parser::{Mode, ParseErrorType, ParseOptions, Parsed, parse_unchecked};
use ruff_text_size::{Ranged, TextRange};

use super::ordered::{Ordered, boundary};
use crate::inventory::outline::{Kind, OutlineBuilder, Span, Text, TextForm};

/// The most nested expressions and blocks; what the reference implementation of the language takes.
const DEEPEST: u16 = 202;

/// The most troubles that are told of one source; a file in another language has one on every line.
const TOLD: usize = 10;

/// Reads a range of the builder's source. False if nothing could be read; the builder then has a trouble more and
/// nothing else. The range must lie on character boundaries.
pub fn read(builder: &mut OutlineBuilder<'_>, range: Range<usize>) -> bool {
    let Some(source) = builder.source().get(range.clone()) else {
        return false;
    };
    let too_deep = |builder: &mut OutlineBuilder<'_>| {
        builder.trouble(Span::new(range.start, range.start), "The code is nested too deeply to be parsed.");
        false
    };
    if depth::too_deep(source) {
        return too_deep(builder);
    }
    let mut commands = vec![];
    let mut parsed = parse(source);
    if parsed.has_invalid_syntax()
        && let Some((notebook, found)) = notebook::parse(source)
    {
        (parsed, commands) = (notebook, found);
    }
    if parsed.errors().iter().any(|error| error.error == ParseErrorType::RecursionLimitExceeded) {
        return too_deep(builder);
    }
    tell(builder, &parsed, &range);
    let Mod::Module(module) = parsed.syntax() else {
        return false;
    };
    walk(builder, module, &parsed, &commands, range.clone());
    true
}

fn parse(source: &str) -> Parsed<Mod> {
    parse_unchecked(source, ParseOptions::from(Mode::Module).with_max_recursion_depth(DEEPEST))
}

fn tell(builder: &mut OutlineBuilder<'_>, parsed: &Parsed<Mod>, range: &Range<usize>) {
    for error in parsed.errors().iter().take(TOLD) {
        let place = error.location.to_std_range();
        let bound = |at: usize| boundary(builder.source(), (range.start + at).min(range.end));
        let span = Span::new(bound(place.start), bound(place.end));
        builder.trouble(span, format!("The parser says: {}.", error.error.to_string().trim_end_matches('.')));
    }
}

/// `commands` are the comments, by their starts in the range, that are commands of a notebook.
fn walk(
    builder: &mut OutlineBuilder<'_>,
    module: &ModModule,
    parsed: &Parsed<Mod>,
    commands: &[usize],
    range: Range<usize>,
) {
    let base = range.start;
    let comments = parsed.tokens().iter().filter(|token| token.kind() == TokenKind::Comment);
    let comments = comments.map(|token| {
        let span = absolute(base, token.range());
        if commands.binary_search(&token.range().start().to_usize()).is_err() {
            return (span, Kind::Comment);
        }
        let marks = builder.source().get(span.range()).unwrap_or_default();
        let marks = marks.len() - marks.trim_start_matches(['!', '%']).len();
        let inner = Span::new(span.start as usize + marks, span.end as usize);
        (span, Kind::Text(Text { inner, cooked: None, form: TextForm::Plain }))
    });
    let comments = comments.collect();
    let mut reader = Reader {
        out: Ordered::new(builder, &range, comments),
        base,
        level: 0,
        documented: true,
        blocks: 0,
        lone: false,
        in_type: false,
        trail: vec![],
    };
    reader.visit_body(&module.body);
    reader.out.finish();
}

fn absolute(base: usize, range: TextRange) -> Span {
    Span::new(base + range.start().to_usize(), base + range.end().to_usize())
}

/// The walk over one syntax tree.
struct Reader<'builder, 'source> {
    out: Ordered<'builder, 'source>,
    /// Where the parsed range begins in the whole source.
    base: usize,
    /// How many functions and classes are around.
    level: u32,
    /// Whether the block that comes next may begin with a documentation string.
    documented: bool,
    /// How many blocks are open, that of the module with them.
    blocks: u32,
    /// Whether the statement being read is the only one of a block, which must not become empty.
    lone: bool,
    /// Whether it is an annotation, of which only the texts are of interest.
    in_type: bool,
    /// The segments on the way to a leaf of a pattern.
    trail: Vec<Span>,
}

impl Reader<'_, '_> {
    fn at(&self, piece: impl Ranged) -> Span {
        absolute(self.base, piece.range())
    }

    /// A path with one name, which stands alone.
    fn name(&mut self, piece: impl Ranged) {
        let span = self.at(piece);
        let segments = self.out.segments(&[span]);
        self.out.leaf(Kind::Path(segments), span);
    }
}

#[cfg(test)]
mod tests;
