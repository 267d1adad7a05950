//! What changes in the environment of a program: which variables get which names, and where they are read.
//! Not a reader of `.env` files: names come from the rules, and values are never seen.
//!
//! **Invariant:** nothing but names of variables and of files is written; what could hold a value is left out.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde::{Deserialize, Serialize};

/// How the old names end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cutover {
    #[default]
    /// The program reads the new name, then the old one: both are set until the old gateway is given up.
    FallBack,
    /// The program reads the new name alone.
    HardCut,
}

/// A variable that gets a new name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenamedVariable {
    /// The name in the original.
    pub old_name: String,
    /// The name after the move; may be the same.
    pub new_name: String,
    /// Whether the old name is still read where the new one is not set. An address never is: it would be the source again.
    pub falls_back: bool,
    /// The files in which it stands.
    pub files: Vec<String>,
}

/// What to do with the old name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OldName {
    /// It stays set beside the new one.
    Stays,
    /// It can go once the changed program runs.
    Goes,
    /// It is also the new name: only the value changes.
    IsTheNewName,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvironmentRow {
    /// The name in the original.
    pub old_name: String,
    /// The name after the move.
    pub new_name: String,
    /// What to do with the old name.
    pub old: OldName,
    /// The files in which it stands, in order, each once.
    pub files: Vec<String>,
}

/// What changes in the environment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvironmentDiff {
    /// How the old names end.
    pub cutover: Cutover,
    /// One row for each pair of names, in the order given.
    pub rows: Vec<EnvironmentRow>,
    /// Lines `NAME=` of the original, each name once. Values are to be filled in by hand.
    pub before: String,
    /// Lines `NAME=` after the move.
    pub after: String,
    /// How many variables were left out because their name is none.
    pub left_out: u32,
}

/// Makes the table and the texts.
#[must_use]
pub fn environment_diff(variables: &[RenamedVariable], cutover: Cutover) -> EnvironmentDiff {
    let mut rows: Vec<(EnvironmentRow, BTreeSet<String>)> = Vec::new();
    let mut row_of: HashMap<(&str, &str), usize> = HashMap::new();
    let mut left_out = 0;
    for variable in variables {
        let (old_name, new_name) = (variable.old_name.as_str(), variable.new_name.as_str());
        if !is_name(old_name) || !is_name(new_name) {
            left_out += 1;
            continue;
        }
        let next = rows.len();
        let at = *row_of.entry((old_name, new_name)).or_insert(next);
        if at == next {
            let old = match cutover {
                _ if old_name == new_name => OldName::IsTheNewName,
                Cutover::FallBack if variable.falls_back => OldName::Stays,
                Cutover::FallBack | Cutover::HardCut => OldName::Goes,
            };
            let (old_name, new_name) = (old_name.to_owned(), new_name.to_owned());
            rows.push((EnvironmentRow { old_name, new_name, old, files: vec![] }, BTreeSet::new()));
        }
        if let Some((_, files)) = rows.get_mut(at) {
            files.extend(variable.files.iter().cloned());
        }
    }
    let rows = rows.into_iter().map(|(row, files)| EnvironmentRow { files: files.into_iter().collect(), ..row });
    let rows: Vec<EnvironmentRow> = rows.collect();
    let before = settings(rows.iter().map(|row| row.old_name.as_str()));
    let after = settings(rows.iter().flat_map(|row| {
        let old = (row.old == OldName::Stays).then_some(row.old_name.as_str());
        [Some(row.new_name.as_str()), old].into_iter().flatten()
    }));
    EnvironmentDiff { cutover, rows, before, after, left_out }
}

/// Lines without values, each name once.
fn settings<'name>(names: impl Iterator<Item = &'name str>) -> String {
    let mut seen = HashSet::new();
    names.filter(|name| seen.insert(*name)).map(|name| format!("{name}=\n")).collect()
}

/// Whether a text can be the name of a variable. Anything else could carry a value into the page.
fn is_name(text: &str) -> bool {
    let is_in_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    text.len() <= 128 && text.bytes().all(is_in_name) && text.bytes().next().is_some_and(|byte| !byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variable(old_name: &str, new_name: &str, files: &[&str]) -> RenamedVariable {
        let files = files.iter().map(|file| (*file).to_owned()).collect();
        RenamedVariable { old_name: old_name.to_owned(), new_name: new_name.to_owned(), falls_back: true, files }
    }

    #[test]
    fn a_fall_back_keeps_both_names_and_a_hard_cut_one() {
        let variables = [variable("OLD_KEY", "NEW_KEY", &["b.py", "a.py"]), variable("OLD_URL", "NEW_URL", &["a.py"])];
        for (cutover, old, after) in [
            (Cutover::FallBack, OldName::Stays, "NEW_KEY=\nOLD_KEY=\nNEW_URL=\nOLD_URL=\n"),
            (Cutover::HardCut, OldName::Goes, "NEW_KEY=\nNEW_URL=\n"),
        ] {
            let diff = environment_diff(&variables, cutover);
            assert_eq!((diff.before.as_str(), diff.after.as_str()), ("OLD_KEY=\nOLD_URL=\n", after));
            assert!(diff.rows.iter().all(|row| row.old == old));
            assert_eq!(diff.rows[0].files, ["a.py", "b.py"]);
        }
    }

    #[test]
    fn an_old_address_is_never_kept() {
        let address = RenamedVariable { falls_back: false, ..variable("OLD_URL", "NEW_URL", &["a.py"]) };
        let diff = environment_diff(&[variable("OLD_KEY", "NEW_KEY", &[]), address], Cutover::FallBack);
        assert_eq!(diff.after, "NEW_KEY=\nOLD_KEY=\nNEW_URL=\n");
        assert_eq!(diff.rows[1].old, OldName::Goes);
    }

    #[test]
    fn names_come_once_and_the_same_name_stays() {
        let variables = [
            variable("A", "NEW", &["x"]),
            variable("B", "NEW", &["y"]),
            variable("A", "NEW", &["z", "x"]),
            variable("SAME", "SAME", &[]),
        ];
        let diff = environment_diff(&variables, Cutover::HardCut);
        assert_eq!((diff.before.as_str(), diff.after.as_str()), ("A=\nB=\nSAME=\n", "NEW=\nSAME=\n"));
        assert_eq!(diff.rows.len(), 3);
        assert_eq!(
            (diff.rows[0].files.clone(), diff.rows[2].old),
            (vec!["x".into(), "z".into()], OldName::IsTheNewName)
        );
    }

    #[test]
    fn what_is_no_name_is_counted_and_never_written() {
        let texts = ["KEY=secret", "secret value", "", "9LIVES", "sk-secret", "KEY\nsecret", "schlüssel"];
        let variables: Vec<RenamedVariable> = texts.iter().map(|text| variable(text, "NEW", &[])).collect();
        let diff = environment_diff(&variables, Cutover::FallBack);
        assert_eq!((diff.left_out, diff.rows.len()), (7, 0));
        assert!(!serde_json::to_string(&diff).unwrap().contains("secret"));
    }
}
