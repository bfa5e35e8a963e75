//! Package `internal/boolean`: the two truth values, in scope everywhere.

use crate::value::{Constant, Package, Value};

/// The package.
pub static PACKAGE: Package = Package {
    path: "internal/boolean",
    docs: "Defines `true` and `false`, which are names, not literals.",
    builtins: &[],
    constants: &[
        Constant {
            name: "true",
            docs: "What holds.",
            ty: "bool",
            value: || Value::Bool(true),
        },
        Constant {
            name: "false",
            docs: "What does not hold.",
            ty: "bool",
            value: || Value::Bool(false),
        },
    ],
    flux: None,
};
