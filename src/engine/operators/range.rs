//! `range`: the rows of a stretch of time, which becomes part of the key.

use super::seen::{SeenKeys, missing_column};
use crate::diagnostic::Failure;
use crate::table::{
    Answer, Bounds, Chunk, Column, GroupKey, Name, Operator, Output, Promise, Scalar, Schema,
    Table, TableId, Type,
};
use arrow_array::{Array, BooleanArray, Int64Array};
use rustc_hash::FxHashMap;

/// Keeps the rows within bounds, and writes the bounds into `_start` and `_stop`. In tables that
/// are keyed by bounds already it writes what theirs and the new ones have in common.
pub struct Range {
    bounds: Bounds,
    seen: SeenKeys,
    tables: FxHashMap<TableId, Bounds>,
    labels: [Name; 2],
}

impl Range {
    /// The rows within these bounds.
    pub fn new(bounds: Bounds, input: Promise) -> Self {
        Self {
            bounds,
            // Bounds in keys may become equal.
            seen: SeenKeys::new(input.distinct_keys && input.uniform_keys),
            tables: FxHashMap::default(),
            labels: ["_start".into(), "_stop".into()],
        }
    }

    /// What is written into the key: what both have in common, if that is anything. One bound
    /// alone in the key stays what it is.
    fn written(&self, key: &GroupKey) -> Bounds {
        let of_key = |label| match key.get(label) {
            Some((_, Scalar::Time(time))) => Some(*time),
            _ => None,
        };
        match (of_key("_start"), of_key("_stop")) {
            (Some(start), Some(stop)) => {
                let known = Bounds::new(start, stop);
                self.bounds.intersection(known).unwrap_or(self.bounds)
            }
            (start, stop) => Bounds {
                start: start.unwrap_or(self.bounds.start),
                stop: stop.unwrap_or(self.bounds.stop),
            },
        }
    }

    fn cells(&self, bounds: Bounds) -> [(Name, Scalar); 2] {
        let [start, stop] = &self.labels;
        [
            (start.clone(), Scalar::Time(bounds.start)),
            (stop.clone(), Scalar::Time(bounds.stop)),
        ]
    }
}

impl Operator for Range {
    fn open(&mut self, _: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        match table.schema.type_of("_time") {
            None => return Err(missing_column("_time", &table.schema)),
            Some(Type::Time) => {}
            Some(other) => {
                return Err(Failure::new(
                    "flux::engine::range_type",
                    format!("provided column _time is not of type time, but of type {other}"),
                )
                .help("convert it with `toTime()` or `map` first"));
            }
        }
        let bounds = self.written(&table.key);
        let cells = self.cells(bounds);
        let mut labels = table.schema.0.clone();
        for (position, (label, _)) in cells.iter().enumerate() {
            match labels.iter_mut().find(|(name, _)| name == label) {
                Some((_, ty)) => *ty = Type::Time,
                None => labels.insert(position, (label.clone(), Type::Time)),
            }
        }
        let schema = Schema(labels);
        let in_key = schema.0.iter().filter_map(|(name, ty)| {
            let bound = cells.iter().find(|(label, _)| label == name);
            let value = match bound {
                Some((_, value)) => value.clone(),
                None => table.key.get(name)?.1.clone(),
            };
            Some((name.clone(), *ty, value))
        });
        let key = GroupKey::new(in_key.collect());
        self.seen.admit(&key)?;
        self.tables.insert(table.id, bounds);
        out.open(&Table {
            id: table.id,
            key,
            schema,
        })
    }

    fn push(
        &mut self,
        _: usize,
        mut chunk: Chunk,
        out: &mut dyn Output,
    ) -> Result<Answer, Failure> {
        let times = chunk.column("_time").and_then(Column::ints);
        let times = times.unwrap_or_else(|| Int64Array::new_null(chunk.rows));
        if let Some(mask) = mask(&times, self.bounds) {
            if mask.true_count() == 0 {
                return Ok(Answer::More);
            }
            chunk = chunk.filter(&mask);
        }
        let written = self.tables[&chunk.id];
        for (position, (label, value)) in self.cells(written).into_iter().enumerate() {
            let column = Column::Constant(Type::Time, value, chunk.rows);
            match chunk.columns.iter_mut().find(|(name, _)| *name == label) {
                Some((_, old)) => *old = column,
                None => chunk.columns.insert(position, (label, column)),
            }
        }
        out.push(chunk)
    }

    fn end(&mut self, _: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        self.tables.remove(&id);
        out.end(id)
    }

    fn needs(&self) -> Vec<Name> {
        vec!["_time".into()]
    }
}

/// Which times lie within bounds; none if all do. A null lies nowhere.
pub fn mask(times: &Int64Array, bounds: Bounds) -> Option<BooleanArray> {
    let (start, stop) = (bounds.start.0, bounds.stop.0);
    let within = |time: i64| (time >= start) & (time < stop);
    let all = times
        .values()
        .iter()
        .fold(true, |all, &time| all & within(time));
    if all && times.null_count() == 0 {
        return None;
    }
    let values = times.values().iter().map(|&time| within(time)).collect();
    let mask = BooleanArray::new(values, None);
    Some(match times.nulls() {
        None => mask,
        Some(valid) => BooleanArray::new(mask.values() & valid.inner(), None),
    })
}

/// What is known of the tables: keys that were refused twice are distinct.
pub fn promise(input: Promise) -> Promise {
    Promise {
        distinct_keys: true,
        ..input
    }
}

#[cfg(test)]
mod tests {
    use super::Range;
    use crate::engine::operators::testing;
    use crate::table::{Bounds, Promise};
    use crate::time::Time;

    #[track_caller]
    fn check(input: &str, expected: &str) {
        let bounds = Bounds::new(Time(10), Time(20));
        testing::check(Range::new(bounds, Promise::default()), input, expected);
    }

    #[test]
    fn rows_within_and_bounds_in_front() {
        check(
            "[k=a] _time:time v:int\n9 1\n10 2\n- 3\n19 4\n20 5",
            "[_start=10 _stop=20 k=a] _start _stop k _time:time v:int\n10 2\n19 4",
        );
        check(
            "[] _time:time _stop:time v:int\n12 99 1",
            "[_start=10 _stop=20] _start _time:time _stop v:int\n12 1",
        );
    }

    #[test]
    fn bounds_in_the_key_are_intersected() {
        check(
            "[_start=15 _stop=30] _time:time\n9\n16\n25\n[_start=0 _stop=12] _time:time",
            "[_start=15 _stop=20] _start _stop _time:time\n16\n[_start=10 _stop=12] _start _stop _time:time",
        );
        check(
            "[_start=15] _time:time\n16",
            "[_start=15 _stop=20] _start _stop _time:time\n16",
        );
        check(
            "[_start=30 _stop=40] _time:time\n9\n16\n25",
            "[_start=10 _stop=20] _start _stop _time:time\n16",
        );
        check(
            "[_start=0 _stop=30] _time:time\n[_start=1 _stop=31] _time:time",
            "[_start=10 _stop=20] _start _stop _time:time\nerror: found duplicate table with key: {_start=10,_stop=20}",
        );
    }

    #[test]
    fn time_must_be_a_time() {
        check("[] v:int", "error: column \"_time\" does not exist");
        check(
            "[] _time:int",
            "error: provided column _time is not of type time, but of type int",
        );
    }
}
