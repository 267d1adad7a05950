//! Names, member paths and calls, which hang together as chains: `(await client.send(x)).usage?.cost`.
//! Not patterns: see `pattern`.
//!
//! **Invariant:** a chain of any length takes no recursion, and time and memory that grow with its length.

use oxc_ast::ast::{
    Argument, CallExpression, ChainElement, Expression, MemberExpression, NewExpression, SimpleAssignmentTarget,
    TaggedTemplateExpression,
};
use oxc_ast_visit::Visit as _;
use oxc_span::GetSpan as _;

use super::Reader;
use super::text::between;
use crate::inventory::outline::{Import, Kind, Segments, Span};

/// The most names of one chain that are kept, counted from its end. Each call of a chain holds the names before it, so
/// that without a limit a long chain would take space that grows with the square of its length.
const KEPT: usize = 32;

/// One link of a chain, seen from its end, without the wrappers that change no name.
#[derive(Clone, Copy)]
pub(super) enum Link<'walk, 'tree> {
    /// `object.name`, `object["name"]`, `object[index]`, `object.#name`
    Member(Member<'walk, 'tree>),
    /// A call or a construction.
    Call(Called<'walk, 'tree>),
    /// A name without anything before it.
    Name(oxc_span::Span),
    /// `import.meta`
    Meta(oxc_span::Span),
    /// Anything that has no name.
    Other(&'walk Expression<'tree>),
}

/// A member expression.
#[derive(Clone, Copy)]
pub(super) struct Member<'walk, 'tree> {
    pub(super) span: oxc_span::Span,
    pub(super) object: &'walk Expression<'tree>,
    pub(super) key: Key<'walk, 'tree>,
}

/// What a member is called.
#[derive(Clone, Copy)]
pub(super) enum Key<'walk, 'tree> {
    /// A name or a literal text.
    Named(oxc_span::Span, bool),
    /// A number.
    Number,
    /// Any other index.
    Computed(&'walk Expression<'tree>),
}

/// Something that is called with arguments.
#[derive(Clone, Copy)]
pub(super) enum Called<'walk, 'tree> {
    Call(&'walk CallExpression<'tree>),
    New(&'walk NewExpression<'tree>),
    Tagged(&'walk TaggedTemplateExpression<'tree>),
}

impl<'walk, 'tree> Called<'walk, 'tree> {
    fn callee(self) -> &'walk Expression<'tree> {
        match self {
            Called::Call(call) => &call.callee,
            Called::New(call) => &call.callee,
            Called::Tagged(call) => &call.tag,
        }
    }

    fn span(self) -> oxc_span::Span {
        match self {
            Called::Call(call) => call.span,
            Called::New(call) => call.span,
            Called::Tagged(call) => call.span,
        }
    }

    /// For `object.get("key")`: the object and the place of the literal. Addresses and routes are no keys.
    fn looked_up(self) -> Option<(&'walk Expression<'tree>, oxc_span::Span)> {
        let Called::Call(call) = self else {
            return None;
        };
        let [Argument::StringLiteral(key)] = call.arguments.as_slice() else {
            return None;
        };
        let Expression::StaticMemberExpression(member) = &call.callee else {
            return None;
        };
        let is_key = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        let looks_up = member.property.name == "get" && !key.value.is_empty() && key.value.bytes().all(is_key);
        looks_up.then_some((&member.object, key.span))
    }
}

