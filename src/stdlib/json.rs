//! Package `json`: values as JSON.

use crate::diagnostic::Failure;
use crate::value::{Package, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "json",
    docs: "Writes values as JSON.",
    builtins: &[&ENCODE],
    constants: &[],
    flux: None,
};

/// Writes a value as JSON. Properties are sorted by name; times, durations and regular expressions
/// become strings, bytes are written in base64.
#[builtin(since = "0.40.0", returns = "bytes", pure)]
pub fn encode(
    /// The value to write.
    v: Value,
) -> Result<Arc<[u8]>, Failure> {
    let mut out = String::new();
    write(&v, &mut out)?;
    Ok(out.into_bytes().into())
}

fn write(value: &Value, out: &mut String) -> Result<(), Failure> {
    match value {
        Value::Null(_) => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Int(value) => out.push_str(&value.to_string()),
        Value::UInt(value) => out.push_str(&value.to_string()),
        Value::Float(value) => write_float(*value, out)?,
        Value::String(text) => write_text(text, out),
        Value::Bytes(bytes) => write_base64(bytes, out),
        Value::Time(time) => {
            let mut text = Vec::new();
            time.write_trimmed(&mut text);
            out.push('"');
            out.extend(text.into_iter().map(char::from));
            out.push('"');
        }
        Value::Duration(duration) => write_text(&duration.to_string(), out),
        Value::Regex(regex) => write_text(regex.pattern(), out),
        Value::Dynamic(inner) => write(inner, out)?,
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, out)?;
            }
            out.push(']');
        }
        Value::Record(record) => {
            let properties = record
                .iter()
                .map(|(label, value)| (label.to_string(), value));
            write_object(properties.collect(), out)?;
        }
        Value::Dict(dict) => {
            let key = |key: &crate::table::Scalar| {
                let key = key.ty().map(|ty| Value::from_scalar(key.clone(), ty));
                key.map_or_else(String::new, |key| key.to_string())
            };
            let properties = dict.0.iter().map(|(label, value)| (key(label), value));
            write_object(properties.collect(), out)?;
        }
        Value::Function(_) | Value::Label(_) => {
            let message = format!("cannot encode a {} value", value.type_name());
            return Err(Failure::new("flux::stdlib::json", message));
        }
        Value::Stream(_) | Value::Table(_) => {
            return Err(
                Failure::new("flux::stdlib::json", "got table stream instead of array")
                    .help("findRecord() and findColumn() take records and arrays out of streams"),
            );
        }
    }
    Ok(())
}

fn write_object(mut properties: Vec<(String, &Value)>, out: &mut String) -> Result<(), Failure> {
    properties.sort_by(|(left, _), (right, _)| left.cmp(right));
    out.push('{');
    for (index, (label, value)) in properties.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_text(&label, out);
        out.push(':');
        write(value, out)?;
    }
    out.push('}');
    Ok(())
}

/// In decimal, with an exponent where ECMAScript writes one.
fn write_float(value: f64, out: &mut String) -> Result<(), Failure> {
    if !value.is_finite() {
        let text = crate::value::float_text(value);
        let message = format!("json: unsupported value: {text}");
        return Err(
            Failure::new("flux::stdlib::json", message).help("JSON has neither infinities nor NaN")
        );
    }
    let size = value.abs();
    if value == 0.0 || (1e-6..1e21).contains(&size) {
        out.push_str(&value.to_string());
        return Ok(());
    }
    let text = format!("{value:e}");
    out.push_str(&if size < 1.0 {
        text
    } else {
        text.replace('e', "e+")
    });
    Ok(())
}

/// In quotes. What means something in HTML is escaped, too, as Go does it.
fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0'..='\x1f' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}

fn write_base64(bytes: &[u8], out: &mut String) {
    out.push('"');
    out.push_str(&super::base64(bytes, b"+/"));
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{Duration, Time};

    #[track_caller]
    fn check(value: Value, expected: &str) {
        let found = encode(value).unwrap();
        assert_eq!(std::str::from_utf8(&found).unwrap(), expected);
    }

    #[test]
    fn values_are_written() {
        let record = Value::record([("b", Value::Int(1)), ("a", Value::Null(None))]);
        check(record.clone(), r#"{"a":null,"b":1}"#);
        check(
            Value::array(vec![record, Value::array(Vec::new())]),
            r#"[{"a":null,"b":1},[]]"#,
        );
        check(Value::Float(1.0), "1");
        check(Value::Float(1e-7), "1e-7");
        check(Value::Float(1e21), "1e+21");
        check(Value::Float(-0.0), "-0");
        check(
            Value::string("日本 \x01 \t<\"\\"),
            r#""日本 \u0001 \t\u003c\"\\""#,
        );
        check(Value::Bytes(b"ab".as_slice().into()), r#""YWI=""#);
        check(Value::Duration(Duration::from_months(1)), r#""1mo""#);
        check(Value::Time(Time(0)), r#""1970-01-01T00:00:00Z""#);
        assert!(encode(Value::Float(f64::NAN)).is_err());
    }
}
