//! Which files of a project are read, and what is said about the others.
//! Not the reading from the browser (the page hands over names and bytes) and not the search in what was read.
//! **Invariant:** every file that is offered is counted once: as read, or as skipped under one reason.
//!
//! The way of a file: `Intake::consider` judges its name and size (`path`, `skip_path`, `ignore`, `limits`); if the
//! answer is to read it, `Intake::accept` judges its bytes (`skip_content`). For a zip, `unpack` does both.
//!
//! - `path`: a normalised name inside the project.
//! - `skip`, `skip_path`, `skip_names`, `skip_content`: the reasons, and the judgement by name and by content.
//! - `ignore`: the project's `.gitignore` files.
//! - `limits`: how much is read, in numbers and sentences.
//! - `zip_reader`, `zip_name`, `zip_problem`: an archive, its names, and what can be wrong with it.
//! - `unpack`: a zip to the files of a project.
//! - `zip_writer`: the way back, for the changed files.

pub mod ignore;
pub mod limits;
pub mod path;
pub mod skip;
mod skip_content;
mod skip_names;
mod skip_path;
pub mod unpack;
mod zip_name;
mod zip_problem;
pub mod zip_reader;
pub mod zip_writer;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use ignore::IgnoreRules;
use path::{PathError, ProjectPath};
use skip::{SkipReason, path_diagnostic, shown_name, skip_by_path, text_of};
use zip_reader::EntryProblem;

/// How many paths are kept for each reason.
const EXAMPLES: usize = 3;

/// The account of what was offered, read and skipped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intake {
    /// How many files were read.
    pub read: usize,
    /// How many bytes they have together.
    pub bytes: u64,
    /// What was skipped, by reason.
    pub skipped: BTreeMap<SkipReason, Skipped>,
    /// What a person should know, in the order in which it came up; at most `limits::DIAGNOSTICS`.
    #[serde(with = "diagnostic_list")]
    pub diagnostics: Vec<Diagnostic>,
    /// How many leading segments of each path are the folder that the user picked; see `skip_by_path`.
    pub root_segments: usize,
}

/// The files that were skipped for one reason.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// How many there are.
    pub count: usize,
    /// The first of them, fit to be shown; at most three.
    pub examples: Vec<String>,
}

/// What to do with a file that has not been read yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Read it and hand its bytes to `Intake::accept` under this path.
    Read(ProjectPath),
    /// Leave it; it has been counted.
    Skip(SkipReason),
}

/// What is thought of a file by its name and size, before it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement(Result<ProjectPath, Refusal>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Refusal {
    Name(PathError),
    File(ProjectPath, SkipReason),
}

impl Judgement {
    /// Whether it is to be read.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.0.is_ok()
    }
}

impl Intake {
    /// An empty account. `root_segments` is 0 for pasted text and single files, 1 for a picked folder.
    #[must_use]
    pub fn new(root_segments: usize) -> Self {
        Intake { root_segments, ..Intake::default() }
    }

    /// Judges a file before it is read, by its name and its size in bytes. The `.gitignore` files must be known.
    pub fn consider(&mut self, name: &str, size: u64, rules: &IgnoreRules) -> Decision {
        let judgement = self.judge(name, size, rules);
        self.settle(name, judgement)
    }

    /// The first half of [`Self::consider`], for a caller that judges all files before it reads any: it counts nothing.
    #[must_use]
    pub fn judge(&self, name: &str, size: u64, rules: &IgnoreRules) -> Judgement {
        let path = match ProjectPath::parse(name) {
            Ok(path) => path,
            Err(error) => return Judgement(Err(Refusal::Name(error))),
        };
        let by_name = skip_by_path(path.as_str(), self.root_segments)
            .or_else(|| rules.is_ignored(path.as_str()).then_some(SkipReason::Ignored))
            .or_else(|| self.over_a_limit(size));
        Judgement(match by_name {
            None => Ok(path),
            Some(reason) => Err(Refusal::File(path, reason)),
        })
    }

    /// The second half: counts the file, if it is not to be read.
    pub fn settle(&mut self, name: &str, judgement: Judgement) -> Decision {
        match judgement.0 {
            Ok(path) => Decision::Read(path),
            Err(Refusal::File(path, reason)) => {
                self.skip(path.as_str(), reason);
                Decision::Skip(reason)
            }
            Err(Refusal::Name(error)) => {
                self.skip_name(name, error);
                Decision::Skip(SkipReason::UnreadablePath)
            }
        }
    }

