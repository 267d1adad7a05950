//! How close each file is to the source: it speaks to it itself, it uses a module or a constant that does, or another file of
//! the project does.
//! Not a module system: an import is followed by its path, as far as the path tells.
//!
//! **Invariant:** the packages of others are not followed; a file is close only by what stands in the project.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use aho_corasick::AhoCorasick;

use super::context::Closeness;
use super::language::Language;
use super::outline::{EntryForm, Import, Kind, NodeId, Outline, TextForm};
use super::project::Project;
use super::scan::Lines;
use super::source_address::{Target, addresses};
use super::source_package::{is_of_go, is_of_namespace, is_of_node, is_of_python, is_of_rust, node_package};
use super::variable_name::{Holds, holds};

/// A file that was read.
#[derive(Debug)]
pub struct Outlined<'source> {
    /// Its index in what was given.
    pub index: usize,
    /// Its path.
    pub path: &'source str,
    /// Its language.
    pub language: Language,
    /// Its outline.
    pub outline: Outline<'source>,
}

/// A constant with the address that it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constant {
    /// Its value.
    pub value: String,
    /// The file that declares it.
    pub path: String,
    /// The line of the declaration, from 1.
    pub line: usize,
}

/// The constants of a project that hold addresses of any host, by name. A name with several values is left out.
#[derive(Debug, Clone, Default)]
pub struct Constants(HashMap<String, Option<Constant>>);

impl Constants {
    /// The constant of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Constant> {
        self.0.get(name)?.as_ref()
    }

    fn add(&mut self, name: &str, constant: Constant) {
        self.0
            .entry(name.to_owned())
            .and_modify(|known| {
                if known.as_ref().is_some_and(|known| known.value != constant.value) {
                    *known = None;
                }
            })
            .or_insert(Some(constant));
    }
}

/// The neighbourhood of the source in one project.
#[derive(Debug)]
pub struct Neighbourhood {
    /// Files that speak, by index.
    speakers: HashSet<usize>,
    /// Their paths as modules, by the last name.
    modules: BTreeMap<String, BTreeSet<String>>,
    /// The project's own packages that hold such a file.
    packages: HashSet<String>,
    /// Names of declarations that hold an address or a key of the source, by language.
    names: BTreeMap<Language, HashSet<String>>,
    constants: Constants,
    /// Whether the project sends clients to the source that name no address: by `OPENAI_BASE_URL` and the like.
    by_default: bool,
    /// Finds files that may use them.
    search: Option<AhoCorasick>,
}

