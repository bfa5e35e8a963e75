//! The windows of a range: which rows belong to which, and the keys of their tables.

use crate::diagnostic::Failure;
use crate::table::{Bounds, Chunk, Column, GroupKey, Name, Scalar, Schema, Type};
use crate::time::{Time, Window};
use arrow_array::{Array, Int64Array};
use std::ops::Range;

/// Windows, and the range that they are clipped to.
#[derive(Clone, Debug)]
pub struct Windowing {
    window: Window,
    bounds: Bounds,
    covered: bool,
}

impl Windowing {
    /// The one window of all that lies outside the range: rows that were given such a time after
    /// `range`. It has the range's bounds.
    pub const OUTSIDE: i64 = i64::MAX;

    /// Windows within a range.
    pub fn new(window: Window, bounds: Bounds) -> Self {
        // Of the windows that the range begins in, the last one ends last.
        let last = window.indices_of(bounds.start).next_back();
        let covers = |index| bounds.intersection(window.bounds(index)) == Some(bounds);
        Self {
            covered: last.is_some_and(covers),
            window,
            bounds,
        }
    }

    /// The range.
    pub fn range(&self) -> Bounds {
        self.bounds
    }

    /// Whether there is one window only.
    pub fn is_infinite(&self) -> bool {
        self.window.is_infinite()
    }

    /// The bounds of a window, clipped to the range.
    pub fn clipped(&self, index: i64) -> Bounds {
        match index {
            Self::OUTSIDE => self.bounds,
            _ => self.bounds.clip(self.window.bounds(index)),
        }
    }

    /// A window, or, if it covers the range, that of all that lies outside: both have the range's
    /// bounds, so their tables are one.
    pub fn canonical(&self, index: i64) -> i64 {
        match self.covered && self.clipped(index) == self.bounds {
            true => Self::OUTSIDE,
            false => index,
        }
    }

    /// Whether there is a window that covers the range.
    pub fn is_covered(&self) -> bool {
        self.covered
    }

    /// The windows of a row, canonical, and how often it is in each.
    pub fn places(&self, within: &Within) -> Vec<(i64, usize)> {
        let mut places = Vec::new();
        let mut times = within.outside;
        for index in within.windows.clone() {
            match self.canonical(index) {
                Self::OUTSIDE => times += 1,
                index => places.push((index, 1)),
            }
        }
        if times > 0 {
            places.push((Self::OUTSIDE, times));
        }
        places
    }

    /// Whether a window is that of all that lies outside the range.
    pub fn is_outside(index: i64) -> bool {
        index == Self::OUTSIDE
    }

    /// All windows that meet the range, in order.
    pub fn all(&self) -> Range<i64> {
        self.window.indices_within(self.bounds)
    }

    /// Whether a window covers anything: the hour that a clock skips does not.
    pub fn exists(&self, index: i64) -> bool {
        index == Self::OUTSIDE || !self.window.bounds(index).is_empty()
    }

    /// Calls with consecutive rows that lie in the same windows, and those. A null time counts as
    /// 1970, as upstream has it.
    ///
    /// # Errors
    /// What `visit` fails with.
    pub fn runs(
        &self,
        times: &Int64Array,
        mut visit: impl FnMut(Range<usize>, Within) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let nulls = times.nulls().filter(|nulls| nulls.null_count() > 0);
        let values = times.values();
        let mut row = 0;
        while row < values.len() {
            let first = row;
            let time = match nulls {
                Some(nulls) if nulls.is_null(row) => 0,
                _ => values[row],
            };
            let windows = self.window.indices_of(Time(time));
            let (from, until) = self.stretch(&windows);
            let within = |time: i64| from <= time && time < until;
            row += 1;
            row += match nulls {
                None => values[row..]
                    .iter()
                    .position(|time| !within(*time))
                    .unwrap_or(values.len() - row),
                Some(nulls) => (row..values.len())
                    .position(|row| nulls.is_null(row) || !within(values[row]))
                    .unwrap_or(values.len() - row),
            };
            visit(first..row, self.within_range(windows))?;
        }
        Ok(())
    }

