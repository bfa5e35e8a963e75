//! Package `experimental/record`: records of which the properties are not known before.

use crate::value::{Constant, Package, Record, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "experimental/record",
    docs: "Looks into records of which the properties are not known before.",
    builtins: &[&GET],
    constants: &[Constant {
        name: "any",
        docs: "A record without properties that stands for any record.",
        ty: "A where A: Record",
        value: || Value::Record(Arc::default()),
    }],
    flux: None,
};

/// A property of a record.
#[builtin(since = "0.134.0", returns = "B", constraints = "A: Record", pure)]
pub fn get(
    /// The record.
    r: Arc<Record>,
    /// The property's name.
    key: Arc<str>,
    /// The value of properties that the record lacks.
    #[ty("B")]
    default: Value,
) -> Value {
    r.get(&key).cloned().unwrap_or(default)
}
