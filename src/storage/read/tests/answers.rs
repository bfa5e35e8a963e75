//! Predicates, groups, aggregates, windows and questions to the index, over one small bucket.

use super::load;
use crate::diagnostic::Failure;
use crate::storage::matching::testing::compare;
use crate::table::{
    Aggregate, Aggregation, Answer, Chunk, Comparison, Grouping, Index, Output, Predicate, Scalar,
    Scan, Table, TableId, WindowTime, Windowing,
};
use crate::time::{Bounds, Duration, Time, Window, Zone};
use std::fmt::Write;

/// Tables as they come: the key, the labels, and the rows.
#[derive(Default)]
struct Written(String);

impl Output for Written {
    fn open(&mut self, table: &Table) -> Result<(), Failure> {
        let key = table.key.columns().iter();
        let key: Vec<String> = key
            .map(|(name, _, value)| format!("{name}={}", cell(value)))
            .collect();
        let labels: Vec<&str> = table.schema.0.iter().map(|(name, _)| &**name).collect();
        writeln!(self.0, "{} [{}]", key.join(" "), labels.join(" ")).unwrap();
        Ok(())
    }

    fn push(&mut self, chunk: Chunk) -> Result<Answer, Failure> {
        for row in 0..chunk.rows {
            let cells = chunk.columns.iter();
            let cells: Vec<String> = cells.map(|(_, column)| cell(&column.get(row))).collect();
            writeln!(self.0, "  {}", cells.join(" ")).unwrap();
        }
        Ok(Answer::More)
    }

    fn end(&mut self, _id: TableId) -> Result<(), Failure> {
        Ok(())
    }
}

fn cell(value: &Scalar) -> String {
    match value {
        Scalar::Null => "-".into(),
        Scalar::Bool(value) => value.to_string(),
        Scalar::Int(value) => value.to_string(),
        Scalar::UInt(value) => value.to_string(),
        Scalar::Float(value) => format!("{value:?}"),
        Scalar::String(value) => format!("{value:?}"),
        Scalar::Time(value) => value.0.to_string(),
    }
}

const POINTS: &str = "\
m,a=1 x=5,n=7i 10
m,a=1 x=1 30
m,a=1,b=2 x=3 20
m,b=2 x=4 10
m,b=2 x=9 35
";

/// What a bucket of [`POINTS`] answers, asked for the time from 0 to 40.
fn answer(change: impl FnOnce(&mut Scan)) -> Result<String, Failure> {
    let (bucket, _) = load(&[("x.lp", POINTS)]);
    let mut scan = Scan::of(Bounds::new(Time(0), Time(40)));
    change(&mut scan);
    let mut written = Written::default();
    bucket.scan(&scan).run(&mut written)?;
    Ok(written.0)
}

#[track_caller]
fn check(change: impl FnOnce(&mut Scan), expected: &str) {
    assert_eq!(answer(change).unwrap().trim(), expected.trim());
}

fn field(name: &str) -> Predicate {
    compare("_field", Comparison::Equal, name)
}

fn all(parts: impl Into<Vec<Predicate>>) -> Option<Predicate> {
    Some(Predicate::And(parts.into()))
}

fn group(columns: &[&str]) -> Option<Grouping> {
    Some(Grouping {
        columns: columns.iter().map(|column| (*column).into()).collect(),
        except: false,
    })
}

fn whole(function: Aggregate) -> Option<Aggregation> {
    Some(Aggregation {
        function,
        windows: None,
    })
}

/// Windows of 20 nanoseconds.
fn windows(
    function: Aggregate,
    create_empty: bool,
    one_table: Option<WindowTime>,
) -> Option<Aggregation> {
    let every = Duration::parse("20ns").unwrap();
    Some(Aggregation {
        function,
        windows: Some(Windowing {
            window: Window::new(every, every, Duration::ZERO, Zone::utc()).unwrap(),
            every,
            offset: Duration::ZERO,
            create_empty,
            one_table,
        }),
    })
}

