//! `window`: the rows of each table in a table for each window.
//!
//! Where times are known to ascend, a window's table ends as soon as it is past. Elsewhere rows
//! are held, so that the tables of a key come by time.

use super::windowing::{Edges, Windowing, admit_time, missing_time, times};
use crate::diagnostic::Failure;
use crate::table::{
    Answer, Bounds, Chunk, GroupKey, Memory, Name, Operator, Output, Promise, Reservation, Schema,
    Table, TableId,
};
use arrow_array::UInt32Array;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::ops::Range;

/// What is to be done; plain data.
#[derive(Clone, Debug)]
pub struct WindowRows {
    /// The windows.
    pub windowing: Windowing,
    /// The column that tells a row's windows.
    pub time: Name,
    /// The columns that get a window's bounds.
    pub edges: Edges,
    /// Whether windows without rows give a table, too.
    pub create_empty: bool,
    /// Whether the edges are as `range` made them, so that no two tables share a window.
    pub range_stands: bool,
}

/// The operator.
pub struct WindowSplit {
    what: WindowRows,
    input: Promise,
    groups: Vec<Option<Group>>,
    by_key: FxHashMap<GroupKey, usize>,
    by_input: FxHashMap<TableId, usize>,
    next: usize,
    reservation: Reservation,
}

/// Input tables whose windows are the same tables.
struct Group {
    /// A key of them; the edges do not count.
    key: GroupKey,
    schema: Schema,
    /// No other table becomes a part of it.
    alone: bool,
    /// Times ascend.
    ordered: bool,
    windows: BTreeMap<i64, Held>,
    /// Bytes reserved for held rows.
    reserved: usize,
    /// The windows that have not been opened, if empty ones are to be.
    due: Range<i64>,
}

enum Held {
    /// The window's table is open.
    Open(TableId),
    Rows(Vec<Chunk>),
}

impl WindowSplit {
    /// The operator for one pass.
    pub fn new(what: WindowRows, input: Promise, memory: &Memory) -> Self {
        Self {
            what,
            input,
            groups: Vec::new(),
            by_key: FxHashMap::default(),
            by_input: FxHashMap::default(),
            next: 0,
            reservation: memory.reservation(),
        }
    }

    fn group(&mut self, table: &Table) -> usize {
        let range = self.what.windowing.range();
        let alone = self.input.distinct_keys
            && self.what.range_stands
            && self.what.edges.agree(&table.key, range);
        let key = self.what.edges.key(&table.key, &table.schema, range);
        if !alone && let Some(&number) = self.by_key.get(&key) {
            return number;
        }
        let number = self.groups.len();
        if !alone {
            self.by_key.insert(key.clone(), number);
        }
        self.groups.push(Some(Group {
            key,
            schema: Schema::default(),
            alone,
            ordered: alone && self.input.time_order && *self.what.time == *"_time",
            windows: BTreeMap::new(),
            reserved: 0,
            due: match self.what.create_empty {
                true => self.what.windowing.all(),
                false => 0..0,
            },
        }));
        number
    }

    /// Puts the tables of a group out that were held, in the order of their windows.
    fn release(&mut self, number: usize, out: &mut dyn Output) -> Result<(), Failure> {
        let Some(mut group) = self.groups[number].take() else {
            return Ok(());
        };
        self.reservation.shrink(group.reserved);
        if !group.schema.contains(&self.what.time) {
            return Err(missing_time(&self.what.time, &group.schema));
        }
        let due = std::mem::take(&mut group.due);
        for index in due.filter(|index| self.what.windowing.exists(*index)) {
            let rows = Held::Rows(Vec::new());
            let index = self.what.windowing.canonical(index);
            group.windows.entry(index).or_insert(rows);
        }
        let windows = group.windows.iter();
        let mut windows: Vec<_> = windows
            .map(|(index, held)| (self.what.windowing.clipped(*index), held))
            .collect();
        // What lies outside the range has its bounds, and comes where they belong.
        windows.sort_by_key(|(bounds, _)| (bounds.start, bounds.stop));
        for (bounds, held) in windows {
            match held {
                Held::Open(id) => out.end(*id)?,
                Held::Rows(chunks) => {
                    let id = open(&group, bounds, &self.what.edges, &mut self.next, out)?;
                    for chunk in chunks {
                        let chunk = self.what.edges.set(chunk.clone(), bounds);
                        out.push(chunk.with_id(id))?;
                    }
                    out.end(id)?;
                }
            }
        }
        Ok(())
    }
}

