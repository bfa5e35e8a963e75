//! Every report as its reader sees it: `tests/diagnostics` holds programs and, below a line of
//! dashes, what is said about them. `UPDATE_EXPECT=1` writes that anew.

use fluxlite::diagnostic::Diagnostic;
use fluxlite::session::Checker;
use fluxlite::source::SourceMap;
use fluxlite::syntax::{Surroundings, parse, resolve};
use miette::{GraphicalReportHandler, GraphicalTheme};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const DASHES: &str = "----------------------------------------\n";

/// A small world: what matters is that there are near names and like ones.
struct World;

impl Surroundings for World {
    fn in_prelude(&self, name: &str) -> bool {
        self.prelude().contains(&name)
    }

    fn prelude(&self) -> Vec<&str> {
        vec![
            "aggregateWindow",
            "filter",
            "from",
            "int",
            "map",
            "now",
            "range",
            "true",
            "yield",
        ]
    }

    fn package_name(&self, path: &str) -> Option<&str> {
        Some(match path {
            "array" => "array",
            "strings" => "strings",
            "date" | "contrib/jsternberg/date" => "date",
            "influxdata/influxdb/schema" => "schema",
            _ => return None,
        })
    }

    fn packages(&self) -> Vec<&str> {
        vec![
            "array",
            "contrib/jsternberg/date",
            "date",
            "influxdata/influxdb/schema",
            "strings",
        ]
    }
}

#[test]
fn reports_read_as_recorded() {
    let mut stale = Vec::new();
    for path in cases() {
        let text = std::fs::read_to_string(&path).unwrap();
        let (program, recorded) = text.split_once(DASHES).unwrap_or((&text, ""));
        let whole = path.parent().is_some_and(|room| room.ends_with("types"));
        let reported = if whole {
            checked(program)
        } else {
            rendered(program)
        };
        if reported == recorded {
            continue;
        }
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(&path, format!("{program}{DASHES}{reported}")).unwrap();
        } else {
            stale.push(format!("{}:\n{program}\n{reported}", path.display()));
        }
    }
    assert!(stale.is_empty(), "{}", stale.join("\n"));
}

/// A code without a case is a report that nobody has looked at.
#[test]
fn every_code_has_a_case() {
    let recorded: String = cases()
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    let mut files = Vec::new();
    for room in ["src/syntax", "src/types"] {
        all_files(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join(room),
            &mut files,
        );
    }
    let mut missing = BTreeSet::new();
    for file in files {
        let text = std::fs::read_to_string(file).unwrap();
        for (at, _) in text.match_indices("\"flux::") {
            let code = text[at + 1..].split('"').next().unwrap();
            if !recorded.contains(code) && !code.contains('{') {
                missing.insert(code.to_owned());
            }
        }
    }
    // Texts of more than 4 GiB are no case files.
    missing.remove("flux::syntax::too_long");
    assert_eq!(missing, BTreeSet::new());
}

fn all_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all_files(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let mut found = Vec::new();
    for room in ["syntax", "resolve", "types"] {
        all_files(&folder.join(room), &mut found);
    }
    found.sort();
    found
}

/// All reports about a program that uses the standard library.
fn checked(program: &str) -> String {
    let sources = SourceMap::default();
    sources.add("before.flux", "option before = true\n".repeat(40));
    let found = Checker::new(sources.clone(), std::iter::empty()).check("program.flux", program);
    let reports = found.iter().map(|diagnostic| report(diagnostic, &sources));
    reports.collect::<Vec<String>>().join("\n")
}

/// All reports about a program; the names are looked at if the syntax is sound.
fn rendered(program: &str) -> String {
    let sources = SourceMap::default();
    // A text before it, so that offsets which are not global point into the wrong one.
    sources.add("before.flux", "option before = true\n".repeat(40));
    let source = sources.add("program.flux", program);
    let parsed = parse(&source);
    let failed = parsed.failed();
    let mut diagnostics = parsed.diagnostics;
    if !failed {
        diagnostics.extend(resolve(&parsed.file, &World).diagnostics);
    }
    let reports = diagnostics
        .iter()
        .map(|diagnostic| report(diagnostic, &sources));
    reports.collect::<Vec<String>>().join("\n")
}

fn report(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let theme = GraphicalTheme::unicode_nocolor();
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(100)
        .with_links(false);
    let mut text = String::new();
    let report = diagnostic.report(sources.snapshot());
    handler.render_report(&mut text, report.as_ref()).unwrap();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}
