//! `holtWinters`.

use super::narrowed::Narrowed;
use crate::diagnostic::Failure;
use crate::engine::operators::holt_winters::HoltWinters;
use crate::time::Duration;
use crate::value::{Context, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Foretells values by the method of Holt and Winters, with a damped trend and, if wanted, a season.
///
/// The first value of each interval counts; intervals without a value, and nulls, are unknown to
/// the fit. Rows must be sorted by time. The result has the columns `_time` and `_value`.
#[builtin(
    since = "0.38.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn holt_winters(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// How many values to foretell.
    n: i64,
    /// Time between values.
    interval: Duration,
    /// Whether the fitted values come before the foretold ones. Default is `false`.
    #[default(false)]
    with_fit: bool,
    /// Column to foretell.
    #[default("_value")]
    column: Arc<str>,
    /// Column with the times.
    #[default("_time")]
    time_column: Arc<str>,
    /// After how many values the season begins again. Default is none, `0`.
    #[default(0)]
    seasonality: i64,
    /// Whether the error of the fit is added as `minSSE`. Default is `false`.
    #[default(false)]
    #[name("withMinSSE")]
    with_error: bool,
) -> Result<Stream, Failure> {
    if interval.approximate_nanoseconds() <= 0 {
        return Err(Failure::new(
            "flux::universe::interval",
            format!("the interval of holtWinters must be positive, not {interval}"),
        ));
    }
    let count = |n: i64| usize::try_from(n).unwrap_or(0);
    let function = HoltWinters {
        n: count(n),
        interval,
        with_fit,
        column,
        time_column,
        seasonality: count(seasonality),
        with_error,
    };
    Ok(Narrowed::stream(cx, "holtWinters", function, tables))
}
