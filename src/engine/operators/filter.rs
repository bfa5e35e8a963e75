//! `filter`: the rows for which a predicate holds.

use crate::diagnostic::Failure;
use crate::engine::predicate::Predicate;
use crate::table::{Answer, Chunk, Operator, Output, Table, TableId};
use rustc_hash::FxHashMap;

/// Keeps rows; tables of equal keys stay apart. A table that stays empty is passed on if asked.
pub struct Filter {
    predicate: Predicate,
    keep_empty: bool,
    unopened: FxHashMap<TableId, Table>,
}

impl Filter {
    /// The rows for which the predicate holds.
    pub fn new(predicate: Predicate, keep_empty: bool) -> Self {
        Self {
            predicate,
            keep_empty,
            unopened: FxHashMap::default(),
        }
    }
}

impl Operator for Filter {
    fn open(&mut self, _: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        if self.keep_empty {
            return out.open(table);
        }
        self.unopened.insert(table.id, table.clone());
        Ok(())
    }

    fn push(&mut self, _: usize, chunk: Chunk, out: &mut dyn Output) -> Result<Answer, Failure> {
        let kept = self.predicate.kept(&chunk)?.of_chunk(chunk);
        let Some(rows) = kept else {
            return Ok(Answer::More);
        };
        if let Some(table) = self.unopened.remove(&rows.id) {
            out.open(&table)?;
        }
        out.push(rows)
    }

    fn end(&mut self, _: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        match self.unopened.remove(&id) {
            Some(_) => Ok(()),
            None => out.end(id),
        }
    }
}
