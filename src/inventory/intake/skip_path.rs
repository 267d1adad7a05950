//! Judges a file by its path alone: folders nobody wrote by hand, lock files, file types that are no source text.
//! Not a judgement of the content (`skip_content`) and not `.gitignore` (`ignore`).
//! **Invariant:** folder names match as whole segments and by case; only folders below the root are judged by name.

use super::skip::SkipReason;
use super::skip_names::{
    BINARY_EXTENSIONS, BUILD_OUTPUT, BUILD_OUTPUT_OUTSIDE_SRC, DEPENDENCIES, LOCK_FILES, MINIFIED_ENDS, RECORDINGS,
    SYSTEM_FILES, VERSION_CONTROL,
};

/// Judges a path.
///
/// `path` is normalised (see `ProjectPath`). The first `root_segments` segments are the root that the user picked and
/// are not judged: a browser gives a picked folder's files as `build/src/app.py`, and a folder that was picked is
/// wanted whatever its name. Pass 0 for pasted text and single files, 1 for a picked folder, and
/// `shared_root_segments` of the names for a zip.
#[must_use]
pub fn skip_by_path(path: &str, root_segments: usize) -> Option<SkipReason> {
    // macOS puts this folder beside the packed one, so it is never a root.
    if path.starts_with("__MACOSX/") {
        return Some(SkipReason::SystemFile);
    }
    let mut segments = path.split('/').peekable();
    let mut parent = "";
    for root in segments.by_ref().take(root_segments) {
        parent = root;
    }
    let mut name = "";
    while let Some(segment) = segments.next() {
        let is_folder = segments.peek().is_some();
        if let Some(reason) = by_segment(segment, parent, is_folder) {
            return Some(reason);
        }
        parent = segment;
        name = segment;
    }
    by_name(name)
}

/// How many leading segments are one folder around everything: 1 if all paths lie in the same top folder, else 0.
/// This is how archives of a repository are packed (`project-main/…`).
pub fn shared_root_segments<'a>(paths: impl IntoIterator<Item = &'a str>) -> usize {
    let mut root = None;
    for path in paths {
        let Some((first, _)) = path.split_once('/') else { return 0 };
        if *root.get_or_insert(first) != first {
            return 0;
        }
    }
    usize::from(root.is_some())
}

fn by_segment(segment: &str, parent: &str, is_folder: bool) -> Option<SkipReason> {
    if VERSION_CONTROL.contains(&segment) {
        return Some(SkipReason::GitFolder);
    }
    if SYSTEM_FILES.contains(&segment) {
        return Some(SkipReason::SystemFile);
    }
    if !is_folder {
        return None;
    }
    if DEPENDENCIES.contains(&segment) {
        return Some(SkipReason::DependencyFolder);
    }
    if BUILD_OUTPUT.contains(&segment) || (parent != "src" && BUILD_OUTPUT_OUTSIDE_SRC.contains(&segment)) {
        return Some(SkipReason::BuildOutput);
    }
    RECORDINGS.contains(&segment).then_some(SkipReason::Recording)
}

