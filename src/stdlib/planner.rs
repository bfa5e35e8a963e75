//! Package `planner`: options of upstream's planner. They are accepted and mean nothing here, for
//! the planner has other rules, none of which changes a result.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "planner",
    docs: "Names rules of upstream's planner that are not to be used.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("planner.flux")),
};
