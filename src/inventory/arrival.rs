//! The files of one scan as they come in: which of them are wanted, and what becomes of each, into a workbench.
//! Not the decision which files count, which is the intake's, not the reading from the browser, and not the scan.
//!
//! The way: all paths are known; [`Arrival::wanted`] says which files are to be read, [`Arrival::take`] takes what each of
//! them holds, in that order, and when the last has come, `wanted` is asked again. The first to be wanted are those that
//! hold the project's own rules.
//!
//! **Invariant:** each path is counted once in the intake, in the order of the paths.
//! **Invariant:** the project's own rules are known before the first other file is judged.

use std::collections::VecDeque;

use super::intake::ignore::IgnoreRules;
use super::intake::path::ProjectPath;
use super::intake::skip::{SkipReason, shown_name, skip_by_path};
use super::intake::{Decision, Intake, Judgement, limits, unpack};
use super::settings::Settings;
use super::workbench::Workbench;
use crate::diagnostic::Diagnostic;

/// What a wanted file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content<'bytes> {
    /// All of its bytes.
    Bytes(&'bytes [u8]),
    /// More bytes than were wanted; none of them was kept.
    TooLarge,
    /// Nothing: it was changed, moved or deleted, or may not be read.
    Unreadable,
}

/// Which files are to be read next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Their numbers in the list of paths, in the order in which they are to be taken.
    pub files: Vec<u32>,
    /// The most bytes that one of them may have.
    pub limit: u64,
}

/// What is waited for.
#[derive(Debug)]
enum Stage {
    /// Nothing was wanted yet.
    New,
    /// The files with the project's own rules, in order.
    Rules(VecDeque<ProjectPath>),
    /// The rest of all files, judged by their names.
    Files(VecDeque<(String, Judgement)>),
    /// The one file, which is an archive.
    Archive(String),
    /// Nothing more.
    Done,
}

/// A scan whose files come in.
pub struct Arrival {
    workbench: Workbench,
    intake: Intake,
    rules: IgnoreRules,
    paths: Vec<String>,
    stage: Stage,
    /// How many wanted files have not come.
    outstanding: usize,
    done: usize,
    /// Whether there is nothing but the files, so that a single one may be an archive.
    alone: bool,
    progress: Box<dyn FnMut(usize)>,
}

impl Arrival {
    /// A scan of files with these paths. `progress` is told how many of them are done.
    pub fn new(
        settings: Settings,
        root_segments: usize,
        paths: Vec<String>,
        progress: impl FnMut(usize) + 'static,
    ) -> Self {
        Arrival {
            workbench: Workbench::new(settings),
            intake: Intake::new(root_segments),
            rules: IgnoreRules::new(),
            paths,
            stage: Stage::New,
            outstanding: 0,
            done: 0,
            alone: true,
            progress: Box::new(progress),
        }
    }

    /// Takes a text.
    pub fn text(&mut self, path: &str, text: &str) {
        if let Decision::Read(path) = self.intake.consider(path, text.len() as u64, &self.rules)
            && let Ok(text) = self.intake.accept(&path, text.as_bytes())
        {
            self.workbench.add(path.as_str(), text);
        }
    }

    /// Takes the paths that only count, a folder's with a slash at its end, and whether there are more files than were
    /// looked at.
    pub fn names(&mut self, names: impl Iterator<Item = String>, more: bool) {
        for name in names {
            self.alone = false;
            let inside = if name.ends_with('/') { format!("{name}x") } else { name.clone() };
            let reason = match ProjectPath::parse(&inside) {
                Ok(path) => {
                    skip_by_path(path.as_str(), self.intake.root_segments).unwrap_or(SkipReason::UnreadableEntry)
                }
                Err(_) => SkipReason::UnreadablePath,
            };
            // What the name does not rule out was to be read, and could not be.
            if reason == SkipReason::UnreadableEntry {
                self.intake.say(unreadable(&name));
            }
            self.intake.skip(&name, reason);
        }
        if more {
            self.intake.say(Diagnostic::new(
                format!(
                    "The folder holds more than {} files; the rest was not looked at.",
                    limits::count_text(limits::ZIP_ENTRIES)
                ),
                "It holds data or generated files, or a link back into itself, most likely.",
                "Choose the folder of one service or package and go through the rest one by one.",
            ));
        }
    }