impl Neighbourhood {
    /// Looks at all files that were read.
    #[must_use]
    pub fn of(files: &[Outlined<'_>], project: &Project) -> Neighbourhood {
        let mut neighbourhood = Neighbourhood {
            speakers: HashSet::new(),
            modules: BTreeMap::new(),
            packages: HashSet::new(),
            names: BTreeMap::new(),
            constants: Constants::default(),
            by_default: false,
            search: None,
        };
        for file in files {
            constants_of(file, &mut neighbourhood.constants);
            if !speaks(file, project) {
                continue;
            }
            neighbourhood.speakers.insert(file.index);
            neighbourhood.by_default |= sets_default(&file.outline);
            for module in modules_of(file.path) {
                let last = module.rsplit('/').next().unwrap_or_default().to_owned();
                neighbourhood.modules.entry(last).or_default().insert(module);
            }
            let names = neighbourhood.names.entry(file.language).or_default();
            names.extend(names_of(&file.outline));
        }
        neighbourhood.packages = neighbourhood.owned_packages(project);
        neighbourhood.search = neighbourhood.patterns();
        neighbourhood
    }

    /// Packages of a workspace whose folder has a file that speaks.
    fn owned_packages(&self, project: &Project) -> HashSet<String> {
        let folders: HashSet<&str> = self.modules.values().flatten().flat_map(|module| module.split('/')).collect();
        let named =
            project.packages().filter(|name| name.rsplit('/').next().is_some_and(|last| folders.contains(last)));
        named.map(str::to_owned).collect()
    }

    fn patterns(&self) -> Option<AhoCorasick> {
        let mut patterns: Vec<String> = self.names.values().flatten().cloned().collect();
        for module in self.modules.keys().filter(|module| !module.is_empty()) {
            for (before, after) in [
                ("/", "\""),
                ("/", "'"),
                ("/", "."),
                (".", " import"),
                ("import ", ""),
                ("from ", " "),
                ("::", ""),
                ("'", "'"),
                ("\"", "\""),
            ] {
                patterns.push(format!("{before}{module}{after}"));
            }
        }
        patterns.extend(self.packages.iter().cloned());
        if patterns.is_empty() { None } else { AhoCorasick::new(patterns).ok() }
    }

    /// Whether a text may use something of a file that speaks.
    #[must_use]
    pub fn may_use(&self, text: &str) -> bool {
        self.search.as_ref().is_some_and(|search| search.is_match(text))
    }

    /// The constants of the project.
    #[must_use]
    pub fn constants(&self) -> &Constants {
        &self.constants
    }

    /// Whether a file uses a module or a constant of a file that speaks.
    #[must_use]
    pub fn uses(&self, file: &Outlined<'_>) -> bool {
        self.imports_speaker(file.path, file.language, &file.outline) || self.uses_name(file.language, &file.outline)
    }

    /// How close a file is.
    #[must_use]
    pub fn closeness(&self, index: usize, path: &str, language: Language, outline: &Outline<'_>) -> Closeness {
        if self.speakers.contains(&index) || self.uses_name(language, outline) {
            Closeness::File
        } else if !self.by_default && calls_another(outline) {
            // It takes something else from a module that speaks, and asks a vendor itself.
            Closeness::None
        } else if self.imports_speaker(path, language, outline) {
            Closeness::File
        } else if self.speakers.is_empty() {
            Closeness::None
        } else {
            Closeness::Project
        }
    }

    fn imports_speaker(&self, path: &str, language: Language, outline: &Outline<'_>) -> bool {
        outline.nodes().any(|(_, node)| match &node.kind {
            Kind::Import(import) => self.is_speaker(path, language, outline, import),
            _ => false,
        })
    }

    fn is_speaker(&self, importer: &str, language: Language, outline: &Outline<'_>, import: &Import) -> bool {
        let module = outline.slice(import.module);
        let folder = importer.rsplit_once('/').map_or("", |(folder, _)| folder);
        match language {
            Language::TypeScript | Language::JavaScript | Language::Vue | Language::Svelte => {
                self.is_script_module(folder, module)
            }
            Language::Python => {
                let names = import.names.iter().map(|name| outline.slice(name.imported));
                self.is_python_module(folder, module, names)
            }
            _ => {
                let parts: Vec<&str> = module.split(['/', '.', ':', '\\']).filter(|part| !part.is_empty()).collect();
                let names = import.names.iter().map(|name| outline.slice(name.imported));
                // `crate::config::BASE`, `example.org/app/internal/llm`, `require_relative "client"`.
                let tails = (1..=parts.len().min(2))
                    .filter_map(|count| parts.get(parts.len() - count..))
                    .map(|tail| tail.join("/"));
                let with_name =
                    parts.last().into_iter().flat_map(|last| names.clone().map(move |name| format!("{last}/{name}")));
                tails.chain(with_name).any(|tail| tail.contains('/') && self.has(&tail))
                    || (module.starts_with(['.', '/']) && self.has(&joined(folder, module)))
                    || (parts.len() == 1 && language == Language::Ruby && self.has(&joined(folder, module)))
                    || (matches!(parts.first(), Some(&("crate" | "super" | "self")))
                        && (parts.last().is_some_and(|last| self.has(last))
                            || import.names.iter().any(|name| self.has(outline.slice(name.imported)))))
            }
        }
    }

    fn is_script_module(&self, folder: &str, module: &str) -> bool {
        let plain = [".js", ".ts", ".mjs", ".cjs", ".jsx", ".tsx", ".vue", ".svelte"]
            .iter()
            .find_map(|ending| module.strip_suffix(ending))
            .unwrap_or(module)
            .trim_end_matches("/index");
        if plain.starts_with('.') {
            let path = joined(folder, plain);
            return self.modules.values().flatten().any(|known| *known == path);
        }
        let alias = ["@/", "~/", "~~/", "@@/", "#", "$lib/", "$", "/"].iter().find_map(|head| plain.strip_prefix(head));
        let folders = ["src/", "app/", "lib/", "server/", "shared/", "utils/", "config/", "services/"];
        match alias {
            Some(rest) => self.has(rest),
            None if folders.iter().any(|head| plain.starts_with(head)) => self.has(plain),
            None => self.packages.contains(node_package(plain)),
        }
    }

    fn is_python_module<'n>(&self, folder: &str, module: &str, names: impl Iterator<Item = &'n str>) -> bool {
        let dots = module.bytes().take_while(|byte| *byte == b'.').count();
        let path = module.get(dots..).unwrap_or_default().replace('.', "/");
        let within = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
        let mut paths: Vec<String> = names.map(within).collect();
        if !path.is_empty() {
            paths.push(path.clone());
        }
        if dots > 0 {
            let up = (1..dots).try_fold(folder, |at, _| at.rsplit_once('/').map(|(up, _)| up).or(Some("")));
            let base = up.unwrap_or_default();
            return paths.iter().any(|path| {
                let whole = if base.is_empty() { path.clone() } else { format!("{base}/{path}") };
                self.modules.values().flatten().any(|known| *known == whole)
            });
        }
        paths.iter().any(|path| {
            // One name alone is a file beside the importer or above it.
            if path.contains('/') {
                return self.has(path);
            }
            let mut at = Some(folder);
            std::iter::from_fn(|| {
                let here = at?;
                at = if here.is_empty() { None } else { Some(here.rsplit_once('/').map_or("", |(up, _)| up)) };
                Some(if here.is_empty() { path.clone() } else { format!("{here}/{path}") })
            })
            .any(|whole| self.modules.values().flatten().any(|known| *known == whole))
        })
    }

