//! Writes a zip archive: the changed files of a project, for download.
//! Not a general packer: files only, no folders' entries, no links, one fixed date, no more than 65,535 files and 4 GB.
//! **Invariant:** the same files in the same order give the same bytes, and `ZipReader` reads them back.
//!
//! Written by hand because the reader's crate cuts names at a colon, which Linux and macOS allow in a file's name.

use std::collections::HashSet;
use std::fmt;

use miniz_oxide::deflate::compress_to_vec;

use super::path::{PathError, ProjectPath};
use super::skip::{path_diagnostic, shown_name};
use crate::diagnostic::Diagnostic;

/// Deflate effort, 0 to 10: the usual balance of size and time.
const EFFORT: u8 = 6;

/// 1 January 1980, the first day that a zip can name: month and day, the year being counted from 1980.
const DATE: u16 = (1 << 5) | 1;

/// Midnight.
const TIME: u16 = 0;

/// Version 2.0 of the format: deflate.
const VERSION: u16 = 20;

/// The archive was made on a system with Unix permissions, so that `MODE` is heard.
const MADE_BY: u16 = (3 << 8) | VERSION;

/// An ordinary file that everyone may read and its owner may change.
const MODE: u32 = 0o100_644 << 16;

/// The name is UTF-8.
const FLAGS: u16 = 1 << 11;

const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// Why an archive cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZipWriteError {
    /// A name is no path inside the project.
    BadPath {
        /// The name as it can be shown.
        name: String,
        /// What is wrong with it.
        error: PathError,
    },
    /// Two files have the same path.
    Duplicate(ProjectPath),
    /// There are more files or bytes than the format can count.
    TooLarge,
}

/// What both of a file's headers say.
struct Described {
    path: ProjectPath,
    method: u16,
    checksum: u32,
    packed_size: u32,
    size: u32,
    offset: u32,
}

/// Packs files, each a path and its content, in the given order.
///
/// # Errors
/// If a name is no project path or occurs twice, or if the format has no room for them.
pub fn write_zip(files: &[(String, &[u8])]) -> Result<Vec<u8>, ZipWriteError> {
    let count = u16::try_from(files.len()).map_err(|_| ZipWriteError::TooLarge)?;
    let mut archive = Vec::new();
    let mut list = Vec::new();
    let mut seen = HashSet::new();
    for (name, content) in files {
        let path =
            ProjectPath::parse(name).map_err(|error| ZipWriteError::BadPath { name: shown_name(name), error })?;
        if !seen.insert(path.clone()) {
            return Err(ZipWriteError::Duplicate(path));
        }
        let packed = compress_to_vec(content, EFFORT);
        let (method, data) = if packed.len() < content.len() { (DEFLATED, &*packed) } else { (STORED, *content) };
        let file = Described {
            path,
            method,
            checksum: rawzip::crc32(content),
            packed_size: length(data)?,
            size: length(content)?,
            offset: length(&archive)?,
        };
        archive.extend_from_slice(b"PK\x03\x04");
        file.write_common(&mut archive)?;
        archive.extend_from_slice(file.path.as_str().as_bytes());
        archive.extend_from_slice(data);

        list.extend_from_slice(b"PK\x01\x02");
        put_u16(&mut list, MADE_BY);
        file.write_common(&mut list)?;
        // No comment, the first disk, no mark of text.
        list.extend_from_slice(&[0; 6]);
        put_u32(&mut list, MODE);
        put_u32(&mut list, file.offset);
        list.extend_from_slice(file.path.as_str().as_bytes());
    }
    let (list_offset, list_size) = (length(&archive)?, length(&list)?);
    archive.append(&mut list);
    archive.extend_from_slice(b"PK\x05\x06");
    // This disk is the first and only one.
    archive.extend_from_slice(&[0; 4]);
    put_u16(&mut archive, count);
    put_u16(&mut archive, count);
    put_u32(&mut archive, list_size);
    put_u32(&mut archive, list_offset);
    put_u16(&mut archive, 0);
    Ok(archive)
}

impl Described {
    /// The part that the header before the data and the header in the list share.
    fn write_common(&self, out: &mut Vec<u8>) -> Result<(), ZipWriteError> {
        for value in [VERSION, FLAGS, self.method, TIME, DATE] {
            put_u16(out, value);
        }
        for value in [self.checksum, self.packed_size, self.size] {
            put_u32(out, value);
        }
        put_u16(out, u16::try_from(self.path.as_str().len()).map_err(|_| ZipWriteError::TooLarge)?);
        // No extra fields.
        put_u16(out, 0);
        Ok(())
    }
}

fn put_u16(out: &mut Vec<u8>, value: u16) {
    out.extend_from_slice(&value.to_le_bytes());
}

fn put_u32(out: &mut Vec<u8>, value: u32) {
    out.extend_from_slice(&value.to_le_bytes());
}

