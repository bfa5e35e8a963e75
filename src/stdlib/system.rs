//! Package `system`: what the machine says.

use crate::time::Time;
use crate::value::{Context, Package};
use fluxlite_macros::builtin;

/// The package.
pub static PACKAGE: Package = Package {
    path: "system",
    docs: "Asks the machine that runs the script.",
    builtins: &[&TIME],
    constants: &[],
    flux: None,
};

/// The machine's clock at this moment; each call asks it anew.
#[builtin(since = "0.18.0")]
pub fn time(#[context] cx: &Context) -> Time {
    cx.world().now()
}
