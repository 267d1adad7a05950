//! The project's own `.gitignore` files, from their text: which paths they leave out.
//! Not git: files that are tracked although a pattern names them, `.git/info/exclude` and a person's global patterns
//! are unknown here, so a committed file may count as ignored. It is counted and named like every skipped file.
//! **Invariant:** folders are judged from the root down as git does it. Inside an ignored folder nothing is included
//! again, deeper files win over shallower ones, and in one file the last pattern that matches wins.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The longest pattern that is used, in bytes.
const MAX_PATTERN_BYTES: usize = 1_000;

/// How many patterns of one file are used. Each becomes a part of one matcher, whose size is bounded.
const MAX_PATTERNS: usize = 2_000;

/// How many `.gitignore` files are used; a project has a few dozen.
const MAX_FILES: usize = 2_000;

/// All `.gitignore` files of a project.
#[derive(Clone, Default)]
pub struct IgnoreRules {
    /// The matcher of each folder, by the folder's path; the root is the empty path.
    by_folder: BTreeMap<String, Gitignore>,
}

impl IgnoreRules {
    /// No rules: nothing is ignored.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the text of the `.gitignore` that lies in `folder` (normalised, empty for the root), in place of an
    /// earlier one. Returns the lines that cannot be used; git, too, lets such lines match nothing.
    pub fn add(&mut self, folder: &str, gitignore_text: &str) -> Vec<String> {
        let folder = folder.trim_matches('/');
        let mut unusable = Vec::new();
        if self.by_folder.len() >= MAX_FILES && !self.by_folder.contains_key(folder) {
            unusable.extend(gitignore_text.lines().map(shown_line));
            return unusable;
        }
        // The matcher is relative to the folder: paths are cut before they are matched, so that the matcher never
        // sees a path that is not below its root.
        let mut builder = GitignoreBuilder::new("");
        let mut patterns = 0usize;
        for line in gitignore_text.trim_start_matches('\u{feff}').lines() {
            let line = without_trailing_blanks(line);
            // A lone "!" or "/" names nothing; the matcher would take it for everything.
            if matches!(&*line, "" | "!" | "/" | "!/") || line.starts_with('#') {
                continue;
            }
            patterns += 1;
            let usable = patterns <= MAX_PATTERNS
                && line.len() <= MAX_PATTERN_BYTES
                && as_glob(&line).is_some_and(|glob| builder.add_line(None, &glob).is_ok());
            if !usable {
                unusable.push(shown_line(line));
            }
        }
        match builder.build() {
            Ok(matcher) => {
                self.by_folder.insert(folder.to_owned(), matcher);
            }
            // The patterns together exceed the bound of the matcher.
            Err(_) => unusable = gitignore_text.lines().map(shown_line).collect(),
        }
        unusable
    }

    /// Whether a file is left out. `path` is normalised (see `ProjectPath`); of any other text nothing is claimed
    /// but that it does no harm.
    #[must_use]
    pub fn is_ignored(&self, path: &str) -> bool {
        if self.by_folder.is_empty() {
            return false;
        }
        // The matchers on the way down, each with the part of `path` that is relative to its folder.
        let mut matchers: Vec<(&Gitignore, &str)> = Vec::new();
        matchers.extend(self.by_folder.get("").map(|matcher| (matcher, path)));
        let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
        for end in ends {
            let is_folder = end < path.len();
            if is_left_out(&matchers, path.len() - end, is_folder) {
                return true;
            }
            let (Some(folder), Some(rest)) = (path.get(..end), path.get(end + 1..)) else { break };
            matchers.extend(self.by_folder.get(folder).map(|matcher| (matcher, rest)));
        }
        false
    }
}

/// The verdict of the deepest matcher that has one, on the path without its last `cut` bytes.
fn is_left_out(matchers: &[(&Gitignore, &str)], cut: usize, is_folder: bool) -> bool {
    for (matcher, below) in matchers.iter().rev() {
        let Some(candidate) = below.len().checked_sub(cut).and_then(|end| below.get(..end)) else { continue };
        match matcher.matched(candidate, is_folder) {
            Match::Ignore(_) => return true,
            Match::Whitelist(_) => return false,
            Match::None => {}
        }
    }
    false
}

