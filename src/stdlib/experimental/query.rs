//! Package `experimental/query`: the usual first steps of a script, each as a function.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "experimental/query",
    docs: "Begins scripts: a bucket, a range, a measurement, fields.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("query.flux")),
};
