//! Package `experimental/oee`: how well machines are used.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "experimental/oee",
    docs: "Computes overall equipment effectiveness: availability, performance and quality.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("oee.flux")),
};
