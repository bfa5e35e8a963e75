//! How values change from row to row: `difference`, `derivative`, `cumulativeSum`, `elapsed`.

use super::narrowed::Narrowed;
use crate::diagnostic::Failure;
use crate::engine::operators::cumulative_sum::CumulativeSum;
use crate::engine::operators::derivative::Derivative;
use crate::engine::operators::difference::Difference;
use crate::engine::operators::elapsed::Elapsed;
use crate::time::Duration;
use crate::value::{Context, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Returns the difference between each value and the one before it that is not null.
///
/// The first row of each table is dropped, as nothing stands before it. Differences of unsigned
/// integers are signed. A null gives null.
#[builtin(
    since = "0.7.1",
    returns = "stream[R]",
    constraints = "A: Record, R: Record"
)]
pub fn difference(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Whether a fall gives null instead of a negative number. Default is `false`.
    #[default(false)]
    non_negative: bool,
    /// Columns to work on.
    #[default(["_value"])]
    columns: Vec<Arc<str>>,
    /// Whether the first row stays, with null. Default is `false`.
    #[default(false)]
    keep_first: bool,
    /// Whether counting begins at zero: with `keepFirst` the first row has 0, with `nonNegative` a
    /// fall gives the value itself. Default is `false`.
    #[default(false)]
    initial_zero: bool,
) -> Stream {
    let function = Difference {
        columns,
        non_negative,
        keep_first,
        initial_zero,
    };
    Narrowed::stream(cx, "difference", function, tables)
}

/// Returns the rate at which values change per unit of time, as floats.
///
/// Rows must be sorted by time. Of rows with one time only the first stays, and the first row of
/// each table is dropped. A null gives null.
#[builtin(
    since = "0.7.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn derivative(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// The unit of time. Default is `1s`. A month counts as 30.4375 days.
    unit: Option<Duration>,
    /// Whether a fall gives null instead of a negative rate. Default is `false`.
    #[default(false)]
    non_negative: bool,
    /// Columns to work on.
    #[default(["_value"])]
    columns: Vec<Arc<str>>,
    /// Column with the times.
    #[default("_time")]
    time_column: Arc<str>,
    /// Whether, with `nonNegative`, a fall gives 0 instead of null. Default is `false`.
    #[default(false)]
    initial_zero: bool,
) -> Stream {
    let function = Derivative {
        columns,
        time_column,
        unit: nanoseconds(unit),
        non_negative,
        initial_zero,
    };
    Narrowed::stream(cx, "derivative", function, tables)
}

/// Returns the running total of the non-null values in columns.
///
/// A null counts as zero. Columns without numbers stay as they are.
#[builtin(
    since = "0.7.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn cumulative_sum(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Columns to work on.
    #[default(["_value"])]
    columns: Vec<Arc<str>>,
) -> Stream {
    Narrowed::stream(cx, "cumulativeSum", CumulativeSum { columns }, tables)
}

/// Returns the time between each row and the one before, in a new column of whole units.
///
/// The first row of each table is dropped.
#[builtin(
    since = "0.36.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn elapsed(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// The unit of time. Default is `1s`.
    unit: Option<Duration>,
    /// Column with the times.
    #[default("_time")]
    time_column: Arc<str>,
    /// Column for the result.
    #[default("elapsed")]
    column_name: Arc<str>,
) -> Result<Stream, Failure> {
    let unit = nanoseconds(unit);
    if unit == 0 {
        return Err(Failure::new(
            "flux::universe::zero_unit",
            "elapsed cannot count in units of no length",
        )
        .help("give a unit such as `1s`"));
    }
    let function = Elapsed {
        unit,
        time_column,
        column: column_name,
    };
    Ok(Narrowed::stream(cx, "elapsed", function, tables))
}

/// A unit of time, a second where none is given.
pub fn nanoseconds(unit: Option<Duration>) -> i64 {
    unit.map_or(1_000_000_000, Duration::approximate_nanoseconds)
}
