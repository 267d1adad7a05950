//! `match` and its patterns: each case is a comparison with the subject, each key of a mapping a path below it.
//! Not assignment: a name that a pattern binds makes no node.
//!
//! **Invariant:** a case's comparison spans its `case` and its pattern, and nothing of its block.

use ruff_python_ast::visitor::source_order::SourceOrderVisitor as _;
use ruff_python_ast::{Expr, Pattern, PatternMatchMapping, PatternOrKeyword, StmtMatch};
use ruff_text_size::Ranged as _;

use super::Reader;
use super::chain::link;
use crate::inventory::outline::{Kind, Span};

impl Reader<'_, '_> {
    pub(super) fn matching(&mut self, statement: &StmtMatch) {
        self.visit_expr(&statement.subject);
        let subject = self.names(link(&statement.subject));
        for case in &statement.cases {
            let start = self.at(case).start;
            let pattern_end = self.at(&case.pattern).end;
            let keyword = Span { start, end: start.saturating_add(4).min(pattern_end) };
            self.out.open(Kind::Compare, Span { end: pattern_end, ..keyword });
            if !subject.is_empty() {
                let segments = self.out.segments(&subject);
                self.out.leaf(Kind::Path(segments), keyword);
            }
            self.trail.clone_from(&subject);
            self.case(&case.pattern);
            self.trail.clear();
            self.out.close();
            if let Some(guard) = &case.guard {
                self.visit_expr(guard);
            }
            self.visit_body(&case.body);
        }
    }

    fn case(&mut self, pattern: &Pattern) {
        match pattern {
            Pattern::MatchValue(value) => self.visit_expr(&value.value),
            Pattern::MatchSingleton(value) => self.name(value.range()),
            Pattern::MatchSequence(sequence) => sequence.patterns.iter().for_each(|pattern| self.case(pattern)),
            Pattern::MatchOr(alternatives) => alternatives.patterns.iter().for_each(|pattern| self.case(pattern)),
            Pattern::MatchMapping(mapping) => self.mapping(mapping),
            Pattern::MatchClass(class) => {
                self.visit_expr(&class.cls);
                for argument in class.arguments.iter_source_order() {
                    match argument {
                        PatternOrKeyword::Pattern(pattern) => self.case(pattern),
                        PatternOrKeyword::Keyword(keyword) => {
                            let key = self.at(&keyword.attr);
                            self.below(key, &keyword.pattern);
                        }
                    }
                }
            }
            Pattern::MatchAs(bound) => {
                if let Some(pattern) = &bound.pattern {
                    self.case(pattern);
                }
            }
            Pattern::MatchStar(_) => {}
        }
    }

    fn mapping(&mut self, mapping: &PatternMatchMapping) {
        for (key, pattern) in mapping.keys.iter().zip(&mapping.patterns) {
            let name = match key {
                Expr::StringLiteral(literal) => self.key_text(literal),
                _ => None,
            };
            match name {
                Some(name) => self.below(name, pattern),
                None => {
                    self.visit_expr(key);
                    self.case(pattern);
                }
            }
        }
    }

    /// The pattern of one key.
    fn below(&mut self, key: Span, pattern: &Pattern) {
        self.trail.push(key);
        let compared = matches!(pattern, Pattern::MatchValue(_) | Pattern::MatchSingleton(_) | Pattern::MatchOr(_));
        if compared {
            self.out.open(Kind::Compare, Span { start: key.start, end: self.at(pattern).end });
        }
        if compared || matches!(pattern, Pattern::MatchAs(_)) {
            let segments = self.out.segments(&self.trail);
            self.out.leaf(Kind::Path(segments), key);
        }
        self.case(pattern);
        if compared {
            self.out.close();
        }
        self.trail.pop();
    }
}
