//! What the project itself is called and made of, as far as it bears the source's name: its modules, its packages, the
//! types that it declares, and the packages that it lists as those of others.
//! Not a resolver of any language: it asks whether a file of that name is there, the way that people read an import.
//!
//! Why: most modules called `openrouter` are the application's own. Only their uses of the source must change.
//! **Invariant:** what is found here is the project's own; nothing here is a package of the source.

use std::collections::{BTreeMap, HashSet};

use memchr::memmem;

use super::scan::SourceFile;
use super::source_package::names_it;

/// What the project is.
#[derive(Debug, Clone, Default)]
pub struct Project {
    /// Files and folders that bear the name, without extension, each with the file that it is.
    modules: BTreeMap<String, Option<usize>>,
    /// Names of the project's own packages.
    packages: HashSet<String>,
    /// Names that bear the source's name in the lists of packages of others.
    dependencies: HashSet<String>,
    /// Paths of the project's Go modules.
    go_modules: Vec<String>,
    /// Types, modules and namespaces that the project declares under the source's name.
    declared: HashSet<String>,
    /// What each file of a module defines, as far as a name is asked for.
    definitions: BTreeMap<usize, HashSet<String>>,
}

/// Words that declare what follows them.
const DECLARING: [&str; 14] = [
    "class",
    "module",
    "defmodule",
    "namespace",
    "struct",
    "mod",
    "object",
    "interface",
    "trait",
    "enum",
    "def",
    "fn",
    "func",
    "function",
];

impl Project {
    /// Looks at the paths, the lists of packages and the declarations.
    #[must_use]
    pub fn of(files: &[SourceFile]) -> Project {
        let mut project = Project::default();
        for (index, file) in files.iter().enumerate() {
            project.path(index, &file.path);
            match file.path.rsplit('/').next().unwrap_or_default() {
                "package.json" => project.node(&file.text),
                "go.mod" => project.go(&file.text),
                "Cargo.toml" | "pyproject.toml" => project.toml(&file.text),
                _ => project.declarations(index, &file.text),
            }
        }
        project
    }

    fn path(&mut self, index: usize, path: &str) {
        if !names_it(path) && !path.to_ascii_lowercase().contains("open-router") {
            return;
        }
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        let stem = name.split('.').next().unwrap_or_default();
        let module = match stem {
            "index" | "__init__" | "mod" | "lib" => folders.to_owned(),
            _ if folders.is_empty() => stem.to_owned(),
            _ => format!("{folders}/{stem}"),
        };
        self.modules.insert(module, Some(index));
        // A folder is a module, too.
        for (at, _) in folders.match_indices('/').chain(std::iter::once((folders.len(), ""))) {
            let folder = folders.get(..at).unwrap_or_default();
            if names_it(folder.rsplit('/').next().unwrap_or_default()) {
                self.modules.entry(folder.to_owned()).or_insert(None);
            }
        }
    }

