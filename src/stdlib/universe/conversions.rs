//! Conversions between the basic types, and of dynamic values to them. A null stays null, of the
//! type asked for.

use crate::diagnostic::Failure;
use crate::formats::number;
use crate::time::{Duration, Time};
use crate::value::{Nullable, Value, float_text};
use fluxlite_macros::builtin;
use std::sync::Arc;

type Converted<T> = Result<Nullable<T>, Failure>;

/// Converts a value to a boolean: the strings `true` and `false`, and the numbers 1 and 0.
#[builtin(name = "bool", since = "0.7.0", pure)]
pub fn to_bool(
    /// The value to convert.
    v: Value,
) -> Converted<bool> {
    let of_number = |is_one, is_zero, text: String| match (is_one, is_zero) {
        (true, _) => Ok(true),
        (_, true) => Ok(false),
        _ => {
            let message = format!("cannot convert {text} to bool, must be 0 or 1");
            Err(failure(message))
        }
    };
    some(match v.inner() {
        Value::Null(_) => return Ok(Nullable(None)),
        Value::Bool(value) => *value,
        Value::Int(value) => of_number(*value == 1, *value == 0, format!("int {value}"))?,
        Value::UInt(value) => of_number(*value == 1, *value == 0, format!("uint {value}"))?,
        Value::Float(value) => {
            let text = format!("float {}", float_text(*value));
            of_number(*value == 1.0, *value == 0.0, text)?
        }
        Value::String(text) => match text.as_ref() {
            "true" => true,
            "false" => false,
            _ => return Err(failure(format!("cannot convert string {text:?} to bool"))),
        },
        _ => return Err(unsupported(&v, "bool")),
    })
}

/// Converts a value to an integer: a string of decimal digits, a number (floats are cut towards
/// zero), a boolean (1 or 0), the nanoseconds of a time since 1970, or those of a duration.
#[builtin(name = "int", since = "0.7.0", pure)]
pub fn to_int(
    /// The value to convert.
    v: Value,
) -> Converted<i64> {
    some(match v.inner() {
        Value::Null(_) => return Ok(Nullable(None)),
        Value::Bool(value) => i64::from(*value),
        Value::Int(value) => *value,
        Value::UInt(value) => *value as i64,
        Value::Float(value) => int_of_float(*value),
        Value::String(text) => text.parse().map_err(|_| malformed(text, "int"))?,
        Value::Time(value) => value.0,
        Value::Duration(value) => value.approximate_nanoseconds(),
        _ => return Err(unsupported(&v, "int")),
    })
}

/// Converts a value to an unsigned integer. Negative numbers count down from 2^64.
#[builtin(name = "uint", since = "0.7.0", pure)]
pub fn to_uint(
    /// The value to convert.
    v: Value,
) -> Converted<u64> {
    some(match v.inner() {
        Value::Null(_) => return Ok(Nullable(None)),
        Value::Bool(value) => u64::from(*value),
        Value::Int(value) => *value as u64,
        Value::UInt(value) => *value,
        Value::Float(value) => uint_of_float(*value),
        Value::String(text) => {
            number::uint(text.as_bytes()).ok_or_else(|| malformed(text, "uint"))?
        }
        Value::Time(value) => value.0 as u64,
        Value::Duration(value) => value.approximate_nanoseconds() as u64,
        _ => return Err(unsupported(&v, "uint")),
    })
}

/// Converts a value to a float: a number, a boolean (1 or 0), or a string, which may have an
/// exponent or be `Inf` or `NaN`.
#[builtin(name = "float", since = "0.7.0", pure)]
pub fn to_float(
    /// The value to convert.
    v: Value,
) -> Converted<f64> {
    some(match v.inner() {
        Value::Null(_) => return Ok(Nullable(None)),
        Value::Bool(value) => f64::from(u8::from(*value)),
        Value::Int(value) => *value as f64,
        Value::UInt(value) => *value as f64,
        Value::Float(value) => *value,
        Value::String(text) => float_of_text(text).ok_or_else(|| malformed(text, "float"))?,
        _ => return Err(unsupported(&v, "float")),
    })
}

