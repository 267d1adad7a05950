//! String literals of all kinds: quoted, raw, triple, bytes, formatted, joined.
//! Not what they say.
//!
//! **Invariant:** a text's `inner` is what an edit may replace without touching quotes or prefixes.

use ruff_python_ast::visitor::source_order::SourceOrderVisitor as _;
use ruff_python_ast::{
    BytesLiteral, ExprBytesLiteral, ExprFString, ExprStringLiteral, ExprTString, FString, FStringPart,
    InterpolatedStringElement, InterpolatedStringElements, StringFlags as _, StringLiteral,
};
use ruff_text_size::{Ranged as _, TextSize};

use super::Reader;
use crate::inventory::outline::{Kind, Span, Text, TextForm};
use crate::inventory::reading::ordered::boundary;

impl Reader<'_, '_> {
    /// A literal, alone or of several parts.
    pub(super) fn string(&mut self, string: &ExprStringLiteral) {
        match string.value.as_slice() {
            [single] => self.text(single),
            parts => {
                let span = self.at(string);
                self.out.open(Kind::Template, span);
                for part in parts {
                    self.text(part);
                }
                self.out.close();
            }
        }
    }

    pub(super) fn bytes(&mut self, bytes: &ExprBytesLiteral) {
        match bytes.value.as_slice() {
            [single] => self.byte_text(single),
            parts => {
                let span = self.at(bytes);
                self.out.open(Kind::Template, span);
                for part in parts {
                    self.byte_text(part);
                }
                self.out.close();
            }
        }
    }

    pub(super) fn formatted(&mut self, string: &ExprFString) {
        if let [FStringPart::FString(only)] = string.value.as_slice()
            && only.elements.interpolations().next().is_none()
        {
            return self.unformatted(only);
        }
        let span = self.at(string);
        self.out.open(Kind::Template, span);
        for part in string.value.as_slice() {
            match part {
                FStringPart::Literal(literal) => self.text(literal),
                FStringPart::FString(part) => self.elements(&part.elements),
            }
        }
        self.out.close();
    }

    pub(super) fn template(&mut self, string: &ExprTString) {
        let span = self.at(string);
        self.out.open(Kind::Template, span);
        for part in string.value.iter() {
            self.elements(&part.elements);
        }
        self.out.close();
    }

    fn text(&mut self, literal: &StringLiteral) {
        let flags = literal.flags;
        let form = if flags.prefix().is_raw() { TextForm::Raw } else { TextForm::Quoted };
        let inner = self.inner(self.at(literal), flags.opener_len(), flags.closer_len());
        let span = self.at(literal);
        self.piece(span, inner, Some(&literal.value), form);
    }

    fn byte_text(&mut self, literal: &BytesLiteral) {
        let flags = literal.flags;
        let form = if flags.prefix().is_raw() { TextForm::Raw } else { TextForm::Quoted };
        let inner = self.inner(self.at(literal), flags.opener_len(), flags.closer_len());
        let span = self.at(literal);
        self.piece(span, inner, std::str::from_utf8(&literal.value).ok(), form);
    }

    /// A formatted string in which nothing is formatted.
    fn unformatted(&mut self, string: &FString) {
        let flags = string.flags;
        let form = if flags.prefix().is_raw() { TextForm::Raw } else { TextForm::Quoted };
        let inner = self.inner(self.at(string), flags.opener_len(), flags.closer_len());
        let span = self.at(string);
        let value = match &*string.elements {
            [InterpolatedStringElement::Literal(only)] => Some(&*only.value),
            _ => None,
        };
        self.piece(span, inner, value, form);
    }

    fn elements(&mut self, elements: &InterpolatedStringElements) {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => {
                    let span = self.at(literal);
                    self.piece(span, span, Some(&literal.value), TextForm::Piece);
                }
                InterpolatedStringElement::Interpolation(interpolation) => {
                    self.visit_expr(&interpolation.expression);
                    for nested in interpolation.format_spec.iter().flat_map(|spec| spec.elements.interpolations()) {
                        self.visit_expr(&nested.expression);
                    }
                }
            }
        }
    }

    fn piece(&mut self, span: Span, inner: Span, value: Option<&str>, form: TextForm) {
        let cooked = value.filter(|value| *value != self.out.slice(inner)).map(Box::from);
        self.out.leaf(Kind::Text(Text { inner, cooked, form }), span);
    }

    /// The place between the quotes of a literal.
    fn inner(&self, span: Span, opener: TextSize, closer: TextSize) -> Span {
        // A literal that is not closed has no quotes at its end, so that its length can lead into a character.
        let source = self.out.source();
        let start = boundary(source, (span.start + opener.to_u32()).min(span.end) as usize);
        Span::new(start, boundary(source, span.end.saturating_sub(closer.to_u32()) as usize).max(start))
    }

    /// The place between the quotes of a literal that consists of one part.
    pub(super) fn key_text(&self, string: &ExprStringLiteral) -> Option<Span> {
        match string.value.as_slice() {
            [only] => Some(self.inner(self.at(only.range()), only.flags.opener_len(), only.flags.closer_len())),
            _ => None,
        }
    }
}
