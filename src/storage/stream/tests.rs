//! Streams give what a bucket gives that holds the same files.

use super::super::matching::testing::{compare, find};
use super::super::matching::{Identity, Matching, matching};
use super::super::{BadLines, Loaded, Loader};
use super::*;
use crate::formats::line_protocol::Precision;
use crate::table::{Comparison, Memory, Name, Predicate, Scalar, Table};
use crate::time::{Bounds, Time};
use proptest::prelude::*;
use std::fmt::Write;
use std::io::Cursor;

/// Files that are texts.
struct Texts(Vec<String>);

impl Files for Texts {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn open(&self, index: usize) -> Result<(String, Box<dyn Read + Send>), Failure> {
        let bytes = self.0[index].clone().into_bytes();
        Ok((format!("{index}.lp"), Box::new(Cursor::new(bytes))))
    }
}

/// Times and values of a table.
type Rows = Vec<(Scalar, Scalar)>;

/// Tables in the order in which they opened: their keys, and their rows.
#[derive(Default)]
struct Seen {
    tables: Vec<(Table, Rows, bool)>,
    /// How many rows a table may have before it is done.
    enough: Option<usize>,
}

impl Seen {
    fn find(&mut self, id: TableId) -> &mut (Table, Rows, bool) {
        let found = self.tables.iter_mut().find(|(table, ..)| table.id == id);
        found.expect("it is open")
    }

    fn show(&self, predicate: Option<&Predicate>) -> String {
        let mut shown = String::new();
        for (table, rows, ended) in &self.tables {
            assert!(ended, "{table:?}");
            let text = |label: &str| table.key.get(label).unwrap().1.as_str().unwrap();
            let tags = table.key.columns()[4..].iter();
            let tags: Vec<(Name, Name)> = tags
                .map(|(name, _, value)| (name.clone(), value.as_str().unwrap().into()))
                .collect();
            let series = Identity {
                measurement: text("_measurement"),
                tags: &tags,
            };
            let test = predicate.map(|predicate| matching(predicate, series, text("_field")));
            let keeps = |value: &Scalar| {
                let asked = match value {
                    Scalar::Bool(value) => super::super::matching::Asked::Bool(*value),
                    Scalar::Int(value) => super::super::matching::Asked::Int(*value),
                    Scalar::UInt(value) => super::super::matching::Asked::UInt(*value),
                    Scalar::Float(value) => super::super::matching::Asked::Float(*value),
                    other => super::super::matching::Asked::Text(other.as_str().unwrap()),
                };
                match &test {
                    None | Some(Matching::All) => true,
                    Some(Matching::None) => false,
                    Some(Matching::Where(test)) => test.passes(asked),
                }
            };
            let rows: Vec<_> = rows.iter().filter(|(_, value)| keeps(value)).collect();
            if !rows.is_empty() {
                writeln!(shown, "{:?} {:?}", table.key, table.schema).unwrap();
                writeln!(shown, "  {rows:?}").unwrap();
            }
        }
        shown
    }
}

impl Output for Seen {
    fn open(&mut self, table: &Table) -> Result<(), Failure> {
        self.tables.push((table.clone(), Vec::new(), false));
        Ok(())
    }

    fn push(&mut self, chunk: Chunk) -> Result<Answer, Failure> {
        let enough = self.enough;
        let (_, rows, ended) = self.find(chunk.id);
        assert!(!*ended && chunk.rows > 0);
        for row in 0..chunk.rows {
            let cell = |label| chunk.column(label).unwrap().get(row);
            rows.push((cell("_time"), cell("_value")));
        }
        Ok(match enough.is_some_and(|enough| rows.len() >= enough) {
            true => Answer::TableDone,
            false => Answer::More,
        })
    }

    fn end(&mut self, id: TableId) -> Result<(), Failure> {
        self.find(id).2 = true;
        Ok(())
    }
}

const OPTIONS: Options = Options {
    precision: Precision::Nanoseconds,
    bad_lines: BadLines::Skip,
    now: Time(99),
};

/// What a bucket gives that holds what is selected.
fn held(files: &[String], scan: &Scan, selection: Selection) -> String {
    let mut loader = Loader::new(OPTIONS, &Memory::new(1 << 30)).selecting(selection);
    for file in files {
        loader
            .line_protocol("f", Cursor::new(file.clone()))
            .unwrap();
    }
    let mut seen = Seen::default();
    let bucket = Arc::new(loader.finish().0);
    bucket.scan(scan).run(&mut seen).unwrap();
    seen.show(scan.predicate.as_ref())
}

/// What a stream gives, if it can.
fn streamed(files: &[String], scan: &Scan) -> Option<String> {
    let files = Arc::new(Texts(files.to_vec()));
    let (mut stream, _) = stream(files, scan, OPTIONS).unwrap()?;
    let mut seen = Seen::default();
    stream.run(&mut seen).unwrap();
    Some(seen.show(None))
}

