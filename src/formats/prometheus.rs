//! What Prometheus scrapes: the text form of metrics, a table for each of them.

use super::event::Event;
use super::number;
use crate::diagnostic::Failure;
use crate::table::{Chunk, Column, GroupKey, Name, Scalar, Table, TableId, Type};
use std::collections::BTreeMap;

/// The tables of a text, each of one row. `now` is the time of metrics that have none.
///
/// Fields are called as metrics are. Of a histogram, buckets have the name without `_bucket`, and
/// their bound is in the column `le`; of a summary, quantiles have theirs in `quantile`. Metrics
/// that are not a number are left out.
///
/// # Errors
/// If a line is no metric.
pub fn tables(text: &str, url: &str, now: i64) -> Result<Vec<Event>, Failure> {
    let mut kinds: BTreeMap<&str, &str> = BTreeMap::new();
    let mut events = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(comment) = line.strip_prefix('#') {
            let mut words = comment.split_whitespace();
            if let (Some("TYPE"), Some(name), Some(kind)) =
                (words.next(), words.next(), words.next())
            {
                kinds.insert(name, kind);
            }
            continue;
        }
        if line.is_empty() {
            continue;
        }
        let mut metric = metric(line).ok_or_else(|| {
            let message = format!(
                "reading text format failed: line {} is no metric",
                index + 1
            );
            Failure::new("flux::formats::prometheus", message).help(
                "a metric is `name{label=\"value\"} 1.5`, and may end in milliseconds since 1970",
            )
        })?;
        let bucket = metric.name.strip_suffix("_bucket");
        if let Some(name) = bucket.filter(|name| kinds.get(name) == Some(&"histogram")) {
            metric.name = name.to_owned();
            shorten(&mut metric.labels, "le");
        }
        if kinds.get(&*metric.name) == Some(&"summary") {
            shorten(&mut metric.labels, "quantile");
        }
        if !metric.value.is_nan() {
            let id = TableId(events.len());
            let (table, rows) = table(metric, url, now, id);
            let result = "_result".into();
            events.extend([
                Event::Open { result, table },
                Event::Rows(rows),
                Event::End(id),
            ]);
        }
    }
    Ok(events)
}

/// One line.
struct Metric {
    name: String,
    labels: BTreeMap<String, String>,
    value: f64,
    milliseconds: Option<i64>,
}

/// Writes a label that is a number as Go does: `1.0` is `1`, `1000000` is `1e+06`.
fn shorten(labels: &mut BTreeMap<String, String>, label: &str) {
    if let Some(text) = labels.get_mut(label)
        && let Some(value) = float(text)
    {
        *text = short(value);
    }
}

/// In its shortest form, with an exponent as Go writes it.
fn short(value: f64) -> String {
    if !value.is_finite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    match exponent.parse::<i32>().unwrap_or(0) {
        -4..6 => value.to_string(),
        exponent => {
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{digits}e{sign}{:02}", exponent.abs())
        }
    }
}

/// `name{label="value",…} value milliseconds`, the labels and the time optional.
fn metric(line: &str) -> Option<Metric> {
    let end = line.find(['{', ' ', '\t'])?;
    let (name, rest) = line.split_at(end);
    let (labels, rest) = match rest.strip_prefix('{') {
        Some(rest) => labels(rest)?,
        None => (BTreeMap::new(), rest),
    };
    let mut words = rest.split_whitespace();
    let value = float(words.next()?)?;
    let milliseconds = match words.next() {
        Some(word) => Some(word.parse().ok()?),
        None => None,
    };
    let ends = words.next().is_none() && !name.is_empty();
    ends.then(|| Metric {
        name: name.to_owned(),
        labels,
        value,
        milliseconds,
    })
}

fn float(text: &str) -> Option<f64> {
    match text {
        "NaN" => Some(f64::NAN),
        "+Inf" | "Inf" => Some(f64::INFINITY),
        "-Inf" => Some(f64::NEG_INFINITY),
        text => number::float(text.as_bytes()),
    }
}

