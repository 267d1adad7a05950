//! What can be wrong with a zip as a whole and with one of its entries, and the sentences that say so.
//! Not the reading (`zip_reader`).
//! **Invariant:** every problem has a diagnostic, and names from the archive are shown without control characters.

use std::fmt;

use super::limits::{self, count_text, size_text};
use super::path::{PathError, ProjectPath};
use super::skip::{SkipReason, path_diagnostic, shown_name};
use crate::diagnostic::Diagnostic;

/// Why bytes cannot be read as a zip at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZipError {
    /// There are no bytes.
    Empty,
    /// The bytes are something else: the name of what they look like, if they look like another archive.
    NotAZip(Option<&'static str>),
    /// It starts like a zip, but the table at its end is missing.
    Truncated,
    /// The table at its end contradicts itself.
    Damaged,
}

/// Something about one entry, or about the list of entries, that keeps it from being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryProblem {
    /// The entry's name as it can be shown; empty if the problem is one of the list.
    pub name: String,
    /// The entry's path, if its name is one.
    pub path: Option<ProjectPath>,
    /// What is wrong.
    pub kind: EntryProblemKind,
}

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryProblemKind {
    /// Its name is no path inside the project.
    BadPath(PathError),
    /// It needs a password.
    Encrypted,
    /// It is packed in another way than stored or deflated: the method's number.
    UnsupportedMethod(u16),
    /// It is a symbolic link.
    Symlink,
    /// An earlier entry has the same path.
    Duplicate,
    /// Its declared size is over the limit that the reader was given. Both in bytes.
    TooLarge {
        /// The declared size.
        size: u64,
        /// The limit.
        limit: u64,
    },
    /// It claims to unfold to more than `limits::ZIP_RATIO` times its packed size. Both in bytes.
    Bomb {
        /// The declared size.
        size: u64,
        /// The packed size.
        compressed_size: u64,
    },
    /// The archive as a whole has unfolded to `limits::ZIP_INFLATED_BYTES`.
    InflatedLimit,
    /// Its data lies outside of the archive.
    DataMissing,
    /// Its data cannot be unpacked.
    DataDamaged,
    /// It unfolds to more or fewer bytes than the archive says.
    SizeMismatch,
    /// Its content does not have the checksum that the archive says.
    ChecksumMismatch,
    /// The list of entries breaks off: nothing after this point is known.
    ListDamaged,
    /// The list has more than `limits::ZIP_ENTRIES` entries: nothing after this point is read.
    TooManyEntries,
    /// The list is whole but has another length than the archive says.
    CountMismatch {
        /// How many entries the archive says it has.
        declared: u64,
        /// How many there are.
        found: u64,
    },
}

impl EntryProblem {
    /// Whether the problem is one of the list of entries and not of one file.
    #[must_use]
    pub fn is_of_the_list(&self) -> bool {
        matches!(
            self.kind,
            EntryProblemKind::ListDamaged | EntryProblemKind::TooManyEntries | EntryProblemKind::CountMismatch { .. }
        )
    }

    /// Under which reason the file is counted.
    #[must_use]
    pub fn skip_reason(&self) -> SkipReason {
        match self.kind {
            EntryProblemKind::BadPath(_) => SkipReason::UnreadablePath,
            EntryProblemKind::Symlink => SkipReason::Symlink,
            EntryProblemKind::TooLarge { .. } => SkipReason::TooLarge,
            EntryProblemKind::InflatedLimit | EntryProblemKind::TooManyEntries => SkipReason::TotalLimit,
            _ => SkipReason::UnreadableEntry,
        }
    }

    /// The problem as a message.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        const PACK_AGAIN: &str = "Pack the project again, or choose the folder itself.";
        const DOWNLOAD_AGAIN: &str = "Download or pack the archive again, or choose the folder itself.";
        let name = &self.name;
        let skipped = format!("{name} in the zip was skipped.");
        match self.kind {
            EntryProblemKind::BadPath(error) => path_diagnostic(name, error),
            EntryProblemKind::Encrypted => Diagnostic::new(
                skipped,
                "It is encrypted, and the page has no password.",
                "Pack the project again without a password, or choose the folder itself.",
            ),
            EntryProblemKind::UnsupportedMethod(method) => Diagnostic::new(
                skipped,
                format!("It is packed with {}; only stored and deflated entries are read.", method_text(method)),
                "Pack the project again with the ordinary zip method (deflate), or choose the folder itself.",
            ),
            EntryProblemKind::Symlink => Diagnostic::new(
                skipped,
                "It is a symbolic link, and links are not followed.",
                "Nothing needs to be done if the file it points to is in the zip, too.",
            ),
            EntryProblemKind::Duplicate => Diagnostic::new(
                skipped,
                "The zip holds an earlier file with the same path, which was kept.",
                "Pack the project again if the wrong one of the two was kept.",
            ),
            EntryProblemKind::TooLarge { size, limit } => Diagnostic::new(
                skipped,
                format!("It unfolds to {}, and at most {} are read of one file.", size_text(size), size_text(limit)),
                "If it is source code that talks to OpenRouter, paste the relevant part.",
            ),
            EntryProblemKind::Bomb { size, compressed_size } => Diagnostic::new(
                skipped,
                format!(
                    "It unfolds from {} to {}. {}",
                    size_text(compressed_size),
                    size_text(size),
                    limits::zip_text()
                ),
                "No source file does that; leave it out, and do not trust the archive if you did not make it.",
            ),
            EntryProblemKind::InflatedLimit => Diagnostic::new(
                format!("{name} and further files in the zip were not read."),
                limits::zip_text(),
                "Pack the folder of one service or package and go through the rest one by one.",
            ),
            EntryProblemKind::DataMissing => Diagnostic::new(
                skipped,
                "Its data lies outside of the archive, so the archive is cut off or damaged.",
                DOWNLOAD_AGAIN,
            ),
            EntryProblemKind::DataDamaged => {
                Diagnostic::new(skipped, "Its data is damaged and cannot be unpacked.", DOWNLOAD_AGAIN)
            }
            EntryProblemKind::SizeMismatch => Diagnostic::new(
                skipped,
                "It does not unfold to the size that the archive says, so the archive is damaged or made to mislead.",
                DOWNLOAD_AGAIN,
            ),
            EntryProblemKind::ChecksumMismatch => Diagnostic::new(
                skipped,
                "Its content does not fit its checksum, so the archive is damaged.",
                DOWNLOAD_AGAIN,
            ),
            EntryProblemKind::ListDamaged => Diagnostic::new(
                "The zip was read only in part.",
                "Its list of files is damaged, so what comes after the damage is unknown.",
                DOWNLOAD_AGAIN,
            ),
            EntryProblemKind::TooManyEntries => {
                Diagnostic::new("The zip was read only in part.", limits::zip_text(), PACK_AGAIN)
            }
            EntryProblemKind::CountMismatch { declared, found } => Diagnostic::new(
                format!("The zip lists {} files and folders.", count_text(found)),
                format!("It says that it has {}, so some may be missing.", count_text(declared)),
                DOWNLOAD_AGAIN,
            ),
        }
    }

    pub(super) fn of_list(kind: EntryProblemKind) -> Self {
        EntryProblem { name: String::new(), path: None, kind }
    }

    pub(super) fn of_name(name: &str, kind: EntryProblemKind) -> Self {
        EntryProblem { name: shown_name(name), path: ProjectPath::parse(name).ok(), kind }
    }

    pub(super) fn of_path(path: &ProjectPath, kind: EntryProblemKind) -> Self {
        EntryProblem { name: shown_name(path.as_str()), path: Some(path.clone()), kind }
    }
}

