//! The name of a file inside the project: `app/models/chat.py`.
//! Not a path of a disk: nothing here opens a file, follows a link or knows a working folder.
//! **Invariant:** a `ProjectPath` has one to `MAX_SEGMENTS` segments joined by `/`; none is empty, `.` or `..`, none
//! holds a backslash or a control character, and the first is no drive letter. Parsing it again changes nothing.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest path that is accepted, in bytes. Linux allows 4,096, Windows far fewer.
pub const MAX_BYTES: usize = 4_096;

/// The deepest path that is accepted, in segments. Work on a path grows with its depth, and no source tree is deeper.
pub const MAX_SEGMENTS: usize = 128;

/// A normalised path of a file or folder, relative to the root of what the user gave.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProjectPath(String);

/// Why a name is not a path inside the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PathError {
    /// Nothing is left of the name.
    Empty,
    /// The name starts at the root of a disk or names a server: `/etc/passwd`, `\\server\share`.
    Absolute,
    /// The name starts with a drive: `C:\work`, `c:notes.txt`.
    DriveLetter,
    /// The name climbs out of its folder: `../secret`.
    ParentFolder,
    /// The name holds NUL, a line break or another control character.
    ControlCharacter,
    /// The name is longer than `MAX_BYTES`.
    TooLong,
    /// The name has more than `MAX_SEGMENTS` segments.
    TooDeep,
}

impl ProjectPath {
    /// Normalises a name: backslashes become slashes, `.` and doubled or trailing slashes go away.
    ///
    /// # Errors
    /// The first reason in the order of `PathError`'s checks; nothing is repaired that could point elsewhere.
    pub fn parse(name: &str) -> Result<Self, PathError> {
        if name.len() > MAX_BYTES {
            return Err(PathError::TooLong);
        }
        if name.chars().any(char::is_control) {
            return Err(PathError::ControlCharacter);
        }
        if name.starts_with(['/', '\\']) {
            return Err(PathError::Absolute);
        }
        let mut path = String::with_capacity(name.len());
        let mut segments = 0usize;
        for segment in name.split(['/', '\\']) {
            match segment {
                "" | "." => continue,
                ".." => return Err(PathError::ParentFolder),
                _ if segments == 0 && is_drive(segment) => return Err(PathError::DriveLetter),
                _ if segments == MAX_SEGMENTS => return Err(PathError::TooDeep),
                _ => {}
            }
            if segments > 0 {
                path.push('/');
            }
            path.push_str(segment);
            segments += 1;
        }
        if path.is_empty() { Err(PathError::Empty) } else { Ok(ProjectPath(path)) }
    }

    /// The path as text, with forward slashes.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last segment.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(self.0.as_str(), |(_, name)| name)
    }

    /// The folder that holds it, empty at the root.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

/// `C:` or `C:name`, which Windows reads as a place on another drive.
fn is_drive(segment: &str) -> bool {
    matches!(segment.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic())
}

impl fmt::Display for ProjectPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl AsRef<str> for ProjectPath {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<ProjectPath> for String {
    fn from(path: ProjectPath) -> String {
        path.0
    }
}

impl TryFrom<String> for ProjectPath {
    type Error = PathError;

    fn try_from(name: String) -> Result<Self, PathError> {
        ProjectPath::parse(&name)
    }
}

/// Ends a sentence that begins with the name: "…" is absolute.
impl fmt::Display for PathError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PathError::Empty => formatter.write_str("is empty"),
            PathError::Absolute => formatter.write_str("is absolute"),
            PathError::DriveLetter => formatter.write_str("starts with a drive letter"),
            PathError::ParentFolder => formatter.write_str("contains \"..\" and so points out of its folder"),
            PathError::ControlCharacter => formatter.write_str("contains a control character"),
            PathError::TooLong => write!(formatter, "is longer than {MAX_BYTES} bytes"),
            PathError::TooDeep => write!(formatter, "is nested deeper than {MAX_SEGMENTS} folders"),
        }
    }
}

impl std::error::Error for PathError {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_become_one_form() {
        for (name, path) in [
            ("a.py", "a.py"),
            ("./a.py", "a.py"),
            ("src//lib/./a.rs", "src/lib/a.rs"),
            ("src\\app\\Main.cs", "src/app/Main.cs"),
            ("folder/", "folder"),
            (".gitignore", ".gitignore"),
            ("a/...", "a/..."),
            ("a/..b/c..", "a/..b/c.."),
            ("ünï/日本.ts", "ünï/日本.ts"),
            ("a/C:/b", "a/C:/b"),
            ("12:30/log.txt", "12:30/log.txt"),
        ] {
            assert_eq!(ProjectPath::parse(name).map(String::from), Ok(path.to_owned()), "{name}");
        }
    }

    #[test]
    fn names_that_point_elsewhere_are_refused() {
        for (name, error) in [
            ("", PathError::Empty),
            (".", PathError::Empty),
            ("././/", PathError::Empty),
            ("/etc/passwd", PathError::Absolute),
            ("\\\\server\\share", PathError::Absolute),
            ("\\a", PathError::Absolute),
            ("C:\\a", PathError::DriveLetter),
            ("c:a", PathError::DriveLetter),
            ("./C:/a", PathError::DriveLetter),
            ("..", PathError::ParentFolder),
            ("../a", PathError::ParentFolder),
            ("a/b/../../../c", PathError::ParentFolder),
            ("a\\..\\b", PathError::ParentFolder),
            ("a\0.py", PathError::ControlCharacter),
            ("a\nb", PathError::ControlCharacter),
        ] {
            assert_eq!(ProjectPath::parse(name), Err(error), "{name:?}");
        }
        assert_eq!(ProjectPath::parse(&"a".repeat(MAX_BYTES + 1)), Err(PathError::TooLong));
        assert_eq!(ProjectPath::parse(&"a/".repeat(MAX_SEGMENTS + 1)), Err(PathError::TooDeep));
        assert!(ProjectPath::parse(&"a/".repeat(MAX_SEGMENTS)).is_ok());
    }

    #[test]
    fn folder_and_file_name_part_at_the_last_slash() {
        let deep = ProjectPath::parse("a/b/c.py").unwrap();
        assert_eq!((deep.folder(), deep.file_name()), ("a/b", "c.py"));
        let flat = ProjectPath::parse("c.py").unwrap();
        assert_eq!((flat.folder(), flat.file_name()), ("", "c.py"));
    }

    #[test]
    fn a_stored_path_is_checked_again_when_it_is_read() {
        assert_eq!(serde_json::to_string(&ProjectPath::parse("a/b").unwrap()).unwrap(), "\"a/b\"");
        assert!(serde_json::from_str::<ProjectPath>("\"../b\"").is_err());
    }

    proptest! {
        #[test]
        fn normalising_twice_is_normalising_once(name in "([./\\\\:aC\\PC]{0,4}|[a-c./\\\\]{0,3}){0,10}") {
            if let Ok(path) = ProjectPath::parse(&name) {
                prop_assert_eq!(ProjectPath::parse(path.as_str()), Ok(path.clone()));
                let text = path.as_str();
                prop_assert!(!text.starts_with('/') && !text.ends_with('/') && !text.contains('\\'));
                prop_assert!(text.split('/').all(|segment| !matches!(segment, "" | "." | "..")));
            }
        }
    }
}
