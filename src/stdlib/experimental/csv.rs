//! Package `experimental/csv`: CSV from web services.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "experimental/csv",
    docs: "Reads CSV from web services. Use `csv.from` and `requests.get` instead.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("csv.flux")),
};
