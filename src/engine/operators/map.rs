//! `map`: other columns for each row.

use super::group::constant_columns;
use super::merge::Merge;
use super::split::split;
use crate::diagnostic::Failure;
use crate::engine::projection::Projection;
use crate::table::{Answer, Chunk, Column, GroupKey, Operator, Output, Promise, Table, TableId};
use rustc_hash::FxHashMap;

/// Gives each row the columns of a record. Columns of the key stay in it as far as the record
/// has them; where their values change, rows go to the tables of their new keys.
pub struct Map {
    projection: Projection,
    /// Whether an untouched key does not come again, so that its table ends with its input.
    keys_come_once: bool,
    merge: Merge,
    tables: FxHashMap<TableId, GroupKey>,
}

impl Map {
    /// Columns as the projection makes them.
    pub fn new(projection: Projection, input: Promise) -> Self {
        Self {
            projection,
            keys_come_once: input.distinct_keys && input.uniform_keys,
            merge: Merge::default(),
            tables: FxHashMap::default(),
        }
    }
}

impl Operator for Map {
    fn open(&mut self, _: usize, table: &Table, _: &mut dyn Output) -> Result<(), Failure> {
        // Empty tables are dropped, so that the first row opens.
        self.tables.insert(table.id, table.key.clone());
        Ok(())
    }

    fn push(&mut self, _: usize, chunk: Chunk, out: &mut dyn Output) -> Result<Answer, Failure> {
        if chunk.rows == 0 {
            return Ok(Answer::More);
        }
        let key = &self.tables[&chunk.id];
        let mapped = Chunk {
            id: chunk.id,
            columns: self.projection.columns(&chunk)?,
            rows: chunk.rows,
        };
        let in_key: Vec<usize> = (0..mapped.columns.len())
            .filter(|&at| key.contains(&mapped.columns[at].0))
            .collect();
        let columns: Vec<&Column> = in_key.iter().map(|&at| &mapped.columns[at].1).collect();
        let mut parts = split(&columns, mapped.rows);
        parts.sort_by(|a, b| a.values.cmp(&b.values));
        let whole = parts.len() == 1;
        for part in parts {
            let mut rows = match &part.rows {
                Some(rows) => mapped.take(rows),
                None => mapped.clone(),
            };
            let key = constant_columns(&mut rows, &in_key, part.values);
            rows.id = self.merge.table(&key, &rows.schema(), out)?;
            let answer = out.push(rows)?;
            if whole && self.projection.keeps_key(&key) {
                return Ok(answer);
            }
        }
        Ok(Answer::More)
    }

    fn end(&mut self, _: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        let key = self.tables.remove(&id).expect("a table that ends is open");
        match self.keys_come_once && self.projection.keeps_key(&key) {
            true => self.merge.end_key(&key, out),
            false => Ok(()),
        }
    }

    fn finish(&mut self, _: usize, out: &mut dyn Output) -> Result<(), Failure> {
        self.merge.end_all(out)
    }
}
