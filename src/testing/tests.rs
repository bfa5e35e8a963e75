//! Files of testcases, and what becomes of them.

#![expect(
    clippy::disallowed_methods,
    reason = "tests write the files that they find"
)]

use super::{Faults, Selection, Verdict, find, run};
use crate::table::Memory;
use std::path::PathBuf;

/// Writes files into a folder, finds what is in the folder, runs what is selected on two threads,
/// and says a line for each testcase.
fn outcome(files: &[(&str, &str)], selection: &Selection) -> String {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let refused = |faults: &Faults| format!("refused: {}", faults.diagnostics[0].message);
    let found = match find(&[folder.path().to_path_buf()]) {
        Ok(found) => found,
        Err(faults) => return refused(&faults),
    };
    let chosen = match selection.choose(&found) {
        Ok(chosen) => chosen,
        Err(unknown) => return refused(&Faults::new(unknown.0, Default::default())),
    };
    let mut said = String::new();
    let memory = Memory::new(usize::MAX);
    run(
        &found.cases,
        &chosen,
        2,
        folder.path(),
        &memory,
        &mut |case, verdict| {
            let verdict = match verdict {
                Verdict::Passed(_) => "ok".into(),
                Verdict::Skipped => "skip".into(),
                Verdict::Failed(faults) => {
                    let messages = faults.diagnostics.iter();
                    let mut why: Vec<String> = messages
                        .map(|diagnostic| diagnostic.message.clone())
                        .collect();
                    why.extend(faults.differences);
                    format!("FAIL {}", why.join("; "))
                }
            };
            said.push_str(&format!("{}.{} {verdict}\n", case.package, case.name));
        },
    );
    said
}

fn check(files: &[(&str, &str)], selection: Selection, expected: &str) {
    let said = outcome(files, &selection);
    let [said, expected] = [said.as_str(), expected].map(|text| {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join("\n")
    });
    assert_eq!(said, expected);
}

fn everything() -> Selection {
    Selection::default()
}

#[test]
fn verdicts() {
    let text = r#"package sums_test
import "array"
import "testing"
import "experimental"
import "influxdata/influxdb/secrets"
import "internal/boolean"

three = array.from(rows: [{v: 3}])

testcase equal { testing.diff(got: array.from(rows: [{v: 1 + 2}]), want: three) }
testcase unequal { testing.diff(got: array.from(rows: [{v: 1 + 1}]), want: three) }
testcase only_a_result { three }
testcase no_result { x = 1 }
testcase late_error { three |> map(fn: (r) => ({v: r.v / 0})) }
testcase early_error { array.from(rows: [{v: [1][5]}]) }
testcase unknown_name { nowhere() }
testcase redefines { three = 4 array.from(rows: [{v: three}]) }
testcase two_differences {
    testing.diff(got: three, want: three)
    testing.diff(got: three, want: three)
}
testcase null_is_three_valued {
    null = {x: 1}.x == 1 and boolean.false
    testing.diff(got: three |> map(fn: (r) => ({v: if null then 0 else 3})), want: three)
}
testcase secret {
    got = array.from(rows: [{v: secrets.get(key: "token")}])
    testing.diff(got: got, want: array.from(rows: [{v: "mysecrettoken"}]))
}
testcase no_bucket { from(bucket: "b") |> range(start: 0) }
testcase own_clock {
    option now = () => 2020-01-01T00:00:00Z
    testing.assertEqualValues(got: now(), want: 2020-01-01T00:00:00Z)
}
testcase clock_again { testing.assertEqualValues(got: now() > 2020-01-01T00:00:01Z, want: true) }
"#;
    check(
        &[
            ("sums_test.flux", text),
            ("sums.flux", "testcase unseen { die(msg: \"\") }"),
        ],
        everything(),
        "
        sums.equal ok
        sums.unequal FAIL errorOutput, table 0
        _diff:string  v:int
        ────────────  ─────
        -                 3
        +                 2
        sums.only_a_result ok
        sums.no_result FAIL this Flux script returns no streaming data
        sums.late_error FAIL cannot divide by zero
        sums.early_error FAIL cannot access element 5 of array of length 1
        sums.unknown_name FAIL undefined identifier `nowhere`
        sums.redefines FAIL `three` is defined twice
        sums.two_differences FAIL found more than one call to yield() with the name \"errorOutput\"
        sums.null_is_three_valued ok
        sums.secret ok
        sums.no_bucket FAIL there is no bucket b in tests
        sums.own_clock ok
        sums.clock_again ok
        ",
    );
}

/// A module with a parent testcase, and one that extends it.
const EXTENDING: [(&str, &str); 3] = [
    ("fluxtest.root", "own"),
    (
        "a/parent_test.flux",
        r#"package parent_test
import "array"
import "testing"
number = 7
testcase parent { testing.diff(got: array.from(rows: [{v: number}]), want: array.from(rows: [{v: most}])) }
"#,
    ),
    (
        "b/child_test.flux",
        r#"package child_test
import "math"
most = int(v: math.round(x: 7.1))
testcase child extends "own/a/parent_test.parent" { super() }
testcase other_child extends "own/a/parent_test.parent" { x = 1 }
testcase nobodys extends "own/a/parent_test.nobody" { super() }
testcase nowhere extends "own/a/none_test.parent" { super() }
testcase strange extends "foreign/a/parent_test.parent" { super() }
"#,
    ),
];

