//! `reduce`: one record for each table, made row by row.

use super::aggregate::key_columns;
use super::seen::SeenKeys;
use crate::diagnostic::Failure;
use crate::engine::rows::{RowFunction, unsupported};
use crate::table::{Answer, Chunk, Column, GroupKey, Operator, Output, Promise, Table, TableId};
use crate::value::{Record, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// Folds the rows of each table into a record, beginning with `identity`.
pub struct Reduce {
    function: RowFunction,
    identity: Arc<Record>,
    seen: SeenKeys,
    written: FxHashSet<GroupKey>,
    tables: FxHashMap<TableId, (GroupKey, Arc<Record>)>,
}

impl Reduce {
    /// Folds with this function.
    pub fn new(function: RowFunction, identity: Arc<Record>, input: Promise) -> Self {
        Self {
            function,
            identity,
            seen: SeenKeys::new(input.distinct_keys),
            written: FxHashSet::default(),
            tables: FxHashMap::default(),
        }
    }
}

impl Operator for Reduce {
    fn open(&mut self, _: usize, table: &Table, _: &mut dyn Output) -> Result<(), Failure> {
        self.seen.admit(&table.key)?;
        let state = (table.key.clone(), Arc::clone(&self.identity));
        self.tables.insert(table.id, state);
        Ok(())
    }

    fn push(&mut self, _: usize, chunk: Chunk, _: &mut dyn Output) -> Result<Answer, Failure> {
        let (_, accumulator) = self
            .tables
            .get_mut(&chunk.id)
            .expect("a chunk belongs to an open table");
        for row in 0..chunk.rows {
            let before = [("accumulator", Value::Record(Arc::clone(accumulator)))];
            match self.function.call(&chunk, row, &before)? {
                Value::Record(record) => *accumulator = record,
                other => {
                    return Err(Failure::new(
                        "flux::engine::not_a_record",
                        format!(
                            "reduce function must return an object, got {}",
                            other.type_name()
                        ),
                    ));
                }
            }
        }
        Ok(Answer::More)
    }

    fn end(&mut self, _: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        let (key, record) = self.tables.remove(&id).expect("a table that ends is open");
        // A property named like a key column takes its place, in the key, too.
        let mut columns = key_columns(&key, 1);
        for (name, value) in record.iter() {
            let cell = value.to_scalar().filter(|cell| !cell.is_null());
            let Some(cell) = cell else {
                return Err(match value {
                    Value::Null(_) => Failure::new(
                        "flux::engine::reduce_null",
                        format!(
                            "null values are not supported for \"{name}\" in the reduce() function"
                        ),
                    )
                    .help("give another value with `if exists … then … else …`"),
                    other => unsupported("reduce", name, other),
                });
            };
            let column = Column::constant(cell, 1);
            match columns.iter_mut().find(|(label, _)| label == name) {
                Some((_, old)) => *old = column,
                None => columns.push((name.clone(), column)),
            }
        }
        let in_key = columns.iter().filter(|(name, _)| key.contains(name));
        let key = GroupKey::new(
            in_key
                .map(|(name, column)| (name.clone(), column.ty(), column.get(0)))
                .collect(),
        );
        if !self.written.insert(key.clone()) {
            return Err(Failure::new(
                "flux::engine::reduce_same_key",
                "two reducers writing result to the same table",
            )
            .help("the function gives a key column the same value in several tables; use another name for it"));
        }
        let chunk = Chunk {
            id,
            columns,
            rows: 1,
        };
        out.open(&Table {
            id,
            key,
            schema: chunk.schema(),
        })?;
        out.push(chunk)?;
        out.end(id)
    }
}
