//! Package `testing/expect`: what a test says about how it is run.

use crate::value::{Package, Value};
use fluxlite_macros::builtin;

/// The package.
pub static PACKAGE: Package = Package {
    path: "testing/expect",
    docs: "Says in a test how it is to be run.",
    builtins: &[&PLANNER],
    constants: &[],
    flux: None,
};

/// Expects upstream's planner to use rules so many times. The planner here has other rules, so
/// that nothing is expected.
#[builtin(since = "0.155.0", returns = "{}", pure)]
pub fn planner(
    /// The rules by name.
    #[ty("[string: int]")]
    rules: Value,
) -> Value {
    drop(rules);
    Value::Record(Default::default())
}
