//! Lines out of a stream, through one buffer that is used again and again.

use super::exact::{self, Parsed};
use super::fast::{self, skip_space};
use super::point::Fields;
use super::{LineError, Point, ReadError, Reason, SeriesTable};
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
    source: R,
    unit: i64,
    buffer: Vec<u8>,
    /// The bytes of the buffer that are not yet read as lines.
    start: usize,
    filled: usize,
    ended: bool,
    /// Lines before `start`.
    lines: u64,
    table: SeriesTable,
    fields: Fields,
}

/// The first size of the buffer; it grows for a line that does not fit.
const BUFFER: usize = 256 * 1024;

/// The longest line, so that a quote that is never closed does not fill the memory.
const LONGEST: usize = 512 * 1024 * 1024;

/// influxd keeps the two instants at each end for itself.
const TIMES: std::ops::RangeInclusive<i64> = i64::MIN + 2..=i64::MAX - 1;

impl<R: Read> Reader<R> {
    /// A reader of line protocol whose timestamps have this unit.
    pub fn new(source: R, precision: Precision) -> Self {
        Self {
            source,
            unit: precision.nanoseconds(),
            buffer: Vec::new(),
            start: 0,
            filled: 0,
            ended: false,
            lines: 0,
            table: SeriesTable::default(),
            fields: Fields::default(),
        }
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
        let (parsed, line) = loop {
            match self.step()? {
                Step::Point(parsed, line) => break (parsed, line),
                Step::Nothing => {}
                Step::End => return Ok(None),
            }
        };
        Ok(Some(Point {
            series: parsed.series,
            time: parsed.time,
            line,
            table: &self.table,
            fields: &self.fields,
        }))
    }

    /// Reads one line.
    fn step(&mut self) -> Result<Step, ReadError> {
        let Some((end, next)) = self.find_newline(self.start)? else {
            return Ok(Step::End);
        };
        let line = without_return(&self.buffer[self.start..end]);
        self.fields.clear();
        if let Some(parsed) = fast::read(line, &mut self.table, &mut self.fields) {
            let number = self.lines + 1;
            let start = std::mem::replace(&mut self.start, next);
            self.lines = number;
            return match in_nanoseconds(parsed, self.unit) {
                Some(parsed) => Ok(Step::Point(parsed, number)),
                None => Err(out_of_range(number, &self.buffer[start..end])),
            };
        }
        self.unusual()
    }

    /// Reads a line that is blank, a comment, broken, or needs influxd's own rules. It may go on
    /// after a newline in quotes or after a backslash.
    fn unusual(&mut self) -> Result<Step, ReadError> {
        let (end, next) = self.find_end()?;
        let number = self.lines + 1;
        let whole = &self.buffer[self.start..end];
        self.lines += memchr::memchr_iter(b'\n', whole).count() as u64;
        self.lines += u64::from(next > end);
        self.start = next;
        let line = without_return(whole);
        let first = skip_space(line, 0);
        let line = &line[first..];
        if line.is_empty() || line[0] == b'#' {
            return Ok(Step::Nothing);
        }
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        self.fields.clear();
        match exact::read(line, &mut self.table, &mut self.fields) {
            Ok(parsed) => match in_nanoseconds(parsed, self.unit) {
                Some(parsed) => Ok(Step::Point(parsed, number)),
                None => Err(out_of_range(number, line)),
            },
            Err((column, reason)) => {
                let error = LineError::new(number, first + column + 1, reason, line);
                Err(ReadError::Line(error))
            }
        }
    }

    /// The first newline from a place on: where it stands, and where the next line begins. None
    /// if there are no more bytes at all.
    fn find_newline(&mut self, from: usize) -> io::Result<Option<(usize, usize)>> {
        let mut searched = from - self.start;
        loop {
            let unsearched = &self.buffer[self.start + searched..self.filled];
            if let Some(found) = memchr::memchr(b'\n', unsearched) {
                let end = self.start + searched + found;
                return Ok(Some((end, end + 1)));
            }
            searched = self.filled - self.start;
            if self.ended {
                return Ok((searched > 0).then_some((self.filled, self.filled)));
            }
            self.fill()?;
        }
    }

    /// The end of the line by influxd's rule: a newline in quotes does not end it, nor one after
    /// a backslash.
    fn find_end(&mut self) -> io::Result<(usize, usize)> {
        let mut at = self.start;
        let (mut quoted, mut in_fields) = (false, false);
        let (mut equals, mut commas) = (0usize, 0usize);
        loop {
            while at < self.filled {
                let byte = self.buffer[at];
                at += 1;
                match byte {
                    b'\\' => at += 1,
                    b' ' => in_fields = true,
                    b'=' if in_fields && !quoted => equals += 1,
                    b',' if in_fields && !quoted => commas += 1,
                    b'"' if in_fields && equals > commas => quoted = !quoted,
                    b'\n' if !quoted => return Ok((at - 1, at)),
                    _ => {}
                }
            }
            if self.ended {
                return Ok((self.filled, self.filled));
            }
            // Filling moves the bytes to the buffer's beginning.
            let offset = at - self.start;
            self.fill()?;
            at = self.start + offset;
        }
    }

    /// Reads on, after the bytes that are still needed.
    fn fill(&mut self) -> io::Result<()> {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.filled, 0);
            self.filled -= self.start;
            self.start = 0;
        }
        if self.filled == self.buffer.len() {
            if self.filled >= LONGEST {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!(
                        "line {} has more than {} MB: is a quote never closed?",
                        self.lines + 1,
                        LONGEST >> 20
                    ),
                ));
            }
            let size = (self.buffer.len() * 2).max(BUFFER);
            self.buffer.resize(size, 0);
        }
        loop {
            match self.source.read(&mut self.buffer[self.filled..]) {
                Ok(0) => self.ended = true,
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            return Ok(());
        }
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
