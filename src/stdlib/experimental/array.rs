//! Package `experimental/array`: what is now package `array`, and conversions of whole arrays.

use crate::stdlib::array::{from, items};
use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "experimental/array",
    docs: "Converts whole arrays; the rest is now in the package `array`.",
    builtins: &[&items::CONCAT, &items::FILTER, &from::FROM, &items::MAP],
    constants: &[],
    flux: Some(include_str!("array.flux")),
};
