//! Operators, objects and assignments.
//! Not names and calls: see `chain`.
//!
//! **Invariant:** a run of operators of any length takes no recursion.

use oxc_ast::ast::{
    AssignmentExpression, AssignmentTarget, BinaryExpression, BinaryOperator, Expression, LogicalExpression,
    ObjectExpression, ObjectPropertyKind, PropertyKey,
};
use oxc_ast_visit::Visit as _;
use oxc_span::GetSpan as _;

use super::Reader;
use super::chain::{Key, Link, link, target_link};
use super::import::is_exports;
use super::text::between;
use crate::inventory::outline::{Entry, EntryForm, Kind, Span};
use crate::inventory::reading::removal::{self, Comments};

/// One operator of a run, with what stands on its right.
struct Operation<'walk, 'tree> {
    /// The whole up to here.
    span: oxc_span::Span,
    operator: Operator,
    right: &'walk Expression<'tree>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Operator {
    Plus,
    Equality,
    Other,
}

impl<'tree> Reader<'_, '_, 'tree> {
    pub(super) fn binary(&mut self, outermost: &BinaryExpression<'tree>) {
        let first = operation(outermost);
        self.operations(first, &outermost.left);
    }

    pub(super) fn logical(&mut self, outermost: &LogicalExpression<'tree>) {
        let first = Operation { span: outermost.span, operator: Operator::Other, right: &outermost.right };
        self.operations(first, &outermost.left);
    }

    fn operations(&mut self, outermost: Operation<'_, 'tree>, mut left: &Expression<'tree>) {
        let mut run = vec![outermost];
        loop {
            left = match left {
                Expression::BinaryExpression(inner) => {
                    run.push(operation(inner));
                    &inner.left
                }
                Expression::LogicalExpression(inner) => {
                    run.push(Operation { span: inner.span, operator: Operator::Other, right: &inner.right });
                    &inner.left
                }
                _ => break,
            };
        }
        // From the outside in: which operators make a node of their own.
        let mut opened = vec![false; run.len()];
        let mut index = 0;
        while let Some(operation) = run.get(index) {
            let additions = run.iter().skip(index).take_while(|inner| inner.operator == Operator::Plus).count();
            let kind = match operation.operator {
                Operator::Equality => Some(Kind::Compare),
                Operator::Plus => {
                    let operands = run.iter().skip(index).take(additions).map(|inner| inner.right);
                    let base = (index + additions == run.len()).then_some(left);
                    operands.chain(base).any(is_text).then_some(Kind::Template)
                }
                Operator::Other => None,
            };
            if let Some(kind) = kind {
                let span = self.at(operation.span);
                self.out.open(kind, span);
                if let Some(opened) = opened.get_mut(index) {
                    *opened = true;
                }
            }
            index += additions.max(1);
        }
        self.visit_expression(left);
        for (operation, opened) in run.iter().zip(opened).rev() {
            self.visit_expression(operation.right);
            if opened {
                self.out.close();
            }
        }
    }

    pub(super) fn object(&mut self, object: &ObjectExpression<'tree>) {
        let span = self.at(object.span);
        self.out.open(Kind::Map, span);
        let mut before = span.start as usize + 1;
        for (index, property) in object.properties.iter().enumerate() {
            let place = self.at(property.span());
            match property {
                ObjectPropertyKind::SpreadProperty(spread) => self.visit_expression(&spread.argument),
                ObjectPropertyKind::ObjectProperty(property) => {
                    let next = object.properties.get(index + 1).map(|next| self.at(next.span()).start);
                    let after = next.unwrap_or(span.end.saturating_sub(1)) as usize;
                    let whole = removal::listed(self.out.source(), place, before, after, Comments::Slashes);
                    let key = self.key(&property.key);
                    self.out.open(Kind::Entry(Entry { key, form: EntryForm::Property, whole }), place);
                    self.visit_property_key(&property.key);
                    self.visit_expression(&property.value);
                    self.out.close();
                }
            }
            before = place.end as usize;
        }
        self.out.close();
    }

    /// The place of a key, without quotes.
    pub(super) fn key(&self, key: &PropertyKey<'tree>) -> Span {
        let span = self.at(key.span());
        match key {
            PropertyKey::StringLiteral(_) => between(span),
            PropertyKey::TemplateLiteral(literal) if literal.expressions.is_empty() => between(span),
            _ => span,
        }
    }

    /// An assignment; `whole` is its statement if it is one.
    pub(super) fn assignment(&mut self, assignment: &AssignmentExpression<'tree>, whole: Span) {
        let span = self.at(assignment.span);
        let Some(target) = assignment.left.as_simple_assignment_target() else {
            if let AssignmentTarget::ObjectAssignmentTarget(target) = &assignment.left {
                let source = self.source_names(&assignment.right);
                self.trail.extend(source);
                self.assigned(target);
                self.trail.clear();
            } else {
                self.visit_assignment_target(&assignment.left);
            }
            return self.visit_expression(&assignment.right);
        };
        let Some(link) = target_link(target) else {
            self.visit_assignment_target(&assignment.left);
            return self.visit_expression(&assignment.right);
        };
        let (key, form) = match link {
            Link::Member(member) => {
                let exported = is_exports(member.object);
                let form = if exported { EntryForm::Declaration { exported } } else { EntryForm::Assignment };
                let key = match member.key {
                    Key::Computed(index) => self.at(index.span()),
                    Key::Named(..) | Key::Number => self.last_name(link),
                };
                (key, form)
            }
            Link::Name(name) => (self.at(name), EntryForm::Assignment),
            Link::Call(_) | Link::Meta(_) | Link::Other(_) => (self.last_name(link), EntryForm::Assignment),
        };
        self.out.open(Kind::Entry(Entry { key, form, whole }), span);
        if !matches!(link, Link::Name(_)) {
            self.chain(link);
        }
        self.visit_expression(&assignment.right);
        self.out.close();
    }

    fn last_name(&self, from: Link<'_, 'tree>) -> Span {
        let (names, first) = self.names(from);
        names.get(first..).and_then(<[Span]>::last).copied().unwrap_or_default()
    }

    /// The names of the expression that a pattern takes apart, as far as it has any.
    pub(super) fn source_names(&self, mut source: &Expression<'tree>) -> Vec<Span> {
        // `reply ?? {}` and `reply || {}` are `reply` where it matters.
        while let Expression::LogicalExpression(logical) = source {
            source = &logical.left;
        }
        let (names, first) = self.names(link(source));
        names.get(first..).unwrap_or_default().to_vec()
    }
}

fn operation<'walk, 'tree>(binary: &'walk BinaryExpression<'tree>) -> Operation<'walk, 'tree> {
    let operator = match binary.operator {
        BinaryOperator::Addition => Operator::Plus,
        BinaryOperator::Equality
        | BinaryOperator::Inequality
        | BinaryOperator::StrictEquality
        | BinaryOperator::StrictInequality
        | BinaryOperator::In => Operator::Equality,
        _ => Operator::Other,
    };
    Operation { span: binary.span, operator, right: &binary.right }
}

fn is_text(expression: &Expression<'_>) -> bool {
    matches!(expression, Expression::StringLiteral(_) | Expression::TemplateLiteral(_))
}
