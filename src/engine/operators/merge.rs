//! Tables that become one because their keys are equal: every operator that builds new tables
//! has a [`Merge`], and ends its tables by it.

use crate::diagnostic::Failure;
use crate::table::{GroupKey, Output, Schema, Table, TableId};
use rustc_hash::FxHashMap;

/// The tables of an operator's output by key, and which of them each input table became.
#[derive(Debug, Default)]
pub struct Merge {
    by_key: FxHashMap<GroupKey, TableId>,
    by_input: FxHashMap<(usize, TableId), TableId>,
    /// What each table has been told of its columns.
    announced: Vec<Schema>,
}

impl Merge {
    /// The output table of a key, opened if it is not there yet. Columns that it does not have
    /// are announced.
    ///
    /// # Errors
    /// What a consumer fails with, or a column of two types.
    pub fn table(
        &mut self,
        key: &GroupKey,
        schema: &Schema,
        out: &mut dyn Output,
    ) -> Result<TableId, Failure> {
        if let Some(&id) = self.by_key.get(key) {
            let announced = &mut self.announced[id.0];
            if announced != schema {
                let before = announced.0.len();
                let mut announcement = schema.announce(id);
                announced.admit(&mut announcement)?;
                if announced.0.len() > before {
                    out.push(announcement)?;
                }
            }
            return Ok(id);
        }
        let id = TableId(self.announced.len());
        self.announced.push(schema.clone());
        self.by_key.insert(key.clone(), id);
        out.open(&Table {
            id,
            key: key.clone(),
            schema: schema.clone(),
        })?;
        Ok(id)
    }

    /// The output table of a key, if it is there already.
    pub fn get(&self, key: &GroupKey) -> Option<TableId> {
        self.by_key.get(key).copied()
    }

    /// The output table that an input table becomes as a whole.
    ///
    /// # Errors
    /// As [`Merge::table`].
    pub fn open(
        &mut self,
        input: usize,
        id: TableId,
        key: &GroupKey,
        schema: &Schema,
        out: &mut dyn Output,
    ) -> Result<TableId, Failure> {
        let to = self.table(key, schema, out)?;
        self.by_input.insert((input, id), to);
        Ok(to)
    }

    /// What an open input table became.
    pub fn of_input(&self, input: usize, id: TableId) -> TableId {
        *self
            .by_input
            .get(&(input, id))
            .expect("a chunk belongs to an open table")
    }

    /// An input table ended; what it became stays open, for another may become the same.
    pub fn end(&mut self, input: usize, id: TableId) {
        self.by_input.remove(&(input, id));
    }

    /// An input table ended, and no other can become the same table: it ends, too.
    ///
    /// # Errors
    /// What a consumer fails with.
    pub fn end_now(
        &mut self,
        input: usize,
        id: TableId,
        key: &GroupKey,
        out: &mut dyn Output,
    ) -> Result<(), Failure> {
        match self.by_input.remove(&(input, id)) {
            Some(_) => self.end_key(key, out),
            None => Ok(()),
        }
    }

    /// No input table comes any more that would become this one.
    ///
    /// # Errors
    /// What a consumer fails with.
    pub fn end_key(&mut self, key: &GroupKey, out: &mut dyn Output) -> Result<(), Failure> {
        let Some(id) = self.by_key.remove(key) else {
            return Ok(());
        };
        self.announced[id.0] = Schema::default();
        out.end(id)
    }

    /// No input table comes any more: all tables end, in the order in which they were opened.
    ///
    /// # Errors
    /// What a consumer fails with.
    pub fn end_all(&mut self, out: &mut dyn Output) -> Result<(), Failure> {
        let mut open: Vec<TableId> = self.by_key.drain().map(|(_, id)| id).collect();
        open.sort_unstable();
        open.into_iter().try_for_each(|id| out.end(id))
    }
}
