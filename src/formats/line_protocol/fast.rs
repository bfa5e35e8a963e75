//! The usual line, read in one pass. Whatever is unusual is left to `exact`.

use super::exact::{self, Parsed, unescape_name};
use super::point::Fields;
use super::series::SeriesTable;
use crate::formats::number::{self, Digits};
use memchr::{memchr2, memchr3};

/// Reads a line that begins with its measurement and ends before its newline. None means that it
/// is not of the usual kind: broken, or escaped in ways of which influxd has its own view.
///
/// The line may be only the beginning of one that goes on after a newline in quotes: then a quote
/// is still open at its end, and the answer is none, too.
#[inline]
pub(super) fn read(line: &[u8], table: &mut SeriesTable, fields: &mut Fields) -> Option<Parsed> {
    let (end, series) = match table.expected(line) {
        Some(same) => same,
        None => {
            let end = key_end(line)?;
            match table.known(&line[..end]) {
                Some(series) => (end, series),
                None => exact::key(line, table)
                    .ok()
                    .filter(|(exact, _)| *exact == end)?,
            }
        }
    };
    let mut at = skip_space(line, end);
    let mut expected = 0;
    loop {
        let slot = match table.guess(series, expected, &line[at..]) {
            Some((length, slot)) => {
                at += length + 1;
                slot
            }
            None => {
                let length = field_key(&line[at..])?;
                let key = &line[at..at + length];
                at += length + 1;
                table.slot(series, key, unescape_name).ok()?
            }
        };
        expected = slot + 1;
        at = value(line, at, slot, fields)?;
        match line.get(at) {
            Some(b',') => at += 1,
            Some(b' ') => break,
            None => return Some(Parsed { series, time: None }),
            Some(_) => return None,
        }
    }
    at = skip_space(line, at);
    if at == line.len() {
        return Some(Parsed { series, time: None });
    }
    let digits = Digits::read_long(line, at);
    let trailing = &line[digits.end..];
    let time = trailing
        .iter()
        .all(|byte| *byte == b' ')
        .then(|| digits.int())??;
    Some(Parsed {
        series,
        time: Some(time),
    })
}

/// Where measurement and tags end.
pub(super) fn key_end(line: &[u8]) -> Option<usize> {
    let first = *line.first()?;
    if matches!(first, b' ' | b'\t' | 0 | b'#' | b',') {
        return None;
    }
    let mut at = 0;
    loop {
        let found = at + memchr2(b' ', b'\\', &line[at..])?;
        if line[found] == b' ' {
            return Some(found);
        }
        // Of two backslashes in a row the parts of influxd's parser have different views.
        if *line.get(found + 1)? == b'\\' {
            return None;
        }
        at = found + 2;
    }
}

/// The length of a field's key before its equals sign.
fn field_key(text: &[u8]) -> Option<usize> {
    let usual = |byte: &u8| !matches!(byte, b'=' | b' ' | b',' | b'\\' | b'"');
    let length = text.iter().position(|byte| !usual(byte))?;
    (length > 0 && text[length] == b'=').then_some(length)
}

/// Reads a value and says where it ends.
#[inline]
fn value(line: &[u8], at: usize, slot: usize, fields: &mut Fields) -> Option<usize> {
    match *line.get(at)? {
        b'0'..=b'9' | b'.' | b'-' => {
            let digits = Digits::read(line, at);
            match line.get(digits.end) {
                Some(b'i') => {
                    fields.int(slot, digits.int()?);
                    Some(digits.end + 1)
                }
                Some(b'u') if !digits.negative => {
                    fields.uint(slot, number::uint(&line[at..digits.end])?);
                    Some(digits.end + 1)
                }
                None | Some(b' ' | b',') => {
                    let known = digits.float();
                    fields.float(
                        slot,
                        known.or_else(|| number::float(&line[at..digits.end]))?,
                    );
                    Some(digits.end)
                }
                Some(_) => {
                    let end = memchr2(b' ', b',', &line[at..]).map_or(line.len(), |end| at + end);
                    fields.float(slot, number::float(&line[at..end])?);
                    Some(end)
                }
            }
        }
        b'"' => {
            let start = at + 1;
            let mut at = start;
            loop {
                let found = at + memchr2(b'"', b'\\', &line[at..])?;
                if line[found] == b'"' {
                    fields.text(slot, &line[start..found]).ok()?;
                    return Some(found + 1);
                }
                // What follows a backslash never ends a text.
                at = found + 2;
                if at > line.len() {
                    return None;
                }
            }
        }
        b't' | b'f' | b'T' | b'F' => {
            let end = memchr3(b' ', b',', b'\\', &line[at..]).map_or(line.len(), |end| at + end);
            fields.bool(slot, exact::truth(&line[at..end])?);
            Some(end)
        }
        _ => None,
    }
}

#[inline]
pub(super) fn skip_space(line: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\t' | 0) = line.get(at) {
        at += 1;
    }
    at
}
