//! Package `experimental`: functions that have not yet found their place.

pub mod aggregate;
mod aggregates;
pub mod array;
pub mod bigtable;
pub mod csv;
pub mod date;
mod diff;
pub mod dynamic;
pub mod geo;
pub mod http;
pub mod influxdb;
pub mod iox;
pub mod json;
pub mod mqtt;
pub mod oee;
mod of_value;
pub mod polyline;
pub mod prometheus;
pub mod query;
pub mod record;
pub mod table;
mod tables;
mod to;
pub mod usage;
mod values;

use crate::value::Package;

/// The package. One builtin a line, by name.
pub static PACKAGE: Package = Package {
    path: "experimental",
    docs: "Functions that have not yet found their place.",
    #[rustfmt::skip]
    builtins: &[
        &values::CATCH,
        &tables::CHAIN,
        &aggregates::COUNT,
        &diff::DIFF,
        &aggregates::DISTINCT,
        &aggregates::FILL_VALUES,
        &aggregates::FIRST,
        &tables::GROUP,
        &of_value::HISTOGRAM,
        &of_value::HISTOGRAM_QUANTILE,
        &of_value::INTEGRAL,
        &tables::JOIN,
        &of_value::KAUFMANS_AMA,
        &aggregates::LAST,
        &aggregates::MAX,
        &aggregates::MEAN,
        &aggregates::MIN,
        &aggregates::MODE,
        &values::OBJECT_KEYS,
        &tables::PREVIEW,
        &aggregates::QUANTILE_OF_VALUES,
        &tables::SET,
        &aggregates::SKEW,
        &aggregates::SPREAD,
        &aggregates::STDDEV,
        &aggregates::SUM,
        &to::TO,
        &aggregates::UNIQUE,
        &tables::UNPIVOT,
        &tables::WINDOW,
    ],
    constants: &[],
    flux: Some(include_str!("experimental.flux")),
};
