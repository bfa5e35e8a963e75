//! `fluxlite check`, and that nothing runs of a script whose types are wrong.

use crate::command::Fluxlite;
use std::fs;
use std::path::Path;

const SOUND: &str = "import \"array\"\narray.from(rows: [{v: 1}])\n";
const WRONG: &str = "import \"array\"\narray.from(rows: [{v: 1}]) |> limit(n: \"1\")\n";

fn check(paths: &[&Path]) -> Fluxlite {
    Fluxlite::command("check", paths)
}

#[test]
fn findings_fail_and_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let below = folder.path().join("below");
    fs::create_dir(&below).unwrap();
    fs::write(below.join("wrong.flux"), WRONG).unwrap();
    fs::write(folder.path().join("sound.flux"), SOUND).unwrap();
    fs::write(folder.path().join("other.txt"), "no Flux").unwrap();
    let said = check(&[folder.path()]).fails(1);
    assert!(said.contains("flux::types::mismatch"), "{said}");
    assert!(said.contains("`limit` takes `n` as `int`"), "{said}");
    assert!(said.contains("checked 2 scripts: 1 error"), "{said}");
    let said = check(&[&folder.path().join("sound.flux")]).said();
    assert_eq!((said.code, said.out.as_str()), (0, ""));
    assert_eq!(said.err, "checked 1 script: nothing found\n");
}

#[test]
fn findings_are_lines_of_json() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wrong.flux");
    fs::write(&path, WRONG).unwrap();
    let said = check(&[&path]).arg("--json").said();
    assert_eq!((said.code, said.err.as_str()), (1, ""));
    let found: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(found["file"], path.display().to_string());
    assert_eq!(found["code"], "flux::types::mismatch");
    assert_eq!(found["severity"], "error");
    assert_eq!(found["message"], "expected `int`, found `string`");
    assert_eq!(found["help"], "`int(v: …)` converts");
    let span = serde_json::json!({
        "start": { "line": 2, "column": 40 },
        "end": { "line": 2, "column": 43 },
    });
    assert_eq!(found["span"], span);
    assert_eq!(found["labels"].as_array().map(Vec::len), Some(2));
}

/// The lines that were printed, as file, line, code and severity.
fn lines(out: &str) -> Vec<(String, u64, String, String)> {
    let one = |line: &str| {
        let found: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| found[name].as_str().unwrap_or_default().to_owned();
        let file = text("file");
        let file = file.rsplit('/').next().unwrap_or_default().to_owned();
        let line = found["span"]["start"]["line"].as_u64().unwrap_or(0);
        (file, line, text("code"), text("severity"))
    };
    out.lines().map(one).collect()
}

#[test]
fn each_finding_of_each_script_is_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("a.flux", "import \"date\"\n\nx = f(1)\ny = {a: 1, b 2}\n");
    write("b.flux", WRONG);
    write("c.flux", "import \"date\"\n");
    write("d.flux", SOUND);
    let said = check(&[folder.path()]).arg("--json").said();
    assert_eq!((said.code, said.err.as_str()), (1, ""));
    let found = lines(&said.out);
    let found: Vec<_> = found
        .iter()
        .map(|(file, line, code, severity)| (&**file, *line, &**code, &**severity))
        .collect();
    assert_eq!(
        found,
        [
            ("a.flux", 3, "flux::syntax::positional_argument", "error"),
            ("a.flux", 4, "flux::syntax::missing_colon", "error"),
            ("b.flux", 2, "flux::types::mismatch", "error"),
            ("c.flux", 1, "flux::lint::unused_import", "warning"),
        ]
    );
    // Types and lints are not looked at.
    let said = check(&[folder.path()])
        .args(["--json", "--syntax-only"])
        .said();
    assert_eq!(
        (said.code, said.out.lines().count()),
        (1, 2),
        "{}",
        said.out
    );
    // Warnings alone are no failure, unless somebody says so.
    let last = folder.path().join("c.flux");
    assert_eq!(check(&[&last]).said().code, 0);
    let denied = check(&[&last])
        .args(["--json", "--deny", "unused_import"])
        .said();
    assert_eq!((denied.code, &*lines(&denied.out)[0].3), (1, "error"));
}