    /// Whether a module that speaks has this path at its end.
    fn has(&self, tail: &str) -> bool {
        let last = tail.rsplit('/').next().unwrap_or_default();
        self.modules.get(last).is_some_and(|modules| {
            modules
                .iter()
                .any(|module| module.strip_suffix(tail).is_some_and(|head| head.is_empty() || head.ends_with('/')))
        })
    }

    fn uses_name(&self, language: Language, outline: &Outline<'_>) -> bool {
        self.names.get(&language).is_some_and(|names| {
            outline.nodes().any(|(_, node)| match &node.kind {
                Kind::Path(segments) => outline.names(*segments).any(|name| names.contains(name)),
                _ => false,
            })
        })
    }
}

/// A relative path put behind a folder.
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The paths under which other files import a file: itself without its endings, and its folder where that is the module.
fn modules_of(path: &str) -> Vec<String> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.split('.').next().unwrap_or_default();
    let itself = if folder.is_empty() { stem.to_owned() } else { format!("{folder}/{stem}") };
    match stem {
        "index" | "__init__" | "mod" if !folder.is_empty() => vec![folder.to_owned(), itself],
        _ if name.ends_with(".go") && !folder.is_empty() => vec![folder.to_owned()],
        _ => vec![itself],
    }
}

/// Whether a file itself speaks to the source, outside comments and prose.
fn speaks(file: &Outlined<'_>, project: &Project) -> bool {
    let outline = &file.outline;
    let is_key = |name: &str| holds(name) == Some(Holds::Key);
    outline.nodes().any(|(_, node)| match &node.kind {
        Kind::Text(text) if text.form != TextForm::Prose => {
            let raw = outline.slice(text.inner);
            raw.len() >= "openrouter".len()
                && raw.to_ascii_lowercase().contains("openrouter")
                && (addresses(raw).iter().any(|address| matches!(address.target, Target::Api | Target::Host))
                    || raw.starts_with("openrouter/")
                    || raw.starts_with("openrouter:")
                    || raw == "openrouter"
                    || (!raw.contains(char::is_whitespace) && is_key(raw)))
        }
        Kind::Variable(name) => is_key(outline.slice(*name)),
        Kind::Entry(entry) => is_key(outline.slice(entry.key)),
        Kind::Path(segments) => outline.names(*segments).any(is_key),
        Kind::Import(import) => {
            let module = outline.slice(import.module);
            let names = || import.names.iter().map(|name| outline.slice(name.imported));
            let head = module.split(['.', ':', '/']).next().unwrap_or_default();
            is_of_node(module)
                || is_of_python(module, names())
                || is_of_go(module)
                || is_of_rust(module, names())
                || is_of_namespace(module, names())
                || matches!(module, "open_router")
                || project.depends_on(head)
                || project.depends_on(node_package(module))
        }
        _ => false,
    })
}

/// Variables and settings that clients read when they are given no address.
const DEFAULTS: [&str; 8] = [
    "OPENAI_BASE_URL",
    "OPENAI_API_BASE",
    "OPENAI_API_BASE_URL",
    "ANTHROPIC_BASE_URL",
    "uri_base",
    "openai_api_base",
    "api_base",
    "base-url",
];

/// Whether a file sets one of them to the source.
fn sets_default(outline: &Outline<'_>) -> bool {
    outline.nodes().any(|(id, node)| match &node.kind {
        Kind::Entry(entry) => {
            let named = DEFAULTS.contains(&outline.slice(entry.key));
            named && text_of(outline, id).is_some_and(|value| !addresses(value).is_empty())
        }
        _ => false,
    })
}

/// Clients of vendors, which have an address of their own unless they are given one.
const CLIENTS: [&str; 10] = [
    "OpenAI",
    "AsyncOpenAI",
    "AzureOpenAI",
    "Anthropic",
    "AsyncAnthropic",
    "Groq",
    "GoogleGenerativeAI",
    "GoogleGenAI",
    "Mistral",
    "ChatAnthropic",
];

