//! Aggregates and selectors of each series and field, whole or by windows.

use super::fold::Fold;
use super::labels::Labels;
use super::part::{Part, ordered_parts};
use super::shards::covering;
use crate::diagnostic::Failure;
use crate::storage::bucket::Bucket;
use crate::table::{
    Aggregate, Aggregation, Answer, Chunk, Column, ColumnBuilder, GroupKey, Name, Output, Scalar,
    Scan, Table, TableId, Type, WindowTime, Windowing,
};
use crate::time::{Bounds, Time};
use std::ops::Range;

pub(super) fn answer(
    bucket: &Bucket,
    scan: &Scan,
    aggregation: &Aggregation,
    out: &mut dyn Output,
) -> Result<(), Failure> {
    let labels = Labels::default();
    let shards = covering(scan.bounds);
    let mut next = 0;
    for part in ordered_parts(bucket, scan, &labels) {
        // Storage minds the type of a field wherever the shards that it opens have it.
        if part.is_within(shards) {
            Fold::new(aggregation.function, part.ty())?;
        }
        if !part.has_points(scan.bounds) {
            continue;
        }
        let mut rows = Rows {
            labels: &labels,
            range: scan.bounds,
            aggregation,
            ty: Fold::result_type(aggregation.function, part.ty()),
            texts: part.texts(&labels),
            next,
            opened: false,
            times: Vec::new(),
            values: None,
            answer: Answer::More,
        };
        match &aggregation.windows {
            None => whole(&part, &mut rows, out)?,
            Some(windows) => windowed(&part, windows, &mut rows, out)?,
        }
        rows.finish(out)?;
        if rows.answer == Answer::Done {
            return Ok(());
        }
        next = rows.next;
    }
    Ok(())
}

/// One row of all points.
fn whole(part: &Part<'_>, rows: &mut Rows<'_>, out: &mut dyn Output) -> Result<(), Failure> {
    let range = rows.range;
    let mut fold = Fold::new(rows.aggregation.function, part.ty())?;
    part.fold(range, &mut fold);
    rows.put(range, Some(fold), out)
}

/// A row for each window that has points, or for each window.
fn windowed(
    part: &Part<'_>,
    windows: &Windowing,
    rows: &mut Rows<'_>,
    out: &mut dyn Output,
) -> Result<(), Failure> {
    let function = rows.aggregation.function;
    let mut due = match windows.create_empty {
        true => windows.window.indices_within(rows.range),
        false => 0..0,
    };
    let mut open: Option<(i64, i64, Fold)> = None;
    for piece in part.pieces(rows.range) {
        let times = piece.times.values();
        let mut row = 0;
        while row < times.len() {
            let is_past = |(_, until, _): &mut (i64, i64, Fold)| *until <= times[row];
            if let Some((index, _, fold)) = open.take_if(is_past) {
                close(windows, index, fold, &mut due, rows, out)?;
            }
            if rows.answer != Answer::More {
                return Ok(());
            }
            let (_, until, fold) = match &mut open {
                Some(open) => open,
                none => {
                    let index = windows.window.index_of(Time(times[row]));
                    let until = until(windows, index);
                    none.insert((index, until, Fold::new(function, part.ty())?))
                }
            };
            let end = row + times[row..].partition_point(|time| time < until);
            fold.add(&piece, row..end);
            row = end;
        }
    }
    if let Some((index, _, fold)) = open {
        close(windows, index, fold, &mut due, rows, out)?;
    }
    empty(windows, due, rows, out)
}

/// When the next window begins: what lies between two windows belongs to the first.
fn until(windows: &Windowing, index: i64) -> i64 {
    match windows.window.is_infinite() {
        true => i64::MAX,
        false => windows.window.bounds(index + 1).start.0,
    }
}

/// Puts out a window, and before it the empty ones that are due.
fn close(
    windows: &Windowing,
    index: i64,
    fold: Fold,
    due: &mut Range<i64>,
    rows: &mut Rows<'_>,
    out: &mut dyn Output,
) -> Result<(), Failure> {
    empty(windows, due.start..index.min(due.end), rows, out)?;
    due.start = due.start.max(index + 1);
    rows.put(clipped(windows, index, rows.range), Some(fold), out)
}

