//! Cells of annotated CSV as values, in the spellings that upstream accepts.

use super::layout::Layout;
use crate::formats::number;
use crate::table::{Scalar, Type};
use crate::time::Time;
use std::sync::Arc;

/// What a column's cells are, by its `#datatype`.
#[derive(Clone, Debug)]
pub(super) struct Datatype {
    /// The type of the column.
    pub(super) ty: Type,
    /// How times are written.
    pub(super) times: Times,
    /// The annotation itself, for messages.
    pub(super) name: Arc<str>,
}

/// How times are written.
#[derive(Clone, Debug)]
pub(super) enum Times {
    /// `2024-01-02T03:04:05.6Z`
    Rfc3339,
    /// As Go's layouts say.
    Layout(Arc<Layout>),
}

impl Datatype {
    /// What an annotation means; none if there is no such type.
    pub(super) fn named(name: &str) -> Option<Self> {
        let (kind, layout) = name.split_once(':').unwrap_or((name, ""));
        let ty = match kind {
            "boolean" => Type::Bool,
            "long" => Type::Int,
            "unsignedLong" => Type::UInt,
            "double" => Type::Float,
            "string" => Type::String,
            "dateTime" => Type::Time,
            _ => return None,
        };
        let times = match layout {
            "RFC3339" | "RFC3339Nano" => Times::Rfc3339,
            other => Times::Layout(Arc::new(Layout::new(other))),
        };
        Some(Self {
            ty,
            times,
            name: name.into(),
        })
    }

    /// The value of a cell that is not empty; none if it is no value of the type.
    pub(super) fn value(&self, cell: &[u8]) -> Option<Scalar> {
        Some(match self.ty {
            Type::Bool => Scalar::Bool(truth(cell)?),
            Type::Int => Scalar::Int(int(cell)?),
            Type::UInt => Scalar::UInt(number::uint(cell)?),
            Type::Float => Scalar::Float(float(cell)?),
            Type::String => Scalar::from(std::str::from_utf8(cell).ok()?),
            Type::Time => Scalar::Time(Time(self.time(cell)?)),
        })
    }

    /// The nanoseconds of a time.
    #[inline]
    pub(super) fn time(&self, cell: &[u8]) -> Option<i64> {
        match &self.times {
            // Ten characters would be a date, which is no date-time.
            Times::Rfc3339 if cell.len() > 10 => Time::parse_bytes(cell).map(|time| time.0),
            Times::Rfc3339 => None,
            Times::Layout(layout) => layout.parse(cell).map(|time| time.0),
        }
    }
}

/// A truth value in any of the spellings that Go's `ParseBool` takes.
pub(super) fn truth(cell: &[u8]) -> Option<bool> {
    match cell {
        b"true" | b"1" | b"t" | b"T" | b"TRUE" | b"True" => Some(true),
        b"false" | b"0" | b"f" | b"F" | b"FALSE" | b"False" => Some(false),
        _ => None,
    }
}

#[inline]
pub(super) fn int(cell: &[u8]) -> Option<i64> {
    match cell {
        [b'+', digits @ ..] if digits.first() != Some(&b'-') => number::int(digits),
        _ => number::int(cell),
    }
}

/// A float as Go's `ParseFloat` takes it: with a plus, with underscores between digits, infinite,
/// or not a number.
#[inline]
pub(super) fn float(cell: &[u8]) -> Option<f64> {
    number::float(cell).or_else(|| unusual_float(cell))
}

#[cold]
fn unusual_float(cell: &[u8]) -> Option<f64> {
    let (negative, rest) = match cell {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, cell),
    };
    let size = match rest.to_ascii_lowercase().as_slice() {
        b"inf" | b"infinity" => f64::INFINITY,
        b"nan" if rest.len() == cell.len() => f64::NAN,
        [b'+' | b'-', ..] => return None,
        _ => {
            let joined = rest.windows(3).all(|three| {
                three[1] != b'_' || three[0].is_ascii_digit() && three[2].is_ascii_digit()
            });
            if !joined || rest.first() == Some(&b'_') || rest.last() == Some(&b'_') {
                return None;
            }
            let plain: Vec<u8> = rest.iter().copied().filter(|byte| *byte != b'_').collect();
            number::float(&plain)?
        }
    };
    Some(if negative { -size } else { size })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(datatype: &str, cell: &str, expected: Option<&str>) {
        let value = Datatype::named(datatype).unwrap().value(cell.as_bytes());
        let seen = value.map(|value| format!("{value:?}"));
        assert_eq!(seen.as_deref(), expected, "{datatype} {cell}");
    }

    #[test]
    fn spellings() {
        check("double", "inf", Some("Float(inf)"));
        check("double", "-Infinity", Some("Float(-inf)"));
        check("double", "nan", Some("Float(NaN)"));
        check("double", "1_000", Some("Float(1000.0)"));
        check("double", "_1", None);
        check("double", "+5.", Some("Float(5.0)"));
        check("double", "1e400", None);
        check("long", "+5", Some("Int(5)"));
        check("long", "1.5", None);
        check("long", " 5", None);
        check("unsignedLong", "-1", None);
        check("boolean", "T", Some("Bool(true)"));
        check("boolean", "yes", None);
        check("string", "é", Some("String(\"é\")"));
        check(
            "dateTime:RFC3339",
            "1970-01-01T00:00:01.5Z",
            Some("Time(Time(1500000000))"),
        );
        check("dateTime:RFC3339", "1970-01-01", None);
        check("dateTime", "1970-01-01T00:00:01Z", None);
        check(
            "dateTime:2006-01-02 15:04",
            "1970-01-02 00:01",
            Some("Time(Time(86460000000000))"),
        );
        assert!(Datatype::named("duration").is_none());
    }
}
