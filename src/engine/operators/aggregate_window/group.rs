//! The windows of one table, and what has been put out of them.

use super::{Fold, WindowedFold};
use crate::diagnostic::Failure;
use crate::engine::operators::accumulator::{Accumulator, Aggregation};
use crate::engine::operators::aggregate::key_columns;
use crate::engine::operators::selector::cells;
use crate::engine::operators::windowing::Windowing;
use crate::table::{
    Answer, Chunk, Column, ColumnBuilder, GroupKey, Name, Output, Scalar, Schema, Table, TableId,
    Type,
};
use std::collections::BTreeMap;
use std::ops::Range;

/// Tables that become one, and their windows.
pub struct Group {
    /// Its name at the output.
    pub id: TableId,
    /// Its key at the output.
    pub key: GroupKey,
    /// The columns of what comes in.
    pub schema: Schema,
    /// No other table becomes a part of it.
    pub alone: bool,
    /// Times ascend.
    pub ordered: bool,
    /// Whether the output knows it.
    pub opened: bool,
    /// What is known of the windows that have rows.
    pub windows: BTreeMap<i64, State>,
    /// Bytes reserved for them.
    pub reserved: usize,
    spare: Vec<State>,
    /// The windows that have not been put out, if empty ones are to be.
    pub due: Range<i64>,
    /// Whether some of these cover the range, and become one.
    covering: bool,
    /// The type of the aggregate, once the column is known.
    pub result: Option<Type>,
    times: Vec<i64>,
    values: Vec<ColumnBuilder>,
    /// What the output said last.
    pub answer: Answer,
}

/// What is known of one window.
pub enum State {
    /// Running numbers.
    Aggregate(Box<dyn Accumulator>),
    /// The chosen row.
    Select {
        /// Its value.
        best: Scalar,
        /// Its cells.
        row: Option<Vec<Scalar>>,
    },
}

impl Group {
    /// A table without windows yet.
    pub fn new(
        id: TableId,
        key: GroupKey,
        alone: bool,
        ordered: bool,
        what: &WindowedFold,
    ) -> Self {
        Self {
            id,
            key,
            schema: Schema::default(),
            alone,
            ordered,
            opened: false,
            windows: BTreeMap::new(),
            reserved: 0,
            spare: Vec::new(),
            due: match what.create_empty {
                true => what.windowing.all(),
                false => 0..0,
            },
            covering: what.create_empty && !what.time_first() && what.windowing.is_covered(),
            result: None,
            times: Vec::new(),
            values: Vec::new(),
            answer: Answer::More,
        }
    }

    /// Learns columns.
    pub fn admit(&mut self, chunk: &mut Chunk, what: &WindowedFold) -> Result<(), Failure> {
        let known = self.schema.contains(&what.column);
        self.schema.admit(chunk)?;
        if known {
            return Ok(());
        }
        if let Some(ty) = self.schema.type_of(&what.column) {
            self.result = match what.fold {
                Fold::Aggregate(aggregation) => Some(aggregation.over(ty)?.0),
                Fold::Select(pick) => {
                    pick.admit(ty)?;
                    None
                }
            };
        }
        Ok(())
    }

    fn state(&mut self, what: &WindowedFold) -> State {
        if let Some(state) = self.spare.pop() {
            return state;
        }
        match what.fold {
            Fold::Select(_) => State::Select {
                best: Scalar::Null,
                row: None,
            },
            Fold::Aggregate(aggregation) => {
                let ty = self.schema.type_of(&what.column);
                let (_, state) = aggregation
                    .over(ty.expect("rows have the column"))
                    .expect("the type was admitted");
                State::Aggregate(state)
            }
        }
    }

    /// Takes rows of one window in.
    pub fn add(
        &mut self,
        index: i64,
        chunk: &Chunk,
        column: &Column,
        rows: Range<usize>,
        what: &WindowedFold,
    ) {
        if !self.windows.contains_key(&index) {
            let state = self.state(what);
            self.windows.insert(index, state);
        }
        match (self.windows.get_mut(&index), what.fold) {
            (Some(State::Aggregate(state)), _) => state.add(column, rows),
            (Some(State::Select { best, row }), Fold::Select(pick)) => {
                if let Some(found) = pick.pick(column, rows, best) {
                    *row = Some(cells(chunk, found));
                }
            }
            _ => {}
        }
    }

    /// Puts out all windows before one.
    pub fn close(
        &mut self,
        before: i64,
        what: &WindowedFold,
        out: &mut dyn Output,
    ) -> Result<(), Failure> {
        loop {
            let first = match self.windows.first_key_value() {
                Some((&index, _)) if index < before => Some(index),
                _ => None,
            };
            let due = match self.due.is_empty() || self.due.start >= before {
                true => None,
                false => Some(self.due.start),
            };
            let index = match (first, due) {
                (None, None) => return Ok(()),
                (Some(first), Some(due)) => first.min(due),
                (first, due) => first.or(due).unwrap_or_default(),
            };
            if Some(index) == due {
                self.due.start += 1;
            }
            let state = self.windows.remove(&index);
            // What covers the range is put out once, at last.
            let is_one = self.covering && Windowing::is_outside(what.windowing.canonical(index));
            if state.is_some() || (what.windowing.exists(index) && !is_one) {
                self.put(index, state, what, out)?;
            }
        }
    }

