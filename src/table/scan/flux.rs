//! What a bucket is asked, as the Flux that it stands for: what servers are sent, and what
//! `--explain` shows.

use super::{Aggregation, Comparison, Grouping, Index, Predicate, Scan, WindowTime, Windowing};
use crate::table::Scalar;
use crate::time::Bounds;
use std::fmt::Write;

impl Scan {
    /// A whole script: `bucket` is how it is named, `bucket: "…"` or `bucketID: "…"`.
    pub fn script(&self, bucket: &str) -> String {
        if self.index != Some(Index::Cardinality) {
            return format!("from({bucket}){}", self.flux());
        }
        let Bounds { start, stop } = self.bounds;
        let predicate = self.predicate.as_ref();
        let predicate = predicate.map_or(String::new(), |predicate| {
            format!(", predicate: (r) => {}", condition(predicate))
        });
        format!(
            "import \"influxdata/influxdb\"\n\ninfluxdb.cardinality({bucket}, start: {start}, stop: {stop}{predicate})"
        )
    }

    /// What stands behind `from(…)`: ` |> range(…) |> …`.
    pub fn flux(&self) -> String {
        steps(self)
    }
}

fn steps(scan: &Scan) -> String {
    let bounds = scan.bounds;
    let mut text = format!(" |> range(start: {}, stop: {})", bounds.start, bounds.stop);
    if let Some(predicate) = &scan.predicate {
        let _ = write!(text, " |> filter(fn: (r) => {})", condition(predicate));
    }
    if let Some(Grouping { columns, except }) = &scan.group {
        let mode = if *except { "except" } else { "by" };
        let columns: Vec<String> = columns.iter().map(|column| quoted(column)).collect();
        let columns = columns.join(", ");
        let _ = write!(text, " |> group(columns: [{columns}], mode: \"{mode}\")");
    }
    match &scan.index {
        Some(Index::TagKeys) => {
            text.push_str(" |> keys() |> keep(columns: [\"_value\"]) |> distinct()");
        }
        Some(Index::TagValues(tag)) => {
            let tag = quoted(tag);
            let _ = write!(
                text,
                " |> keep(columns: [{tag}]) |> group() |> distinct(column: {tag})"
            );
        }
        // It has a script of its own.
        Some(Index::Cardinality) | None => {}
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
            format!("{} {op} {}", member(column), slashed(pattern))
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
        Scalar::Int(i64::MIN) => format!("int(v: \"{}\")", i64::MIN),
        Scalar::Int(value) => value.to_string(),
        Scalar::UInt(value) => format!("uint(v: \"{value}\")"),
        Scalar::Float(value) => float(*value),
        Scalar::String(value) => quoted(value),
        Scalar::Time(value) => value.to_string(),
        // A predicate has no nulls: nothing compares with them.
        Scalar::Null => "false".into(),
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

/// Words that are no names: a server's Flux does not take them behind a dot.
const KEYWORDS: [&str; 16] = [
    "and", "builtin", "else", "empty", "exists", "if", "import", "in", "not", "option", "or",
    "package", "return", "test", "testcase", "then",
];

fn member(column: &str) -> String {
    let mut chars = column.chars();
    let plain = chars
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && chars.all(|char| char.is_ascii_alphanumeric() || char == '_')
        && !KEYWORDS.contains(&column);
    match plain {
        true => format!("r.{column}"),
        false => format!("r[{}]", quoted(column)),
    }
}

/// A float literal: digits and a dot, for Flux knows no exponents.
fn float(value: f64) -> String {
    match value.is_finite() {
        true => {
            let digits = value.to_string();
            match digits.contains('.') {
                true => digits,
                false => digits + ".0",
            }
        }
        false => format!("float(v: \"{value}\")"),
    }
}

/// A string literal.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // It may meet a brace.
            '$' => out.push_str("\\x24"),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A regular expression literal.
fn slashed(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 2);
    out.push('/');
    let mut escaped = false;
    for c in pattern.chars() {
        if c == '/' && !escaped {
            out.push('\\');
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    if pattern.is_empty() {
        // Two slashes begin a comment.
        out.push_str("(?:)");
    }
    out.push('/');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Time;
    use std::sync::Arc;

    fn check(change: impl FnOnce(&mut Scan), expected: &str) {
        let mut scan = Scan::of(Bounds::new(Time(0), Time(1_000_000_000)));
        change(&mut scan);
        let range = " |> range(start: 1970-01-01T00:00:00.000000000Z, stop: 1970-01-01T00:00:01.000000000Z)";
        assert_eq!(scan.flux(), format!("{range}{expected}"));
    }

    fn compare(column: &str, op: Comparison, value: Scalar) -> Predicate {
        Predicate::Compare {
            column: column.into(),
            op,
            value,
        }
    }

    #[test]
    fn predicates_are_lambdas() {
        let text = |value: &str| Scalar::String(value.into());
        check(|_| (), "");
        let both = Predicate::And(vec![
            compare("_measurement", Comparison::Equal, text("a \"b\" ${c}\\")),
            Predicate::Or(vec![
                compare("_value", Comparison::Greater, Scalar::Float(1e21)),
                compare("my tag", Comparison::NotEqual, text("x\ny")),
            ]),
        ]);
        check(
            |scan| scan.predicate = Some(both),
            " |> filter(fn: (r) => r._measurement == \"a \\\"b\\\" \\x24{c}\\\\\" and (r._value > 1000000000000000000000.0 or r[\"my tag\"] != \"x\\ny\"))",
        );
        check(
            |scan| scan.predicate = Some(compare("option", Comparison::Equal, text("x"))),
            " |> filter(fn: (r) => r[\"option\"] == \"x\")",
        );
        let matching = Predicate::Match {
            column: "host".into(),
            pattern: "a/b\\/c".into(),
            regex: regex::Regex::new("a/b/c").unwrap(),
            negated: true,
        };
        check(
            |scan| scan.predicate = Some(matching),
            " |> filter(fn: (r) => r.host !~ /a\\/b\\/c/)",
        );
    }

    #[test]
    fn groups_and_aggregates_are_calls() {
        check(
            |scan| {
                scan.group = Some(Grouping {
                    columns: Arc::from(["a".into(), "b".into()]),
                    except: true,
                });
                scan.aggregate = Some(Aggregation {
                    function: crate::table::Aggregate::Last,
                    windows: None,
                });
            },
            " |> group(columns: [\"a\", \"b\"], mode: \"except\") |> last()",
        );
    }
}
