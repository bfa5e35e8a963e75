//! Package `internal/location`: the zone that is meant where none is given.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "internal/location",
    docs: "Says which zone is meant where none is given.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("location.flux")),
};
