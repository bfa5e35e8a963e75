//! One number for each table that an aggregate of one column cannot give: `integral`,
//! `covariance`.

use super::changes::nanoseconds;
use super::narrowed::Narrowed;
use crate::diagnostic::Failure;
use crate::engine::operators::covariance::Covariance;
use crate::engine::operators::integral::Integral;
use crate::time::Duration;
use crate::value::{Context, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Returns the area under the curve of the non-null values of each table.
///
/// Rows must be sorted by time, and `_start` and `_stop` be in the group key, as `range` makes it.
/// Of rows with one time only the first counts.
#[builtin(
    since = "0.7.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn integral(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Length of time that counts as one. Default is `1s`.
    unit: Option<Duration>,
    /// Column with the times.
    #[default("_time")]
    time_column: Arc<str>,
    /// Column to work on.
    #[default("_value")]
    column: Arc<str>,
    /// `linear` draws the curve on to `_start` and `_stop`. Default is not to.
    #[default("")]
    interpolate: Arc<str>,
) -> Stream {
    let function = Integral {
        column,
        time_column,
        unit: nanoseconds(unit),
        interpolate: &*interpolate == "linear",
    };
    Narrowed::stream(cx, "integral", function, tables)
}

/// Returns the covariance of two columns of floats of each table.
///
/// Rows with a null in one of them are left out. Fewer than two rows give NaN.
#[builtin(
    since = "0.7.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn covariance(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// The two columns.
    columns: Vec<Arc<str>>,
    /// Whether to give Pearson's correlation coefficient instead. Default is `false`.
    #[default(false)]
    pearsonr: bool,
    /// Column for the result.
    #[default("_value")]
    value_dst: Arc<str>,
) -> Result<Stream, Failure> {
    let columns = <[Arc<str>; 2]>::try_from(columns).map_err(|columns| {
        Failure::new(
            "flux::universe::covariance_columns",
            format!("must provide exactly two columns, not {}", columns.len()),
        )
    })?;
    let function = Covariance {
        columns,
        pearsonr,
        destination: value_dst,
    };
    Ok(Narrowed::stream(cx, "covariance", function, tables))
}