#[test]
fn extending() {
    let said = outcome(&EXTENDING, &everything());
    let verdict = |name: &str| {
        let line = said.lines().find(|line| line.starts_with(name)).unwrap();
        line[name.len()..].trim().to_owned()
    };
    assert_eq!(verdict("child.child "), "ok");
    assert_eq!(
        verdict("parent.parent "),
        "FAIL undefined identifier `most`"
    );
    let nothing = "FAIL this Flux script returns no streaming data";
    assert_eq!(verdict("child.other_child "), nothing);
    assert!(verdict("child.nobodys ").ends_with("parent_test.flux has no testcase `nobody`"));
    assert!(verdict("child.nowhere ").starts_with("FAIL cannot read "));
    assert_eq!(
        verdict("child.strange "),
        "FAIL test module \"foreign\" not found"
    );
}

/// Testcases with tags.
const TAGGED: [(&str, &str); 2] = [
    (
        "fluxtest.root",
        r#"{"name": "own", "tags": ["slow", "big"]}"#,
    ),
    (
        "tags_test.flux",
        r#"package tags_test
import "array"
import "testing"
testcase plain { array.from(rows: [{v: 1}]) }
testcase slow { option testing.tags = ["slow"] array.from(rows: [{v: 1}]) }
testcase both { option testing.tags = ["slow", "big"] array.from(rows: [{v: 1}]) }
"#,
    ),
];

#[test]
fn selecting() {
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect();
    let cases: [(Selection, &str); 8] = [
        (everything(), "ok skip skip"),
        (
            Selection {
                tags: names(&["slow"]),
                ..everything()
            },
            "ok ok skip",
        ),
        (
            Selection {
                tags: names(&["slow", "big"]),
                skip_untagged: true,
                ..everything()
            },
            "skip ok ok",
        ),
        (
            Selection {
                only: names(&["both", "tags.plain"]),
                ..everything()
            },
            "ok skip ok",
        ),
        (
            Selection {
                skip: names(&["plain"]),
                tags: names(&["slow"]),
                ..everything()
            },
            "skip ok skip",
        ),
        (
            Selection {
                filter: Some("^.*: pl.in$".into()),
                ..everything()
            },
            "ok skip skip",
        ),
        (
            Selection {
                filter: Some("[".into()),
                ..everything()
            },
            "skip skip skip",
        ),
        (
            Selection {
                filter: Some("tags_test".into()),
                ..everything()
            },
            "ok skip skip",
        ),
    ];
    for (selection, expected) in cases {
        let said = outcome(&TAGGED, &selection);
        let verdicts: Vec<&str> = said
            .lines()
            .filter_map(|line| line.split(' ').nth(1))
            .collect();
        assert_eq!(verdicts.join(" "), expected, "{selection:?}");
    }
    for (selection, message) in [
        (
            Selection {
                only: names(&["nobody"]),
                ..everything()
            },
            "refused: no testcase is called `nobody`",
        ),
        (
            Selection {
                tags: names(&["small"]),
                ..everything()
            },
            "refused: no testcase can have the tag `small`",
        ),
    ] {
        check(&TAGGED, selection, message);
    }
}

#[test]
fn files_that_are_not_as_they_must_be() {
    let twice = "package a\ntestcase t { 1 }\ntestcase t { 2 }";
    let tagged = |tags: &str| {
        format!("package a\nimport \"testing\"\noption testing.tags = {tags}\ntestcase t {{ 1 }}")
    };
    let refusals: [(&[(&str, &str)], &str); 6] = [
        (
            &[("a_test.flux", twice)],
            "refused: duplicate testcase name \"t\", found in package \"a\"",
        ),
        (
            &[("a_test.flux", &tagged("[\"slow\"]"))],
            "refused: testcase \"t\" has the invalid tag \"slow\"",
        ),
        (
            &[("a_test.flux", &tagged("[1]"))],
            "refused: the option `testing.tags` must be a list of string literals",
        ),
        (
            &[("fluxtest.root", "{}")],
            "refused: this is no test module: missing field `name` at line 1 column 2",
        ),
        (
            &[("a/fluxtest.root", "{\"name\": \"\"}")],
            "refused: a test module needs a name",
        ),
        (
            &[("b_test.flux", "package b\ntestcase t { 1 + }")],
            "b.(the file) FAIL expected an expression, found `}`",
        ),
    ];
    for (files, message) in refusals {
        check(files, everything(), message);
    }
    let two = [("a/fluxtest.root", "same"), ("b/fluxtest.root", "same")];
    assert!(outcome(&two, &everything()).starts_with("refused: the test module `same` is "));
    let nowhere = find(&[PathBuf::from("/no/such/folder")]).unwrap_err();
    assert_eq!(nowhere.diagnostics[0].code, "flux::connect::file");
}
