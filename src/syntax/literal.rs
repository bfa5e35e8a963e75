//! What literals mean: escapes, numbers, durations, times, regular expressions.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::time::{Duration, Time};
use jiff::civil;
use std::sync::Arc;

type Decoded<T> = Result<T, Diagnostic>;

/// An integer: decimal, without leading zeros, of 64 bits.
pub fn int(digits: &str, span: Span) -> Decoded<i64> {
    if digits.len() > 1 && digits.starts_with('0') {
        let bare = digits.trim_start_matches('0');
        let bare = if bare.is_empty() { "0" } else { bare };
        let error = Diagnostic::error(
            "flux::syntax::leading_zero",
            "an integer cannot begin with 0",
        )
        .label(span, "begins with 0")
        .help(format!("write `{bare}`; Flux has no octal numbers"));
        return Err(error);
    }
    digits.parse().map_err(|_| {
        Diagnostic::error(
            "flux::syntax::integer_too_large",
            "this integer does not fit 64 bits",
        )
        .label(span, format!("larger than {}", i64::MAX))
        .help(format!(
            "use a float (`{digits}.0`), or convert text: `uint(v: \"{digits}\")`"
        ))
    })
}

/// A float: digits with a dot, without exponent.
pub fn float(digits: &str, span: Span) -> Decoded<f64> {
    let value = digits.parse::<f64>().unwrap_or(f64::INFINITY);
    if value.is_finite() {
        return Ok(value);
    }
    let error = Diagnostic::error(
        "flux::syntax::float_too_large",
        "this number does not fit a float",
    )
    .label(span, "larger than about 1.8 followed by 308 zeros")
    .help("for infinity write `float(v: \"+Inf\")`");
    Err(error)
}

/// A duration: the sum of its parts, in any order.
pub fn duration(text: &str, span: Span) -> Decoded<Duration> {
    Duration::parse(text).map_err(|_| {
        Diagnostic::error("flux::syntax::duration_too_long", "this duration is too long")
            .label(span, "does not fit 64 bits of nanoseconds")
            .help("in weeks, days and smaller units a duration reaches about 292 years; years and months reach further: `300y`")
    })
}

/// A date, at midnight UTC, or a date-time with its offset.
pub fn time(text: &str, span: Span) -> Decoded<Time> {
    let invalid = |label: String| {
        Diagnostic::error("flux::syntax::invalid_time", "there is no such time")
            .label(span, label)
            .help("times are written `2006-01-02T15:04:05Z`, dates `2006-01-02`")
    };
    let (date, clock) = text.split_once('T').unwrap_or((text, ""));
    let mut fields = date.split('-').map(|field| field.parse().unwrap_or(-1));
    let mut field = || fields.next().unwrap_or(-1);
    let (year, month, day) = (field(), field(), field());
    let no_date = || invalid(format!("the calendar has no {date}"));
    let (month, day) = (narrow(month), narrow(day));
    let date = civil::Date::new(year, month, day).map_err(|_| no_date())?;
    if clock.is_empty() {
        return instant(date.at(0, 0, 0, 0), 0).ok_or_else(|| out_of_range(span));
    }
    let Some((wall, offset)) = offset_of(clock) else {
        let error = Diagnostic::error(
            "flux::syntax::missing_offset",
            "this time has no offset from UTC",
        )
        .label(span, "which zone is it in?")
        .help(format!(
            "write `{text}Z` for UTC, or the offset: `{text}+01:00`"
        ));
        return Err(error);
    };
    let (seconds, fraction) = wall.split_once('.').unwrap_or((wall, ""));
    let mut fields = seconds.split(':').map(|field| field.parse().unwrap_or(-1));
    let mut field = || narrow(fields.next().unwrap_or(-1));
    let (hour, minute, second) = (field(), field(), field());
    let fraction: String = fraction
        .chars()
        .chain("000000000".chars())
        .take(9)
        .collect();
    let fraction = fraction.parse().unwrap_or(0);
    let clock = civil::Time::new(hour, minute, second, fraction)
        .map_err(|_| invalid(format!("the clock has no {seconds}")))?;
    let offset = offset.ok_or_else(|| invalid("no offset is that large".into()))?;
    instant(civil::DateTime::from_parts(date, clock), offset).ok_or_else(|| out_of_range(span))
}

/// Numbers of two digits; -1, which no field may have, for others.
fn narrow(field: i16) -> i8 {
    i8::try_from(field).unwrap_or(-1)
}

