//! The checker against upstream's verdicts and types, where those are present.

use crate::shared::shared;
use fluxlite::diagnostic::{Diagnostic, Severity};
use fluxlite::source::SourceMap;
use fluxlite::syntax::{Surroundings, parse, resolve};
use fluxlite::types::{Table, infer};
use std::fmt::Write;
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
    let (table, unreadable) = Table::read(lines);
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
