//! Functions of the universe that always work on `_value`, besides the aggregates.

use crate::diagnostic::Failure;
use crate::stdlib::universe::{averages, histograms, integrals};
use crate::time::Duration;
use crate::value::{Context, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

fn value() -> Arc<str> {
    "_value".into()
}

fn time() -> Arc<str> {
    "_time".into()
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
