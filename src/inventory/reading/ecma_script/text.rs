//! String and template literals.
//! Not what they say.
//!
//! **Invariant:** a text's `inner` is what an edit may replace without touching quotes or marks.

use oxc_ast::ast::{StringLiteral, TemplateElement, TemplateLiteral};
use oxc_ast_visit::Visit as _;

use super::Reader;
use crate::inventory::outline::{Kind, Span, Text, TextForm};

/// The place between a pair of marks of one byte each.
pub(super) fn between(span: Span) -> Span {
    if span.len() < 2 {
        Span { start: span.end, end: span.end }
    } else {
        Span { start: span.start + 1, end: span.end - 1 }
    }
}

impl<'tree> Reader<'_, '_, 'tree> {
    pub(super) fn text(&mut self, literal: &StringLiteral<'tree>) {
        let span = self.at(literal.span);
        // Halves of surrogate pairs have no place in a text; its source has to do.
        let value = (!literal.lone_surrogates).then_some(literal.value.as_str());
        self.quoted(span, between(span), value, TextForm::Quoted);
    }

    fn quoted(&mut self, span: Span, inner: Span, value: Option<&str>, form: TextForm) {
        let cooked = value.filter(|value| *value != self.out.slice(inner)).map(Box::from);
        self.out.leaf(Kind::Text(Text { inner, cooked, form }), span);
    }

    pub(super) fn template(&mut self, literal: &TemplateLiteral<'tree>) {
        let span = self.at(literal.span);
        if literal.expressions.is_empty() {
            let value = literal.quasis.first().and_then(|piece| piece.value.cooked.as_ref());
            self.quoted(span, between(span), value.map(|value| value.as_str()), TextForm::Quoted);
            return;
        }
        self.out.open(Kind::Template, span);
        let mut expressions = literal.expressions.iter();
        for piece in &literal.quasis {
            self.piece(piece);
            if let Some(expression) = expressions.next() {
                self.visit_expression(expression);
            }
        }
        self.out.close();
    }

    pub(super) fn piece(&mut self, piece: &TemplateElement<'tree>) {
        let span = self.at(piece.span);
        if !span.is_empty() {
            self.quoted(span, span, piece.value.cooked.as_ref().map(|value| value.as_str()), TextForm::Piece);
        }
    }

    /// A regular expression: its pattern is searched for like a text, but what is in it is no value.
    pub(super) fn pattern_text(&mut self, span: oxc_span::Span, length: usize) {
        let span = self.at(span);
        let start = (span.start as usize + 1).min(span.end as usize);
        let inner = Span::new(start, (start + length).min(span.end as usize));
        self.out.leaf(Kind::Text(Text { inner, cooked: None, form: TextForm::Raw }), span);
    }
}
