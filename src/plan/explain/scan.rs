//! What a bucket is asked, as the Flux that it stands for.

use crate::table::{
    Aggregation, Comparison, Grouping, Index, Predicate, Scalar, Scan, WindowTime, Windowing,
};
use crate::world::Endpoint;
use std::fmt::Write;

/// `from |> range`, and what was pushed into it.
pub fn read(bucket: &Endpoint, scan: &Scan) -> String {
    let mut text = format!("from(bucket: {:?}", bucket.bucket.to_string());
    if let Some(host) = &bucket.host {
        let _ = write!(text, ", host: {host:?}");
    }
    let bounds = scan.bounds;
    let _ = write!(
        text,
        ") |> range(start: {}, stop: {})",
        bounds.start, bounds.stop
    );
    if let Some(predicate) = &scan.predicate {
        let _ = write!(text, " |> filter(fn: (r) => {})", condition(predicate));
    }
    if let Some(Grouping { columns, except }) = &scan.group {
        let mode = if *except { "except" } else { "by" };
        let _ = write!(text, " |> group(columns: {columns:?}, mode: {mode:?})");
    }
    match &scan.index {
        Some(Index::TagKeys) => {
            text.push_str(" |> keys() |> keep(columns: [\"_value\"]) |> distinct()");
        }
        Some(Index::TagValues(tag)) => {
            let _ = write!(
                text,
                " |> keep(columns: [{tag:?}]) |> group() |> distinct(column: {tag:?})"
            );
        }
        None => {}
    }
    if let Some(aggregation) = &scan.aggregate {
        aggregate(aggregation, &mut text);
    }
    text
}

fn aggregate(Aggregation { function, windows }: &Aggregation, text: &mut String) {
    let name = function.name();
    let Some(windows) = windows else {
        let _ = write!(text, " |> {name}()");
        return;
    };
    let Windowing { every, offset, .. } = windows;
    let mut arguments = match every.is_infinite() {
        true => "every: inf".to_owned(),
        false => format!("every: {every}"),
    };
    if !offset.is_zero() {
        let _ = write!(arguments, ", offset: {offset}");
    }
    let empty = windows.create_empty;
    let _ = match windows.one_table {
        None => write!(
            text,
            " |> window({arguments}, createEmpty: {empty}) |> {name}()"
        ),
        Some(time) => {
            let time = match time {
                WindowTime::Start => "_start",
                WindowTime::Stop => "_stop",
            };
            write!(
                text,
                " |> aggregateWindow({arguments}, fn: {name}, timeSrc: {time:?}, createEmpty: {empty})"
            )
        }
    };
}

/// A predicate as the body of a lambda.
fn condition(predicate: &Predicate) -> String {
    match predicate {
        Predicate::Compare { column, op, value } => compare(column, *op, value),
        Predicate::Match {
            column,
            pattern,
            negated,
            ..
        } => {
            let op = if *negated { "!~" } else { "=~" };
            format!("{} {op} /{}/", member(column), pattern.replace('/', "\\/"))
        }
        Predicate::Exists(column) => format!("exists {}", member(column)),
        Predicate::Missing(column) => format!("not exists {}", member(column)),
        Predicate::And(parts) => joined(parts, " and "),
        Predicate::Or(parts) => joined(parts, " or "),
    }
}

fn compare(column: &str, op: Comparison, value: &Scalar) -> String {
    let value = match value {
        Scalar::Bool(value) => value.to_string(),
        Scalar::Int(value) => value.to_string(),
        Scalar::UInt(value) => format!("uint(v: {value})"),
        Scalar::Float(value) => format!("{value:?}"),
        Scalar::String(value) => format!("{value:?}"),
        Scalar::Time(value) => value.to_string(),
        Scalar::Null => "null".into(),
    };
    format!("{} {} {value}", member(column), op.symbol())
}

/// Parts side by side; what is itself made of several stands in parentheses.
fn joined(parts: &[Predicate], with: &str) -> String {
    let parts: Vec<String> = parts
        .iter()
        .map(|part| match part {
            Predicate::And(_) | Predicate::Or(_) => format!("({})", condition(part)),
            _ => condition(part),
        })
        .collect();
    parts.join(with)
}

fn member(column: &str) -> String {
    let mut chars = column.chars();
    let plain = chars
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && chars.all(|char| char.is_ascii_alphanumeric() || char == '_');
    match plain {
        true => format!("r.{column}"),
        false => format!("r[{column:?}]"),
    }
}