/// The clock and the offset in seconds, or nothing in its place if there is no such offset.
fn offset_of(clock: &str) -> Option<(&str, Option<i64>)> {
    if let Some(wall) = clock.strip_suffix('Z') {
        return Some((wall, Some(0)));
    }
    let at = clock.find(['+', '-'])?;
    let (wall, offset) = clock.split_at(at);
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    let legal = hours < 24 && minutes < 60;
    Some((wall, legal.then_some(sign * (hours * 3600 + minutes * 60))))
}

fn instant(wall: civil::DateTime, offset: i64) -> Option<Time> {
    let utc = jiff::tz::TimeZone::UTC.to_timestamp(wall).ok()?;
    let nanoseconds = utc.as_nanosecond() - i128::from(offset) * 1_000_000_000;
    i64::try_from(nanoseconds).ok().map(Time)
}

fn out_of_range(span: Span) -> Diagnostic {
    Diagnostic::error(
        "flux::syntax::time_out_of_range",
        "this time cannot be represented",
    )
    .label(span, "outside of 1677-09-21 to 2262-04-11")
    .help("times are counted in nanoseconds since 1970, in 64 bits")
}

/// The pattern of a regular expression in slashes, if it compiles.
pub fn regex(text: &str, span: Span) -> Decoded<Arc<str>> {
    let inner = text.strip_prefix('/').unwrap_or(text);
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    let pattern = match decode_pattern(inner) {
        Some(pattern) => pattern,
        None => {
            let error = Diagnostic::error(
                "flux::syntax::invalid_regex",
                "this regular expression is invalid",
            )
            .label(span, "the bytes written with `\\x` do not form UTF-8");
            return Err(error);
        }
    };
    let Err(reason) = super::pattern::compile(&pattern) else {
        return Ok(pattern.into());
    };
    let error = Diagnostic::error(
        "flux::syntax::invalid_regex",
        "this regular expression is invalid",
    )
    .label(span, reason);
    Err(match inner.starts_with('*') {
        true => error.help("comments begin with `//` and end with the line; there is no `/* */`"),
        false => error.help("a character with a meaning of its own is written with `\\` before it: `\\.`, `\\(`, `\\[`"),
    })
}

/// A pattern with `\/` and `\xHH` decoded; both mean the character itself, even where it means
/// something in patterns. Nothing if the bytes form no UTF-8.
fn decode_pattern(inner: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some((before, escape)) = rest.split_once('\\') {
        bytes.extend_from_slice(before.as_bytes());
        let byte = escape.strip_prefix('x').and_then(|digits| {
            let digits = digits.get(..2)?;
            u8::from_str_radix(digits, 16).ok()
        });
        let length = match (byte, escape.chars().next()) {
            (Some(byte), _) => {
                bytes.push(byte);
                3
            }
            (None, Some('/')) => {
                bytes.push(b'/');
                1
            }
            (None, other) => {
                bytes.push(b'\\');
                let length = other.map_or(0, char::len_utf8);
                bytes.extend_from_slice(escape.get(..length)?.as_bytes());
                length
            }
        };
        rest = escape.get(length..)?;
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).ok()
}

/// Text with its escapes decoded; `start` is where it stands.
pub fn unescape(text: &str, start: u32) -> Decoded<Arc<str>> {
    if !text.contains('\\') {
        return Ok(text.into());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    let mut hexadecimal = None;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        bytes.extend_from_slice(before.as_bytes());
        let offset = start.saturating_add((text.len() - escape.len()) as u32);
        let (decoded, length) = match escape.as_bytes() {
            [_, b'n', ..] => (b'\n', 2),
            [_, b'r', ..] => (b'\r', 2),
            [_, b't', ..] => (b'\t', 2),
            [_, b'"', ..] => (b'"', 2),
            [_, b'$', ..] => (b'$', 2),
            [_, b'x', ..] => {
                let digits = escape.get(2..4).unwrap_or("");
                hexadecimal.get_or_insert(Span::new(offset, offset.saturating_add(4)));
                (u8::from_str_radix(digits, 16).unwrap_or(b'?'), 4)
            }
            _ => (b'\\', 2),
        };
        bytes.push(decoded);
        rest = escape.get(length..).unwrap_or("");
    }
    bytes.extend_from_slice(rest.as_bytes());
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.into()),
        Err(_) => {
            let end = start.saturating_add(text.len() as u32);
            let span = hexadecimal.unwrap_or(Span::new(start, end));
            let error = Diagnostic::error(
                "flux::syntax::not_utf8",
                "the bytes of this string are no text",
            )
            .label(span, "the bytes written with `\\x` do not form UTF-8")
            .help("write the character itself, or all bytes of its UTF-8: `\\xc3\\xa9` is `é`");
            Err(error)
        }
    }
}
