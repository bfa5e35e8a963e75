//! `fluxlite test`: what it prints, and how it ends; and the engine's own testcases.

use crate::command::Fluxlite;
use fluxlite::diagnostic::Diagnostic;
use fluxlite::table::Memory;
use fluxlite::testing::{Faults, Selection, Verdict, find, run};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

const SUMS: &str = r#"package sums_test
import "array"
import "testing"

testcase equal {
    testing.diff(got: array.from(rows: [{v: 1 + 2}]), want: array.from(rows: [{v: 3}]))
}
testcase unequal {
    testing.diff(got: array.from(rows: [{k: "a", v: 1}]), want: array.from(rows: [{k: "a", v: 2}]))
}
testcase broken {
    array.from(rows: [{v: 1 / 0}])
}
"#;

fn sums() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("sums_test.flux"), SUMS).unwrap();
    folder
}

#[test]
fn a_line_for_each_testcase() {
    let folder = sums();
    let test = |arguments: &[&str]| {
        let said = Fluxlite::command("test", arguments)
            .within(folder.path())
            .said();
        (said.code, said.out)
    };
    let (code, out) = test(&["."]);
    assert_eq!(code, 1);
    expect_test::expect![[r#"
        ok    ./sums_test.flux: equal
        FAIL  ./sums_test.flux: unequal
              errorOutput, table 0
              _diff:string  k:string  v:int
              ────────────  ────────  ─────
              -             a             2
              +             a             1

        FAIL  ./sums_test.flux: broken
        flux::eval::divide_by_zero

          × cannot divide by zero
            ╭─[./sums_test.flux:12:27]
         11 │ testcase broken {
         12 │     array.from(rows: [{v: 1 / 0}])
            ·                           ──┬──
            ·                             ╰── here
         13 │ }
            ╰────
          help: a float divided by zero is infinite: convert both sides with `float(v: …)`, or check the
                divisor first

        1 passed, 2 failed, 0 skipped
    "#]]
    .assert_eq(&out);
    let (code, out) = test(&["sums_test.flux", "--test", "equal", "-q"]);
    assert_eq!(
        (code, out.as_str()),
        (0, ".\n1 passed, 0 failed, 2 skipped\n")
    );
    let (code, out) = test(&["sums_test.flux", "--filter", "nothing", "-v"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("skip  sums_test.flux: equal\n"), "{out}");
    assert!(out.ends_with("\n0 passed, 0 failed, 3 skipped\n"), "{out}");
}

#[test]
fn wrong_usage() {
    let folder = sums();
    for (arguments, message) in [
        (&["nowhere"][..], "cannot read nowhere"),
        (&[".", "--test", "nobody"], "no testcase is called `nobody`"),
        (
            &[".", "--tags", "slow"],
            "no testcase can have the tag `slow`",
        ),
        (&[], "required arguments were not provided"),
    ] {
        let test = Fluxlite::command("test", arguments).within(folder.path());
        let error = test.fails(2);
        assert!(error.contains(message), "{error}");
    }
}

/// The engine's own testcases, each of them judged; the error names every one that fails.
#[test]
fn conformance() {
    let folder = Path::new("tests/conformance");
    let found = find(&[PathBuf::from(folder)]).unwrap_or_else(|faults| panic!("{}", tell(&faults)));
    let chosen = Selection::default()
        .choose(&found)
        .expect("nothing is asked for by name");
    let (mut passed, mut failures) = (0, Vec::new());
    let memory = Memory::new(usize::MAX);
    run(
        &found.cases,
        &chosen,
        2,
        Path::new("."),
        &memory,
        &mut |case, verdict| match verdict {
            Verdict::Passed(_) => passed += 1,
            Verdict::Skipped => {}
            Verdict::Failed(faults) => {
                failures.push(format!("{}: {}\n{}", case.file, case.name, tell(&faults)));
            }
        },
    );
    let count = failures.len();
    println!("testcases: {passed} passed, {count} failed");
    assert!(passed + count > 0, "there are testcases");
    assert!(
        failures.is_empty(),
        "{passed} passed, {count} failed:\n{}",
        failures.join("\n")
    );
}

/// Functions that no testcase can call: they need a bucket, or are internal to others.
const UNTESTED: &[(&str, &str)] = &[
    ("experimental", "to"),
    ("influxdata/influxdb/monitor", "from logs"),
    ("influxdata/influxdb", "from to wideTo cardinality buckets"),
];

/// Every function and constant of a package that has testcases of its own is named by one of them.
#[test]
fn conformance_is_complete() {
    let mut missing = Vec::new();
    for package in fluxlite::stdlib::PACKAGES {
        let folder = Path::new("tests/conformance").join(package.path);
        let Ok(entries) = std::fs::read_dir(folder) else {
            continue;
        };
        let files = entries.map(|entry| entry.unwrap().path());
        let files = files.filter(|path| path.extension().is_some_and(|name| name == "flux"));
        let text: String = files
            .map(|path| std::fs::read_to_string(path).unwrap())
            .collect();
        let words: HashSet<&str> = text
            .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .collect();
        let builtins = package.builtins.iter().map(|builtin| builtin.name);
        let constants = package.constants.iter().map(|constant| constant.name);
        let defined = package.flux.unwrap_or_default().lines().filter_map(|line| {
            let (name, _) = line.split_once(" = ")?;
            let name = name.strip_prefix("option ").unwrap_or(name);
            let plain = name.chars().all(|letter| letter.is_alphanumeric());
            plain.then_some(name)
        });
        let excused = |name: &str| {
            let mut untested = UNTESTED.iter().filter(|(path, _)| *path == package.path);
            untested.any(|(_, names)| names.split(' ').any(|known| known == name))
        };
        for name in builtins.chain(constants).chain(defined) {
            if !name.starts_with('_') && !words.contains(name) && !excused(name) {
                missing.push(format!("{}: {name}", package.path));
            }
        }
    }
    assert!(missing.is_empty(), "no testcase names these: {missing:#?}");
}

fn tell(faults: &Faults) -> String {
    let place = |diagnostic: &Diagnostic| {
        let (span, _) = diagnostic.labels.first()?;
        let (name, line, column) = faults.sources.position(*span)?;
        Some(format!("{name}:{line}:{column}"))
    };
    let mut text = String::new();
    for diagnostic in &faults.diagnostics {
        let place = place(diagnostic).unwrap_or_default();
        text.push_str(&format!("  {place} {}\n", diagnostic.message));
    }
    text.push_str(faults.differences.as_deref().unwrap_or_default());
    text
}
