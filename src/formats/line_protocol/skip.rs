//! Lines that nobody wants, recognized by their beginning or their end alone.

use super::SeriesTable;
use super::fast::key_end;
use crate::formats::number::Digits;
use crate::time::{Bounds, Time};
use memchr::{memchr2, memrchr};

/// Which lines need not be read.
#[derive(Debug, Default)]
pub(super) struct Skip {
    /// The times that are wanted, and the unit in which lines have them.
    bounds: Option<(Bounds, i64)>,
    /// By the numbers of series.
    excluded: Vec<bool>,
}

impl Skip {
    pub(super) fn within(&mut self, bounds: Bounds, unit: i64) {
        self.bounds = (bounds != Bounds::ALL).then_some((bounds, unit));
    }

    pub(super) fn exclude(&mut self, series: usize) {
        if self.excluded.len() <= series {
            self.excluded.resize(series + 1, false);
        }
        self.excluded[series] = true;
    }

    pub(super) fn forget(&mut self) {
        self.excluded.clear();
    }

    /// Whether a line, or the beginning of one that goes on after a newline in quotes or after a
    /// backslash, is whole and need not be read.
    #[inline]
    pub(super) fn passes_over(&self, line: &[u8], table: &mut SeriesTable) -> bool {
        if self.bounds.is_none() && self.excluded.is_empty() {
            return false;
        }
        // Only a full look says what quotes and backslashes mean.
        if memchr2(b'"', b'\\', line).is_some() {
            return false;
        }
        if let Some((bounds, unit)) = self.bounds
            && let Some(time) = time(line).and_then(|time| time.checked_mul(unit))
            && !bounds.contains(Time(time))
        {
            return true;
        }
        !self.excluded.is_empty()
            && series(line, table).is_some_and(|series| self.excluded.get(series) == Some(&true))
    }
}

/// The series of a line, if it was met before.
fn series(line: &[u8], table: &mut SeriesTable) -> Option<usize> {
    match table.expected(line) {
        Some((_, series)) => Some(series),
        None => table.known(&line[..key_end(line)?]),
    }
}

/// The timestamp at the end of a line, if a usual one stands there.
fn time(line: &[u8]) -> Option<i64> {
    let digits = Digits::read_long(line, memrchr(b' ', line)? + 1);
    let is_whole = digits.end == line.len();
    // What may not fit is looked at with care.
    let fits = |time: &i64| *time > i64::MIN;
    is_whole.then(|| digits.int())?.filter(fits)
}