/// Converts a value to a string. Floats have no exponent, times nine digits of the fraction;
/// bytes must be UTF-8.
#[builtin(name = "string", since = "0.7.0", pure)]
pub fn to_string(
    /// The value to convert.
    v: Value,
) -> Converted<Arc<str>> {
    some(match v.inner() {
        Value::Null(_) => return Ok(Nullable(None)),
        Value::String(text) | Value::Label(text) => text.clone(),
        Value::Bytes(bytes) => {
            let text = std::str::from_utf8(bytes).map_err(|_| {
                let message = "bytes contained non utf8 bytes, cannot be converted into a string";
                failure(message.into())
            })?;
            text.into()
        }
        other => match other.to_text() {
            Some(text) => text.into(),
            None => return Err(unsupported(&v, "string")),
        },
    })
}

/// Converts a value to a time: a string (RFC 3339), or nanoseconds since 1970.
#[builtin(name = "time", since = "0.7.0", pure)]
pub fn to_time(
    /// The value to convert.
    v: Value,
) -> Converted<Time> {
    some(match v.inner() {
        Value::Null(_) => return Ok(Nullable(None)),
        Value::Int(value) => Time(*value),
        Value::UInt(value) => Time(*value as i64),
        Value::Time(value) => *value,
        Value::String(text) => Time::parse(text).map_err(|reason| match reason.code {
            "flux::time::malformed" => Failure {
                help: reason.help,
                ..malformed(text, "time")
            },
            _ => reason,
        })?,
        _ => return Err(unsupported(&v, "time")),
    })
}

/// Converts a value to a duration: a string like `1h30m`, or nanoseconds.
#[builtin(name = "duration", since = "0.7.0", pure)]
pub fn to_duration(
    /// The value to convert.
    v: Value,
) -> Converted<Duration> {
    some(match v.inner() {
        Value::Null(_) => return Ok(Nullable(None)),
        Value::Int(value) => Duration::from_nanoseconds(*value),
        Value::UInt(value) => Duration::from_nanoseconds(*value as i64),
        Value::Duration(value) => *value,
        Value::String(text) => Duration::parse(text).map_err(|reason| Failure {
            help: reason.help,
            ..malformed(text, "duration")
        })?,
        _ => return Err(unsupported(&v, "duration")),
    })
}

/// Converts a string to its bytes in UTF-8.
#[builtin(name = "bytes", since = "0.40.0", pure)]
pub fn to_bytes(
    /// The string to convert.
    v: Value,
) -> Result<Arc<[u8]>, Failure> {
    match v.inner() {
        Value::String(text) => Ok(text.as_bytes().into()),
        _ => Err(unsupported(&v, "bytes")),
    }
}

/// Towards zero; what does not fit is the least integer, as the processors that InfluxDB runs on
/// have it.
pub fn int_of_float(value: f64) -> i64 {
    // 2^63 is the first float that is too great; NaN is in no range.
    if (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&value) {
        value as i64
    } else {
        i64::MIN
    }
}

/// Towards zero; negative floats count down from 2^64, and what does not fit is 2^63.
pub fn uint_of_float(value: f64) -> u64 {
    if (0.0..18_446_744_073_709_551_616.0).contains(&value) {
        value as u64
    } else {
        int_of_float(value) as u64
    }
}