    /// What is to be read next; none if all is there. To be asked at first, and when [`Self::is_waiting`] is over.
    pub fn wanted(&mut self) -> Option<Wanted> {
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::New => self.archive().or_else(|| self.rule_files()).or_else(|| self.files()),
            Stage::Rules(_) => self.files(),
            Stage::Files(rest) => {
                self.pass(rest);
                None
            }
            Stage::Archive(_) | Stage::Done => None,
        }
    }

    /// Whether a wanted file has not come yet.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.outstanding > 0
    }

    /// Takes what the next of the wanted files holds. Nothing is taken while none is waited for.
    ///
    /// # Errors
    /// Why an archive cannot be read.
    pub fn take(&mut self, content: Content<'_>) -> Result<(), Diagnostic> {
        if !self.is_waiting() {
            return Ok(());
        }
        self.outstanding -= 1;
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Rules(mut left) => {
                if let Some(path) = left.pop_front() {
                    self.add_rules(&path, content);
                }
                self.stage = Stage::Rules(left);
            }
            Stage::Files(mut left) => {
                while let Some((name, judgement)) = left.pop_front() {
                    let is_read = judgement.is_read();
                    self.settle(&name, judgement, content);
                    if is_read {
                        break;
                    }
                }
                self.stage = Stage::Files(left);
            }
            Stage::Archive(name) => self.unpack(&name, content)?,
            stage @ (Stage::New | Stage::Done) => self.stage = stage,
        }
        Ok(())
    }

    /// What came.
    pub fn end(self) -> (Workbench, Intake) {
        (self.workbench, self.intake)
    }

    fn want(&mut self, files: Vec<u32>, limit: u64) -> Option<Wanted> {
        self.outstanding = files.len();
        (!files.is_empty()).then_some(Wanted { files, limit })
    }

    /// The one file, if it is an archive. Nothing is left out of it by its own name.
    fn archive(&mut self) -> Option<Wanted> {
        let [name] = self.paths.as_slice() else { return None };
        if !self.alone || !name.to_ascii_lowercase().ends_with(".zip") {
            return None;
        }
        self.stage = Stage::Archive(name.clone());
        self.want(vec![0], limits::ZIP_INFLATED_BYTES)
    }

    /// The files with the project's own rules.
    fn rule_files(&mut self) -> Option<Wanted> {
        let root_segments = self.intake.root_segments;
        let with_rules = |(number, name): (u32, &String)| {
            let path = ProjectPath::parse(name).ok()?;
            let counts = path.file_name() == ".gitignore" && skip_by_path(path.as_str(), root_segments).is_none();
            counts.then_some((number, path))
        };
        let (numbers, paths) = (0..).zip(&self.paths).filter_map(with_rules).unzip();
        self.stage = Stage::Rules(paths);
        self.want(numbers, limits::FILE_BYTES)
    }

    /// All files that count.
    fn files(&mut self) -> Option<Wanted> {
        let judge = |name: String| {
            // The size is not known: asking for it would make the page wait for the disk, file by file.
            let judgement = self.intake.judge(&name, 0, &self.rules);
            (name, judgement)
        };
        let judged: VecDeque<_> = std::mem::take(&mut self.paths).into_iter().map(judge).collect();
        let is_read = |(number, (_, judgement)): (u32, &(String, Judgement))| judgement.is_read().then_some(number);
        let numbers: Vec<u32> = (0..).zip(&judged).filter_map(is_read).collect();
        let wanted = self.want(numbers, limits::FILE_BYTES);
        match wanted {
            Some(_) => self.stage = Stage::Files(judged),
            None => self.pass(judged),
        }
        wanted
    }

    /// A file of rules that cannot be read has none; its problem is said when its turn comes.
    fn add_rules(&mut self, path: &ProjectPath, content: Content<'_>) {
        let Content::Bytes(bytes) = content else { return };
        if let Ok(text) = std::str::from_utf8(bytes) {
            let unusable = self.rules.add(path.folder(), text);
            self.intake.say_unusable_patterns(path.as_str(), &unusable);
        }
    }

    /// Counts the files behind the last that is read, or behind the limit of all.
    fn pass(&mut self, rest: VecDeque<(String, Judgement)>) {
        for (name, judgement) in rest {
            if let Decision::Read(path) = self.intake.settle(&name, judgement) {
                self.intake.skip(path.as_str(), SkipReason::TotalLimit);
            }
            self.count();
        }
    }

    fn settle(&mut self, name: &str, judgement: Judgement, content: Content<'_>) {
        if let Decision::Read(path) = self.intake.settle(name, judgement) {
            match content {
                Content::Bytes(bytes) => match self.intake.accept(&path, bytes) {
                    Ok(text) => self.workbench.add(path.as_str(), text),
                    // A smaller one might still have room, but which are tried must not hang on when they come.
                    Err(SkipReason::TotalLimit) => self.outstanding = 0,
                    Err(_) => {}
                },
                Content::TooLarge => self.intake.skip(path.as_str(), SkipReason::TooLarge),
                Content::Unreadable => {
                    self.intake.say(unreadable(path.as_str()));
                    self.intake.skip(path.as_str(), SkipReason::UnreadableEntry);
                }
            }
        }
        self.count();
    }

    fn count(&mut self) {
        self.done += 1;
        (self.progress)(self.done);
    }

    fn unpack(&mut self, name: &str, content: Content<'_>) -> Result<(), Diagnostic> {
        let bytes = match content {
            Content::Bytes(bytes) => bytes,
            Content::TooLarge => {
                return Err(Diagnostic::new(
                    "The zip was not read.",
                    limits::zip_text(),
                    "Pack only the source code, or choose the folder of one service or package.",
                ));
            }
            Content::Unreadable => return Err(unreadable(name)),
        };
        let unpacked = unpack::unpack(bytes, |path, text| {
            self.workbench.add(path.as_str(), text);
            self.done += 1;
            (self.progress)(self.done);
        });
        self.intake = unpacked.map_err(|error| error.diagnostic())?;
        Ok(())
    }
}

