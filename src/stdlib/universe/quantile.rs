//! `quantile` and `median`.

use super::aggregates::{Aggregated, one_row};
use super::operation::Operation;
use crate::diagnostic::Failure;
use crate::engine::operators::accumulator::Aggregation;
use crate::engine::operators::quantile_row::QuantileRow;
use crate::value::{Context, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Returns a quantile of the values in a column.
///
/// `estimate_tdigest` estimates it in little memory. `exact_mean` interpolates between the two
/// values next to it. `exact_selector` gives the row whose `_value` is the quantile.
#[builtin(since = "0.24.0", returns = "stream[A]", constraints = "A: Record")]
pub fn quantile(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column to compute the quantile of.
    #[default("_value")]
    column: Arc<str>,
    /// Quantile to compute, from 0.0 to 1.0.
    q: f64,
    /// How exact the estimate is: about the number of centroids that are kept. Default is
    /// `1000.0`, and only for `estimate_tdigest`.
    compression: Option<f64>,
    /// `estimate_tdigest`, `exact_mean` or `exact_selector`.
    #[default("estimate_tdigest")]
    method: Arc<str>,
) -> Result<Stream, Failure> {
    make(cx, "quantile", tables, column, q, compression, &method)
}

/// Returns the median of the values in a column: the quantile 0.5.
#[builtin(since = "0.7.0", returns = "stream[A]", constraints = "A: Record")]
pub fn median(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column to compute the median of.
    #[default("_value")]
    column: Arc<str>,
    /// `estimate_tdigest`, `exact_mean` or `exact_selector`.
    #[default("estimate_tdigest")]
    method: Arc<str>,
    /// How exact the estimate is: about the number of centroids that are kept. Default is
    /// `1000.0`, and only for `estimate_tdigest`.
    #[default(0.0)]
    compression: f64,
) -> Result<Stream, Failure> {
    make(
        cx,
        "median",
        tables,
        column,
        0.5,
        Some(compression),
        &method,
    )
}

fn make(
    cx: &Context,
    name: &'static str,
    tables: Stream,
    column: Arc<str>,
    q: f64,
    compression: Option<f64>,
    method: &str,
) -> Result<Stream, Failure> {
    let invalid = |message: String| Failure::new("flux::universe::quantile", message);
    if !(0.0..=1.0).contains(&q) {
        return Err(invalid("quantile must be between 0 and 1".into()));
    }
    let compression = compression.unwrap_or(0.0);
    if compression > 0.0 && method != "estimate_tdigest" {
        let message = "compression parameter is only valid for method estimate_tdigest";
        return Err(invalid(message.into()));
    }
    // What is built for so many centroids must fit into memory.
    let compression = match compression {
        0.0 => 1000.0,
        given if (1.0..=1e6).contains(&given) => given,
        given => {
            let message = format!("compression must be between 1 and 1000000, but was {given}");
            return Err(invalid(message));
        }
    };
    let aggregation = match method {
        "estimate_tdigest" => Aggregation::Quantile { q, compression },
        "exact_mean" => Aggregation::ExactQuantile { q },
        "exact_selector" => {
            let promise = |input| one_row(&[input]);
            let arguments = format!("q: {q}, method: exact_selector");
            return Ok(Operation::stream(
                cx,
                name,
                arguments,
                promise,
                tables,
                // The column is not looked at: upstream has it so.
                move |cx, input| QuantileRow::new(q, "_value".into(), input, cx.memory()),
            ));
        }
        other => {
            return Err(invalid(format!("unknown method {other}"))
                .help("the methods are `estimate_tdigest`, `exact_mean` and `exact_selector`"));
        }
    };
    Ok(Aggregated::stream(cx, name, aggregation, column, tables))
}
