//! Reads the files of one scan in the worker, piece by piece as the page hands them over, into a workbench.
//! Not the decision which files are read, which is the intake's, and not the scan.
//!
//! The browser reads a file by going to another process for it, so that reading one after the other mostly waits. Files
//! are therefore read together, as one large one that is cut by their sizes, and the next are read while what has come is
//! looked at.
//!
//! **Invariant:** each file that is handed over is counted once in the intake, in the order in which it came.
//! **Invariant:** the project's own rules are known before the first other file is judged.

use std::collections::VecDeque;

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::{Blob, File, FileReaderSync};

use super::envelope;
use crate::diagnostic::Diagnostic;
use crate::inventory::intake::ignore::IgnoreRules;
use crate::inventory::intake::path::ProjectPath;
use crate::inventory::intake::skip::{SkipReason, shown_name, skip_by_path};
use crate::inventory::intake::{Decision, Intake, Judgement, limits, unpack};
use crate::inventory::settings::Settings;
use crate::inventory::workbench::Workbench;

/// How many bytes are read together, unless a single file has more.
const TOGETHER: usize = 8_000_000;

/// A scan whose files are being read.
pub struct Reading {
    workbench: Workbench,
    intake: Intake,
    reader: Option<FileReaderSync>,
    rules: IgnoreRules,
    /// The first files, as long as more of the project's own rules may come.
    first: Option<Vec<(String, File)>>,
    count: usize,
    taken: usize,
    done: usize,
    /// What is being read, in the order in which it came.
    under_way: VecDeque<Together>,
    /// Whether there is nothing but the files, so that a single one may be an archive.
    alone: bool,
    progress: Box<dyn FnMut(usize)>,
}

/// A file that has been judged and, if it is read, has a place among those that are read together.
struct Judged {
    name: String,
    file: File,
    judgement: Judgement,
    /// How many bytes of those that are read together are its own. None if it is not read, nor if it seems empty: so
    /// does a file that was deleted, which only reading it by itself tells.
    size: usize,
}

/// Files that are read together.
pub struct Together {
    files: Vec<Judged>,
    /// How many bytes they have.
    size: usize,
    /// Their bytes, once they are there; none if there is nothing to read together.
    pub bytes: Option<Promise>,
    /// Whether they are the last of the piece that was handed over.
    pub ends_piece: bool,
}