fn empty(
    windows: &Windowing,
    due: Range<i64>,
    rows: &mut Rows<'_>,
    out: &mut dyn Output,
) -> Result<(), Failure> {
    for index in due {
        if rows.answer != Answer::More {
            break;
        }
        rows.put(clipped(windows, index, rows.range), None, out)?;
    }
    Ok(())
}

fn clipped(windows: &Windowing, index: i64, range: Bounds) -> Bounds {
    range.clip(windows.window.bounds(index))
}

/// The rows of one series and field on their way out.
struct Rows<'a> {
    labels: &'a Labels,
    range: Bounds,
    aggregation: &'a Aggregation,
    /// The type of the values.
    ty: Type,
    texts: Vec<(Name, Name)>,
    /// The number of the next table.
    next: usize,
    /// Whether that table is open.
    opened: bool,
    times: Vec<i64>,
    values: Option<ColumnBuilder>,
    /// What the output said last.
    answer: Answer,
}

impl Rows<'_> {
    /// Puts out what came of a window; without points there is none.
    fn put(
        &mut self,
        window: Bounds,
        fold: Option<Fold>,
        out: &mut dyn Output,
    ) -> Result<(), Failure> {
        let one_table = self.aggregation.windows.as_ref().and_then(|w| w.one_table);
        let (time, value) = match &fold {
            Some(fold) => fold.result(),
            None => (None, self.nothing()),
        };
        let Some(time_of) = one_table else {
            return self.table(window, time, &value, fold.is_some(), out);
        };
        self.times.push(match time_of {
            WindowTime::Start => window.start.0,
            WindowTime::Stop => window.stop.0,
        });
        let ty = self.ty;
        let values = self.values.get_or_insert_with(|| ColumnBuilder::new(ty));
        values.push(&value);
        match self.times.len() < Chunk::ROWS {
            true => Ok(()),
            false => self.flush(out),
        }
    }

    /// What an empty window comes to.
    fn nothing(&self) -> Scalar {
        match self.aggregation.function {
            Aggregate::Count => Scalar::Int(0),
            _ => Scalar::Null,
        }
    }

    /// A table of its own for one window. A selector of no points has no row.
    fn table(
        &mut self,
        window: Bounds,
        time: Option<i64>,
        value: &Scalar,
        has_points: bool,
        out: &mut dyn Output,
    ) -> Result<(), Failure> {
        let selector = self.aggregation.function.is_selector();
        let rows = usize::from(has_points || !selector);
        let values = Column::Constant(self.ty, value.clone(), rows);
        let times = selector.then(|| match time {
            Some(time) => Column::Constant(Type::Time, Scalar::Time(Time(time)), rows),
            None => Column::nulls(Type::Time, rows),
        });
        let id = TableId(self.next);
        self.next += 1;
        let chunk = Chunk {
            id,
            columns: self.labels.columns(window, times, values, &self.texts),
            rows,
        };
        out.open(&Table {
            id,
            key: GroupKey::new(self.labels.key(window, &self.texts)),
            schema: chunk.schema(),
        })?;
        if rows > 0 && out.push(chunk)? == Answer::Done {
            self.answer = Answer::Done;
            return Ok(());
        }
        out.end(id)
    }

    fn flush(&mut self, out: &mut dyn Output) -> Result<(), Failure> {
        let Some(mut values) = self.values.take() else {
            return Ok(());
        };
        let rows = self.times.len();
        let times = Column::Time(std::mem::take(&mut self.times).into());
        let id = TableId(self.next);
        let values = values.finish();
        let columns = self
            .labels
            .columns(self.range, Some(times), values, &self.texts);
        let chunk = Chunk { id, columns, rows };
        if !self.opened {
            self.opened = true;
            out.open(&Table {
                id,
                key: GroupKey::new(self.labels.key(self.range, &self.texts)),
                schema: chunk.schema(),
            })?;
        }
        self.answer = out.push(chunk)?;
        Ok(())
    }

    /// Puts out what is left, and ends the table that is open.
    fn finish(&mut self, out: &mut dyn Output) -> Result<(), Failure> {
        if self.answer == Answer::More {
            self.flush(out)?;
        }
        if self.opened && self.answer != Answer::Done {
            out.end(TableId(self.next))?;
            self.next += 1;
        }
        Ok(())
    }
}
