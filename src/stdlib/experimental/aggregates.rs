//! Aggregates and selectors of the column `_value`: those of `universe`, without a choice.

use crate::diagnostic::Failure;
use crate::stdlib::universe::{aggregates, column_values, fill, quantile, selectors};
use crate::value::{Context, Stream, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The column.
const VALUE: &str = "_value";

/// Returns the number of records in each table, nulls included.
#[builtin(since = "0.107.0", returns = "stream[{T with _value: int}]")]
pub fn count(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: A}]")]
    tables: Stream,
) -> Stream {
    aggregates::count(cx, tables, VALUE.into())
}

/// Returns the sum of the non-null values in `_value`.
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
    aggregates::sum(cx, tables, VALUE.into())
}

/// Returns the average of the non-null values in `_value`.
#[builtin(since = "0.107.0", returns = "stream[{T with _value: float}]")]
pub fn mean(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: float}]")]
    tables: Stream,
) -> Stream {
    aggregates::mean(cx, tables, VALUE.into())
}

/// Returns the difference between the largest and the smallest value in `_value`.
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
    aggregates::spread(cx, tables, VALUE.into())
}

/// Returns the skewness of the non-null values in `_value`.
#[builtin(since = "0.107.0", returns = "stream[{T with _value: float}]")]
pub fn skew(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: float}]")]
    tables: Stream,
) -> Stream {
    aggregates::skew(cx, tables, VALUE.into())
}

/// Returns the first row of each table whose `_value` is not null.
#[builtin(since = "0.107.0", returns = "stream[{T with _value: A}]")]
pub fn first(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: A}]")]
    tables: Stream,
) -> Stream {
    selectors::first(cx, tables, VALUE.into())
}

/// Returns the last row of each table whose `_value` is not null.
#[builtin(since = "0.107.0", returns = "stream[{T with _value: A}]")]
pub fn last(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: A}]")]
    tables: Stream,
) -> Stream {
    selectors::last(cx, tables, VALUE.into())
}

/// Returns the row of each table with the smallest `_value`.
#[builtin(since = "0.107.0", returns = "stream[{T with _value: A}]")]
pub fn min(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: A}]")]
    tables: Stream,
) -> Stream {
    selectors::min(cx, tables, VALUE.into())
}

/// Returns the row of each table with the greatest `_value`.
#[builtin(since = "0.107.0", returns = "stream[{T with _value: A}]")]
pub fn max(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: A}]")]
    tables: Stream,
) -> Stream {
    selectors::max(cx, tables, VALUE.into())
}

/// Returns the values that occur in `_value`, each once.
#[builtin(since = "0.107.0", returns = "stream[{T with _value: A}]")]
pub fn distinct(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: A}]")]
    tables: Stream,
) -> Stream {
    column_values::distinct(cx, tables, VALUE.into())
}

/// Returns the first row of each `_value`.
#[builtin(since = "0.107.0", returns = "stream[{T with _value: A}]")]
pub fn unique(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: A}]")]
    tables: Stream,
) -> Stream {
    column_values::unique(cx, tables, VALUE.into())
}

/// Returns the most frequent values of `_value`, in order.
#[builtin(since = "0.107.0", returns = "stream[{T with _value: A}]")]
pub fn mode(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: A}]")]
    tables: Stream,
) -> Stream {
    column_values::mode(cx, tables, VALUE.into())
}

/// Returns the standard deviation of the non-null values in `_value`.
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
    aggregates::stddev(cx, tables, VALUE.into(), mode)
}

/// Returns a quantile of the values in `_value`.
#[builtin(
    name = "quantile",
    since = "0.107.0",
    returns = "stream[{T with _value: float}]"
)]
pub fn quantile_of_values(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: float}]")]
    tables: Stream,
    /// Quantile to compute, from 0.0 to 1.0.
    q: f64,
    /// How exact the estimate is: about the number of centroids that are kept.
    compression: Option<f64>,
    /// `estimate_tdigest`, `exact_mean` or `exact_selector`.
    #[default("estimate_tdigest")]
    method: Arc<str>,
) -> Result<Stream, Failure> {
    quantile::quantile(cx, tables, VALUE.into(), q, compression, method)
}

/// Replaces the nulls of `_value`, by a value or by the value before.
#[builtin(
    name = "fill",
    since = "0.112.0",
    returns = "stream[{T with _value: A}]"
)]
pub fn fill_values(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _value: A}]")]
    tables: Stream,
    /// Value that nulls become.
    #[ty("A")]
    value: Option<Value>,
    /// Whether a null becomes the last value before it that is none.
    use_previous: Option<bool>,
) -> Result<Stream, Failure> {
    fill::fill(cx, tables, VALUE.into(), value, use_previous)
}
