//! Times as text: RFC 3339, read and written by hand because CSV is mostly times.

use super::civil::{days_from_date, days_in_month};
use super::instant::{SECOND, Time};
use crate::diagnostic::Failure;

/// What to say about times that 64 bits of nanoseconds cannot hold.
pub(super) const RANGE: &str =
    "times reach from 1677-09-21T00:12:43.145224192Z to 2262-04-11T23:47:16.854775807Z";

/// Why a text is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// Not a date, and not a date-time.
    Malformed,
    /// A date and a clock time, but no offset from UTC.
    MissingOffset,
    /// A time, but not one that 64 bits of nanoseconds hold.
    OutOfRange,
}

impl Problem {
    /// The failure that names the text.
    pub(super) fn failure(self, text: &str) -> Failure {
        match self {
            Self::Malformed => Failure::new(
                "flux::time::malformed",
                format!("`{text}` is not a date or time"),
            )
            .help("times are written like 2024-05-01 or 2024-05-01T12:30:00.5Z (RFC 3339)"),
            Self::MissingOffset => Failure::new(
                "flux::time::missing_offset",
                format!("the time `{text}` has no offset from UTC"),
            )
            .help("end it with `Z`, or with an offset like `+02:00`"),
            Self::OutOfRange => Failure::new(
                "flux::time::out_of_range",
                format!("the time `{text}` is out of range"),
            )
            .help(RANGE),
        }
    }
}

/// Reads `YYYY-MM-DD`, or that with `THH:MM:SS`, a fraction of any length (digits beyond the
/// ninth are cut) and `Z` or `±HH:MM`.
pub(super) fn parse(text: &[u8]) -> Result<Time, Problem> {
    let Some((date, rest)) = text.split_first_chunk::<10>() else {
        return Err(Problem::Malformed);
    };
    let days = parse_date(date).ok_or(Problem::Malformed)?;
    if rest.is_empty() {
        return join(days, 0, 0);
    }
    let Some((clock, rest)) = rest.split_first_chunk::<9>() else {
        return Err(Problem::Malformed);
    };
    let seconds = parse_clock(clock).ok_or(Problem::Malformed)?;
    let (nanoseconds, rest) = parse_fraction(rest).ok_or(Problem::Malformed)?;
    let offset = match rest {
        b"Z" => 0,
        b"" => return Err(Problem::MissingOffset),
        _ => parse_offset(rest).ok_or(Problem::Malformed)?,
    };
    join(days, seconds - offset, nanoseconds)
}

fn join(days: i64, seconds: i64, nanoseconds: i64) -> Result<Time, Problem> {
    // Years have four digits, so the seconds cannot overflow. Going over i128 keeps the first
    // second of the range, whose whole seconds lie outside, and costs nothing measurable.
    let whole = i128::from(days * 86_400 + seconds) * i128::from(SECOND) + i128::from(nanoseconds);
    i64::try_from(whole)
        .map(Time)
        .map_err(|_| Problem::OutOfRange)
}

fn digit(byte: u8) -> Option<i64> {
    let value = byte.wrapping_sub(b'0');
    (value < 10).then_some(i64::from(value))
}

fn two_digits(tens: u8, ones: u8) -> Option<i64> {
    Some(digit(tens)? * 10 + digit(ones)?)
}

/// `YYYY-MM-DD` as days since 1970.
fn parse_date(text: &[u8; 10]) -> Option<i64> {
    let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = text else {
        return None;
    };
    let year = (two_digits(y0, y1)? * 100 + two_digits(y2, y3)?) as i32;
    let month = two_digits(m0, m1)? as u8;
    let day = two_digits(d0, d1)? as u8;
    let exists = (1..=12).contains(&month) && day >= 1 && day <= days_in_month(year, month);
    exists.then(|| days_from_date(year, month, day))
}

/// `THH:MM:SS` as seconds.
fn parse_clock(text: &[u8; 9]) -> Option<i64> {
    let &[b'T', h0, h1, b':', m0, m1, b':', s0, s1] = text else {
        return None;
    };
    let (hour, minute, second) = (
        two_digits(h0, h1)?,
        two_digits(m0, m1)?,
        two_digits(s0, s1)?,
    );
    (hour < 24 && minute < 60 && second < 60).then_some(hour * 3600 + minute * 60 + second)
}

/// `.123` as nanoseconds, and what follows it; zero if there is no fraction.
fn parse_fraction(text: &[u8]) -> Option<(i64, &[u8])> {
    let Some((b'.', digits)) = text.split_first() else {
        return Some((0, text));
    };
    let mut nanoseconds = 0;
    let mut place = SECOND / 10;
    let mut rest = digits;
    while let Some((&first, tail)) = rest.split_first() {
        let Some(value) = digit(first) else { break };
        nanoseconds += value * place;
        place /= 10;
        rest = tail;
    }
    (rest.len() < digits.len()).then_some((nanoseconds, rest))
}

