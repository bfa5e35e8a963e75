//! `elapsed`: the time from row to row, in a column of its own.

use super::narrow::{PerTable, TableState, needs_time, time_type, times, without_first};
use crate::diagnostic::Failure;
use crate::table::{Chunk, Column, Memory, Name, Schema, Table, Type};

/// Its arguments.
#[derive(Clone, Debug)]
pub struct Elapsed {
    /// In how many nanoseconds it counts.
    pub unit: i64,
    /// Where the times are.
    pub time_column: Name,
    /// Where the counts go.
    pub column: Name,
}

/// The time of the last row.
pub struct State {
    function: Elapsed,
    previous: Option<i64>,
}

impl PerTable for Elapsed {
    type State = State;

    fn needs(&self) -> Vec<Name> {
        vec![self.time_column.clone()]
    }

    fn begin(&self, table: &mut Table, _: &Memory) -> Result<State, Failure> {
        if let Some(ty) = table.schema.type_of(&self.time_column) {
            time_type(&self.time_column, ty)?;
        }
        new_column(&table.schema, &self.column)?;
        table.schema.0.push((self.column.clone(), Type::Int));
        Ok(State {
            function: self.clone(),
            previous: None,
        })
    }
}

impl TableState for State {
    /// Upstream counts in floats, and loses what is below their precision.
    fn push(&mut self, mut chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let first = usize::from(self.previous.is_none());
        let times = times(&chunk, &self.function.time_column)?;
        new_column(&chunk.schema(), &self.function.column)?;
        let counts = times.iter().map(|time| {
            // A row without a time counts as being of 1970.
            let time = time.unwrap_or(0);
            let before = self.previous.replace(time).unwrap_or(time);
            Some(time.saturating_sub(before) / self.function.unit)
        });
        let counts = Column::Int(counts.collect());
        chunk.columns.push((self.function.column.clone(), counts));
        Ok(Some(without_first(chunk, first)))
    }

    fn end(&mut self, schema: &Schema) -> Result<Option<Chunk>, Failure> {
        needs_time(schema, &self.function.time_column)?;
        Ok(None)
    }
}

/// # Errors
/// If a column that is to be added is there already.
pub fn new_column(schema: &Schema, label: &str) -> Result<(), Failure> {
    match schema.contains(label) {
        true => Err(Failure::new(
            "flux::engine::column_exists",
            format!("the table has a column \"{label}\" already"),
        )
        .help("name another column for the result, or rename or drop the one that is there")),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::Elapsed;
    use crate::engine::operators::narrow;

    #[track_caller]
    fn check(unit: i64, input: &str, expected: &str) {
        let elapsed = Elapsed {
            unit,
            time_column: "_time".into(),
            column: "elapsed".into(),
        };
        narrow::check(elapsed, input, expected);
    }

    #[test]
    fn from_row_to_row() {
        let input = "[k=a] _time:time v:int
            1704067200000000000 1
            1704067200000000007 2
            ...
            1704067200000000000 3
            [k=b] _time:time";
        for (unit, ahead, back) in [(1, 7, -7), (4, 1, -1)] {
            let expected = format!(
                "[k=a] k _time:time v:int elapsed:int
                 1704067200000000007 2 {ahead}
                 1704067200000000000 3 {back}
                 [k=b] k _time:time elapsed:int"
            );
            check(unit, input, &expected);
        }
    }

    #[test]
    fn refusals() {
        let message = "error: the table has a column \"elapsed\" already";
        check(1, "[] _time:time elapsed:int\n1 1", message);
        let message = "[] v:int elapsed:int\n(open)\nerror: column \"_time\" does not exist";
        check(1, "[] v:int\n1", message);
    }
}
