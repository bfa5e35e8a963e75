//! Pipelines behind a bucket, and what of them is read with it.

use crate::session::{Session, Settings};
use crate::world::testing::Nowhere;
use std::sync::Arc;

/// The steps of a script's plan, without their numbers.
fn steps(script: &str) -> Vec<String> {
    let session = Session::new(Arc::new(Nowhere::default()), Settings::default());
    let text = session.explain("test", script).unwrap();
    let shown = |line: &&str| line.starts_with("  #") && !line.contains(" pass on");
    let steps = text.lines().filter(shown);
    let steps = steps.map(|step| {
        let (_, step) = step.trim().split_once(' ').unwrap();
        let step = step.split(" -> result").next().unwrap();
        step.split(" <- ").next().unwrap().to_owned()
    });
    steps.collect()
}

/// What is read with a bucket, and the names of the steps that stay.
#[track_caller]
fn check_of(from: &str, pipeline: &str, read: &str, stay: &[&str]) {
    let range = "range(start: 1970-01-01T00:00:00Z, stop: 1970-01-02T00:00:00Z)";
    let script = format!(
        "import \"date\" \n limit3 = 3.5 \n v = {{site: \"north\"}} \n {from} |> {range} {pipeline}"
    );
    let steps = steps(&script);
    let pushed = steps[0]
        .split_once("stop: 1970-01-02T00:00:00.000000000Z)")
        .unwrap()
        .1;
    assert_eq!(pushed.trim_start(), read, "{pipeline}");
    let names: Vec<&str> = steps[1..]
        .iter()
        .map(|step| step.split('(').next().unwrap())
        .collect();
    assert_eq!(names, stay, "{pipeline}");
}

#[track_caller]
fn check(pipeline: &str, read: &str, stay: &[&str]) {
    check_of("from(bucket: \"b\")", pipeline, read, stay);
}

/// What of a filter is read with a bucket.
#[track_caller]
fn check_filter(test: &str, pushed: &str, stay: &[&str]) {
    let read = match pushed {
        "" => String::new(),
        pushed => format!("|> filter(fn: (r) => {pushed})"),
    };
    check(&format!("|> filter(fn: (r) => {test})"), &read, stay);
}

#[test]
fn comparisons_with_values_are_pushed() {
    for test in [
        r#"r.site == "north""#,
        r#"r._field != "x" and r._measurement == "m""#,
        r#"r._value >= 1.5 or r._value < 3"#,
        r#"r["a tag"] =~ /^a\/b/ and r.x !~ /c/"#,
        r#"r.a == "1" and (r.b == "2" or r.c == "3" and exists r.d)"#,
        "exists r.site",
        "not exists r.site",
        r#"r._value == """#,
    ] {
        let pushed = match test {
            r#"r.a == "1" and (r.b == "2" or r.c == "3" and exists r.d)"# => {
                r#"r.a == "1" and (r.b == "2" or (r.c == "3" and exists r.d))"#
            }
            test => test,
        };
        check_filter(test, pushed, &[]);
    }
    check_filter("(r._value) > limit3", "r._value > 3.5", &[]);
    check_filter("r.site == v.site", r#"r.site == "north""#, &[]);
    check_filter("r._value == true", "r._value == true", &[]);
    check_filter("not not exists r.site", "exists r.site", &[]);
    check_filter("true", "", &[]);
    check(
        "|> filter(fn: (r) => { return exists r.a })",
        "|> filter(fn: (r) => exists r.a)",
        &[],
    );
}

