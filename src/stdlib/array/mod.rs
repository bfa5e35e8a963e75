//! Package `array`: arrays, and tables made of them.

pub mod from;
pub mod items;

use crate::value::Package;

/// The package. One builtin a line, by name.
pub static PACKAGE: Package = Package {
    path: "array",
    docs: "Works on arrays, and makes tables of them.",
    #[rustfmt::skip]
    builtins: &[
        &items::CONCAT,
        &items::FILTER,
        &from::FROM,
        &items::MAP,
    ],
    constants: &[],
    flux: None,
};
