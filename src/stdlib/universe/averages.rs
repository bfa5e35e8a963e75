//! Moving averages, and indices of rise and fall.

use super::narrowed::Narrowed;
use crate::diagnostic::Failure;
use crate::engine::operators::smoothing::{Kind, Smoothing};
use crate::value::{Context, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// A node that smooths columns.
///
/// # Errors
/// If it should do so over no rows.
pub fn smoothed(
    cx: &Context,
    kind: Kind,
    n: i64,
    columns: Vec<Arc<str>>,
    tables: Stream,
) -> Result<Stream, Failure> {
    let n = match usize::try_from(n) {
        Ok(n) if n > 0 => n,
        _ => {
            return Err(Failure::new(
                "flux::universe::period",
                format!(
                    "{} cannot work with a period of {n} (must be greater than 0)",
                    kind.name()
                ),
            ));
        }
    };
    let function = Smoothing { kind, n, columns };
    Ok(Narrowed::stream(cx, kind.name(), function, tables))
}

/// Returns the mean of the current and the `n - 1` rows before it, nulls left out.
///
/// The first `n - 1` rows are dropped. Where all `n` values are null, the mean is null.
#[builtin(
    since = "0.35.0",
    returns = "stream[{B with _value: float}]",
    constraints = "A: Numeric"
)]
pub fn moving_average(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{B with _value: A}]")]
    tables: Stream,
    /// Number of rows to average.
    n: i64,
) -> Result<Stream, Failure> {
    smoothed(cx, Kind::Moving, n, vec!["_value".into()], tables)
}

/// Returns the exponential moving average of `_value`: recent values weigh more.
///
/// The first `n - 1` rows are dropped; the average begins with the mean of the first `n` values. A
/// null leaves it as it is. A table of fewer rows gives one row with their mean.
#[builtin(
    since = "0.37.0",
    returns = "stream[{B with _value: A}]",
    constraints = "A: Numeric"
)]
pub fn exponential_moving_average(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{B with _value: A}]")]
    tables: Stream,
    /// Number of rows to average.
    n: i64,
) -> Result<Stream, Failure> {
    smoothed(cx, Kind::Exponential, n, vec!["_value".into()], tables)
}

/// Returns the triple exponential derivative (TRIX): the change in percent of an exponential
/// moving average of an exponential moving average of an exponential moving average.
///
/// The first `3 * (n - 1) + 1` rows are dropped.
#[builtin(
    since = "0.40.0",
    returns = "stream[{B with _value: float}]",
    constraints = "A: Numeric, B: Record"
)]
pub fn triple_exponential_derivative(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{B with _value: A}]")]
    tables: Stream,
    /// Number of rows of each average.
    n: i64,
) -> Result<Stream, Failure> {
    let kind = Kind::TripleExponentialDerivative;
    smoothed(cx, kind, n, vec!["_value".into()], tables)
}

/// Returns the relative strength index (RSI): rises against falls, from 0 to 100.
///
/// The first `n` rows are dropped. A table of fewer rows gives one row with the index of all.
#[builtin(
    since = "0.38.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn relative_strength_index(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Number of rows to look at.
    n: i64,
    /// Columns to work on.
    #[default(["_value"])]
    columns: Vec<Arc<str>>,
) -> Result<Stream, Failure> {
    smoothed(cx, Kind::RelativeStrength, n, columns, tables)
}

/// Returns the Chande momentum oscillator (CMO): the sum of the rises less that of the falls, over
/// the sum of both, times 100.
///
/// The first `n` rows are dropped.
#[builtin(
    since = "0.39.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn chande_momentum_oscillator(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Number of changes to look at.
    n: i64,
    /// Columns to work on.
    #[default(["_value"])]
    columns: Vec<Arc<str>>,
) -> Result<Stream, Failure> {
    smoothed(cx, Kind::Chande, n, columns, tables)
}

/// Returns Kaufman's adaptive moving average (KAMA), which follows values closely while they go one
/// way, and slowly while they only swing.
///
/// The first `n` rows are dropped.
#[builtin(
    since = "0.40.0",
    name = "kaufmansAMA",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn kaufmans_ama(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Number of changes to look at.
    n: i64,
    /// Column to work on.
    #[default("_value")]
    column: Arc<str>,
) -> Result<Stream, Failure> {
    smoothed(cx, Kind::Kaufman, n, vec![column], tables)
}
