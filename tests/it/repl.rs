//! Sessions with inputs from a pipe, the reference, and completions of shells.

use super::command::Fluxlite;

/// A session that takes these inputs.
fn session(inputs: &str) -> Fluxlite {
    Fluxlite::command("repl", ["--color", "never"]).stdin(inputs)
}

/// What a session prints if all goes well.
#[track_caller]
fn check(inputs: &str, expected: &str) {
    assert_eq!(session(inputs).succeeds(), expected, "{inputs}");
}

#[test]
fn inputs_share_a_scope() {
    check("", "");
    check("x = 1\nx + 1\n", "2\n");
    check("import \"math\"\n\nmath.abs(x: -1.5)", "1.5\n");
    check(
        "f = (n) => {\n  m = n * 2\n\n  return m\n}\nf(n: 21)\n",
        "42\n",
    );
    check("\"two\nlines\"\n", "two\nlines\n");
    check("1 +\n  // a remark\n  2\n", "3\n");
}

#[test]
fn names_may_be_given_again() {
    let inputs = "import \"math\"\nf = (x) => {\n    y = x * 2\n    return y\n}\nf(x: 21)\nmath.pi > 3.0\nnow()\noption now = () => 2020-01-01T00:00:00Z\nnow()\nf = (x) => x\nf(x: \"a\")\n";
    let out = session(inputs)
        .arg("--now")
        .arg("2024-03-01T10:00:00Z")
        .succeeds();
    assert_eq!(
        out,
        "42\ntrue\n2024-03-01T10:00:00.000000000Z\n2020-01-01T00:00:00.000000000Z\na\n"
    );
}

#[test]
fn a_mistake_ends_nothing_but_is_told_at_the_end() {
    let said = session("x = 1\nx = x + \"a\"\ny = )\nz = die(msg: \"enough\")\nx\nz\n").said();
    assert_eq!(said.code, 1);
    assert_eq!(said.out, "1\n");
    let told = [
        "<input 2>:1:9",
        "<input 3>:1:5",
        "enough",
        "undefined identifier `z`",
    ];
    for part in told {
        assert!(said.err.contains(part), "{part} in {}", said.err);
    }
}

#[test]
fn streams_are_tables_for_reading() {
    let inputs = "import \"array\"\ndata = array.from(rows: [{v: 1}, {v: 2}])\ndata\n  |> sum(column: \"v\")\n";
    let out = session(inputs).succeeds();
    assert_eq!(out, "_result, table 0\nv:int\n─────\n    3\n");
    let csv = session(inputs).arg("-o").arg("csv").succeeds();
    assert!(csv.starts_with("#datatype,string,long,long"), "{csv}");
    let said = session("import \"array\"\narray.from(rows: [{v: 1}]) |> map(fn: (r) => ({v: 1 / 0}))\n\"still here\"\n").said();
    assert_eq!(
        (said.code, said.out.as_str()),
        (1, "still here\n"),
        "{}",
        said.err
    );
}

#[test]
fn options_are_those_of_run() {
    let out = session("now()\nv.from\nparams.n\n")
        .arg("--now")
        .arg("2024-02-03T04:05:06Z")
        .arg("--param")
        .arg("v.from=-1h")
        .arg("--param")
        .arg("n=5")
        .succeeds();
    assert_eq!(out, "2024-02-03T04:05:06.000000000Z\n-1h\n5\n");
    let err = session("1").arg("--now").arg("soon").fails(2);
    assert!(err.contains("`--now soon` is no time"), "{err}");
}

#[test]
fn files_are_read_and_written_anew_by_each_input() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.lp"), "m,t=a f=1 1000000000\n").unwrap();
    let bucket = format!("b={}", folder.path().display());
    let write = "import \"array\"\nwrite = (v) => array.from(rows: [{_time: 1970-01-01T00:00:02Z, _measurement: \"m\", t: \"a\", _field: \"f\", _value: v}]) |> to(bucket: \"b\")\n";
    let read = "from(bucket: \"b\") |> range(start: 0) |> sum() |> keep(columns: [\"_value\"])\n";
    let inputs = format!("{write}{read}write(v: 2.5)\n{read}");
    let said = session(&inputs)
        .arg("--bucket")
        .arg(&bucket)
        .arg("-o")
        .arg("jsonl")
        .said();
    assert_eq!(said.code, 0, "{}", said.err);
    let values: Vec<&str> = said.out.lines().collect();
    assert_eq!(values.len(), 2, "{}", said.out);
    assert!(
        values[0].contains("1") && values[1].contains("3.5"),
        "{}",
        said.out
    );
    assert!(said.err.contains("wrote 1 point "), "{}", said.err);
}

#[test]
fn commands_begin_with_a_colon() {
    let out = session(":help\n").succeeds();
    assert!(out.contains(":quit"), "{out}");
    check(":quit\n1\n", "");
    let out = session("import d \"date\"\n:help d.truncate\n").succeeds();
    assert!(out.starts_with("# date.truncate\n"), "{out}");
    let err = session(":halp\n1\n").fails(1);
    assert!(
        err.contains("there is no command `:halp`") && err.contains(":help"),
        "{err}"
    );
    let err = session(":help agregateWindow\n").fails(1);
    assert!(err.contains("did you mean `aggregateWindow`?"), "{err}");
}

#[test]
fn what_is_no_text_is_an_error() {
    let said = Fluxlite::command("repl", ["-q"])
        .stdin(b"1\n\xff\xfe\n2\n")
        .said();
    assert_eq!(
        (said.code, said.out.as_str()),
        (1, "1\n2\n"),
        "{}",
        said.err
    );
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_the_query_and_not_the_session() {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::process::Command;
    let mut child = Fluxlite::command("repl", ["-q"]).start();
    let (mut inputs, out) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let mut out = BufReader::new(out);
    let endless = "import \"generate\"\n\"begun\" generate.from(count: 100000000000, fn: (n) => n, start: 2020-01-01T00:00:00Z, stop: 2021-01-01T00:00:00Z) |> count()\n\"after\"\n";
    inputs.write_all(endless.as_bytes()).unwrap();
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    assert_eq!(line, "begun\n");
    let kill = Command::new("kill")
        .arg("-INT")
        .arg(child.id().to_string())
        .status();
    assert!(kill.unwrap().success());
    drop(inputs);
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "after\n");
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn the_reference_is_on_the_command_line() {
    let doc = |name: &str| Fluxlite::command("doc", [name]);
    let out = doc("aggregateWindow").succeeds();
    assert!(out.starts_with("# aggregateWindow\n"), "{out}");
    let out = doc("influxdata/influxdb/tasks").succeeds();
    assert!(out.contains("- `lastSuccess`: "), "{out}");
    let out = Fluxlite::command("doc", [""; 0]).succeeds();
    assert!(out.contains("- `math`: "), "{out}");
    let err = doc("maths").fails(1);
    assert!(err.contains("did you mean `math`?"), "{err}");
}

#[test]
fn shells_get_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let out = Fluxlite::command("completions", [shell]).succeeds();
        assert!(out.contains("dry-run"), "{shell}");
    }
    assert!(
        Fluxlite::command("completions", ["csh"])
            .fails(2)
            .contains("possible values")
    );
}