#[test]
fn a_script_on_standard_input_is_checked() {
    let said = check(&[Path::new("-")])
        .arg("--json")
        .stdin("x = 1 + \"a\"")
        .said();
    assert_eq!(said.code, 1);
    assert_eq!(lines(&said.out)[0].0, "<stdin>");
}

#[test]
fn what_cannot_be_read_is_a_line_too() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.flux");
    fs::write(&broken, b"x = \"\xff\"").unwrap();
    let sound = folder.path().join("wrong.flux");
    fs::write(&sound, WRONG).unwrap();
    let said = check(&[&broken, &sound]).arg("--json").said();
    assert_eq!((said.code, said.err.as_str()), (2, ""));
    let found = lines(&said.out);
    assert_eq!((found.len(), &*found[0].2), (2, "flux::cli::script"));
}

#[test]
fn types_are_left_alone_if_only_syntax_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wrong.flux");
    fs::write(&path, WRONG).unwrap();
    assert_eq!(check(&[&path]).arg("--syntax-only").said().code, 0);
    fs::write(&path, "x = (").unwrap();
    assert_eq!(check(&[&path]).arg("--syntax-only").said().code, 1);
}

#[test]
fn paths_that_cannot_be_read_are_wrong_usage() {
    let said = check(&[Path::new("/nonexistent/script.flux")]).fails(2);
    assert!(said.contains("/nonexistent/script.flux"), "{said}");
}

#[test]
fn parameters_are_known_if_they_are_given() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dashboard.flux");
    let script = "from(bucket: v.bucket) |> range(start: v.timeRangeStart)";
    fs::write(&path, script).unwrap();
    let said = check(&[&path]).fails(1);
    assert!(said.contains("undefined identifier `v`"), "{said}");
    let given = check(&[&path]).arg("--param=v.timeRangeStart=-1h").said();
    assert_eq!(given.code, 0, "{}", given.err);
}

#[test]
fn nothing_runs_of_a_script_whose_types_are_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    fs::create_dir(&store).unwrap();
    let script = "import \"array\"
array.from(rows: [{_time: 2024-01-01T00:00:00Z, _measurement: \"m\", _field: \"f\", _value: 1}])
    |> to(bucket: \"b\")
array.from(rows: [{v: 1 + 1.5}])";
    let said = Fluxlite::script(script)
        .arg(format!("--bucket=b={}", store.display()))
        .said();
    assert_eq!((said.code, said.out.as_str()), (1, ""), "{}", said.err);
    assert!(said.err.contains("flux::types::mismatch"), "{}", said.err);
    assert_eq!(fs::read_dir(&store).unwrap().count(), 0);
}

#[test]
fn lints_warn_and_can_be_switched() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("script.flux");
    std::fs::write(&script, "import \"date\"\n\nx = \"{$r.x}\"\n").unwrap();
    let check = |flags: &[&str]| Fluxlite::command("check", flags).arg(&script).said();
    let said = check(&["--json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    for code in ["unused_import", "unused_variable", "plain_interpolation"] {
        assert!(
            said.out.contains(&format!("flux::lint::{code}")),
            "{}",
            said.out
        );
    }
    let said = check(&["--json", "--allow", "all", "--deny", "unused_import"]);
    assert_eq!(
        (said.code, said.out.lines().count()),
        (1, 1),
        "{}",
        said.out
    );
    assert_eq!(check(&["--allow", "all"]).code, 0);
    assert_eq!(check(&["--allow", "no_such_lint"]).code, 2);
    let listed = Fluxlite::command("check", ["--lints"]).said();
    assert!(
        listed.out.contains("unused_import (warn)"),
        "{}",
        listed.out
    );
}
