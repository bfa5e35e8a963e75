//! Package `runtime`: what runs the script.

use crate::value::Package;
use fluxlite_macros::builtin;

/// The package.
pub static PACKAGE: Package = Package {
    path: "runtime",
    docs: "Tells what runs the script.",
    builtins: &[&VERSION],
    constants: &[],
    flux: None,
};

/// The version of fluxlite that runs the script.
#[builtin(since = "0.38.0", pure)]
pub fn version() -> String {
    concat!("fluxlite ", env!("CARGO_PKG_VERSION")).to_owned()
}
