//! Statements, functions, classes, assignments and annotations: the walk over the syntax tree.
//! Not expressions: see `expression` and `chain`.
//!
//! **Invariant:** every node of the tree that a rule may ask about is reached once, in the order of the source.

use ruff_python_ast::visitor::source_order::{SourceOrderVisitor, walk_expr, walk_stmt};
use ruff_python_ast::{AnyParameterRef, Arguments, Decorator, Expr, ExprContext, Parameters, Stmt, TypeParams};
use ruff_text_size::Ranged as _;

use super::Reader;
use super::chain::{Key, Link, Member, link};
use crate::inventory::outline::{Entry, EntryForm, Kind, Span};
use crate::inventory::reading::removal;

impl Reader<'_, '_> {
    /// What to delete with a statement; nothing if its block would become empty.
    fn statement(&self, span: Span) -> Span {
        if self.lone {
            return Span { end: span.start, ..span };
        }
        removal::clause(self.out.source(), span)
    }

    /// Opens the entry of one target. False if it has none.
    fn target(&mut self, target: &Expr, span: Span, whole: Span, fresh: EntryForm) -> bool {
        let span = Span { start: self.at(target).start, ..span };
        let link = link(target);
        let (key, form) = match link {
            Link::Name(name) => (self.at(name), fresh),
            Link::Member(Member { key: Key::Computed(index), .. }) => (self.at(index), EntryForm::Assignment),
            Link::Member(_) => {
                let last = self.names(link).last().copied();
                (last.unwrap_or(Span { start: span.start, end: span.start }), EntryForm::Assignment)
            }
            Link::Call(_) | Link::Other(_) => {
                // Of `a, b.c = …` only the members are read.
                self.visit_expr(target);
                return false;
            }
        };
        self.out.open(Kind::Entry(Entry { key, form, whole }), span);
        if let Link::Member(_) = link {
            self.chain(link);
        }
        true
    }

    fn assignment(&mut self, statement: &Stmt, targets: &[Expr], fresh: EntryForm, value: &Expr) {
        let span = self.at(statement);
        let whole = self.statement(span);
        let mut opened = 0;
        for target in targets {
            opened += u32::from(self.target(target, span, whole, fresh));
        }
        self.visit_expr(value);
        for _ in 0..opened {
            self.out.close();
        }
    }

    /// Of an annotation only the texts are of interest: `Literal["a"]`. They stand in a node of their own, so that no
    /// one takes the type of an entry for its value.
    fn annotation(&mut self, annotation: &Expr) {
        if annotation.is_name_expr() || annotation.is_attribute_expr() {
            return;
        }
        let around = std::mem::replace(&mut self.in_type, true);
        self.visit_expr(annotation);
        self.in_type = around;
    }

    fn in_annotation(&mut self, expression: &Expr) {
        match expression {
            Expr::Name(_) | Expr::Attribute(_) | Expr::NoneLiteral(_) => {}
            Expr::StringLiteral(literal) => {
                let span = self.at(literal);
                self.out.open(Kind::Other, span);
                self.string(literal);
                self.out.close();
            }
            Expr::Subscript(generic) => self.visit_expr(&generic.slice),
            Expr::BinOp(outermost) => {
                let mut rights = vec![&*outermost.right];
                let mut left = &*outermost.left;
                while let Expr::BinOp(inner) = left {
                    rights.push(&inner.right);
                    left = &inner.left;
                }
                self.visit_expr(left);
                rights.iter().rev().for_each(|right| self.visit_expr(right));
            }
            Expr::Tuple(_) | Expr::List(_) => walk_expr(self, expression),
            _ => {
                self.in_type = false;
                self.visit_expr(expression);
                self.in_type = true;
            }
        }
    }

    /// A node around something whose own names are of the level below.
    fn nested(&mut self, statement: &Stmt) {
        let span = self.at(statement);
        self.out.open(Kind::Other, span);
        self.level += 1;
        self.documented = true;
        walk_stmt(self, statement);
        self.level -= 1;
        self.out.close();
    }
}

impl<'tree> SourceOrderVisitor<'tree> for Reader<'_, '_> {
    fn visit_body(&mut self, body: &'tree [Stmt]) {
        let documented = std::mem::take(&mut self.documented);
        let only = body.len() == 1 && self.blocks > 0;
        self.blocks += 1;
        for (index, statement) in body.iter().enumerate() {
            if index == 0
                && documented
                && let Stmt::Expr(expression) = statement
                && expression.value.is_string_literal_expr()
            {
                let span = self.at(statement);
                self.out.leaf(Kind::Comment, span);
                continue;
            }
            let around = std::mem::replace(&mut self.lone, only);
            self.visit_stmt(statement);
            self.lone = around;
        }
        self.blocks -= 1;
    }

