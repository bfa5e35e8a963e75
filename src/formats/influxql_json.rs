//! Answers of InfluxDB 1.x to InfluxQL, in JSON: a table for each series and field.

use super::event::Event;
use crate::diagnostic::Failure;
use crate::table::{Chunk, Column, GroupKey, Name, Scalar, Schema, Table, TableId, Type};
use crate::time::Time;
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Response {
    #[serde(default)]
    results: Vec<Answer>,
    error: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    series: Vec<Series>,
    error: Option<String>,
}

#[derive(Deserialize)]
struct Series {
    #[serde(default)]
    name: String,
    #[serde(default)]
    tags: BTreeMap<String, Option<String>>,
    columns: Vec<String>,
    #[serde(default)]
    values: Vec<Vec<Json>>,
}

/// The tables of an answer to one statement. Numbers are floats, times are RFC 3339 or
/// nanoseconds; a column without any value gives no table.
///
/// # Errors
/// If it is something else, or the answer is an error.
pub fn tables(json: &[u8]) -> Result<Vec<Event>, Failure> {
    let response: Response =
        serde_json::from_slice(json).map_err(|error| wrong(format!("invalid JSON: {error}")))?;
    let mut answers = response.results.into_iter();
    let first = answers.next();
    let error = first.as_ref().and_then(|first| first.error.clone());
    if let Some(error) = response.error.or(error) {
        return Err(wrong(error));
    }
    if answers.next().is_some() {
        return Err(
            wrong("there is more than one result".into()).help("ask for one statement at a time")
        );
    }
    let mut events = Vec::new();
    for series in first.iter().flat_map(|first| &first.series) {
        let time = series.columns.iter().position(|column| column == "time");
        for field in 0..series.columns.len() {
            if Some(field) == time {
                continue;
            }
            let id = TableId(events.len());
            if let Some((table, rows)) = table(series, time, field, id)? {
                let result = "_result".into();
                events.extend([
                    Event::Open { result, table },
                    Event::Rows(rows),
                    Event::End(id),
                ]);
            }
        }
    }
    Ok(events)
}

fn wrong(message: String) -> Failure {
    Failure::new("flux::formats::influxql_json", message)
}

/// One field of a series, if it has a value.
fn table(
    series: &Series,
    time: Option<usize>,
    field: usize,
    id: TableId,
) -> Result<Option<(Table, Chunk)>, Failure> {
    let mut times = Vec::new();
    let mut cells = Vec::new();
    for row in &series.values {
        let cell = |column: usize| {
            row.get(column)
                .ok_or_else(|| wrong("a row has fewer values than there are columns".into()))
        };
        let value = scalar(cell(field)?)?;
        if value.is_null() {
            continue;
        }
        cells.push(value);
        if let Some(time) = time {
            times.push(instant(cell(time)?)?);
        }
    }
    let Some(ty) = cells.first().and_then(Scalar::ty) else {
        return Ok(None);
    };
    if cells.iter().any(|cell| cell.ty() != Some(ty)) {
        let column = &series.columns[field];
        return Err(wrong(format!(
            "the values of the column \"{column}\" are of several types"
        )));
    }
    let key = key(series, field);
    let rows = cells.len();
    let mut columns: Vec<(Name, Column)> = Vec::new();
    if time.is_some() {
        columns.push(("_time".into(), Column::Time(times.into())));
    }
    for (label, ty, value) in key.columns() {
        columns.push((label.clone(), Column::Constant(*ty, value.clone(), rows)));
    }
    columns.push(("_value".into(), Column::from_scalars(ty, cells)));
    let chunk = Chunk { id, columns, rows };
    let schema: Schema = chunk.schema();
    Ok(Some((Table { id, key, schema }, chunk)))
}