/// A length as the format counts it. The largest number is reserved there.
fn length(bytes: &[u8]) -> Result<u32, ZipWriteError> {
    u32::try_from(bytes.len()).ok().filter(|length| *length < u32::MAX).ok_or(ZipWriteError::TooLarge)
}

impl ZipWriteError {
    /// The error as a message.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        const WHAT: &str = "The zip could not be written.";
        match self {
            ZipWriteError::BadPath { name, error } => {
                let diagnostic = path_diagnostic(name, *error);
                Diagnostic::new(WHAT, format!("The name {name} {error}."), diagnostic.do_this)
            }
            ZipWriteError::Duplicate(path) => Diagnostic::new(
                WHAT,
                format!("It would hold two files with the path {}.", shown_name(path.as_str())),
                "Choose the project again as one folder or one zip.",
            ),
            ZipWriteError::TooLarge => Diagnostic::new(
                WHAT,
                "A zip of this kind holds at most 65,535 files and 4 GB.",
                "Go through the project folder by folder.",
            ),
        }
    }
}

impl fmt::Display for ZipWriteError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.diagnostic().fmt(formatter)
    }
}

impl std::error::Error for ZipWriteError {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::inventory::intake::zip_reader::ZipReader;

    fn read_all(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
        let reader = ZipReader::open(archive).unwrap();
        let entries: Vec<_> = reader.entries().map(Result::unwrap).collect();
        entries.iter().map(|entry| (entry.path.to_string(), reader.read(entry, 10_000_000).unwrap())).collect()
    }

    #[test]
    fn files_are_read_back_in_their_order() {
        let long = "let answer = ask();\n".repeat(5_000);
        let files: Vec<(String, &[u8])> = vec![
            ("src/z.rs".to_owned(), long.as_bytes()),
            ("a.py".to_owned(), b"x"),
            ("leer.txt".to_owned(), b""),
            ("größe/日本.ts".to_owned(), b"const a = 1;\n"),
            ("log/12:30.txt".to_owned(), b"noon"),
        ];
        let archive = write_zip(&files).unwrap();
        assert!(archive.len() < 2_000, "deflated to {}", archive.len());
        let expected: Vec<_> = files.iter().map(|(name, content)| (name.clone(), content.to_vec())).collect();
        assert_eq!(read_all(&archive), expected);
        assert_eq!(write_zip(&files).unwrap(), archive, "the same bytes again");
        assert_eq!(read_all(&write_zip(&[]).unwrap()), vec![]);
    }

    #[test]
    fn the_bytes_of_a_small_archive_are_fixed() {
        let archive = write_zip(&[("a".to_owned(), b"b")]).unwrap();
        let expected: &[u8] = b"PK\x03\x04\x14\0\0\x08\0\0\0\0\x21\0\xf9\xef\xbe\x71\x01\0\0\0\x01\0\0\0\x01\0\0\0ab\
            PK\x01\x02\x14\x03\x14\0\0\x08\0\0\0\0\x21\0\xf9\xef\xbe\x71\x01\0\0\0\x01\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\xa4\x81\0\0\0\0a\
            PK\x05\x06\0\0\0\0\x01\0\x01\0\x2f\0\0\0\x20\0\0\0\0\0";
        assert_eq!(archive, expected);
    }

    #[test]
    fn names_that_cannot_be_unpacked_safely_are_refused() {
        for (names, error) in [
            (&["../a"][..], ZipWriteError::BadPath { name: "../a".to_owned(), error: PathError::ParentFolder }),
            (&["/a"], ZipWriteError::BadPath { name: "/a".to_owned(), error: PathError::Absolute }),
            (&["a", "b", "./a"], ZipWriteError::Duplicate(ProjectPath::parse("a").unwrap())),
        ] {
            let files: Vec<(String, &[u8])> = names.iter().map(|name| ((*name).to_owned(), &b""[..])).collect();
            assert_eq!(write_zip(&files), Err(error));
        }
        let many: Vec<(String, &[u8])> = (0..=65_535).map(|index| (index.to_string(), &b""[..])).collect();
        assert_eq!(write_zip(&many), Err(ZipWriteError::TooLarge));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            files in prop::collection::btree_map("[a-zé:]{1,8}(/[a-z .]{1,6}x){0,3}", prop::collection::vec(any::<u8>(), 0..3_000), 0..8),
            repeat in 1usize..40,
        ) {
            let files: Vec<(String, Vec<u8>)> = files
                .into_iter()
                .filter(|(name, _)| ProjectPath::parse(name).is_ok_and(|path| path.as_str() == name))
                .map(|(name, content)| (name, content.repeat(repeat)))
                .collect();
            let borrowed: Vec<(String, &[u8])> =
                files.iter().map(|(name, content)| (name.clone(), content.as_slice())).collect();
            prop_assert_eq!(read_all(&write_zip(&borrowed).unwrap()), files);
        }
    }
}
