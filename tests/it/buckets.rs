//! Buckets that are files: filters behind them follow the rules of influxd's storage.

use crate::command::Fluxlite;

const POINTS: &str = "\
p,site=north,line=1 temp=20.5 1\r
p,site=south temp=25 2
p temp=10 3
p state=\"20.5\" 4
p n=7i 5
";

/// Values that a filter keeps, one after another.
fn check(filter: &str, expected: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("b.lp"), POINTS).unwrap();
    let read =
        r#"from(bucket: "b") |> range(start: 1970-01-01T00:00:00Z, stop: 1970-01-02T00:00:00Z)"#;
    let script = format!("{read} {filter} |> keep(columns: [\"_value\"])");
    let said = Fluxlite::script(&script)
        .arg("--bucket=b=b.lp")
        .arg("--output=jsonl")
        .within(folder.path())
        .said();
    assert_eq!(said.code, 0, "{}", said.err);
    let values: Vec<&str> = said
        .out
        .lines()
        .filter_map(|line| line.split_once("\"_value\":"))
        .map(|(_, value)| value.trim_end_matches('}'))
        .collect();
    assert_eq!(values, expected, "{filter}");
}

#[test]
fn a_missing_tag_is_the_empty_text() {
    let temp = |test: &str| format!(r#"|> filter(fn: (r) => r._field == "temp" and ({test}))"#);
    check(&temp(r#"r.site != "north""#), &["10", "25"]);
    check(&temp(r#"r.site !~ /^n/"#), &["10", "25"]);
    check(
        &temp(r#"r.site == "north" or r.line != "1""#),
        &["10", "20.5", "25"],
    );
    check(&temp("exists r.site"), &["20.5", "25"]);
    check(&temp(r#"r.site == """#), &[]);
    // The engine runs what storage does not take.
    check(&temp(r#"not r.site == "north""#), &["25"]);
}

#[test]
fn what_storage_does_not_get_is_of_the_engine() {
    let behind = |test: &str| {
        format!(
            r#"|> filter(fn: (r) => r._field == "temp", onEmpty: "keep") |> filter(fn: (r) => {test})"#
        )
    };
    check(&behind(r#"r.site != "north""#), &["25"]);
}

#[test]
fn values_that_do_not_compare_are_left_out() {
    check(r#"|> filter(fn: (r) => r._value == "20.5")"#, &["\"20.5\""]);
    check(
        r#"|> filter(fn: (r) => r._field == "temp" and r._value * 2.0 > 40.0)"#,
        &["20.5", "25"],
    );
}

/// Where tables become one, the order of tables becomes one of rows: that of keys, in which a
/// missing tag comes last, behind functions that upstream gives out by key.
#[test]
fn merged_tables_come_in_upstreams_order() {
    let temp = r#"|> filter(fn: (r) => r._field == "temp")"#;
    check(
        &format!("{temp} |> limit(n: 9) |> group()"),
        &["10", "20.5", "25"],
    );
    check(
        &format!("{temp} |> sample(n: 1, pos: 0) |> group()"),
        &["10", "25", "20.5"],
    );
    check(
        &format!("{temp} |> first() |> range(start: 1970-01-01T00:00:00Z) |> group()"),
        &["10", "25", "20.5"],
    );
}