/// Opens the table of a window.
fn open(
    group: &Group,
    bounds: Bounds,
    edges: &Edges,
    next: &mut usize,
    out: &mut dyn Output,
) -> Result<TableId, Failure> {
    let id = TableId(*next);
    *next += 1;
    out.open(&Table {
        id,
        key: edges.key(&group.key, &group.schema, bounds),
        schema: edges.schema(&group.schema),
    })?;
    Ok(id)
}

impl Operator for WindowSplit {
    fn open(&mut self, _: usize, table: &Table, _: &mut dyn Output) -> Result<(), Failure> {
        if self.what.windowing.range().is_empty() {
            return Ok(());
        }
        if let Some(ty) = table.schema.type_of(&self.what.time) {
            admit_time(&self.what.time, ty)?;
        }
        let number = self.group(table);
        self.by_input.insert(table.id, number);
        let group = self.groups[number]
            .as_mut()
            .expect("a group of a new table is not finished");
        group.schema.admit(&mut table.schema.announce(table.id))
    }

    fn push(
        &mut self,
        _: usize,
        mut chunk: Chunk,
        out: &mut dyn Output,
    ) -> Result<Answer, Failure> {
        let group = self
            .by_input
            .get(&chunk.id)
            .and_then(|number| self.groups[*number].as_mut());
        let Some(group) = group else {
            return Ok(Answer::TableDone);
        };
        group.schema.admit(&mut chunk)?;
        let times = times(&chunk, &self.what.time)?;
        let (what, next) = (&self.what, &mut self.next);
        if group.ordered {
            what.windowing.runs(&times, |rows, windows| {
                let bounds = |index| what.windowing.clipped(index);
                let rows = chunk.slice(rows.start, rows.len());
                let Range { start, end } = windows.windows;
                while start < end && group.due.start < end && !group.due.is_empty() {
                    let exists = what.windowing.exists(group.due.start);
                    let index = what.windowing.canonical(group.due.start);
                    group.due.start += 1;
                    if exists && !group.windows.contains_key(&index) {
                        let id = open(group, bounds(index), &what.edges, next, out)?;
                        group.windows.insert(index, Held::Open(id));
                    }
                }
                close(group, start, out)?;
                for (index, times) in what.windowing.places(&windows) {
                    let id = match group.windows.get(&index) {
                        Some(Held::Open(id)) => *id,
                        _ => {
                            let id = open(group, bounds(index), &what.edges, next, out)?;
                            group.windows.insert(index, Held::Open(id));
                            id
                        }
                    };
                    let rows = match times {
                        1 => rows.clone(),
                        _ => rows.take(&repeated(0..rows.rows, times)),
                    };
                    let rows = what.edges.set(rows, bounds(index));
                    out.push(rows.with_id(id))?;
                }
                Ok(())
            })?;
            return Ok(Answer::More);
        }
        let mut rows_of: BTreeMap<i64, Vec<u32>> = BTreeMap::new();
        what.windowing.runs(&times, |rows, windows| {
            for (index, times) in what.windowing.places(&windows) {
                let rows = repeated(rows.clone(), times);
                rows_of.entry(index).or_default().extend(rows.values());
            }
            Ok(())
        })?;
        for (index, rows) in rows_of {
            let rows = chunk.take(&UInt32Array::from(rows));
            group.reserved += rows.bytes();
            self.reservation.grow(rows.bytes())?;
            let held = group.windows.entry(index);
            if let Held::Rows(chunks) = held.or_insert_with(|| Held::Rows(Vec::new())) {
                chunks.push(rows);
            }
        }
        Ok(Answer::More)
    }

    fn end(&mut self, _: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        let Some(number) = self.by_input.remove(&id) else {
            return Ok(());
        };
        let Some(group) = self.groups[number].as_mut().filter(|group| group.alone) else {
            return Ok(());
        };
        if group.ordered && group.schema.contains(&self.what.time) {
            close(group, i64::MAX, out)?;
        }
        self.release(number, out)
    }

    fn finish(&mut self, _: usize, out: &mut dyn Output) -> Result<(), Failure> {
        let mut numbers: Vec<usize> = (0..self.groups.len()).collect();
        numbers.sort_by_key(|number| {
            let group = self.groups[*number].as_ref();
            group.map(|group| group.key.clone())
        });
        numbers
            .into_iter()
            .try_for_each(|number| self.release(number, out))
    }

    fn needs(&self) -> Vec<Name> {
        vec![self.what.time.clone()]
    }
}

/// The numbers of rows, each so often.
fn repeated(rows: Range<usize>, times: usize) -> UInt32Array {
    let rows = rows.flat_map(|row| std::iter::repeat_n(row as u32, times));
    UInt32Array::from_iter_values(rows)
}

