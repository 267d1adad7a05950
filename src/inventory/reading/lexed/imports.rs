//! Imports of all languages: the module, and the names from it.
//! Not what a call of `require` may do besides.
//!
//! **Invariant:** what only looks like an import is left to be read as code.

use super::structure::Reader;
use super::syntax::{ImportShape, Oddity};
use super::token::{Bracket, TokenKind};
use crate::inventory::outline::{Import, ImportedName, Kind, Span};

/// How many tokens of one import are looked at for its names.
const REACH: usize = 400;

impl Reader<'_, '_> {
    /// Adds the import that a keyword starts, and gives the token behind it.
    pub(super) fn import(&mut self, at: usize) -> Option<usize> {
        if !self.syntax.imports.contains(&self.word(at)) || self.is_separator(at + 1) {
            return None;
        }
        match self.syntax.import_shape {
            ImportShape::Texts => self.import_texts(at),
            ImportShape::PathOfModule => self.import_module(at),
            ImportShape::PathOfName => self.import_texts(at).or_else(|| self.import_name(at)),
            ImportShape::Script => self.import_script(at),
            ImportShape::Python => self.import_python(at),
        }
    }

    fn add_import(&mut self, module: Span, names: Vec<ImportedName>, from: usize, end: usize) {
        self.leaf(Kind::Import(Import { module, names: names.into_boxed_slice() }), from, end);
    }

    /// `import "x"`, `require("x")`, `#include <x>`, `import ( "x" … )`.
    fn import_texts(&mut self, at: usize) -> Option<usize> {
        let round = self.is_open(at + 1, Bracket::Round);
        if round && !self.is_text(at + 2) && self.word(at) == "import"
            || (round && self.kind(at) == Some(TokenKind::Keyword))
        {
            return self.import_block(at);
        }
        if self.syntax.oddity == Oddity::Preprocessor && self.is_symbol(at + 1, "<") {
            let end = self.statement_end(at);
            let close = (at + 2..end).take(REACH).find(|index| self.is_symbol(*index, ">"))?;
            let module = Span::new(self.token(at + 1)?.end, self.token(close)?.start);
            let hash = at.checked_sub(1).filter(|before| self.word(*before) == "#");
            self.add_import(module, Vec::new(), hash.unwrap_or(at), close + 1);
            return Some(close + 1);
        }
        let named = self.kind(at + 1) == Some(TokenKind::Name) && self.is_text(at + 2);
        let text = at + 1 + usize::from(round || named || self.is_symbol(at + 1, "."));
        if !self.is_text(text) || (text > at + 2) {
            return None;
        }
        let end = if round { self.group_end(at + 1) } else { text + 1 };
        if round && end != text + 2 {
            return None;
        }
        let names = if named { vec![same(self.name_span(at + 1))] } else { Vec::new() };
        self.add_import(self.key_span(text), names, at, end);
        Some(end)
    }

    /// The parentheses of Go: one import a line.
    fn import_block(&mut self, at: usize) -> Option<usize> {
        let end = self.group_end(at + 1);
        let mut first = at + 2;
        for index in at + 2..end {
            if self.is_text(index) {
                let alias = self.kind(first) == Some(TokenKind::Name) && first < index;
                let names = if alias { vec![same(self.name_span(first))] } else { Vec::new() };
                self.add_import(self.key_span(index), names, first, index + 1);
            } else if self.kind(index) == Some(TokenKind::Newline) || self.is_symbol(index, ";") {
                first = index + 1;
            }
        }
        Some(end)
    }

    /// The end of a dotted path of names that starts here.
    fn path_end(&self, at: usize) -> usize {
        let is_name = |index| matches!(self.kind(index), Some(TokenKind::Name | TokenKind::Keyword));
        let mut end = at;
        if !is_name(end) {
            return end;
        }
        end += 1;
        while (self.is_separator(end) || self.is_symbol(end, ".")) && is_name(end + 1) {
            end += 2;
        }
        end
    }

    /// A path that is a module as a whole. Options behind it are read as code.
    fn import_module(&mut self, at: usize) -> Option<usize> {
        if self.is_open(at + 1, Bracket::Round) {
            let end = self.group_end(at + 1);
            let plain = matches!(self.kind(at + 2), Some(TokenKind::Name | TokenKind::Text(_)));
            if !plain || self.word(at) == "using" {
                return None;
            }
            self.add_import(self.key_span(at + 2), Vec::new(), at, end);
            return Some(end);
        }
        let renamed = self.is_symbol(at + 2, "=");
        let skipped =
            ["static", "struct", "class", "func", "enum", "protocol", "let", "var"].contains(&self.word(at + 1));
        let var = skipped && !self.is_symbol(at + 3, ".") && self.is_symbol(at + 3, "=");
        let start = at + 1 + usize::from(skipped) + 2 * usize::from(renamed);
        let end = self.path_end(start);
        let leads = self.level().is_none_or(|level| level.item_start == at);
        if end == start || !leads || var || matches!(self.word(at + 1), "var" | "let") {
            return None;
        }
        let next = self.word(end);
        let next_kind = self.kind(end);
        let closes = matches!(next_kind, None | Some(TokenKind::Newline)) || matches!(next, ";" | "," | "." | "}");
        if !closes {
            return None;
        }
        let module = self.span(start, end);
        let mut names = if renamed { vec![same(self.name_span(at + 1))] } else { Vec::new() };
        let mut end = end;
        // `alias A.{B, C}`.
        if next == "." && self.is_open(end + 1, Bracket::Curly) {
            names = self.listed_names(end + 1);
            end = self.group_end(end + 1);
        }
        self.add_import(module, names, at, end);
        Some(end)
    }

