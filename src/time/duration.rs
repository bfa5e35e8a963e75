//! A length of time with calendar months kept apart.

use super::instant::{DAY, SECOND};
use crate::diagnostic::Failure;
use std::fmt;

/// The nanoseconds of a twelfth of 365.25 days: what a month counts where no calendar is at hand.
const MONTH: i64 = 2_629_800 * SECOND;

/// Units with their months and nanoseconds, largest first, as they are written.
const UNITS: [(&str, i64, i64); 10] = [
    ("y", 12, 0),
    ("mo", 1, 0),
    ("w", 0, 7 * DAY),
    ("d", 0, DAY),
    ("h", 0, 3600 * SECOND),
    ("m", 0, 60 * SECOND),
    ("s", 0, SECOND),
    ("ms", 0, 1_000_000),
    ("us", 0, 1_000),
    ("ns", 0, 1),
];

/// Months and nanoseconds, both with the sign of `negative`. Days and weeks are 24 h and 168 h;
/// months and years have the length that the calendar gives them where they are added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Duration {
    /// Calendar months, 12 a year; never negative.
    pub months: i64,
    /// Nanoseconds; never negative.
    pub nanoseconds: i64,
    /// Whether both count backwards.
    pub negative: bool,
}

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self::positive(0, 0);
    /// `inf`: longer than any two times are apart.
    pub const INFINITE: Self = Self::positive(0, i64::MAX);

    /// A duration forwards. Neither part may be negative.
    pub const fn positive(months: i64, nanoseconds: i64) -> Self {
        Self {
            months,
            nanoseconds,
            negative: false,
        }
    }

    /// A duration of nanoseconds, which may be negative.
    pub const fn from_nanoseconds(nanoseconds: i64) -> Self {
        Self {
            months: 0,
            nanoseconds: nanoseconds.saturating_abs(),
            negative: nanoseconds < 0,
        }
    }

    /// A duration of calendar months, which may be negative.
    pub const fn from_months(months: i64) -> Self {
        Self {
            months: months.saturating_abs(),
            nanoseconds: 0,
            negative: months < 0,
        }
    }

    /// Reads a duration as Flux writes it: magnitudes with units in any order, which are summed,
    /// after an optional minus.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let (negative, magnitudes) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        match parse_magnitudes(magnitudes) {
            Ok(duration) => Ok(Self {
                negative: negative && !duration.is_zero(),
                ..duration
            }),
            Err(Problem::Malformed) => Err(Failure::new(
                "flux::time::malformed_duration",
                format!("`{text}` is not a duration"),
            )
            .help("durations are written like 1h30m, with the units y mo w d h m s ms us ns")),
            Err(Problem::TooLong) => Err(Failure::new(
                "flux::time::out_of_range",
                format!("the duration `{text}` is out of range"),
            )
            .help("a duration holds up to 292 years, besides its calendar months")),
        }
    }

    /// Whether it has no length.
    pub const fn is_zero(self) -> bool {
        self.months == 0 && self.nanoseconds == 0
    }

    /// Whether it counts backwards.
    pub const fn is_negative(self) -> bool {
        self.negative && !self.is_zero()
    }

    /// Whether it is `inf`.
    pub fn is_infinite(self) -> bool {
        self == Self::INFINITE
    }

    /// Whether it has calendar months and nanoseconds.
    pub const fn is_mixed(self) -> bool {
        self.months != 0 && self.nanoseconds != 0
    }

    /// Its months, negative if it counts backwards.
    pub const fn signed_months(self) -> i64 {
        if self.negative {
            -self.months
        } else {
            self.months
        }
    }

    /// Its nanoseconds, negative if it counts backwards.
    pub const fn signed_nanoseconds(self) -> i64 {
        if self.negative {
            -self.nanoseconds
        } else {
            self.nanoseconds
        }
    }

    /// The same length the other way.
    pub const fn negate(self) -> Self {
        Self {
            negative: !self.negative && !self.is_zero(),
            ..self
        }
    }

    /// This many times as long; `None` out of range.
    pub fn scale(self, factor: i64) -> Option<Self> {
        let times = factor.checked_abs()?;
        let scaled = Self {
            months: self.months.checked_mul(times)?,
            nanoseconds: self.nanoseconds.checked_mul(times)?,
            negative: self.negative != (factor < 0),
        };
        Some(if scaled.is_zero() { Self::ZERO } else { scaled })
    }

    /// Its signed length with 30.4375 days to a month, as where upstream counts without a
    /// calendar (`range`, `int(v:)`); saturates.
    pub fn approximate_nanoseconds(self) -> i64 {
        let months = self.signed_months().saturating_mul(MONTH);
        months.saturating_add(self.signed_nanoseconds())
    }
}

