//! Package `contrib/rhajek/bigpanda`: alerts for BigPanda.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "contrib/rhajek/bigpanda",
    docs: "Sends alerts to BigPanda.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("bigpanda.flux")),
};
