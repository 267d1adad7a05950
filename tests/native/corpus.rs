//! The labelled corpus: 300 files whose uses of the source gateway were labelled by hand, independently of the rules.
//! Prints recall and precision by class; `SWITCHYARD_LIST=1` lists every miss and every false find.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use switchyard::inventory::finding::{Action, Finding};
use switchyard::inventory::intake::ignore::IgnoreRules;
use switchyard::inventory::intake::{Decision, Intake};
use switchyard::inventory::settings::Settings;
use switchyard::inventory::workbench::Workbench;

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/inventory")
}

/// A project: its name, and its files by their path within the corpus with their bytes.
pub type Project = (String, Vec<(String, Vec<u8>)>);

/// The projects of the corpus.
pub fn projects() -> Vec<Project> {
    let mut projects: Vec<_> = std::fs::read_dir(root().join("projects"))
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let mut files = Vec::new();
            collect(&entry.path(), &name, &mut files);
            files.sort();
            (name, files)
        })
        .collect();
    projects.sort();
    projects
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}/{}", entry.file_name().into_string().unwrap());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &path, files);
        } else {
            files.push((path, std::fs::read(entry.path()).unwrap()));
        }
    }
}

/// One project through the intake into a workbench that has scanned it.
pub fn scanned(files: &[(String, Vec<u8>)], settings: Settings) -> Workbench {
    let mut rules = IgnoreRules::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".gitignore")) {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        rules.add(folder, std::str::from_utf8(bytes).unwrap());
    }
    let mut bench = Workbench::new(settings);
    let mut intake = Intake::new(1);
    for (path, bytes) in files {
        let Decision::Read(read) = intake.consider(path, bytes.len() as u64, &rules) else { continue };
        if let Ok(text) = intake.accept(&read, bytes) {
            bench.add(path, text);
        }
    }
    bench.scan(intake, |_| {});
    bench
}

type Place = (String, u32, String);

fn labels() -> BTreeMap<Place, Action> {
    let text = std::fs::read_to_string(root().join("labels.tsv")).unwrap();
    text.lines()
        .skip(1)
        .filter(|line| !line.is_empty())
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let action = Action::ALL.into_iter().find(|action| action.word() == cells[3]).expect(line);
            ((cells[0].to_owned(), cells[1].parse().expect(line), cells[2].to_owned()), action)
        })
        .collect()
}

#[derive(Default)]
struct Score {
    must_fix: (u32, u32),
    review: (u32, u32),
    /// Scored findings, and those of them that a label has.
    found: (u32, u32),
}

#[test]
fn the_corpus_is_found() {
    let labels = labels();
    let mut findings: Vec<Finding> = Vec::new();
    let mut files = 0;
    for (_, project) in projects() {
        files += project.len();
        findings.extend(scanned(&project, Settings::default()).findings().cloned());
    }
    let mut by_place: BTreeMap<Place, Action> = BTreeMap::new();
    for finding in &findings {
        let place = (finding.file.clone(), finding.line, finding.class.word().to_owned());
        let action = by_place.entry(place).or_insert(finding.action);
        *action = (*action).min(finding.action);
    }
    let list = std::env::var_os("SWITCHYARD_LIST").is_some();
    let line_of = |place: &Place| {
        let text = std::fs::read_to_string(root().join("projects").join(&place.0)).unwrap_or_default();
        text.lines().nth(place.1 as usize - 1).unwrap_or_default().trim().chars().take(110).collect::<String>()
    };
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for (place, action) in &labels {
        let found = by_place.get(place);
        let score = scores.entry(place.2.clone()).or_default();
        let (all, hit) = match action {
            Action::MustFix => (&mut score.must_fix, found == Some(&Action::MustFix)),
            Action::Review => (&mut score.review, found.is_some_and(|found| *found < Action::Information)),
            Action::Information => continue,
        };
        all.0 += 1;
        all.1 += u32::from(hit);
        if !hit && list {
            println!("MISS {} {}:{} {} [{found:?}] | {}", action.word(), place.0, place.1, place.2, line_of(place));
        }
    }
    let neutral: BTreeSet<&Place> =
        labels.iter().filter(|(_, action)| **action == Action::Information).map(|(place, _)| place).collect();
    for (place, action) in by_place.iter().filter(|(_, action)| **action < Action::Information) {
        if neutral.contains(place) {
            continue;
        }
        let score = scores.entry(place.2.clone()).or_default();
        score.found.0 += 1;
        let right = labels.contains_key(place);
        score.found.1 += u32::from(right);
        if !right && list {
            println!("FALSE {} {}:{} {} | {}", action.word(), place.0, place.1, place.2, line_of(place));
        }
    }
    println!("\nInventory of the labelled corpus: {files} files, {} labelled places", labels.len());
    println!("{:<18} {:>20} {:>20} {:>20}", "class", "must fix found", "review found", "right of the found");
    let mut sum = Score::default();
    let cell = |(all, hit): (u32, u32)| {
        let share = if all == 0 { "-".to_owned() } else { format!("{:.1} %", f64::from(hit) * 100.0 / f64::from(all)) };
        format!("{hit}/{all} {share}")
    };
    for (class, score) in &scores {
        println!("{class:<18} {:>20} {:>20} {:>20}", cell(score.must_fix), cell(score.review), cell(score.found));
        for (total, part) in
            [(&mut sum.must_fix, score.must_fix), (&mut sum.review, score.review), (&mut sum.found, score.found)]
        {
            total.0 += part.0;
            total.1 += part.1;
        }
    }
    println!("{:<18} {:>20} {:>20} {:>20}", "all", cell(sum.must_fix), cell(sum.review), cell(sum.found));
    assert!(files >= 120);
    assert_eq!(sum.must_fix.0, sum.must_fix.1, "every must fix is found");
    assert!(f64::from(sum.found.1) >= 0.97 * f64::from(sum.found.0), "at least 97 % of what is found is right");
}
