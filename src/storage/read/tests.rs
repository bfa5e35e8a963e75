//! Reads of small buckets, written down table by table.

mod answers;

use super::*;
use crate::formats::line_protocol::Precision;
use crate::storage::{BadLines, Loader, Options, Report};
use crate::table::Memory;
use crate::table::{Answer, Chunk, Scalar, Table, TableId};
use crate::time::Bounds;
use crate::time::Time;
use std::fmt::Write;
use std::io::Cursor;

#[derive(Default)]
struct Seen(String);

impl Output for Seen {
    fn open(&mut self, table: &Table) -> Result<(), Failure> {
        for (name, _, value) in &table.key.columns()[2..] {
            write!(self.0, "{name}={} ", value.as_str().unwrap()).unwrap();
        }
        let labels: Vec<&str> = table.schema.0.iter().map(|(name, _)| &**name).collect();
        writeln!(self.0, "[{}]", labels.join(" ")).unwrap();
        Ok(())
    }

    fn push(&mut self, chunk: Chunk) -> Result<Answer, Failure> {
        for row in 0..chunk.rows {
            let [_, _, (_, time), (_, value), ..] = &chunk.columns[..] else {
                panic!("columns");
            };
            let Scalar::Time(time) = time.get(row) else {
                panic!("a time");
            };
            writeln!(self.0, "  {} {:?}", time.0, value.get(row)).unwrap();
        }
        Ok(Answer::More)
    }

    fn end(&mut self, _id: TableId) -> Result<(), Failure> {
        Ok(())
    }
}

fn loader(bad_lines: BadLines) -> Loader {
    let options = Options {
        precision: Precision::Nanoseconds,
        bad_lines,
        now: Time(99),
    };
    Loader::new(options, &Memory::new(1 << 30))
}

fn load(files: &[(&str, &str)]) -> (Arc<Bucket>, Report) {
    let mut loader = loader(BadLines::Skip);
    for (name, text) in files {
        let stream = Box::new(Cursor::new(text.as_bytes().to_vec()));
        loader.file(name, stream).unwrap();
    }
    let (bucket, report) = loader.finish();
    (Arc::new(bucket), report)
}

fn read(bucket: &Arc<Bucket>, start: i64, stop: i64) -> String {
    let bounds = Bounds::new(Time(start), Time(stop));
    let mut seen = Seen::default();
    bucket.scan(&Scan::of(bounds)).run(&mut seen).unwrap();
    seen.0
}

fn check(text: &str, expected: &str) {
    let (bucket, _) = load(&[("x.lp", text)]);
    assert_eq!(read(&bucket, 0, 100).trim_end(), expected.trim(), "{text}");
}

#[test]
fn tables_come_by_series_and_field() {
    check(
        "p,site=s v=1,a=2 1\np,line=3 v=1 1\np v=1 1\np,line=1,site=n v=1 1\np,Unit=A,line=1 v=1 1\nq v=1 1\nQ v=1 1",
        "
_field=v _measurement=Q [_start _stop _time _value _field _measurement]
  1 Float(1.0)
_field=v _measurement=p [_start _stop _time _value _field _measurement]
  1 Float(1.0)
Unit=A _field=v _measurement=p line=1 [_start _stop _time _value Unit _field _measurement line]
  1 Float(1.0)
_field=v _measurement=p line=1 site=n [_start _stop _time _value _field _measurement line site]
  1 Float(1.0)
_field=v _measurement=p line=3 [_start _stop _time _value _field _measurement line]
  1 Float(1.0)
_field=a _measurement=p site=s [_start _stop _time _value _field _measurement site]
  1 Float(2.0)
_field=v _measurement=p site=s [_start _stop _time _value _field _measurement site]
  1 Float(1.0)
_field=v _measurement=q [_start _stop _time _value _field _measurement]
  1 Float(1.0)",
    );
}

#[test]
fn later_values_win_and_times_are_sorted() {
    check(
        "m,a=1,b=2 x=1 5\nm,b=2,a=1 x=2 3\nm,a=1,b=2 x=3 5\nm,a=1,b=2 x=4,x=5 4",
        "
_field=x _measurement=m a=1 b=2 [_start _stop _time _value _field _measurement a b]
  3 Float(2.0)
  4 Float(5.0)
  5 Float(3.0)",
    );
}

