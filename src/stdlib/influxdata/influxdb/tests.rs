//! `to` and `wideTo` as operators, into a bucket that remembers its lines.

use super::to::TO;
use super::wide_to::WIDE_TO;
use crate::diagnostic::{Diagnostic, Failure, Frame};
use crate::engine::operators::testing;
use crate::table::{Memory, Scan, Source};
use crate::time::Time;
use crate::value::{
    Args, Builtin, Collected, Context, Function, Host, NullLogic, Op, Root, Stream, Value,
};
use crate::world::{Endpoint, Lines, Named, Secret, Sink, World};
use std::io::Read;
use std::sync::{Arc, Mutex};

/// A script without text in a world of one bucket.
#[derive(Default)]
struct Stage(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    lines: String,
    warnings: Vec<String>,
    endpoint: Endpoint,
    effects: usize,
    finished: bool,
}

impl Host for Stage {
    fn call_with(&self, _: NullLogic, _: &Function, _: &[(&str, Value)]) -> Result<Value, Failure> {
        Err(Failure::new("test", "nothing is called here"))
    }

    fn world(&self) -> &dyn World {
        self
    }

    fn memory(&self) -> &Memory {
        panic!("nothing is held here")
    }

    fn now(&self) -> Result<Time, Failure> {
        Ok(Time(0))
    }

    fn option(&self, _: &str, _: &str) -> Option<Value> {
        None
    }

    fn register(&self, root: Root) -> Result<(), Failure> {
        assert!(matches!(root, Root::Effect(_)));
        self.0.lock().unwrap().effects += 1;
        Ok(())
    }

    fn collect(&self, _: &Stream) -> Result<Vec<Collected>, Failure> {
        Ok(Vec::new())
    }

    fn trace(&self) -> Vec<Frame> {
        Vec::new()
    }
}

impl World for Stage {
    fn now(&self) -> Time {
        Time(0)
    }

    fn open(&self, _: &str) -> Result<Box<dyn Read + Send>, Failure> {
        Err(Failure::new("test", "no files here"))
    }

    fn secret(&self, _: &str) -> Result<Secret, Failure> {
        Err(Failure::new("test", "no secrets here"))
    }

    fn read(&self, _: &Endpoint, _: &Scan) -> Result<Box<dyn Source>, Failure> {
        Err(Failure::new("test", "nothing is read here"))
    }

    fn write(&self, bucket: &Endpoint) -> Result<Box<dyn Sink>, Failure> {
        self.0.lock().unwrap().endpoint = bucket.clone();
        Ok(Box::new(Remember(self.0.clone())))
    }

    fn warn(&self, warning: Diagnostic) {
        self.0.lock().unwrap().warnings.push(warning.message);
    }
}

struct Remember(Arc<Mutex<Seen>>);

