//! The patch of the whole corpus: git takes it and takes it back, what is rejected stays, what is patched is clean.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use switchyard::inventory::finding::Action;
use switchyard::inventory::language::Language;
use switchyard::inventory::language_of::language_of;
use switchyard::inventory::protocol::Accepted;
use switchyard::inventory::reading::read;
use switchyard::inventory::settings::{KeyMove, Settings};
use switchyard::migrate::change::Safety;
use switchyard::migrate::patch::unified::Direction;

use crate::corpus::{projects, scanned};

/// A folder outside any repository that is gone at the end.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("switchyard-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub fn write(&self, path: &str, bytes: &[u8]) {
        let target = self.0.join(path);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::write(target, bytes).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[track_caller]
fn git_apply(folder: &Path, patch: &str, check: bool) {
    std::fs::write(folder.join("the.patch"), patch).unwrap();
    let mut command = Command::new("git");
    command.current_dir(folder).env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap());
    command.args(["apply", "--whitespace=nowarn"]);
    if check {
        command.arg("--check");
    }
    let output = command.arg("the.patch").output().expect("git is a prerequisite of the tests");
    assert!(output.status.success(), "git apply: {}", String::from_utf8_lossy(&output.stderr));
}

fn choices() -> [(&'static str, Settings); 3] {
    let all_aliases = Settings {
        aliases: [
            ("openai/gpt-4o-mini", "openai/gpt-4o-mini-2024-07-18"),
            ("anthropic/claude-sonnet-4.5", "anthropic/claude-4-5-sonnet"),
        ]
        .into_iter()
        .map(|(from, to)| (from.to_owned(), to.to_owned()))
        .collect(),
        ..Settings::default()
    };
    [
        ("fall-back", Settings::default()),
        ("hard-cut", Settings { key_move: KeyMove::HardCut, ..Settings::default() }),
        ("aliases", all_aliases),
    ]
}

#[test]
fn git_takes_every_patch_and_takes_it_back() {
    for (name, settings) in choices() {
        for up_to in [Safety::Safe, Safety::NeedsReview, Safety::TakenAlone] {
            let folder = Folder::new(&format!("corpus-{name}-{}", up_to as u8));
            let (mut forward, mut undo) = (String::new(), String::new());
            let mut expected: BTreeMap<String, Vec<u8>> = BTreeMap::new();
            let mut originals: BTreeMap<String, Vec<u8>> = BTreeMap::new();
            for (_, files) in projects() {
                let bench = scanned(&files, settings.clone());
                let accepted = bench.accept(up_to);
                assert_eq!(
                    bench.patch(&Accepted::default(), Direction::Forward),
                    "",
                    "nothing accepted, nothing patched"
                );
                assert!(bench.changed(&Accepted::default()).is_empty());
                forward += &bench.patch(&accepted, Direction::Forward);
                undo += &bench.patch(&accepted, Direction::Undo);
                for (path, bytes) in files {
                    folder.write(&path, &bytes);
                    originals.insert(path, bytes);
                }
                for (path, text) in bench.changed(&accepted) {
                    expected.insert(path, text.into_bytes());
                }
            }
            assert!(expected.len() > 60, "{name}: only {} files change", expected.len());
            git_apply(&folder.0, &forward, true);
            git_apply(&folder.0, &forward, false);
            for (path, original) in &originals {
                let patched = std::fs::read(folder.0.join(path)).unwrap();
                assert!(&patched == expected.get(path).unwrap_or(original), "{name}: {path} after the patch");
            }
            git_apply(&folder.0, &undo, false);
            for (path, original) in &originals {
                assert!(
                    &std::fs::read(folder.0.join(path)).unwrap() == original,
                    "{name}: {path} after the undo patch"
                );
            }
        }
    }
}

/// What must be fixed and cannot be had by a hunk, as file and rule, each with its reason in a comment. It can only shrink.
const LEFT: [(&str, &str); 0] = [];

#[test]
fn a_patched_tree_is_clean_and_still_parses() {
    let list = std::env::var_os("SWITCHYARD_LIST").is_some();
    for (name, settings) in choices() {
        let (mut before, mut left) = (0, Vec::new());
        for (project, files) in projects() {
            let bench = scanned(&files, settings.clone());
            before += bench.findings().filter(|finding| finding.action == Action::MustFix).count();
            let changed: BTreeMap<String, String> =
                bench.changed(&bench.accept(Safety::TakenAlone)).into_iter().collect();
            for (path, text) in &changed {
                let original = &files.iter().find(|(known, _)| known == path).unwrap().1;
                parses_as_before(path, std::str::from_utf8(original).unwrap(), text);
            }
            let patched: Vec<(String, Vec<u8>)> = files
                .into_iter()
                .map(|(path, bytes)| {
                    let text = changed.get(&path).map(|text| text.clone().into_bytes());
                    (path, text.unwrap_or(bytes))
                })
                .collect();
            let again = scanned(&patched, settings.clone());
            let second = again.changed(&again.accept(Safety::TakenAlone));
            if list {
                print!("{}", again.patch(&again.accept(Safety::TakenAlone), Direction::Forward));
            }
            let names: Vec<&String> = second.iter().map(|(path, _)| path).collect();
            assert!(list || second.is_empty(), "{name}, {project}: a second patch changes {names:?}");
            for finding in again.findings().filter(|finding| finding.action == Action::MustFix) {
                if list {
                    println!("LEFT {name} {}:{} {} | {}", finding.file, finding.line, finding.rule, finding.text);
                }
                left.push((finding.file.clone(), finding.rule.clone()));
            }
        }
        println!("{name}: {before} must fix before; {} after all hunks: {left:?}", left.len());
        let left: Vec<(&str, &str)> = left.iter().map(|(file, rule)| (file.as_str(), rule.as_str())).collect();
        assert_eq!(left, LEFT, "{name}: what is left after all hunks (SWITCHYARD_LIST=1 lists it)");
        assert!(before > 580, "{name}: the corpus has what is to be patched");
    }
}

/// TypeScript and Python that parsed before the patch parse after it.
#[track_caller]
fn parses_as_before(path: &str, before: &str, after: &str) {
    let language = language_of(path, before);
    let exact = matches!(
        language,
        Language::TypeScript | Language::JavaScript | Language::Python | Language::Vue | Language::Svelte
    );
    if exact && read(language, path, before).is_exact() {
        let troubles = read(language, path, after).troubles().to_vec();
        assert!(troubles.is_empty(), "{path} after the patch: {troubles:?}\n{after}");
    }
}
