//! Tables in the order of their keys: stands before an operator that makes one table of several,
//! where upstream hands it tables in that order. It holds all rows.

use crate::diagnostic::Failure;
use crate::table::{Answer, Chunk, Memory, Operator, Output, Reservation, Table, TableId};
use rustc_hash::FxHashMap;

/// Collects all tables, and gives them out by key when the input is finished.
#[derive(Debug)]
pub struct OrderTables {
    tables: Vec<(Table, Vec<Chunk>)>,
    open: FxHashMap<TableId, usize>,
    held: Reservation,
}

impl OrderTables {
    /// Accounts for what it holds.
    pub fn new(memory: &Memory) -> Self {
        Self {
            tables: Vec::new(),
            open: FxHashMap::default(),
            held: memory.reservation(),
        }
    }
}

impl Operator for OrderTables {
    fn open(&mut self, _: usize, table: &Table, _: &mut dyn Output) -> Result<(), Failure> {
        self.open.insert(table.id, self.tables.len());
        self.tables.push((table.clone(), Vec::new()));
        Ok(())
    }

    fn push(&mut self, _: usize, mut chunk: Chunk, _: &mut dyn Output) -> Result<Answer, Failure> {
        let index = self.open[&chunk.id];
        let (table, chunks) = &mut self.tables[index];
        table.schema.admit(&mut chunk)?;
        self.held.grow(chunk.bytes())?;
        chunks.push(chunk);
        Ok(Answer::More)
    }

    fn end(&mut self, _: usize, id: TableId, _: &mut dyn Output) -> Result<(), Failure> {
        self.open.remove(&id);
        Ok(())
    }

    fn finish(&mut self, _: usize, out: &mut dyn Output) -> Result<(), Failure> {
        // Stable: tables of equal keys stay in the order of arrival.
        self.tables.sort_by(|(a, _), (b, _)| a.key.cmp(&b.key));
        for (number, (mut table, chunks)) in self.tables.drain(..).enumerate() {
            table.id = TableId(number);
            out.open(&table)?;
            for chunk in chunks {
                let bytes = chunk.bytes();
                let answer = out.push(chunk.with_id(table.id))?;
                self.held.shrink(bytes);
                match answer {
                    Answer::More => {}
                    Answer::TableDone => break,
                    Answer::Done => return Ok(()),
                }
            }
            out.end(table.id)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::OrderTables;
    use crate::engine::operators::testing::check;
    use crate::table::Memory;

    #[test]
    fn tables_come_by_key() {
        check(
            OrderTables::new(&Memory::new(usize::MAX)),
            "[k=b] v:int\n1\n[k=a] v:int\n2\n3\n[k=-] v:int",
            "[k=-] k v:int\n[k=a] k v:int\n2\n3\n[k=b] k v:int\n1",
        );
    }
}
