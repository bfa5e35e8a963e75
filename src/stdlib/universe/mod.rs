//! Package `universe`: in scope everywhere, without an import.

mod aggregates;
mod changes;
pub mod narrowed;
mod selectors;

use crate::value::Package;

/// The package. One builtin a line, by name.
pub static PACKAGE: Package = Package {
    path: "universe",
    docs: "Functions in scope everywhere, without an import.",
    #[rustfmt::skip]
    builtins: &[
        &aggregates::COUNT,
        &changes::CUMULATIVE_SUM,
        &changes::DERIVATIVE,
        &changes::DIFFERENCE,
        &changes::ELAPSED,
        &selectors::FIRST,
        &selectors::LAST,
        &selectors::MAX,
        &aggregates::MEAN,
        &selectors::MIN,
        &aggregates::SKEW,
        &aggregates::SPREAD,
        &aggregates::STDDEV,
        &aggregates::SUM,
    ],
    constants: &[],
    flux: Some(include_str!("universe.flux")),
};
