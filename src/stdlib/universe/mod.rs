//! Package `universe`: in scope everywhere, without an import.

mod aggregates;
mod changes;
mod columns;
mod find;
pub mod narrowed;
mod rows;
mod selectors;
mod window;

use crate::value::Package;

/// The package. One builtin a line, by name.
pub static PACKAGE: Package = Package {
    path: "universe",
    docs: "Functions in scope everywhere, without an import.",
    #[rustfmt::skip]
    builtins: &[
        &columns::COLUMNS,
        &aggregates::COUNT,
        &changes::CUMULATIVE_SUM,
        &changes::DERIVATIVE,
        &changes::DIFFERENCE,
        &changes::ELAPSED,
        &columns::DROP,
        &columns::DUPLICATE,
        &find::FIND_COLUMN,
        &find::FIND_RECORD,
        &selectors::FIRST,
        &find::GET_COLUMN,
        &find::GET_RECORD,
        &columns::KEEP,
        &columns::KEYS,
        &selectors::LAST,
        &rows::LIMIT,
        &selectors::MAX,
        &aggregates::MEAN,
        &selectors::MIN,
        &columns::RENAME,
        &columns::SET,
        &aggregates::SKEW,
        &aggregates::SPREAD,
        &aggregates::STDDEV,
        &aggregates::SUM,
        &find::TABLE_FIND,
        &rows::TAIL,
        &rows::UNION,
        &rows::YIELD_,
        &window::AGGREGATE_WINDOW_,
        &window::WINDOW_,
    ],
    constants: &[],
    flux: Some(include_str!("universe.flux")),
};
