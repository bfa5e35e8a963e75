//! Package `experimental/aggregate`: aggregates made of others.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "experimental/aggregate",
    docs: "Aggregates that are made of others.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("aggregate.flux")),
};