#[test]
fn each_type_has_its_table() {
    check(
        "m x=1i 1\nm x=\"t\" 2\nm x=2i 3\nm x=true 4\nm x=7u 5",
        "
_field=x _measurement=m [_start _stop _time _value _field _measurement]
  4 Bool(true)
_field=x _measurement=m [_start _stop _time _value _field _measurement]
  1 Int(1)
  3 Int(2)
_field=x _measurement=m [_start _stop _time _value _field _measurement]
  5 UInt(7)
_field=x _measurement=m [_start _stop _time _value _field _measurement]
  2 String(\"t\")",
    );
}

#[test]
fn bounds_hold_their_start_and_not_their_stop() {
    let (bucket, _) = load(&[("x.lp", "m x=1 10\nm x=2 20\nm x=3 30\nn y=1 30")]);
    let rows = read(&bucket, 10, 30);
    assert!(
        rows.ends_with("  10 Float(1.0)\n  20 Float(2.0)\n"),
        "{rows}"
    );
    assert_eq!(read(&bucket, 31, 90), "");
    assert_eq!(read(&bucket, 20, 20), "");
}

#[test]
fn files_are_united() {
    let csv = "#datatype,string,long,dateTime:RFC3339,string,string,double,string\n#group,false,false,false,true,true,false,true\n#default,_result,,,,,,\n,result,table,_time,_measurement,_field,_value,a\n,,0,1970-01-01T00:00:00.000000001Z,m,x,7,1\n,,0,1970-01-01T00:00:00.000000003Z,m,x,,1\n,,0,1970-01-01T00:00:00.000000003Z,m,x,8,1\n";
    let (bucket, _) = load(&[("a.lp", "m,a=1 x=1 1\nm,a=1 x=2 2"), ("b.csv", csv)]);
    assert_eq!(
        read(&bucket, 0, 9),
        "_field=x _measurement=m a=1 [_start _stop _time _value _field _measurement a]\n  1 Float(7.0)\n  2 Float(2.0)\n  3 Float(8.0)\n"
    );
    assert_eq!((bucket.series(), bucket.values()), (1, 3));
}

#[test]
fn csv_that_is_no_points_is_an_error() {
    let csv = "#datatype,string,long,double\n#group,false,false,false\n#default,_result,,\n,result,table,x\n,,0,7\n";
    let failure = loader(BadLines::Fail)
        .csv("f.csv", csv.as_bytes())
        .unwrap_err();
    assert_eq!(failure.message, "f.csv: a table has no column `_time`");
}

#[test]
fn what_is_unusual_is_reported() {
    let (bucket, report) = load(&[("x.lp", "m x=1\nm x=1.1.1 5\nm x=2 7")]);
    assert_eq!((report.skipped, report.untimed), (1, 1));
    assert_eq!(report.first_skipped[0].1.line, 2);
    assert!(read(&bucket, 0, 100).contains("  99 Float(1.0)"));
    let mut strict = loader(BadLines::Fail);
    let failure = strict
        .line_protocol("x.lp", &b"m x=1 1\nm x= 2"[..])
        .unwrap_err();
    assert_eq!(
        failure.message,
        "x.lp, line 2, column 5: missing field value"
    );
}

#[test]
fn memory_is_counted() {
    let options = Options {
        precision: Precision::Nanoseconds,
        bad_lines: BadLines::Fail,
        now: Time(0),
    };
    let memory = Memory::new(100_000);
    let mut text = String::new();
    for time in 0..10_000 {
        writeln!(text, "m x={time} {time}").unwrap();
    }
    let mut loader = Loader::new(options, &memory);
    let failure = loader.line_protocol("x", Cursor::new(text)).unwrap_err();
    assert_eq!(failure.code, "flux::engine::memory");
    drop(loader);
    assert_eq!(memory.used(), 0);
}

#[test]
fn texts_in_many_chunks() {
    let mut text = String::new();
    for time in 0..20_000 {
        writeln!(text, "m s=\"text {}\",few=\"{}\" {time}", time, time % 2).unwrap();
    }
    let (bucket, _) = load(&[("x.lp", &text)]);
    let seen = read(&bucket, 0, i64::MAX);
    assert!(seen.contains("  19999 String(\"text 19999\")"));
    assert!(seen.contains("  12345 String(\"1\")"));
    assert_eq!(seen.lines().count(), 40_002);
}

/// Real data, where it is at hand: series and field values of each file.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "a test may look for its recordings"
)]
fn real_data() {
    let shared = std::env::var("FLUXLITE_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").into());
    for (file, precision, series, values) in [
        ("bay-area-weather", Precision::Nanoseconds, 3, 16_434),
        ("bitcoin", Precision::Nanoseconds, 3, 3_750),
        ("eu-wind-data", Precision::Seconds, 129, 6_192),
        ("home-sensor-data", Precision::Seconds, 2, 78),
    ] {
        let Ok(stream) = std::fs::File::open(format!("{shared}/data/{file}.lp")) else {
            return;
        };
        let options = Options {
            precision,
            bad_lines: BadLines::Fail,
            now: Time(0),
        };
        let mut loader = Loader::new(options, &Memory::new(1 << 30));
        loader.file(file, Box::new(stream)).unwrap();
        let (bucket, report) = loader.finish();
        assert_eq!(
            (bucket.series(), bucket.values()),
            (series, values),
            "{file}"
        );
        assert_eq!(report, Report::default());
    }
}

#[test]
fn a_field_called_time_is_kept() {
    let (bucket, _) = load(&[("x.lp", "m time=1i 7")]);
    assert!(read(&bucket, 0, 100).contains("_field=time _measurement=m"));
}