/// The outermost link of an expression.
pub(super) fn link<'walk, 'tree>(mut expression: &'walk Expression<'tree>) -> Link<'walk, 'tree> {
    loop {
        expression = match expression {
            Expression::ParenthesizedExpression(wrapper) => &wrapper.expression,
            Expression::AwaitExpression(wrapper) => &wrapper.argument,
            Expression::TSNonNullExpression(wrapper) => &wrapper.expression,
            Expression::TSAsExpression(wrapper) => &wrapper.expression,
            Expression::TSSatisfiesExpression(wrapper) => &wrapper.expression,
            Expression::TSTypeAssertion(wrapper) => &wrapper.expression,
            Expression::TSInstantiationExpression(wrapper) => &wrapper.expression,
            Expression::ChainExpression(chain) => match &chain.expression {
                ChainElement::CallExpression(call) => return Link::Call(Called::Call(call)),
                ChainElement::TSNonNullExpression(wrapper) => &wrapper.expression,
                element => match element.as_member_expression() {
                    Some(member) => return Link::Member(member_link(member)),
                    None => return Link::Other(expression),
                },
            },
            Expression::Identifier(name) => return Link::Name(name.span),
            Expression::ThisExpression(name) => return Link::Name(name.span),
            Expression::Super(name) => return Link::Name(name.span),
            Expression::ImportMeta(meta) => return Link::Meta(meta.span),
            Expression::CallExpression(call) => return Link::Call(Called::Call(call)),
            Expression::NewExpression(call) => return Link::Call(Called::New(call)),
            Expression::TaggedTemplateExpression(call) => return Link::Call(Called::Tagged(call)),
            other => match other.as_member_expression() {
                Some(member) => return Link::Member(member_link(member)),
                None => return Link::Other(other),
            },
        };
    }
}

/// The outermost link of the target of an assignment.
pub(super) fn target_link<'walk, 'tree>(target: &'walk SimpleAssignmentTarget<'tree>) -> Option<Link<'walk, 'tree>> {
    Some(match target {
        SimpleAssignmentTarget::AssignmentTargetIdentifier(name) => Link::Name(name.span),
        SimpleAssignmentTarget::TSAsExpression(wrapper) => link(&wrapper.expression),
        SimpleAssignmentTarget::TSSatisfiesExpression(wrapper) => link(&wrapper.expression),
        SimpleAssignmentTarget::TSNonNullExpression(wrapper) => link(&wrapper.expression),
        SimpleAssignmentTarget::TSTypeAssertion(wrapper) => link(&wrapper.expression),
        other => Link::Member(member_link(other.as_member_expression()?)),
    })
}

fn member_link<'walk, 'tree>(member: &'walk MemberExpression<'tree>) -> Member<'walk, 'tree> {
    let (object, key) = match member {
        MemberExpression::StaticMemberExpression(member) => (&member.object, Key::Named(member.property.span, false)),
        MemberExpression::PrivateFieldExpression(member) => (&member.object, Key::Named(member.field.span, false)),
        MemberExpression::ComputedMemberExpression(member) => {
            let key = match &member.expression {
                Expression::StringLiteral(literal) => Key::Named(literal.span, true),
                Expression::TemplateLiteral(literal) if literal.expressions.is_empty() => {
                    Key::Named(literal.span, true)
                }
                Expression::NumericLiteral(_) => Key::Number,
                index => Key::Computed(index),
            };
            (&member.object, key)
        }
    };
    Member { span: member.span(), object, key }
}

impl<'tree> Reader<'_, '_, 'tree> {
    /// The names of a chain in the order of the source, the last ones if there are too many.
    pub(super) fn names(&self, from: Link<'_, 'tree>) -> ([Span; KEPT], usize) {
        let mut names = [Span::default(); KEPT];
        let mut first = KEPT;
        let mut keep = |span: Span| {
            if let Some(slot) = first.checked_sub(1).and_then(|slot| names.get_mut(slot)) {
                *slot = span;
                first -= 1;
            }
            first > 0
        };
        let mut at = from;
        for _ in 0..KEPT * 4 {
            at = match at {
                Link::Member(member) => {
                    let going_on = match member.key {
                        Key::Named(span, false) => keep(self.at(span)),
                        Key::Named(span, true) => keep(between(self.at(span))),
                        Key::Number | Key::Computed(_) => true,
                    };
                    if !going_on {
                        break;
                    }
                    link(member.object)
                }
                Link::Call(call) => match call.looked_up() {
                    Some((object, key)) => {
                        if !keep(between(self.at(key))) {
                            break;
                        }
                        link(object)
                    }
                    None => link(call.callee()),
                },
                Link::Name(span) => {
                    keep(self.at(span));
                    break;
                }
                Link::Meta(span) => {
                    let span = self.at(span);
                    let (word, meta) = (span.start + 6, span.end.saturating_sub(4));
                    keep(Span { start: meta.max(word), end: span.end });
                    keep(Span { start: span.start, end: word.min(span.end) });
                    break;
                }
                Link::Other(_) => break,
            };
        }
        (names, first)
    }

