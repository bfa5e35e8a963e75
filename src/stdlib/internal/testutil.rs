//! Package `internal/testutil`: what tests of the language need that scripts never do.

use crate::diagnostic::Failure;
use crate::stdlib::universe::values::LENGTH;
use crate::time::{Duration, Time};
use crate::value::{Dict, Function, Package, Record, Regex, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "internal/testutil",
    docs: "Makes values and errors for tests of the language.",
    builtins: &[&FAIL, &MAKE_ANY, &MAKE_RECORD, &YIELD_],
    constants: &[],
    flux: None,
};

/// Fails.
#[builtin(since = "0.68.0", returns = "bool")]
pub fn fail() -> Result<Value, Failure> {
    Err(Failure::new("flux::testutil::fail", "fail"))
}

/// Gives its argument.
#[builtin(name = "yield", since = "0.68.0")]
pub fn yield_(
    /// Any value. Default is piped-forward data (`<-`).
    #[pipe]
    v: Value,
) -> Value {
    v
}

/// Gives a record as one of another type.
#[builtin(
    since = "0.68.0",
    returns = "B",
    constraints = "A: Record, B: Record",
    pure
)]
pub fn make_record(
    /// The record.
    #[ty("A")]
    o: Arc<Record>,
) -> Arc<Record> {
    o
}

/// Gives some value of a type; null of a type that there is not.
#[builtin(since = "0.150.0", returns = "A", pure)]
pub fn make_any(
    /// The name of the type.
    typ: Arc<str>,
) -> Result<Value, Failure> {
    Ok(match typ.as_ref() {
        "string" => Value::string("foo"),
        "bytes" => Value::Bytes(b"foo".as_slice().into()),
        "int" => Value::Int(10),
        "uint" => Value::UInt(10),
        "float" => Value::Float(10.0),
        "bool" => Value::Bool(false),
        "time" => Value::Time(Time(100)),
        "duration" => Value::Duration(Duration::ZERO),
        "regexp" => Value::Regex(Regex::new("a")?),
        "array" => Value::array(Vec::new()),
        "object" => Value::Record(Arc::default()),
        "function" => Value::Function(Function::Builtin(&LENGTH)),
        "dictionary" => Value::Dict(Arc::new(Dict::default())),
        _ => Value::Null(None),
    })
}

#[cfg(test)]
mod tests {
    use crate::session::testing::check_value;

    #[test]
    fn values_of_types() {
        let check = |call: &str, expected: &str| {
            let script = format!("import \"internal/testutil\"\ntestutil.{call}");
            check_value(&script, expected);
        };
        check("fail()", "error: fail");
        check("makeAny(typ: \"int\")", "10");
        check("makeAny(typ: \"bytes\")", "0x666f6f");
        check("makeAny(typ: \"object\")", "{}");
        check("makeAny(typ: \"dictionary\")", "[:]");
        check("makeAny(typ: \"nothing\")", "<null>");
        check("makeRecord(o: {a: 1})", "{a: 1}");
        check("yield(v: 1)", "1");
    }
}
