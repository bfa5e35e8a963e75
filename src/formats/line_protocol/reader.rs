//! Points out of a stream, line by line.

use super::exact::{self, Parsed};
use super::fast::{self, skip_space};
use super::point::Fields;
use super::skip::Skip;
use super::{LineError, Point, ReadError, Reason, SeriesTable};
use crate::formats::lines::Lines;
use crate::time::Bounds;
use std::io::{self, Read};

/// The unit of timestamps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Precision {
    /// `ns`
    #[default]
    Nanoseconds,
    /// `us`
    Microseconds,
    /// `ms`
    Milliseconds,
    /// `s`
    Seconds,
}

impl Precision {
    /// By the name that InfluxDB's options have for it.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "ns" => Self::Nanoseconds,
            "us" => Self::Microseconds,
            "ms" => Self::Milliseconds,
            "s" => Self::Seconds,
            _ => return None,
        })
    }

    /// Nanoseconds in one unit.
    pub fn nanoseconds(self) -> i64 {
        match self {
            Self::Nanoseconds => 1,
            Self::Microseconds => 1_000,
            Self::Milliseconds => 1_000_000,
            Self::Seconds => 1_000_000_000,
        }
    }
}

/// Reads points from a stream.
///
/// After a [`ReadError::Line`] the next call goes on with the next line, so that the caller
/// decides what a malformed line means.
#[derive(Debug)]
pub struct Reader<R> {
    lines: Lines<R>,
    unit: i64,
    table: SeriesTable,
    fields: Fields,
    skip: Skip,
}

/// influxd keeps the two instants at each end for itself.
const TIMES: std::ops::RangeInclusive<i64> = i64::MIN + 2..=i64::MAX - 1;

impl<R: Read> Reader<R> {
    /// A reader of line protocol whose timestamps have this unit.
    pub fn new(source: R, precision: Precision) -> Self {
        Self {
            lines: Lines::new(source),
            unit: precision.nanoseconds(),
            table: SeriesTable::default(),
            fields: Fields::default(),
            skip: Skip::default(),
        }
    }

    /// Passes over lines with times outside of bounds, as far as that spares reading them: such
    /// points may still come. What is passed over is not looked at for faults.
    pub fn within(&mut self, bounds: Bounds) {
        self.skip.within(bounds, self.unit);
    }

    /// Passes over further lines of a series, by its number, as [`Reader::within`] does.
    pub fn exclude(&mut self, series: usize) {
        self.skip.exclude(series);
    }

    /// Forgets all series and what was excluded: numbers begin anew, and the memory is given back.
    pub fn forget(&mut self) {
        self.table = SeriesTable::default();
        self.skip.forget();
    }

    /// The series met so far.
    pub fn table(&self) -> &SeriesTable {
        &self.table
    }

