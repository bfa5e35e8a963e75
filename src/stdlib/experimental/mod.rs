//! Package `experimental`: functions that have not yet found their place.

pub mod date;
mod to;

use crate::value::Package;

/// The package. One builtin a line, by name.
pub static PACKAGE: Package = Package {
    path: "experimental",
    docs: "Functions that have not yet found their place.",
    #[rustfmt::skip]
    builtins: &[
        &to::TO,
    ],
    constants: &[],
    flux: None,
};
