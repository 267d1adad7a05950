//! Operators, dictionaries and arguments.
//! Not names and calls: see `chain`.
//!
//! **Invariant:** a run of operators of any length takes no recursion.

use ruff_python_ast::visitor::source_order::SourceOrderVisitor as _;
use ruff_python_ast::{ArgOrKeyword, Arguments, CmpOp, Expr, ExprBinOp, ExprCompare, ExprDict, Operator};
use ruff_text_size::Ranged as _;

use super::Reader;
use crate::inventory::outline::{Entry, EntryForm, Kind, Span};
use crate::inventory::reading::removal::{self, Comments};

impl Reader<'_, '_> {
    pub(super) fn binary(&mut self, outermost: &ExprBinOp) {
        let mut run = vec![outermost];
        let mut left = &*outermost.left;
        while let Expr::BinOp(inner) = left {
            run.push(inner);
            left = &inner.left;
        }
        // From the outside in: which operators make a node of their own.
        let mut opened = vec![false; run.len()];
        let mut index = 0;
        while let Some(operation) = run.get(index) {
            let additions = run.iter().skip(index).take_while(|inner| inner.op == Operator::Add).count();
            let is_template = match operation.op {
                Operator::Add => {
                    let operands = run.iter().skip(index).take(additions).map(|inner| &*inner.right);
                    let base = (index + additions == run.len()).then_some(left);
                    operands.chain(base).any(is_text)
                }
                Operator::Mod => is_text(&operation.left),
                _ => false,
            };
            if is_template {
                let span = self.at(operation);
                self.out.open(Kind::Template, span);
                if let Some(opened) = opened.get_mut(index) {
                    *opened = true;
                }
            }
            index += additions.max(1);
        }
        self.visit_expr(left);
        for (operation, opened) in run.iter().zip(opened).rev() {
            self.visit_expr(&operation.right);
            if opened {
                self.out.close();
            }
        }
    }

    pub(super) fn comparison(&mut self, comparison: &ExprCompare) {
        let tests = comparison.ops.iter().any(|op| matches!(op, CmpOp::Eq | CmpOp::NotEq | CmpOp::In | CmpOp::NotIn));
        if tests {
            let span = self.at(comparison);
            self.out.open(Kind::Compare, span);
        }
        self.visit_expr(&comparison.left);
        for operand in &comparison.comparators {
            self.visit_expr(operand);
        }
        if tests {
            self.out.close();
        }
    }

    pub(super) fn dictionary(&mut self, dictionary: &ExprDict) {
        let span = self.at(dictionary);
        self.out.open(Kind::Map, span);
        let mut before = span.start as usize + 1;
        for (index, item) in dictionary.items.iter().enumerate() {
            let value = self.at(&item.value);
            let next = dictionary.items.get(index + 1).map(|next| self.at(next.key.as_ref().unwrap_or(&next.value)));
            let after = next.map_or(span.end.saturating_sub(1), |next| next.start) as usize;
            let end = self.closed(value.end as usize, after);
            if let Some(key) = &item.key {
                let place = Span::new(self.at(key).start as usize, end);
                let whole = self.item(place, before, after);
                let name = match key {
                    Expr::StringLiteral(literal) => self.key_text(literal),
                    _ => None,
                };
                let entry = Entry { key: name.unwrap_or(self.at(key)), form: EntryForm::Property, whole };
                self.out.open(Kind::Entry(entry), place);
                if name.is_none() {
                    self.visit_expr(key);
                }
                self.visit_expr(&item.value);
                self.out.close();
            } else {
                self.visit_expr(&item.value);
            }
            before = end;
        }
        self.out.close();
    }

    pub(super) fn arguments(&mut self, arguments: &Arguments) {
        let span = self.at(arguments);
        let mut before = span.start as usize + 1;
        let mut rest = arguments.iter_source_order().peekable();
        while let Some(argument) = rest.next() {
            let place = self.at(argument.range());
            let next = rest.peek().map(|next| self.at(next.range()).start);
            let after = next.unwrap_or(span.end.saturating_sub(1)) as usize;
            match argument {
                ArgOrKeyword::Arg(value) => self.visit_expr(value),
                ArgOrKeyword::Keyword(keyword) => match &keyword.arg {
                    Some(name) => {
                        let key = self.at(name);
                        let whole = self.item(place, before, after);
                        self.out.open(Kind::Entry(Entry { key, form: EntryForm::Argument, whole }), place);
                        self.visit_expr(&keyword.value);
                        self.out.close();
                    }
                    None => self.visit_expr(&keyword.value),
                },
            }
            before = place.end as usize;
        }
    }

    /// What to delete with an item of a list, or nothing if a bracket stands before it that is not its own.
    pub(super) fn item(&self, place: Span, before: usize, after: usize) -> Span {
        let gap = self.out.source().get(before..place.start as usize).unwrap_or_default();
        if gap.trim_end().ends_with('(') {
            return Span { end: place.start, ..place };
        }
        removal::listed(self.out.source(), place, before, after, Comments::Hash)
    }

    /// The end of a piece with the round brackets that close behind it.
    fn closed(&self, end: usize, limit: usize) -> usize {
        let gap = self.out.source().get(end..limit).unwrap_or_default();
        let closing = gap.find(|character: char| character != ')' && !character.is_whitespace()).unwrap_or(gap.len());
        let closing = gap.get(..closing).and_then(|gap| gap.rfind(')'));
        end + closing.map_or(0, |at| at + 1)
    }
}

pub(super) fn is_text(expression: &Expr) -> bool {
    matches!(expression, Expr::StringLiteral(_) | Expr::FString(_) | Expr::BytesLiteral(_))
}
