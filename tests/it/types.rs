//! The checker against upstream's verdicts and types, where those are present.

use crate::shared::shared;
use fluxlite::diagnostic::{Diagnostic, Severity};
use fluxlite::session::signatures;
use fluxlite::source::SourceMap;
use fluxlite::stdlib::PACKAGES;
use fluxlite::syntax::{Surroundings, parse, resolve};
use fluxlite::types::{Scheme, Signatures, Table, infer};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

/// The world that upstream's library makes.
struct Library<'t>(&'t Table);

impl Surroundings for Library<'_> {
    fn in_prelude(&self, name: &str) -> bool {
        self.0.prelude_names().any(|known| known == name)
    }

    fn prelude(&self) -> Vec<&str> {
        self.0.prelude_names().collect()
    }

    fn package_name(&self, path: &str) -> Option<&str> {
        let known = self.0.paths().find(|known| *known == path)?;
        known.rsplit('/').next()
    }

    fn packages(&self) -> Vec<&str> {
        self.0.paths().collect()
    }
}

/// Upstream's library, if its list is present. It lists neither what is only for its own code.
fn library() -> Option<Table> {
    let path = shared("reference/stdlib.tsv")?;
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.split_once('\n').unwrap().1;
    // One of its types is written as it is printed, not as it is read.
    let (table, unreadable) = Table::read(&lines.replace(" v[", " vector["));
    assert!(unreadable.is_empty(), "{unreadable:#?}");
    Some(table)
}

/// All errors of a program, and whether it is Flux at all.
fn checked(program: &str, library: &Table) -> (bool, Vec<Diagnostic>, SourceMap) {
    let sources = SourceMap::default();
    let source = sources.add("program.flux", program);
    let parsed = parse(&source);
    let failed = parsed.failed();
    let mut errors = parsed.diagnostics;
    if !failed {
        let mut resolution = resolve(&parsed.file, &Library(library));
        errors.append(&mut resolution.diagnostics);
        errors.extend(infer(&parsed.file, &resolution, library).diagnostics);
    }
    errors.retain(|error| error.severity == Severity::Error);
    (failed, errors, sources)
}

#[test]
fn verdicts_are_upstreams() {
    let (Some(path), Some(library)) = (shared("golden/verdicts.jsonl"), library()) else {
        return;
    };
    let text = std::fs::read_to_string(path).unwrap();
    let judge = move || {
        let (mut right, mut total, mut wrong) = (0, 0, String::new());
        for (index, line) in text.lines().enumerate() {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let program = row["program"].as_str().unwrap();
            let (_, errors, sources) = checked(program, &library);
            total += 1;
            if errors.is_empty() == (row["verdict"] == "ok") {
                right += 1;
            } else {
                writeln!(wrong, "---- {index:05} {}\n{program}", row["verdict"]).unwrap();
                writeln!(wrong, "upstream: {}", row["message"]).unwrap();
            }
            for error in &errors {
                let position = error.labels.first().map(|label| sources.position(label.0));
                assert!(position.flatten().is_some(), "no place: {error:?}");
            }
        }
        (right, total, wrong)
    };
    let large = thread::Builder::new().stack_size(256 << 20);
    let (right, total, wrong) = large.spawn(judge).unwrap().join().unwrap();
    assert!(right * 1000 >= total * 995, "{right} of {total}\n{wrong}");
}

/// Where upstream finds one mistake there are seldom more: what only follows from it is not told.
#[test]
fn one_mistake_is_one_report() {
    let (Some(path), Some(library)) = (shared("golden/verdicts.jsonl"), library()) else {
        return;
    };
    let text = std::fs::read_to_string(path).unwrap();
    let judge = move || {
        let (mut total, mut several) = (0, String::new());
        for line in text.lines() {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let message = row["message"].as_str().unwrap_or_default();
            if row["verdict"] == "ok" || message.matches("error @").count() != 1 {
                continue;
            }
            total += 1;
            let program = row["program"].as_str().unwrap();
            let (_, errors, _) = checked(program, &library);
            if errors.len() > 1 {
                let codes: Vec<_> = errors.iter().map(|error| error.code).collect();
                writeln!(several, "{codes:?}, upstream: {message}\n{program}").unwrap();
            }
        }
        (total, several)
    };
    let large = thread::Builder::new().stack_size(256 << 20);
    let (total, several) = large.spawn(judge).unwrap().join().unwrap();
    assert!(
        several.matches("upstream: ").count() * 100 <= total,
        "{several}"
    );
}

/// Programs that the real engine ran are sound.
#[test]
fn what_ran_is_sound() {
    let (Some(folder), Some(library)) = (shared("golden"), library()) else {
        return;
    };
    let mut wrong = String::new();
    for path in programs(&folder) {
        let answer = std::fs::read_to_string(path.with_extension("json")).unwrap_or_default();
        let answer: serde_json::Value = serde_json::from_str(&answer).unwrap_or_default();
        let said = answer["error"].as_str().unwrap_or_default();
        let refused = said.starts_with("error @") || said.starts_with("error: ");
        let program = std::fs::read_to_string(&path).unwrap();
        let (_, errors, _) = checked(&program, &library);
        if errors.is_empty() == refused {
            let errors: Vec<_> = errors.iter().map(|error| &error.message).collect();
            writeln!(wrong, "{}: {errors:?}, upstream: {said}", path.display()).unwrap();
        }
    }
    assert_eq!(wrong, "");
}

fn programs(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for below in std::fs::read_dir(folder).unwrap() {
        let below = below.unwrap().path();
        if below.is_dir() {
            let files = std::fs::read_dir(&below).unwrap();
            found.extend(files.map(|file| file.unwrap().path()));
        }
    }
    found.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "flux")
    });
    // Upstream reads a time that it cannot represent.
    found.retain(|path| !path.ends_with("upstream-bugs/time_literal_beyond_range.flux"));
    found.sort();
    found
}

/// What a function is said to take is what upstream says.
#[test]
fn declarations_are_upstreams() {
    let Some(upstream) = library() else {
        return;
    };
    let library = signatures();
    let (mut differ, mut total) = (String::new(), 0);
    for package in PACKAGES {
        for name in package.names() {
            let ours = library.export(package.path, name);
            let theirs = upstream.export(package.path, name);
            let (Some(ours), Some(theirs)) = (ours.map(text), theirs.map(text)) else {
                continue;
            };
            // Its property `N` is written as variables are.
            if name == "linearRegression" {
                continue;
            }
            total += 1;
            if ours != theirs {
                writeln!(differ, "{}.{name}\n    {theirs}\n    {ours}", package.path).unwrap();
            }
        }
    }
    assert!(total > 400, "only {total} compared");
    assert_eq!(differ, "", "upstream's type and ours");
}

fn text(scheme: Arc<Scheme>) -> String {
    scheme.to_string()
}