/// A float as `float(v:)` reads it: decimal, or infinite, or NaN; underscores may part digits.
pub fn float_of_text(text: &str) -> Option<f64> {
    if let Some(value) = number::float(text.as_bytes()) {
        return Some(value);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let negative = text.starts_with('-');
    let named = |name: &str| unsigned.eq_ignore_ascii_case(name);
    if named("inf") || named("infinity") {
        return Some(if negative {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        });
    }
    if text.eq_ignore_ascii_case("nan") {
        return Some(f64::NAN);
    }
    let parted = |at: usize| {
        let digit = |at: Option<usize>| {
            let byte = at.and_then(|at| text.as_bytes().get(at));
            byte.is_some_and(u8::is_ascii_digit)
        };
        digit(at.checked_sub(1)) && digit(Some(at + 1))
    };
    let underscores = text
        .match_indices('_')
        .map(|(at, _)| at)
        .collect::<Vec<_>>();
    if underscores.is_empty() || !underscores.into_iter().all(parted) {
        return None;
    }
    number::float(text.replace('_', "").as_bytes())
}

fn some<T>(value: T) -> Converted<T> {
    Ok(Nullable(Some(value)))
}

fn failure(message: String) -> Failure {
    Failure::new("flux::stdlib::conversion", message)
}

fn malformed(text: &str, target: &str) -> Failure {
    failure(format!(
        "cannot convert string {text:?} to {target} due to invalid syntax"
    ))
}

fn unsupported(value: &Value, target: &str) -> Failure {
    let ty = value.inner().type_name();
    failure(format!("cannot convert {ty} to {target}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::string(text)
    }

    #[test]
    fn ints() {
        let check = |value, expected| assert_eq!(to_int(value), Ok(Nullable(Some(expected))));
        check(text("+5"), 5);
        check(text("007"), 7);
        check(text("-9223372036854775808"), i64::MIN);
        check(Value::Float(-1.9), -1);
        check(Value::Float(f64::NAN), i64::MIN);
        check(Value::Float(1e20), i64::MIN);
        check(Value::UInt(u64::MAX), -1);
        check(Value::Bool(true), 1);
        check(
            Value::Duration(Duration::from_months(1)),
            2_629_800_000_000_000,
        );
        assert_eq!(to_int(Value::Null(None)), Ok(Nullable(None)));
        for wrong in ["1.5", "1_000", "", " 1", "0x10"] {
            let message = to_int(text(wrong)).unwrap_err().message;
            let expected = format!("cannot convert string {wrong:?} to int due to invalid syntax");
            assert_eq!(message, expected);
        }
    }

    #[test]
    fn uints() {
        let check = |value, expected| assert_eq!(to_uint(value), Ok(Nullable(Some(expected))));
        check(text("0018"), 18);
        check(Value::Float(1.99), 1);
        check(
            Value::Float(18_446_744_073_709_549_568.0),
            18_446_744_073_709_549_568,
        );
        check(Value::Float(-1.5), u64::MAX);
        check(Value::Int(-1), u64::MAX);
        assert!(to_uint(text("-1")).is_err());
        assert!(to_uint(text("+1")).is_err());
    }

    #[test]
    fn floats() {
        let check = |value: &str, expected: f64| {
            let found = to_float(text(value)).unwrap().0.unwrap();
            assert_eq!(found.to_bits(), expected.to_bits(), "{value}");
        };
        check("1e3", 1000.0);
        check("-0.5E-2", -0.005);
        check("Inf", f64::INFINITY);
        check("-inf", f64::NEG_INFINITY);
        check("+Infinity", f64::INFINITY);
        check("NaN", f64::NAN);
        check("1_000.5", 1000.5);
        check("+1", 1.0);
        for wrong in ["", "1e400", "1__0", "_1", "1_", "-nan", "1,5", "1 "] {
            assert!(to_float(text(wrong)).is_err(), "{wrong}");
        }
        assert!(to_float(Value::Time(Time(0))).is_err());
    }

    #[test]
    fn bools() {
        assert_eq!(to_bool(text("true")), Ok(Nullable(Some(true))));
        assert_eq!(to_bool(Value::Float(0.0)), Ok(Nullable(Some(false))));
        let message = to_bool(Value::Float(0.5)).unwrap_err().message;
        assert_eq!(message, "cannot convert float 0.5 to bool, must be 0 or 1");
        assert!(to_bool(text("True")).is_err());
        assert!(to_bool(Value::Int(2)).is_err());
    }

    #[test]
    fn strings_times_durations() {
        let string = |value| to_string(value).unwrap().0.unwrap();
        assert_eq!(&*string(Value::Float(0.00001)), "0.00001");
        assert_eq!(
            &*string(Value::Time(Time(500_000_000))),
            "1970-01-01T00:00:00.500000000Z"
        );
        assert_eq!(&*string(Value::Bytes(b"ab".as_slice().into())), "ab");
        assert!(to_string(Value::Bytes([0xff].as_slice().into())).is_err());
        assert!(to_string(Value::array(Vec::new())).is_err());
        assert_eq!(
            to_time(text("1970-01-02")),
            Ok(Nullable(Some(Time(86_400_000_000_000))))
        );
        let message = to_time(Value::Float(1.0)).unwrap_err().message;
        assert_eq!(message, "cannot convert float to time");
        let message = to_time(text("1970-13-01")).unwrap_err().message;
        assert_eq!(
            message,
            "cannot convert string \"1970-13-01\" to time due to invalid syntax"
        );
        let message = to_duration(text("1.5h")).unwrap_err().message;
        assert_eq!(
            message,
            "cannot convert string \"1.5h\" to duration due to invalid syntax"
        );
        let minute_and_half = to_duration(Value::Int(-90_000_000_000)).unwrap().0.unwrap();
        assert_eq!(minute_and_half.to_string(), "-1m30s");
    }
}
