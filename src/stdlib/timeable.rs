//! Arguments that are a time, or a duration relative to `now()`.

use crate::diagnostic::Failure;
use crate::time::Time;
use crate::value::{Context, Value};

/// The instant that an argument means. Months and years count as so many days of the mean
/// calendar year here, as `range` counts them.
///
/// # Errors
/// If it is neither a time nor a duration, or lies beyond the times there are.
pub fn instant(cx: &Context, parameter: &str, value: &Value) -> Result<Time, Failure> {
    match value {
        Value::Time(time) => Ok(*time),
        Value::Duration(duration) => {
            let now = cx.now()?;
            let instant = now.0.checked_add(duration.approximate_nanoseconds());
            instant.map(Time).ok_or_else(|| {
                Failure::new(
                    "flux::time::out_of_range",
                    format!(
                        "`{parameter}`: {duration} from now lies beyond the years 1677 to 2262"
                    ),
                )
                .help("write a shorter duration, or a time")
            })
        }
        Value::Null(_) => Err(Failure::new(
            "flux::eval::argument_type",
            format!("`{parameter}` is null, and a time is needed"),
        )
        .help("leave such rows out before, for example with `filter(fn: (r) => exists r._time)`")),
        other => Err(Failure::new(
            "flux::eval::argument_type",
            format!(
                "`{parameter}` must be a time or a duration, not {}",
                other.type_name()
            ),
        )),
    }
}

/// The instant that an argument of package `date` means: months and years go by the calendar.
///
/// # Errors
/// If it is neither a time nor a duration, or lies beyond the times there are.
pub fn calendar_instant(cx: &Context, parameter: &str, value: &Value) -> Result<Time, Failure> {
    match value {
        Value::Duration(duration) => cx.now()?.plus(*duration),
        _ => instant(cx, parameter, value),
    }
}
