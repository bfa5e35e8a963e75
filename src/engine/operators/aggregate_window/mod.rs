//! `aggregateWindow` with a builtin aggregate or selector: a running state for each window, never
//! a table for each. Where times are known to ascend, a window is put out as soon as it is past.

mod group;

use super::accumulator::{Aggregation, materialised};
use super::aggregate::key_column;
use super::seen::missing_column;
use super::selector::Pick;
use super::windowing::{Edges, Windowing, admit_time, missing_time, times};
use crate::diagnostic::Failure;
use crate::table::{
    Answer, Chunk, GroupKey, Memory, Name, Operator, Output, Promise, Reservation, Table, TableId,
};
use group::{Group, State};
use rustc_hash::FxHashMap;
use std::mem::size_of;

/// What is made of each window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fold {
    /// One value; the other columns go.
    Aggregate(Aggregation),
    /// One whole row, or none.
    Select(Pick),
}

/// What is to be done; plain data.
#[derive(Clone, Debug)]
pub struct WindowedFold {
    /// The windows.
    pub windowing: Windowing,
    /// What is made of each.
    pub fold: Fold,
    /// The column that is looked at.
    pub column: Name,
    /// Whether a row's new time is the start of its window, not the stop.
    pub at_start: bool,
    /// The column that gets the new time.
    pub time: Name,
    /// Whether windows without rows give one, too.
    pub create_empty: bool,
    /// Whether `_start` and `_stop` are as `range` made them, so that no two tables become one.
    pub range_stands: bool,
}

impl WindowedFold {
    /// Count, sum and mean have the time first, give a table even where there are no rows, and
    /// leave tables in their order.
    pub fn time_first(&self) -> bool {
        let simple = matches!(
            self.fold,
            Fold::Aggregate(Aggregation::Count | Aggregation::Sum | Aggregation::Mean)
        );
        simple && *self.time == *"_time" && !self.windowing.is_infinite()
    }
}

/// The operator.
pub struct AggregateWindow {
    what: WindowedFold,
    edges: Edges,
    input: Promise,
    /// None where the table has ended.
    groups: Vec<Option<Box<Group>>>,
    by_key: FxHashMap<GroupKey, usize>,
    by_input: FxHashMap<TableId, usize>,
    reservation: Reservation,
}

impl AggregateWindow {
    /// The operator for one pass.
    pub fn new(what: WindowedFold, input: Promise, memory: &Memory) -> Self {
        Self {
            what,
            edges: Edges::default(),
            input,
            groups: Vec::new(),
            by_key: FxHashMap::default(),
            by_input: FxHashMap::default(),
            reservation: memory.reservation(),
        }
    }

    fn group(&mut self, table: &Table) -> usize {
        let range = self.what.windowing.range();
        let alone = self.input.distinct_keys
            && self.what.range_stands
            && self.edges.agree(&table.key, range);
        let mut key = self.edges.key(&table.key, &table.schema, range);
        if self.what.time_first() {
            // Upstream makes no tables of windows here, which would lose what is no column.
            for (name, ty, value) in table.key.columns() {
                if !key.contains(name) {
                    key = key.with(name, *ty, value.clone());
                }
            }
        }
        let key = key.filter(|label| *label != *self.what.time);
        if !alone && let Some(&number) = self.by_key.get(&key) {
            return number;
        }
        let number = self.groups.len();
        if !alone {
            self.by_key.insert(key.clone(), number);
        }
        let ordered = alone && self.input.time_order;
        let group = Group::new(TableId(number), key, alone, ordered, &self.what);
        self.groups.push(Some(Box::new(group)));
        number
    }

    fn finish_group(&mut self, number: usize, out: &mut dyn Output) -> Result<(), Failure> {
        let Some(mut group) = self.groups[number].take() else {
            return Ok(());
        };
        if group.result.is_none() && !matches!(self.what.fold, Fold::Select(_)) {
            return Err(missing_column(&self.what.column, &group.schema));
        }
        if !group.schema.contains(&self.what.column) {
            return Err(missing_column(&self.what.column, &group.schema));
        }
        if !group.schema.contains("_time") {
            return Err(missing_time("_time", &group.schema));
        }
        self.reservation.shrink(group.reserved);
        group.close_all(&self.what, out)?;
        group.flush(&self.what, out)?;
        match group.opened {
            true => out.end(group.id),
            false => Ok(()),
        }
    }
}

impl Operator for AggregateWindow {
    fn open(&mut self, _: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        if self.what.windowing.range().is_empty() {
            return Ok(());
        }
        let folded_in_key = matches!(self.what.fold, Fold::Aggregate(_))
            && (table.key.contains(&self.what.column) || self.edges.contains(&self.what.column));
        if folded_in_key {
            return Err(key_column(&self.what.column));
        }
        if let Some(ty) = table.schema.type_of("_time") {
            admit_time("_time", ty)?;
        }
        let number = self.group(table);
        self.by_input.insert(table.id, number);
        let group = self.groups[number]
            .as_mut()
            .expect("a group of a new table is not finished");
        group.admit(&mut table.schema.announce(table.id), &self.what)?;
        // Order is decided here; without empty windows there may be nothing to show.
        if !group.opened && (self.what.create_empty || self.what.time_first()) {
            group.show(&self.what, out)?;
        }
        Ok(())
    }

    fn push(
        &mut self,
        _: usize,
        mut chunk: Chunk,
        out: &mut dyn Output,
    ) -> Result<Answer, Failure> {
        let Some(&number) = self.by_input.get(&chunk.id) else {
            return Ok(Answer::TableDone);
        };
        let Some(group) = self.groups[number].as_mut() else {
            return Ok(Answer::TableDone);
        };
        if group.schema.0.len() < chunk.columns.len() {
            group.flush(&self.what, out)?;
        }
        group.admit(&mut chunk, &self.what)?;
        let times = times(&chunk, "_time")?;
        let Some(column) = chunk.column(&self.what.column) else {
            return Err(missing_column(&self.what.column, &group.schema));
        };
        let column = materialised(column);
        let windows_before = group.windows.len();
        let what = &self.what;
        what.windowing.runs(&times, |rows, windows| {
            if group.ordered {
                group.close(windows.windows.start, what, out)?;
            }
            // Where upstream aggregates without tables, it has no place for rows outside the range,
            // and no windows become one table.
            if what.time_first() {
                for index in windows.windows {
                    group.add(index, &chunk, &column, rows.clone(), what);
                }
                return Ok(());
            }
            for (index, times) in what.windowing.places(&windows) {
                for _ in 0..times {
                    group.add(index, &chunk, &column, rows.clone(), what);
                }
            }
            Ok(())
        })?;
        if !group.ordered && group.windows.len() > windows_before {
            let bytes = size_of::<(i64, State)>() + 64;
            let new = group.windows.len() - windows_before;
            group.reserved += new * bytes;
            self.reservation.grow(new * bytes)?;
        }
        match group.alone {
            true => Ok(group.answer),
            false => Ok(Answer::More),
        }
    }

    fn end(&mut self, _: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        let Some(number) = self.by_input.remove(&id) else {
            return Ok(());
        };
        match &self.groups[number] {
            Some(group) if group.alone => self.finish_group(number, out),
            _ => Ok(()),
        }
    }

    fn finish(&mut self, _: usize, out: &mut dyn Output) -> Result<(), Failure> {
        for number in 0..self.groups.len() {
            self.finish_group(number, out)?;
        }
        Ok(())
    }

    fn needs(&self) -> Vec<Name> {
        vec!["_time".into(), self.what.column.clone()]
    }
}

#[cfg(test)]
mod tests;
