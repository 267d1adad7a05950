//! Imports and exports.
//! Not resolution: a module is what stands between the quotes.
//!
//! **Invariant:** every way to name another module gives one `Import` with the place of that name.

use std::collections::BTreeSet;

use oxc_ast::ast::{
    AssignmentTarget, ExportDefaultDeclarationKind, ExportFromDeclaration, Expression, ImportDeclaration,
    ImportDeclarationSpecifier, ImportExpression, ObjectPropertyKind, Program, Statement, StringLiteral,
};
use oxc_ast_visit::Visit as _;
use oxc_span::GetSpan as _;

use super::Reader;
use super::text::between;
use crate::inventory::outline::{Import, ImportedName, Kind, Span};

impl<'tree> Reader<'_, '_, 'tree> {
    /// An import with nothing in it that could be read further.
    pub(super) fn import(&mut self, span: oxc_span::Span, module: &StringLiteral<'tree>, names: Box<[ImportedName]>) {
        let span = self.at(span);
        let module = between(self.at(module.span));
        self.out.leaf(Kind::Import(Import { module, names }), span);
    }

    pub(super) fn declared_import(&mut self, import: &ImportDeclaration<'tree>) {
        let names = import.specifiers.iter().flatten().map(|specifier| match specifier {
            ImportDeclarationSpecifier::ImportSpecifier(name) => {
                ImportedName { imported: self.unquoted(name.imported.span()), local: self.at(name.local.span) }
            }
            ImportDeclarationSpecifier::ImportDefaultSpecifier(name) => self.same(name.local.span),
            ImportDeclarationSpecifier::ImportNamespaceSpecifier(name) => self.same(name.local.span),
        });
        let names = names.collect();
        self.import(import.span, &import.source, names);
    }

    pub(super) fn exported_import(&mut self, export: &ExportFromDeclaration<'tree>) {
        let names = export.specifiers.iter().map(|name| ImportedName {
            imported: self.unquoted(name.local.span()),
            local: self.unquoted(name.exported.span()),
        });
        let names = names.collect();
        self.import(export.span, &export.source, names);
    }

    /// `import("module")`; an address that is put together gives an import without a module.
    pub(super) fn dynamic_import(&mut self, import: &ImportExpression<'tree>) {
        let span = self.at(import.span);
        let module = match &import.source {
            Expression::StringLiteral(module) => Some(between(self.at(module.span))),
            _ => None,
        };
        let names = std::mem::take(&mut self.bound);
        let nowhere = Span { start: span.end, end: span.end };
        self.out.open(Kind::Import(Import { module: module.unwrap_or(nowhere), names }), span);
        if module.is_none() {
            self.visit_expression(&import.source);
        }
        if let Some(options) = &import.options {
            self.visit_expression(options);
        }
        self.out.close();
    }

    pub(super) fn same(&self, name: oxc_span::Span) -> ImportedName {
        let local = self.at(name);
        ImportedName { imported: local, local }
    }

    /// The place of an imported name, which may stand between quotes.
    fn unquoted(&self, name: oxc_span::Span) -> Span {
        let span = self.at(name);
        if self.out.slice(span).starts_with(['"', '\'']) { between(span) } else { span }
    }
}

/// Whether an initializer is nothing but the import of a module.
pub(super) fn is_import(mut expression: &Expression<'_>) -> bool {
    loop {
        expression = match expression {
            Expression::AwaitExpression(wrapper) => &wrapper.argument,
            Expression::ParenthesizedExpression(wrapper) => &wrapper.expression,
            Expression::TSAsExpression(wrapper) => &wrapper.expression,
            Expression::ImportExpression(_) => return true,
            Expression::CallExpression(call) => {
                return matches!(&call.callee, Expression::Identifier(name) if name.name == "require");
            }
            _ => return false,
        };
    }
}

/// Whether an expression is what other files see of this one: `exports`, `module.exports`.
pub(super) fn is_exports(expression: &Expression<'_>) -> bool {
    match expression {
        Expression::Identifier(name) => name.name == "exports",
        Expression::StaticMemberExpression(member) => is_module_exports(&member.object, member.property.name.as_str()),
        _ => false,
    }
}

fn is_module_exports(object: &Expression<'_>, name: &str) -> bool {
    name == "exports" && matches!(object, Expression::Identifier(object) if object.name == "module")
}

/// The names of the top level that are exported somewhere else than where they are declared.
pub(super) fn exported<'tree>(program: &Program<'tree>) -> BTreeSet<&'tree str> {
    let mut names = BTreeSet::new();
    let mut value = |expression: &Expression<'tree>| match expression {
        Expression::Identifier(name) => {
            names.insert(name.name.as_str());
        }
        Expression::ObjectExpression(object) => {
            for property in &object.properties {
                if let ObjectPropertyKind::ObjectProperty(property) = property
                    && let Expression::Identifier(name) = &property.value
                {
                    names.insert(name.name.as_str());
                }
            }
        }
        _ => {}
    };
    let mut listed = vec![];
    for statement in &program.body {
        match statement {
            Statement::ExportNamedDeclaration(export) => {
                listed.extend(export.specifiers.iter().map(|name| name.local.name().as_str()));
            }
            Statement::ExportDefaultDeclaration(export) => {
                if let ExportDefaultDeclarationKind::Identifier(name) = &export.declaration {
                    listed.push(name.name.as_str());
                }
            }
            Statement::TSExportAssignment(export) => value(&export.expression),
            Statement::ExpressionStatement(statement) => {
                if let Expression::AssignmentExpression(assignment) = &statement.expression
                    && let AssignmentTarget::StaticMemberExpression(target) = &assignment.left
                    && (is_exports(&target.object) || is_module_exports(&target.object, target.property.name.as_str()))
                {
                    value(&assignment.right);
                }
            }
            _ => {}
        }
    }
    names.extend(listed);
    names
}
