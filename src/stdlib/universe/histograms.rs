//! Histograms, quantiles read from them, and bounds for them.

use super::narrowed::Narrowed;
use crate::diagnostic::Failure;
use crate::engine::operators::histogram::Histogram;
use crate::engine::operators::histogram_quantile::{HistogramQuantile, Nonmonotonic};
use crate::value::{Context, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Counts the values of each table up to each of some bounds.
///
/// Each table gives one row for each bin: its upper bound, which is included, and how many values
/// there are up to it. A value above all bounds is an error.
#[builtin(
    since = "0.7.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn histogram(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column of floats.
    #[default("_value")]
    column: Arc<str>,
    /// Column for the upper bounds.
    #[default("le")]
    upper_bound_column: Arc<str>,
    /// Column for the counts.
    #[default("_value")]
    count_column: Arc<str>,
    /// Upper bounds of the bins. `linearBins()` and `logarithmicBins()` make them.
    bins: Vec<f64>,
    /// Whether to give parts of one instead of counts. Default is `false`.
    #[default(false)]
    normalize: bool,
) -> Stream {
    let mut bins = bins;
    bins.sort_by(f64::total_cmp);
    let function = Histogram {
        column,
        bound_column: upper_bound_column,
        count_column,
        bins,
        normalize,
    };
    Narrowed::stream(cx, "histogram", function, tables)
}

/// Approximates a quantile of the values that a histogram has counted.
///
/// The input has a row for each bin: its upper bound and how many values there are up to it. Between
/// bounds the quantile is interpolated.
#[builtin(returns = "stream[B]", constraints = "A: Record, B: Record")]
pub fn histogram_quantile(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Which quantile, from 0.0 to 1.0. It is required.
    quantile: Option<f64>,
    /// Column with the counts.
    #[default("_value")]
    count_column: Arc<str>,
    /// Column with the upper bounds.
    #[default("le")]
    upper_bound_column: Arc<str>,
    /// Column for the result.
    #[default("_value")]
    value_column: Arc<str>,
    /// Lower bound of the first bin. Default is `0.0`.
    #[default(0.0)]
    min_value: f64,
    /// What to do where counts fall: `error`, `force` them up, or `drop` the table's row.
    #[default("error")]
    on_nonmonotonic: Arc<str>,
) -> Result<Stream, Failure> {
    let nonmonotonic = match &*on_nonmonotonic {
        "error" => Nonmonotonic::Error,
        "force" => Nonmonotonic::Force,
        "drop" => Nonmonotonic::Drop,
        other => {
            return Err(Failure::new(
                "flux::universe::on_nonmonotonic",
                format!("value provided to histogramQuantile parameter onNonmonotonic is invalid: \"{other}\""),
            )
            .help("`onNonmonotonic` is `error`, `force` or `drop`"));
        }
    };
    let Some(quantile) = quantile else {
        return Err(Failure::new(
            "flux::eval::missing_argument",
            "missing required argument `quantile`",
        )
        .help("for the median, write `histogramQuantile(quantile: 0.5)`"));
    };
    let function = HistogramQuantile {
        quantile,
        count_column,
        bound_column: upper_bound_column,
        value_column,
        min_value,
        nonmonotonic,
    };
    Ok(Narrowed::stream(cx, "histogramQuantile", function, tables))
}

/// Returns bounds at equal distances, for `histogram()`.
#[builtin(since = "0.19.0", pure)]
pub fn linear_bins(
    /// The first bound.
    start: f64,
    /// The distance between bounds.
    width: f64,
    /// How many bounds.
    count: i64,
    /// Whether infinity is added as the last bound. Default is `true`.
    #[default(true)]
    infinity: bool,
) -> Result<Vec<f64>, Failure> {
    bins(start, |bound| bound + width, count, infinity)
}

/// Returns bounds of which each is a multiple of the one before, for `histogram()`.
#[builtin(since = "0.19.0", pure)]
pub fn logarithmic_bins(
    /// The first bound.
    start: f64,
    /// How many times greater each bound is.
    factor: f64,
    /// How many bounds.
    count: i64,
    /// Whether infinity is added as the last bound. Default is `true`.
    #[default(true)]
    infinity: bool,
) -> Result<Vec<f64>, Failure> {
    bins(start, |bound| bound * factor, count, infinity)
}

fn bins(
    start: f64,
    next: impl Fn(f64) -> f64,
    count: i64,
    infinity: bool,
) -> Result<Vec<f64>, Failure> {
    const MOST: i64 = 1_000_000;
    if !(0..=MOST).contains(&count) {
        return Err(Failure::new(
            "flux::universe::bins",
            format!("there cannot be {count} bins, only 0 to {MOST}"),
        ));
    }
    let bounds = std::iter::successors(Some(start), |bound| Some(next(*bound)));
    let bounds = bounds.take(count as usize);
    Ok(bounds.chain(infinity.then_some(f64::INFINITY)).collect())
}

#[cfg(test)]
mod tests {
    use super::{linear_bins, logarithmic_bins};

    #[test]
    fn bounds() {
        for (bins, expected) in [
            (linear_bins(0.0, 5.0, 3, false), vec![0.0, 5.0, 10.0]),
            (linear_bins(1.0, 2.0, 1, true), vec![1.0, f64::INFINITY]),
            (
                logarithmic_bins(1.0, 2.0, 4, false),
                vec![1.0, 2.0, 4.0, 8.0],
            ),
        ] {
            assert_eq!(bins.unwrap(), expected);
        }
        assert!(linear_bins(0.0, 1.0, -1, true).is_err());
    }
}