    fn node(&mut self, text: &str) {
        let Ok(serde_json::Value::Object(manifest)) = serde_json::from_str(text) else { return };
        if let Some(name) = manifest.get("name").and_then(serde_json::Value::as_str) {
            self.packages.insert(name.to_owned());
        }
        for list in ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"] {
            let Some(serde_json::Value::Object(packages)) = manifest.get(list) else { continue };
            for (name, version) in packages.iter().filter(|(name, _)| names_it(name)) {
                let own = ["workspace:", "file:", "link:", "portal:"]
                    .iter()
                    .any(|local| version.as_str().is_some_and(|version| version.starts_with(local)));
                if own {
                    self.packages.insert(name.clone());
                } else {
                    self.dependencies.insert(plain(name));
                }
            }
        }
    }

    fn go(&mut self, text: &str) {
        let module = text.lines().find_map(|line| line.trim().strip_prefix("module ")).map(str::trim);
        self.go_modules.extend(module.map(|module| module.trim_matches('"').to_owned()));
    }

    /// The own name, and each line that begins with a name or a text that bears the source's.
    fn toml(&mut self, text: &str) {
        let mut table = "";
        for line in text.lines().map(str::trim) {
            if let Some(header) = line.strip_prefix('[') {
                table = header.trim_matches(['[', ']']);
            } else if let Some(name) = line.strip_prefix("name").and_then(|rest| rest.trim_start().strip_prefix('=')) {
                if matches!(table, "package" | "project" | "tool.poetry" | "lib") {
                    self.packages.insert(plain(name.trim().trim_matches(['"', '\''])));
                }
            } else if names_it(line) && !line.contains("path =") && !line.contains("path=") {
                let name: String = line
                    .trim_start_matches(['"', '\''])
                    .chars()
                    .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
                    .collect();
                if names_it(&name) && (table.contains("dependencies") || line.starts_with(['"', '\''])) {
                    self.dependencies.insert(plain(&name));
                }
            }
        }
    }

    fn declarations(&mut self, index: usize, text: &str) {
        let own_module = self.modules.values().any(|module| *module == Some(index));
        for word in ["penRouter", "penrouter", "pen_router"] {
            for at in memmem::find_iter(text.as_bytes(), word.as_bytes()) {
                let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '\\');
                let head = text.get(..at).unwrap_or_default();
                let start =
                    head.char_indices().rev().take_while(|(_, c)| inside(*c)).last().map_or(at, |(start, _)| start);
                let rest = text.get(start..).unwrap_or_default();
                let name = rest.get(..rest.find(|c| !inside(c)).unwrap_or(rest.len())).unwrap_or_default();
                let before = text.get(..start).unwrap_or_default().trim_end_matches([' ', '\t']);
                let keyword = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
                if DECLARING.contains(&keyword) && before.len() < start {
                    self.declared.insert(name.to_owned());
                    self.declared.extend(name.rsplit(['.', '\\']).next().map(str::to_owned));
                    if own_module {
                        self.definitions.entry(index).or_default().insert(name.to_owned());
                    }
                }
            }
        }
    }

    /// Whether a package is one of the project's own.
    #[must_use]
    pub fn owns_package(&self, name: &str) -> bool {
        self.packages.contains(name) || self.packages.contains(&plain(name))
    }

    /// The project's own packages.
    pub fn packages(&self) -> impl Iterator<Item = &str> {
        self.packages.iter().map(String::as_str)
    }

    /// Whether the project lists a package of others under that name.
    #[must_use]
    pub fn depends_on(&self, name: &str) -> bool {
        self.dependencies.contains(&plain(name))
    }

    /// Whether a path of Go lies in one of the project's modules.
    #[must_use]
    pub fn owns_go_path(&self, path: &str) -> bool {
        self.go_modules.iter().any(|module| {
            path.strip_prefix(module.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// Whether the project declares a type, a module or a namespace of that name.
    #[must_use]
    pub fn declares(&self, name: &str) -> bool {
        self.declared.contains(name)
    }

    /// Whether a file or folder has that name at its end, such as `lib/openrouter` of `web/src/lib/openrouter/index.ts`.
    #[must_use]
    pub fn has_module(&self, tail: &str) -> bool {
        !tail.is_empty()
            && self
                .modules
                .keys()
                .any(|module| module.strip_suffix(tail).is_some_and(|head| head.is_empty() || head.ends_with('/')))
    }

    /// Whether a module of Python is a file beside the one that imports it, or above it: where a program is started. A file
    /// that does not define what is taken from it is another one of the same name.
    #[must_use]
    pub fn has_python_module<'n>(
        &self,
        importer: &str,
        module: &str,
        mut names: impl Iterator<Item = &'n str>,
    ) -> bool {
        let path = module.replace('.', "/");
        let mut folder = importer.rsplit_once('/').map(|(folder, _)| folder);
        let importer = importer.rsplit_once('.').map_or(importer, |(stem, _)| stem);
        loop {
            let at = folder.map_or_else(|| path.clone(), |folder| format!("{folder}/{path}"));
            if let Some(found) = self.modules.get(&at).filter(|_| at != importer) {
                let defined = found.and_then(|index| self.definitions.get(&index));
                return names.all(|name| !names_it(name) || defined.is_some_and(|defined| defined.contains(name)));
            }
            folder = match folder {
                Some(inner) => inner.rsplit_once('/').map(|(outer, _)| outer),
                None => return false,
            };
        }
    }
}

/// Names of packages are one, whether with `-` or `_`, and in any case.
fn plain(name: &str) -> String {
    name.to_ascii_lowercase().replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(files: &[(&str, &str)]) -> Project {
        let file = |(path, text): &(&str, &str)| SourceFile { path: (*path).to_owned(), text: (*text).to_owned() };
        Project::of(&files.iter().map(file).collect::<Vec<_>>())
    }

    #[test]
    fn modules_are_found_by_their_path() {
        let own = project(&[
            ("web/src/lib/openrouter/index.ts", ""),
            ("api/openrouter_client.py", "class OpenRouterClient:\n"),
            ("api/llm/openrouter.py", "from openrouter import OpenRouter\n"),
        ]);
        assert!(own.has_module("lib/openrouter") && own.has_module("openrouter") && !own.has_module("x/openrouter"));
        let names = ["OpenRouterClient"];
        assert!(own.has_python_module("api/main.py", "openrouter_client", names.into_iter()));
        assert!(own.has_python_module("api/routes/chat.py", "openrouter_client", names.into_iter()));
        assert!(!own.has_python_module("tools/x.py", "openrouter_client", names.into_iter()));
        // The file of the same name is the importer itself, or does not define what is imported.
        assert!(!own.has_python_module("api/llm/openrouter.py", "openrouter", ["OpenRouter"].into_iter()));
        assert!(!own.has_python_module("api/llm/service.py", "openrouter", ["OpenRouter"].into_iter()));
    }

    #[test]
    fn packages_and_declarations_are_found_by_their_text() {
        let own = project(&[
            ("go.mod", "module github.com/me/openrouter-cli\n\ngo 1.22\n"),
            ("packages/openrouter/package.json", r#"{"name": "@acme/openrouter"}"#),
            ("package.json", r#"{"dependencies": {"@acme/openrouter-ui": "workspace:*", "openrouter-kit": "^0.1.0"}}"#),
            ("Cargo.toml", "[package]\nname = \"my-openrouter\"\n[dependencies]\nopenrouter-rs = \"0.4\"\n"),
            ("lib/open_router.rb", "module OpenRouter\n  class Client\n"),
        ]);
        assert!(
            own.owns_go_path("github.com/me/openrouter-cli/llm")
                && !own.owns_go_path("github.com/me/openrouter-client")
        );
        assert!(own.owns_package("@acme/openrouter") && own.owns_package("@acme/openrouter-ui"));
        assert!(own.owns_package("my_openrouter") && !own.owns_package("openrouter-kit"));
        assert!(own.depends_on("openrouter-kit") && own.depends_on("openrouter_rs"));
        assert!(own.declares("OpenRouter") && !own.declares("Client"));
    }
}