    /// Judges a file by its bytes and counts it. The text still has its byte order mark, so that places in it are
    /// places in the file.
    ///
    /// # Errors
    /// The reason why it is not read; it has been counted.
    pub fn accept<'bytes>(&mut self, path: &ProjectPath, bytes: &'bytes [u8]) -> Result<&'bytes str, SkipReason> {
        // The size may not have been known, or have grown since.
        let judged = match self.over_a_limit(bytes.len() as u64) {
            Some(reason) => Err(reason),
            None => text_of(path.as_str(), bytes),
        };
        match judged {
            Ok(_) => {
                self.read += 1;
                self.bytes += bytes.len() as u64;
            }
            Err(reason) => self.skip(path.as_str(), reason),
        }
        judged
    }

    /// Counts a file as skipped, and says so if a person would not expect it. Each reason is said once.
    pub fn skip(&mut self, path: &str, reason: SkipReason) {
        let shown = shown_name(path);
        if !self.skipped.contains_key(&reason)
            && let Some(diagnostic) = reason.diagnostic(&shown)
        {
            self.say(diagnostic);
        }
        self.count(shown, reason);
    }

    /// Counts an entry of a zip that cannot be read, and says why, unless its path alone would have skipped it. A
    /// problem of the archive's list is said and counts no file.
    pub fn skip_entry(&mut self, problem: &EntryProblem) {
        let by_path = problem.path.as_ref().and_then(|path| skip_by_path(path.as_str(), self.root_segments));
        if let Some(reason) = by_path {
            self.skip(&problem.name, reason);
            return;
        }
        let reason = problem.skip_reason();
        // After the first, files over the archive's total would only repeat it.
        if reason != SkipReason::TotalLimit || !self.skipped.contains_key(&reason) {
            self.say(problem.diagnostic());
        }
        if !problem.is_of_the_list() {
            self.count(problem.name.clone(), reason);
        }
    }

    /// Says that lines of a `.gitignore` cannot be used.
    pub fn say_unusable_patterns(&mut self, gitignore_path: &str, lines: &[String]) {
        if let Some(first) = lines.first() {
            let count = match lines.len() {
                1 => "1 line that is".to_owned(),
                many => format!("{} lines that are", limits::count_text(many as u64)),
            };
            self.say(Diagnostic::new(
                format!("{} has {count} not understood: {first}", shown_name(gitignore_path)),
                "Either it is no valid pattern, which matches nothing in git, too, or there are too many patterns.",
                "Look at the list of files that were read, and leave out by hand what should not be there.",
            ));
        }
    }

    /// Keeps a message, as long as there is room.
    pub fn say(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() + 1 < limits::DIAGNOSTICS {
            self.diagnostics.push(diagnostic);
        } else if self.diagnostics.len() < limits::DIAGNOSTICS {
            self.diagnostics.push(Diagnostic::new(
                "There are more messages than are shown.",
                "So many files could not be read as they are that the list would be of no use.",
                "Look at the counts, correct what the first messages say, and choose the project again.",
            ));
        }
    }

    /// How many files were skipped, for whatever reason.
    #[must_use]
    pub fn skipped_count(&self) -> usize {
        self.skipped.values().map(|skipped| skipped.count).sum()
    }

    fn skip_name(&mut self, name: &str, error: PathError) {
        self.say(path_diagnostic(name, error));
        self.count(shown_name(name), SkipReason::UnreadablePath);
    }

    fn count(&mut self, shown: String, reason: SkipReason) {
        let skipped = self.skipped.entry(reason).or_default();
        skipped.count += 1;
        if skipped.examples.len() < EXAMPLES {
            skipped.examples.push(shown);
        }
    }

    fn over_a_limit(&self, size: u64) -> Option<SkipReason> {
        if size > limits::FILE_BYTES {
            Some(SkipReason::TooLarge)
        } else if self.bytes.saturating_add(size) > limits::TOTAL_BYTES || self.read as u64 >= limits::TOTAL_FILES {
            Some(SkipReason::TotalLimit)
        } else {
            None
        }
    }
}

/// A list of messages as it is stored: each an object of its three parts.
mod diagnostic_list {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::diagnostic::Diagnostic;

    #[derive(Serialize, Deserialize)]
    struct Parts {
        what: String,
        why: String,
        do_this: String,
    }