/// `±HH:MM` as seconds east of UTC.
fn parse_offset(text: &[u8]) -> Option<i64> {
    let &[sign @ (b'+' | b'-'), h0, h1, b':', m0, m1] = text else {
        return None;
    };
    let (hour, minute) = (two_digits(h0, h1)?, two_digits(m0, m1)?);
    let seconds = hour * 3600 + minute * 60;
    (hour < 24 && minute < 60).then_some(if sign == b'-' { -seconds } else { seconds })
}

/// Appends RFC 3339 in UTC; `trim` cuts the fraction's trailing zeros.
pub(super) fn write(time: Time, trim: bool, out: &mut Vec<u8>) {
    let civil = time.civil();
    let mut text = *b"0000-00-00T00:00:00.000000000Z";
    put(&mut text[0..4], civil.year as u32);
    put(&mut text[5..7], u32::from(civil.month));
    put(&mut text[8..10], u32::from(civil.day));
    put(&mut text[11..13], u32::from(civil.hour));
    put(&mut text[14..16], u32::from(civil.minute));
    put(&mut text[17..19], u32::from(civil.second));
    if trim && civil.nanosecond == 0 {
        out.extend_from_slice(&text[..19]);
        out.push(b'Z');
        return;
    }
    put(&mut text[20..29], civil.nanosecond);
    if !trim {
        out.extend_from_slice(&text);
        return;
    }
    let mut end = 29;
    while text[end - 1] == b'0' {
        end -= 1;
    }
    out.extend_from_slice(&text[..end]);
    out.push(b'Z');
}

/// Writes a number in decimal, right-aligned, over the zeros of `place`.
fn put(place: &mut [u8], mut number: u32) {
    for byte in place.iter_mut().rev() {
        *byte = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: Result<&str, Problem>) {
        let found = parse(text.as_bytes()).map(|time| {
            let mut out = Vec::new();
            write(time, true, &mut out);
            String::from_utf8(out).unwrap()
        });
        assert_eq!(found.as_deref().map_err(|e| *e), expected, "{text}");
    }

    #[test]
    fn reads_dates_and_times() {
        check("2018-05-22", Ok("2018-05-22T00:00:00Z"));
        check("2018-05-22T19:53:26Z", Ok("2018-05-22T19:53:26Z"));
        check("2018-05-22T19:53:26.5Z", Ok("2018-05-22T19:53:26.5Z"));
        check(
            "2018-05-22T19:53:26.123456789999Z",
            Ok("2018-05-22T19:53:26.123456789Z"),
        );
        check("2018-05-22T19:53:26+02:00", Ok("2018-05-22T17:53:26Z"));
        check(
            "2018-05-22T19:53:26.100-05:30",
            Ok("2018-05-23T01:23:26.1Z"),
        );
        check("1969-12-31T23:59:59.999Z", Ok("1969-12-31T23:59:59.999Z"));
        check("2024-02-29", Ok("2024-02-29T00:00:00Z"));
    }

    #[test]
    fn refuses_what_is_no_time() {
        for text in [
            "",
            "2018",
            "2018-13-01",
            "2018-00-01",
            "2018-01-00",
            "2023-02-29",
            "2018-01-01T24:00:00Z",
            "2018-01-01T00:60:00Z",
            "2018-01-01T00:00:60Z",
            "2018-01-01 00:00:00Z",
            "2018-01-01T00:00:00.Z",
            "2018-01-01T00:00:00z",
            "2018-01-01T00:00:00ZZ",
            "2018-01-01T00:00:00+0200",
            "2018-01-01T00:00Z",
            "2018-01-01Z",
            "2018-01-0é",
        ] {
            check(text, Err(Problem::Malformed));
        }
        check("2018-01-01T00:00:00", Err(Problem::MissingOffset));
        check("2018-01-01T00:00:00.5", Err(Problem::MissingOffset));
    }

    #[test]
    fn keeps_to_the_range() {
        check(
            "2262-04-11T23:47:16.854775807Z",
            Ok("2262-04-11T23:47:16.854775807Z"),
        );
        check(
            "1677-09-21T00:12:43.145224192Z",
            Ok("1677-09-21T00:12:43.145224192Z"),
        );
        for text in [
            "2262-04-11T23:47:16.854775808Z",
            "1677-09-21T00:12:43.145224191Z",
            "3000-01-01",
            "0000-01-01",
            "9999-12-31T23:59:59Z",
        ] {
            check(text, Err(Problem::OutOfRange));
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(nanoseconds: i64, trim: bool) {
            let mut out = Vec::new();
            write(Time(nanoseconds), trim, &mut out);
            prop_assert_eq!(parse(&out), Ok(Time(nanoseconds)));
        }

        #[test]
        fn any_bytes_are_safe(text in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = parse(&text);
        }
    }
}
