//! Package `contrib/qxip/logql`: LogQL queries of Loki and of what speaks like it.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "contrib/qxip/logql",
    docs: "Reads Loki.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("logql.flux")),
};
