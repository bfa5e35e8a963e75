//! Package `experimental`: functions that have not yet found their place.

mod aggregates;
pub mod array;
pub mod date;
pub mod json;
pub mod record;
pub mod table;
mod to;
mod values;

use crate::value::Package;

/// The package. One builtin a line, by name.
pub static PACKAGE: Package = Package {
    path: "experimental",
    docs: "Functions that have not yet found their place.",
    #[rustfmt::skip]
    builtins: &[
        &values::CATCH,
        &aggregates::COUNT,
        &aggregates::DISTINCT,
        &aggregates::FILL_VALUES,
        &aggregates::FIRST,
        &aggregates::LAST,
        &aggregates::MAX,
        &aggregates::MEAN,
        &aggregates::MIN,
        &aggregates::MODE,
        &values::OBJECT_KEYS,
        &aggregates::QUANTILE_OF_VALUES,
        &aggregates::SKEW,
        &aggregates::SPREAD,
        &aggregates::STDDEV,
        &aggregates::SUM,
        &to::TO,
        &aggregates::UNIQUE,
    ],
    constants: &[],
    flux: Some(include_str!("experimental.flux")),
};
