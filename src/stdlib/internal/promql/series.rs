//! Functions that make one number of the samples of each series.

use crate::diagnostic::Failure;
use crate::engine::operators::samples::Samples;
use crate::stdlib::universe::narrowed::Narrowed;
use crate::value::{Context, Stream};
use fluxlite_macros::builtin;

/// How often the value changes.
#[builtin(since = "0.44.0", returns = "stream[{B with _value: float}]")]
pub fn changes(
    #[context] cx: &Context,
    /// Input data.
    #[pipe]
    #[ty("stream[{A with _value: float}]")]
    tables: Stream,
) -> Stream {
    Narrowed::stream(cx, "changes", Samples::Changes, tables)
}

/// How often the value falls, as a counter does that begins anew.
#[builtin(since = "0.44.0", returns = "stream[{B with _value: float}]")]
pub fn resets(
    #[context] cx: &Context,
    /// Input data.
    #[pipe]
    #[ty("stream[{A with _value: float}]")]
    tables: Stream,
) -> Stream {
    Narrowed::stream(cx, "resets", Samples::Resets, tables)
}

/// The difference of the last two samples.
#[builtin(since = "0.44.0", returns = "stream[{B with _value: float}]")]
pub fn instant_rate(
    #[context] cx: &Context,
    /// Input data.
    #[pipe]
    #[ty("stream[{A with _time: time, _value: float}]")]
    tables: Stream,
    /// Whether it is the rate of a counter, per second.
    #[default(false)]
    is_rate: bool,
) -> Stream {
    Narrowed::stream(cx, "instantRate", Samples::InstantRate { is_rate }, tables)
}

/// The difference of the first and the last sample, carried on to the bounds of the range.
#[builtin(since = "0.44.0", returns = "stream[{B with _value: float}]")]
pub fn extrapolated_rate(
    #[context] cx: &Context,
    /// Input data.
    #[pipe]
    #[ty("stream[{A with _start: time, _stop: time, _time: time, _value: float}]")]
    tables: Stream,
    /// Whether the value is a counter, which may begin anew.
    #[default(false)]
    is_counter: bool,
    /// Whether the result is per second.
    #[default(false)]
    is_rate: bool,
) -> Stream {
    let function = Samples::ExtrapolatedRate {
        is_counter,
        is_rate,
    };
    Narrowed::stream(cx, "extrapolatedRate", function, tables)
}

/// The slope of the line through the samples, per second, or where the line leads.
#[builtin(since = "0.44.0", returns = "stream[{B with _value: float}]")]
pub fn linear_regression(
    #[context] cx: &Context,
    /// Input data.
    #[pipe]
    #[ty("stream[{A with _time: time, _stop: time, _value: float}]")]
    tables: Stream,
    /// Whether to say where the line leads.
    #[default(false)]
    predict: bool,
    /// So many seconds after the end of the range.
    #[default(0.0)]
    from_now: f64,
) -> Stream {
    let function = Samples::LinearRegression { predict, from_now };
    Narrowed::stream(cx, "linearRegression", function, tables)
}

/// The last value, smoothed by its trend.
#[builtin(since = "0.44.0", returns = "stream[{B with _value: float}]")]
pub fn holt_winters(
    #[context] cx: &Context,
    /// Input data.
    #[pipe]
    #[ty("stream[{A with _time: time, _value: float}]")]
    tables: Stream,
    /// How much of a value counts, between 0 and 1.
    #[default(0.0)]
    smoothing_factor: f64,
    /// How much of a change of the trend counts, between 0 and 1.
    #[default(0.0)]
    trend_factor: f64,
) -> Result<Stream, Failure> {
    let between = |name, short, factor: f64| match factor > 0.0 && factor < 1.0 {
        true => Ok(factor),
        false => Err(Failure::new(
            "flux::promql::factor",
            format!("invalid {name} factor. Expected: 0 < {short} < 1, got: {factor:.6}"),
        )),
    };
    let function = Samples::HoltWinters {
        smoothing: between("smoothing", "sf", smoothing_factor)?,
        trend: between("trend", "tf", trend_factor)?,
    };
    Ok(Narrowed::stream(cx, "holtWinters", function, tables))
}
