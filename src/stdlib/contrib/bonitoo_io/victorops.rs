//! Package `contrib/bonitoo-io/victorops`: alerts for VictorOps.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "contrib/bonitoo-io/victorops",
    docs: "Sends alerts to VictorOps.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("victorops.flux")),
};
