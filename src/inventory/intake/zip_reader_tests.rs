//! Tests of `zip_reader`: archives written here, then changed byte by byte.
//! Not a set of files from elsewhere: every archive is made by the test that reads it.
//! **Invariant:** each problem that the reader can name is provoked here at least once.

use miniz_oxide::deflate::compress_to_vec;
use proptest::prelude::*;

use super::*;
use crate::inventory::intake::skip::SkipReason;
use crate::inventory::intake::zip_writer::write_zip;

const LIMIT: u64 = limits::FILE_BYTES;

/// One entry as it is to stand in an archive, right or wrong.
#[derive(Clone)]
struct Raw<'a> {
    name: &'a [u8],
    data: Vec<u8>,
    size: u32,
    crc: u32,
    method: u16,
    flags: u16,
    made_by: u16,
    mode: u32,
}

impl<'a> Raw<'a> {
    fn stored(name: &'a [u8], content: &[u8]) -> Self {
        let (size, crc) = (content.len() as u32, rawzip::crc32(content));
        Raw { name, data: content.to_vec(), size, crc, method: 0, flags: 0, made_by: 20, mode: 0 }
    }

    fn deflated(name: &'a [u8], content: &[u8]) -> Self {
        Raw { data: compress_to_vec(content, 6), method: 8, ..Raw::stored(name, content) }
    }
}

