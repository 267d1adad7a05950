//! The inventory on a folder of this machine, for tests and for measuring on real code: the same core as the page's.
//! Not a product of its own: it has no options beyond what tests need.
//!
//! `cargo run --example inventory -- FOLDER [findings|patch|undo|sarif] [--base-url URL] [--key-variable NAME] [--hard-cut]
//! [--reviewed | --all] [--alias SOURCE=TARGET]…`: without a choice the patch has what is on by default, with `--reviewed`
//! what needs review as well, with `--all` also the stand-ins.

use std::path::Path;
use std::process::ExitCode;

use switchyard::inventory::intake::ignore::IgnoreRules;
use switchyard::inventory::intake::{Decision, Intake};
use switchyard::inventory::protocol::Output;
use switchyard::inventory::settings::{KeyMove, Settings};
use switchyard::inventory::workbench::Workbench;
use switchyard::migrate::change::Safety;

fn main() -> ExitCode {
    match run(std::env::args().skip(1).collect()) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Vec<String>) -> Result<String, String> {
    let mut arguments = arguments.into_iter();
    let folder = arguments.next().ok_or("Name a folder.")?;
    let mut settings = Settings::default();
    let (mut what, mut up_to) = ("findings".to_owned(), Safety::Safe);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} wants a value."));
        match argument.as_str() {
            "findings" | "patch" | "undo" | "sarif" => what = argument,
            "--base-url" => settings.base_url = value()?,
            "--key-variable" => settings.key_variable = value()?,
            "--hard-cut" => settings.key_move = KeyMove::HardCut,
            "--reviewed" => up_to = Safety::NeedsReview,
            "--all" => up_to = Safety::TakenAlone,
            "--alias" => {
                let pair = value()?;
                let (source, target) = pair.split_once('=').ok_or("An alias is SOURCE=TARGET.")?;
                settings.aliases.insert(source.to_owned(), target.to_owned());
            }
            _ => return Err(format!("{argument} is unknown.")),
        }
    }
    let mut files = Vec::new();
    collect(Path::new(&folder), "", &mut files).map_err(|error| format!("{folder}: {error}"))?;
    let mut rules = IgnoreRules::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.rsplit('/').next() == Some(".gitignore")) {
        let within = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        rules.add(within, &String::from_utf8_lossy(bytes));
    }
    let mut bench = Workbench::new(settings);
    let mut intake = Intake::new(0);
    for (path, bytes) in &files {
        let Decision::Read(read) = intake.consider(path, bytes.len() as u64, &rules) else { continue };
        if let Ok(text) = intake.accept(&read, bytes) {
            bench.add(path, text);
        }
    }
    bench.scan(intake, |_| {});
    let accepted = bench.accept(up_to);
    let output = match what.as_str() {
        "patch" => Output::Patch,
        "undo" => Output::UndoPatch,
        "sarif" => Output::Sarif,
        _ => {
            let lines = bench.findings().filter_map(|finding| serde_json::to_string(finding).ok());
            return Ok(lines.map(|line| line + "\n").collect());
        }
    };
    let file = bench.output(output, &accepted).map_err(|problem| problem.to_string())?;
    String::from_utf8(file.bytes).map_err(|error| error.to_string())
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) -> std::io::Result<()> {
    let mut entries = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() {
            if name != ".git" && name != "node_modules" {
                collect(&entry.path(), &path, files)?;
            }
        } else if kind.is_file() {
            files.push((path, std::fs::read(entry.path())?));
        }
    }
    Ok(())
}
