//! An instant: nanoseconds since 1970, its calendar and its arithmetic.

use super::civil::{Civil, date_from_days, days_from_date, days_in_month};
use super::duration::Duration;
use super::text;
use crate::diagnostic::Failure;
use std::fmt;

pub(super) const SECOND: i64 = 1_000_000_000;
pub(super) const DAY: i64 = 86_400 * SECOND;

/// Nanoseconds since 1970-01-01T00:00:00Z; from 1677 to 2262.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Time(pub i64);

impl Time {
    /// The earliest instant.
    pub const MIN: Self = Self(i64::MIN);
    /// The latest instant.
    pub const MAX: Self = Self(i64::MAX);

    /// Reads a date or an RFC 3339 date-time. The error says whether the text is malformed, lacks
    /// its offset, or names a time that 64 bits of nanoseconds cannot hold.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        text::parse(text.as_bytes()).map_err(|problem| problem.failure(text))
    }

    /// As [`Time::parse`], for readers that only ask whether it is a time.
    pub fn parse_bytes(text: &[u8]) -> Option<Self> {
        text::parse(text).ok()
    }

    /// Appends RFC 3339 with as many digits of the fraction as needed: what CSV holds.
    pub fn write_trimmed(self, out: &mut Vec<u8>) {
        text::write(self, true, out);
    }

    /// Appends RFC 3339 with nine digits of the fraction: what `string(v:)` gives.
    pub fn write_fixed(self, out: &mut Vec<u8>) {
        text::write(self, false, out);
    }

    /// The instant of a date and clock time in UTC; `None` out of range.
    pub fn from_civil(civil: Civil) -> Option<Self> {
        let days = days_from_date(civil.year, civil.month, civil.day);
        let seconds =
            i64::from(civil.hour) * 3600 + i64::from(civil.minute) * 60 + i64::from(civil.second);
        let nanoseconds =
            i128::from(days * 86_400 + seconds) * i128::from(SECOND) + i128::from(civil.nanosecond);
        i64::try_from(nanoseconds).ok().map(Self)
    }

    /// Date and clock time in UTC.
    pub fn civil(self) -> Civil {
        let (year, month, day) = date_from_days(self.days());
        let within = self.0.rem_euclid(DAY);
        let seconds = within / SECOND;
        Civil {
            year,
            month,
            day,
            hour: (seconds / 3600) as u8,
            minute: (seconds / 60 % 60) as u8,
            second: (seconds % 60) as u8,
            nanosecond: (within % SECOND) as u32,
        }
    }

    /// Whole days since 1970-01-01.
    fn days(self) -> i64 {
        self.0.div_euclid(DAY)
    }

    /// The year.
    pub fn year(self) -> i64 {
        i64::from(self.civil().year)
    }

    /// 1 to 4.
    pub fn quarter(self) -> i64 {
        (self.month() + 2) / 3
    }

    /// 1 to 12.
    pub fn month(self) -> i64 {
        i64::from(self.civil().month)
    }

    /// The day of the month, from 1.
    pub fn month_day(self) -> i64 {
        i64::from(self.civil().day)
    }

    /// The day of the year, from 1.
    pub fn year_day(self) -> i64 {
        self.days() - days_from_date(self.civil().year, 1, 1) + 1
    }

    /// The day of the week; Sunday is 0.
    pub fn week_day(self) -> i64 {
        (self.days() + 4).rem_euclid(7)
    }

    /// The ISO 8601 week: that of the year which holds the week's Thursday, from 1.
    pub fn week(self) -> i64 {
        let days_to_thursday = 3 - (self.days() + 3).rem_euclid(7);
        let thursday = self.days() + days_to_thursday;
        let (year, _, _) = date_from_days(thursday);
        (thursday - days_from_date(year, 1, 1)) / 7 + 1
    }

    /// 0 to 23.
    pub fn hour(self) -> i64 {
        self.0.rem_euclid(DAY) / (3600 * SECOND)
    }

    /// 0 to 59.
    pub fn minute(self) -> i64 {
        self.0.rem_euclid(DAY) / (60 * SECOND) % 60
    }

    /// 0 to 59.
    pub fn second(self) -> i64 {
        self.0.rem_euclid(DAY) / SECOND % 60
    }

    /// Nanoseconds within the second.
    pub fn nanosecond(self) -> i64 {
        self.0.rem_euclid(SECOND)
    }

    /// Calendar months since January 1970.
    pub(super) fn months_since_epoch(self) -> i64 {
        let (year, month, _) = date_from_days(self.days());
        (i64::from(year) - 1970) * 12 + i64::from(month) - 1
    }

    /// Adds calendar months; a day that the month lacks becomes its last. `None` out of range.
    pub(super) fn add_months(self, months: i64) -> Option<Self> {
        let (_, _, day) = date_from_days(self.days());
        let target = self.months_since_epoch().checked_add(months)?;
        let year = i32::try_from(target.div_euclid(12).checked_add(1970)?).ok()?;
        let month = (target.rem_euclid(12) + 1) as u8;
        let day = day.min(days_in_month(year, month));
        let nanoseconds = i128::from(days_from_date(year, month, day)) * i128::from(DAY)
            + i128::from(self.0.rem_euclid(DAY));
        i64::try_from(nanoseconds).ok().map(Self)
    }

    /// Adds a duration, its months first; `None` out of range.
    pub fn checked_add(self, duration: Duration) -> Option<Self> {
        let moved = match duration.signed_months() {
            0 => self,
            months => self.add_months(months)?,
        };
        let sum = moved.0.checked_add(duration.signed_nanoseconds())?;
        Some(Self(sum))
    }

    /// Adds a duration; the end of time if that is out of range.
    pub fn saturating_add(self, duration: Duration) -> Self {
        let end = if duration.negative {
            Self::MIN
        } else {
            Self::MAX
        };
        self.checked_add(duration).unwrap_or(end)
    }

    /// Adds a duration; an error that names both if that is out of range.
    pub fn plus(self, duration: Duration) -> Result<Self, Failure> {
        self.checked_add(duration).ok_or_else(|| {
            let message = format!("{self} plus {duration} is out of range");
            Failure::new("flux::time::out_of_range", message).help(text::RANGE)
        })
    }

    /// How long after `earlier` this is; `None` if 64 bits cannot hold it.
    pub fn since(self, earlier: Self) -> Option<Duration> {
        let nanoseconds = self.0.checked_sub(earlier.0)?;
        Some(Duration::from_nanoseconds(nanoseconds))
    }
}

