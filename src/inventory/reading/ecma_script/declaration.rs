//! Variables, classes, enumerations and the statements that declare or compare.
//! Not patterns and parameters: see `pattern`.
//!
//! **Invariant:** an entry's key is the declared name alone.

use oxc_allocator::ArenaVec;
use oxc_ast::ast::*;
use oxc_ast_visit::Visit as _;
use oxc_span::GetSpan as _;

use super::Reader;
use super::import::is_import;
use super::text::between;
use crate::inventory::outline::{Entry, EntryForm, Kind, Span as Place};
use crate::inventory::reading::removal::{self, Comments};

impl<'tree> Reader<'_, '_, 'tree> {
    fn entry(&mut self, key: Place, form: EntryForm, whole: Place, span: Place) {
        self.out.open(Kind::Entry(Entry { key, form, whole }), span);
    }

    /// The declared names of one `const`, `let` or `var`; `statement` is what to delete with the only one.
    fn declarators(&mut self, declaration: &VariableDeclaration<'tree>, statement: Place, exporting: bool) {
        let list = self.at(declaration.span);
        let mut before = list.start as usize;
        let only = declaration.declarations.len() == 1;
        for (index, declarator) in declaration.declarations.iter().enumerate() {
            let span = self.at(declarator.span);
            let next = declaration.declarations.get(index + 1).map(|next| self.at(next.span).start);
            let init = declarator.init.as_ref();
            if init.is_some_and(is_import) {
                self.bound = self.bound_names(&declarator.id);
            }
            let name = match &declarator.id {
                BindingPattern::BindingIdentifier(name) => Some(name),
                pattern => {
                    if let Some(init) = init {
                        self.trail = self.source_names(init);
                    }
                    self.pattern(pattern, None);
                    self.trail.clear();
                    None
                }
            };
            if let Some(name) = name {
                let after = next.unwrap_or(list.end) as usize;
                let whole = match only {
                    true => statement,
                    false => removal::listed(self.out.source(), span, before, after, Comments::Slashes),
                };
                let exported = exporting || (self.depth == 0 && self.exported.contains(name.name.as_str()));
                let key = self.at(name.span);
                self.entry(key, EntryForm::Declaration { exported }, whole, span);
            }
            if let Some(annotation) = &declarator.type_annotation {
                self.visit_ts_type_annotation(annotation);
            }
            if let Some(init) = init {
                self.visit_expression(init);
                self.bound = Box::default();
            }
            if name.is_some() {
                self.out.close();
            }
            before = span.end as usize;
        }
    }

    /// A field of a class: with a value a declaration, without one a member.
    pub(super) fn field(
        &mut self,
        span: Span,
        decorators: &ArenaVec<'tree, Decorator<'tree>>,
        key: &PropertyKey<'tree>,
        annotation: Option<&TSTypeAnnotation<'tree>>,
        value: Option<&Expression<'tree>>,
    ) {
        self.visit_decorators(decorators);
        let whole = removal::clause(self.out.source(), self.at(span));
        let name = self.key(key);
        let form = if value.is_some() { EntryForm::Declaration { exported: false } } else { EntryForm::Member };
        let place = self.at(span);
        let behind = decorators.last().map_or(place.start, |last| self.at(last.span).end.min(place.end));
        let start = behind.max(place.start);
        self.entry(name, form, whole, Place { start, ..place });
        self.visit_property_key(key);
        if let Some(annotation) = annotation {
            self.visit_ts_type_annotation(annotation);
        }
        if let Some(value) = value {
            self.visit_expression(value);
        }
        self.out.close();
    }

    /// A member of an interface or an object type.
    pub(super) fn member(&mut self, span: Span, key: &PropertyKey<'tree>) {
        let place = self.at(span);
        let whole = removal::clause(self.out.source(), place);
        let name = self.key(key);
        self.entry(name, EntryForm::Member, whole, place);
    }

