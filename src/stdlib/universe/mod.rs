//! Package `universe`: in scope everywhere, without an import.

use crate::value::Package;

/// The package. One builtin a line, by name.
pub static PACKAGE: Package = Package {
    path: "universe",
    docs: "Functions in scope everywhere, without an import.",
    #[rustfmt::skip]
    builtins: &[
    ],
    constants: &[],
    flux: Some(include_str!("universe.flux")),
};