/// RFC 3339 with nine digits of the fraction.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Vec::with_capacity(30);
        self.write_fixed(&mut text);
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Time {
        Time::parse(text).unwrap()
    }

    #[test]
    fn components() {
        let check = |text, expected: [i64; 8]| {
            let t = time(text);
            let found = [
                t.year(),
                t.quarter(),
                t.month(),
                t.month_day(),
                t.year_day(),
                t.week_day(),
                t.week(),
                t.hour() * 3600 + t.minute() * 60 + t.second(),
            ];
            assert_eq!(found, expected, "{text}");
        };
        check(
            "2024-12-30T23:59:58.123456789Z",
            [2024, 4, 12, 30, 365, 1, 1, 86_398],
        );
        check(
            "1969-12-31T23:59:59.999999999Z",
            [1969, 4, 12, 31, 365, 3, 1, 86_399],
        );
        check("2020-12-31", [2020, 4, 12, 31, 366, 4, 53, 0]);
        check("2021-01-01", [2021, 1, 1, 1, 1, 5, 53, 0]);
        check("2021-01-04", [2021, 1, 1, 4, 4, 1, 1, 0]);
        check("2018-12-31", [2018, 4, 12, 31, 365, 1, 1, 0]);
        check("2016-01-03T23:59:59Z", [2016, 1, 1, 3, 3, 0, 53, 86_399]);
        assert_eq!(
            time("1969-12-31T23:59:59.999999999Z").nanosecond(),
            999_999_999
        );
    }

    #[test]
    fn addition_is_by_calendar() {
        let check = |start, duration: &str, expected| {
            let duration = Duration::parse(duration).unwrap();
            assert_eq!(time(start).plus(duration).unwrap(), time(expected));
        };
        check(
            "2023-12-31T23:59:59.999999999Z",
            "1mo",
            "2024-01-31T23:59:59.999999999Z",
        );
        check("2022-12-31", "14mo", "2024-02-29");
        check("2024-03-31", "-13mo", "2023-02-28");
        check("2020-02-29", "4y", "2024-02-29");
        check("2020-02-29", "1y", "2021-02-28");
        check("2000-02-29", "-100y", "1900-02-28");
        check("2023-01-30", "1mo1d", "2023-03-01");
        check("2023-03-31", "-1mo1d", "2023-02-27");
        check("1969-12-31T12:00:00Z", "1mo", "1970-01-31T12:00:00Z");
    }

    #[test]
    fn sums_out_of_range_are_errors() {
        for duration in ["300y", "-400y", "200000000000y", "15000w"] {
            let duration = Duration::parse(duration).unwrap();
            let sum = time("2000-01-01").plus(duration);
            assert_eq!(sum.unwrap_err().code, "flux::time::out_of_range");
        }
        assert!(Time::MAX.since(Time::MIN).is_none());
    }
}
