//! A zip archive in memory, read entry by entry.
//! Not an unpacker of everything (`unpack`) and not a judge of what is worth reading (`skip`).
//! **Invariant:** no more bytes are allocated for an entry than its declared size, which is held against the caller's
//! limit, the ratio limit and the archive's total before anything is unfolded; content is returned only if its size and
//! checksum are the declared ones; and no bytes, however made, cause a panic.

use std::cell::Cell;
use std::collections::HashSet;
use std::iter;

use miniz_oxide::inflate::{TINFLStatus, decompress_slice_iter_to_slice};
use rawzip::{
    CompressionMethod, ErrorKind, ZipArchive, ZipArchiveEntryWayfinder, ZipFileHeaderRecord, ZipSliceArchive,
    ZipSliceEntries,
};

use super::limits;
use super::path::{PathError, ProjectPath};
use super::zip_name::decode_name;
pub use super::zip_problem::{EntryProblem, EntryProblemKind, ZipError};

/// What other archives start with.
const OTHER_ARCHIVES: [(&[u8], &str); 7] = [
    (b"\x1F\x8B", "a gzip archive (.gz, .tgz)"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive (.bz2)"),
    (b"\xFD7zXZ\0", "an XZ archive (.xz)"),
    (b"\x28\xB5\x2F\xFD", "a Zstandard archive (.zst)"),
    (b"%PDF", "a PDF document"),
];

/// An archive whose list of entries has been found.
pub struct ZipReader<'a> {
    archive: ZipSliceArchive<&'a [u8]>,
    /// How many bytes have been unfolded so far, failed attempts included.
    inflated: Cell<u64>,
    inflated_limit: u64,
}

/// A file or folder of an archive, with what the archive says about it. The sizes are claims until it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZipEntry {
    /// Where it lies in the project.
    pub path: ProjectPath,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// The declared size, in bytes.
    pub size: u64,
    /// The declared packed size, in bytes.
    pub compressed_size: u64,
    is_stored: bool,
    place: ZipArchiveEntryWayfinder,
}

/// The entries of an archive in the order of its list. After a problem of the list it ends.
pub struct ZipEntries<'r> {
    records: ZipSliceEntries<'r>,
    declared: u64,
    found: u64,
    entry_limit: u64,
    seen: HashSet<ProjectPath>,
    is_done: bool,
}

impl<'a> ZipReader<'a> {
    /// Finds the list of entries at the end of the archive.
    ///
    /// # Errors
    /// If there is none.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ZipError> {
        if bytes.is_empty() {
            return Err(ZipError::Empty);
        }
        let archive = ZipArchive::from_slice(bytes).map_err(|error| match error.kind() {
            ErrorKind::MissingEndOfCentralDirectory if bytes.starts_with(b"PK") => ZipError::Truncated,
            ErrorKind::MissingEndOfCentralDirectory => ZipError::NotAZip(other_archive(bytes)),
            ErrorKind::Eof => ZipError::Truncated,
            _ => ZipError::Damaged,
        })?;
        Ok(ZipReader { archive, inflated: Cell::new(0), inflated_limit: limits::ZIP_INFLATED_BYTES })
    }

    /// Goes through the entries without unfolding any. An entry that cannot be read is a problem in its place, so
    /// that every file of the archive is accounted for; the archive's own root folder is left out.
    #[must_use]
    pub fn entries(&self) -> ZipEntries<'_> {
        ZipEntries {
            records: self.archive.entries(),
            declared: self.archive.entries_hint(),
            found: 0,
            entry_limit: limits::ZIP_ENTRIES,
            seen: HashSet::new(),
            is_done: false,
        }
    }

    /// Unfolds one entry of this archive; a folder has no bytes. `limit` bounds its size, in bytes.
    ///
    /// # Errors
    /// If it is too large, too tightly packed, damaged, or the archive has unfolded to its total.
    pub fn read(&self, entry: &ZipEntry, limit: u64) -> Result<Vec<u8>, EntryProblem> {
        if entry.is_folder {
            return Ok(Vec::new());
        }
        self.unfold(entry, limit).map_err(|kind| EntryProblem::of_path(&entry.path, kind))
    }

    fn unfold(&self, entry: &ZipEntry, limit: u64) -> Result<Vec<u8>, EntryProblemKind> {
        let size = entry.size;
        if size > limit {
            return Err(EntryProblemKind::TooLarge { size, limit });
        }
        let local = self.archive.get_entry(entry.place).map_err(|error| match error.kind() {
            ErrorKind::Eof => EntryProblemKind::DataMissing,
            _ => EntryProblemKind::DataDamaged,
        })?;
        let data = local.data();
        let compressed_size = data.len() as u64;
        if size > limits::ZIP_RATIO_FREE_BYTES && size > compressed_size.saturating_mul(limits::ZIP_RATIO) {
            return Err(EntryProblemKind::Bomb { size, compressed_size });
        }
        let inflated = self.inflated.get().saturating_add(size);
        if inflated > self.inflated_limit {
            return Err(EntryProblemKind::InflatedLimit);
        }
        self.inflated.set(inflated);
        let content = if entry.is_stored { data.to_vec() } else { inflate(data, size)? };
        if content.len() as u64 != size {
            return Err(EntryProblemKind::SizeMismatch);
        }
        local
            .claim_verifier()
            .valid(rawzip::ZipVerification { crc: rawzip::crc32(&content), uncompressed_size: size })
            .map_err(|_| EntryProblemKind::ChecksumMismatch)?;
        Ok(content)
    }
}