/// Whether a file makes a vendor's client and gives it no address, so that it does not ask the source.
fn calls_another(outline: &Outline<'_>) -> bool {
    outline.nodes().any(|(id, node)| {
        let Kind::Call(segments) = &node.kind else { return false };
        if !outline.names(*segments).next_back().is_some_and(|name| CLIENTS.contains(&name)) {
            return false;
        }
        let text = outline.slice(node.span);
        let given = ["base", "Base", "...", "**", "endpoint", "Endpoint"].iter().any(|word| text.contains(word));
        // What is passed as a whole may hold an address.
        let whole = outline.children(id).any(|(_, child)| matches!(child.kind, Kind::Path(_) | Kind::Call(_)));
        !given && !whole
    })
}

/// Names of declarations that hold an address of the source.
fn names_of<'o>(outline: &'o Outline<'_>) -> impl Iterator<Item = String> + 'o {
    outline.nodes().filter_map(|(id, node)| {
        let Kind::Entry(entry) = &node.kind else { return None };
        let name = outline.slice(entry.key);
        let declared = matches!(entry.form, EntryForm::Declaration { .. }) && name.len() > 4;
        let holds_address = || {
            outline.children(id).any(|(_, child)| match &child.kind {
                Kind::Text(text) => !addresses(outline.slice(text.inner)).is_empty(),
                _ => false,
            })
        };
        (declared && holds_address()).then(|| name.to_owned())
    })
}

/// Adds the constants of a file that hold an address of any host.
fn constants_of(file: &Outlined<'_>, constants: &mut Constants) {
    let mut lines = None;
    let outline = &file.outline;
    for (id, node) in outline.nodes() {
        let Kind::Entry(entry) = &node.kind else { continue };
        let declares = matches!(entry.form, EntryForm::Declaration { .. } | EntryForm::Property);
        let name = outline.slice(entry.key);
        let Some(value) = text_of(outline, id).filter(|value| declares && name.len() > 2 && value.contains("://"))
        else {
            continue;
        };
        let lines = lines.get_or_insert_with(|| Lines::of(outline.source()));
        let line = lines.at(entry.key.start as usize).0;
        constants.add(name, Constant { value: value.to_owned(), path: file.path.to_owned(), line });
    }
}

/// The value of an entry that is one text, also as the fall-back of a variable: `process.env.BASE ?? "https://…"`.
fn text_of<'o>(outline: &'o Outline<'_>, id: NodeId) -> Option<&'o str> {
    let (_, value) = outline.children(id).last()?;
    match &value.kind {
        Kind::Text(text) => Some(outline.value(text)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::reading::read;

    #[track_caller]
    fn check(speaker: &str, importer: &str, source: &str, expected: bool) {
        let files = [(speaker, "openrouter.ai/api/v1 = \"https://openrouter.ai/api/v1\""), (importer, source)];
        let outlined: Vec<Outlined<'_>> = files
            .iter()
            .enumerate()
            .map(|(index, (path, text))| {
                let language = crate::inventory::language_of::language_of(path, text);
                Outlined { index, path, language, outline: read(language, path, text) }
            })
            .collect();
        let mut neighbourhood = Neighbourhood::of(&outlined, &Project::default());
        // The first file speaks, whatever its language makes of that line.
        neighbourhood.modules.clear();
        for module in modules_of(speaker) {
            neighbourhood.modules.entry(module.rsplit('/').next().unwrap().to_owned()).or_default().insert(module);
        }
        let file = outlined.last().unwrap();
        assert_eq!(neighbourhood.imports_speaker(file.path, file.language, &file.outline), expected, "{source}");
    }

    #[test]
    fn imports_are_followed_within_the_project_alone() {
        check("src/config.ts", "src/llm.ts", r#"import { BASE } from "./config";"#, true);
        check("src/config.ts", "src/llm/chat.ts", r#"import { BASE } from "../config.js";"#, true);
        check("src/config.ts", "src/llm/chat.ts", r#"import { BASE } from "./config";"#, false);
        check("src/config.ts", "src/llm.ts", r#"import config from "config";"#, false);
        check("src/config.ts", "src/llm.ts", r#"import config from "eslint/config";"#, false);
        check("src/lib/config.ts", "src/llm.ts", r#"import { BASE } from "@/lib/config";"#, true);
        check("src/lib/router/index.ts", "src/llm.ts", r#"import { BASE } from "$lib/router";"#, true);
        check("src/lib/router/index.ts", "src/llm.ts", r#"import { BASE } from "$lib/route";"#, false);
        check("app/config.py", "app/llm.py", "from app.config import BASE\n", true);
        check("app/config.py", "app/llm.py", "from .config import BASE\n", true);
        check("app/config.py", "app/llm/chat.py", "from ..config import BASE\n", true);
        check("app/config.py", "app/llm.py", "from . import config\n", true);
        check("tools/logging.py", "app/llm.py", "import logging\n", false);
        check(
            "internal/config/config.go",
            "main.go",
            "package main\nimport \"example.org/app/internal/config\"\n",
            true,
        );
        check("internal/http/client.go", "main.go", "package main\nimport \"net/http\"\n", false);
    }
}
