//! The parser against the recorded programs, where they are at hand.

use crate::shared::shared;
use fluxlite::diagnostic::{Diagnostic, Severity};
use fluxlite::source::SourceMap;
use fluxlite::syntax::visit::each_expression;
use fluxlite::syntax::{format, parse};
use serde_json::Value;
use std::path::{Path, PathBuf};

fn programs(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            programs(&path, found);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "flux")
        {
            found.push(path);
        }
    }
}

/// The codes of what is wrong with the syntax of a program.
fn mistakes(program: &str) -> Vec<String> {
    let source = SourceMap::default().add("program.flux", program);
    let place = |diagnostic: &Diagnostic| {
        let span = diagnostic.labels.first().map(|label| label.0.start);
        format!("{} at {span:?}", diagnostic.code)
    };
    let diagnostics = parse(&source).diagnostics;
    let errors = diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error);
    errors.map(place).collect()
}

/// Programs that upstream takes and we refuse.
const STRICTER: &[&str] = &[
    // A time beyond 2262, whose nanoseconds wrap around upstream.
    "upstream-bugs/time_literal_beyond_range.flux",
];

fn refused(program: &Path) -> bool {
    if STRICTER.iter().any(|stricter| program.ends_with(stricter)) {
        return true;
    }
    let Ok(answer) = std::fs::read_to_string(program.with_extension("json")) else {
        return false;
    };
    let answer: Value = serde_json::from_str(&answer).unwrap();
    matches!(answer["phase"].as_str(), Some("compile" | "start"))
}

#[test]
fn recorded_programs_parse() {
    let Some(golden) = shared("golden") else {
        return;
    };
    let mut found = Vec::new();
    programs(&golden, &mut found);
    let mut wrong = Vec::new();
    for path in &found {
        let mistakes = mistakes(&std::fs::read_to_string(path).unwrap());
        if !mistakes.is_empty() && !refused(path) {
            wrong.push(format!("{}: {mistakes:?}", path.display()));
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "of {} programs", found.len());
}

/// What the printer writes of each recorded program reads back as what it printed.
#[test]
fn recorded_programs_survive_printing() {
    let Some(golden) = shared("golden") else {
        return;
    };
    let mut found = Vec::new();
    programs(&golden, &mut found);
    for path in found.iter().filter(|path| !refused(path)) {
        let text = std::fs::read_to_string(path).unwrap();
        let source = SourceMap::default().add("program.flux", text);
        let file = parse(&source).file;
        each_expression(&file.body, &mut |value| {
            let printed = format!("x = {value}");
            let source = SourceMap::default().add("printed.flux", printed.as_str());
            let again = parse(&source).file;
            let mut reprinted = String::new();
            each_expression(&again.body, &mut |value| reprinted = format!("x = {value}"));
            assert_eq!(printed, reprinted, "{}", path.display());
            assert_eq!(again.body.len(), 1, "{}", path.display());
        });
    }
}

#[test]
fn verdicts_on_syntax() {
    let Some(verdicts) = shared("golden/verdicts.jsonl") else {
        return;
    };
    let rows = std::fs::read_to_string(verdicts).unwrap();
    let mut wrong = Vec::new();
    for (number, row) in rows.lines().enumerate() {
        let row: Value = serde_json::from_str(row).unwrap();
        let program = row["program"].as_str().unwrap();
        let message = row["message"].as_str().unwrap_or("");
        // What upstream's parser lets pass as an invalid operator we call by its name.
        let syntax = row["verdict"] == "syntax" || message.contains("INVALID_OP");
        let mistakes = mistakes(program);
        if mistakes.is_empty() == syntax {
            let verdict = &row["verdict"];
            let line = number + 1;
            wrong.push(format!(
                "line {line}: {verdict} {message:?}, here {mistakes:?}"
            ));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Every package of upstream's library that a folder named in the environment holds.
#[test]
fn upstream_packages_parse() {
    let Some(folder) = std::env::var_os("FLUX_SOURCES") else {
        return;
    };
    let mut found = Vec::new();
    programs(Path::new(&folder), &mut found);
    for path in found {
        let mistakes = mistakes(&std::fs::read_to_string(&path).unwrap());
        assert_eq!(mistakes, Vec::<String>::new(), "{}", path.display());
    }
}

fn formatted(program: &str) -> Option<String> {
    format(&SourceMap::default().add("program.flux", program)).ok()
}

/// Formatting twice is formatting once, for every script here and every recorded one.
#[test]
fn formatting_is_idempotent() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["src", "fixtures", "tests"] {
        programs(&root.join(folder), &mut found);
    }
    if let Some(golden) = shared("golden") {
        programs(&golden, &mut found);
    }
    assert!(found.len() >= 10, "{found:?}");
    for path in found {
        let program = std::fs::read_to_string(&path).unwrap();
        let Some(once) = formatted(&program) else {
            continue;
        };
        assert_eq!(formatted(&once).as_ref(), Some(&once), "{}", path.display());
    }
}

/// Programs that are laid out otherwise than upstream does, by what is particular in them.
const OTHERWISE: &[&str] = &[
    // Upstream decodes `\xHH` in regular expressions; here they stay as they are written.
    r"/\xe2\x82\xac/",
];

#[test]
fn layouts_are_upstream_s() {
    let Some(recorded) = shared("golden/format.jsonl") else {
        return;
    };
    let recorded = std::fs::read_to_string(recorded).unwrap();
    for line in recorded.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let (source, expected) = (&row["source"], &row["format"]);
        let source = source.as_str().unwrap();
        if OTHERWISE.iter().any(|special| source.contains(special)) {
            continue;
        }
        let laid_out = formatted(source).unwrap();
        assert_eq!(Some(&*laid_out), expected.as_str(), "{source}");
    }
}
