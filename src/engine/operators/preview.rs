//! `experimental.preview`: the first rows of the first tables.

use crate::diagnostic::Failure;
use crate::table::{Answer, Chunk, Operator, Output, Table, TableId};
use rustc_hash::FxHashMap;

/// Passes on some rows of some tables.
pub struct Preview {
    rows: usize,
    tables: usize,
    open: FxHashMap<TableId, usize>,
}

impl Preview {
    /// So many rows of each of so many tables.
    pub fn new(rows: usize, tables: usize) -> Self {
        Self {
            rows,
            tables,
            open: FxHashMap::default(),
        }
    }
}

impl Operator for Preview {
    fn open(&mut self, _: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        if self.tables == 0 {
            return Ok(());
        }
        self.tables -= 1;
        self.open.insert(table.id, self.rows);
        out.open(table)
    }

    fn push(&mut self, _: usize, chunk: Chunk, out: &mut dyn Output) -> Result<Answer, Failure> {
        if let Some(left) = self.open.get_mut(&chunk.id)
            && *left > 0
        {
            let rows = chunk.rows.min(*left);
            *left -= rows;
            return out.push(chunk.slice(0, rows));
        }
        let full = self.tables == 0 && self.open.values().all(|left| *left == 0);
        Ok(if full {
            Answer::Done
        } else {
            Answer::TableDone
        })
    }

    fn end(&mut self, _: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        match self.open.remove(&id) {
            Some(_) => out.end(id),
            None => Ok(()),
        }
    }

    /// After [`Answer::Done`] tables may still be open.
    fn finish(&mut self, _: usize, out: &mut dyn Output) -> Result<(), Failure> {
        let mut open: Vec<TableId> = self.open.drain().map(|(id, _)| id).collect();
        open.sort_unstable();
        open.into_iter().try_for_each(|id| out.end(id))
    }
}

#[cfg(test)]
mod tests {
    use super::Preview;
    use crate::engine::operators::testing;

    #[test]
    fn some_rows_of_some_tables() {
        let input = "[k=a] v:int\n1\n...\n2\n3\n[k=b] v:int\n4\n[k=c] v:int\n5";
        let expected = "[k=a] k v:int\n1\n2\n[k=b] k v:int\n4";
        testing::check(Preview::new(2, 2), input, expected);
        testing::check(Preview::new(0, 1), "[] v:int\n1", "[] v:int");
    }
}