impl ZipError {
    /// The error as a message.
    #[must_use]
    pub fn diagnostic(self) -> Diagnostic {
        const WHAT: &str = "The zip could not be read.";
        const AGAIN: &str = "Download or pack it again, or choose the folder itself.";
        match self {
            ZipError::Empty => Diagnostic::new(WHAT, "The file is empty.", AGAIN),
            ZipError::NotAZip(None) => Diagnostic::new(
                WHAT,
                "The file is no zip archive.",
                "Choose a file that ends in .zip and opens as an archive, or choose the folder itself.",
            ),
            ZipError::NotAZip(Some(name)) => Diagnostic::new(
                WHAT,
                format!("The file looks like {name}, and only zip archives are read."),
                "Unpack it and choose the folder, or pack the folder as a zip.",
            ),
            ZipError::Truncated => {
                Diagnostic::new(WHAT, "It breaks off before its end, as after a download that was interrupted.", AGAIN)
            }
            ZipError::Damaged => {
                Diagnostic::new(WHAT, "The table at its end contradicts itself, so the archive is damaged.", AGAIN)
            }
        }
    }
}

impl fmt::Display for ZipError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic().fmt(formatter)
    }
}

impl std::error::Error for ZipError {}

impl fmt::Display for EntryProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic().fmt(formatter)
    }
}

impl std::error::Error for EntryProblem {}

/// A packing method by its usual name.
fn method_text(method: u16) -> String {
    let name = match method {
        1 => "Shrink",
        2..=5 => "Reduce",
        6 => "Implode",
        9 => "Deflate64",
        12 => "bzip2",
        14 => "LZMA",
        93 | 20 => "Zstandard",
        95 => "XZ",
        98 => "PPMd",
        99 => "AES encryption",
        _ => return format!("method {method}"),
    };
    format!("{name} (method {method})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_is_said_in_three_parts() {
        let kinds = [
            EntryProblemKind::BadPath(PathError::ParentFolder),
            EntryProblemKind::Encrypted,
            EntryProblemKind::UnsupportedMethod(93),
            EntryProblemKind::UnsupportedMethod(4711),
            EntryProblemKind::Symlink,
            EntryProblemKind::Duplicate,
            EntryProblemKind::TooLarge { size: 7_000_000, limit: 5_000_000 },
            EntryProblemKind::Bomb { size: 100_000_000, compressed_size: 100_000 },
            EntryProblemKind::InflatedLimit,
            EntryProblemKind::DataMissing,
            EntryProblemKind::DataDamaged,
            EntryProblemKind::SizeMismatch,
            EntryProblemKind::ChecksumMismatch,
            EntryProblemKind::ListDamaged,
            EntryProblemKind::TooManyEntries,
            EntryProblemKind::CountMismatch { declared: 3, found: 2 },
        ];
        let mut seen = std::collections::HashSet::new();
        for kind in kinds {
            let problem = EntryProblem::of_name("src/a\n.py", kind);
            let diagnostic = problem.diagnostic();
            for part in [&diagnostic.what, &diagnostic.why, &diagnostic.do_this] {
                assert!(part.ends_with('.') && !part.contains('\n'), "{part}");
            }
            assert!(problem.is_of_the_list() || diagnostic.what.contains("src/a\u{fffd}.py"), "{diagnostic}");
            assert!(seen.insert(diagnostic), "{kind:?} is told apart");
        }
        let errors = [ZipError::Empty, ZipError::NotAZip(None), ZipError::NotAZip(Some("a 7z archive"))];
        for error in errors.into_iter().chain([ZipError::Truncated, ZipError::Damaged]) {
            assert!(seen.insert(error.diagnostic()), "{error:?} is told apart");
        }
    }
}