    /// A path whose last name is what is imported.
    fn import_name(&mut self, at: usize) -> Option<usize> {
        let skip = usize::from(["static", "function", "const", "fun"].contains(&self.word(at + 1)));
        let start = at + 1 + skip;
        let end = self.path_end(start + usize::from(self.is_symbol(start, "::")));
        let statement = self.statement_end(at);
        if end <= start || end > statement {
            return None;
        }
        let last = self.name_span(end - 1);
        let mut names = Vec::new();
        let mut module = self.span(start, end);
        let several = (self.is_separator(end) || self.is_symbol(end, ".")) && end < statement;
        let braces = self.is_open(end + 1, Bracket::Curly) || self.is_open(end, Bracket::Curly);
        if several || braces {
            if braces {
                let open = if self.is_open(end, Bracket::Curly) { end } else { end + 1 };
                names = self.listed_names(open);
            } else if let Some(star) = self.token(end + 1) {
                names.push(same(star.span()));
            }
        } else {
            let local = if matches!(self.word(end), "as" | "=>") { self.name_span(end + 1) } else { last };
            // The separator inside a name is PHP's.
            let within = self.source.get(last.range()).and_then(|name| name.rfind('\\'));
            if end > start + 1 {
                module = self.span(start, end - 2);
                names.push(ImportedName { imported: last, local });
            } else if let Some(within) = within {
                let cut = last.start as usize + within;
                let imported = Span::new(cut + 1, last.end as usize);
                module = Span::new(last.start as usize, cut);
                names.push(ImportedName { imported, local: if local == last { imported } else { local } });
            } else if local != last {
                names.push(ImportedName { imported: last, local });
            }
        }
        self.add_import(module, names, at, statement);
        Some(statement)
    }

    /// The names in braces or parentheses, each with its local name.
    fn listed_names(&self, open: usize) -> Vec<ImportedName> {
        let end = self.group_end(open);
        let mut names: Vec<ImportedName> = Vec::new();
        let mut index = open + 1;
        while index < end.min(open + REACH) {
            let renames = matches!(self.word(index + 1), "as" | "=>");
            let ends = matches!(self.word(index + 1), "," | "}" | ")") || renames;
            let name = matches!(self.kind(index), Some(TokenKind::Name | TokenKind::Keyword | TokenKind::Text(_)));
            if (name && ends) || self.is_symbol(index, "*") {
                let local = if renames { index + 2 } else { index };
                names.push(ImportedName { imported: self.key_span(index), local: self.key_span(local) });
                index = local;
            }
            index += 1;
        }
        names
    }

    /// `import a, { b as c } from "m"`, `export { a } from "m"`.
    fn import_script(&mut self, at: usize) -> Option<usize> {
        if self.is_text(at + 1) {
            self.add_import(self.key_span(at + 1), Vec::new(), at, at + 2);
            return Some(at + 2);
        }
        let mut names = Vec::new();
        let mut index = at + 1;
        while index < at + REACH {
            if self.word(index) == "from" && self.is_text(index + 1) {
                self.add_import(self.key_span(index + 1), names, at, index + 2);
                return Some(index + 2);
            }
            match self.kind(index)? {
                TokenKind::Name if !matches!(self.word(index), "type" | "from") => {
                    names.push(same(self.name_span(index)))
                }
                TokenKind::Name | TokenKind::Newline => {}
                TokenKind::Open(Bracket::Curly) => {
                    names.extend(self.listed_names(index));
                    index = self.group_end(index);
                    continue;
                }
                TokenKind::Symbol if matches!(self.word(index), "," | "*") => {}
                TokenKind::Keyword if self.word(index) == "as" => {}
                _ => return None,
            }
            index += 1;
        }
        None
    }

    /// `import a.b as c`, `from m import a as b`.
    fn import_python(&mut self, at: usize) -> Option<usize> {
        let leads = self.level().is_none_or(|level| level.item_start == at);
        let end = self.statement_end(at);
        let mut start = at + 1;
        while self.is_symbol(start, ".") || self.is_symbol(start, "...") || self.is_symbol(start, "..") {
            start += 1;
        }
        let module_end = self.path_end(start).min(end);
        if !leads || module_end <= at + 1 {
            return None;
        }
        let module = self.span(at + 1, module_end);
        let mut names = Vec::new();
        if self.word(at) == "from" {
            if self.word(module_end) != "import" {
                return None;
            }
            let mut index = module_end + 1;
            if self.is_open(index, Bracket::Round) {
                names = self.listed_names(index);
            }
            while index < end.min(module_end + REACH)
                && names.is_empty() | !self.is_open(module_end + 1, Bracket::Round)
            {
                let local = if self.word(index + 1) == "as" { index + 2 } else { index };
                if matches!(self.kind(index), Some(TokenKind::Name)) || self.is_symbol(index, "*") {
                    names.push(ImportedName { imported: self.name_span(index), local: self.name_span(local) });
                }
                index = local + 1;
            }
        } else {
            return Some(self.python_modules(at, end));
        }
        self.add_import(module, names, at, end);
        Some(end)
    }

    /// The modules behind Python's `import`, separated by commas.
    fn python_modules(&mut self, at: usize, end: usize) -> usize {
        let (mut from, mut start) = (at, at + 1);
        while start < end {
            let module_end = self.path_end(start);
            if module_end == start {
                break;
            }
            let renamed = self.word(module_end) == "as";
            let names = if renamed { vec![same(self.name_span(module_end + 1))] } else { Vec::new() };
            let next = if renamed { module_end + 2 } else { module_end };
            self.add_import(self.span(start, module_end), names, from, next.min(end));
            (from, start) = (next + 1, next + 1);
        }
        end
    }
}

fn same(name: Span) -> ImportedName {
    ImportedName { imported: name, local: name }
}
