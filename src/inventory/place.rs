//! What a file is for, by its path: the application, its tests, its documentation.
//! Not its language.
//! **Invariant:** a file of which the path says nothing is the application's.

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The application or its configuration.
    Application,
    /// A test, a fixture of one, a benchmark.
    Test,
    /// Documentation.
    Documentation,
}

const TEST_FOLDERS: [&str; 10] =
    ["test", "tests", "__tests__", "spec", "specs", "e2e", "testdata", "fixtures", "__mocks__", "mocks"];
const DOCUMENTATION_ENDINGS: [&str; 7] = [".md", ".mdx", ".markdown", ".rst", ".adoc", ".asciidoc", ".txt"];

/// What the file at that path is for.
#[must_use]
pub fn place_of(path: &str) -> Place {
    let lower = path.to_ascii_lowercase();
    let (folders, name) = lower.rsplit_once('/').unwrap_or(("", &lower));
    let stem = name.split('.').next().unwrap_or_default();
    let in_tests = folders.split('/').any(|folder| TEST_FOLDERS.contains(&folder));
    let named_test = stem.starts_with("test_")
        || stem == "conftest"
        || ["_test", "_spec", "-test", "-spec"].iter().any(|ending| stem.ends_with(ending))
        || [".test.", ".spec.", ".cy."].iter().any(|mark| name.contains(mark))
        || original_stem_is_test(path);
    if in_tests || named_test {
        return Place::Test;
    }
    let is_requirements = stem.contains("requirements") || stem.contains("constraints") || name == "robots.txt";
    if DOCUMENTATION_ENDINGS.iter().any(|ending| name.ends_with(ending)) && !is_requirements {
        return Place::Documentation;
    }
    Place::Application
}

/// `LlmClientTest.java`, `ClientTests.cs`, `ClientSpec.kt`: the end of a name in capitals.
fn original_stem_is_test(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
    matches!(ending, "java" | "kt" | "cs" | "swift" | "scala" | "groovy" | "php")
        && ["Test", "Tests", "Spec", "IT"].iter().any(|end| stem.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_tells_what_a_file_is_for() {
        for (path, place) in [
            ("src/llm.ts", Place::Application),
            ("src/llm.test.ts", Place::Test),
            ("tests/llm.py", Place::Test),
            ("pkg/llm_test.go", Place::Test),
            ("src/LlmTest.java", Place::Test),
            ("src/Latest.java", Place::Application),
            ("src/contest.py", Place::Application),
            ("docs/move.md", Place::Documentation),
            ("requirements-dev.txt", Place::Application),
            ("notes.txt", Place::Documentation),
            (".env", Place::Application),
        ] {
            assert_eq!(place_of(path), place, "{path}");
        }
    }
}
