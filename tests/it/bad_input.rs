//! Bad input of every kind: a report that says what and where, never a panic, nothing lost
//! silently.

use crate::command::Fluxlite;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;
use std::path::Path;

const READ: &str = r#"from(bucket: "b") |> range(start: 0)"#;

fn reading(folder: &Path, file: &str, content: &[u8]) -> Fluxlite {
    let path = folder.join(file);
    fs::write(&path, content).unwrap();
    Fluxlite::script(READ)
        .arg("-o=jsonl")
        .arg(format!("--bucket=b={}", path.display()))
}

#[track_caller]
fn says(text: &str, parts: &[&str]) {
    // Long lines are broken, and continued behind a bar.
    let unbroken = text.replace("\n  │ ", " ").replace("\n        ", " ");
    for part in parts {
        assert!(unbroken.contains(part), "{part:?} is not in:\n{text}");
    }
}

const ONE_BAD: &str = "m,t=a v=1 1000000000\nm,t=a v=oops 2000000000\nm,t=a v=3 3000000000\n";

#[test]
fn a_malformed_line_stops_with_its_place_and_reason() {
    let folder = tempfile::tempdir().unwrap();
    let said = reading(folder.path(), "bad.lp", ONE_BAD.as_bytes()).fails(1);
    says(
        &said,
        &[
            "bad.lp, line 2",
            "invalid value",
            "m,t=a v=oops",
            "--bad- lines skip",
        ],
    );
}

#[test]
fn skipped_lines_are_counted_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let said = reading(folder.path(), "bad.lp", ONE_BAD.as_bytes())
        .arg("--bad-lines=skip")
        .said();
    assert_eq!(
        (said.code, said.out.lines().count()),
        (0, 2),
        "{}",
        said.err
    );
    says(&said.err, &["1 line of", "skipped as malformed", "line 2"]);
}

#[test]
fn a_truncated_gzip_file_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    for time in 0..10_000 {
        writeln!(packed, "m v={} {time}", time % 7).unwrap();
    }
    let packed = packed.finish().unwrap();
    let said = reading(folder.path(), "cut.lp.gz", &packed[..packed.len() / 2]).fails(1);
    says(&said, &["cut.lp.gz cannot be read"]);
}

#[test]
fn a_line_of_megabytes_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let line = format!("m f=\"{}\" 1\n", "x".repeat(10_000_000));
    let lines = reading(folder.path(), "long.lp", line.as_bytes()).succeeds();
    assert!(lines.len() > 10_000_000);
}

#[test]
fn what_is_missing_is_named_with_where_it_was_looked_for() {
    let unbound = Fluxlite::script(READ)
        .arg("--bucket=other=fixtures/data/bitcoin.lp")
        .fails(1);
    says(
        &unbound,
        &["could not find bucket \"b\"", "configured are other"],
    );
    let no_file = Fluxlite::script(READ).arg("--bucket=b=no/such.lp").fails(1);
    says(&no_file, &["no/such.lp", "No such file"]);
    let no_csv = Fluxlite::script(r#"import "csv" csv.from(file: "no.csv")"#).fails(1);
    says(&no_csv, &["csv.from() failed to read file", "no.csv"]);
    let secret = r#"import "influxdata/influxdb/secrets" x = secrets.get(key: "NOPE")"#;
    says(&Fluxlite::script(secret).fails(1), &["NOPE", "--secrets"]);
    says(
        &Fluxlite::run(["no-script.flux"]).fails(2),
        &["no-script.flux"],
    );
}

#[test]
fn wrong_usage_ends_with_code_two() {
    for (option, part) in [
        ("--now=yesterday", "`--now yesterday` is no time"),
        ("--memory=much", "`--memory much` is no size"),
        ("--param=x", "sets nothing"),
        ("--route=nowhere", "nowhere"),
        ("--retry-for=soon", "soon"),
        ("--config=no.toml", "no.toml"),
    ] {
        says(&Fluxlite::script("x = 1").arg(option).fails(2), &[part]);
    }
}

#[test]
fn over_its_memory_a_run_fails_with_a_clear_error() {
    let script = r#"import "generate"
generate.from(count: 100000, fn: (n) => n, start: 2020-01-01T00:00:00Z, stop: 2021-01-01T00:00:00Z)
    |> sort(columns: ["_value"], desc: true)"#;
    let said = Fluxlite::script(script).arg("--memory=100kB").fails(1);
    says(&said, &["more than the 100000 bytes of memory", "--memory"]);
}

#[test]
fn values_that_line_protocol_cannot_hold_are_left_out() {
    let script = r#"import "array"
import "math"
import "internal/debug"
t = 2021-01-01T00:00:00Z
array.from(rows: [
    {_time: t, _measurement: "m", tag: "", _field: "nan", _value: math.NaN()},
    {_time: t, _measurement: "m", tag: "", _field: "inf", _value: math.mInf(sign: -1)},
    {_time: t, _measurement: "m", tag: "", _field: "null", _value: debug.null(type: "float")},
    {_time: debug.null(type: "time"), _measurement: "m", tag: "", _field: "untimed", _value: 2.0},
    {_time: t, _measurement: "m", tag: "", _field: "fine", _value: 1.0},
]) |> to(bucket: "b", host: "https://cloud.example", token: "t")"#;
    let said = Fluxlite::script(script).arg("--dry-run").said();
    assert_eq!(said.out, "m fine=1.0 1609459200000000000\n", "{}", said.err);
    says(&said.err, &["1 row was not written", "would write 1 point"]);
}

#[test]
fn a_column_of_the_wrong_type_is_an_error_that_names_it() {
    let script = r#"import "array"
array.from(rows: [{_time: "noon", _measurement: "m", _field: "f", _value: 1.0}])
    |> to(bucket: "b", host: "https://cloud.example", token: "t")"#;
    says(
        &Fluxlite::script(script).arg("--dry-run").fails(1),
        &["_time", "string", "time"],
    );
}

#[test]
fn a_bucket_without_points_in_range_gives_no_tables() {
    let script = r#"from(bucket: "b") |> range(start: 1990-01-01T00:00:00Z, stop: 1991-01-01T00:00:00Z) |> count()"#;
    let out = Fluxlite::script(script)
        .arg("--bucket=b=fixtures/data/bitcoin.lp")
        .arg("-o=jsonl")
        .succeeds();
    assert_eq!(out, "");
}

#[test]
fn no_text_makes_it_panic() {
    for text in [
        "",
        "(",
        ")",
        "{",
        "\"",
        "\"${",
        "/",
        "=",
        "x = ",
        "x = (a) =>",
        "1e999",
        "|> f()",
        "f = (x) => f(x: x) f(x: 1)",
        "[1][5]",
        "{a: 1}.b",
        "0x",
        "\u{1}",
        "@",
        "import \"\"",
        "option now = () => 1 from(bucket: \"b\") |> range(start: -1h)",
    ] {
        let said = Fluxlite::script(text).said();
        assert!(
            said.code == 1 && !said.err.contains("panic"),
            "{text:?}: {} {}",
            said.code,
            said.err
        );
    }
}
