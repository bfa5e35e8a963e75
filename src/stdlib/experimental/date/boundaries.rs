//! Package `experimental/date/boundaries`: days, weeks and months around now.

use crate::value::Package;

/// The package; all of it is written in Flux.
pub static PACKAGE: Package = Package {
    path: "experimental/date/boundaries",
    docs: "Finds the boundaries of days, weeks and months around now.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("boundaries.flux")),
};
