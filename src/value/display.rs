//! Values as text: what `display()` shows, and what interpolation writes.

use super::{Function, Value};
use std::fmt::{self, Write as _};

/// Composites of more parts than this are shown with a part a line.
const PARTS_ON_A_LINE: usize = 3;

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(f, self, 0)
    }
}

impl Value {
    /// What interpolation and `string()` write; none for what has no such form: null, bytes,
    /// regular expressions, composites, functions and streams.
    pub fn to_text(&self) -> Option<String> {
        Some(match self {
            Self::Bool(value) => value.to_string(),
            Self::Int(value) => value.to_string(),
            Self::UInt(value) => value.to_string(),
            Self::Float(value) => float_text(*value),
            Self::String(value) => value.as_ref().into(),
            Self::Time(value) => value.to_string(),
            Self::Duration(value) => value.to_string(),
            _ => return None,
        })
    }
}

/// A float in its shortest form, never with an exponent: `0.000001`, `+Inf`.
pub fn float_text(value: f64) -> String {
    match value {
        f64::INFINITY => "+Inf".into(),
        f64::NEG_INFINITY => "-Inf".into(),
        value => value.to_string(),
    }
}

/// A float in its shortest form, with an exponent of at least two digits below 1e-4 and from 1e6
/// on (1e21 where it is an integer of more digits than that is no matter): `1e+06`, `1e-05`.
fn write_float(f: &mut fmt::Formatter<'_>, value: f64) -> fmt::Result {
    if !value.is_finite() || value == 0.0 {
        return f.write_str(&float_text(value));
    }
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..PLAIN_EXPONENTS).contains(&exponent) {
        return f.write_str(&float_text(value));
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    write!(f, "{digits}e{sign}{:02}", exponent.abs())
}

/// Floats of this exponent and above are shown with it.
const PLAIN_EXPONENTS: i32 = 6;

fn show(f: &mut fmt::Formatter<'_>, value: &Value, depth: usize) -> fmt::Result {
    match value {
        Value::Null(_) => f.write_str("<null>"),
        Value::Bool(value) => write!(f, "{value}"),
        Value::Int(value) => write!(f, "{value}"),
        Value::UInt(value) => write!(f, "{value}"),
        Value::Float(value) => write_float(f, *value),
        Value::String(text) | Value::Label(text) => f.write_str(text),
        Value::Bytes(bytes) => {
            f.write_str("0x")?;
            bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
        }
        Value::Time(value) => write!(f, "{value}"),
        Value::Duration(value) => write!(f, "{value}"),
        Value::Regex(regex) => f.write_str(regex.pattern()),
        Value::Array(items) => {
            let parts = items.iter().map(|item| (None, item)).collect();
            show_parts(f, "[]", separator(items.len()), parts, depth)
        }
        Value::Record(record) => {
            let mut parts: Vec<_> = record
                .iter()
                .map(|(label, value)| (Some(label.to_string()), value))
                .collect();
            parts.sort_by(|(left, _), (right, _)| left.cmp(right));
            show_parts(f, "{}", separator(parts.len()), parts, depth)
        }
        Value::Dict(dict) if dict.0.is_empty() => f.write_str("[:]"),
        Value::Dict(dict) => {
            let parts = dict.0.iter().map(|(key, value)| {
                let key = key
                    .ty()
                    .map_or(Value::Null(None), |ty| Value::from_scalar(key.clone(), ty));
                (Some(key.to_string()), value)
            });
            show_parts(f, "[]", ", ", parts.collect(), depth)
        }
        Value::Function(function) => show_function(f, function),
        Value::Stream(_) | Value::Table(_) => f.write_str("<stream>"),
        Value::Dynamic(inner) => {
            f.write_str("dynamic(")?;
            show(f, inner, depth)?;
            f.write_char(')')
        }
    }
}

/// What stands between this many parts; a line break follows it where each has a line.
fn separator(parts: usize) -> &'static str {
    if parts > PARTS_ON_A_LINE { "," } else { ", " }
}

