//! Imports.
//! Not resolution: a module is what stands there, with its dots.
//!
//! **Invariant:** every imported module gives one `Import` with the place of its name.

use ruff_python_ast::{Alias, StmtImport, StmtImportFrom};

use super::Reader;
use crate::inventory::outline::{Import, ImportedName, Kind, Span};

impl Reader<'_, '_> {
    /// `import a.b as c, d`
    pub(super) fn modules(&mut self, import: &StmtImport) {
        for alias in &import.names {
            let module = self.at(&alias.name);
            let local = match &alias.asname {
                Some(name) => self.at(name),
                // Without a name of its own the first package is what is bound.
                None => Span::new(
                    module.start as usize,
                    module.start as usize + alias.name.as_str().find('.').unwrap_or(module.len()),
                ),
            };
            let names = Box::from([ImportedName { imported: local, local }]);
            let span = if import.names.len() == 1 { self.at(import) } else { self.at(alias) };
            self.out.leaf(Kind::Import(Import { module, names }), span);
        }
    }

    /// `from .a import b as c`
    pub(super) fn names_of(&mut self, import: &StmtImportFrom) {
        let span = self.at(import);
        let first = import.names.first().map_or(span.end, |name| self.at(name).start);
        let named = import.module.as_ref().map(|module| self.at(module));
        let head = Span { start: span.start, end: named.map_or(first, |named| named.start) };
        let dots = self.out.slice(head);
        let start = dots.find('.').filter(|_| import.level > 0).map(|at| span.start as usize + at);
        let last_dot = dots.rfind('.').map_or(span.start as usize, |at| span.start as usize + at + 1);
        let end = named.map_or(last_dot, |named| named.end as usize);
        let start = start.or(named.map(|named| named.start as usize)).unwrap_or(end);
        let module = Span::new(start, end);
        let bound = |alias: &Alias| {
            let imported = self.at(&alias.name);
            ImportedName { imported, local: alias.asname.as_ref().map_or(imported, |name| self.at(name)) }
        };
        let names = import.names.iter().map(bound).collect();
        self.out.leaf(Kind::Import(Import { module, names }), span);
    }
}
