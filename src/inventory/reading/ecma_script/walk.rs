//! The walk over the syntax tree: which node is read by what, and the types.
//! Not the reading of declarations, expressions and names: see `declaration`, `expression` and `chain`.
//!
//! **Invariant:** every node of the tree that a rule may ask about is reached once, in the order of the source.

use oxc_allocator::ArenaVec;
use oxc_ast::AstKind;
use oxc_ast::ast::*;
use oxc_ast_visit::{Visit, walk};
use oxc_span::GetSpan as _;

use super::Reader;
use super::chain::{Link, link, target_link};
use super::text::between;
use crate::inventory::outline::{Import, Kind, Span as Place};
use crate::inventory::reading::removal;

impl<'tree> Visit<'tree> for Reader<'_, '_, 'tree> {
    fn enter_node(&mut self, kind: AstKind<'tree>) {
        match kind {
            AstKind::Function(function) => {
                let span = self.at(function.span);
                self.out.open(Kind::Other, span);
                self.depth += 1;
            }
            AstKind::ArrowFunctionExpression(function) => {
                let span = self.at(function.span);
                self.out.open(Kind::Other, span);
                self.depth += 1;
            }
            AstKind::BlockStatement(_) | AstKind::StaticBlock(_) | AstKind::TSModuleBlock(_) => self.depth += 1,
            _ => {}
        }
    }

    fn leave_node(&mut self, kind: AstKind<'tree>) {
        match kind {
            AstKind::Function(_) | AstKind::ArrowFunctionExpression(_) => {
                self.out.close();
                self.depth -= 1;
            }
            AstKind::BlockStatement(_) | AstKind::StaticBlock(_) | AstKind::TSModuleBlock(_) => self.depth -= 1,
            _ => {}
        }
    }

    fn visit_statements(&mut self, statements: &ArenaVec<'tree, Statement<'tree>>) {
        for statement in statements {
            let around = self.statement.replace(statement.span());
            self.visit_statement(statement);
            self.statement = around;
        }
    }

    fn visit_expression(&mut self, expression: &Expression<'tree>) {
        match expression {
            Expression::TSAsExpression(cast) => {
                self.visit_expression(&cast.expression);
                self.visit_ts_type(&cast.type_annotation);
            }
            Expression::TSSatisfiesExpression(cast) => {
                self.visit_expression(&cast.expression);
                self.visit_ts_type(&cast.type_annotation);
            }
            Expression::TSTypeAssertion(cast) => {
                self.visit_ts_type(&cast.type_annotation);
                self.visit_expression(&cast.expression);
            }
            expression => match link(expression) {
                Link::Other(inner) => walk::walk_expression(self, inner),
                chain => self.chain(chain),
            },
        }
    }

    fn visit_string_literal(&mut self, literal: &StringLiteral<'tree>) {
        self.text(literal);
    }

    fn visit_template_literal(&mut self, literal: &TemplateLiteral<'tree>) {
        self.template(literal);
    }

    fn visit_reg_exp_literal(&mut self, literal: &RegExpLiteral<'tree>) {
        self.pattern_text(literal.span, literal.regex.pattern.text.len());
    }

    fn visit_numeric_literal(&mut self, literal: &NumericLiteral<'tree>) {
        let span = self.at(literal.span);
        self.out.leaf(Kind::Number, span);
    }

    fn visit_big_int_literal(&mut self, literal: &BigIntLiteral<'tree>) {
        let span = self.at(literal.span);
        self.out.leaf(Kind::Number, span);
    }

    fn visit_boolean_literal(&mut self, literal: &BooleanLiteral) {
        self.name(literal.span);
    }

    fn visit_null_literal(&mut self, literal: &NullLiteral) {
        self.name(literal.span);
    }

    fn visit_array_expression(&mut self, array: &ArrayExpression<'tree>) {
        let span = self.at(array.span);
        self.out.open(Kind::List, span);
        walk::walk_array_expression(self, array);
        self.out.close();
    }

    fn visit_object_expression(&mut self, object: &ObjectExpression<'tree>) {
        self.object(object);
    }

    fn visit_binary_expression(&mut self, binary: &BinaryExpression<'tree>) {
        self.binary(binary);
    }

    fn visit_logical_expression(&mut self, logical: &LogicalExpression<'tree>) {
        self.logical(logical);
    }

    fn visit_assignment_expression(&mut self, assignment: &AssignmentExpression<'tree>) {
        let nothing = self.at(assignment.span);
        self.assignment(assignment, Place { end: nothing.start, ..nothing });
    }

    fn visit_expression_statement(&mut self, statement: &ExpressionStatement<'tree>) {
        match &statement.expression {
            Expression::AssignmentExpression(assignment) if self.statement == Some(statement.span) => {
                let whole = removal::clause(self.out.source(), self.at(statement.span));
                self.assignment(assignment, whole);
            }
            expression => self.visit_expression(expression),
        }
    }

    fn visit_simple_assignment_target(&mut self, target: &SimpleAssignmentTarget<'tree>) {
        match target_link(target) {
            Some(Link::Name(_)) | None => {}
            Some(chain) => self.chain(chain),
        }
    }

    fn visit_property_key(&mut self, key: &PropertyKey<'tree>) {
        match key {
            PropertyKey::StaticIdentifier(_)
            | PropertyKey::PrivateIdentifier(_)
            | PropertyKey::StringLiteral(_)
            | PropertyKey::NumericLiteral(_) => {}
            PropertyKey::TemplateLiteral(literal) if literal.expressions.is_empty() => {}
            key => {
                if let Some(expression) = key.as_expression() {
                    self.visit_expression(expression);
                }
            }
        }
    }

    fn visit_variable_declaration(&mut self, declaration: &VariableDeclaration<'tree>) {
        self.variables(declaration);
    }

    fn visit_for_of_statement(&mut self, statement: &ForOfStatement<'tree>) {
        self.for_of(statement);
    }

    fn visit_switch_statement(&mut self, switch: &SwitchStatement<'tree>) {
        self.switch(switch);
    }

    fn visit_binding_pattern(&mut self, pattern: &BindingPattern<'tree>) {
        let trail = std::mem::take(&mut self.trail);
        self.pattern(pattern, None);
        self.trail = trail;
    }

    fn visit_formal_parameters(&mut self, parameters: &FormalParameters<'tree>) {
        self.parameters(parameters);
    }

    fn visit_class(&mut self, class: &Class<'tree>) {
        self.class(class);
    }

    fn visit_property_definition(&mut self, field: &PropertyDefinition<'tree>) {
        self.field(field.span, &field.decorators, &field.key, field.type_annotation.as_deref(), field.value.as_ref());
    }

    fn visit_accessor_property(&mut self, field: &AccessorProperty<'tree>) {
        self.field(field.span, &field.decorators, &field.key, field.type_annotation.as_deref(), field.value.as_ref());
    }

    fn visit_import_declaration(&mut self, import: &ImportDeclaration<'tree>) {
        self.declared_import(import);
    }

    fn visit_import_expression(&mut self, import: &ImportExpression<'tree>) {
        self.dynamic_import(import);
    }

    fn visit_export_from_declaration(&mut self, export: &ExportFromDeclaration<'tree>) {
        self.exported_import(export);
    }

    fn visit_export_all_declaration(&mut self, export: &ExportAllDeclaration<'tree>) {
        let names = export.exported.iter().map(|name| self.same(name.span())).collect();
        self.import(export.span, &export.source, names);
    }

    fn visit_export_named_declaration(&mut self, export: &ExportNamedDeclaration<'tree>) {
        for name in &export.specifiers {
            self.name(name.local.span());
        }
    }

    fn visit_export_declaration(&mut self, export: &ExportDeclaration<'tree>) {
        self.exporting =
            matches!(export.declaration, Declaration::VariableDeclaration(_) | Declaration::TSEnumDeclaration(_));
        self.visit_declaration(&export.declaration);
        self.exporting = false;
    }

    fn visit_jsx_element(&mut self, element: &JSXElement<'tree>) {
        self.element(element);
    }

    fn visit_jsx_text(&mut self, text: &JSXText<'tree>) {
        self.prose(text);
    }

    fn visit_ts_enum_declaration(&mut self, declaration: &TSEnumDeclaration<'tree>) {
        self.enumeration(declaration);
    }

    fn visit_ts_type(&mut self, outermost: &TSType<'tree>) {
        // These can be as long as the source without a bracket around them.
        let mut inner = outermost;
        loop {
            inner = match inner {
                TSType::TSArrayType(array) => &array.element_type,
                TSType::TSIndexedAccessType(access) => &access.object_type,
                _ => break,
            };
        }
        walk::walk_ts_type(self, inner);
    }

    fn visit_ts_type_name(&mut self, _: &TSTypeName<'tree>) {}

    fn visit_ts_literal_type(&mut self, literal: &TSLiteralType<'tree>) {
        // In a node of its own, so that no one takes the type of an entry for its value.
        if let TSLiteral::StringLiteral(_) | TSLiteral::TemplateLiteral(_) = &literal.literal {
            let span = self.at(literal.span);
            self.out.open(Kind::Other, span);
            walk::walk_ts_literal_type(self, literal);
            self.out.close();
        }
    }

    fn visit_ts_template_literal_type(&mut self, literal: &TSTemplateLiteralType<'tree>) {
        let span = self.at(literal.span);
        self.out.open(Kind::Other, span);
        let mut types = literal.types.iter();
        for piece in &literal.quasis {
            self.piece(piece);
            if let Some(inner) = types.next() {
                self.visit_ts_type(inner);
            }
        }
        self.out.close();
    }

    fn visit_ts_property_signature(&mut self, signature: &TSPropertySignature<'tree>) {
        self.member(signature.span, &signature.key);
        if let Some(annotation) = &signature.type_annotation {
            self.visit_ts_type_annotation(annotation);
        }
        self.out.close();
    }

    fn visit_ts_method_signature(&mut self, signature: &TSMethodSignature<'tree>) {
        self.member(signature.span, &signature.key);
        self.visit_formal_parameters(&signature.params);
        if let Some(result) = &signature.return_type {
            self.visit_ts_type_annotation(result);
        }
        self.out.close();
    }

    fn visit_ts_import_type(&mut self, import: &TSImportType<'tree>) {
        self.import(import.span, &import.source, Box::default());
    }

    fn visit_ts_import_equals_declaration(&mut self, import: &TSImportEqualsDeclaration<'tree>) {
        if let TSModuleReference::ExternalModuleReference(module) = &import.module_reference {
            let names = Box::from([self.same(import.id.span)]);
            self.import(import.span, &module.expression, names);
        }
    }

    fn visit_ts_external_module_declaration(&mut self, declaration: &TSExternalModuleDeclaration<'tree>) {
        let span = self.at(declaration.span);
        let module = between(self.at(declaration.id.span));
        self.out.open(Kind::Import(Import { module, names: Box::default() }), span);
        if let Some(body) = &declaration.body {
            self.visit_ts_module_block(body);
        }
        self.out.close();
    }
}
