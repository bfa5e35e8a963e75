//! Package `dict`: dictionaries, which never change; what changes one gives another.

use crate::diagnostic::Failure;
use crate::table::Scalar;
use crate::value::{Dict, Package, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "dict",
    docs: "Makes dictionaries, and looks values up in them.",
    builtins: &[&FROM_LIST, &GET, &INSERT, &REMOVE],
    constants: &[],
    flux: None,
};

/// Makes a dictionary of an array of records with the properties `key` and `value`. Of equal keys
/// the last one counts.
#[builtin(
    since = "0.97.0",
    returns = "[K:V]",
    constraints = "K: Comparable",
    pure
)]
pub fn from_list(
    /// The pairs.
    #[ty("[{key: K, value: V}]")]
    pairs: Vec<Value>,
) -> Result<Value, Failure> {
    let mut dict = Dict::default();
    for pair in pairs {
        let Value::Record(pair) = pair else {
            let message = format!("expected a record, got {}", pair.type_name());
            return Err(Failure::new("flux::stdlib::dict_pair", message));
        };
        let part = |label| {
            pair.get(label).cloned().ok_or_else(|| {
                let message = format!("a pair has no property `{label}`");
                Failure::new("flux::stdlib::dict_pair", message)
                    .help("pairs are records like {key: \"a\", value: 1}")
            })
        };
        dict.0.insert(key_of(&part("key")?)?, part("value")?);
    }
    Ok(Value::Dict(Arc::new(dict)))
}

/// The value of a key.
#[builtin(since = "0.97.0", returns = "V", constraints = "K: Comparable", pure)]
pub fn get(
    /// The dictionary.
    #[ty("[K:V]")]
    dict: Value,
    /// The key.
    #[ty("K")]
    key: Value,
    /// The value of keys that are not in the dictionary, and of null.
    #[ty("V")]
    default: Value,
) -> Result<Value, Failure> {
    let dict = dictionary(dict)?;
    if key.is_null() {
        return Ok(default);
    }
    Ok(dict.0.get(&key_of(&key)?).cloned().unwrap_or(default))
}

/// The dictionary with a key added, or with another value for it.
#[builtin(
    since = "0.97.0",
    returns = "[K:V]",
    constraints = "K: Comparable",
    pure
)]
pub fn insert(
    /// The dictionary.
    #[ty("[K:V]")]
    dict: Value,
    /// The key.
    #[ty("K")]
    key: Value,
    /// The value.
    #[ty("V")]
    value: Value,
) -> Result<Value, Failure> {
    let mut dict = (*dictionary(dict)?).clone();
    dict.0.insert(key_of(&key)?, value);
    Ok(Value::Dict(Arc::new(dict)))
}

/// The dictionary without a key.
#[builtin(
    since = "0.97.0",
    returns = "[K:V]",
    constraints = "K: Comparable",
    pure
)]
pub fn remove(
    /// The dictionary.
    #[ty("[K:V]")]
    dict: Value,
    /// The key.
    #[ty("K")]
    key: Value,
) -> Result<Value, Failure> {
    let mut dict = (*dictionary(dict)?).clone();
    dict.0.remove(&key_of(&key)?);
    Ok(Value::Dict(Arc::new(dict)))
}

fn dictionary(value: Value) -> Result<Arc<Dict>, Failure> {
    match value {
        Value::Dict(dict) => Ok(dict),
        other => {
            let message = format!("expected a dictionary, got {}", other.type_name());
            Err(Failure::new("flux::eval::argument_type", message)
                .help("dictionaries are written like [\"a\": 1, \"b\": 2]"))
        }
    }
}

fn key_of(key: &Value) -> Result<Scalar, Failure> {
    match key.to_scalar() {
        Some(key) if !key.is_null() => Ok(key),
        _ => {
            let message = format!("{} cannot be the key of a dictionary", key.type_name());
            Err(Failure::new("flux::stdlib::dict_key", message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dictionaries_change_into_others() {
        let pair = |key, value| Value::record([("key", Value::Int(key)), ("value", value)]);
        let one = from_list(vec![
            pair(1, Value::string("a")),
            pair(1, Value::string("b")),
        ])
        .unwrap();
        let two = insert(one.clone(), Value::Int(2), Value::string("c")).unwrap();
        let none = remove(one.clone(), Value::Int(1)).unwrap();
        assert_eq!(one.to_string(), "[1: b]");
        assert_eq!(two.to_string(), "[1: b, 2: c]");
        assert_eq!(none.to_string(), "[:]");
        let check = |key, expected: &str| {
            let found = get(two.clone(), key, Value::string("none")).unwrap();
            assert_eq!(found.to_string(), expected);
        };
        check(Value::Int(2), "c");
        check(Value::Int(3), "none");
        check(Value::Null(None), "none");
        assert!(insert(one, Value::Null(None), Value::Int(0)).is_err());
    }
}
