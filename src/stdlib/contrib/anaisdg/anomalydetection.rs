//! Package `contrib/anaisdg/anomalydetection`: rows that stand out.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "contrib/anaisdg/anomalydetection",
    docs: "Finds rows that stand out.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("anomalydetection.flux")),
};
