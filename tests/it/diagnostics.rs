//! Every report as its reader sees it: `tests/diagnostics` holds programs and, below a line of
//! dashes, what is said about them. `UPDATE_EXPECT=1` writes that anew.

use fluxlite::diagnostic::Diagnostic;
use fluxlite::lints::LINTS;
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
        let room = path.parent().and_then(Path::file_name);
        let whole = room.is_some_and(|room| room == "types" || room == "lints");
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
    for room in ["src/syntax", "src/types", "src/lints"] {
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
            if !recorded.contains(code) && !code.contains('{') && !code.ends_with(':') {
                missing.insert(code.to_owned());
            }
        }
    }
    // Texts of more than 4 GiB are no case files.
    missing.remove("flux::syntax::too_long");
    assert_eq!(missing, BTreeSet::new());
}

/// Every lint has a script in which it finds something, and a like one in which nothing is found.
#[test]
fn lints_fire_and_stay_quiet() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics/lints");
    for lint in LINTS {
        let name = lint.code.trim_start_matches("flux::lint::");
        let case = |suffix: &str| checked(&program(&folder.join(format!("{name}{suffix}.case"))));
        let found = case("");
        assert!(found.contains(lint.code), "{found}");
        assert_eq!(
            found.matches("flux::").count(),
            found.matches(lint.code).count(),
            "{found}"
        );
        assert_eq!(case("_quiet"), "", "{name}");
    }
}

/// `docs/lints.md` is made of the declarations and of these cases.
#[test]
fn lints_are_documented() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut page = String::from(LINTS_INTRODUCTION);
    for lint in LINTS {
        let name = lint.code.trim_start_matches("flux::lint::");
        let program = program(&root.join(format!("tests/diagnostics/lints/{name}.case")));
        let (level, summary, reason) = (lint.level.name(), lint.summary, lint.reason);
        page +=
            &format!("\n## `{name}` ({level})\n\n{summary} {reason}\n\n```flux\n{program}```\n");
    }
    let path = root.join("docs/lints.md");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap();
    assert_eq!(written, page, "UPDATE_EXPECT=1 writes docs/lints.md anew");
}

const LINTS_INTRODUCTION: &str = "# Lints

What `fluxlite check` finds in scripts that are right but probably not meant. Each lint is looked for at the level in parentheses: `warn` tells it, `deny` makes it an error, `allow` leaves it out.

- `fluxlite check --allow LINT` and `--deny LINT` set levels; `all` is every one of them, so `--allow all --deny unused_import` looks for one.
- A comment `// fluxlite: allow(LINT)` on a line of its own silences a lint in the statement behind it, at the end of a line in that line; `// fluxlite: allow-file(LINT)` in the whole file. Several are separated by commas.
- `fluxlite check --lints` lists them.
- In the output of `--json` a lint's code is `flux::lint::` and its name.
";

/// The program of a case file.
fn program(path: &Path) -> String {
    let text = std::fs::read_to_string(path);
    let text = text.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (program, _) = text.split_once(DASHES).unwrap_or((&text, ""));
    program.to_owned()
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
    for room in ["syntax", "resolve", "types", "lints"] {
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
