//! Why a file is left out, in the order and the words in which the page counts such files.
//! Not the decision: `skip_path` judges by the name, `skip_content` by the bytes, `ignore` by the project's own rules.
//! **Invariant:** every reason has a label of its own, and its serialised name never changes.

use serde::{Deserialize, Serialize};

pub use super::skip_content::text_of;
pub use super::skip_path::{shared_root_segments, skip_by_path};
use super::{limits, path::PathError};
use crate::diagnostic::Diagnostic;

/// Why a file is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// The store of a version control system: `.git`, `.hg`, `.svn`.
    GitFolder,
    /// Code that a package manager put there: `node_modules`, `vendor`, `.venv`.
    DependencyFolder,
    /// What a build or a tool writes: `dist`, `target`, `coverage`, caches.
    BuildOutput,
    /// Exact versions, written by a package manager.
    LockFile,
    /// JavaScript, CSS or HTML that a bundler or minifier wrote.
    Minified,
    /// Recorded answers of tests: cassettes, snapshots, HAR files.
    Recording,
    /// Images, fonts, archives, programs, and anything with a NUL byte near its start.
    Binary,
    /// A map from minified code to its source.
    SourceMap,
    /// What an operating system leaves behind: `.DS_Store`, `Thumbs.db`, `__MACOSX`.
    SystemFile,
    /// Larger than `limits::FILE_BYTES`.
    TooLarge,
    /// The project as a whole has reached `limits::TOTAL_BYTES` or `limits::TOTAL_FILES`.
    TotalLimit,
    /// Named by a `.gitignore` of the project.
    Ignored,
    /// The name is no path inside the project.
    UnreadablePath,
    /// UTF-16 (or UTF-32) text with a byte order mark.
    Utf16,
    /// Text in some other encoding than UTF-8.
    NotText,
    /// A symbolic link in a zip.
    Symlink,
    /// An entry of a zip that cannot be unpacked, or a file that cannot be read.
    UnreadableEntry,
}

impl SkipReason {
    /// Every reason, in the order in which they are shown.
    pub const ALL: [SkipReason; 17] = [
        SkipReason::GitFolder,
        SkipReason::DependencyFolder,
        SkipReason::BuildOutput,
        SkipReason::LockFile,
        SkipReason::Minified,
        SkipReason::Recording,
        SkipReason::Binary,
        SkipReason::SourceMap,
        SkipReason::SystemFile,
        SkipReason::TooLarge,
        SkipReason::TotalLimit,
        SkipReason::Ignored,
        SkipReason::UnreadablePath,
        SkipReason::Utf16,
        SkipReason::NotText,
        SkipReason::Symlink,
        SkipReason::UnreadableEntry,
    ];

    /// The reason in plain words, fit to stand beside a count.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            SkipReason::GitFolder => "Version control data",
            SkipReason::DependencyFolder => "Installed dependencies",
            SkipReason::BuildOutput => "Build output and caches",
            SkipReason::LockFile => "Lock files",
            SkipReason::Minified => "Minified or bundled files",
            SkipReason::Recording => "Recorded answers and snapshots of tests",
            SkipReason::Binary => "Images, archives and other binary files",
            SkipReason::SourceMap => "Source maps",
            SkipReason::SystemFile => "Files of the operating system",
            SkipReason::TooLarge => "Larger than the limit for one file",
            SkipReason::TotalLimit => "Over the limit for the whole project",
            SkipReason::Ignored => "Named in .gitignore",
            SkipReason::UnreadablePath => "Names that are no path inside the project",
            SkipReason::Utf16 => "UTF-16 text, not read",
            SkipReason::NotText => "Not UTF-8 text",
            SkipReason::Symlink => "Symbolic links",
            SkipReason::UnreadableEntry => "Damaged or unreadable files",
        }
    }

    /// What to say about the first file that is skipped for this reason; `None` where skipping is what a person expects.
    #[must_use]
    pub fn diagnostic(self, path: &str) -> Option<Diagnostic> {
        Some(match self {
            SkipReason::TooLarge => Diagnostic::new(
                format!("{path} was not read."),
                limits::file_text(),
                "If it is source code that talks to OpenRouter, paste the relevant part.",
            ),
            SkipReason::TotalLimit => Diagnostic::new(
                format!("{path} and further files were not read."),
                limits::total_text(),
                "Choose the folder of one service or package and go through the rest one by one.",
            ),
            SkipReason::Utf16 => Diagnostic::new(
                format!("{path} was not read."),
                "It is text in UTF-16, and only UTF-8 is read.",
                "Save it as UTF-8 and choose the project again if it is part of the program.",
            ),
            SkipReason::NotText => Diagnostic::new(
                format!("{path} was not read."),
                "Its bytes are not valid UTF-8, so they are text in an older encoding or no text at all.",
                "Save it as UTF-8 and choose the project again if it is part of the program.",
            ),
            _ => return None,
        })
    }
}

/// What to say about a name that is no path inside the project.
#[must_use]
pub fn path_diagnostic(name: &str, error: PathError) -> Diagnostic {
    Diagnostic::new(
        format!("A file was skipped because its name {error}: {}.", shown_name(name)),
        "A name like this cannot be told apart from a place outside the project.",
        "Rename it or pack it again with plain relative names if it is part of the program.",
    )
}

/// A name made safe to show: control characters replaced, the end cut off if it is very long.
#[must_use]
pub fn shown_name(name: &str) -> String {
    const SHOWN_CHARACTERS: usize = 200;
    let mut shown: String = name
        .chars()
        .take(SHOWN_CHARACTERS)
        .map(|character| if character.is_control() { '\u{fffd}' } else { character })
        .collect();
    if name.chars().nth(SHOWN_CHARACTERS).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_reason_has_its_own_label_and_serialised_name() {
        let labels: BTreeSet<_> = SkipReason::ALL.iter().map(|reason| reason.label()).collect();
        let names: BTreeSet<_> = SkipReason::ALL.iter().map(|reason| serde_json::to_string(reason).unwrap()).collect();
        assert_eq!((labels.len(), names.len()), (SkipReason::ALL.len(), SkipReason::ALL.len()));
        for reason in SkipReason::ALL {
            let name = serde_json::to_string(&reason).unwrap();
            assert_eq!(serde_json::from_str::<SkipReason>(&name).unwrap(), reason);
        }
    }

    #[test]
    fn a_shown_name_is_short_and_on_one_line() {
        assert_eq!(shown_name("a\nb\0"), "a\u{fffd}b\u{fffd}");
        assert_eq!(shown_name(&"é".repeat(300)).chars().count(), 201);
    }
}
