//! Package `experimental/array`: what is now package `array`.

use crate::stdlib::array::{from, items};
use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "experimental/array",
    docs: "Is now the package `array`.",
    builtins: &[&items::CONCAT, &items::FILTER, &from::FROM, &items::MAP],
    constants: &[],
    flux: None,
};
