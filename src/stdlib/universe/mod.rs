//! Package `universe`: in scope everywhere, without an import.

pub mod aggregates;
pub mod averages;
mod changes;
pub mod column_values;
pub mod columns;
pub mod conversions;
pub mod fill;
mod find;
pub mod histograms;
mod holt_winters;
pub mod integrals;
mod join;
mod key_values;
mod labels;
pub mod narrowed;
pub mod operation;
mod pipeline;
pub(in crate::stdlib) use pipeline::bound;
mod pivot;
pub mod quantile;
mod reshaping;
mod rows;
mod sample;
pub mod selectors;
mod sort;
mod states;
mod times;
pub mod values;
pub mod window;

use crate::time::Duration;
use crate::value::{Constant, Package, Value};

/// The package. One builtin a line, by name.
pub static PACKAGE: Package = Package {
    path: "universe",
    docs: "Functions in scope everywhere, without an import.",
    #[rustfmt::skip]
    builtins: &[
        &window::AGGREGATE_WINDOW_,
        &conversions::TO_BOOL,
        &sort::BOTTOM,
        &conversions::TO_BYTES,
        &averages::CHANDE_MOMENTUM_OSCILLATOR,
        &labels::COLUMNS,
        &values::CONTAINS,
        &aggregates::COUNT,
        &integrals::COVARIANCE,
        &changes::CUMULATIVE_SUM,
        &changes::DERIVATIVE,
        &values::DIE,
        &changes::DIFFERENCE,
        &values::DISPLAY,
        &column_values::DISTINCT,
        &columns::DROP,
        &columns::DUPLICATE,
        &conversions::TO_DURATION,
        &changes::ELAPSED,
        &averages::EXPONENTIAL_MOVING_AVERAGE,
        &fill::FILL,
        &pipeline::FILTER,
        &find::FIND_COLUMN,
        &find::FIND_RECORD,
        &selectors::FIRST,
        &conversions::TO_FLOAT,
        &find::GET_COLUMN,
        &find::GET_RECORD,
        &pipeline::GROUP,
        &histograms::HISTOGRAM,
        &histograms::HISTOGRAM_QUANTILE,
        &holt_winters::HOLT_WINTERS,
        &times::HOUR_SELECTION,
        &conversions::TO_INT,
        &integrals::INTEGRAL,
        &join::JOIN,
        &averages::KAUFMANS_AMA,
        &columns::KEEP,
        &labels::KEYS,
        &key_values::KEY_VALUES,
        &selectors::LAST,
        &values::LENGTH,
        &rows::LIMIT,
        &histograms::LINEAR_BINS,
        &histograms::LOGARITHMIC_BINS,
        &pipeline::MAP,
        &selectors::MAX,
        &aggregates::MEAN,
        &quantile::MEDIAN,
        &selectors::MIN,
        &column_values::MODE,
        &averages::MOVING_AVERAGE,
        &values::NOW,
        &pivot::PIVOT,
        &quantile::QUANTILE,
        &pipeline::RANGE,
        &pipeline::REDUCE,
        &averages::RELATIVE_STRENGTH_INDEX,
        &columns::RENAME,
        &sample::SAMPLE,
        &columns::SET,
        &aggregates::SKEW,
        &sort::SORT,
        &aggregates::SPREAD,
        &states::STATE_TRACKING,
        &aggregates::STDDEV,
        &conversions::TO_STRING,
        &aggregates::SUM,
        &find::TABLE_FIND,
        &rows::TAIL,
        &conversions::TO_TIME,
        &times::TIME_SHIFT,
        &values::TODAY,
        &sort::TOP,
        &averages::TRIPLE_EXPONENTIAL_DERIVATIVE,
        &conversions::TO_UINT,
        &rows::UNION,
        &column_values::UNIQUE,
        &window::WINDOW_,
        &rows::YIELD_,
    ],
    constants: &[Constant {
        name: "inf",
        docs: "Longer than any two times are apart.",
        ty: "duration",
        value: || Value::Duration(Duration::INFINITE),
    }],
    flux: Some(include_str!("universe.flux")),
};