/// What stands between the braces, and the rest of the line.
fn labels(mut rest: &str) -> Option<(BTreeMap<String, String>, &str)> {
    let mut labels = BTreeMap::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('}') {
            return Some((labels, after));
        }
        let (label, after) = rest.split_once('=')?;
        let text = after.trim_start().strip_prefix('"')?;
        let (value, after) = quoted(text)?;
        labels.insert(label.trim().to_owned(), value);
        rest = after.trim_start();
        rest = match rest.strip_prefix(',') {
            Some(after) => after,
            None if rest.starts_with('}') => rest,
            None => return None,
        };
    }
}

/// A text up to its closing quote, and what comes after that.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => match letters.next()?.1 {
                'n' => value.push('\n'),
                other => value.push(other),
            },
            other => value.push(other),
        }
    }
    None
}

fn table(metric: Metric, url: &str, now: i64, id: TableId) -> (Table, Chunk) {
    let text = |text: &str| (Type::String, Scalar::from(text));
    let constant = |(ty, cell)| Column::Constant(ty, cell, 1);
    let fixed = [
        ("_measurement", text("prometheus")),
        ("_field", text(&metric.name)),
    ];
    let time = match metric.milliseconds {
        Some(milliseconds) if milliseconds > 0 => milliseconds.saturating_mul(1_000_000),
        _ => now,
    };
    let mut columns: Vec<(Name, Column)> = vec![
        ("_time".into(), Column::Time(vec![time].into())),
        ("_value".into(), Column::Float(vec![metric.value].into())),
    ];
    let mut key = Vec::new();
    for (label, (ty, cell)) in fixed {
        key.push((label.into(), ty, cell.clone()));
        columns.push((label.into(), constant((ty, cell))));
    }
    columns.push(("url".into(), constant(text(url))));
    for (label, value) in &metric.labels {
        if columns.iter().any(|(known, _)| **known == **label) {
            continue;
        }
        key.push((
            label.as_str().into(),
            Type::String,
            Scalar::from(value.as_str()),
        ));
        columns.push((label.as_str().into(), constant(text(value))));
    }
    let key = GroupKey::new(key);
    let chunk = Chunk {
        id,
        columns,
        rows: 1,
    };
    let schema = chunk.schema();
    (Table { id, key, schema }, chunk)
}

#[cfg(test)]
mod tests {
    use super::{Event, tables};
    use crate::table::Column;

    /// Keys, times and values of all tables, or what is wrong.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let events = match tables(text, "u", 7) {
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
                    for (label, _, value) in &table.key.columns()[1..] {
                        found += &format!("{label}={} ", value.as_str().unwrap_or("?"));
                    }
                }
                Event::Rows(chunk) => {
                    let time = chunk.column("_time").and_then(Column::ints).unwrap();
                    let value = chunk.column("_value").and_then(Column::floats).unwrap();
                    found += &format!("{} {:?}\n", time.value(0), value.value(0));
                }
                _ => {}
            }
        }
        assert_eq!(found.trim_end(), expected.trim_end());
    }

    #[test]
    fn metrics_are_tables() {
        check(
            "# HELP up Whether it runs.\n# TYPE up gauge\nup 1\nup{a=\"x,\\\"}\\n\",} 2.5 1000\n\nnone NaN",
            "_field=up 7 1.0\n\
             _field=up a=x,\"}\n 1000000000 2.5",
        );
    }

    #[test]
    fn bounds_are_short() {
        check(
            "# TYPE h histogram\nh_bucket{le=\"1.0\"} 3\nh_bucket{le=\"1000000\"} 4\nh_bucket{le=\"+Inf\"} 5\nh_sum 2.5\nh_count 5\n\
             # TYPE s summary\ns{quantile=\"0.50\"} 1\nx_bucket{le=\"1.0\"} 1",
            "_field=h le=1 7 3.0\n\
             _field=h le=1e+06 7 4.0\n\
             _field=h le=+Inf 7 5.0\n\
             _field=h_sum 7 2.5\n\
             _field=h_count 7 5.0\n\
             _field=s quantile=0.5 7 1.0\n\
             _field=x_bucket le=1.0 7 1.0",
        );
    }

    #[test]
    fn other_lines_are_refused() {
        for line in [
            "up",
            "up{a=\"x} 1",
            "up{a=x} 1",
            "up one",
            "up 1 2 3",
            "{a=\"x\"} 1",
        ] {
            check(
                &format!("ok 1\n{line}"),
                "reading text format failed: line 2 is no metric",
            );
        }
    }
}