#[test]
fn what_storage_does_not_take_stays() {
    for test in [
        r#"r.site == """#,
        "r._value > -1.0",
        "1 < r._value",
        "r.a == r.b",
        r#"r.site < "b""#,
        "exists r._value",
        "exists r._time",
        "r._time > 2020-01-01T00:00:00Z",
        r#"not r.site == "a""#,
        "r._value == uint(v: 1)",
        "date.hour(t: r._time) == 1 or r.a == \"b\"",
        "false",
    ] {
        check_filter(test, "", &["filter"]);
    }
    check_filter(r#"r.a == "1" and r.b == """#, r#"r.a == "1""#, &["filter"]);
    // Nothing is pushed past what stays.
    check(
        "|> filter(fn: (r) => r._value > -1.0) |> count()",
        "",
        &["filter", "count"],
    );
    check(
        r#"|> filter(fn: (r) => r.a == "1", onEmpty: "keep")"#,
        "",
        &["filter"],
    );
}

#[test]
fn filters_one_behind_another_are_one() {
    check(
        "|> filter(fn: (r) => r.a == \"1\") |> filter(fn: (r) => r._value > 2 and exists r.b)",
        "|> filter(fn: (r) => r.a == \"1\" and r._value > 2 and exists r.b)",
        &[],
    );
}

#[test]
fn groups_and_their_aggregates_are_pushed() {
    check(
        "|> group(columns: [\"a\"]) |> last()",
        "|> group(columns: [\"a\"], mode: \"by\") |> last()",
        &[],
    );
    check(
        "|> group() |> mean()",
        "|> group(columns: [], mode: \"by\")",
        &["mean"],
    );
    check(
        "|> group() |> sum() |> sort()",
        "|> group(columns: [], mode: \"by\") |> sum()",
        &["sort"],
    );
    check(
        "|> group() |> sum(column: \"a\")",
        "|> group(columns: [], mode: \"by\")",
        &["sum"],
    );
    check(
        "|> group(columns: [\"a\"]) |> group(columns: [\"b\"])",
        "|> group(columns: [\"b\"], mode: \"by\")",
        &[],
    );
    check("|> group(columns: [\"_time\"])", "", &["group"]);
    check(
        "|> group(columns: [\"a\"], mode: \"except\")",
        "",
        &["group"],
    );
}

#[test]
fn aggregates_and_windows_are_pushed() {
    check("|> mean() |> group()", "|> mean()", &["group"]);
    check("|> spread()", "", &["spread"]);
    check(
        "|> window(every: 1h, offset: 5m) |> max() |> count()",
        "|> window(every: 1h, offset: 5m, createEmpty: false) |> max()",
        &["count"],
    );
    check(
        "|> aggregateWindow(every: 1mo, fn: mean)",
        "|> aggregateWindow(every: 1mo, fn: mean, timeSrc: \"_stop\", createEmpty: true)",
        &[],
    );
    check(
        "|> aggregateWindow(every: inf, fn: first, timeSrc: \"_start\", createEmpty: false)",
        "|> aggregateWindow(every: inf, fn: first, timeSrc: \"_start\", createEmpty: false)",
        &[],
    );
    check(
        "|> window(every: 1h, period: 2h) |> max()",
        "",
        &["window", "max"],
    );
    check("|> window(every: 1h)", "", &["window"]);
    check(
        "|> window(every: 1h, offset: -5m) |> sum()",
        "",
        &["window", "sum"],
    );
    check(
        "|> aggregateWindow(every: 1h, fn: median)",
        "",
        &["aggregateWindow"],
    );
    check(
        "|> aggregateWindow(every: 1h, fn: sum, timeDst: \"t\")",
        "",
        &["aggregateWindow"],
    );
}

#[test]
fn the_index_is_asked_for_names_and_values() {
    check(
        "|> keys() |> keep(columns: [\"_value\"]) |> distinct()",
        "|> keys() |> keep(columns: [\"_value\"]) |> distinct()",
        &[],
    );
    check(
        "|> filter(fn: (r) => r.a == \"1\") |> keep(columns: [\"b\"]) |> group() |> distinct(column: \"b\") |> sort()",
        "|> filter(fn: (r) => r.a == \"1\") |> keep(columns: [\"b\"]) |> group() |> distinct(column: \"b\")",
        &["sort"],
    );
    check(
        "|> keep(columns: [\"b\", \"c\"]) |> group() |> distinct(column: \"b\")",
        "",
        &["keep", "group", "distinct"],
    );
    check(
        "|> keep(columns: [\"_value\"]) |> group() |> distinct()",
        "",
        &["keep", "group", "distinct"],
    );
}

#[test]
fn a_server_is_sent_filters_only() {
    let from = "from(bucket: \"b\", host: \"http://x\", token: \"t\", org: \"o\")";
    check_of(
        from,
        "|> filter(fn: (r) => r.a == \"1\") |> group() |> count()",
        "|> filter(fn: (r) => r.a == \"1\")",
        &["group", "count"],
    );
}

#[test]
fn what_several_steps_read_is_read_once() {
    let read = "data = from(bucket: \"b\") |> range(start: 1969-01-01T00:00:00Z)";
    let steps = steps(&format!(
        "{read} \n data |> min() |> yield(name: \"a\") \n data |> max() |> yield(name: \"b\")"
    ));
    assert_eq!(steps.len(), 5, "{steps:#?}");
    assert!(
        steps[0].ends_with("stop: 1970-01-01T00:00:00.000000000Z)"),
        "{steps:#?}"
    );
}