enum Problem {
    Malformed,
    TooLong,
}

fn parse_magnitudes(mut text: &str) -> Result<Duration, Problem> {
    if text.is_empty() {
        return Err(Problem::Malformed);
    }
    let mut sum = Duration::ZERO;
    while !text.is_empty() {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (magnitude, rest) = text.split_at(digits);
        let letters = rest.find(|c: char| c.is_ascii_digit());
        let (unit, rest) = rest.split_at(letters.unwrap_or(rest.len()));
        if magnitude.is_empty() {
            return Err(Problem::Malformed);
        }
        // The micro sign and the Greek letter mu look the same.
        let unit = if matches!(unit, "µs" | "μs") {
            "us"
        } else {
            unit
        };
        let (_, months, nanoseconds) = *UNITS
            .iter()
            .find(|(name, _, _)| *name == unit)
            .ok_or(Problem::Malformed)?;
        let added = magnitude.parse().ok().and_then(|count: i64| {
            Some(Duration::positive(
                count.checked_mul(months)?.checked_add(sum.months)?,
                count
                    .checked_mul(nanoseconds)?
                    .checked_add(sum.nanoseconds)?,
            ))
        });
        sum = added.ok_or(Problem::TooLong)?;
        text = rest;
    }
    Ok(sum)
}

/// In the largest units: `1d1h4m30s`, never `25h4m30s`.
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_zero() {
            return f.write_str("0ns");
        }
        if self.negative {
            f.write_str("-")?;
        }
        let (mut months, mut nanoseconds) = (self.months, self.nanoseconds);
        for (unit, unit_months, unit_nanoseconds) in UNITS {
            let (left, length) = if unit_months > 0 {
                (&mut months, unit_months)
            } else {
                (&mut nanoseconds, unit_nanoseconds)
            };
            if *left >= length {
                write!(f, "{}{unit}", *left / length)?;
                *left %= length;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn is_shown_in_the_largest_units() {
        let check = |text, expected: &str| {
            let duration = Duration::parse(text).unwrap();
            assert_eq!(duration.to_string(), expected, "{text}");
        };
        check("1y2mo3w4d5h6m7s8ms9us10ns", "1y2mo3w4d5h6m7s8ms9us10ns");
        check("25h4m30s", "1d1h4m30s");
        check("10d", "1w3d");
        check("168h", "1w");
        check("60s", "1m");
        check("1500ms", "1s500ms");
        check("12mo", "1y");
        check("-25h", "-1d1h");
        check("-2mo1d", "-2mo1d");
        check("365d", "52w1d");
        check("5µs", "5us");
        check("5μs", "5us");
        check("0s", "0ns");
        check("-0s", "0ns");
        check("1s1h", "1h1s");
        check("1s1s", "2s");
        check("01h", "1h");
    }

    #[test]
    fn refuses_what_is_no_duration() {
        for text in [
            "", "-", "1", "h", "1.5h", "1x", "1h30", "--1h", "1 h", "1H", "é", "1é",
        ] {
            let code = Duration::parse(text).unwrap_err().code;
            assert_eq!(code, "flux::time::malformed_duration", "{text}");
        }
        for text in [
            "300000000y999999999999999999y",
            "99999999999999999999ns",
            "20000w",
        ] {
            let code = Duration::parse(text).unwrap_err().code;
            assert_eq!(code, "flux::time::out_of_range", "{text}");
        }
    }

    #[test]
    fn arithmetic() {
        let duration = |text| Duration::parse(text).unwrap();
        assert_eq!(duration("1mo2h").scale(-3), Some(duration("-3mo6h")));
        assert_eq!(duration("1h").scale(0), Some(Duration::ZERO));
        assert_eq!(duration("1h").scale(i64::MAX), None);
        assert_eq!(duration("1h").negate(), duration("-1h"));
        assert_eq!(Duration::ZERO.negate(), Duration::ZERO);
        assert_eq!(
            duration("1y").approximate_nanoseconds(),
            31_557_600 * SECOND
        );
        assert_eq!(duration("-1mo1ns").approximate_nanoseconds(), -MONTH - 1);
        assert_eq!(Duration::from_nanoseconds(-5), duration("-5ns"));
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(months in 0..i64::MAX, nanoseconds in 0..i64::MAX, negative: bool) {
            let sign = negative && (months, nanoseconds) != (0, 0);
            let duration = Duration { months, nanoseconds, negative: sign };
            prop_assert_eq!(Duration::parse(&duration.to_string()), Ok(duration));
        }
    }
}
