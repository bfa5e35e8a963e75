//! The reader against influxd's recorded answers, and cases of its own.

use super::*;
use crate::formats::line_protocol::Value;
use proptest::prelude::*;
use std::fmt::Write;

/// Reads a text in pieces of some bytes and writes down what came.
fn read_in_pieces(text: &[u8], precision: Precision, piece: usize) -> String {
    struct Pieces<'a>(&'a [u8], usize);
    impl Read for Pieces<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let size = self.1.min(buffer.len()).min(self.0.len());
            buffer[..size].copy_from_slice(&self.0[..size]);
            self.0 = &self.0[size..];
            Ok(size)
        }
    }
    let mut reader = Reader::new(Pieces(text, piece), precision);
    let mut seen = String::new();
    loop {
        match reader.next() {
            Ok(None) => return seen,
            Ok(Some(point)) => show(&point, &mut seen),
            Err(ReadError::Line(error)) => {
                writeln!(seen, "{}:{} {:?}", error.line, error.column, error.reason).unwrap()
            }
            Err(error) => panic!("{error}"),
        }
    }
}

fn show(point: &Point<'_>, seen: &mut String) {
    let series = point.series();
    write!(seen, "{:?} {:?} ", &*series.measurement, series.tags).unwrap();
    for field in point.fields() {
        write!(seen, "{:?}={:?} ", &*series.fields[field.slot], field.value).unwrap();
    }
    match point.time {
        Some(time) => writeln!(seen, "{time}").unwrap(),
        None => writeln!(seen, "-").unwrap(),
    }
}

fn check(text: &str, expected: &str) {
    for piece in [1, 7, 4096] {
        let seen = read_in_pieces(text.as_bytes(), Precision::Nanoseconds, piece);
        assert_eq!(seen.trim_end(), expected, "{text:?} in pieces of {piece}");
    }
}