fn by_name(name: &str) -> Option<SkipReason> {
    if LOCK_FILES.contains(&name) {
        return Some(SkipReason::LockFile);
    }
    let lower = name.to_ascii_lowercase();
    if MINIFIED_ENDS.iter().any(|end| lower.ends_with(end)) {
        return Some(SkipReason::Minified);
    }
    // AppleDouble: the resource fork that macOS stores beside a file.
    if lower.starts_with("._") {
        return Some(SkipReason::SystemFile);
    }
    match lower.rsplit_once('.') {
        // A name such as `.map` or `.bin` is a hidden file without an extension.
        Some(("", _)) | None => None,
        Some((_, "map")) => Some(SkipReason::SourceMap),
        Some((_, "har" | "snap")) => Some(SkipReason::Recording),
        Some((_, extension)) => {
            BINARY_EXTENSIONS.iter().any(|group| group.contains(&extension)).then_some(SkipReason::Binary)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons<'a>(paths: &'a [&'a str], root_segments: usize) -> Vec<(&'a str, Option<SkipReason>)> {
        paths.iter().map(|path| (*path, skip_by_path(path, root_segments))).collect()
    }

    #[test]
    fn each_kind_of_path_has_its_reason() {
        use SkipReason::{
            Binary, BuildOutput, DependencyFolder, GitFolder, LockFile, Minified, Recording, SourceMap, SystemFile,
        };
        let table: [(SkipReason, &[&str]); 9] = [
            (GitFolder, &[".git/config", "a/.git", "sub/.git/HEAD", ".hg/store/x", ".svn/entries"]),
            (
                DependencyFolder,
                &[
                    "node_modules/openai/index.js",
                    "web/node_modules/a/b.ts",
                    "vendor/github.com/x/y.go",
                    "src/vendor/a.php",
                    ".venv/lib/a.py",
                    "venv/a.py",
                    "lib/python3/site-packages/x.py",
                    "ios/Pods/A/a.m",
                    "bower_components/a/a.js",
                    "elm-stuff/a",
                    "infra/.terraform/x.tf",
                    "node_modules/a/yarn.lock",
                ],
            ),
            (
                BuildOutput,
                &[
                    "dist/a.js",
                    "src/dist/a.js",
                    "packages/a/dist/index.d.ts",
                    "build/a.js",
                    "target/debug/a.rs",
                    "out/a.js",
                    "coverage/a.html",
                    ".next/server/a.js",
                    "a/__pycache__/b.py",
                    ".gradle/a",
                    "src/web/build/a.js",
                ],
            ),
            (
                LockFile,
                &[
                    "package-lock.json",
                    "web/yarn.lock",
                    "pnpm-lock.yaml",
                    "bun.lock",
                    "bun.lockb",
                    "poetry.lock",
                    "uv.lock",
                    "Pipfile.lock",
                    "pdm.lock",
                    "Cargo.lock",
                    "go.sum",
                    "Gemfile.lock",
                    "composer.lock",
                    "mix.lock",
                    "packages.lock.json",
                    "gradle.lockfile",
                    "flake.lock",
                    "Package.resolved",
                    ".terraform.lock.hcl",
                ],
            ),
            (Minified, &["a.min.js", "A.MIN.CSS", "public/lib.min.mjs"]),
            (SourceMap, &["a.js.map", "a.css.map", "A.MAP"]),
            (
                Recording,
                &[
                    "tests/cassettes/chat.yaml",
                    "a/__recordings__/x.json",
                    "a/__snapshots__/x.js",
                    "login.har",
                    "a.test.ts.snap",
                    "spec/vcr/x.yml",
                ],
            ),
            (Binary, &["logo.png", "LOGO.PNG", "a/font.woff2", "a.tar.gz", "lib.so", "m.safetensors", "a.pyc"]),
            (SystemFile, &[".DS_Store", "a/Thumbs.db", "__MACOSX/a/._b.py", "src/._main.py"]),
        ];
        for (reason, paths) in table {
            for (path, found) in reasons(paths, 0) {
                assert_eq!(found, Some(reason), "{path}");
            }
        }
    }

    #[test]
    fn source_and_settings_are_read() {
        let paths = [
            "src/main.py",
            "app/models/chat.ts",
            ".gitignore",
            ".github/workflows/ci.yml",
            ".env",
            "package.json",
            "Cargo.toml",
            "go.mod",
            "icon.svg",
            // Whole segments, by case, and folders only.
            "node_modules_old/a.js",
            "my-vendor/a.go",
            "Vendor/a.go",
            "Build/a.cs",
            "scripts/build",
            "bin/vendor",
            "cassettes",
            "builder/a.py",
            // Modules of a program.
            "src/build/mod.rs",
            "src/target/openrouter.ts",
            "web/src/out/a.ts",
            // Ends that only look alike.
            "admin.js",
            "src/min.js",
            "roadmap",
            "map",
            ".map",
            ".bin",
            "yarn.lock.md",
            "package-lock.json.ts",
            "hargreaves.py",
            "snap.py",
        ];
        for (path, found) in reasons(&paths, 0) {
            assert_eq!(found, None, "{path}");
        }
    }

    #[test]
    fn the_picked_root_is_not_judged_but_its_content_is() {
        for (path, root_segments, reason) in [
            ("build/app.py", 0, Some(SkipReason::BuildOutput)),
            ("build/app.py", 1, None),
            ("vendor/a/b.go", 1, None),
            ("build/build/a.js", 1, Some(SkipReason::BuildOutput)),
            ("build/yarn.lock", 1, Some(SkipReason::LockFile)),
            // The root still says what its folders are.
            ("src/target/a.rs", 1, None),
            ("app/target/a.rs", 1, Some(SkipReason::BuildOutput)),
            ("app.py", 1, None),
            ("__MACOSX/build/._a.py", 1, Some(SkipReason::SystemFile)),
            ("yarn.lock", 5, None),
        ] {
            assert_eq!(skip_by_path(path, root_segments), reason, "{path} {root_segments}");
        }
    }

    #[test]
    fn a_root_is_shared_only_if_every_path_lies_in_it() {
        for (paths, segments) in [
            (&["app-main/a.py", "app-main/b/c.py"][..], 1),
            (&["app-main/a.py", "README.md"], 0),
            (&["a/x", "b/x"], 0),
            (&["app.py"], 0),
            (&[], 0),
        ] {
            assert_eq!(shared_root_segments(paths.iter().copied()), segments, "{paths:?}");
        }
    }
}