impl ZipEntries<'_> {
    fn read_record(&mut self, record: &ZipFileHeaderRecord<'_>) -> Result<Option<ZipEntry>, EntryProblem> {
        let name = decode_name(record.file_path().as_bytes());
        let is_folder = name.ends_with(['/', '\\']);
        let path = match ProjectPath::parse(&name) {
            Ok(path) => path,
            // Some programs list the folder that was packed, as "./".
            Err(PathError::Empty) if is_folder => return Ok(None),
            Err(error) => return Err(EntryProblem::of_name(&name, EntryProblemKind::BadPath(error))),
        };
        let entry = ZipEntry {
            path,
            is_folder,
            size: record.uncompressed_size_hint(),
            compressed_size: record.compressed_size_hint(),
            is_stored: record.compression_method() == CompressionMethod::STORE,
            place: record.wayfinder(),
        };
        if is_folder {
            return Ok(Some(entry));
        }
        match self.problem_of(record, &entry) {
            Some(kind) => Err(EntryProblem::of_path(&entry.path, kind)),
            None => Ok(Some(entry)),
        }
    }

    fn problem_of(&mut self, record: &ZipFileHeaderRecord<'_>, entry: &ZipEntry) -> Option<EntryProblemKind> {
        let flags = record.flags();
        let method = record.compression_method();
        if record.mode().is_symlink() {
            Some(EntryProblemKind::Symlink)
        } else if flags.is_encrypted() || flags.has_strong_encryption() || method == CompressionMethod::AES {
            Some(EntryProblemKind::Encrypted)
        } else if !entry.is_stored && method != CompressionMethod::DEFLATE {
            Some(EntryProblemKind::UnsupportedMethod(method.as_u16()))
        } else if !self.seen.insert(entry.path.clone()) {
            Some(EntryProblemKind::Duplicate)
        } else {
            None
        }
    }

    /// Ends the iteration, with a problem of the list if there is one.
    fn end(&mut self, kind: Option<EntryProblemKind>) -> Option<Result<ZipEntry, EntryProblem>> {
        self.is_done = true;
        kind.map(|kind| Err(EntryProblem::of_list(kind)))
    }
}

impl Iterator for ZipEntries<'_> {
    type Item = Result<ZipEntry, EntryProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_done {
            match self.records.next_entry() {
                Err(_) => return self.end(Some(EntryProblemKind::ListDamaged)),
                Ok(None) => {
                    let (declared, found) = (self.declared, self.found);
                    // The older form of the count has 16 bits, and some programs let it run over.
                    let is_whole = declared % 0x1_0000 == found % 0x1_0000;
                    return self.end((!is_whole).then_some(EntryProblemKind::CountMismatch { declared, found }));
                }
                Ok(Some(_)) if self.found == self.entry_limit => {
                    return self.end(Some(EntryProblemKind::TooManyEntries));
                }
                Ok(Some(record)) => {
                    self.found += 1;
                    if let Some(item) = self.read_record(&record).transpose() {
                        return Some(item);
                    }
                }
            }
        }
        None
    }
}

/// Unfolds raw deflate into exactly `size` bytes.
fn inflate(data: &[u8], size: u64) -> Result<Vec<u8>, EntryProblemKind> {
    let size = usize::try_from(size).map_err(|_| EntryProblemKind::SizeMismatch)?;
    let mut content = vec![0; size];
    match decompress_slice_iter_to_slice(&mut content, iter::once(data), false, true) {
        Ok(length) if length == size => Ok(content),
        Ok(_) | Err(TINFLStatus::HasMoreOutput) => Err(EntryProblemKind::SizeMismatch),
        Err(_) => Err(EntryProblemKind::DataDamaged),
    }
}

fn other_archive(bytes: &[u8]) -> Option<&'static str> {
    let is_tar = bytes.get(257..262) == Some(b"ustar");
    let named = OTHER_ARCHIVES.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, name)| *name);
    named.or(is_tar.then_some("a tar archive"))
}

#[cfg(test)]
#[path = "zip_reader_tests.rs"]
mod tests;
