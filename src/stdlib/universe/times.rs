//! Rows by their times: `timeShift`, `hourSelection`.

use super::narrowed::Narrowed;

use crate::diagnostic::Failure;
use crate::engine::operators::hour_selection::HourSelection;
use crate::engine::operators::time_shift::TimeShift;
use crate::stdlib::location::zone_or_option;
use crate::time::Duration;
use crate::value::{Context, Record, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Adds a fixed duration to times, also to those of the group key.
#[builtin(since = "0.7.0")]
pub fn time_shift(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Duration to add. It may be negative.
    duration: Duration,
    /// Columns with times, as far as the tables have them.
    #[default(["_start", "_stop", "_time"])]
    columns: Vec<Arc<str>>,
) -> Stream {
    Narrowed::stream(cx, "timeShift", TimeShift { duration, columns }, tables)
}

/// Keeps the rows of some hours of the day.
///
/// With `start: 22, stop: 5` the hours of the night are meant. Rows without a time are dropped.
#[builtin(since = "0.39.0", constraints = "A: Record")]
pub fn hour_selection(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// First hour, from 0 to 23.
    start: i64,
    /// Last hour, from 0 to 23; it is included.
    stop: i64,
    /// Zone whose clock counts. Default is the option `location`.
    #[ty("{offset: duration, zone: string}")]
    location: Option<Arc<Record>>,
    /// Column with the times.
    #[default("_time")]
    time_column: Arc<str>,
) -> Result<Stream, Failure> {
    for (name, hour) in [("start", start), ("stop", stop)] {
        if !(0..24).contains(&hour) {
            return Err(Failure::new(
                "flux::universe::hour",
                format!("{name} must be between 0 and 23, not {hour}"),
            ));
        }
    }
    let function = HourSelection {
        start,
        stop,
        zone: zone_or_option(cx, location)?,
        time_column,
    };
    Ok(Narrowed::stream(cx, "hourSelection", function, tables))
}
