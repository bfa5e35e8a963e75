//! Holds a table back until it has the columns that an operator needs to see from the start.

use crate::diagnostic::Failure;
use crate::table::{Answer, Chunk, Memory, Name, Operator, Output, Reservation, Table, TableId};
use rustc_hash::FxHashMap;

/// An operator that is shown a table when it has all the columns that [`Operator::needs`] tells,
/// or when it has ended without them. Where unlike tables become one, a column may come after many
/// rows, which then turn out to have nulls in it.
pub struct Complete {
    operator: Box<dyn Operator>,
    needs: Vec<Name>,
    held: FxHashMap<(usize, TableId), Held>,
    memory: Memory,
}

struct Held {
    table: Table,
    chunks: Vec<Chunk>,
    reservation: Reservation,
}

impl Complete {
    /// The operator itself if it needs no columns.
    pub fn of(operator: Box<dyn Operator>, memory: &Memory) -> Box<dyn Operator> {
        let needs = operator.needs();
        if needs.is_empty() {
            return operator;
        }
        Box::new(Self {
            operator,
            needs,
            held: FxHashMap::default(),
            memory: memory.clone(),
        })
    }

    fn release(
        &mut self,
        input: usize,
        id: TableId,
        out: &mut dyn Output,
    ) -> Result<Answer, Failure> {
        let Some(held) = self.held.remove(&(input, id)) else {
            return Ok(Answer::More);
        };
        let Held {
            mut table, chunks, ..
        } = held;
        self.operator.open(input, &table, out)?;
        for mut chunk in chunks {
            table.schema.admit(&mut chunk)?;
            match self.operator.push(input, chunk, out)? {
                Answer::More => {}
                enough => return Ok(enough),
            }
        }
        Ok(Answer::More)
    }
}

impl Operator for Complete {
    fn open(&mut self, input: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        if self.needs.iter().all(|name| table.schema.contains(name)) {
            return self.operator.open(input, table, out);
        }
        let held = Held {
            table: table.clone(),
            chunks: Vec::new(),
            reservation: self.memory.reservation(),
        };
        self.held.insert((input, table.id), held);
        Ok(())
    }

    fn push(
        &mut self,
        input: usize,
        mut chunk: Chunk,
        out: &mut dyn Output,
    ) -> Result<Answer, Failure> {
        let id = chunk.id;
        let held = match self.held.is_empty() {
            true => None,
            false => self.held.get_mut(&(input, id)),
        };
        let Some(held) = held else {
            return self.operator.push(input, chunk, out);
        };
        let schema = &mut held.table.schema;
        schema.admit(&mut chunk)?;
        let complete = self.needs.iter().all(|name| schema.contains(name));
        if chunk.rows > 0 {
            held.reservation.grow(chunk.bytes())?;
            held.chunks.push(chunk);
        }
        match complete {
            true => self.release(input, id, out),
            false => Ok(Answer::More),
        }
    }

    fn end(&mut self, input: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        self.release(input, id, out)?;
        self.operator.end(input, id, out)
    }

    fn finish(&mut self, input: usize, out: &mut dyn Output) -> Result<(), Failure> {
        self.operator.finish(input, out)
    }

    fn is_root(&self) -> bool {
        self.operator.is_root()
    }
}

#[cfg(test)]
mod tests {
    use super::Complete;
    use crate::engine::operators::testing;
    use crate::engine::operators::values::{Values, Wanted};
    use crate::table::{Memory, Promise};

    #[track_caller]
    fn check(input: &str, expected: &str) {
        let memory = Memory::new(10_000);
        let values = Values::new(Wanted::Unique, "w".into(), Promise::default(), &memory);
        let mut operator = Complete::of(Box::new(values), &memory);
        testing::check_inputs(&mut *operator, &[input], expected);
        drop(operator);
        assert_eq!(memory.used(), 0, "memory is given back");
    }

    #[test]
    fn earlier_rows_have_nulls_in_a_column_that_comes_late() {
        check(
            "[] v:int\n1\n2\n... w:string\n3 x\n...\n4 -",
            "[] v:int w:string\n1 -\n3 x",
        );
    }

    #[test]
    fn a_table_that_never_gets_the_column_is_shown_at_its_end() {
        check(
            "[] v:int\n1\n...\n2",
            "[] v:int\n(open)\nerror: column \"w\" does not exist",
        );
    }
}
