//! `events.duration`: how long the event of each row lasted, until the next one or the stop.

use super::elapsed::new_column;
use super::narrow::{PerTable, TableState, needs_time, time_type, times};
use crate::diagnostic::Failure;
use crate::table::{Chunk, Column, Memory, Name, Schema, Table, Type};
use crate::time::Time;
use arrow_array::Array;

/// Its arguments.
#[derive(Clone, Debug)]
pub struct EventDuration {
    /// In how many nanoseconds it counts.
    pub unit: i64,
    /// When the events begin.
    pub time_column: Name,
    /// Where the counts go.
    pub column: Name,
    /// When the last event ended.
    pub stop: Stop,
}

/// When the last event of a table ended.
#[derive(Clone, Debug)]
pub enum Stop {
    /// At a time.
    At(Time),
    /// At the time in a column of the last row.
    Column(Name),
}

/// The last row, which waits for the next one.
pub struct State {
    function: EventDuration,
    /// The row, the time of its event, and the time at which it stops if no other comes.
    last: Option<(Chunk, i64, i64)>,
}

impl PerTable for EventDuration {
    type State = State;

    fn needs(&self) -> Vec<Name> {
        self.needed().cloned().collect()
    }

    fn begin(&self, table: &mut Table, _: &Memory) -> Result<State, Failure> {
        for label in self.needed() {
            if let Some(ty) = table.schema.type_of(label) {
                time_type(label, ty)?;
            }
        }
        new_column(&table.schema, &self.column)?;
        table.schema.0.push((self.column.clone(), Type::Int));
        Ok(State {
            function: self.clone(),
            last: None,
        })
    }
}

impl EventDuration {
    fn needed(&self) -> impl Iterator<Item = &Name> {
        let stop = match &self.stop {
            Stop::At(_) => None,
            Stop::Column(label) => Some(label),
        };
        std::iter::once(&self.time_column).chain(stop)
    }

    fn count(&self, start: i64, stop: i64) -> i64 {
        stop.saturating_sub(start) / self.unit
    }

    /// A row or more with its counts.
    fn counted(&self, mut chunk: Chunk, counts: Vec<i64>) -> Result<Chunk, Failure> {
        new_column(&chunk.schema(), &self.column)?;
        let counts = Column::Int(counts.into());
        chunk.columns.push((self.column.clone(), counts));
        Ok(chunk)
    }
}

impl TableState for State {
    fn push(&mut self, chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        if chunk.rows == 0 {
            return Ok(None);
        }
        let function = &self.function;
        let schema = chunk.schema();
        let starts = times(&chunk, &function.time_column)?;
        // A row without a time counts as being of 1970.
        let time = |array: &arrow_array::Int64Array, row: usize| match array.is_valid(row) {
            true => array.value(row),
            false => 0,
        };
        let end = chunk.rows - 1;
        let stop = match &function.stop {
            Stop::At(time) => time.0,
            Stop::Column(label) => time(&times(&chunk, label)?, end),
        };
        let mut rows = Vec::new();
        let mut counts = Vec::new();
        if let Some((row, start, _)) = self.last.take() {
            rows.push(row);
            counts.push(function.count(start, time(&starts, 0)));
        }
        for row in 0..end {
            counts.push(function.count(time(&starts, row), time(&starts, row + 1)));
        }
        rows.push(chunk.slice(0, end));
        self.last = Some((chunk.slice(end, 1), time(&starts, end), stop));
        let complete = Chunk::concat(chunk.id, &schema, &rows);
        function.counted(complete, counts).map(Some)
    }

    fn end(&mut self, schema: &Schema) -> Result<Option<Chunk>, Failure> {
        for label in self.function.needed() {
            needs_time(schema, label)?;
        }
        let Some((row, start, stop)) = self.last.take() else {
            return Ok(None);
        };
        let count = self.function.count(start, stop);
        let row = Chunk::concat(row.id, schema, &[row]);
        self.function.counted(row, vec![count]).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::{EventDuration, Stop};
    use crate::engine::operators::narrow;
    use crate::time::Time;

    #[track_caller]
    fn check(stop: Stop, input: &str, expected: &str) {
        let function = EventDuration {
            unit: 10,
            time_column: "_time".into(),
            column: "duration".into(),
            stop,
        };
        narrow::check(function, input, expected);
    }

    #[test]
    fn until_the_next_event() {
        let input = "[k=a] _time:time v:int end:time\n10 1 90\n...\n25 2 100\n...\n95 3 200\n[k=b] _time:time end:time";
        let header = "[k=a] k _time:time v:int end:time duration:int\n10 1 90 1\n25 2 100 7";
        let rest = "[k=b] k _time:time end:time duration:int";
        let to_column = Stop::Column("end".into());
        check(to_column, input, &format!("{header}\n95 3 200 10\n{rest}"));
        let to_time = Stop::At(Time(145));
        check(to_time, input, &format!("{header}\n95 3 200 5\n{rest}"));
    }

    #[test]
    fn refusals() {
        let to_column = || Stop::Column("end".into());
        check(
            to_column(),
            "[] _time:time\n1",
            "[] _time:time duration:int\n(open)\nerror: column \"end\" does not exist",
        );
        check(
            to_column(),
            "[] _time:time end:int",
            "error: column \"end\" is not of type time but int",
        );
        check(
            Stop::At(Time(0)),
            "[] _time:time duration:int",
            "error: the table has a column \"duration\" already",
        );
    }
}
