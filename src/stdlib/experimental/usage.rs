//! Package `experimental/usage`: what an organization of InfluxDB Cloud has used, and may use.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "experimental/usage",
    docs: "Reads what an organization of InfluxDB Cloud has used, and what it may use.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("usage.flux")),
};
