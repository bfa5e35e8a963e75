//! Functions of the universe that always work on `_value`, whose type is then known.

use crate::diagnostic::Failure;
use crate::stdlib::universe::{
    aggregates, averages, column_values, fill as filling, histograms, integrals,
    quantile as quantiles, selectors,
};
use crate::time::Duration;
use crate::value::{Context, Stream, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

fn value() -> Arc<str> {
    "_value".into()
}

fn time() -> Arc<str> {
    "_time".into()
}

/// Returns the number of rows of each table, nulls in `_value` included.
#[builtin(since = "0.107.0", returns = "stream[{T with _value: int}]")]
pub fn count(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: A}]")]
    tables: Stream,
) -> Stream {
    aggregates::count(cx, tables, value())
}

/// Returns the sum of the non-null values of each table.
#[builtin(
    since = "0.107.0",
    returns = "stream[{T with _value: A}]",
    constraints = "A: Numeric"
)]
pub fn sum(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: A}]")]
    tables: Stream,
) -> Stream {
    aggregates::sum(cx, tables, value())
}

/// Returns the average of the non-null values of each table.
#[builtin(since = "0.107.0", returns = "stream[{T with _value: float}]")]
pub fn mean(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: float}]")]
    tables: Stream,
) -> Stream {
    aggregates::mean(cx, tables, value())
}

/// Returns the difference between the largest and the smallest value of each table.
#[builtin(
    since = "0.107.0",
    returns = "stream[{T with _value: A}]",
    constraints = "A: Numeric"
)]
pub fn spread(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: A}]")]
    tables: Stream,
) -> Stream {
    aggregates::spread(cx, tables, value())
}

/// Returns the skewness of the non-null values of each table.
#[builtin(since = "0.107.0", returns = "stream[{T with _value: float}]")]
pub fn skew(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: float}]")]
    tables: Stream,
) -> Stream {
    aggregates::skew(cx, tables, value())
}

/// Returns the first row of each table whose value is not null.
#[builtin(since = "0.112.0", returns = "stream[{T with _value: A}]")]
pub fn first(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: A}]")]
    tables: Stream,
) -> Stream {
    selectors::first(cx, tables, value())
}

/// Returns the last row of each table whose value is not null.
#[builtin(since = "0.112.0", returns = "stream[{T with _value: A}]")]
pub fn last(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: A}]")]
    tables: Stream,
) -> Stream {
    selectors::last(cx, tables, value())
}

/// Returns the row of the smallest value of each table.
#[builtin(since = "0.112.0", returns = "stream[{T with _value: A}]")]
pub fn min(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: A}]")]
    tables: Stream,
) -> Stream {
    selectors::min(cx, tables, value())
}

/// Returns the row of the largest value of each table.
#[builtin(since = "0.112.0", returns = "stream[{T with _value: A}]")]
pub fn max(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: A}]")]
    tables: Stream,
) -> Stream {
    selectors::max(cx, tables, value())
}

/// Returns the values that are most frequent in each table.
#[builtin(since = "0.107.0", returns = "stream[{T with _value: A}]")]
pub fn mode(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: A}]")]
    tables: Stream,
) -> Stream {
    column_values::mode(cx, tables, value())
}

/// Returns the distinct values of each table.
#[builtin(since = "0.112.0", returns = "stream[{T with _value: A}]")]
pub fn distinct(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: A}]")]
    tables: Stream,
) -> Stream {
    column_values::distinct(cx, tables, value())
}

/// Returns the first row of each value of each table.
#[builtin(since = "0.112.0", returns = "stream[{T with _value: A}]")]
pub fn unique(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: A}]")]
    tables: Stream,
) -> Stream {
    column_values::unique(cx, tables, value())
}

/// Returns the standard deviation of the non-null values of each table.
#[builtin(since = "0.107.0", returns = "stream[{T with _value: float}]")]
pub fn stddev(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: float}]")]
    tables: Stream,
    /// `sample`, or `population` where the values are all there are.
    #[default("sample")]
    mode: Arc<str>,
) -> Result<Stream, Failure> {
    aggregates::stddev(cx, tables, value(), mode)
}

/// Returns a quantile of the non-null values of each table.
#[builtin(since = "0.107.0", returns = "stream[{T with _value: float}]")]
pub fn quantile(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: float}]")]
    tables: Stream,
    /// Which quantile, from 0.0 to 1.0.
    q: f64,
    /// How many centroids the estimate has. Default is `1000.0`.
    compression: Option<f64>,
    /// `estimate_tdigest`, `exact_mean` or `exact_selector`.
    #[default("estimate_tdigest")]
    method: Arc<str>,
) -> Result<Stream, Failure> {
    quantiles::quantile(cx, tables, value(), q, compression, method)
}

/// Replaces nulls by a value, or by the value before.
#[builtin(since = "0.112.0", returns = "stream[{T with _value: A}]")]
pub fn fill(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: A}]")]
    tables: Stream,
    /// The value.
    #[name("value")]
    #[ty("A")]
    with: Option<Value>,
    /// Whether the value before is taken instead.
    use_previous: Option<bool>,
) -> Result<Stream, Failure> {
    filling::fill(cx, tables, value(), with, use_previous)
}

/// Returns the area under the curve of the non-null values of each table.
#[builtin(since = "0.106.0", returns = "stream[{T with _value: B}]")]
pub fn integral(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: B, _time: time}]")]
    tables: Stream,
    /// Length of time that counts as one. Default is `1s`.
    unit: Option<Duration>,
    /// `linear` draws the curve on to `_start` and `_stop`. Default is not to.
    #[default("")]
    interpolate: Arc<str>,
) -> Stream {
    integrals::integral(cx, tables, unit, time(), value(), interpolate)
}

/// Counts the values of each table up to each of some bounds.
#[builtin(
    since = "0.112.0",
    returns = "stream[{T with le: float, _value: float}]"
)]
pub fn histogram(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: float}]")]
    tables: Stream,
    /// Upper bounds of the bins.
    bins: Vec<f64>,
    /// Whether to give parts of one instead of counts. Default is `false`.
    #[default(false)]
    normalize: bool,
) -> Stream {
    histograms::histogram(cx, tables, value(), "le".into(), value(), bins, normalize)
}

/// Approximates a quantile of the values that a histogram has counted.
#[builtin(since = "0.107.0", returns = "stream[{T with _value: float}]")]
pub fn histogram_quantile(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with le: float, _value: float}]")]
    tables: Stream,
    /// Which quantile, from 0.0 to 1.0. It is required.
    quantile: Option<f64>,
    /// Lower bound of the first bin. Default is `0.0`.
    #[default(0.0)]
    min_value: f64,
) -> Result<Stream, Failure> {
    let (bounds, mode) = ("le".into(), "error".into());
    histograms::histogram_quantile(
        cx,
        tables,
        quantile,
        value(),
        bounds,
        value(),
        min_value,
        mode,
    )
}

/// Returns Kaufman's adaptive moving average.
#[builtin(
    since = "0.107.0",
    name = "kaufmansAMA",
    returns = "stream[{T with _value: float}]",
    constraints = "A: Numeric"
)]
pub fn kaufmans_ama(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: A}]")]
    tables: Stream,
    /// Number of changes to look at.
    n: i64,
) -> Result<Stream, Failure> {
    averages::kaufmans_ama(cx, tables, n, value())
}
