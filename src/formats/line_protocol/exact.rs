//! Any line, read as influxd's own parser reads it, oddities included, so that what is refused
//! here is refused there. Each part of that parser has its own idea of what a backslash does.

use super::fast::skip_space;
use super::point::Fields;
use super::{Reason, SeriesTable};
use crate::formats::number;

/// Which series a line belongs to, and its timestamp in the unit it is written in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parsed {
    pub(super) series: usize,
    pub(super) time: Option<i64>,
}

/// Where in the line it went wrong (from 0), and how.
pub(super) type Bad = (usize, Reason);

/// Reads a line that begins with its measurement.
pub(super) fn read(
    line: &[u8],
    table: &mut SeriesTable,
    fields: &mut Fields,
) -> Result<Parsed, Bad> {
    let (end, series) = key(line, table)?;
    let start = skip_space(line, end);
    let end = scan_fields(line, start)?;
    if end == start {
        return Err((start, Reason::MissingFields));
    }
    read_fields(&line[..end], start, series, table, fields)?;
    let time = timestamp(line, end)?;
    Ok(Parsed { series, time })
}

/// Reads measurement and tags: where they end and which series they name.
pub(super) fn key(line: &[u8], table: &mut SeriesTable) -> Result<(usize, usize), Bad> {
    let unescaped = |at: usize| line[at - 1] != b'\\';
    if line.first().is_none_or(|first| *first == b',') {
        return Err((0, Reason::MissingMeasurement));
    }
    let mut at = 1;
    while at < line.len() && !(matches!(line[at], b',' | b' ') && unescaped(at)) {
        at += 1;
    }
    let measurement = at;
    let mut tags: Vec<(&[u8], &[u8])> = Vec::new();
    while at < line.len() && line[at] == b',' {
        let start = at + 1;
        if matches!(line.get(start), None | Some(b' ' | b',' | b'=')) {
            return Err((start, Reason::MissingTagKey));
        }
        at = start + 1;
        while at < line.len() && !(matches!(line[at], b' ' | b',' | b'=') && unescaped(at)) {
            at += 1;
        }
        if line.get(at) != Some(&b'=') {
            return Err((at, Reason::MissingTagValue));
        }
        let tag = &line[start..at];
        if matches!(tag, b"time" | b"_field" | b"_measurement") {
            return Err((start, Reason::ReservedTagKey));
        }
        let start = at + 1;
        if matches!(line.get(start), None | Some(b' ' | b',')) {
            return Err((start, Reason::MissingTagValue));
        }
        at = start + 1;
        while at < line.len() && !(matches!(line[at], b' ' | b',' | b'=') && unescaped(at)) {
            at += 1;
        }
        if line.get(at) == Some(&b'=') {
            return Err((at, Reason::TagFormat));
        }
        tags.push((tag, &line[start..at]));
    }
    if at >= line.len() {
        return Err((at, Reason::MissingFields));
    }
    if let Some(series) = table.known(&line[..at]) {
        return Ok((at, series));
    }
    let mut keys: Vec<&[u8]> = tags.iter().map(|(tag, _)| *tag).collect();
    keys.sort_unstable();
    if keys.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err((measurement, Reason::DuplicateTags));
    }
    let tags: Vec<(Vec<u8>, Vec<u8>)> = tags
        .iter()
        .map(|(tag, value)| (unescape(tag, b", ="), unescape(value, b", =")))
        .collect();
    let series = table
        .learn(&line[..at], &unescape_name(&line[..measurement]), &tags)
        .map_err(|reason| (0, reason))?;
    Ok((at, series))
}

/// Where the fields end that begin here.
fn scan_fields(line: &[u8], start: usize) -> Result<usize, Bad> {
    let mut at = start;
    let mut quoted = false;
    let (mut equals, mut commas) = (0usize, 0usize);
    while at < line.len() {
        let byte = line[at];
        if byte == b'\\' && at + 1 < line.len() {
            at += 2;
            continue;
        }
        if byte == b'"' && equals > commas {
            quoted = !quoted;
            at += 1;
            continue;
        }
        if byte == b'=' && !quoted {
            equals += 1;
            if matches!(line[at - 1], b' ' | b',') && at >= 2 && line[at - 2] != b'\\' {
                return Err((at, Reason::MissingFieldKey));
            }
            match line.get(at + 1) {
                None | Some(b',' | b' ') => return Err((at + 1, Reason::MissingFieldValue)),
                Some(b'0'..=b'9' | b'.' | b'-' | b'N' | b'n') => {
                    at = scan_number(line, at + 1)?;
                    continue;
                }
                Some(b'"') => {}
                Some(_) => {
                    let end = value_end(line, at + 1);
                    if truth(&line[at + 1..end]).is_none() {
                        return Err((at + 1, Reason::Boolean));
                    }
                    at = end;
                    continue;
                }
            }
        }
        if byte == b',' && !quoted {
            commas += 1;
        }
        if byte == b' ' && !quoted {
            break;
        }
        at += 1;
    }
    if quoted {
        return Err((at, Reason::UnbalancedQuotes));
    }
    if at > start && (equals == 0 || commas != equals - 1) {
        return Err((start, Reason::FieldFormat));
    }
    Ok(at.min(line.len()))
}

fn value_end(line: &[u8], start: usize) -> usize {
    let rest = &line[start..];
    start + memchr::memchr2(b',', b' ', rest).unwrap_or(rest.len())
}