fn all() -> Scan {
    Scan::of(Bounds::new(Time(0), Time(1000)))
}

#[track_caller]
fn same(files: &[&str], scan: &Scan) {
    let files: Vec<String> = files.iter().map(|file| (*file).to_owned()).collect();
    let expected = held(&files, scan, Selection::all());
    assert_eq!(streamed(&files, scan), Some(expected), "{files:?}");
}

#[test]
fn points_in_order_are_streamed() {
    same(
        &["m,a=1 x=1,y=2i 1\nm,a=1 y=3i 2\nm,a=1 w=\"t\",x=1 2\nm,a=2 x=1 1"],
        &all(),
    );
    same(
        &["m,a=1 x=1 1\nm,a=1 x=2 1\nm,a=1 x=t 1\nm,a=1 x=3,x=4 5"],
        &all(),
    );
    same(
        &["m,a=1 x=1 1", "m,a=1 y=1 1\nm,a=1 x=5 1", "n x=1 1"],
        &all(),
    );
    same(&["", "# none\n", "m x=1\n"], &all());
    let mut long = String::new();
    for time in 0..20_000 {
        writeln!(long, "m x={time},s=\"{time}\" {}", time / 3).unwrap();
    }
    same(&[&long], &Scan::of(Bounds::new(Time(5), Time(6000))));
}

#[test]
fn points_out_of_order_are_not() {
    for text in [
        "m,a=1 x=1 2\nm,a=1 x=1 1",
        "m,a=2 x=1 1\nm,a=1 x=1 1",
        "m,a=1 x=1 1\nm,a=2 x=1 1\nm,a=1 x=1 2",
        "m,a=1 x=1 1\nm x=1 1",
    ] {
        assert_eq!(streamed(&[text.into()], &all()), None, "{text}");
    }
    // What is not asked for may stand anywhere.
    let scan = Scan {
        predicate: Some(compare("a", Comparison::Equal, "1")),
        ..Scan::of(Bounds::new(Time(1), Time(9)))
    };
    let text = "m,a=1 x=1 1\nm,a=2 x=1 1\nm,a=1 x=1 10\nm,a=0 x=1 1\nm,a=1 x=1 2";
    same(&[text], &scan);
}

#[test]
fn many_series_are_not_remembered() {
    let mut text = String::new();
    for series in 0..3000 {
        for time in 0..2 {
            writeln!(text, "m,a={series:05},b={} x=1,y=2 {time}", series % 7).unwrap();
        }
    }
    same(&[&text], &all());
    let scan = Scan {
        predicate: Some(compare("b", Comparison::Equal, "3")),
        ..all()
    };
    same(&[&text, "n,b=3 x=1 1"], &scan);
}

#[test]
fn tables_that_are_done_are_passed_over() {
    let mut text = String::new();
    for series in 0..3 {
        for time in 0..20_000 {
            writeln!(text, "m,a={series} x={time} {time}").unwrap();
        }
    }
    let files = Arc::new(Texts(vec![text]));
    let scan = Scan::of(Bounds::new(Time(0), Time(i64::MAX)));
    let (mut stream, _) = stream(files, &scan, OPTIONS).unwrap().unwrap();
    let mut seen = Seen {
        enough: Some(1),
        ..Seen::default()
    };
    stream.run(&mut seen).unwrap();
    let rows: Vec<usize> = seen.tables.iter().map(|(_, rows, _)| rows.len()).collect();
    assert_eq!(rows, [Chunk::ROWS; 3]);
}

#[test]
fn a_file_that_changes_meanwhile_is_an_error() {
    struct Changing(std::sync::atomic::AtomicUsize);
    impl Files for Changing {
        fn count(&self) -> usize {
            1
        }
        fn open(&self, _: usize) -> Result<(String, Box<dyn Read + Send>), Failure> {
            let looks = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let text = ["m x=1 1\n", "m y=1 1\n"][looks];
            Ok(("f".into(), Box::new(Cursor::new(text))))
        }
    }
    let files = Arc::new(Changing(0.into()));
    let (mut stream, _) = stream(files, &all(), OPTIONS).unwrap().unwrap();
    let failure = stream.run(&mut Seen::default()).unwrap_err();
    assert_eq!(failure.code, "flux::storage::changed");
}

#[test]
fn malformed_lines_fail_before_anything_is_given() {
    let files = Arc::new(Texts(vec!["m x=1 1\nm x= 2".into()]));
    let strict = Options {
        bad_lines: BadLines::Fail,
        ..OPTIONS
    };
    let failure = stream(files.clone(), &all(), strict).map(drop).unwrap_err();
    assert!(failure.message.contains("line 2"), "{failure}");
    let (_, report) = stream(files, &all(), OPTIONS).unwrap().unwrap();
    assert_eq!(report.skipped, 1);
}

