//! Package `internal/promql`: what queries of Prometheus are translated to.

mod dates;
mod series;
mod tables;

use crate::value::Package;

/// The package. One builtin a line, by name.
pub static PACKAGE: Package = Package {
    path: "internal/promql",
    docs: "Computes what queries of Prometheus do.",
    #[rustfmt::skip]
    builtins: &[
        &series::CHANGES,
        &tables::EMPTY_TABLE,
        &series::EXTRAPOLATED_RATE,
        &series::HOLT_WINTERS,
        &series::INSTANT_RATE,
        &tables::LABEL_REPLACE,
        &series::LINEAR_REGRESSION,
        &tables::PROM_HISTOGRAM_QUANTILE,
        &dates::PROMQL_DAY_OF_MONTH,
        &dates::PROMQL_DAY_OF_WEEK,
        &dates::PROMQL_DAYS_IN_MONTH,
        &dates::PROMQL_HOUR,
        &dates::PROMQL_MINUTE,
        &dates::PROMQL_MONTH,
        &dates::PROMQL_YEAR,
        &series::RESETS,
        &tables::TIMESTAMP,
    ],
    constants: &[],
    flux: Some(include_str!("promql.flux")),
};
