//! Package `contrib/bonitoo-io/zenoss`: events for Zenoss.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "contrib/bonitoo-io/zenoss",
    docs: "Sends events to Zenoss.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("zenoss.flux")),
};