/// Parts between brackets, on one line or on a line each. The separator stands before the line
/// break, its blank included where upstream leaves it there.
fn show_parts(
    f: &mut fmt::Formatter<'_>,
    brackets: &str,
    separator: &str,
    parts: Vec<(Option<String>, &Value)>,
    depth: usize,
) -> fmt::Result {
    let (open, close) = brackets.split_at(1);
    let lines = parts.len() > PARTS_ON_A_LINE;
    f.write_str(open)?;
    for (index, (key, value)) in parts.into_iter().enumerate() {
        if index > 0 {
            f.write_str(separator)?;
        }
        if lines {
            new_line(f, depth + 1)?;
        }
        if let Some(key) = key {
            write!(f, "{key}: ")?;
        }
        show(f, value, depth + 1)?;
    }
    if lines {
        new_line(f, depth)?;
    }
    f.write_str(close)
}

fn new_line(f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
    f.write_char('\n')?;
    (0..depth).try_for_each(|_| f.write_str("    "))
}

/// The signature of a builtin; of a closure, whose type the value does not know, its parameters.
fn show_function(f: &mut fmt::Formatter<'_>, function: &Function) -> fmt::Result {
    let closure = match function {
        Function::Builtin(builtin) => return f.write_str(&builtin.signature()),
        Function::Closure(closure) => closure,
    };
    let parameters = closure.literal.parameters.iter().map(|parameter| {
        let mark = match (parameter.pipe, &parameter.default) {
            (true, _) => "<-",
            (_, Some(_)) => "?",
            _ => "",
        };
        format!("{mark}{}", parameter.name.name)
    });
    write!(f, "({}) => …", parameters.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Scalar;
    use crate::value::Dict;
    use std::sync::Arc;

    fn check(value: Value, expected: &str) {
        assert_eq!(value.to_string(), expected);
    }

    #[test]
    fn floats_have_exponents_where_they_are_far_from_one() {
        let cases = [
            (1.0, "1"),
            (0.1, "0.1"),
            (-2.5, "-2.5"),
            (123_456.0, "123456"),
            (1e6, "1e+06"),
            (1_234_567.0, "1.234567e+06"),
            (1e21, "1e+21"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (-0.0, "-0"),
            (f64::INFINITY, "+Inf"),
            (f64::NEG_INFINITY, "-Inf"),
            (f64::NAN, "NaN"),
        ];
        for (value, expected) in cases {
            check(Value::Float(value), expected);
        }
        assert_eq!(float_text(1e21), "1000000000000000000000");
        assert_eq!(float_text(0.000_001), "0.000001");
    }

    #[test]
    fn composites_of_more_than_three_parts_take_a_line_each() {
        let numbers = |count| Value::array((0..count).map(Value::Int).collect());
        check(numbers(0), "[]");
        check(numbers(3), "[0, 1, 2]");
        check(numbers(4), "[\n    0,\n    1,\n    2,\n    3\n]");
        check(
            Value::record([("b", numbers(1)), ("a", Value::string("x"))]),
            "{a: x, b: [0]}",
        );
        let four = [
            ("d", Value::Null(None)),
            ("c", numbers(4)),
            ("b", Value::Bool(true)),
            ("a", Value::Int(1)),
        ];
        check(
            Value::record(four),
            "{\n    a: 1,\n    b: true,\n    c: [\n        0,\n        1,\n        2,\n        3\n    ],\n    d: <null>\n}",
        );
    }

    #[test]
    fn dynamic_values_say_so_with_all_their_parts() {
        let record = Value::record([("a", Value::array(vec![Value::Int(1), Value::Null(None)]))]);
        check(
            record.dynamic(),
            "dynamic({a: dynamic([dynamic(1), dynamic(<null>)])})",
        );
        check(Value::Int(1).dynamic().dynamic(), "dynamic(1)");
    }

    #[test]
    fn dictionaries_show_their_keys_in_order() {
        let dict = |entries: &[i64]| {
            let entries = entries
                .iter()
                .map(|key| (Scalar::Int(*key), Value::Int(key * 10)));
            Value::Dict(Arc::new(Dict(entries.collect())))
        };
        check(dict(&[]), "[:]");
        check(dict(&[2, 1]), "[1: 10, 2: 20]");
    }
}
