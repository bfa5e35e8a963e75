//! Package `contrib/bonitoo-io/servicenow`: events for ServiceNow.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "contrib/bonitoo-io/servicenow",
    docs: "Sends events to ServiceNow.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("servicenow.flux")),
};