    /// The times that lie in exactly these windows.
    fn stretch(&self, windows: &Range<i64>) -> (i64, i64) {
        if self.is_infinite() {
            return (i64::MIN, i64::MAX);
        }
        let before = windows.start.saturating_sub(1);
        let last = windows.end.saturating_sub(1);
        let from = self
            .window
            .bounds(last)
            .start
            .max(self.window.bounds(before).stop);
        let until = self
            .window
            .bounds(windows.end)
            .start
            .min(self.window.bounds(windows.start).stop);
        (from.0, until.0)
    }

    fn within_range(&self, windows: Range<i64>) -> Within {
        let meets = |index: &i64| {
            let window = self.window.bounds(*index);
            self.bounds.intersection(window).is_some()
        };
        if self.is_infinite() || windows.is_empty() {
            return Within {
                windows,
                outside: 0,
            };
        }
        let count = |windows: &Range<i64>| (windows.end - windows.start) as usize;
        match (windows.clone().find(meets), windows.clone().rfind(meets)) {
            (Some(first), Some(last)) => Within {
                outside: count(&windows) - count(&(first..last + 1)),
                windows: first..last + 1,
            },
            // All before, or all after.
            _ => Within {
                outside: count(&windows),
                windows: windows.end..windows.end,
            },
        }
    }
}

/// The windows of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Within {
    /// Those that meet the range.
    pub windows: Range<i64>,
    /// How many others it has, which are all one.
    outside: usize,
}

impl Within {
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = i64> {
        let outside = (self.outside > 0).then_some(Windowing::OUTSIDE);
        self.windows.clone().chain(outside)
    }
}

/// The columns that hold a window's bounds.
#[derive(Clone, Debug)]
pub struct Edges {
    /// The first instant.
    pub start: Name,
    /// The first instant after.
    pub stop: Name,
}

impl Default for Edges {
    fn default() -> Self {
        Self {
            start: "_start".into(),
            stop: "_stop".into(),
        }
    }
}

impl Edges {
    /// Whether they are `_start` and `_stop`.
    pub fn is_default(&self) -> bool {
        *self.start == *"_start" && *self.stop == *"_stop"
    }

    /// Whether a column is one of them.
    pub fn contains(&self, label: &str) -> bool {
        *self.start == *label || *self.stop == *label
    }

    /// The columns of a table with these, at their places or at the end.
    pub fn schema(&self, schema: &Schema) -> Schema {
        let mut schema = schema.clone();
        for label in [&self.start, &self.stop] {
            match schema.0.iter_mut().find(|(name, _)| name == label) {
                Some((_, ty)) => *ty = Type::Time,
                None => schema.0.push((label.clone(), Type::Time)),
            }
        }
        schema
    }

    /// The key of a window's table: what of the key is a column of the table, in its order, and
    /// the window's bounds.
    pub fn key(&self, key: &GroupKey, schema: &Schema, bounds: Bounds) -> GroupKey {
        let columns = self.schema(schema).0.into_iter();
        GroupKey::new(
            columns
                .filter_map(|(name, ty)| {
                    let value = match () {
                        () if name == self.start => Scalar::Time(bounds.start),
                        () if name == self.stop => Scalar::Time(bounds.stop),
                        () => key.get(&name)?.1.clone(),
                    };
                    Some((name, ty, value))
                })
                .collect(),
        )
    }

    /// Whether a key has these bounds already, or neither column.
    pub fn agree(&self, key: &GroupKey, bounds: Bounds) -> bool {
        let edge = |label: &str, time: Time| {
            let known = key.get(label);
            known.map(|(_, value)| *value == Scalar::Time(time))
        };
        matches!(
            (
                edge(&self.start, bounds.start),
                edge(&self.stop, bounds.stop)
            ),
            (None, None) | (Some(true), Some(true))
        )
    }

