//! Package `array`: arrays, and tables made of them.

mod from;

use crate::value::Package;

/// The package. One builtin a line, by name.
pub static PACKAGE: Package = Package {
    path: "array",
    docs: "Works on arrays, and makes tables of them.",
    #[rustfmt::skip]
    builtins: &[
        &from::FROM,
    ],
    constants: &[],
    flux: None,
};