#[test]
fn what_is_not_asked_for_is_not_held() {
    let text = "m,a=1 x=1,y=1 1\nm,a=2 x=broken 1\nm,a=1 x=2 50\nm,a=2 x=1 1\nm,a=1 s=\"a\nm,a=1 x=7 2\" 3\n";
    let scan = Scan {
        predicate: Some(Predicate::And(vec![
            compare("a", Comparison::Equal, "1"),
            find("_field", "x|s", false),
        ])),
        ..Scan::of(Bounds::new(Time(0), Time(10)))
    };
    let loader = Loader::new(OPTIONS, &Memory::new(1 << 20));
    let mut loader = loader.selecting(Selection::of([&scan]));
    loader
        .line_protocol("f", Cursor::new(text.to_owned()))
        .unwrap();
    let (bucket, _) = loader.finish();
    assert_eq!((bucket.series(), bucket.values()), (1, 2));
}

#[test]
fn loading_stops_where_points_are_in_order() {
    let text = |order: &dyn Fn(i64) -> i64| {
        let mut text = String::new();
        for line in 0..70_000 {
            writeln!(text, "m x=1 {}", order(line)).unwrap();
        }
        text
    };
    let load = |text: &str| {
        let loader = Loader::new(OPTIONS, &Memory::new(1 << 30));
        let mut loader = loader.unless_sorted(100);
        // Accounts are drawn up now and then only.
        loader
            .line_protocol("f", Cursor::new(text.to_owned()))
            .unwrap()
    };
    assert_eq!(load(&text(&|_| 7)), Loaded::Sorted);
    assert_eq!(load(&text(&|line| -line)), Loaded::Whole);
}

/// Lines of few series, fields and times, so that all sorts of things meet.
fn line() -> impl Strategy<Value = (usize, Option<i64>, String)> {
    let value = prop_oneof![
        Just("1.5"),
        Just("7"),
        Just("3i"),
        Just("9u"),
        Just("true"),
        Just("\"two\nlines 5\""),
        Just("\"t\"")
    ];
    let field = (prop_oneof![Just("x"), Just("y"), Just("a\\ b")], value);
    let fields = prop::collection::vec(field, 1..4);
    let time = prop::option::weighted(0.95, 0..40i64);
    (0..SERIES.len(), time, fields).prop_map(|(series, time, fields)| {
        let fields: Vec<String> = fields
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        let text = format!("{} {}", SERIES[series].1, fields.join(","));
        (series, time, text)
    })
}

/// By their order in a bucket, with the same number where they are the same series.
const SERIES: [(usize, &str); 7] = [
    (0, "l"),
    (1, "m"),
    (2, "m,a=1"),
    (2, "m,a=1 "),
    (3, "m,a=1,b=2"),
    (3, "m,b=2,a=1"),
    (4, "m,b=1\\ 2"),
];

fn predicate() -> impl Strategy<Value = Option<Predicate>> {
    use Comparison::{Equal, Greater, LessEqual, NotEqual};
    let leaf = prop_oneof![
        Just(compare("a", Equal, "1")),
        Just(compare("b", NotEqual, "2")),
        Just(compare("_measurement", Equal, "m")),
        Just(find("_field", "^x$", true)),
        Just(compare("_value", Greater, Scalar::Float(2.0))),
        Just(compare("_value", LessEqual, Scalar::Int(7))),
        Just(compare("_value", Equal, "t")),
        Just(Predicate::Exists("b".into())),
        Just(Predicate::Missing("a".into())),
    ];
    let tree = leaf.prop_recursive(2, 6, 3, |inner| {
        let parts = prop::collection::vec(inner, 1..3);
        prop_oneof![
            parts.clone().prop_map(Predicate::And),
            parts.prop_map(Predicate::Or)
        ]
    });
    prop::option::of(tree)
}

proptest! {
    #[test]
    fn streamed_and_held_are_the_same(
        mut lines in prop::collection::vec(line(), 0..40),
        sorted in any::<bool>(),
        cut in 0..40usize,
        bounds in (0..110i64, 0..110i64),
        predicate in predicate(),
    ) {
        if sorted {
            lines.sort_by_key(|(series, time, _)| (SERIES[*series].0, time.unwrap_or(99)));
        }
        let mut files = vec![String::new(), String::new()];
        for (index, (_, time, text)) in lines.iter().enumerate() {
            let time = time.map(|time| time.to_string()).unwrap_or_default();
            writeln!(files[usize::from(index >= cut)], "{text} {time}").unwrap();
        }
        let bounds = Bounds::new(Time(bounds.0), Time(bounds.1));
        let scan = Scan { predicate, ..Scan::of(bounds) };
        let whole = held(&files, &scan, Selection::all());
        prop_assert_eq!(&held(&files, &scan, Selection::of([&scan])), &whole);
        match streamed(&files, &scan) {
            Some(streamed) => prop_assert_eq!(streamed, whole),
            None => prop_assert!(!sorted),
        }
    }
}