#[test]
fn points() {
    check(
        "cpu,host=a usage=80.0,n=3i 17\n",
        r#""cpu" [("host", "a")] "usage"=Float(80.0) "n"=Int(3) 17"#,
    );
    check(
        r"m a=1u,b=t,c=FALSE",
        r#""m" [] "a"=UInt(1) "b"=Bool(true) "c"=Bool(false) -"#,
    );
    check(
        r#"m s="say \"x\", a=b\\ \n" 1"#,
        r#""m" [] "s"=String("say \"x\", a=b\\ \\n") 1"#,
    );
    check(
        "m s=\"two\nlines\",b=1 1\nn b=1 2",
        "\"m\" [] \"s\"=String(\"two\\nlines\") \"b\"=Float(1.0) 1\n\"n\" [] \"b\"=Float(1.0) 2",
    );
    check(
        r"my\ m,a\,b=c\=d k\ e=1 -5  ",
        r#""my m" [("a,b", "c=d")] "k e"=Float(1.0) -5"#,
    );
    check(
        "m,b=1,a=2 x=1 1",
        r#""m" [("a", "2"), ("b", "1")] "x"=Float(1.0) 1"#,
    );
    check(
        "# comment\n\n \t\nm x=1 1\r\n\r\nm x=2 2\r\n",
        "\"m\" [] \"x\"=Float(1.0) 1\n\"m\" [] \"x\"=Float(2.0) 2",
    );
    check("m x=1,x=2 1", r#""m" [] "x"=Float(1.0) "x"=Float(2.0) 1"#);
    check(
        "m a=1,b=2 1\nm b=3 2\nm c=1,a=2 3",
        "\"m\" [] \"a\"=Float(1.0) \"b\"=Float(2.0) 1\n\"m\" [] \"b\"=Float(3.0) 2\n\"m\" [] \"c\"=Float(1.0) \"a\"=Float(2.0) 3",
    );
}

#[test]
fn errors_name_line_and_column() {
    check(
        "m x=1 1\nm x=1.2.3 1\nm x=1 2",
        "\"m\" [] \"x\"=Float(1.0) 1\n2:5 Number\n\"m\" [] \"x\"=Float(1.0) 2",
    );
    check(
        "m s=\"a\nb\" 1\nm s=\"open\n\n",
        "\"m\" [] \"s\"=String(\"a\\nb\") 1\n3:11 UnbalancedQuotes",
    );
    check("m,a=1,a=2 x=1", "1:2 DuplicateTags");
    check("m,time=1 x=1", "1:3 ReservedTagKey");
    check("m x=NaN", "1:5 Number");
    check("m x=+2", "1:5 Boolean");
    check("m x=1e400", "1:5 FloatRange");
    check("m x=9223372036854775808i", "1:5 IntegerRange");
    check("m x=1 12a", "1:9 Timestamp");
    check("m x=1 1 2", "1:9 Trailing");
    check("m x=1 9223372036854775807", "1:7 TimeRange");
    check("m", "1:2 MissingFields");
    check("  ,a=b x=1", "1:3 MissingMeasurement");
    check("m x=", "1:5 MissingFieldValue");
    check("m =1", "1:3 MissingFieldKey");
    check("m x=1,", "1:3 FieldFormat");
}

#[test]
fn the_unit_of_time() {
    let read = |precision| read_in_pieces(b"m x=1 1759276800\nm x=1 9999999999999", precision, 99);
    assert_eq!(
        read(Precision::Seconds),
        "\"m\" [] \"x\"=Float(1.0) 1759276800000000000\n2:7 TimeRange\n"
    );
    assert!(read(Precision::Milliseconds).contains(" 1759276800000000\n"));
}

#[test]
fn not_utf8_is_refused() {
    for text in [
        &b"m\xff x=1"[..],
        b"m,a=\xff x=1",
        b"m \xff=1",
        b"m x=\"\xff\"",
    ] {
        let seen = read_in_pieces(text, Precision::Nanoseconds, 99);
        assert!(seen.contains("NotUtf8"), "{seen}");
    }
}

#[test]
fn a_line_of_megabytes_is_read_once() {
    let mut text = b"m s=\"".to_vec();
    text.resize(20 << 20, b'x');
    text.extend_from_slice(b"\n\" 1\nm s=\"y\" 2");
    let mut reader = Reader::new(&text[..], Precision::Nanoseconds);
    let point = reader.next().unwrap().unwrap();
    let Some(Value::String(value)) = point.fields().next().map(|field| field.value) else {
        panic!("a text");
    };
    assert_eq!(value.len(), (20 << 20) - 5 + 1);
    assert_eq!(reader.next().unwrap().unwrap().line, 3);
}

#[test]
fn one_series_in_several_spellings() {
    let mut reader = Reader::new(
        &b"m,a=1,b=2 x=1\nm,b=2,a=1 y=1,\\x=2"[..],
        Precision::Nanoseconds,
    );
    while reader.next().unwrap().is_some() {}
    assert_eq!(reader.table().len(), 1);
}

#[test]
fn series_of_many_fields() {
    let mut text = String::new();
    for line in 0..3 {
        for field in 0..40 {
            let field = (field * 7 + line) % 40;
            let key = if field % 3 == 0 { "f\\ " } else { "f" };
            writeln!(text, "m,b\\ c=1,a=2 {key}{field}={field} {line}").unwrap();
        }
        text.push_str("m,a=2,b\\ c=1 f0=1\n");
    }
    let mut reader = Reader::new(text.as_bytes(), Precision::Nanoseconds);
    while let Some(point) = reader.next().unwrap() {
        let field = point.fields().next().unwrap();
        let name = &point.series().fields[field.slot];
        let number: f64 = name.trim_start_matches(['f', ' ']).parse().unwrap();
        assert!(field.value == Value::Float(number) || field.value == Value::Float(1.0));
    }
    assert_eq!(reader.table().len(), 1);
    // `f 0` and `f0` are two.
    assert_eq!(reader.table().get(0).fields.len(), 41);
}

/// 1,796 bodies with what influxd's parser makes of them, where the recordings are at hand.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "a test may look for its recordings"
)]
fn recorded_bodies() {
    let shared = std::env::var("FLUXLITE_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").into());
    let Ok(recorded) = std::fs::read_to_string(format!("{shared}/recordings/line-protocol.jsonl"))
    else {
        return;
    };
    let mut differences = String::new();
    let mut compared = 0;
    for line in recorded.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let body = record["body"].as_str().unwrap();
        // Line ends of Windows are accepted here, and a value that influxd's parser accepts in
        // one place and cannot read in another is refused.
        let kinder = body.contains("\r\n") || body.ends_with('\r');
        if kinder || line.contains("ERR unable to parse") {
            continue;
        }
        compared += 1;
        let difference = compare(body, &record);
        if !difference.is_empty() {
            writeln!(differences, "{body:?}: {difference}").unwrap();
        }
    }
    assert!(compared > 1700, "{compared} bodies compared");
    assert!(
        differences.is_empty(),
        "{} differ\n{differences}",
        differences.lines().count()
    );
}