#[test]
fn a_missing_tag_is_the_empty_text() {
    check(
        |scan| scan.predicate = all([field("x"), compare("b", Comparison::NotEqual, "2")]),
        r#"
_start=0 _stop=40 _field="x" _measurement="m" a="1" [_start _stop _time _value _field _measurement a]
  0 40 10 5.0 "x" "m" "1"
  0 40 30 1.0 "x" "m" "1"
"#,
    );
}

#[test]
fn values_are_tested_point_by_point() {
    let large = compare("_value", Comparison::Greater, Scalar::Int(4));
    check(
        |scan| scan.predicate = all([large, Predicate::Missing("b".into())]),
        r#"
_start=0 _stop=40 _field="n" _measurement="m" a="1" [_start _stop _time _value _field _measurement a]
  0 40 10 7 "n" "m" "1"
_start=0 _stop=40 _field="x" _measurement="m" a="1" [_start _stop _time _value _field _measurement a]
  0 40 10 5.0 "x" "m" "1"
"#,
    );
}

#[test]
fn groups_keep_bounds_and_fill_missing_tags() {
    check(
        |scan| {
            scan.predicate = Some(field("x"));
            scan.group = group(&["b", "_start"]);
        },
        r#"
_start=0 _stop=40 b="2" [_start _stop _time _value _field _measurement a b]
  0 40 20 3.0 "x" "m" "1" "2"
  0 40 10 4.0 "x" "m" "" "2"
  0 40 35 9.0 "x" "m" "" "2"
_start=0 _stop=40 b="" [_start _stop _time _value _field _measurement a]
  0 40 10 5.0 "x" "m" "1"
  0 40 30 1.0 "x" "m" "1"
"#,
    );
    let collision = answer(|scan| scan.group = group(&[])).unwrap_err();
    assert_eq!(
        collision.message,
        "schema collision: cannot group int and float types together"
    );
}

#[test]
fn groups_are_folded_by_time() {
    for (function, labels, row) in [
        (
            Aggregate::Last,
            "_start _stop _time _value _field _measurement a b",
            r#"0 40 35 9.0 "x" "m" "" "2""#,
        ),
        (
            Aggregate::First,
            "_start _stop _time _value _field _measurement a b",
            r#"0 40 10 5.0 "x" "m" "1" """#,
        ),
        (
            Aggregate::Max,
            "_start _stop _time _value _field _measurement a b",
            r#"0 40 35 9.0 "x" "m" "" "2""#,
        ),
        (
            Aggregate::Sum,
            "_start _stop _value nope",
            r#"0 40 22.0 """#,
        ),
    ] {
        check(
            |scan| {
                scan.predicate = Some(field("x"));
                scan.group = group(&["nope"]);
                scan.aggregate = whole(function);
            },
            &format!("_start=0 _stop=40 nope=\"\" [{labels}]\n  {row}"),
        );
    }
}

#[test]
fn values_of_several_types_are_counted() {
    check(
        |scan| {
            scan.group = group(&[]);
            scan.aggregate = whole(Aggregate::Count);
        },
        "_start=0 _stop=40 [_start _stop _value]\n  0 40 6",
    );
}

#[test]
fn series_are_folded() {
    for (function, labels, row) in [
        (Aggregate::Min, "_start _stop _time _value", "0 40 30 1.0"),
        (Aggregate::First, "_start _stop _time _value", "0 40 10 5.0"),
        (Aggregate::Last, "_start _stop _time _value", "0 40 30 1.0"),
        (Aggregate::Mean, "_start _stop _value", "0 40 3.0"),
        (Aggregate::Count, "_start _stop _value", "0 40 2"),
    ] {
        check(
            |scan| {
                scan.predicate = all([field("x"), Predicate::Missing("b".into())]);
                scan.aggregate = whole(function);
            },
            &format!(
                "_start=0 _stop=40 _field=\"x\" _measurement=\"m\" a=\"1\" [{labels} _field _measurement a]\n  {row} \"x\" \"m\" \"1\""
            ),
        );
    }
}

