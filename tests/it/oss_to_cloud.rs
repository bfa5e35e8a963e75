//! The documented way from InfluxDB OSS to InfluxDB Cloud, on real input.

use crate::command::{Fluxlite, fixture};
use std::fs;

const TO: &str = r#"to(bucket: "b", host: "https://cloud.example", org: "o", token: "t")"#;

/// The three lines that the documentation shows for both functions.
const DOCUMENTED: &str = "\
example-m,exampleTag=A temp=80.0,rpm=4023i 1609459200000000000
example-m,exampleTag=A temp=80.3,rpm=4542i 1609459260000000000
example-m,exampleTag=A temp=81.1,rpm=4901i 1609459320000000000
";

fn rows(column: &str, values: [&str; 3], rest: &str) -> String {
    let rows: Vec<String> = (0..3)
        .map(|minute| {
            let value = values[minute];
            format!(
                r#"{{_time: 2021-01-01T00:0{minute}:00Z, _measurement: "example-m", exampleTag: "A", {column}: {value}{rest}}}"#
            )
        })
        .collect();
    format!("array.from(rows: [{}])", rows.join(", "))
}

#[test]
fn two_documented_tables_become_the_three_documented_lines() {
    let temp = rows("_field: \"temp\", _value", ["80.0", "80.3", "81.1"], "");
    let rpm = rows("_field: \"rpm\", _value", ["4023", "4542", "4901"], "");
    // The two tables differ in the type of `_value`, so they are kept apart by their key, and
    // their types are hidden: literals of two types in one stream are a mistake.
    let script = format!(
        r#"import "array"
import "internal/debug"
option now = () => 2021-01-02T00:00:00Z
temp = {temp} |> group(columns: ["_measurement", "exampleTag", "_field"])
rpm = {rpm} |> group(columns: ["_measurement", "exampleTag", "_field"])
union(tables: [debug.opaque(tables: temp), debug.opaque(tables: rpm)]) |> {TO}"#
    );
    let lines = Fluxlite::script(&script).arg("--dry-run").succeeds();
    assert_eq!(lines, DOCUMENTED);
}

#[test]
fn the_documented_pivoted_table_becomes_the_same_lines() {
    let script = r#"import "array"
import "experimental"
array.from(rows: [
    {_time: 2021-01-01T00:00:00Z, _measurement: "example-m", exampleTag: "A", temp: 80.0, rpm: 4023},
    {_time: 2021-01-01T00:01:00Z, _measurement: "example-m", exampleTag: "A", temp: 80.3, rpm: 4542},
    {_time: 2021-01-01T00:02:00Z, _measurement: "example-m", exampleTag: "A", temp: 81.1, rpm: 4901},
])
    |> group(columns: ["_measurement", "exampleTag"])
    |> experimental.to(bucket: "b", host: "https://cloud.example", org: "o", token: "t")"#;
    let lines = Fluxlite::script(script).arg("--dry-run").succeeds();
    assert_eq!(lines, DOCUMENTED);
}

/// A documented script, unchanged, on the bundled bucket; gives what was delivered.
fn delivered(script: &str) -> String {
    let cloud = tempfile::tempdir().unwrap();
    let said = Fluxlite::run([fixture(&format!("oss-to-cloud/{script}"))])
        .arg("--bucket=example-oss-bucket=fixtures/oss-to-cloud/example-oss-bucket.lp")
        .arg("--now=2025-10-01T23:05:00Z")
        .arg(format!(
            "--route=https://cloud2.influxdata.com={}",
            cloud.path().display()
        ))
        .env("INFLUX_CLOUD_API_TOKEN", "very-secret")
        .said();
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(!said.err.contains("very-secret") && !said.out.contains("very-secret"));
    assert!(
        said.err.contains("influxdata/influxdb/secrets"),
        "{}",
        said.err
    );
    fs::read_to_string(cloud.path().join("example-cloud-bucket.lp")).unwrap()
}

#[test]
fn the_documented_scripts_deliver_what_the_bucket_holds() {
    // The points of the last ten minutes: the last of each hour's, one a city.
    let bucket = fs::read_to_string(fixture("oss-to-cloud/example-oss-bucket.lp")).unwrap();
    let mut wanted: Vec<&str> = bucket
        .lines()
        .filter(|line| line.ends_with(" 1759359600000000000"))
        .collect();
    assert_eq!(wanted.len(), 15);
    wanted.sort_unstable();
    let canonical = |text: &str| {
        let mut lines: Vec<String> = text
            .lines()
            .map(|line| {
                // Tags are written in order of their keys, which those of the bucket are not;
                // fields in the order in which they arrive.
                let (rest, time) = line.rsplit_once(' ').unwrap();
                let (series, fields) = rest.rsplit_once(' ').unwrap();
                let mut tags: Vec<&str> = series.split(',').skip(1).collect();
                tags.sort_unstable();
                let mut fields: Vec<&str> = fields.split(',').collect();
                fields.sort_unstable();
                format!("{tags:?} {fields:?} {time}")
            })
            .collect();
        lines.sort_unstable();
        lines
    };
    let wanted = canonical(&wanted.join("\n"));
    assert_eq!(canonical(&delivered("to.flux")), wanted);
    assert_eq!(canonical(&delivered("experimental-to.flux")), wanted);
}

#[test]
fn what_was_delivered_can_be_read_back() {
    let cloud = tempfile::tempdir().unwrap();
    let route = format!("--route=https://cloud.example={}", cloud.path().display());
    let script = format!(
        r#"from(bucket: "home") |> range(start: 2024-07-21T00:00:00Z, stop: 2024-07-22T00:00:00Z) |> {TO}"#
    );
    Fluxlite::script(&script)
        .arg("--bucket=home=fixtures/data/home-sensor-data.lp?precision=s")
        .arg(&route)
        .succeeds();
    let count = r#"from(bucket: "b", host: "https://cloud.example", org: "o", token: "t")
    |> range(start: 2024-07-21T00:00:00Z, stop: 2024-07-22T00:00:00Z)
    |> filter(fn: (r) => r._field == "temp") |> group() |> count()"#;
    let answer = Fluxlite::script(count).arg(&route).arg("-o=csv").succeeds();
    let row = answer
        .lines()
        .find(|line| line.starts_with(",,0,"))
        .unwrap_or_default();
    assert_eq!(row.trim_end(), ",,0,26", "{answer}");
}

#[test]
fn min_max_and_mean_of_one_source_are_one_pass() {
    let script = r#"import "array"
data = from(bucket: "home") |> range(start: 0) |> filter(fn: (r) => r._field == "temp")
min = data |> min() |> map(fn: (r) => ({r with _field: "${r._field}_min"}))
max = data |> max() |> map(fn: (r) => ({r with _field: "${r._field}_max"}))
mean = data |> mean() |> map(fn: (r) => ({r with _field: "${r._field}_mean", _time: 2024-07-21T00:00:00Z}))
union(tables: [min, max, mean]) |> to(bucket: "b", host: "https://cloud.example", token: "t")"#;
    let run = |flag: &str| {
        Fluxlite::script(script)
            .arg("--bucket=home=fixtures/data/home-sensor-data.lp?precision=s")
            .arg(flag)
            .succeeds()
    };
    let mut lines: Vec<String> = run("--dry-run").lines().map(str::to_owned).collect();
    lines.sort_unstable();
    assert_eq!(lines.len(), 6, "{lines:#?}");
    assert!(
        lines.iter().any(|line| line.contains("Kitchen temp_max=")),
        "{lines:#?}"
    );
    let plan = run("--explain");
    assert_eq!(plan.matches("from(").count(), 1, "{plan}");
}
