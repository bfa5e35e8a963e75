//! Package `types`: asks values for their types.

use crate::value::{Package, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "types",
    docs: "Asks values for their types.",
    builtins: &[&IS_NUMERIC, &IS_TYPE],
    constants: &[],
    flux: None,
};

/// Tells whether a value is an int, a uint or a float.
#[builtin(since = "0.187.0", constraints = "A: Basic", pure)]
pub fn is_numeric(
    /// The value.
    v: Value,
) -> bool {
    matches!(basic_type(&v), Some("int" | "uint" | "float"))
}

/// Tells whether a value is of a type: string, bytes, int, uint, float, bool, time, duration or
/// regexp. No value is of any other type.
#[builtin(since = "0.141.0", constraints = "A: Basic", pure)]
pub fn is_type(
    /// The value.
    v: Value,
    /// The name of the type.
    #[name("type")]
    name: Arc<str>,
) -> bool {
    basic_type(&v) == Some(&name)
}

/// The name of a basic type; a null may have one, too.
fn basic_type(value: &Value) -> Option<&'static str> {
    match value {
        Value::Null(ty) => ty.map(crate::table::Type::name),
        Value::Bool(_)
        | Value::Int(_)
        | Value::UInt(_)
        | Value::Float(_)
        | Value::String(_)
        | Value::Bytes(_)
        | Value::Time(_)
        | Value::Duration(_)
        | Value::Regex(_) => Some(value.type_name()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Type;

    #[test]
    fn types_have_names() {
        let check = |value, name: &str, expected| {
            assert_eq!(is_type(value, name.into()), expected, "{name}");
        };
        check(Value::Int(1), "int", true);
        check(Value::Int(1), "float", false);
        check(Value::Int(1), "number", false);
        check(Value::array(Vec::new()), "array", false);
        check(Value::Null(Some(Type::Int)), "int", true);
        check(Value::Null(None), "null", false);
        assert!(is_numeric(Value::Float(1.5)));
        assert!(!is_numeric(Value::string("1")));
    }
}
