//! Package `experimental`: functions that have not yet found their place.

pub mod array;
pub mod date;
pub mod json;
pub mod record;
mod to;
mod values;

use crate::value::Package;

/// The package. One builtin a line, by name.
pub static PACKAGE: Package = Package {
    path: "experimental",
    docs: "Functions that have not yet found their place.",
    #[rustfmt::skip]
    builtins: &[
        &values::CATCH,
        &values::OBJECT_KEYS,
        &to::TO,
    ],
    constants: &[],
    flux: Some(include_str!("experimental.flux")),
};