    fn segments(&mut self, from: Link<'_, 'tree>) -> Segments {
        let (names, first) = self.names(from);
        self.out.segments(names.get(first..).unwrap_or_default())
    }

    /// Reads a chain.
    pub(super) fn chain(&mut self, from: Link<'_, 'tree>) {
        match from {
            Link::Name(span) => self.name(span),
            Link::Meta(span) => {
                let segments = self.segments(from);
                let span = self.at(span);
                self.out.leaf(Kind::Path(segments), span);
            }
            Link::Call(call) => {
                if call.looked_up().is_some() {
                    let segments = self.segments(from);
                    let span = self.at(call.span());
                    self.out.open(Kind::Path(segments), span);
                    self.calls(call);
                    self.out.close();
                } else {
                    self.calls(call);
                }
            }
            Link::Member(member) => {
                let segments = self.segments(from);
                let span = self.at(member.span);
                let (indexes, bottom) = descend(from);
                if indexes.is_empty() && matches!(bottom, Link::Name(_) | Link::Meta(_)) {
                    self.out.leaf(Kind::Path(segments), span);
                    return;
                }
                self.out.open(Kind::Path(segments), span);
                match bottom {
                    Link::Call(call) => self.calls(call),
                    Link::Other(inner) => self.visit_expression(inner),
                    Link::Name(_) | Link::Meta(_) | Link::Member(_) => {}
                }
                for index in indexes.iter().rev() {
                    self.visit_expression(index);
                }
                self.out.close();
            }
            Link::Other(expression) => self.visit_expression(expression),
        }
    }

    /// Reads a call, and the calls that its callee is made of.
    fn calls(&mut self, outermost: Called<'_, 'tree>) {
        let mut open = vec![];
        let mut at = outermost;
        loop {
            let span = self.at(at.span());
            let required = self.required(at);
            if let Some(module) = required {
                let names = std::mem::take(&mut self.bound);
                self.out.open(Kind::Import(Import { module, names }), span);
            }
            let callee = link(at.callee());
            let segments = self.segments(callee);
            self.out.open(Kind::Call(segments), span);
            let (indexes, bottom) = descend(callee);
            open.push((at, indexes, required.is_some()));
            match bottom {
                Link::Call(inner) => at = inner,
                Link::Other(inner) => {
                    self.visit_expression(inner);
                    break;
                }
                Link::Name(_) | Link::Meta(_) | Link::Member(_) => break,
            }
        }
        while let Some((call, indexes, required)) = open.pop() {
            for index in indexes.iter().rev() {
                self.visit_expression(index);
            }
            self.arguments(call);
            self.out.close();
            if required {
                self.out.close();
            }
        }
    }

    fn arguments(&mut self, call: Called<'_, 'tree>) {
        let (types, arguments) = match call {
            Called::Call(call) => (&call.type_arguments, &call.arguments),
            Called::New(call) => (&call.type_arguments, &call.arguments),
            Called::Tagged(call) => {
                if let Some(types) = &call.type_arguments {
                    self.visit_ts_type_parameter_instantiation(types);
                }
                return self.template(&call.quasi);
            }
        };
        if let Some(types) = types {
            self.visit_ts_type_parameter_instantiation(types);
        }
        for argument in arguments {
            self.visit_argument(argument);
        }
    }

    /// The module of `require("module")`.
    fn required(&self, call: Called<'_, 'tree>) -> Option<Span> {
        match call {
            Called::Call(call) => match (&call.callee, call.arguments.as_slice()) {
                (Expression::Identifier(name), [Argument::StringLiteral(module)]) if name.name == "require" => {
                    Some(between(self.at(module.span)))
                }
                _ => None,
            },
            Called::New(_) | Called::Tagged(_) => None,
        }
    }
}

/// Goes down a chain past its names, to a call, a name or something else; the other indexes on the way, last first.
fn descend<'walk, 'tree>(from: Link<'walk, 'tree>) -> (Vec<&'walk Expression<'tree>>, Link<'walk, 'tree>) {
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
