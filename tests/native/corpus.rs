//! The labelled corpus: files whose uses of the source gateway were labelled by hand, independently of the rules.
//! Prints recall and precision by class; `SWITCHYARD_LIST=1` lists every miss and every false find.

use std::collections::BTreeMap;
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
    /// Findings that are to be acted on, and those of them whose place has a label with the same action.
    found: (u32, u32),
    /// The same of those that say must fix.
    urgent: (u32, u32),
}

impl Score {
    fn add(&mut self, part: &Score) {
        for (total, part) in [
            (&mut self.must_fix, part.must_fix),
            (&mut self.review, part.review),
            (&mut self.found, part.found),
            (&mut self.urgent, part.urgent),
        ] {
            total.0 += part.0;
            total.1 += part.1;
        }
    }
}

/// Of a label: whether what was found there is it. A review that is said to be urgent is not.
fn is_met(label: Action, found: Option<Action>) -> bool {
    label == Action::Information || found == Some(label)
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
    for (place, label) in &labels {
        let found = by_place.get(place).copied();
        let score = scores.entry(place.2.clone()).or_default();
        let all = match label {
            Action::MustFix => &mut score.must_fix,
            Action::Review => &mut score.review,
            Action::Information => continue,
        };
        all.0 += 1;
        all.1 += u32::from(is_met(*label, found));
        if !is_met(*label, found) && list {
            println!("MISS {} {}:{} {} [{found:?}] | {}", label.word(), place.0, place.1, place.2, line_of(place));
        }
    }
    // What is to be acted on is right only where the label says the same: no label, or one that nothing has to be done,
    // makes it wrong, and so does another action.
    for (place, action) in by_place.iter().filter(|(_, action)| **action < Action::Information) {
        let score = scores.entry(place.2.clone()).or_default();
        let right = labels.get(place) == Some(action);
        for count in std::iter::once(&mut score.found).chain((*action == Action::MustFix).then_some(&mut score.urgent))
        {
            count.0 += 1;
            count.1 += u32::from(right);
        }
        if !right && list {
            println!(
                "FALSE {} {}:{} {} [{:?}] | {}",
                action.word(),
                place.0,
                place.1,
                place.2,
                labels.get(place),
                line_of(place)
            );
        }
    }
    println!("\nInventory of the labelled corpus: {files} files, {} labelled places", labels.len());
    let titles = ["class", "must fix recall", "review recall", "must fix precision", "precision of all"];
    println!("{:<18} {:>18} {:>18} {:>20} {:>18}", titles[0], titles[1], titles[2], titles[3], titles[4]);
    let mut sum = Score::default();
    let row = |class: &str, score: &Score| {
        let cell = |(all, hit): (u32, u32)| match all {
            0 => "-".to_owned(),
            _ => format!("{hit}/{all} {:.1} %", share((all, hit))),
        };
        let [must, review, urgent, found] = [score.must_fix, score.review, score.urgent, score.found].map(cell);
        println!("{class:<18} {must:>18} {review:>18} {urgent:>20} {found:>18}");
    };
    for (class, score) in &scores {
        row(class, score);
        sum.add(score);
    }
    row("all", &sum);
    assert!(files >= 120);
    assert_eq!(sum.must_fix.0, sum.must_fix.1, "every must fix is found");
    assert!(share(sum.urgent) >= 97.0, "at least 97 % of what is said to be urgent is");
    assert!(share(sum.found) >= 97.0, "at least 97 % of what is found is right, its action included");
}

fn share((all, hit): (u32, u32)) -> f64 {
    if all == 0 { 100.0 } else { f64::from(hit) * 100.0 / f64::from(all) }
}

/// How many rows each section of the facts about the use of the source has in the list of what the corpus covers.
const ROWS: [(&str, usize); 5] = [("8.1", 29), ("8.2", 17), ("8.3", 34), ("8.4", 5), ("8.5", 21)];

#[test]
fn every_pattern_has_a_file() {
    let text = std::fs::read_to_string(root().join("coverage.tsv")).unwrap();
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    for line in text.lines().skip(1).filter(|line| !line.is_empty()) {
        let (pattern, files) = line.split_once('\t').unwrap_or_else(|| panic!("no files: {line}"));
        let files: Vec<&str> = files.split_whitespace().collect();
        assert!(!files.is_empty(), "no file shows {pattern}");
        for file in files {
            assert!(root().join("projects").join(file).is_file(), "{pattern}: there is no {file}");
        }
        *rows.entry(pattern.split(' ').next().unwrap_or_default()).or_default() += 1;
    }
    for (section, count) in ROWS {
        let found = rows.get(section).copied().unwrap_or_default();
        assert!(found >= count, "section {section} has {found} rows of {count}");
    }
}
