//! Names, member paths and calls, which hang together as chains: `r.json()["usage"].get("cost")`.
//! Not operators: see `expression`.
//!
//! **Invariant:** a chain of any length takes no recursion, and time and memory that grow with its length.

use ruff_python_ast::visitor::source_order::SourceOrderVisitor as _;
use ruff_python_ast::{Expr, ExprCall, ExprStringLiteral, UnaryOp};
use ruff_text_size::{Ranged as _, TextRange};

use super::Reader;
use crate::inventory::outline::{Kind, Segments, Span};

/// The most names of one chain that are kept, counted from its end. Each call of a chain holds the names before it, so
/// that without a limit a long chain would take space that grows with the square of its length.
const KEPT: usize = 32;

/// One link of a chain, seen from its end.
#[derive(Clone, Copy)]
pub(super) enum Link<'tree> {
    /// `object.name`, `object["name"]`, `object[index]`
    Member(Member<'tree>),
    /// A call.
    Call(&'tree ExprCall),
    /// A name without anything before it.
    Name(TextRange),
    /// Anything that has no name.
    Other(&'tree Expr),
}

/// A member expression.
#[derive(Clone, Copy)]
pub(super) struct Member<'tree> {
    pub(super) range: TextRange,
    pub(super) object: &'tree Expr,
    pub(super) key: Key<'tree>,
}

/// What a member is called.
#[derive(Clone, Copy)]
pub(super) enum Key<'tree> {
    /// An attribute.
    Named(TextRange),
    /// A literal text as index.
    Text(&'tree ExprStringLiteral),
    /// A number as index.
    Number,
    /// Any other index.
    Computed(&'tree Expr),
}

/// The outermost link of an expression.
pub(super) fn link(mut expression: &Expr) -> Link<'_> {
    while let Expr::Await(wrapper) = expression {
        expression = &wrapper.value;
    }
    match expression {
        Expr::Name(name) => Link::Name(name.range()),
        Expr::Call(call) => Link::Call(call),
        Expr::Attribute(member) => {
            let key = Key::Named(member.attr.range());
            Link::Member(Member { range: member.range(), object: &member.value, key })
        }
        Expr::Subscript(member) => {
            let key = match &*member.slice {
                Expr::StringLiteral(literal) if is_key(literal) && !is_literal_type(&member.value) => {
                    Key::Text(literal)
                }
                index if is_number(index) => Key::Number,
                index => Key::Computed(index),
            };
            Link::Member(Member { range: member.range(), object: &member.value, key })
        }
        other => Link::Other(other),
    }
}

fn is_key(literal: &ExprStringLiteral) -> bool {
    !literal.value.is_implicit_concatenated()
}

/// `Literal["a"]` is a type in which the text is a value and no key.
fn is_literal_type(object: &Expr) -> bool {
    match object {
        Expr::Name(name) => name.id.as_str() == "Literal",
        Expr::Attribute(member) => member.attr.as_str() == "Literal",
        _ => false,
    }
}

fn is_number(index: &Expr) -> bool {
    match index {
        Expr::NumberLiteral(_) => true,
        Expr::UnaryOp(negative) => negative.op == UnaryOp::USub && negative.operand.is_number_literal_expr(),
        _ => false,
    }
}

/// For `object.get("key")` and `object.get("key", default)`: the object and the literal. Addresses and routes are no
/// keys.
fn looked_up(call: &ExprCall) -> Option<(&Expr, &ExprStringLiteral)> {
    let ([Expr::StringLiteral(key)] | [Expr::StringLiteral(key), _]) = &*call.arguments.args else {
        return None;
    };
    let Expr::Attribute(member) = &*call.func else {
        return None;
    };
    let of_key = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let looks_up = call.arguments.keywords.is_empty()
        && member.attr.as_str() == "get"
        && is_key(key)
        && !key.value.is_empty()
        && key.value.to_str().bytes().all(of_key);
    looks_up.then_some((&member.value, key))
}

impl Reader<'_, '_> {
    /// The names of a chain in the order of the source, the last ones if there are too many.
    pub(super) fn names(&self, from: Link<'_>) -> Vec<Span> {
        let (names, first) = self.last_names(from);
        names.get(first..).unwrap_or_default().to_vec()
    }

    fn last_names(&self, from: Link<'_>) -> ([Span; KEPT], usize) {
        let mut names = [Span::default(); KEPT];
        let mut first = KEPT;
        let mut at = from;
        for _ in 0..KEPT * 4 {
            let (name, next) = match at {
                Link::Member(member) => {
                    let name = match member.key {
                        Key::Named(range) => Some(self.at(range)),
                        Key::Text(literal) => self.key_text(literal),
                        Key::Number | Key::Computed(_) => None,
                    };
                    (name, Some(link(member.object)))
                }
                Link::Call(call) => match looked_up(call) {
                    Some((object, key)) => (self.key_text(key), Some(link(object))),
                    None => (None, Some(link(&call.func))),
                },
                Link::Name(range) => (Some(self.at(range)), None),
                Link::Other(_) => (None, None),
            };
            if let Some(name) = name {
                let Some(slot) = first.checked_sub(1).and_then(|slot| names.get_mut(slot)) else {
                    break;
                };
                *slot = name;
                first -= 1;
            }
            match next {
                Some(next) => at = next,
                None => break,
            }
        }
        (names, first)
    }

    fn segments(&mut self, from: Link<'_>) -> Segments {
        let (names, first) = self.last_names(from);
        self.out.segments(names.get(first..).unwrap_or_default())
    }

    /// Reads a chain.
    pub(super) fn chain(&mut self, from: Link<'_>) {
        match from {
            Link::Name(range) => self.name(range),
            Link::Call(call) => {
                if looked_up(call).is_some() {
                    let segments = self.segments(from);
                    let span = self.at(call);
                    self.out.open(Kind::Path(segments), span);
                    self.calls(call);
                    self.out.close();
                } else {
                    self.calls(call);
                }
            }
            Link::Member(member) => {
                let segments = self.segments(from);
                let span = self.at(member.range);
                let (indexes, bottom) = descend(from);
                if indexes.is_empty() && matches!(bottom, Link::Name(_)) {
                    self.out.leaf(Kind::Path(segments), span);
                    return;
                }
                self.out.open(Kind::Path(segments), span);
                match bottom {
                    Link::Call(call) => self.calls(call),
                    Link::Other(inner) => self.visit_expr(inner),
                    Link::Name(_) | Link::Member(_) => {}
                }
                for index in indexes.iter().rev() {
                    self.visit_expr(index);
                }
                self.out.close();
            }
            Link::Other(expression) => self.visit_expr(expression),
        }
    }

    /// Reads a call, and the calls that its callee is made of.
    fn calls<'tree>(&mut self, outermost: &'tree ExprCall) {
        let mut open: Vec<(&'tree ExprCall, Vec<&'tree Expr>)> = vec![];
        let mut at = outermost;
        loop {
            let callee = link(&at.func);
            let segments = self.segments(callee);
            let span = self.at(at);
            self.out.open(Kind::Call(segments), span);
            let (indexes, bottom) = descend(callee);
            open.push((at, indexes));
            match bottom {
                Link::Call(inner) => at = inner,
                Link::Other(inner) => {
                    self.visit_expr(inner);
                    break;
                }
                Link::Name(_) | Link::Member(_) => break,
            }
        }
        while let Some((call, indexes)) = open.pop() {
            for index in indexes.iter().rev() {
                self.visit_expr(index);
            }
            self.arguments(&call.arguments);
            self.out.close();
        }
    }
}

/// Goes down a chain past its names, to a call, a name or something else; the other indexes on the way, last first.
fn descend(from: Link<'_>) -> (Vec<&Expr>, Link<'_>) {
    let mut indexes = vec![];
    let mut at = from;
    while let Link::Member(member) = at {
        if let Key::Computed(index) = member.key {
            indexes.push(index);
        }
        at = link(member.object);
    }
    (indexes, at)
}