    /// Puts out all windows, in the order of their bounds.
    pub fn close_all(&mut self, what: &WindowedFold, out: &mut dyn Output) -> Result<(), Failure> {
        // One of what covers the range is the last by its index, not by its bounds.
        let covering = self.windows.remove(&Windowing::OUTSIDE);
        if self.covering || covering.is_some() {
            let index = Windowing::OUTSIDE;
            let bounds = what.windowing.clipped(index);
            let mut later = what.windowing.all();
            let next = later.find(|index| what.windowing.clipped(*index).start > bounds.start);
            self.close(next.unwrap_or(i64::MAX), what, out)?;
            self.put(index, covering, what, out)?;
        }
        self.close(i64::MAX, what, out)
    }

    /// Puts out one window; without a state it has no rows.
    pub fn put(
        &mut self,
        index: i64,
        mut state: Option<State>,
        what: &WindowedFold,
        out: &mut dyn Output,
    ) -> Result<(), Failure> {
        let bounds = what.windowing.clipped(index);
        let time = if what.at_start {
            bounds.start
        } else {
            bounds.stop
        };
        match &mut state {
            Some(State::Aggregate(state)) => {
                let value = state.result();
                state.reset();
                self.builders(what)[0].push(&value);
            }
            Some(State::Select { row: Some(row), .. }) => {
                let row = std::mem::take(row);
                self.push_row(&row, what);
            }
            Some(State::Select { row: None, .. }) if !what.create_empty => {
                self.spare.extend(state);
                return Ok(());
            }
            _ => match what.fold {
                Fold::Aggregate(Aggregation::Count) => self.builders(what)[0].push(&Scalar::Int(0)),
                Fold::Aggregate(_) => self.builders(what)[0].push_null(),
                Fold::Select(_) => self.push_row(&[], what),
            },
        }
        match state {
            Some(State::Select { .. }) => self.spare.push(State::Select {
                best: Scalar::Null,
                row: None,
            }),
            state => self.spare.extend(state),
        }
        self.times.push(time.0);
        if self.times.len() >= Chunk::ROWS {
            self.flush(what, out)?;
        }
        Ok(())
    }

    fn push_row(&mut self, row: &[Scalar], what: &WindowedFold) {
        let kept: Vec<usize> = self.kept(what).collect();
        for (builder, index) in self.builders(what).iter_mut().zip(kept) {
            builder.push(row.get(index).unwrap_or(&Scalar::Null));
        }
    }

    /// The columns of a selected row that are neither constant nor the time.
    fn kept<'a>(&'a self, what: &'a WindowedFold) -> impl Iterator<Item = usize> + 'a {
        let columns = self.schema.0.iter().enumerate();
        columns
            .filter(|(_, (name, _))| !self.key.contains(name) && *name != what.time)
            .map(|(index, _)| index)
    }

    fn builders(&mut self, what: &WindowedFold) -> &mut [ColumnBuilder] {
        if self.values.is_empty() {
            self.values = match (what.fold, self.result) {
                (Fold::Aggregate(_), Some(ty)) => vec![ColumnBuilder::new(ty)],
                _ => self
                    .kept(what)
                    .map(|index| ColumnBuilder::new(self.schema.0[index].1))
                    .collect(),
            };
        }
        &mut self.values
    }

    /// Passes on what has been put out.
    pub fn flush(&mut self, what: &WindowedFold, out: &mut dyn Output) -> Result<(), Failure> {
        if self.times.is_empty() {
            return Ok(());
        }
        self.show(what, out)
    }

    /// Shows the table, and what has been put out.
    pub fn show(&mut self, what: &WindowedFold, out: &mut dyn Output) -> Result<(), Failure> {
        let chunk = self.chunk(what);
        if !self.opened {
            self.opened = true;
            out.open(&Table {
                id: self.id,
                key: self.key.clone(),
                schema: chunk.schema(),
            })?;
        }
        if chunk.rows > 0 {
            self.answer = out.push(chunk)?;
        }
        Ok(())
    }

    /// What has been put out so far.
    fn chunk(&mut self, what: &WindowedFold) -> Chunk {
        let rows = self.times.len();
        let times = std::mem::take(&mut self.times);
        let time = (what.time.clone(), Column::Time(times.into()));
        self.builders(what);
        let mut values: Vec<Column> = std::mem::take(&mut self.values)
            .iter_mut()
            .map(ColumnBuilder::finish)
            .collect();
        let key = key_columns(&self.key, rows);
        let columns = match what.fold {
            Fold::Aggregate(_) => {
                let values = values.pop().map(|values| (what.column.clone(), values));
                match what.time_first() {
                    true => [time].into_iter().chain(key).chain(values).collect(),
                    false => key.into_iter().chain(values).chain([time]).collect(),
                }
            }
            Fold::Select(_) => self.selected(what, time, key, values),
        };
        Chunk {
            id: self.id,
            columns,
            rows,
        }
    }

    fn selected(
        &self,
        what: &WindowedFold,
        time: (Name, Column),
        key: Vec<(Name, Column)>,
        values: Vec<Column>,
    ) -> Vec<(Name, Column)> {
        let mut values = values.into_iter();
        let mut columns: Vec<(Name, Column)> = Vec::with_capacity(self.schema.0.len() + 3);
        for (name, ty) in &self.schema.0 {
            let of_key = key.iter().find(|(label, _)| label == name);
            let column = match of_key {
                _ if *name == what.time => time.1.clone(),
                Some((_, column)) => column.clone(),
                None => values.next().unwrap_or_else(|| Column::nulls(*ty, 0)),
            };
            columns.push((name.clone(), column));
        }
        for (name, column) in key.into_iter().chain([time]) {
            if !self.schema.contains(&name) {
                columns.push((name, column));
            }
        }
        columns
    }
}
