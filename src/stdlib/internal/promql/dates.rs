//! Parts of dates in UTC, of seconds since 1970 as floats.

use crate::diagnostic::Failure;
use crate::time::{Time, Zone};
use fluxlite_macros::builtin;

macro_rules! parts {
    ($($docs:tt $name:ident = $part:expr;)*) => { $(
        #[doc = $docs]
        #[builtin(since = "0.44.0", pure)]
        pub fn $name(
            /// Seconds since 1970.
            timestamp: f64,
        ) -> Result<f64, Failure> {
            let part: fn(Time) -> Result<i64, Failure> = $part;
            part(time(timestamp)?).map(|part| part as f64)
        }
    )* };
}

parts! {
    "The day of the month, from 1." promql_day_of_month = |time| Ok(time.month_day());
    "The day of the week, from 0 (Sunday) to 6." promql_day_of_week = |time| Ok(time.week_day());
    "How many days the month has." promql_days_in_month = days_in_month;
    "The hour, from 0 to 23." promql_hour = |time| Ok(time.hour());
    "The minute, from 0 to 59." promql_minute = |time| Ok(time.minute());
    "The month, from 1 to 12." promql_month = |time| Ok(time.month());
    "The year." promql_year = |time| Ok(time.year());
}

fn time(seconds: f64) -> Result<Time, Failure> {
    let nanoseconds = seconds * 1e9;
    // 2^63 is the first float that is too great; NaN is in no range.
    match (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&nanoseconds) {
        true => Ok(Zone::utc().local(Time(nanoseconds as i64))),
        false => Err(Failure::new(
            "flux::time::out_of_range",
            format!("{seconds} seconds since 1970 lie beyond the years 1677 to 2262"),
        )),
    }
}

fn days_in_month(time: Time) -> Result<i64, Failure> {
    let year = time.year();
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    Ok(match time.month() {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_leap_day() {
        // 2024-02-29T13:45:30Z
        let at = 1_709_214_330.5;
        let check = |found: Result<f64, Failure>, expected: f64| {
            assert_eq!(found.unwrap().to_bits(), expected.to_bits());
        };
        check(promql_year(at), 2024.0);
        check(promql_month(at), 2.0);
        check(promql_day_of_month(at), 29.0);
        check(promql_day_of_week(at), 4.0);
        check(promql_days_in_month(at), 29.0);
        check(promql_hour(at), 13.0);
        check(promql_minute(at), 45.0);
        check(promql_days_in_month(0.0), 31.0);
        promql_year(f64::NAN).unwrap_err();
        promql_year(1e20).unwrap_err();
    }
}