fn unreadable(path: &str) -> Diagnostic {
    Diagnostic::new(
        format!("{} could not be read.", shown_name(path)),
        "It was changed, moved or deleted after it was chosen, or reading it is not allowed.",
        "Choose it again once it is in place.",
    )
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeMap;
    use std::rc::Rc;

    use super::super::intake::zip_writer::write_zip;
    use super::*;

    const MENTION: &str = "LLM_URL=https://openrouter.ai/api/v1\n";

    fn arrival(paths: &[&str]) -> (Arrival, Rc<RefCell<Vec<usize>>>) {
        let said = Rc::new(RefCell::new(Vec::new()));
        let told = Rc::clone(&said);
        let paths = paths.iter().map(|path| (*path).to_owned()).collect();
        (Arrival::new(Settings::default(), 1, paths, move |done| told.borrow_mut().push(done)), said)
    }

    /// Brings all that is wanted, and gives what was wanted in turn.
    fn bring(arrival: &mut Arrival, paths: &[&str], contents: &BTreeMap<&str, Content<'_>>) -> Vec<Vec<String>> {
        let mut asked = Vec::new();
        while let Some(wanted) = arrival.wanted() {
            let names: Vec<&str> = wanted.files.iter().map(|number| paths[*number as usize]).collect();
            for name in &names {
                assert!(arrival.is_waiting());
                arrival.take(contents[name]).unwrap();
            }
            assert!(!arrival.is_waiting());
            asked.push(names.into_iter().map(str::to_owned).collect());
        }
        asked
    }

    #[test]
    fn rules_come_first_and_each_file_is_counted_once() {
        let paths =
            ["p/b.env", "p/own/c.env", "p/node_modules/x/.gitignore", "p/.gitignore", "p/big.ts", "p/gone.ts", "../p"];
        let contents = BTreeMap::from([
            ("p/b.env", Content::Bytes(MENTION.as_bytes())),
            ("p/.gitignore", Content::Bytes(b"own/\n")),
            ("p/big.ts", Content::TooLarge),
            ("p/gone.ts", Content::Unreadable),
        ]);
        let (mut arrival, said) = arrival(&paths);
        arrival.names(["p/.git/".to_owned(), "p/locked.txt".to_owned()].into_iter(), false);
        assert_eq!(
            bring(&mut arrival, &paths, &contents),
            [vec!["p/.gitignore"], vec!["p/b.env", "p/.gitignore", "p/big.ts", "p/gone.ts"]]
        );
        assert_eq!(*said.borrow(), (1..=paths.len()).collect::<Vec<_>>());
        let (mut workbench, intake) = arrival.end();
        assert_eq!((intake.read, intake.skipped_count()), (2, 7));
        for (reason, count) in [
            (SkipReason::Ignored, 1),
            (SkipReason::DependencyFolder, 1),
            (SkipReason::GitFolder, 1),
            (SkipReason::TooLarge, 1),
            (SkipReason::UnreadableEntry, 2),
            (SkipReason::UnreadablePath, 1),
        ] {
            assert_eq!(intake.skipped[&reason].count, count, "{reason:?}");
        }
        let unreadable =
            |path: &str| intake.diagnostics.iter().any(|said| said.what == format!("{path} could not be read."));
        assert!(unreadable("p/gone.ts") && unreadable("p/locked.txt"));
        assert!(workbench.scan(intake, |_| {}).total_findings > 0);
    }

    #[test]
    fn nothing_is_wanted_of_files_whose_names_rule_them_out() {
        let paths = ["p/a.png", "p/package-lock.json"];
        let (mut arrival, said) = arrival(&paths);
        assert_eq!(arrival.wanted(), None);
        assert_eq!((arrival.end().1.skipped_count(), said.borrow().len()), (2, 2));
    }

    #[test]
    fn behind_the_limit_of_all_nothing_is_waited_for() {
        let paths = ["p/a.ts", "p/b.ts", "p/c.png", "p/d.ts"];
        let (mut arrival, said) = arrival(&paths);
        arrival.intake.bytes = limits::TOTAL_BYTES - 1;
        assert_eq!(arrival.wanted().map(|wanted| wanted.files), Some(vec![0, 1, 3]));
        arrival.take(Content::Bytes(b"x")).unwrap();
        assert!(arrival.is_waiting());
        arrival.take(Content::Bytes(b"y")).unwrap();
        assert!(!arrival.is_waiting());
        // What came together with it, though it would have room, and what was still on its way.
        arrival.take(Content::Bytes(b"")).unwrap();
        assert_eq!(arrival.wanted(), None);
        arrival.take(Content::Bytes(b"")).unwrap();
        let intake = arrival.end().1;
        assert_eq!((intake.read, intake.skipped[&SkipReason::TotalLimit].count, intake.skipped_count()), (1, 2, 3));
        assert_eq!(said.borrow().len(), 4);
    }

    #[test]
    fn a_single_zip_is_unpacked_and_its_problems_are_said() {
        let zip = write_zip(&[("a/b.env".to_owned(), MENTION.as_bytes()), ("a/c.env".to_owned(), b"x=1")]).unwrap();
        for (content, read) in [
            (Content::Bytes(&zip), Ok(2)),
            (Content::Bytes(b"no zip"), Err("")),
            (Content::TooLarge, Err("The zip was not read.")),
            (Content::Unreadable, Err("A.ZIP could not be read.")),
        ] {
            let (mut arrival, _) = arrival(&["A.ZIP"]);
            assert_eq!(arrival.wanted(), Some(Wanted { files: vec![0], limit: limits::ZIP_INFLATED_BYTES }));
            match (arrival.take(content), read) {
                (Ok(()), Ok(count)) => {
                    assert_eq!((arrival.wanted(), arrival.end().1.read), (None, count));
                }
                (Err(problem), Err(what)) => assert!(problem.what.starts_with(what), "{}", problem.what),
                (taken, _) => panic!("{content:?}: {taken:?}"),
            }
        }
        // Beside others it is a file like any other, and a binary one.
        let (mut two, _) = arrival(&["a.zip", "b.ts"]);
        assert_eq!(two.wanted(), Some(Wanted { files: vec![0, 1], limit: limits::FILE_BYTES }));
        let (mut named, _) = arrival(&["a.zip"]);
        named.names(std::iter::once("node_modules/".to_owned()), false);
        assert_eq!(named.wanted(), Some(Wanted { files: vec![0], limit: limits::FILE_BYTES }));
        named.take(Content::Bytes(&zip)).unwrap();
        assert_eq!((named.wanted(), named.end().1.skipped[&SkipReason::Binary].count), (None, 1));
    }
}