/// The line without the blanks at its end, except one that a backslash protects.
fn without_trailing_blanks(line: &str) -> Cow<'_, str> {
    let trimmed = line.trim_end();
    let backslashes = trimmed.bytes().rev().take_while(|byte| *byte == b'\\').count();
    if backslashes % 2 == 1 && line.len() > trimmed.len() {
        Cow::Owned(format!("{trimmed} "))
    } else {
        Cow::Borrowed(trimmed)
    }
}

/// The pattern as the matcher reads it. Braces, which are ordinary characters to git, are escaped, and a negated class
/// is told not to match a slash. `None` for what matches nothing in git: a class that is never closed, an empty segment.
fn as_glob(line: &str) -> Option<String> {
    let (mark, body) = line.strip_prefix('!').map_or(("", line), |body| ("!", body));
    if body.contains("//") {
        return None;
    }
    let mut glob = String::with_capacity(body.len() + 8);
    let mut has_slash_in_class = false;
    let mut characters = body.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                glob.push('\\');
                glob.extend(characters.next());
            }
            '[' => {
                glob.push('[');
                let mut inside = characters.next()?;
                let is_negated = matches!(inside, '!' | '^');
                if is_negated {
                    glob.push(inside);
                    inside = characters.next()?;
                }
                // A bracket in the first place is a member of the class, not its end.
                if inside == ']' {
                    glob.push(inside);
                    inside = characters.next()?;
                }
                if is_negated {
                    glob.push('/');
                    has_slash_in_class = true;
                }
                while inside != ']' {
                    glob.push(inside);
                    inside = characters.next()?;
                }
                glob.push(']');
            }
            '{' | '}' => {
                glob.push('\\');
                glob.push(character);
            }
            _ => glob.push(character),
        }
    }
    // The matcher takes a pattern with a slash for one that is tied to its folder, and now there is one.
    let is_tied = body.strip_suffix('/').unwrap_or(body).contains('/');
    let prefix = if has_slash_in_class && !is_tied { "**/" } else { "" };
    Some(format!("{mark}{prefix}{glob}"))
}

fn shown_line(line: impl AsRef<str>) -> String {
    super::skip::shown_name(line.as_ref())
}

impl fmt::Debug for IgnoreRules {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.by_folder.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rules(files: &[(&str, &str)]) -> IgnoreRules {
        let mut rules = IgnoreRules::new();
        for (folder, text) in files {
            assert_eq!(rules.add(folder, text), Vec::<String>::new());
        }
        rules
    }

    /// The verdicts in these tables are those of `git check-ignore --no-index`.
    #[test]
    fn one_file_means_what_it_means_to_git() {
        for (text, ignored, kept) in [
            ("", &[][..], &["a", "b/c"][..]),
            ("# comment\n\n   \n", &[], &["# comment", "a"]),
            ("*.log", &["a.log", "b/c.log", ".log"], &["a.log.txt", "log"]),
            ("*.log\r\n/x\r\n", &["a.log", "x"], &["a/x"]),
            ("build", &["build", "build/a", "a/build/b"], &["rebuild", "Build"]),
            ("build/", &["build/a", "a/build/b"], &["build", "a/build"]),
            ("/build", &["build/a", "build"], &["a/build"]),
            ("a/b", &["a/b", "a/b/c"], &["x/a/b", "a/c"]),
            ("**/b", &["b", "a/b", "a/x/b/c"], &["ab"]),
            ("a/**", &["a/b", "a/b/c"], &["a", "x/a/b"]),
            ("a/**/b", &["a/b", "a/x/b", "a/x/y/b"], &["ab", "a/x"]),
            ("a*b", &["ab", "axxb"], &["a/b"]),
            ("?.py", &["a.py", "x/b.py"], &["ab.py", ".py"]),
            ("[a-c].py", &["a.py", "x/c.py"], &["d.py"]),
            ("[!a].py", &["b.py", "x/b.py"], &["a.py", "x/a.py"]),
            ("x[!a]y", &["xby"], &["x/y", "xay"]),
            ("[]a].py", &["].py", "a.py"], &["b.py"]),
            ("*.{js,ts}", &["a.{js,ts}"], &["a.js", "a.ts"]),
            ("\\#a\n\\!b", &["#a", "!b"], &["a", "b"]),
            ("a\\ \nb  ", &["a ", "b"], &["a", "b "]),
            ("\u{feff}*.tmp", &["a.tmp"], &["tmp"]),
            // Later lines win, but nothing comes back out of an ignored folder.
            ("*.log\n!keep.log", &["a.log"], &["keep.log", "x/keep.log"]),
            ("!keep.log\n*.log", &["a.log", "keep.log"], &[]),
            ("build/\n!build/keep.py", &["build/keep.py"], &[]),
            ("build/*\n!build/keep.py", &["build/a.py", "build/x/keep.py"], &["build/keep.py"]),
            ("/*\n!/src", &["a", "b/c"], &["src/a", "src/b/c"]),
            ("*\n!*/\n!*.py", &["a", "b/c.txt"], &["a.py", "b/c/d.py"]),
            // Marks without a pattern.
            ("*.log\n!\n/\n!/", &["a.log"], &["a"]),
        ] {
            let rules = rules(&[("", text)]);
            for path in ignored {
                assert!(rules.is_ignored(path), "{text:?} ignores {path}");
            }
            for path in kept {
                assert!(!rules.is_ignored(path), "{text:?} keeps {path}");
            }
        }
    }

