//! Package `testing`: compares what a script makes with what it should make.

mod assertions;
pub mod expect;
#[cfg(test)]
mod tests;

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "testing",
    docs: "Compares streams and values with what they should be.",
    builtins: &[&assertions::ASSERT_EMPTY, &assertions::ASSERT_EQUALS],
    constants: &[],
    flux: Some(include_str!("testing.flux")),
};