/// An archive of such entries, which says that it has `declared` of them.
fn archive_of(entries: &[Raw<'_>], declared: u16) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut list = Vec::new();
    for entry in entries {
        let offset = archive.len() as u32;
        let mut common = Vec::new();
        for value in [20, entry.flags, entry.method, 0, 33] {
            common.extend_from_slice(&u16::to_le_bytes(value));
        }
        for value in [entry.crc, entry.data.len() as u32, entry.size, entry.name.len() as u32] {
            common.extend_from_slice(&value.to_le_bytes());
        }
        archive.extend_from_slice(b"PK\x03\x04");
        archive.extend_from_slice(&common);
        archive.extend_from_slice(entry.name);
        archive.extend_from_slice(&entry.data);
        list.extend_from_slice(b"PK\x01\x02");
        list.extend_from_slice(&entry.made_by.to_le_bytes());
        list.extend_from_slice(&common);
        list.extend_from_slice(&[0; 6]);
        list.extend_from_slice(&(entry.mode << 16).to_le_bytes());
        list.extend_from_slice(&offset.to_le_bytes());
        list.extend_from_slice(entry.name);
    }
    let (offset, size) = (archive.len() as u32, list.len() as u32);
    archive.extend_from_slice(&list);
    archive.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    archive.extend_from_slice(&declared.to_le_bytes());
    archive.extend_from_slice(&declared.to_le_bytes());
    archive.extend_from_slice(&size.to_le_bytes());
    archive.extend_from_slice(&offset.to_le_bytes());
    archive.extend_from_slice(&[0, 0]);
    archive
}

fn archive(entries: &[Raw<'_>]) -> Vec<u8> {
    archive_of(entries, entries.len() as u16)
}

/// Everything that an archive gives: contents by path, and problems.
fn read_all(bytes: &[u8]) -> Vec<Result<(String, Vec<u8>), EntryProblemKind>> {
    let reader = ZipReader::open(bytes).unwrap();
    reader
        .entries()
        .map(|item| item.and_then(|entry| Ok((entry.path.to_string(), reader.read(&entry, LIMIT)?))))
        .map(|item| item.map_err(|problem| problem.kind))
        .collect()
}

fn problem_of(entry: Raw<'_>) -> EntryProblemKind {
    let mut all = read_all(&archive(&[entry]));
    assert_eq!(all.len(), 1);
    all.remove(0).unwrap_err()
}

#[test]
fn stored_and_deflated_entries_are_read() {
    let text = b"import openai\n".repeat(1_000);
    let bytes = archive(&[
        Raw::stored(b"./", b""),
        Raw::stored(b"src/", b""),
        Raw::stored(b"src/a.py", b"a = 1\n"),
        Raw::deflated(b"src\\b.py", &text),
        Raw::deflated(b"src/empty.py", b""),
        Raw::stored(b"gr\x94\xE1e.txt", b"x"),
    ]);
    let expected: Vec<(String, Vec<u8>)> = vec![
        ("src".to_owned(), Vec::new()),
        ("src/a.py".to_owned(), b"a = 1\n".to_vec()),
        ("src/b.py".to_owned(), text.clone()),
        ("src/empty.py".to_owned(), Vec::new()),
        ("größe.txt".to_owned(), b"x".to_vec()),
    ];
    assert_eq!(read_all(&bytes), expected.clone().into_iter().map(Ok).collect::<Vec<_>>());
    // Data before the archive, as in a self-extracting one.
    let mut prefixed = b"#!/bin/sh\nexit\n".to_vec();
    prefixed.extend_from_slice(&bytes);
    assert_eq!(read_all(&prefixed), expected.into_iter().map(Ok).collect::<Vec<_>>());
    let reader = ZipReader::open(&bytes).unwrap();
    let folders: Vec<bool> = reader.entries().map(|entry| entry.unwrap().is_folder).collect();
    assert_eq!(folders, [true, false, false, false, false]);
}

#[test]
fn each_problem_of_an_entry_is_named() {
    let good = Raw::deflated(b"a.py", b"print(1)\nprint(1)\nprint(1)\n");
    let absolute = Raw { name: b"/etc/passwd", ..good.clone() };
    let climbing = Raw { name: b"a/../../b", ..good.clone() };
    let drive = Raw { name: b"C:\\a", ..good.clone() };
    let nul = Raw { name: b"a\0.py", ..good.clone() };
    let unnamed = Raw { name: b"", ..good.clone() };
    let mut garbage = good.clone();
    garbage.data.fill(0xFF);
    let mut cut = good.clone();
    cut.data.truncate(5);
    for (entry, kind) in [
        (absolute, EntryProblemKind::BadPath(PathError::Absolute)),
        (climbing, EntryProblemKind::BadPath(PathError::ParentFolder)),
        (drive, EntryProblemKind::BadPath(PathError::DriveLetter)),
        (nul, EntryProblemKind::BadPath(PathError::ControlCharacter)),
        (unnamed, EntryProblemKind::BadPath(PathError::Empty)),
        (Raw { flags: 1, ..good.clone() }, EntryProblemKind::Encrypted),
        (Raw { flags: 1 << 6, ..good.clone() }, EntryProblemKind::Encrypted),
        (Raw { method: 99, ..good.clone() }, EntryProblemKind::Encrypted),
        (Raw { method: 12, ..good.clone() }, EntryProblemKind::UnsupportedMethod(12)),
        (Raw { method: 93, ..good.clone() }, EntryProblemKind::UnsupportedMethod(93)),
        (Raw { method: 777, ..good.clone() }, EntryProblemKind::UnsupportedMethod(777)),
        (Raw { made_by: 3 << 8, mode: 0o120_777, ..good.clone() }, EntryProblemKind::Symlink),
        (Raw { crc: good.crc ^ 1, ..good.clone() }, EntryProblemKind::ChecksumMismatch),
        (Raw { size: good.size - 1, ..good.clone() }, EntryProblemKind::SizeMismatch),
        (Raw { size: good.size + 1, ..good.clone() }, EntryProblemKind::SizeMismatch),
        (Raw { size: 0, ..good.clone() }, EntryProblemKind::SizeMismatch),
        (Raw { size: 3, ..Raw::stored(b"a", b"four") }, EntryProblemKind::SizeMismatch),
        (garbage, EntryProblemKind::DataDamaged),
        (cut, EntryProblemKind::DataDamaged),
        (Raw { size: 5_000_001, ..good.clone() }, EntryProblemKind::TooLarge { size: 5_000_001, limit: LIMIT }),
    ] {
        assert_eq!(problem_of(entry), kind);
    }
    assert!(read_all(&archive(&[good])).iter().all(Result::is_ok));
}

#[test]
fn the_second_of_two_entries_with_one_path_is_a_problem() {
    let bytes = archive(&[Raw::stored(b"a/b", b"1"), Raw::stored(b"a\\b", b"2"), Raw::stored(b"c", b"3")]);
    let expected = vec![
        Ok(("a/b".to_owned(), b"1".to_vec())),
        Err(EntryProblemKind::Duplicate),
        Ok(("c".to_owned(), b"3".to_vec())),
    ];
    assert_eq!(read_all(&bytes), expected);
}

#[test]
fn a_problem_names_its_entry_and_its_reason() {
    let bytes = archive(&[Raw::stored(b"../x\n", b""), Raw { flags: 1, ..Raw::stored(b"a/b.py", b"x") }]);
    let problems: Vec<EntryProblem> =
        ZipReader::open(&bytes).unwrap().entries().map(|entry| entry.unwrap_err()).collect();
    assert_eq!((problems[0].name.as_str(), &problems[0].path), ("../x\u{fffd}", &None));
    assert_eq!(problems[0].skip_reason(), SkipReason::UnreadablePath);
    assert_eq!(problems[1].path.as_ref().map(ProjectPath::as_str), Some("a/b.py"));
    assert_eq!(problems[1].skip_reason(), SkipReason::UnreadableEntry);
}

#[test]
fn a_bomb_is_stopped_whatever_it_declares() {
    let content = vec![0; 100_000_000];
    let honest = Raw::deflated(b"bomb", &content);
    let packed = honest.data.len() as u64;
    assert!(packed < 150_000);
    // It says its size: refused before anything is unfolded, by the limit of a file or else by the ratio.
    let bytes = archive(std::slice::from_ref(&honest));
    let reader = ZipReader::open(&bytes).unwrap();
    let entry = reader.entries().next().unwrap().unwrap();
    let too_large = EntryProblemKind::TooLarge { size: 100_000_000, limit: LIMIT };
    assert_eq!(reader.read(&entry, LIMIT).unwrap_err().kind, too_large);
    let bomb = EntryProblemKind::Bomb { size: 100_000_000, compressed_size: packed };
    assert_eq!(reader.read(&entry, u64::MAX).unwrap_err().kind, bomb);
    assert_eq!(reader.inflated.get(), 0, "nothing was unfolded");
    // It says that it is small: no more room is made than it says, and unfolding ends where the room does.
    let lying = Raw { size: 1_000, ..honest };
    let bytes = archive(&[lying]);
    let reader = ZipReader::open(&bytes).unwrap();
    let entry = reader.entries().next().unwrap().unwrap();
    assert_eq!(reader.read(&entry, LIMIT).unwrap_err().kind, EntryProblemKind::SizeMismatch);
    assert_eq!(reader.inflated.get(), 1_000);
}

#[test]
fn a_ratio_within_the_bound_is_read() {
    // A large file of lines that differ little.
    let mut content = Vec::new();
    for line in 0..90_000 {
        content.extend_from_slice(format!("row {line}: {}\n", line * 7_919 % 1_000).as_bytes());
    }
    let entry = Raw::deflated(b"table.csv", &content);
    assert!(content.len() as u64 > limits::ZIP_RATIO_FREE_BYTES);
    assert_eq!(read_all(&archive(&[entry])), vec![Ok(("table.csv".to_owned(), content))]);
    // A short file of blanks may have any ratio.
    let blanks = vec![b' '; 900_000];
    assert_eq!(read_all(&archive(&[Raw::deflated(b"b", &blanks)])), vec![Ok(("b".to_owned(), blanks))]);
}

#[test]
fn the_archive_as_a_whole_unfolds_to_its_limit_and_no_further() {
    let content = vec![b'x'; 1_000];
    let bytes = archive(&[Raw::deflated(b"a", &content), Raw::deflated(b"b", &content), Raw::stored(b"c", b"1")]);
    let mut reader = ZipReader::open(&bytes).unwrap();
    reader.inflated_limit = 1_500;
    let kinds: Vec<_> = reader
        .entries()
        .map(|entry| reader.read(&entry.unwrap(), LIMIT).map(|content| content.len()).map_err(|problem| problem.kind))
        .collect();
    assert_eq!(kinds, [Ok(1_000), Err(EntryProblemKind::InflatedLimit), Ok(1)]);
}

#[test]
fn entries_that_share_their_data_count_each_time() {
    let content = vec![b'x'; 1_000];
    let one = archive(&[Raw::deflated(b"a", &content)]);
    let mut reader = ZipReader::open(&one).unwrap();
    reader.inflated_limit = 2_500;
    let entry = reader.entries().next().unwrap().unwrap();
    let read: Vec<bool> = (0..3).map(|_| reader.read(&entry, LIMIT).is_ok()).collect();
    assert_eq!(read, [true, true, false]);
}

#[test]
fn the_list_ends_at_its_limit_and_says_so() {
    let bytes = archive(&[Raw::stored(b"a", b""), Raw::stored(b"b", b""), Raw::stored(b"c", b"")]);
    let reader = ZipReader::open(&bytes).unwrap();
    for (entry_limit, read, last) in [(2, 2, Some(EntryProblemKind::TooManyEntries)), (3, 3, None)] {
        let mut entries = reader.entries();
        entries.entry_limit = entry_limit;
        let all: Vec<_> = entries.collect();
        assert_eq!(all.iter().filter(|entry| entry.is_ok()).count(), read);
        assert_eq!(all.into_iter().find_map(Result::err).map(|problem| problem.kind), last);
    }
}

#[test]
fn a_list_of_another_length_or_with_a_break_is_a_problem() {
    let entries = [Raw::stored(b"a", b"1"), Raw::stored(b"b", b"2")];
    let last = |bytes: &[u8]| read_all(bytes).pop().unwrap();
    let short = archive_of(&entries, 3);
    assert_eq!(last(&short), Err(EntryProblemKind::CountMismatch { declared: 3, found: 2 }));
    let mut broken = archive(&entries);
    let second = broken.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    broken[second] = b'X';
    assert_eq!(read_all(&broken), vec![Ok(("a".to_owned(), b"1".to_vec())), Err(EntryProblemKind::ListDamaged)]);
}

#[test]
fn what_is_no_whole_zip_is_told_apart() {
    let whole = archive(&[Raw::stored(b"a.py", b"print(1)")]);
    let mut tar = vec![0; 512];
    tar[257..262].copy_from_slice(b"ustar");
    for (bytes, error) in [
        (&b""[..], ZipError::Empty),
        (b"print('hello')", ZipError::NotAZip(None)),
        (b"\x1F\x8B\x08\0\0", ZipError::NotAZip(Some("a gzip archive (.gz, .tgz)"))),
        (b"7z\xBC\xAF\x27\x1C\0", ZipError::NotAZip(Some("a 7z archive"))),
        (&tar, ZipError::NotAZip(Some("a tar archive"))),
        (whole.get(..40).unwrap(), ZipError::Truncated),
        (whole.get(..whole.len() - 1).unwrap(), ZipError::Truncated),
    ] {
        assert_eq!(ZipReader::open(bytes).err(), Some(error), "{bytes:?}");
    }
    // The list lies behind its own end.
    let mut damaged = whole.clone();
    let offset = damaged.len() - 6;
    damaged[offset..offset + 4].copy_from_slice(&1_000_000u32.to_le_bytes());
    damaged[offset - 4..offset].copy_from_slice(&2_000_000u32.to_le_bytes());
    assert_eq!(ZipReader::open(&damaged).err(), Some(ZipError::Damaged));
}

#[test]
fn an_entry_whose_data_lies_elsewhere_is_a_problem() {
    let whole = archive(&[Raw::stored(b"a.py", &[b'x'; 500]), Raw::stored(b"b.py", b"y")]);
    let list = whole.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    let (packed_size, offset) = (list + 20, list + 42);
    for (place, value, kind) in [
        (packed_size, 1_000_000, EntryProblemKind::DataMissing),
        (packed_size, u32::MAX, EntryProblemKind::DataMissing),
        (offset, 1_000_000, EntryProblemKind::DataMissing),
        (offset, whole.len() as u32 - 3, EntryProblemKind::DataMissing),
        (offset, 1, EntryProblemKind::DataDamaged),
    ] {
        let mut bytes = whole.clone();
        bytes[place..place + 4].copy_from_slice(&value.to_le_bytes());
        assert_eq!(read_all(&bytes), [Err(kind), Ok(("b.py".to_owned(), b"y".to_vec()))], "{place} {value}");
    }
    // Without its start, an archive's list lies where it cannot be.
    assert_eq!(ZipReader::open(whole.get(300..).unwrap()).err(), Some(ZipError::Damaged));
}

/// Reads all there is; the test is that this returns.
fn read_everything(bytes: &[u8]) {
    let Ok(reader) = ZipReader::open(bytes) else { return };
    for item in reader.entries() {
        match item {
            Ok(entry) => {
                if let Err(problem) = reader.read(&entry, 100_000) {
                    let _ = (problem.diagnostic(), problem.skip_reason());
                }
            }
            Err(problem) => {
                let _ = (problem.diagnostic(), problem.skip_reason());
            }
        }
    }
}

#[test]
fn an_archive_cut_anywhere_is_read_or_refused() {
    let text = b"some text ".repeat(30);
    let files: Vec<(String, &[u8])> = vec![("src/a.py".to_owned(), &text), ("b.py".to_owned(), b"x")];
    let bytes = write_zip(&files).unwrap();
    for length in 0..bytes.len() {
        assert!(ZipReader::open(bytes.get(..length).unwrap()).is_err(), "{length}");
        read_everything(bytes.get(length..).unwrap());
    }
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        read_everything(&bytes);
    }

    #[test]
    fn random_bytes_between_a_zips_marks_never_panic(
        parts in prop::collection::vec((0usize..7, prop::collection::vec(any::<u8>(), 0..60)), 0..20),
    ) {
        let marks: [&[u8]; 7] =
            [b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"PK\x07\x08", b"\0\0\0\0"];
        let mut bytes = Vec::new();
        for (mark, part) in parts {
            bytes.extend_from_slice(marks[mark]);
            bytes.extend_from_slice(&part);
        }
        bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0\x01\0\x01\0\x2e\0\0\0\0\0\0\0\0\0");
        read_everything(&bytes);
    }

    #[test]
    fn an_archive_with_changed_bytes_never_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let text = b"some text ".repeat(30);
        let mut bytes = archive(&[Raw::deflated(b"src/a.py", &text), Raw::stored(b"b.py", b"x")]);
        for (index, value) in changes {
            let index = index.index(bytes.len());
            bytes[index] = value;
        }
        read_everything(&bytes);
    }
}
