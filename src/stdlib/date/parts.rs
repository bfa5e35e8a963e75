//! The parts of a date and of a clock time.

use crate::diagnostic::Failure;
use crate::stdlib::location::{zone, zone_or_option};
use crate::stdlib::timeable::calendar_instant;
use crate::time::Time;
use crate::value::{Context, Record, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Declares a part that differs by zone: once with the location left to the option, and once,
/// under upstream's inner name, with a location that must be given.
macro_rules! in_a_zone {
    ($($docs:tt $name:ident $in_name:ident $inner:tt = $part:expr;)*) => { $(
        #[doc = $docs]
        #[builtin(since = "0.37.0", constraints = "T: Timeable", pure)]
        pub fn $name(
            #[context] cx: &Context,
            /// The time, or a duration from now.
            #[ty("T")]
            t: Value,
            /// The time zone; the option `location` if left out.
            #[ty("{zone: string, offset: duration}")]
            location: Option<Arc<Record>>,
        ) -> Result<i64, Failure> {
            let zone = zone_or_option(cx, location)?;
            calendar_instant(cx, "t", &t).map(|time| $part(zone.local(time)))
        }

        #[doc = $docs]
        #[builtin(name = $inner, since = "0.37.0", constraints = "T: Timeable", pure)]
        pub fn $in_name(
            #[context] cx: &Context,
            /// The time, or a duration from now.
            #[ty("T")]
            t: Value,
            /// The time zone.
            #[ty("{zone: string, offset: duration}")]
            location: Arc<Record>,
        ) -> Result<i64, Failure> {
            let zone = zone(&location)?;
            calendar_instant(cx, "t", &t).map(|time| $part(zone.local(time)))
        }
    )* };
}

in_a_zone! {
    "The minute of a time, from 0 to 59." minute minute_in "_minute" = Time::minute;
    "The hour of a time, from 0 to 23." hour hour_in "_hour" = Time::hour;
    "The day of the week, from 0 (Sunday) to 6." week_day week_day_in "_weekDay" = Time::week_day;
    "The day of the month, from 1." month_day month_day_in "_monthDay" = Time::month_day;
    "The day of the year, from 1." year_day year_day_in "_yearDay" = Time::year_day;
    "The ISO 8601 week, from 1 to 53. It begins on Monday." week week_in "_week" = Time::week;
    "The month, from 1 to 12." month month_in "_month" = Time::month;
    "The quarter of the year, from 1 to 4." quarter quarter_in "_quarter" = Time::quarter;
    "The year." year year_in "_year" = Time::year;
}

/// Declares a part that is the same in all zones.
macro_rules! anywhere {
    ($($docs:tt $name:ident = $part:expr;)*) => { $(
        #[doc = $docs]
        #[builtin(since = "0.37.0", constraints = "T: Timeable", pure)]
        pub fn $name(
            #[context] cx: &Context,
            /// The time, or a duration from now.
            #[ty("T")]
            t: Value,
        ) -> Result<i64, Failure> {
            calendar_instant(cx, "t", &t).map($part)
        }
    )* };
}

anywhere! {
    "The second of a time, from 0 to 59." second = Time::second;
    "The milliseconds of a time within its second." millisecond = |t| t.nanosecond() / 1_000_000;
    "The microseconds of a time within its second." microsecond = |t| t.nanosecond() / 1_000;
    "The nanoseconds of a time within its second." nanosecond = Time::nanosecond;
}
