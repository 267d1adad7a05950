//! Reads TypeScript and JavaScript, with or without JSX, by a real parser.
//! Not a type checker and not a formatter: what no rule asks about is left out.
//!
//! | file | what lives there |
//! | --- | --- |
//! | `depth` | whether a source nests too deeply for a parser that recurses |
//! | `walk` | which node is read by what, and types |
//! | `declaration` | variables, classes, enumerations |
//! | `expression` | operators, objects, assignments |
//! | `chain` | names, member paths and calls |
//! | `pattern` | destructuring and parameters |
//! | `import` | imports, exports and what is exported |
//! | `element` | JSX |
//! | `text` | string and template literals |
//!
//! **Invariant:** a source that is refused or not understood at all leaves no node behind, only a trouble.

mod chain;
mod declaration;
mod depth;
mod element;
mod expression;
mod import;
mod pattern;
mod text;
mod walk;

use std::collections::BTreeSet;
use std::ops::Range;

use oxc_allocator::Allocator;
use oxc_ast::ast::{Program, SourceType};
use oxc_ast_visit::Visit as _;
use oxc_parser::{ParseOptions, Parser, ParserReturn};
use oxc_span::GetSpan as _;

use super::ordered::{Ordered, boundary};
use crate::inventory::outline::{ImportedName, Kind, OutlineBuilder, Span};

/// Which of the languages it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// TypeScript without JSX, in which `<T>value` is a type assertion.
    TypeScript,
    /// TypeScript with JSX.
    TypeScriptJsx,
    /// JavaScript, a module or a script, with or without JSX.
    JavaScript,
}

/// The most troubles that are told of one source; a file in another language has one on every line.
const TOLD: usize = 10;

/// Reads a range of the builder's source. False if nothing could be read; the builder then has a trouble more and
/// nothing else. The range must lie on character boundaries.
pub fn read(builder: &mut OutlineBuilder<'_>, range: Range<usize>, flavour: Flavour) -> bool {
    let Some(source) = builder.source().get(range.clone()) else {
        return false;
    };
    if let Some(at) = depth::too_deep(source, flavour != Flavour::TypeScript) {
        let at = range.start + at;
        builder.trouble(Span::new(at, at), "The code is nested too deeply to be parsed.");
        return false;
    }
    // Fences and script tags often name the wrong dialect; the one without an error is the right one.
    let dialects = match flavour {
        Flavour::TypeScript => [SourceType::ts(), SourceType::tsx(), SourceType::ts()],
        Flavour::TypeScriptJsx => [SourceType::tsx(), SourceType::ts(), SourceType::tsx()],
        Flavour::JavaScript => [SourceType::jsx(), SourceType::script().with_jsx(true), SourceType::tsx()],
    };
    let mut allocators = [Allocator::default(), Allocator::default(), Allocator::default()];
    let mut best: Option<ParserReturn<'_>> = None;
    for (index, (allocator, dialect)) in allocators.iter_mut().zip(dialects).enumerate() {
        if dialects.get(..index).is_some_and(|tried| tried.contains(&dialect)) {
            continue;
        }
        let parsed = parse(allocator, source, dialect);
        let faultless = parsed.diagnostics.is_empty() && !parsed.panicked;
        // The first dialect that yields a tree is kept unless a later one reads everything.
        if faultless || best.as_ref().is_none_or(|best| best.panicked && !parsed.panicked) {
            best = Some(parsed);
        }
        if faultless {
            break;
        }
    }
    let Some(parsed) = best else {
        return false;
    };
    tell(builder, &parsed, &range);
    if parsed.panicked || (!parsed.diagnostics.is_empty() && !reaches_the_end(&parsed.program, source)) {
        return false;
    }
    walk(builder, &parsed.program, range);
    true
}

fn parse<'arena>(allocator: &'arena Allocator, source: &'arena str, dialect: SourceType) -> ParserReturn<'arena> {
    let options = ParseOptions {
        allow_return_outside_function: true,
        // Parentheses change no meaning that an outline has.
        preserve_parens: false,
        enable_ident_hashes: false,
        ..ParseOptions::default()
    };
    Parser::new(allocator, source, dialect).with_options(options).parse()
}

fn tell(builder: &mut OutlineBuilder<'_>, parsed: &ParserReturn<'_>, range: &Range<usize>) {
    for diagnostic in parsed.diagnostics.iter().take(TOLD) {
        let place = diagnostic.labels.first().map_or(0..0, |label| label.offset()..label.offset() + label.len());
        let bound = |at: usize| boundary(builder.source(), (range.start + at).min(range.end));
        let span = Span::new(bound(place.start as usize), bound(place.end as usize));
        builder.trouble(span, format!("The parser says: {}.", diagnostic.message.trim_end_matches('.')));
    }
    if parsed.panicked && parsed.diagnostics.is_empty() {
        builder.trouble(Span::new(range.start, range.start), "The parser gave up.");
    }
}

/// Whether a tree with errors goes on to the end of its source. Some errors end the parser, which then saves what stands
/// before them, and says no more.
fn reaches_the_end(program: &Program<'_>, source: &str) -> bool {
    let statements = program.body.iter().map(|statement| statement.span().end);
    let directives = program.directives.iter().map(|directive| directive.span.end);
    let comments = program.comments.iter().map(|comment| comment.span.end);
    let end = statements.chain(directives).chain(comments).max().unwrap_or_default();
    source.get(end as usize..).is_some_and(|rest| rest.trim_matches(|c: char| c.is_whitespace() || c == ';').is_empty())
}

fn walk(builder: &mut OutlineBuilder<'_>, program: &Program<'_>, range: Range<usize>) {
    let base = range.start;
    let absolute = |span: oxc_span::Span| Span::new(base + span.start as usize, base + span.end as usize);
    let hashbang = program.hashbang.iter().map(|hashbang| absolute(hashbang.span));
    let comments = hashbang.chain(program.comments.iter().map(|comment| absolute(comment.span)));
    let comments = comments.map(|span| (span, Kind::Comment)).collect();
    let mut reader = Reader {
        out: Ordered::new(builder, &range, comments),
        base,
        exported: import::exported(program),
        depth: 0,
        exporting: false,
        statement: None,
        trail: vec![],
        bound: Box::default(),
    };
    reader.visit_program(program);
    reader.out.finish();
}

/// The walk over one syntax tree.
struct Reader<'builder, 'source, 'tree> {
    out: Ordered<'builder, 'source>,
    /// Where the parsed range begins in the whole source.
    base: usize,
    /// The names at the top level that other files can use.
    exported: BTreeSet<&'tree str>,
    /// How many functions and blocks are around.
    depth: u32,
    /// Whether the declaration that comes next stands behind `export`.
    exporting: bool,
    /// The statement of a list of statements that is being read.
    statement: Option<oxc_span::Span>,
    /// The segments on the way to a leaf of a pattern.
    trail: Vec<Span>,
    /// The names that the import being read is bound to.
    bound: Box<[ImportedName]>,
}

impl Reader<'_, '_, '_> {
    fn at(&self, span: oxc_span::Span) -> Span {
        Span::new(self.base + span.start as usize, self.base + span.end as usize)
    }

    /// A path with one name, which stands alone.
    fn name(&mut self, span: oxc_span::Span) {
        let span = self.at(span);
        let segments = self.out.segments(&[span]);
        self.out.leaf(Kind::Path(segments), span);
    }
}

#[cfg(test)]
mod tests;