    #[test]
    fn deeper_files_win_and_stay_in_their_folder() {
        let rules = rules(&[
            ("", "*.log\nlocal/\n"),
            ("web", "!*.log\n/dist\n"),
            ("web/api/", "debug.log\n"),
            ("local", "!*\n"),
            ("we", "*\n"),
        ]);
        for (path, ignored) in [
            ("a.log", true),
            ("web/a.log", false),
            ("web/api/a.log", false),
            ("web/api/debug.log", true),
            ("web/api/x/debug.log", true),
            ("web/debug.log", false),
            ("web/dist/a", true),
            ("web/api/dist", false),
            ("dist/a", false),
            // The folder itself is ignored above, so its own file is never asked.
            ("local/a", true),
            // `we` is no part of `web`.
            ("we/a", true),
            ("web/a.py", false),
        ] {
            assert_eq!(rules.is_ignored(path), ignored, "{path}");
        }
    }

    #[test]
    fn lines_that_match_nothing_in_git_are_given_back() {
        let mut rules = IgnoreRules::new();
        assert_eq!(rules.add("", "a[\n*.log\nb\\\nx//y\n[z-a]"), ["a[", "b\\", "x//y", "[z-a]"]);
        assert!(rules.is_ignored("a.log") && !rules.is_ignored("a["));
        let long = "x".repeat(MAX_PATTERN_BYTES + 1);
        assert_eq!(rules.add("", &long).len(), 1);
        assert!(!rules.is_ignored(&long) && !rules.is_ignored("a.log"), "a second text replaces the first");
        let many: String = (0..MAX_PATTERNS + 5).map(|index| format!("p{index}\n")).collect();
        assert_eq!(rules.add("many", &many).len(), 5);
        assert!(rules.is_ignored("many/p1999") && !rules.is_ignored("many/p2000"));
    }

    #[test]
    fn a_path_of_another_form_does_no_harm() {
        let rules = rules(&[("", "*.log\na/b"), ("a", "x")]);
        for path in ["", "/", "//", "/a/b", "a//b", "./a", "../a.py", "a/", ".", "C:\\a", "a\\b", "é/ü"] {
            let _ = rules.is_ignored(path);
        }
    }

    proptest! {
        #[test]
        fn random_patterns_and_paths_never_panic(
            patterns in "([a-c*?!/\\[\\]{},\\\\ #\\-^é\n]|\\*\\*|[\\PC]){0,40}",
            nested in "([a-c*!/\n]|\\*\\*){0,20}",
            folder in "[a-c/]{0,5}",
            paths in prop::collection::vec("([a-c/. é]|[\\PC]){0,20}", 1..5),
        ) {
            let mut rules = IgnoreRules::new();
            rules.add("", &patterns);
            rules.add(&folder, &nested);
            for path in &paths {
                let ignored = rules.is_ignored(path);
                prop_assert_eq!(rules.is_ignored(path), ignored);
            }
        }

        #[test]
        fn a_plain_name_ignores_itself_at_every_depth(name in "[a-z]{1,8}", folder in "([a-z]{1,3}/){0,4}") {
            let mut rules = IgnoreRules::new();
            rules.add("", &name);
            let path = folder + &name;
            prop_assert!(rules.is_ignored(&path));
        }
    }
}