    pub(super) fn serialize<S: Serializer>(list: &[Diagnostic], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(list.iter().map(|diagnostic| Parts {
            what: diagnostic.what.clone(),
            why: diagnostic.why.clone(),
            do_this: diagnostic.do_this.clone(),
        }))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Diagnostic>, D::Error> {
        let list = Vec::<Parts>::deserialize(deserializer)?;
        Ok(list.into_iter().map(|parts| Diagnostic::new(parts.what, parts.why, parts.do_this)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(intake: &mut Intake, name: &str, bytes: &[u8], rules: &IgnoreRules) -> Option<SkipReason> {
        match intake.consider(name, bytes.len() as u64, rules) {
            Decision::Skip(reason) => Some(reason),
            Decision::Read(path) => intake.accept(&path, bytes).err(),
        }
    }

    fn project_path(path: &str) -> ProjectPath {
        ProjectPath::parse(path).unwrap()
    }

    #[test]
    fn every_file_is_counted_once_under_its_first_reason() {
        let mut rules = IgnoreRules::new();
        assert_eq!(rules.add("app", "*.local\n"), Vec::<String>::new());
        let mut intake = Intake::new(1);
        for (name, bytes, reason) in [
            ("app/main.py", &b"import os\n"[..], None),
            ("app\\lib\\b.py", b"x", None),
            ("app/node_modules/a/a.local", b"x", Some(SkipReason::DependencyFolder)),
            ("app/.env.local", b"KEY=1", Some(SkipReason::Ignored)),
            ("app/blob", b"a\0b", Some(SkipReason::Binary)),
            ("app/old.txt", b"gr\xF6\xDFe", Some(SkipReason::NotText)),
            ("app/wide.ps1", b"\xFF\xFEa\0", Some(SkipReason::Utf16)),
            ("../app/x", b"x", Some(SkipReason::UnreadablePath)),
            ("app/empty.py", b"", None),
        ] {
            assert_eq!(offer(&mut intake, name, bytes, &rules), reason, "{name}");
        }
        assert_eq!((intake.read, intake.bytes, intake.skipped_count()), (3, 11, 6));
        let skipped = &intake.skipped[&SkipReason::Ignored];
        assert_eq!((skipped.count, skipped.examples.as_slice()), (1, &["app/.env.local".to_owned()][..]));
        // What a person expects to be skipped is counted only.
        let said: Vec<_> = intake.diagnostics.iter().map(|diagnostic| diagnostic.what.as_str()).collect();
        assert_eq!(
            said,
            [
                "app/old.txt was not read.",
                "app/wide.ps1 was not read.",
                "A file was skipped because its name contains \"..\" and so points out of its folder: ../app/x."
            ]
        );
    }

    #[test]
    fn three_examples_are_kept_and_a_reason_is_said_once() {
        let mut intake = Intake::new(0);
        for index in 0..5 {
            intake.skip(&format!("{index}.txt"), SkipReason::NotText);
        }
        let skipped = &intake.skipped[&SkipReason::NotText];
        assert_eq!((skipped.count, skipped.examples.join(" ")), (5, "0.txt 1.txt 2.txt".to_owned()));
        assert_eq!(intake.diagnostics.len(), 1);
    }

    #[test]
    fn the_limits_hold_to_the_byte_and_are_said() {
        let rules = IgnoreRules::new();
        let mut intake = Intake::new(0);
        assert!(matches!(intake.consider("a", limits::FILE_BYTES, &rules), Decision::Read(_)));
        let over = intake.consider("b", limits::FILE_BYTES + 1, &rules);
        assert_eq!(over, Decision::Skip(SkipReason::TooLarge));
        assert_eq!(intake.diagnostics[0].why, limits::file_text());

        intake.bytes = limits::TOTAL_BYTES - 10;
        assert!(matches!(intake.consider("c", 10, &rules), Decision::Read(_)));
        assert_eq!(intake.consider("d", 11, &rules), Decision::Skip(SkipReason::TotalLimit));
        assert_eq!(intake.diagnostics[1].why, limits::total_text());
        // A file that turns out larger than it was said to be.
        assert_eq!(intake.accept(&project_path("e"), &[b'x'; 11]), Err(SkipReason::TotalLimit));
        assert_eq!(intake.accept(&project_path("f"), &[b'x'; 10]), Ok("xxxxxxxxxx"));

        let mut intake = Intake { read: 59_999, ..Intake::new(0) };
        assert!(intake.accept(&project_path("g"), b"x").is_ok());
        assert_eq!(intake.consider("h", 0, &rules), Decision::Skip(SkipReason::TotalLimit));
        let large = vec![b'x'; 5_000_001];
        assert_eq!(Intake::new(0).accept(&project_path("i"), &large), Err(SkipReason::TooLarge));
    }

    #[test]
    fn messages_end_with_one_that_says_there_are_more() {
        let mut intake = Intake::new(0);
        for index in 0..1_000 {
            intake.consider(&format!("../{index}"), 1, &IgnoreRules::new());
        }
        assert_eq!((intake.diagnostics.len(), intake.skipped_count()), (limits::DIAGNOSTICS, 1_000));
        let last = intake.diagnostics.last().unwrap();
        assert_eq!(last.what, "There are more messages than are shown.");
        assert_eq!(intake.diagnostics.iter().filter(|diagnostic| *diagnostic == last).count(), 1);
    }

    #[test]
    fn the_account_survives_being_stored() {
        let mut intake = Intake::new(1);
        intake.accept(&project_path("a/b.py"), b"x = 1").unwrap();
        intake.skip("a/c.txt", SkipReason::Utf16);
        intake.skip("a/yarn.lock", SkipReason::LockFile);
        let text = serde_json::to_string(&intake).unwrap();
        assert!(text.contains(r#""lock_file":{"count":1,"examples":["a/yarn.lock"]}"#), "{text}");
        assert_eq!(serde_json::from_str::<Intake>(&text).unwrap(), intake);
    }
}
