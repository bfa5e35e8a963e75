//! Package `experimental/http/requests`: the former name of `http/requests`.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "experimental/http/requests",
    docs: "Sends requests to web services. Use package `http/requests` instead.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("requests.flux")),
};