    /// The rows with a window's bounds.
    pub fn set(&self, mut chunk: Chunk, bounds: Bounds) -> Chunk {
        for (label, time) in [(&self.start, bounds.start), (&self.stop, bounds.stop)] {
            let edge = Column::Constant(Type::Time, Scalar::Time(time), chunk.rows);
            match chunk.columns.iter_mut().find(|(name, _)| name == label) {
                Some((_, column)) => *column = edge,
                None => chunk.columns.push((label.clone(), edge)),
            }
        }
        chunk
    }
}

/// The times by which rows belong to windows.
///
/// # Errors
/// If there is no such column, or it holds no times.
pub fn times(chunk: &Chunk, column: &str) -> Result<Int64Array, Failure> {
    let found = chunk
        .column(column)
        .ok_or_else(|| missing_time(column, &chunk.schema()))?;
    admit_time(column, found.ty())?;
    Ok(found.ints().expect("a time column holds times"))
}

/// # Errors
/// If the time column is known to have another type.
pub fn admit_time(column: &str, ty: Type) -> Result<(), Failure> {
    if ty == Type::Time {
        return Ok(());
    }
    Err(Failure::new(
        "flux::engine::time_column_type",
        format!("time column \"{column}\" is not a time value: it is of type {ty}"),
    )
    .help(format!(
        "make times of it first, for example with `map(fn: (r) => ({{r with {column}: time(v: r.{column})}}))`"
    )))
}

/// The error of a table without the time column.
pub fn missing_time(column: &str, schema: &Schema) -> Failure {
    let failure = super::seen::missing_column(column, schema);
    Failure {
        message: format!("missing time column \"{column}\""),
        ..failure
    }
}

#[cfg(test)]
mod tests {
    use super::Windowing;
    use crate::table::Bounds;
    use crate::time::{Duration, Time, Window, Zone};
    use arrow_array::Int64Array;

    #[track_caller]
    fn check(every: i64, period: i64, times: &[Option<i64>], expected: &str) {
        let duration = Duration::from_nanoseconds;
        let window = Window::new(
            duration(every),
            duration(period),
            Duration::ZERO,
            Zone::utc(),
        )
        .unwrap();
        let windowing = Windowing::new(window, Bounds::new(Time(5), Time(38)));
        let mut runs = Vec::new();
        let times = Int64Array::from(times.to_vec());
        windowing
            .runs(&times, |rows, windows| {
                let windows = windows.all().map(|index| {
                    let bounds = windowing.clipped(index);
                    format!(" {}-{}", bounds.start.0, bounds.stop.0)
                });
                runs.push(format!("{rows:?}{}", windows.collect::<String>()));
                Ok(())
            })
            .unwrap();
        assert_eq!(runs.join(", "), expected);
    }

    #[test]
    fn rows_in_the_same_windows_come_together() {
        let some = |times: &[i64]| times.iter().copied().map(Some).collect::<Vec<_>>();
        check(
            10,
            10,
            &some(&[5, 9, 10, 12, 6, 37]),
            "0..2 5-10, 2..4 10-20, 4..5 5-10, 5..6 30-38",
        );
        check(
            10,
            20,
            &some(&[12, 19, 20]),
            "0..2 5-20 10-30, 2..3 10-30 20-38",
        );
        check(
            10,
            5,
            &some(&[12, 16, 17, 21]),
            "0..1 10-15, 1..3, 3..4 20-25",
        );
    }

    #[test]
    fn rows_from_outside_are_in_a_window_of_the_whole_range() {
        check(
            10,
            10,
            &[Some(50), Some(40), Some(12), None],
            "0..1 5-38, 1..2 5-38, 2..3 10-20, 3..4 5-10",
        );
    }
}