fn key(series: &Series, field: usize) -> GroupKey {
    let text = |label: &str, text: &str| (label.into(), Type::String, Scalar::from(text));
    let mut columns = Vec::new();
    if !series.name.is_empty() {
        columns.push(text("_measurement", &series.name));
    }
    let tags = series.tags.iter();
    columns.extend(tags.map(|(tag, value)| text(tag, value.as_deref().unwrap_or_default())));
    columns.push(text("_field", &series.columns[field]));
    GroupKey::new(columns)
}

fn scalar(value: &Json) -> Result<Scalar, Failure> {
    Ok(match value {
        Json::Null => Scalar::Null,
        Json::Bool(value) => Scalar::Bool(*value),
        Json::Number(number) => number.as_f64().map_or(Scalar::Null, Scalar::Float),
        Json::String(text) => Scalar::from(text.as_str()),
        Json::Array(_) | Json::Object(_) => {
            return Err(wrong("a value is an array or an object".into()));
        }
    })
}

fn instant(value: &Json) -> Result<i64, Failure> {
    match value {
        Json::String(text) => Time::parse(text).map(|time| time.0),
        Json::Number(number) if number.is_i64() => Ok(number.as_i64().unwrap_or_default()),
        _ => Err(wrong(format!("`{value}` is no time"))
            .help("times are RFC 3339, or nanoseconds (`epoch=ns`)")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Event, tables};

    /// The keys, types and rows of all tables, or what is wrong.
    #[track_caller]
    fn check(results: &str, expected: &str) {
        let events = match tables(format!("{{\"results\":[{results}]}}").as_bytes()) {
            Ok(events) => events,
            Err(failure) => {
                assert_eq!(failure.message, expected);
                return;
            }
        };
        let mut found = String::new();
        for event in events {
            match event {
                Event::Open { table, .. } => {
                    for (label, _, value) in table.key.columns() {
                        found += &format!("{label}={} ", value.as_str().unwrap_or("?"));
                    }
                    let value = table
                        .schema
                        .type_of("_value")
                        .map_or("none", |ty| ty.name());
                    found += &format!("{value}:");
                }
                Event::Rows(chunk) => {
                    for row in 0..chunk.rows {
                        for (label, column) in &chunk.columns {
                            if ["_time", "_value"].contains(&&**label) {
                                found += &format!(" {:?}", column.get(row));
                            }
                        }
                    }
                }
                _ => found += "\n",
            }
        }
        assert_eq!(found.trim_end(), expected);
    }

    #[test]
    fn series_and_fields_become_tables() {
        check(
            r#"{"statement_id":0,"series":[
                {"name":"cpu","tags":{"host":"a","az":""},"columns":["time","v","s","z"],
                 "values":[["1970-01-01T00:00:01Z",1,"x",null],[2,null,"y",null]]},
                {"columns":["b"],"values":[[true]]}]}"#,
            "_measurement=cpu az= host=a _field=v float: Time(Time(1000000000)) Float(1.0)\n\
             _measurement=cpu az= host=a _field=s string: Time(Time(1000000000)) String(\"x\") Time(Time(2)) String(\"y\")\n\
             _field=b bool: Bool(true)",
        );
        check("", "");
        check("{}", "");
    }

    #[test]
    fn refusals() {
        let values = |values: &str| {
            format!(r#"{{"series":[{{"columns":["time","v"],"values":[{values}]}}]}}"#)
        };
        let cases = [
            (
                r#"{"error":"no such database"}"#.to_owned(),
                "no such database",
            ),
            ("{},{}".into(), "there is more than one result"),
            (values("[true,1]"), "`true` is no time"),
            (
                values("[1]"),
                "a row has fewer values than there are columns",
            ),
            (values("[1,[]]"), "a value is an array or an object"),
            (
                values("[1,1],[2,\"a\"]"),
                "the values of the column \"v\" are of several types",
            ),
        ];
        for (results, expected) in cases {
            check(&results, expected);
        }
        assert!(
            tables(b"[")
                .unwrap_err()
                .message
                .starts_with("invalid JSON")
        );
    }
}
