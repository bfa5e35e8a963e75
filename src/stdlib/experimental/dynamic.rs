//! Package `experimental/dynamic`: values whose types are only known when they are there, as in
//! JSON.

use crate::diagnostic::Failure;
use crate::stdlib::json;
use crate::value::{Package, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "experimental/dynamic",
    docs: "Works on values whose types are only known when they are there.",
    builtins: &[&AS_ARRAY, &DYNAMIC, &IS_TYPE, &JSON_ENCODE, &JSON_PARSE],
    constants: &[],
    flux: Some(include_str!("dynamic.flux")),
};

/// Makes a value dynamic, with all its items or properties. A property of a dynamic value is read
/// as of a record, and is dynamic; `int`, `string` and the other conversions give plain values.
#[builtin(since = "0.185.0", returns = "dynamic", pure)]
pub fn dynamic(
    /// The value.
    v: Value,
) -> Value {
    v.dynamic()
}

/// The items of a dynamic array, each of them dynamic.
#[builtin(since = "0.185.0", returns = "[dynamic]", pure)]
pub fn as_array(
    /// The dynamic array. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("dynamic")]
    v: Value,
) -> Result<Value, Failure> {
    let inner = v.inner();
    match inner {
        Value::Array(_) => Ok(inner.clone()),
        _ => {
            let found = match inner {
                Value::Null(_) => "<null>",
                other => other.type_name(),
            };
            let message = format!("unable to convert {found} to array");
            Err(Failure::new("flux::dynamic::no_array", message)
                .help("ask with `dynamic.isType(v: …, type: \"array\")` first"))
        }
    }
}

/// Tells whether what is in a dynamic value is of a type. A null is of none.
#[builtin(since = "0.186.0", pure)]
pub fn is_type(
    /// The dynamic value.
    #[ty("dynamic")]
    v: Value,
    /// The type: `string`, `bytes`, `int`, `uint`, `float`, `bool`, `time`, `duration`,
    /// `regexp`, `array`, `object`, `function` or `dictionary`.
    #[name("type")]
    name: Arc<str>,
) -> bool {
    match v.inner() {
        Value::Null(_) => false,
        Value::Record(_) => &*name == "object",
        Value::Stream(_) | Value::Table(_) | Value::Label(_) => false,
        other => other.type_name() == &*name,
    }
}

/// Reads JSON. Numbers are floats; items of an array may be of different types.
#[builtin(since = "0.186.0", returns = "dynamic", pure)]
pub fn json_parse(
    /// The JSON.
    data: Arc<[u8]>,
) -> Result<Value, Failure> {
    let document = serde_json::from_slice(&data).map_err(|error| {
        let message = format!("invalid JSON: {error}");
        Failure::new("flux::stdlib::json", message)
    })?;
    value(document).map(Value::dynamic)
}

/// Writes a dynamic value as JSON. Properties are sorted by name; times, durations and regular
/// expressions become strings, bytes are written in base64.
#[builtin(since = "0.186.0", pure)]
pub fn json_encode(
    /// The dynamic value.
    #[ty("dynamic")]
    v: Value,
) -> Result<Arc<[u8]>, Failure> {
    json::encode(v)
}

fn value(document: serde_json::Value) -> Result<Value, Failure> {
    use serde_json::Value as Json;
    Ok(match document {
        Json::Null => Value::Null(None),
        Json::Bool(value) => Value::Bool(value),
        Json::Number(number) => Value::Float(number.as_f64().ok_or_else(|| {
            let message = format!("the JSON number {number} is no float");
            Failure::new("flux::stdlib::json", message)
        })?),
        Json::String(text) => Value::string(text),
        Json::Array(items) => {
            let items: Result<_, _> = items.into_iter().map(value).collect();
            Value::array(items?)
        }
        Json::Object(properties) => {
            let properties = properties.into_iter();
            let record: Result<Vec<_>, Failure> = properties
                .map(|(label, property)| Ok((label, value(property)?)))
                .collect();
            Value::record(record?)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(json: &str) -> Value {
        json_parse(json.as_bytes().into()).unwrap()
    }

    #[test]
    fn json_goes_in_and_out() {
        let check = |json: &str, shown: &str, encoded: &str| {
            let value = parsed(json);
            assert_eq!(value.to_string(), shown);
            let bytes = json_encode(value).unwrap();
            assert_eq!(std::str::from_utf8(&bytes).unwrap(), encoded);
        };
        check(
            r#"{"b": [1, "x", null], "a": {}}"#,
            "dynamic({a: dynamic({}), b: dynamic([dynamic(1), dynamic(x), dynamic(<null>)])})",
            r#"{"a":{},"b":[1,"x",null]}"#,
        );
        check("null", "dynamic(<null>)", "null");
        for wrong in ["", "{", "[1,]", "1 2", "1e999"] {
            json_parse(wrong.as_bytes().into()).unwrap_err();
        }
    }

    #[test]
    fn types_are_of_what_is_inside() {
        let check = |json: &str, expected: &str| {
            for name in ["bool", "float", "string", "array", "object", "null"] {
                let found = is_type(parsed(json), name.into());
                assert_eq!(found, name == expected, "{json} {name}");
            }
        };
        check("true", "bool");
        check("1", "float");
        check("\"1\"", "string");
        check("[1]", "array");
        check("{}", "object");
        check("null", "");
    }

    #[test]
    fn only_arrays_have_items() {
        let items = as_array(parsed("[1, [2]]")).unwrap();
        assert_eq!(items.to_string(), "[dynamic(1), dynamic([dynamic(2)])]");
        let check = |value, expected: &str| {
            let message = as_array(value).unwrap_err().message;
            assert_eq!(message, format!("unable to convert {expected} to array"));
        };
        check(parsed("1"), "float");
        check(parsed("null"), "<null>");
        check(Value::Null(None), "<null>");
    }
}