    /// `for (const { a } of b)`: what is taken apart are the items of `b`.
    pub(super) fn for_of(&mut self, statement: &ForOfStatement<'tree>) {
        match &statement.left {
            ForStatementLeft::VariableDeclaration(declaration) => {
                self.trail = self.source_names(&statement.right);
                for declarator in &declaration.declarations {
                    if let BindingPattern::BindingIdentifier(_) = &declarator.id {
                        let trail = std::mem::take(&mut self.trail);
                        self.visit_variable_declaration(declaration);
                        self.trail = trail;
                    } else {
                        self.pattern(&declarator.id, None);
                    }
                }
                self.trail.clear();
            }
            left => self.visit_for_statement_left(left),
        }
        self.visit_expression(&statement.right);
        self.visit_statement(&statement.body);
    }

    /// Each case is a comparison with what is switched on, whose path stands at the word `case`.
    pub(super) fn switch(&mut self, switch: &SwitchStatement<'tree>) {
        self.visit_expression(&switch.discriminant);
        let subject = self.source_names(&switch.discriminant);
        for case in &switch.cases {
            if let Some(label) = &case.test {
                let word = self.at(case.span);
                let keyword = Place { start: word.start, end: word.start + 4 };
                let label_end = self.at(label.span()).end;
                self.out.open(Kind::Compare, Place { end: label_end, ..keyword });
                if !subject.is_empty() {
                    let segments = self.out.segments(&subject);
                    self.out.leaf(Kind::Path(segments), keyword);
                }
                self.visit_expression(label);
                self.out.close();
            }
            self.visit_statements(&case.consequent);
        }
    }

    /// A class, whose decorators may stand before or within its place.
    pub(super) fn class(&mut self, class: &Class<'tree>) {
        self.exporting = false;
        let span = self.at(class.span);
        let inside = class.decorators.first().is_some_and(|first| first.span.start >= class.span.start);
        if !inside {
            self.visit_decorators(&class.decorators);
        }
        self.out.open(Kind::Other, span);
        if inside {
            self.visit_decorators(&class.decorators);
        }
        if let Some(types) = &class.type_parameters {
            self.visit_ts_type_parameter_declaration(types);
        }
        if let Some(heritage) = &class.heritage {
            self.visit_class_heritage(heritage);
        }
        self.visit_ts_class_implements_list(&class.implements);
        self.visit_class_body(&class.body);
        self.out.close();
    }

    /// The members of an enumeration.
    pub(super) fn enumeration(&mut self, declaration: &TSEnumDeclaration<'tree>) {
        let exported = std::mem::take(&mut self.exporting)
            || (self.depth == 0 && self.exported.contains(declaration.id.name.as_str()));
        let list = self.at(declaration.body.span);
        let mut before = list.start as usize + 1;
        let members = &declaration.body.members;
        for (index, member) in members.iter().enumerate() {
            let span = self.at(member.span);
            let next = members.get(index + 1).map(|next| self.at(next.span).start);
            let after = next.unwrap_or(list.end.saturating_sub(1)) as usize;
            let whole = removal::listed(self.out.source(), span, before, after, Comments::Slashes);
            let name = self.at(member.id.span());
            let key = if let TSEnumMemberName::Identifier(_) = member.id { name } else { between(name) };
            self.entry(key, EntryForm::Declaration { exported }, whole, span);
            if let Some(value) = &member.initializer {
                self.visit_expression(value);
            }
            self.out.close();
            before = span.end as usize;
        }
    }

    /// `const`, `let` and `var`.
    pub(super) fn variables(&mut self, declaration: &VariableDeclaration<'tree>) {
        let exporting = std::mem::take(&mut self.exporting);
        let statement = self
            .statement
            .filter(|statement| *statement == declaration.span || (exporting && statement.end == declaration.span.end));
        let nothing = Place { end: self.at(declaration.span).start, ..self.at(declaration.span) };
        let whole = statement.map(|statement| removal::clause(self.out.source(), self.at(statement)));
        self.declarators(declaration, whole.unwrap_or(nothing), exporting);
    }
}
