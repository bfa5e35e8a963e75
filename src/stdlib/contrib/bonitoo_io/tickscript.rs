//! Package `contrib/bonitoo-io/tickscript`: what TICKscripts did, in Flux.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "contrib/bonitoo-io/tickscript",
    docs: "Helps to turn TICKscripts into Flux.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("tickscript.flux")),
};