/// Where a number ends; it must be one of an allowed form.
fn scan_number(line: &[u8], start: usize) -> Result<usize, Bad> {
    let end = value_end(line, start);
    let text = &line[start..end];
    let bad = |reason| Err((start, reason));
    let digits = |text: &[u8]| {
        let text = text.strip_prefix(b"-").unwrap_or(text);
        !text.is_empty() && text.iter().all(u8::is_ascii_digit)
    };
    match text {
        [integer @ .., b'i'] if digits(integer) => match number::int(integer) {
            Some(_) => Ok(end),
            None => bad(Reason::IntegerRange),
        },
        [integer @ .., b'u'] if digits(integer) && text[0] != b'-' => match number::uint(integer) {
            Some(_) => Ok(end),
            None => bad(Reason::IntegerRange),
        },
        _ if number::float(text).is_some() => Ok(end),
        _ if text.iter().any(|byte| matches!(byte, b'e' | b'E')) || digits(text) => {
            bad(Reason::FloatRange)
        }
        _ => bad(Reason::Number),
    }
}

/// A truth value as line protocol writes it.
pub(super) fn truth(text: &[u8]) -> Option<bool> {
    match text {
        b"t" | b"T" | b"true" | b"TRUE" | b"True" => Some(true),
        b"f" | b"F" | b"false" | b"FALSE" | b"False" => Some(false),
        _ => None,
    }
}

/// Takes apart fields that were found sound as a whole. The second look at them goes by other
/// rules than the first: a key ends at an equals sign that no backslash precedes, and in values a
/// backslash counts only before a quote or another one.
fn read_fields(
    line: &[u8],
    start: usize,
    series: usize,
    table: &mut SeriesTable,
    fields: &mut Fields,
) -> Result<(), Bad> {
    let mut at = start;
    while at < line.len() {
        let mut equals = at;
        while equals < line.len()
            && (line[equals] != b'=' || equals > start && line[equals - 1] == b'\\')
        {
            equals += 1;
        }
        if equals + 1 >= line.len() {
            return Err((at, Reason::MissingFieldValue));
        }
        let key = &line[at..equals];
        let value = equals + 1;
        let end = field_value_end(line, value);
        let slot = match key {
            [] => return Err((at, Reason::MissingFieldKey)),
            _ => table
                .slot(series, key, unescape_name)
                .map_err(|reason| (at, reason))?,
        };
        let text = &line[value..end];
        let bad = |reason| (value, reason);
        match text {
            [] => {}
            [b'"', inner @ .., _] => fields.text(slot, inner).map_err(bad)?,
            [b'"'] => return Err(bad(Reason::UnbalancedQuotes)),
            [b'0'..=b'9' | b'-' | b'.', .., b'i'] => fields.int(
                slot,
                number::int(&text[..text.len() - 1]).ok_or(bad(Reason::IntegerRange))?,
            ),
            [b'0'..=b'9' | b'-' | b'.', .., b'u'] => fields.uint(
                slot,
                number::uint(&text[..text.len() - 1]).ok_or(bad(Reason::IntegerRange))?,
            ),
            [
                b'0'..=b'9' | b'-' | b'.' | b'n' | b'N' | b'i' | b'I' | b'u',
                ..,
            ] => {
                fields.float(slot, number::float(text).ok_or(bad(Reason::Number))?);
            }
            _ => fields.bool(slot, truth(text).ok_or(bad(Reason::Boolean))?),
        }
        at = end + 1;
    }
    Ok(())
}

fn field_value_end(line: &[u8], start: usize) -> usize {
    let mut at = start;
    let mut quoted = false;
    while at < line.len() {
        match line[at] {
            b'\\' if matches!(line.get(at + 1), Some(b'"' | b'\\')) => at += 1,
            b'"' => quoted = !quoted,
            b',' if !quoted => break,
            _ => {}
        }
        at += 1;
    }
    at.min(line.len())
}

/// The timestamp that stands behind the fields, if there is one.
fn timestamp(line: &[u8], from: usize) -> Result<Option<i64>, Bad> {
    let start = skip_space(line, from);
    let rest = &line[start..];
    let end = rest.iter().position(|byte| matches!(byte, b' ' | b'\n'));
    let (text, trailing) = rest.split_at(end.unwrap_or(rest.len()));
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    if let Some(bad) = digits.iter().position(|byte| !byte.is_ascii_digit()) {
        return Err((start + text.len() - digits.len() + bad, Reason::Timestamp));
    }
    if text.is_empty() {
        return Ok(None);
    }
    if digits.is_empty() {
        return Err((start, Reason::Timestamp));
    }
    let time = number::int(text).ok_or((start, Reason::TimeRange))?;
    match trailing.iter().position(|byte| *byte != b' ') {
        Some(bad) => Err((start + text.len() + bad, Reason::Trailing)),
        None => Ok(Some(time)),
    }
}

/// A measurement or field key without the backslashes before what needs them.
pub(super) fn unescape_name(text: &[u8]) -> Vec<u8> {
    unescape(text, b",\" =")
}

fn unescape(text: &[u8], special: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        if text[at] == b'\\' && text.get(at + 1).is_some_and(|next| special.contains(next)) {
            at += 1;
        }
        plain.push(text[at]);
        at += 1;
    }
    plain
}