impl Reading {
    /// A scan of so many files. `progress` is told how many of them are done.
    pub fn new(settings: Settings, root_segments: usize, count: usize, progress: impl FnMut(usize) + 'static) -> Self {
        Reading {
            workbench: Workbench::new(settings),
            intake: Intake::new(root_segments),
            reader: FileReaderSync::new().ok(),
            rules: IgnoreRules::new(),
            first: Some(Vec::new()),
            count,
            taken: 0,
            done: 0,
            under_way: VecDeque::new(),
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

    /// Takes the paths that only count, and whether there are more files than were looked at.
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

    /// Takes a piece of the files, which has so many, and begins to read it.
    ///
    /// # Errors
    /// Why an archive cannot be read.
    pub fn take(&mut self, files: Vec<(String, File)>, count: usize) -> Result<(), Diagnostic> {
        self.taken += count;
        if let [(path, zip)] = files.as_slice()
            && self.count == 1
            && self.alone
            && path.to_ascii_lowercase().ends_with(".zip")
        {
            return self.zip(zip);
        }
        let mut files = files.into_iter().peekable();
        if let Some(first) = &mut self.first {
            while let Some(rules) = files.next_if(|(path, _)| envelope::come_first(path)) {
                first.push(rules);
            }
        }
        if (self.taken >= self.count || files.peek().is_some())
            && let Some(first) = self.first.take()
        {
            for (path, file) in &first {
                self.rules(path, file);
            }
            self.begin(first);
        }
        self.begin(files);
        if let Some(last) = self.under_way.back_mut() {
            last.ends_piece = true;
        }
        Ok(())
    }

    /// The next files that are being read. Their bytes are to be awaited and given to [`Reading::settle`].
    pub fn next(&mut self) -> Option<Together> {
        self.under_way.pop_front()
    }

    /// Whether all files were handed over, and none is being read.
    pub fn is_whole(&self) -> bool {
        self.taken >= self.count && self.under_way.is_empty()
    }

    /// What was read.
    pub fn end(self) -> (Workbench, Intake) {
        (self.workbench, self.intake)
    }

    /// Reads a file of the project's own rules.
    fn rules(&mut self, name: &str, file: &File) {
        let Ok(path) = ProjectPath::parse(name) else { return };
        let root_segments = self.intake.root_segments;
        let counts = path.file_name() == ".gitignore" && skip_by_path(path.as_str(), root_segments).is_none();
        if !counts || file.size() > limits::FILE_BYTES as f64 {
            return;
        }
        // One that cannot be read has no rules; its problem is said when its turn comes.
        let text = self.bytes(file).and_then(|bytes| String::from_utf8(bytes).ok());
        if let Some(text) = text {
            let unusable = self.rules.add(path.folder(), &text);
            self.intake.say_unusable_patterns(path.as_str(), &unusable);
        }
    }

    /// Judges files and begins to read them, several at once.
    fn begin(&mut self, files: impl IntoIterator<Item = (String, File)>) {
        let (mut together, mut bytes) = (Vec::new(), 0);
        for (name, file) in files {
            let judgement = self.intake.judge(&name, file.size() as u64, &self.rules);
            let size = if judgement.is_read() { file.size() as usize } else { 0 };
            if bytes + size > TOGETHER {
                self.begin_together(std::mem::take(&mut together), bytes);
                bytes = 0;
            }
            bytes += size;
            together.push(Judged { name, file, judgement, size });
        }
        self.begin_together(together, bytes);
    }

    fn begin_together(&mut self, files: Vec<Judged>, size: usize) {
        let parts = Array::new();
        for judged in files.iter().filter(|judged| judged.size > 0) {
            parts.push(&judged.file);
        }
        let blob = (parts.length() > 1).then(|| Blob::new_with_blob_sequence(&parts).ok()).flatten();
        let bytes = blob.map(|blob| blob.array_buffer());
        self.under_way.push_back(Together { files, size, bytes, ends_piece: false });
    }

    /// Keeps what came of files, or reads each by itself: one that changed since it was chosen spoils all of them.
    pub fn settle(&mut self, Together { files, size, .. }: Together, buffer: Option<&JsValue>) {
        let all = buffer.map(|buffer| Uint8Array::new(buffer).to_vec()).filter(|all| all.len() == size);
        let mut at = 0;
        for Judged { name, file, judgement, size } in files {
            if let Decision::Read(path) = self.intake.settle(&name, judgement) {
                let part = all.as_ref().filter(|_| size > 0).and_then(|all| all.get(at..at + size));
                at += size;
                match part {
                    Some(bytes) => self.keep(&path, bytes),
                    None => match self.bytes(&file) {
                        Some(bytes) => self.keep(&path, &bytes),
                        None => {
                            self.intake.say(unreadable(path.as_str()));
                            self.intake.skip(path.as_str(), SkipReason::UnreadableEntry);
                        }
                    },
                }
            }
            self.done += 1;
            (self.progress)(self.done);
        }
    }

    fn keep(&mut self, path: &ProjectPath, bytes: &[u8]) {
        if let Ok(text) = self.intake.accept(path, bytes) {
            self.workbench.add(path.as_str(), text);
        }
    }

    fn zip(&mut self, zip: &File) -> Result<(), Diagnostic> {
        if zip.size() > limits::ZIP_INFLATED_BYTES as f64 {
            return Err(Diagnostic::new(
                "The zip was not read.",
                limits::zip_text(),
                "Pack only the source code, or choose the folder of one service or package.",
            ));
        }
        let bytes = self.bytes(zip).ok_or_else(|| unreadable(&zip.name()))?;
        let unpacked = unpack::unpack(&bytes, |path, text| {
            self.workbench.add(path.as_str(), text);
            self.done += 1;
            (self.progress)(self.done);
        });
        self.intake = unpacked.map_err(|error| error.diagnostic())?;
        Ok(())
    }

    fn bytes(&self, blob: &Blob) -> Option<Vec<u8>> {
        let buffer = self.reader.as_ref()?.read_as_array_buffer(blob).ok()?;
        Some(Uint8Array::new(&buffer).to_vec())
    }
}

fn unreadable(path: &str) -> Diagnostic {
    Diagnostic::new(
        format!("{} could not be read.", shown_name(path)),
        "It was changed, moved or deleted after it was chosen, or reading it is not allowed.",
        "Choose it again once it is in place.",
    )
}