impl Sink for Remember {
    fn write(&mut self, lines: &Lines) -> Result<(), Failure> {
        let mut seen = self.0.lock().unwrap();
        for point in &lines.points {
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
            seen.lines += &format!(
                "{} {} {}\n",
                text(lines.series(point)),
                text(lines.fields(point)),
                point.time
            );
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Failure> {
        self.0.lock().unwrap().finished = true;
        Ok(())
    }
}

fn call(
    stage: &Arc<Mutex<Seen>>,
    builtin: &'static Builtin,
    arguments: &[(&str, Value)],
) -> Result<(Context, Stream), Failure> {
    let cx = Context::new(Arc::new(Stage(stage.clone())));
    let tables = Stream::new(&cx, Op::Tables(Arc::new(Vec::new())), Vec::new());
    let values = builtin.params.iter().map(|param| {
        let given = arguments.iter().find(|(name, _)| *name == param.name);
        let default = || param.default.as_ref().map(|default| (default.value)());
        match param.pipe {
            true => Some(Value::Stream(tables.clone())),
            false => given.map(|(_, value)| value.clone()).or_else(default),
        }
    });
    match (builtin.call)(&cx, &mut Args::new(builtin, values.collect()))? {
        Value::Stream(stream) => Ok((cx, stream)),
        other => panic!("{other:?}"),
    }
}

/// What is written of a table, what is passed on or the error, and the warnings.
fn play(builtin: &'static Builtin, arguments: &[(&str, Value)], tables: &str) -> [String; 3] {
    let seen = Arc::new(Mutex::new(Seen::default()));
    let arguments = [&[("bucket", Value::string("b"))], arguments].concat();
    let (cx, stream) = call(&seen, builtin, &arguments).unwrap();
    assert_eq!(seen.lock().unwrap().effects, 1);
    let Op::Other(transform) = &stream.node().op else {
        panic!("it is no node of its own");
    };
    let mut operator = transform.operator(&cx, &[]).unwrap();
    assert!(operator.is_root());
    let passed = testing::run(&mut *operator, &[tables]);
    let seen = seen.lock().unwrap();
    assert!(seen.finished || passed.contains("error: "));
    [seen.lines.clone(), passed, seen.warnings.join("\n")]
}

#[track_caller]
fn check(builtin: &'static Builtin, arguments: &[(&str, Value)], tables: &str, lines: &str) {
    let [written, passed, _] = play(builtin, arguments, tables);
    let trim = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    assert_eq!(trim(&written), trim(lines.trim()), "passed on: {passed}");
}

#[track_caller]
fn fails(
    builtin: &'static Builtin,
    arguments: &[(&str, Value)],
    tables: &str,
    lines: &str,
    error: &str,
) {
    let [written, passed, _] = play(builtin, arguments, tables);
    let found = passed.split("error: ").nth(1).unwrap_or("no error");
    assert_eq!((written.trim(), found), (lines, error));
}

fn texts(items: &[&str]) -> Value {
    Value::array(items.iter().map(|item| Value::string(*item)).collect())
}

#[test]
fn columns_of_texts_are_tags() {
    check(
        &TO,
        &[],
        "[_measurement=m _start=1 zone=z] _time:time _field:string _value:float n:int area:string
         5 f 80 1 a
         ...
         6 f 80.25 1 b
         7 g 1e300 1 -
         8 f -0 1 a",
        r"m,area=a,zone=z f=80.0 5
          m,area=b,zone=z f=80.25 6
          m,zone=z g=1e300 7
          m,area=a,zone=z f=-0.0 8",
    );
}

#[test]
fn every_type_has_its_form() {
    let table = |ty: &str, value: &str| {
        format!("[_measurement=m _field=f] _time:time _value:{ty}\n5 {value}")
    };
    let cases = [
        ("float", "1", "1.0"),
        ("float", "123456789.125", "123456789.125"),
        ("int", "-3", "-3i"),
        ("uint", "18446744073709551615", "18446744073709551615u"),
        ("bool", "false", "false"),
        ("time", "17", "17i"),
        ("string", r#"a"b\c,d=e"#, r#""a\"b\\c,d=e""#),
    ];
    for (ty, value, written) in cases {
        check(&TO, &[], &table(ty, value), &format!("m f={written} 5"));
        let wide = format!("[_measurement=m] _time:time f:{ty}\n5 {value}");
        check(&WIDE_TO, &[], &wide, &format!("m f={written} 5"));
    }
    for value in ["NaN", "inf", "-inf", "-"] {
        check(&TO, &[], &table("float", value), "");
    }
}

#[test]
fn named_tags_are_these_alone_and_sorted() {
    let table = "[_measurement=m b=2 a=1 c=3] _time:time _field:string _value:int\n5 f 1";
    let tags = |names: &[&str]| [("tagColumns", texts(names))];
    check(
        &TO,
        &tags(&["c", "zz", "a", "a"]),
        table,
        "m,a=1,c=3 f=1i 5",
    );
    check(&TO, &tags(&[]), table, "m f=1i 5");
    check(&TO, &tags(&["_field"]), table, "m,_field=f f=1i 5");
    let wrong = "[_measurement=m] _time:time n:int _field:string _value:int\n5 1 f 1";
    fails(
        &TO,
        &tags(&["n"]),
        wrong,
        "",
        "invalid type for tag column: n has type int",
    );
    let timeless = wrong.replace("5 1 f 1", "- 1 f 1");
    check(&TO, &tags(&["n"]), &timeless, "");
}

#[test]
fn other_columns_can_be_time_and_measurement() {
    let arguments = [
        ("timeColumn", Value::string("at")),
        ("measurementColumn", Value::string("_field")),
    ];
    let table =
        "[] at:time _time:string _measurement:string _field:string _value:int\n5 noon x f 1";
    check(&TO, &arguments, table, "f,_time=noon f=1i 5");
}

#[test]
fn rows_without_time_are_not_written() {
    let table = "[_measurement=m _field=f] _time:time _value:int\n- 1\n6 2\n- 3";
    let [lines, passed, warnings] = play(&TO, &[], table);
    assert_eq!(lines, "m f=2i 6\n");
    assert_eq!(
        passed,
        "[_measurement=m _field=f] _measurement _field _time:time _value:int\n6 2\n"
    );
    assert_eq!(
        warnings,
        "2 rows were not written to the bucket b: their time is null"
    );
    let [lines, passed, _] = play(&WIDE_TO, &[], "[_measurement=m] _time:time f:int\n- 1\n6 2");
    assert_eq!(lines, "m f=2i 6\n");
    assert!(passed.contains("- 1"), "{passed}");
}

#[test]
fn what_cannot_be_written_stops_behind_the_rows_before() {
    let table = |measurement: &str, tag: &str, field: &str| {
        format!(
            "[] _time:time _measurement:string t:string _field:string _value:int\n5 m a f 1\n6 {measurement} {tag} {field} 2\n7 m a f 3"
        )
    };
    let written = "m,t=a f=1i 5";
    let cases = [
        (table("m\\", "a\u{7}", ""), r#"invalid measurement "m\\""#),
        (table("#m", "a", "f"), r##"invalid measurement "#m""##),
        (table("", "a", "f"), r#"invalid measurement """#),
        (
            table("m", "a\u{7f}", ""),
            "invalid tag value t=\"a\\u{7f}\"",
        ),
        (table("m", "a\\", "f"), r#"invalid tag value t="a\\""#),
        (table("m", "a", ""), r#"invalid field key """#),
        (table("m", "a", "-"), "a row's _field is null"),
    ];
    for (table, error) in cases {
        fails(&TO, &[], &table, written, error);
    }
    check(
        &TO,
        &[],
        "[_measurement=a,b t=a,\\=\"] _time:time _field:string _value:int\n5 f,= 1",
        "a\\,b,t=a\\,\\\\=\" f\\,\\==1i 5",
    );
}

#[test]
fn even_empty_tables_need_time_and_measurement() {
    let cases = [
        (
            "[_measurement=m] _time:int",
            "column _time of type int is not of type time",
        ),
        (
            "[_measurement=m] at:time",
            "no time column detected: there is no column _time",
        ),
        (
            "[] _time:time _measurement:int",
            "column _measurement of type int is not of type string",
        ),
        ("[] _time:time", "no column with label _measurement exists"),
    ];
    for (table, error) in cases {
        fails(&TO, &[], table, "", error);
    }
    check(&TO, &[], "[_measurement=m] _time:time", "");
    let rows = [
        (
            "[_measurement=m] _time:time _value:int\n5 1",
            "table has no _field column",
        ),
        (
            "[_measurement=m _field=f] _time:time\n5",
            "table has no _value column",
        ),
        (
            "[_measurement=m] _time:time _field:int _value:int\n5 1 1",
            "column _field of type int is not of type string",
        ),
    ];
    for (table, error) in rows {
        fails(&TO, &[], table, "", error);
    }
}

#[test]
fn wide_tables_have_tags_in_the_key_and_fields_outside() {
    check(
        &WIDE_TO,
        &[],
        "[_measurement=m _start=1 _stop=2 b=y a=x e=-] _time:time i:int _value:float s:string
         5 1 1.5 text
         6 - NaN -
         7 - 2 -
         [_measurement=m] _time:time i:int
         5 9",
        "m,a=x,b=y i=1i,_value=1.5,s=\"text\" 5
         m,a=x,b=y _value=2.0 7
         m i=9i 5",
    );
    let cases = [
        (
            "[_measurement=m _field=f] _time:time",
            "found column \"_field\" in the group key; wideTo() expects pivoted data",
        ),
        (
            "[_measurement=m n:int=1] _time:time",
            "group key column \"n\" has type int; type string is required",
        ),
        (
            "[t=a] _time:time _measurement:string",
            "required column \"_measurement\" not in group key",
        ),
        (
            "[_measurement=m] at:time",
            "input table is missing required column \"_time\"",
        ),
        (
            "[_measurement=m] _time:string",
            "column \"_time\" has type string; type time is required",
        ),
    ];
    for (table, error) in cases {
        fails(&WIDE_TO, &[], table, "", error);
    }
}

#[test]
fn arguments_are_checked_at_once() {
    let refused = |builtin, arguments: &[(&str, &str)]| {
        let values: Vec<_> = arguments
            .iter()
            .map(|(name, text)| (*name, Value::string(*text)))
            .collect();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let error = call(&seen, builtin, &values).expect_err("it is refused");
        assert_eq!(seen.lock().unwrap().effects, 0);
        error.message
    };
    let bucket = ("bucket", "b");
    let cases = [
        (
            refused(&TO, &[bucket, ("bucketID", "1")]),
            "both `bucket` and `bucketID`",
        ),
        (
            refused(&TO, &[bucket, ("org", "o"), ("orgID", "1")]),
            "both `org` and `orgID`",
        ),
        (refused(&TO, &[]), "\"bucketID\""),
        (refused(&TO, &[bucket, ("host", "http://h")]), "\"token\""),
        (
            refused(&TO, &[bucket, ("host", "h:1"), ("token", "secret")]),
            "\"h:1\" is no URL",
        ),
        (
            refused(&WIDE_TO, &[bucket, ("bucketID", "1")]),
            "only one of bucket or bucketID",
        ),
        (
            refused(&WIDE_TO, &[bucket, ("host", "h")]),
            "\"h\" is no URL",
        ),
        (refused(&WIDE_TO, &[]), "must specify bucket or bucketID"),
    ];
    for (message, part) in cases {
        assert!(message.contains(part), "{message}");
        assert!(!message.contains("secret"), "{message}");
    }
}

#[test]
fn the_destination_is_what_was_given() {
    let seen = Arc::new(Mutex::new(Seen::default()));
    let texts = [
        ("bucketID", "1"),
        ("org", "o"),
        ("host", "http://h"),
        ("token", "t"),
    ];
    let arguments = texts.map(|(name, text)| (name, Value::string(text)));
    let (cx, stream) = call(&seen, &WIDE_TO, &arguments).unwrap();
    let Op::Other(transform) = &stream.node().op else {
        panic!("it is no node of its own");
    };
    transform.operator(&cx, &[]).map(drop).unwrap();
    let expected = Endpoint {
        bucket: Named::Id("1".into()),
        org: Some(Named::Name("o".into())),
        host: Some("http://h".into()),
        token: Some(Secret::new("t")),
    };
    assert_eq!(seen.lock().unwrap().endpoint, expected);
}
