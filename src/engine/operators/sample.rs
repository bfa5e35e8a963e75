//! `sample`: every so many rows of each table.

use super::narrow::{PerTable, TableState};
use super::seen::missing_column;
use crate::diagnostic::Failure;
use crate::table::{Chunk, Memory, Name, Schema, Table};
use arrow_array::UInt32Array;

/// What is to be done; plain data.
#[derive(Clone, Debug)]
pub struct Sample {
    /// One row of so many is taken.
    pub every: usize,
    /// The first row that is.
    pub first: usize,
    /// A column that there must be.
    pub column: Name,
}

impl PerTable for Sample {
    type State = Sampling;

    fn begin(&self, table: &mut Table, _: &Memory) -> Result<Sampling, Failure> {
        Ok(Sampling {
            columns: table.schema.0.len(),
            every: self.every,
            next: self.first,
            column: self.column.clone(),
        })
    }
}

/// What is remembered of one table.
pub struct Sampling {
    every: usize,
    /// The next row that is taken, counted from the next chunk on.
    next: usize,
    column: Name,
    /// How many columns the output knows.
    columns: usize,
}

impl TableState for Sampling {
    fn push(&mut self, chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let rows: Vec<u32> = (self.next..chunk.rows)
            .step_by(self.every)
            .map(|row| row as u32)
            .collect();
        let after = self.next + rows.len() * self.every;
        self.next = after - chunk.rows;
        if rows.is_empty() && chunk.columns.len() == self.columns {
            return Ok(None);
        }
        self.columns = chunk.columns.len();
        Ok(Some(chunk.take(&UInt32Array::from(rows))))
    }

    fn end(&mut self, schema: &Schema) -> Result<Option<Chunk>, Failure> {
        match schema.contains(&self.column) {
            true => Ok(None),
            false => Err(missing_column(&self.column, schema)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Sample;
    use crate::engine::operators::narrow::Narrow;
    use crate::engine::operators::testing;
    use crate::table::{Memory, Promise};

    #[test]
    fn every_third_row() {
        let sample = Sample {
            every: 3,
            first: 1,
            column: "v".into(),
        };
        let operator = Narrow::new(sample, Promise::default(), &Memory::new(1000));
        testing::check(
            operator,
            "[] v:int\n0\n1\n...\n2\n...\n3\n4\n5\n6\n7",
            "[] v:int\n1\n4\n7",
        );
    }
}
