//! `filter`: the rows for which a predicate holds.

use crate::diagnostic::Failure;
use crate::engine::predicate::Predicate;
use crate::table::{Answer, Chunk, Operator, Output, Table, TableId};
use rustc_hash::FxHashMap;

/// Keeps rows; tables of equal keys stay apart. A table that stays empty is passed on if asked.
pub struct Filter {
    predicate: Predicate,
    keep_empty: bool,
    tables: FxHashMap<TableId, Filtered>,
}

struct Filtered {
    /// The table, until it has been opened.
    unopened: Option<Table>,
    /// How many of its columns the output knows.
    told: usize,
}

impl Filter {
    /// The rows for which the predicate holds.
    pub fn new(predicate: Predicate, keep_empty: bool) -> Self {
        Self {
            predicate,
            keep_empty,
            tables: FxHashMap::default(),
        }
    }
}

impl Operator for Filter {
    fn open(&mut self, _: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        if self.keep_empty {
            out.open(table)?;
        }
        let filtered = Filtered {
            unopened: (!self.keep_empty).then(|| table.clone()),
            told: table.schema.0.len(),
        };
        self.tables.insert(table.id, filtered);
        Ok(())
    }

    fn push(&mut self, _: usize, chunk: Chunk, out: &mut dyn Output) -> Result<Answer, Failure> {
        let filtered = self
            .tables
            .get_mut(&chunk.id)
            .expect("a chunk belongs to an open table");
        let columns = chunk.columns.len();
        // Columns of rows that are all left out are lost, unless tables stay without rows, too.
        let grew = self.keep_empty && columns > filtered.told;
        let news = grew.then(|| chunk.slice(0, 0));
        let Some(rows) = self.predicate.kept(&chunk)?.of_chunk(chunk).or(news) else {
            return Ok(Answer::More);
        };
        if let Some(table) = filtered.unopened.take() {
            out.open(&table)?;
        }
        filtered.told = columns;
        out.push(rows)
    }

    fn end(&mut self, _: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        match self.tables.remove(&id) {
            Some(Filtered {
                unopened: Some(_), ..
            }) => Ok(()),
            _ => out.end(id),
        }
    }
}