    fn visit_stmt(&mut self, statement: &'tree Stmt) {
        let exported = EntryForm::Declaration { exported: self.level == 0 };
        match statement {
            Stmt::FunctionDef(_) | Stmt::ClassDef(_) => self.nested(statement),
            Stmt::Import(import) => self.modules(import),
            Stmt::ImportFrom(import) => self.names_of(import),
            Stmt::Assign(assign) => self.assignment(statement, &assign.targets, exported, &assign.value),
            Stmt::AugAssign(assign) => {
                let target = std::slice::from_ref(&*assign.target);
                self.assignment(statement, target, EntryForm::Assignment, &assign.value);
            }
            Stmt::AnnAssign(assign) => {
                let span = self.at(statement);
                let whole = self.statement(span);
                let form = if assign.value.is_some() { exported } else { EntryForm::Member };
                let opened = self.target(&assign.target, span, whole, form);
                self.annotation(&assign.annotation);
                if let Some(value) = &assign.value {
                    self.visit_expr(value);
                }
                if opened {
                    self.out.close();
                }
            }
            Stmt::Match(matching) => self.matching(matching),
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &'tree Expr) {
        if self.in_type {
            return self.in_annotation(expression);
        }
        match expression {
            Expr::Name(name) if matches!(name.ctx, ExprContext::Store | ExprContext::Invalid) => {}
            Expr::StringLiteral(string) => self.string(string),
            Expr::BytesLiteral(bytes) => self.bytes(bytes),
            Expr::FString(string) => self.formatted(string),
            Expr::TString(string) => self.template(string),
            Expr::NumberLiteral(_) => {
                let span = self.at(expression);
                self.out.leaf(Kind::Number, span);
            }
            Expr::BooleanLiteral(_) | Expr::NoneLiteral(_) => self.name(expression.range()),
            Expr::BinOp(binary) => self.binary(binary),
            Expr::Compare(comparison) => self.comparison(comparison),
            Expr::Dict(dictionary) => self.dictionary(dictionary),
            Expr::List(_) | Expr::Tuple(_) | Expr::Set(_) => {
                let span = self.at(expression);
                self.out.open(Kind::List, span);
                walk_expr(self, expression);
                self.out.close();
            }
            Expr::Lambda(_) | Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                let span = self.at(expression);
                self.out.open(Kind::Other, span);
                walk_expr(self, expression);
                self.out.close();
            }
            Expr::Named(named) => {
                let key = self.at(&*named.target);
                let span = self.at(expression);
                let whole = Span { end: span.start, ..span };
                let form = EntryForm::Declaration { exported: false };
                self.out.open(Kind::Entry(Entry { key, form, whole }), span);
                self.visit_expr(&named.value);
                self.out.close();
            }
            Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_) | Expr::Call(_) | Expr::Await(_) => {
                match link(expression) {
                    Link::Other(inner) => self.visit_expr(inner),
                    chain => self.chain(chain),
                }
            }
            _ => walk_expr(self, expression),
        }
    }

    fn visit_annotation(&mut self, annotation: &'tree Expr) {
        self.annotation(annotation);
    }

    fn visit_arguments(&mut self, arguments: &'tree Arguments) {
        self.arguments(arguments);
    }

    fn visit_decorator(&mut self, decorator: &'tree Decorator) {
        self.visit_expr(&decorator.expression);
    }

    fn visit_type_params(&mut self, _: &'tree TypeParams) {}

    fn visit_parameters(&mut self, parameters: &'tree Parameters) {
        let list = self.at(parameters);
        let mut before = list.start as usize;
        let mut rest = parameters.iter_source_order().peekable();
        while let Some(parameter) = rest.next() {
            let place = self.at(parameter);
            let after = rest.peek().map_or(list.end, |next| self.at(next).start) as usize;
            if let AnyParameterRef::NonVariadic(parameter) = parameter {
                let whole = self.item(place, before, after);
                let form = match parameter.default {
                    Some(_) => EntryForm::Declaration { exported: false },
                    None => EntryForm::Member,
                };
                let key = self.at(&parameter.parameter.name);
                self.out.open(Kind::Entry(Entry { key, form, whole }), place);
                if let Some(annotation) = &parameter.parameter.annotation {
                    self.annotation(annotation);
                }
                if let Some(default) = &parameter.default {
                    self.visit_expr(default);
                }
                self.out.close();
            } else if let Some(annotation) = &parameter.as_parameter().annotation {
                self.annotation(annotation);
            }
            before = place.end as usize;
        }
    }
}
