//! Package `contrib/bonitoo-io/alerta`: alerts for Alerta.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "contrib/bonitoo-io/alerta",
    docs: "Sends alerts to Alerta.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("alerta.flux")),
};
