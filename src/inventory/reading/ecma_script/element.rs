//! JSX: an element is a call of its name with its attributes as arguments.
//! Not HTML: see `component` for that of component files.
//!
//! **Invariant:** an element's node spans its children, which are nodes below it.

use oxc_ast::ast::{
    JSXAttributeItem, JSXAttributeName, JSXElement, JSXElementName, JSXMemberExpressionObject, JSXText,
};
use oxc_ast_visit::Visit as _;
use oxc_span::GetSpan as _;

use super::Reader;
use crate::inventory::outline::{Entry, EntryForm, Kind, Span, Text, TextForm};
use crate::inventory::reading::removal;

impl<'tree> Reader<'_, '_, 'tree> {
    pub(super) fn element(&mut self, element: &JSXElement<'tree>) {
        let opening = &element.opening_element;
        let mut names = vec![];
        match &opening.name {
            JSXElementName::MemberExpression(member) => {
                names.push(self.at(member.property.span));
                let mut object = &member.object;
                while let JSXMemberExpressionObject::MemberExpression(member) = object {
                    names.push(self.at(member.property.span));
                    object = &member.object;
                }
                names.push(self.at(object.span()));
                names.reverse();
            }
            name => names.push(self.at(name.span())),
        }
        let segments = self.out.segments(&names);
        let span = self.at(element.span);
        self.out.open(Kind::Call(segments), span);
        if let Some(types) = &opening.type_arguments {
            self.visit_ts_type_parameter_instantiation(types);
        }
        for attribute in &opening.attributes {
            match attribute {
                JSXAttributeItem::SpreadAttribute(spread) => self.visit_expression(&spread.argument),
                JSXAttributeItem::Attribute(attribute) => {
                    let span = self.at(attribute.span);
                    let key = match &attribute.name {
                        JSXAttributeName::Identifier(name) => self.at(name.span),
                        JSXAttributeName::NamespacedName(name) => self.at(name.span),
                    };
                    let whole = removal::spaced(self.out.source(), span);
                    self.out.open(Kind::Entry(Entry { key, form: EntryForm::Argument, whole }), span);
                    if let Some(value) = &attribute.value {
                        self.visit_jsx_attribute_value(value);
                    }
                    self.out.close();
                }
            }
        }
        self.visit_jsx_children(&element.children);
        self.out.close();
    }

    /// The text between elements, without the blanks around it.
    pub(super) fn prose(&mut self, text: &JSXText<'tree>) {
        let span = self.at(text.span);
        let raw = self.out.slice(span);
        let trimmed = raw.trim();
        if trimmed.is_empty() {
            return;
        }
        let start = span.start as usize + (raw.len() - raw.trim_start().len());
        let inner = Span::new(start, start + trimmed.len());
        let value = text.value.trim();
        let cooked = (value != trimmed).then(|| Box::from(value));
        self.out.leaf(Kind::Text(Text { inner, cooked, form: TextForm::Prose }), inner);
    }
}
