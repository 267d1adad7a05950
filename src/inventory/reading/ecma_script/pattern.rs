//! Destructuring and parameters.
//! Not the expression that is taken apart.
//!
//! **Invariant:** each leaf below a key gives one path, with the names of the source before its own.

use oxc_ast::ast::{
    AssignmentTargetMaybeDefault, AssignmentTargetProperty, BindingPattern, BindingProperty, FormalParameters,
    ObjectAssignmentTarget, ObjectPattern, PropertyKey,
};
use oxc_ast_visit::Visit as _;
use oxc_span::GetSpan as _;

use super::Reader;
use crate::inventory::outline::{Entry, EntryForm, ImportedName, Kind, Span};
use crate::inventory::reading::removal::{self, Comments};

impl<'tree> Reader<'_, '_, 'tree> {
    /// Reads a pattern below the names in the trail. `leaf` is where the property around it begins.
    pub(super) fn pattern(&mut self, pattern: &BindingPattern<'tree>, leaf: Option<u32>) {
        match pattern {
            BindingPattern::BindingIdentifier(name) => {
                if let Some(start) = leaf {
                    let span = Span { start, end: self.at(name.span).end };
                    self.leaf_path(span);
                }
            }
            BindingPattern::ObjectPattern(object) => {
                for property in &object.properties {
                    let start = self.at(property.span).start;
                    let named = self.enter_key(&property.key);
                    self.pattern(&property.value, named.then_some(start));
                    self.leave_key(named);
                }
            }
            BindingPattern::ArrayPattern(array) => {
                for element in array.elements.iter().flatten() {
                    self.pattern(element, None);
                }
                if let Some(rest) = &array.rest {
                    self.pattern(&rest.argument, None);
                }
            }
            BindingPattern::AssignmentPattern(default) => {
                self.pattern(&default.left, leaf);
                let trail = std::mem::take(&mut self.trail);
                self.visit_expression(&default.right);
                self.trail = trail;
            }
        }
    }

    /// The same for `({ a: b } = c)`.
    pub(super) fn assigned(&mut self, object: &ObjectAssignmentTarget<'tree>) {
        for property in &object.properties {
            match property {
                AssignmentTargetProperty::AssignmentTargetPropertyIdentifier(property) => {
                    let span = self.at(property.binding.span);
                    self.trail.push(span);
                    self.leaf_path(span);
                    self.trail.pop();
                    if let Some(default) = &property.init {
                        self.visit_expression(default);
                    }
                }
                AssignmentTargetProperty::AssignmentTargetPropertyProperty(property) => {
                    let named = self.enter_key(&property.name);
                    match &property.binding {
                        AssignmentTargetMaybeDefault::ObjectAssignmentTarget(inner) => self.assigned(inner),
                        binding => {
                            if named {
                                let key = self.at(property.name.span());
                                self.leaf_path(key);
                            }
                            let trail = std::mem::take(&mut self.trail);
                            self.visit_assignment_target_maybe_default(binding);
                            self.trail = trail;
                        }
                    }
                    self.leave_key(named);
                }
            }
        }
    }

    /// Parameters of a function: with a default a declaration, without one a member.
    pub(super) fn parameters(&mut self, parameters: &FormalParameters<'tree>) {
        let list = self.at(parameters.span);
        let mut before = list.start as usize;
        for (index, parameter) in parameters.items.iter().enumerate() {
            let span = self.at(parameter.span);
            for decorator in &parameter.decorators {
                self.visit_decorator(decorator);
            }
            let next = parameters.items.get(index + 1).map(|next| self.at(next.span).start);
            let rest = parameters.rest.as_ref().map(|rest| self.at(rest.span).start);
            let after = next.or(rest).unwrap_or(list.end) as usize;
            if let BindingPattern::BindingIdentifier(name) = &parameter.pattern {
                let whole = removal::listed(self.out.source(), span, before, after, Comments::Slashes);
                let form = match parameter.initializer {
                    Some(_) => EntryForm::Declaration { exported: false },
                    None => EntryForm::Member,
                };
                let key = self.at(name.span);
                let span = if parameter.decorators.is_empty() { span } else { Span { start: key.start, ..span } };
                self.out.open(Kind::Entry(Entry { key, form, whole }), span);
            } else {
                let trail = std::mem::take(&mut self.trail);
                self.pattern(&parameter.pattern, None);
                self.trail = trail;
            }
            if let Some(annotation) = &parameter.type_annotation {
                self.visit_ts_type_annotation(annotation);
            }
            if let Some(default) = &parameter.initializer {
                self.visit_expression(default);
            }
            if matches!(parameter.pattern, BindingPattern::BindingIdentifier(_)) {
                self.out.close();
            }
            before = span.end as usize;
        }
        if let Some(rest) = &parameters.rest {
            self.visit_formal_parameter_rest(rest);
        }
    }

    /// The names that a pattern binds of a module.
    pub(super) fn bound_names(&self, pattern: &BindingPattern<'tree>) -> Box<[ImportedName]> {
        match pattern {
            BindingPattern::BindingIdentifier(name) => {
                let local = self.at(name.span);
                Box::from([ImportedName { imported: local, local }])
            }
            BindingPattern::ObjectPattern(object) => self.bound_properties(object),
            BindingPattern::ArrayPattern(_) | BindingPattern::AssignmentPattern(_) => Box::default(),
        }
    }

    fn bound_properties(&self, object: &ObjectPattern<'tree>) -> Box<[ImportedName]> {
        let bound = |property: &BindingProperty<'tree>| {
            let local = match &property.value {
                BindingPattern::BindingIdentifier(name) => name.span,
                BindingPattern::AssignmentPattern(default) => default.left.span(),
                _ => property.key.span(),
            };
            ImportedName { imported: self.key(&property.key), local: self.at(local) }
        };
        object.properties.iter().map(bound).collect()
    }

    fn leaf_path(&mut self, span: Span) {
        let segments = self.out.segments(&self.trail);
        self.out.leaf(Kind::Path(segments), span);
    }

    /// Puts a key on the trail if it is known; any other is read as an expression.
    fn enter_key(&mut self, key: &PropertyKey<'tree>) -> bool {
        let named = match key {
            PropertyKey::StaticIdentifier(_) | PropertyKey::StringLiteral(_) => true,
            PropertyKey::TemplateLiteral(literal) => literal.expressions.is_empty(),
            _ => false,
        };
        if named {
            let key = self.key(key);
            self.trail.push(key);
        } else {
            let trail = std::mem::take(&mut self.trail);
            self.visit_property_key(key);
            self.trail = trail;
        }
        named
    }

    fn leave_key(&mut self, named: bool) {
        if named {
            self.trail.pop();
        }
    }
}