    /// The next point; none at the end of the stream.
    ///
    /// # Errors
    /// A malformed line, after which reading can go on, or a failing stream.
    #[expect(
        clippy::should_implement_trait,
        reason = "the point borrows from the reader"
    )]
    pub fn next(&mut self) -> Result<Option<Point<'_>>, ReadError> {
        let mut fields = std::mem::take(&mut self.fields);
        fields.clear();
        let read = self.read(&mut fields);
        self.fields = fields;
        let Some((parsed, line)) = read? else {
            return Ok(None);
        };
        Ok(Some(Point {
            series: parsed.series,
            time: parsed.time,
            line,
            known: self.table.get(parsed.series),
            fields: &self.fields.fields,
            texts: &self.fields.texts,
        }))
    }

    /// Reads the next point and its line's number, and appends its fields; none at the end.
    #[inline]
    pub(super) fn read(&mut self, fields: &mut Fields) -> Result<Option<(Parsed, u64)>, ReadError> {
        loop {
            match self.step(fields)? {
                Step::Point(parsed, line) => return Ok(Some((parsed, line))),
                Step::Nothing => {}
                Step::End => return Ok(None),
            }
        }
    }

    /// Reads one line.
    #[inline]
    fn step(&mut self, fields: &mut Fields) -> Result<Step, ReadError> {
        let Some((end, next)) = self.lines.newline()? else {
            return Ok(Step::End);
        };
        let whole = self.lines.slice(self.lines.start, end);
        if self
            .skip
            .passes_over(without_return(whole), &mut self.table)
        {
            self.take(next, 1);
            return Ok(Step::Nothing);
        }
        let before = fields.length();
        let Some(parsed) = fast::read(without_return(whole), &mut self.table, fields) else {
            fields.truncate(before);
            let step = self.unusual(fields);
            if step.is_err() {
                fields.truncate(before);
            }
            return step;
        };
        let number = self.lines.taken + 1;
        let Some(parsed) = in_nanoseconds(parsed, self.unit) else {
            let error = out_of_range(number, whole);
            fields.truncate(before);
            self.take(next, 1);
            return Err(error);
        };
        self.take(next, 1);
        Ok(Step::Point(parsed, number))
    }

    fn take(&mut self, next: usize, lines: u64) {
        self.lines.start = next;
        self.lines.taken += lines;
    }

    /// Reads a line that is blank, a comment, broken, or needs influxd's own rules. It may go on
    /// after a newline in quotes or after a backslash.
    #[cold]
    fn unusual(&mut self, fields: &mut Fields) -> Result<Step, ReadError> {
        let (end, next) = self.find_end()?;
        let number = self.lines.taken + 1;
        let whole = self.lines.slice(self.lines.start, end);
        let newlines = memchr::memchr_iter(b'\n', whole).count() as u64 + u64::from(next > end);
        let line = without_return(whole);
        let first = skip_space(line, 0);
        let line = &line[first..];
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let step = if line.is_empty() || line[0] == b'#' {
            Ok(Step::Nothing)
        } else {
            match exact::read(line, &mut self.table, fields) {
                Ok(parsed) => match in_nanoseconds(parsed, self.unit) {
                    Some(parsed) => Ok(Step::Point(parsed, number)),
                    None => Err(out_of_range(number, line)),
                },
                Err((column, reason)) => {
                    let error = LineError::new(number, first + column + 1, reason, line);
                    Err(ReadError::Line(error))
                }
            }
        };
        self.take(next, newlines);
        step
    }

    /// The end of the line by influxd's rule: a newline in quotes does not end it, nor one after
    /// a backslash.
    fn find_end(&mut self) -> io::Result<(usize, usize)> {
        let mut at = 0;
        let (mut quoted, mut in_fields) = (false, false);
        let (mut equals, mut commas) = (0usize, 0usize);
        while let Some(byte) = self.lines.byte(at)? {
            at += 1;
            match byte {
                b'\\' => at += 1,
                b' ' => in_fields = true,
                b'=' if in_fields && !quoted => equals += 1,
                b',' if in_fields && !quoted => commas += 1,
                b'"' if in_fields && equals > commas => quoted = !quoted,
                b'\n' if !quoted => {
                    let next = self.lines.start + at;
                    return Ok((next - 1, next));
                }
                _ => {}
            }
        }
        Ok((self.lines.filled(), self.lines.filled()))
    }
}

enum Step {
    Point(Parsed, u64),
    Nothing,
    End,
}

/// Line ends of Windows are accepted, which influxd refuses.
fn without_return(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[inline]
fn in_nanoseconds(parsed: Parsed, unit: i64) -> Option<Parsed> {
    let time = match parsed.time {
        None => None,
        Some(time) => {
            let time = time.checked_mul(unit)?;
            if !TIMES.contains(&time) {
                return None;
            }
            Some(time)
        }
    };
    Some(Parsed { time, ..parsed })
}

fn out_of_range(number: u64, line: &[u8]) -> ReadError {
    let trimmed = line.trim_ascii_end();
    let column = memchr::memrchr(b' ', trimmed).map_or(0, |space| space + 1);
    let error = LineError::new(number, column + 1, Reason::TimeRange, line);
    ReadError::Line(error)
}

#[cfg(test)]
mod tests;