#[test]
fn windows_are_tables_or_rows() {
    let check = |aggregate: Option<Aggregation>, expected: &str| {
        check(
            |scan| {
                scan.predicate = Some(field("n"));
                scan.aggregate = aggregate;
            },
            expected,
        );
    };
    check(
        windows(Aggregate::Max, true, None),
        r#"
_start=0 _stop=20 _field="n" _measurement="m" a="1" [_start _stop _time _value _field _measurement a]
  0 20 10 7 "n" "m" "1"
_start=20 _stop=40 _field="n" _measurement="m" a="1" [_start _stop _time _value _field _measurement a]
"#,
    );
    check(
        windows(Aggregate::Count, true, None),
        r#"
_start=0 _stop=20 _field="n" _measurement="m" a="1" [_start _stop _value _field _measurement a]
  0 20 1 "n" "m" "1"
_start=20 _stop=40 _field="n" _measurement="m" a="1" [_start _stop _value _field _measurement a]
  20 40 0 "n" "m" "1"
"#,
    );
    check(
        windows(Aggregate::Sum, true, Some(WindowTime::Stop)),
        r#"
_start=0 _stop=40 _field="n" _measurement="m" a="1" [_start _stop _time _value _field _measurement a]
  0 40 20 7 "n" "m" "1"
  0 40 40 - "n" "m" "1"
"#,
    );
    check(
        windows(Aggregate::First, false, Some(WindowTime::Start)),
        r#"
_start=0 _stop=40 _field="n" _measurement="m" a="1" [_start _stop _time _value _field _measurement a]
  0 40 0 7 "n" "m" "1"
"#,
    );
}

#[test]
fn without_points_in_range_there_is_no_table() {
    for aggregate in [
        whole(Aggregate::Count),
        windows(Aggregate::Count, true, None),
        windows(Aggregate::Sum, true, Some(WindowTime::Stop)),
    ] {
        check(
            |scan| {
                scan.bounds = Bounds::new(Time(11), Time(20));
                scan.aggregate = aggregate;
            },
            "",
        );
    }
}

#[test]
fn types_are_minded_wherever_a_shard_has_them() {
    let (bucket, _) = load(&[("x.lp", "m s=\"text\" 10")]);
    let sum = |start, stop| {
        let mut scan = Scan::of(Bounds::new(Time(start), Time(stop)));
        scan.aggregate = whole(Aggregate::Sum);
        bucket.scan(&scan).run(&mut Written::default())
    };
    assert_eq!(
        sum(20, 30).unwrap_err().message,
        "unsupported input type for sum aggregate: string"
    );
    let month = 30 * 24 * 3_600_000_000_000;
    assert!(sum(month, month + 1).is_ok());
}

#[test]
fn the_index_knows_whole_shards() {
    let asked = |index, predicate| {
        let written = answer(|scan| {
            scan.bounds = Bounds::new(Time(36), Time(40));
            scan.index = Some(index);
            scan.predicate = predicate;
        });
        written.map(|written| written.replace("\n  ", " ").trim().to_owned())
    };
    let values = |tag: &str| Index::TagValues(tag.into());
    for (index, predicate, expected) in [
        (
            Index::TagKeys,
            None,
            r#"[_value] "_start" "_stop" "_field" "_measurement" "a" "b""#,
        ),
        (
            Index::TagKeys,
            Some(field("n")),
            r#"[_value] "_start" "_stop""#,
        ),
        (values("a"), None, r#"[_value] "1""#),
        (values("a"), Some(field("n")), "[_value]"),
        (values("_field"), None, r#"[_value] "n" "x""#),
        (
            values("_measurement"),
            Some(compare("b", Comparison::Equal, "2")),
            r#"[_value] "m""#,
        ),
    ] {
        let question = format!("{index:?} {predicate:?}");
        assert_eq!(asked(index, predicate).unwrap(), expected, "{question}");
    }
    let of_value = compare("_value", Comparison::Greater, 1_i64);
    let failure = asked(values("a"), Some(of_value)).unwrap_err();
    assert_eq!(failure.code, "flux::storage::index_values");
}

#[test]
fn series_with_points_in_range_are_counted() {
    for (start, count) in [(0, 3), (31, 1), (36, 0)] {
        check(
            |scan| {
                scan.bounds = Bounds::new(Time(start), Time(40));
                scan.index = Some(Index::Cardinality);
            },
            &format!("[_value]\n  {count}"),
        );
    }
}
