//! `stateTracking`: for how many rows, and for how long, a condition has held.

use super::aggregate::key_column;
use super::narrow::{PerTable, TableState, needs_time, time_type, times};
use crate::diagnostic::Failure;
use crate::engine::predicate::Kept;
use crate::table::{Chunk, Column, Memory, Name, Schema, Table, Type};
use arrow_array::{Array, Int64Array};
use std::fmt;
use std::sync::Arc;

/// Its arguments.
#[derive(Clone, Debug)]
pub struct StateTracking {
    /// What should hold.
    pub condition: Condition,
    /// Where the numbers of rows go, if they are wanted.
    pub count_column: Option<Name>,
    /// Where the durations go, if they are wanted.
    pub duration_column: Option<Name>,
    /// In how many nanoseconds durations count.
    pub unit: i64,
    /// Where the times are.
    pub time_column: Name,
}

/// Tells which rows of a chunk fulfil something.
pub type Test = Box<dyn FnMut(&Chunk) -> Result<Kept, Failure> + Send>;

/// Makes a test for each table.
#[derive(Clone)]
pub struct Condition(pub Arc<dyn Fn() -> Test + Send + Sync>);

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(r) => …")
    }
}

/// For how long the condition has held at the last row.
pub struct State {
    function: StateTracking,
    test: Test,
    rows: i64,
    since: Option<i64>,
    time: i64,
}

impl PerTable for StateTracking {
    type State = State;
    const REFUSES_EQUAL_KEYS: bool = false;

    fn needs(&self) -> Vec<Name> {
        vec![self.time_column.clone()]
    }

    fn begin(&self, table: &mut Table, _: &Memory) -> Result<State, Failure> {
        if let Some(ty) = table.schema.type_of(&self.time_column) {
            time_type(&self.time_column, ty)?;
        }
        for label in self.new_columns() {
            if table.key.contains(label) {
                return Err(key_column(label));
            }
            table.schema.0.retain(|(known, _)| known != label);
            table.schema.0.push((label.clone(), Type::Int));
        }
        Ok(State {
            function: self.clone(),
            test: (self.condition.0)(),
            rows: 0,
            since: None,
            time: i64::MIN,
        })
    }

    fn gives_in_key_order(&self) -> bool {
        false
    }
}

impl StateTracking {
    fn new_columns(&self) -> impl Iterator<Item = &Name> {
        [&self.count_column, &self.duration_column]
            .into_iter()
            .flatten()
    }
}

impl TableState for State {
    fn push(&mut self, mut chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let kept = (self.test)(&chunk)?;
        let holds = |row: usize| match &kept {
            Kept::All => true,
            Kept::None => false,
            Kept::Rows(mask) => mask.value(row),
        };
        // Upstream wants times even where only rows are counted.
        let times = times(&chunk, &self.function.time_column)?;
        if let Some(label) = self.function.count_column.clone() {
            let counts = (0..chunk.rows).map(|row| {
                self.rows = if holds(row) { self.rows + 1 } else { 0 };
                Some(if self.rows == 0 { -1 } else { self.rows })
            });
            let counts = Column::Int(counts.collect());
            set(&mut chunk, label, counts);
        }
        if let Some(label) = self.function.duration_column.clone() {
            let durations = self.durations(&times, holds)?;
            set(&mut chunk, label, Column::Int(durations));
        }
        Ok(Some(chunk))
    }

    fn end(&mut self, schema: &Schema) -> Result<Option<Chunk>, Failure> {
        needs_time(schema, &self.function.time_column)?;
        Ok(None)
    }
}

/// Adds a column at the end. Upstream keeps an old one of that name, and loses the new one.
fn set(chunk: &mut Chunk, label: Name, column: Column) {
    chunk.columns.retain(|(known, _)| *known != label);
    chunk.columns.push((label, column));
}

impl State {
    fn durations(
        &mut self,
        times: &Int64Array,
        holds: impl Fn(usize) -> bool,
    ) -> Result<Int64Array, Failure> {
        if times.null_count() > 0 {
            return Err(
                Failure::new("flux::engine::null_time", "got a null timestamp")
                    .help("drop such rows first, with `filter(fn: (r) => exists r._time)`"),
            );
        }
        let durations = times.values().iter().enumerate().map(|(row, &time)| {
            if time < self.time {
                return Err(Failure::new(
                    "flux::engine::unsorted_times",
                    "got an out-of-order timestamp",
                )
                .help("sort the rows first, with `sort(columns: [\"_time\"])`"));
            }
            self.time = time;
            if !holds(row) {
                self.since = None;
                return Ok(Some(-1));
            }
            let since = *self.since.get_or_insert(time);
            Ok(Some(time.saturating_sub(since) / self.function.unit))
        });
        durations.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Condition, StateTracking, Test};
    use crate::engine::operators::narrow;
    use crate::engine::predicate::Kept;
    use crate::table::Chunk;
    use arrow_array::BooleanArray;
    use std::sync::Arc;

    #[track_caller]
    fn check(columns: &str, input: &str, expected: &str) {
        let test = || -> Test {
            Box::new(|chunk: &Chunk| {
                let on = chunk.column("on").and_then(|on| on.bools()).unwrap();
                let on: Vec<bool> = on.iter().map(|on| on == Some(true)).collect();
                Ok(Kept::of(BooleanArray::from(on)))
            })
        };
        let tracking = StateTracking {
            condition: Condition(Arc::new(test)),
            count_column: columns.contains("count").then(|| "n".into()),
            duration_column: columns.contains("duration").then(|| "d".into()),
            unit: 5,
            time_column: "_time".into(),
        };
        narrow::check(tracking, input, expected);
    }

    const INPUT: &str = "[k=a] _time:time on:bool
        0 true
        7 true
        ...
        9 true
        20 false
        ...
        30 true
        [k=b] _time:time on:bool";

    #[test]
    fn rows_and_times() {
        for (columns, header, rows) in [
            ("count", " n:int", [" 1", " 2", " 3", " -1", " 1"]),
            ("duration", " d:int", [" 0", " 1", " 1", " -1", " 0"]),
            (
                "count, duration",
                " n:int d:int",
                [" 1 0", " 2 1", " 3 1", " -1 -1", " 1 0"],
            ),
            ("", "", [""; 5]),
        ] {
            let [a, b, c, d, e] = rows;
            let expected = format!(
                "[k=a] k _time:time on:bool{header}
                 0 true{a}\n7 true{b}\n9 true{c}\n20 false{d}\n30 true{e}
                 [k=b] k _time:time on:bool{header}"
            );
            check(columns, INPUT, &expected);
        }
    }

    #[test]
    fn a_column_of_that_name_is_replaced() {
        let input = "[] n:string _time:time on:bool\nx 1 true";
        check("count", input, "[] _time:time on:bool n:int\n1 true 1");
    }

    #[test]
    fn refusals() {
        let message = "error: cannot aggregate columns that are part of the group key";
        check("count", "[n=1] _time:time on:bool", message);
        let message = "[] on:bool n:int\n(open)\nerror: column \"_time\" does not exist";
        check("count", "[] on:bool\ntrue", message);
        for (rows, message) in [
            ("5 true\n4 true", "got an out-of-order timestamp"),
            ("- true", "got a null timestamp"),
        ] {
            let header = "[] _time:time on:bool";
            let expected = format!("{header} d:int\n(open)\nerror: {message}");
            check("duration", &format!("{header}\n{rows}"), &expected);
        }
    }
}
