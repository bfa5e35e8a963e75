//! Package `experimental/json`: JSON as values.

use crate::diagnostic::Failure;
use crate::value::{Package, Value};
use fluxlite_macros::builtin;
use std::mem::discriminant;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "experimental/json",
    docs: "Reads JSON.",
    builtins: &[&PARSE],
    constants: &[],
    flux: None,
};

/// Reads JSON. Objects become records, numbers floats; all items of an array must be of one type.
#[builtin(since = "0.69.0", returns = "A", pure)]
pub fn parse(
    /// The JSON.
    #[ty("bytes")]
    data: Arc<[u8]>,
) -> Result<Value, Failure> {
    let document = serde_json::from_slice(&data).map_err(|error| {
        let message = format!("invalid JSON: {error}");
        Failure::new("flux::stdlib::json", message)
    })?;
    value(document)
}

fn value(document: serde_json::Value) -> Result<Value, Failure> {
    use serde_json::Value as Json;
    Ok(match document {
        Json::Null => Value::Null(None),
        Json::Bool(value) => Value::Bool(value),
        Json::Number(number) => Value::Float(number.as_f64().unwrap_or(f64::NAN)),
        Json::String(text) => Value::string(text),
        Json::Array(items) => {
            let items: Result<Vec<_>, _> = items.into_iter().map(value).collect();
            let items = items?;
            let mut pairs = items.iter().zip(items.iter().skip(1));
            if pairs.any(|(one, next)| discriminant(one) != discriminant(next)) {
                return Err(Failure::new(
                    "flux::stdlib::json",
                    "array values must all be the same type",
                ));
            }
            Value::array(items)
        }
        Json::Object(properties) => {
            let mut record = Vec::with_capacity(properties.len());
            for (label, property) in properties {
                record.push((label, value(property)?));
            }
            Value::record(record)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_values() {
        let check = |json: &str, expected: &str| {
            let found = parse(json.as_bytes().into()).unwrap();
            assert_eq!(found.to_string(), expected);
        };
        check(
            r#"{"a": 1, "b": [1, 2.5], "c": {"d": null}}"#,
            "{a: 1, b: [1, 2.5], c: {d: <null>}}",
        );
        check("[]", "[]");
        check(r#""x""#, "x");
        for wrong in [r#"{"a": }"#, "", r#"[1, "a"]"#, "{} {}"] {
            assert!(parse(wrong.as_bytes().into()).is_err(), "{wrong}");
        }
    }
}
