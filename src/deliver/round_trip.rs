//! What is written must be read back as it was, by influxd's own rules.

use super::Batcher;
use crate::formats::line_protocol::{Precision, Reader, Value};
use crate::points::Narrow;
use crate::table::{Chunk, Column, Dictionary, Scalar, TableId, Type};
use crate::time::Time;
use crate::world::Lines;
use arrow_array::{StringViewArray, UInt32Array};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A row: measurement, two tags, field, value, time.
type Row = (String, [Option<String>; 2], String, Scalar, i64);

/// What a server holds: fields by measurement, tags and time.
type Held = BTreeMap<(String, Vec<(String, String)>, i64), BTreeMap<String, String>>;

/// Names of every sort that can be written. A backslash before what needs an escape is left out:
/// InfluxDB has no way to say it that it reads the same everywhere.
fn name() -> impl Strategy<Value = String> {
    r#"[a-c,= "\\#ü_.1]{1,6}"#.prop_filter("it can be written", |name| {
        let ambiguous = ["\\ ", "\\,", "\\=", "\\\""]
            .iter()
            .any(|pair| name.contains(pair));
        !name.ends_with('\\') && !name.starts_with('#') && !ambiguous
    })
}

fn value() -> impl Strategy<Value = Scalar> {
    prop_oneof![
        r#"[a-c,= "\\#ü\n\r\t]{0,8}"#.prop_map(|text| Scalar::String(text.into())),
        any::<String>().prop_map(|text| Scalar::String(text.into())),
    ]
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let tag = || proptest::option::of(prop_oneof![Just(String::new()), name()]);
    let row = (name(), [tag(), tag()], name(), value(), 0..3i64);
    proptest::collection::vec(row, 1..20)
}

fn chunk(keys: &[String; 2], rows: &[Row], dictionaries: bool) -> Chunk {
    let texts = |text: &dyn Fn(&Row) -> Option<String>| {
        let cells: Vec<_> = rows.iter().map(text).collect();
        if dictionaries {
            return dictionary(&cells);
        }
        let cells = cells.into_iter();
        Column::from_scalars(
            Type::String,
            cells.map(|cell| cell.map_or(Scalar::Null, |text| Scalar::String(text.into()))),
        )
    };
    let of = |ty, cell: &dyn Fn(&Row) -> Scalar| Column::from_scalars(ty, rows.iter().map(cell));
    let columns = vec![
        (
            "_time".into(),
            of(Type::Time, &|row| Scalar::Time(Time(row.4))),
        ),
        ("_measurement".into(), texts(&|row| Some(row.0.clone()))),
        (Arc::from(&*keys[0]), texts(&|row| row.1[0].clone())),
        (Arc::from(&*keys[1]), texts(&|row| row.1[1].clone())),
        ("_field".into(), texts(&|row| Some(row.2.clone()))),
        ("_value".into(), of(Type::String, &|row| row.3.clone())),
    ];
    Chunk {
        id: TableId(0),
        columns,
        rows: rows.len(),
    }
}

fn dictionary(cells: &[Option<String>]) -> Column {
    let mut known: Vec<&str> = cells.iter().flatten().map(String::as_str).collect();
    known.sort_unstable();
    known.dedup();
    let key = |text: &String| {
        known
            .iter()
            .position(|known| known == text)
            .map(|at| at as u32)
    };
    let keys = cells.iter().map(|cell| cell.as_ref().and_then(key));
    Column::Dictionary(Dictionary {
        keys: UInt32Array::from_iter(keys),
        values: StringViewArray::from_iter_values(&known),
    })
}

fn expected(keys: &[String; 2], rows: &[Row]) -> Held {
    let mut held = Held::new();
    for (measurement, values, field, value, time) in rows {
        let tags = keys.iter().zip(values).filter_map(|(key, value)| {
            let value = value.as_ref().filter(|value| !value.is_empty())?;
            Some((key.clone(), value.clone()))
        });
        let mut tags: Vec<_> = tags.collect();
        tags.sort();
        let point = (measurement.clone(), tags, *time);
        let text = value.as_str().unwrap().to_owned();
        held.entry(point).or_default().insert(field.clone(), text);
    }
    held
}

/// What a server holds after it has read these lines.
fn read(body: &[u8]) -> (Held, usize) {
    let mut held = Held::new();
    let mut points = 0;
    let mut reader = Reader::new(body, Precision::Nanoseconds);
    while let Some(point) = reader.next().unwrap() {
        points += 1;
        let series = point.series();
        let tags = series.tags.iter();
        let tags = tags.map(|(key, value)| (key.to_string(), value.to_string()));
        let id = (
            series.measurement.to_string(),
            tags.collect(),
            point.time.unwrap(),
        );
        let fields = held.entry(id).or_default();
        for field in point.fields() {
            let Value::String(text) = field.value else {
                panic!("{field:?}");
            };
            fields.insert(series.fields[field.slot].to_string(), text.to_owned());
        }
    }
    (held, points)
}

proptest! {
    #[test]
    fn lines_are_read_back_as_the_rows_that_made_them(
        keys in [name(), name()],
        rows in rows(),
        dictionaries in any::<bool>(),
    ) {
        prop_assume!(keys[0] != keys[1] && !keys.iter().any(|key| key == "_time"));
        // InfluxDB keeps this name for itself, as a tag and as a field.
        prop_assume!(rows.iter().all(|row| row.2 != "time"));
        let mut lines = Lines::default();
        let chunk = chunk(&keys, &rows, dictionaries);
        Narrow::default().encode(&chunk, &[], &mut lines).unwrap();
        let mut batcher = Batcher::default();
        batcher.add(&lines, |_| panic!("one batch is enough")).unwrap();
        let batch = batcher.take().unwrap();
        let (held, points) = read(&batch.body);
        let expected = expected(&keys, &rows);
        prop_assert_eq!(points, expected.len(), "a line a point");
        prop_assert_eq!(batch.lines(), points);
        prop_assert_eq!(held, expected);
    }
}

#[test]
fn floats_are_read_back_exactly() {
    let cases = [
        0.1,
        -0.0,
        1e6,
        1e21,
        1e-7,
        f64::MAX,
        f64::MIN_POSITIVE,
        5e-324,
        1.0 / 3.0,
    ];
    for value in cases {
        let rows = [(
            "m".to_owned(),
            [None, None],
            "f".to_owned(),
            Scalar::Float(value),
            1,
        )];
        let mut chunk = chunk(&["a".into(), "b".into()], &rows, false);
        let values = Column::from_scalars(Type::Float, [Scalar::Float(value)]);
        chunk.columns[5].1 = values;
        let mut lines = Lines::default();
        Narrow::default().encode(&chunk, &[], &mut lines).unwrap();
        let text = String::from_utf8(lines.fields(&lines.points[0]).to_vec()).unwrap();
        let line = format!("m {text} 1\n");
        let mut reader = Reader::new(line.as_bytes(), Precision::Nanoseconds);
        let point = reader.next().unwrap().unwrap();
        let Value::Float(found) = point.fields().next().unwrap().value else {
            panic!("{line} is no float");
        };
        assert_eq!(found.to_bits(), value.to_bits(), "{line}");
        assert!(text.contains(['.', 'e']), "{line}");
    }
}
