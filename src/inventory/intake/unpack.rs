//! A zip to the files of a project: the archive's entries under the rules of `Intake`.
//! Not a way to keep everything in memory: each file's text goes to the caller at once.
//! **Invariant:** the project's `.gitignore` files are known before the first file is judged, and every entry that is
//! a file is read, counted as skipped, or behind the point where the archive's list ends with a problem.

use super::ignore::IgnoreRules;
use super::path::ProjectPath;
use super::skip::{shared_root_segments, skip_by_path};
use super::zip_reader::{EntryProblem, ZipEntry, ZipError, ZipReader};
use super::{Decision, Intake, limits};

/// Reads a zip and hands over each file that is to be searched, in the order of the archive.
///
/// A single folder around everything is the project's root and is not judged by its name; it stays in the paths.
///
/// # Errors
/// If the bytes are no zip. A problem of one entry is counted and said in the account.
pub fn unpack(bytes: &[u8], mut take: impl FnMut(ProjectPath, &str)) -> Result<Intake, ZipError> {
    let reader = ZipReader::open(bytes)?;
    let mut entries = Vec::new();
    let mut problems = Vec::new();
    for item in reader.entries() {
        match item {
            Ok(entry) if entry.is_folder => {}
            Ok(entry) => entries.push(entry),
            Err(problem) => problems.push(problem),
        }
    }
    let mut intake = Intake::new(root_segments(&entries, &problems));
    let rules = read_rules(&reader, &entries, &mut intake);
    for problem in &problems {
        intake.skip_entry(problem);
    }
    for entry in &entries {
        let Decision::Read(path) = intake.consider(entry.path.as_str(), entry.size, &rules) else { continue };
        match reader.read(entry, limits::FILE_BYTES) {
            Err(problem) => intake.skip_entry(&problem),
            Ok(content) => {
                if let Ok(text) = intake.accept(&path, &content) {
                    take(path, text);
                }
            }
        }
    }
    Ok(intake)
}

fn root_segments(entries: &[ZipEntry], problems: &[EntryProblem]) -> usize {
    let with_problem = problems.iter().filter_map(|problem| problem.path.as_ref());
    let paths = entries.iter().map(|entry| &entry.path).chain(with_problem).map(ProjectPath::as_str);
    // What macOS adds lies beside the project's folder.
    shared_root_segments(paths.filter(|path| !path.starts_with("__MACOSX/")))
}

/// Reads the `.gitignore` files. One that cannot be read has no rules; its problem is said when its turn comes.
fn read_rules(reader: &ZipReader<'_>, entries: &[ZipEntry], intake: &mut Intake) -> IgnoreRules {
    let mut rules = IgnoreRules::new();
    for entry in entries {
        let path = &entry.path;
        if path.file_name() != ".gitignore" || skip_by_path(path.as_str(), intake.root_segments).is_some() {
            continue;
        }
        let Ok(content) = reader.read(entry, limits::FILE_BYTES) else { continue };
        let Ok(text) = std::str::from_utf8(&content) else { continue };
        let unusable = rules.add(path.folder(), text);
        intake.say_unusable_patterns(path.as_str(), &unusable);
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::super::skip::SkipReason;
    use super::super::zip_writer::write_zip;
    use super::*;

    fn unpacked(files: &[(&str, &[u8])]) -> (Intake, Vec<String>) {
        let files: Vec<(String, &[u8])> = files.iter().map(|(name, content)| ((*name).to_owned(), *content)).collect();
        let mut paths = Vec::new();
        let intake = unpack(&write_zip(&files).unwrap(), |path, _| paths.push(path.into())).unwrap();
        (intake, paths)
    }

    #[test]
    fn a_zip_is_read_under_its_own_rules() {
        let (intake, paths) = unpacked(&[
            // The rules come last in the archive and hold all the same.
            ("build/src/main.py", b"import openai\n"),
            ("build/src/gen/a.py", b"x"),
            ("build/src/gen/keep.py", b"x"),
            ("build/build/out.js", b"x"),
            ("build/node_modules/a/index.js", b"x"),
            ("build/node_modules/a/.gitignore", b"*.py\n"),
            ("build/logo.png", b"\x89PNG"),
            ("build/data", b"a\0b"),
            ("build/yarn.lock", b"x"),
            ("__MACOSX/build/._main.py", b"x"),
            ("build/.gitignore", b"/src/gen/*\n!keep.py\na[\n"),
        ]);
        assert_eq!(paths, ["build/src/main.py", "build/src/gen/keep.py", "build/.gitignore"]);
        let counts: Vec<_> = intake.skipped.iter().map(|(reason, skipped)| (*reason, skipped.count)).collect();
        assert_eq!(
            counts,
            [
                (SkipReason::DependencyFolder, 2),
                (SkipReason::BuildOutput, 1),
                (SkipReason::LockFile, 1),
                (SkipReason::Binary, 2),
                (SkipReason::SystemFile, 1),
                (SkipReason::Ignored, 1),
            ]
        );
        assert_eq!((intake.read, intake.root_segments), (3, 1));
        assert_eq!(intake.diagnostics[0].what, "build/.gitignore has 1 line that is not understood: a[");
    }

    #[test]
    fn problems_in_skipped_folders_are_counted_and_not_said() {
        let files: Vec<(String, &[u8])> =
            vec![("app/a.py".to_owned(), b"aaa"), ("app/node_modules/.bin/tool".to_owned(), b"bbb")];
        let mut bytes = write_zip(&files).unwrap();
        // Both contents no longer fit their checksums.
        for content in [b"aaa", b"bbb"] {
            let place = bytes.windows(3).position(|window| window == content).unwrap();
            bytes[place] = b'X';
        }
        let intake = unpack(&bytes, |_, _| panic!("nothing is readable")).unwrap();
        let counts: Vec<_> = intake.skipped.iter().map(|(reason, skipped)| (*reason, skipped.count)).collect();
        assert_eq!(counts, [(SkipReason::DependencyFolder, 1), (SkipReason::UnreadableEntry, 1)]);
        assert_eq!(intake.diagnostics.len(), 1);
        assert!(intake.diagnostics[0].why.contains("checksum"));
    }

    #[test]
    fn text_goes_over_as_it_is() {
        let mut texts = Vec::new();
        let files: Vec<(String, &[u8])> = vec![("a.cs".to_owned(), "\u{feff}größe\r\n".as_bytes())];
        unpack(&write_zip(&files).unwrap(), |path, text| texts.push((path.to_string(), text.to_owned()))).unwrap();
        assert_eq!(texts, [("a.cs".to_owned(), "\u{feff}größe\r\n".to_owned())]);
        assert_eq!(unpack(b"no zip", |_, _| {}), Err(ZipError::NotAZip(None)));
    }
}