/// What differs between the recorded answer and ours.
fn compare(body: &str, record: &serde_json::Value) -> String {
    let mut reader = Reader::new(body.as_bytes(), Precision::Nanoseconds);
    let mut points = record["points"].as_array().unwrap().iter();
    let mut refused = 0;
    loop {
        match reader.next() {
            Ok(Some(point)) => {
                let ours = as_recorded(&point);
                match points.next() {
                    Some(theirs) if same(&ours, theirs) => {}
                    theirs => return format!("{ours} and not {theirs:?}"),
                }
            }
            Ok(None) => break,
            Err(ReadError::Line(_)) => refused += 1,
            Err(error) => return error.to_string(),
        }
    }
    if let Some(missing) = points.next() {
        return format!("missing {missing}");
    }
    let theirs = record["error"].as_str().unwrap_or("");
    let expected = theirs.matches("unable to parse '").count();
    match refused == expected {
        true => String::new(),
        false => format!("{refused} lines refused and not {expected}: {theirs}"),
    }
}

fn as_recorded(point: &Point<'_>) -> serde_json::Value {
    let series = point.series();
    let fields: Vec<serde_json::Value> = point
        .fields()
        .map(|field| {
            let (ty, text) = match field.value {
                Value::Float(value) => ("float", value.to_string()),
                Value::Int(value) => ("int", value.to_string()),
                Value::UInt(value) => ("uint", value.to_string()),
                Value::Bool(value) => ("bool", value.to_string()),
                Value::String(value) => ("string", value.to_string()),
            };
            serde_json::json!([&*series.fields[field.slot], ty, text])
        })
        .collect();
    let tags: Vec<_> = series
        .tags
        .iter()
        .map(|(tag, value)| (&**tag, &**value))
        .collect();
    serde_json::json!({"fields": fields, "measurement": &*series.measurement, "tags": tags, "time": point.time.unwrap_or(0)})
}

fn same(ours: &serde_json::Value, theirs: &serde_json::Value) -> bool {
    let plain = |point: &serde_json::Value| {
        let mut point = point.clone();
        // influxd sorts tags by their escaped keys.
        let tags = point["tags"].as_array_mut().unwrap();
        tags.sort_by_key(|tag| tag[0].as_str().unwrap().to_string());
        for field in point["fields"].as_array_mut().unwrap() {
            if field[1] == "float" {
                let value: f64 = field[2].as_str().unwrap().parse().unwrap();
                field[2] = value.into();
            }
        }
        point
    };
    plain(ours) == plain(theirs)
}

/// Reads every line by influxd's own rules.
fn read_exactly(text: &str) -> String {
    let mut reader = Reader::new(text.as_bytes(), Precision::Nanoseconds);
    let mut seen = String::new();
    let mut fields = Fields::default();
    while reader.lines.newline().unwrap().is_some() {
        fields.clear();
        match reader.unusual(&mut fields) {
            Ok(Step::Point(parsed, line)) => show(
                &Point {
                    series: parsed.series,
                    time: parsed.time,
                    line,
                    known: reader.table.get(parsed.series),
                    fields: &fields.fields,
                    texts: &fields.texts,
                },
                &mut seen,
            ),
            Ok(_) => {}
            Err(ReadError::Line(error)) => {
                writeln!(seen, "{}:{} {:?}", error.line, error.column, error.reason).unwrap();
            }
            Err(error) => panic!("{error}"),
        }
    }
    seen
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_fast_way_is_the_exact_way(text in "[mt,=\\\\\" \n\r#1i.eu-]{0,40}") {
        let fast = read_in_pieces(text.as_bytes(), Precision::Nanoseconds, 64);
        prop_assert_eq!(fast, read_exactly(&text));
    }

    #[test]
    fn likely_lines_too(
        lines in proptest::collection::vec(
            "(m|m,t=a|m,t=a\\\\ b,u=c|n\\\\,) {1,2}(x|y|x\\\\ z)=(1|-2.5|3i|4u|t|\"a b\"|\"a\nb\"|\"\\\\\"\"|1e3|bad)(,y=(1|\"=,\"))?( -?[0-9]{1,3})? ?",
            0..6,
        )
    ) {
        let text = lines.join("\n");
        let fast = read_in_pieces(text.as_bytes(), Precision::Nanoseconds, 64);
        prop_assert_eq!(fast, read_exactly(&text));
    }
}
