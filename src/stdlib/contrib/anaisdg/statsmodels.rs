//! Package `contrib/anaisdg/statsmodels`: lines through data.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "contrib/anaisdg/statsmodels",
    docs: "Fits lines to data.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("statsmodels.flux")),
};
