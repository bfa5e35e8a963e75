//! Package `internal/testing`: what tests of the language itself expect of errors.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "internal/testing",
    docs: "Expects errors of a kind, and texts of a form.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("testing.flux")),
};