/// Ends the tables of all windows before one.
fn close(group: &mut Group, before: i64, out: &mut dyn Output) -> Result<(), Failure> {
    while let Some(first) = group.windows.first_entry() {
        if *first.key() >= before {
            break;
        }
        if let Held::Open(id) = first.remove() {
            out.end(id)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{WindowRows, WindowSplit};
    use crate::engine::operators::testing;
    use crate::engine::operators::windowing::{Edges, Windowing};
    use crate::table::{Bounds, Memory, Promise};
    use crate::time::{Duration, Time, Window, Zone};

    fn every(every: i64, period: i64, create_empty: bool) -> WindowRows {
        let duration = Duration::from_nanoseconds;
        let zone = Zone::utc();
        let window = Window::new(duration(every), duration(period), Duration::ZERO, zone);
        WindowRows {
            windowing: Windowing::new(window.unwrap(), Bounds::new(Time(0), Time(25))),
            time: "_time".into(),
            edges: Edges::default(),
            create_empty,
            range_stands: true,
        }
    }

    #[track_caller]
    fn check(what: &WindowRows, input: &str, expected: &str) {
        let ordered = Promise {
            distinct_keys: true,
            uniform_keys: true,
            time_order: true,
        };
        for promise in [Promise::default(), ordered] {
            let memory = Memory::new(1_000_000);
            let operator = WindowSplit::new(what.clone(), promise, &memory);
            testing::check(operator, input, expected);
            assert_eq!(memory.used(), 0);
        }
    }

    const ROWS: &str = "[_start=0 _stop=25 k=a] _time:time v:int
        1 1
        5 3
        ...
        9 2
        20 4";

    #[test]
    fn a_table_for_each_window() {
        check(
            &every(10, 10, false),
            ROWS,
            "[_start=0 _stop=10 k=a] _start _stop k _time:time v:int
            1 1
            5 3
            9 2
            [_start=20 _stop=25 k=a] _start _stop k _time:time v:int
            20 4",
        );
    }

    #[test]
    fn empty_windows() {
        check(
            &every(10, 10, true),
            "[k=a] _time:time v:int\n20 4",
            "[k=a _start=0 _stop=10] k _time:time v:int _start _stop
            [k=a _start=10 _stop=20] k _time:time v:int _start _stop
            [k=a _start=20 _stop=25] k _time:time v:int _start _stop
            20 4",
        );
    }

    #[test]
    fn overlapping_windows() {
        check(
            &every(10, 20, false),
            ROWS,
            "[_start=0 _stop=10 k=a] _start _stop k _time:time v:int
            1 1
            5 3
            9 2
            [_start=0 _stop=20 k=a] _start _stop k _time:time v:int
            1 1
            5 3
            9 2
            [_start=10 _stop=25 k=a] _start _stop k _time:time v:int
            20 4
            [_start=20 _stop=25 k=a] _start _stop k _time:time v:int
            20 4",
        );
    }

    #[test]
    fn windows_that_cover_the_range_are_one_table() {
        check(
            &every(10, 60, false),
            "[k=a] _time:time v:int\n1 1\n15 2\n60 3",
            "[k=a _start=0 _stop=10] k _time:time v:int _start _stop
            1 1
            [k=a _start=0 _stop=20] k _time:time v:int _start _stop
            1 1
            15 2
            [k=a _start=0 _stop=25] k _time:time v:int _start _stop
            1 1
            1 1
            1 1
            1 1
            15 2
            15 2
            15 2
            15 2
            60 3
            60 3
            60 3
            60 3
            [k=a _start=10 _stop=25] k _time:time v:int _start _stop
            15 2
            60 3
            [k=a _start=20 _stop=25] k _time:time v:int _start _stop
            60 3",
        );
    }

    #[test]
    fn tables_come_by_time_and_key() {
        let memory = Memory::new(1_000_000);
        testing::check(
            WindowSplit::new(every(10, 10, false), Promise::default(), &memory),
            "[k=b] _time:time v:int\n15 1\n1 2\n[k=a] _time:time v:int\n3 3",
            "[k=a _start=0 _stop=10] k _time:time v:int _start _stop
            3 3
            [k=b _start=0 _stop=10] k _time:time v:int _start _stop
            1 2
            [k=b _start=10 _stop=20] k _time:time v:int _start _stop
            15 1",
        );
    }

    #[test]
    fn the_time_column() {
        let message = "error: missing time column \"_time\"";
        check(&every(10, 10, true), "[] v:int\n1", message);
        let message = "error: time column \"_time\" is not a time value: it is of type int";
        check(&every(10, 10, true), "[] _time:int\n1", message);
    }
}
