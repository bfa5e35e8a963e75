//! `_mask` of `contrib/jsternberg/influxdb`: tables without some columns, each for itself.

use super::narrow::{PerTable, TableState};
use crate::diagnostic::Failure;
use crate::table::{Chunk, Memory, Name, Promise, Table};

/// Its arguments.
#[derive(Clone, Debug)]
pub struct Mask {
    /// Columns that are taken out, of the key, too.
    pub columns: Vec<Name>,
}

impl PerTable for Mask {
    type State = Self;

    const REFUSES_EQUAL_KEYS: bool = false;

    fn begin(&self, table: &mut Table, _: &Memory) -> Result<Self, Failure> {
        let stays = |name: &str| self.columns.iter().all(|column| **column != *name);
        table.key = table.key.filter(stays);
        table.schema.0.retain(|(name, _)| stays(name));
        Ok(self.clone())
    }

    fn promise(&self, input: Promise) -> Promise {
        Promise {
            distinct_keys: false,
            uniform_keys: input.uniform_keys,
            time_order: input.time_order,
        }
    }

    fn gives_in_key_order(&self) -> bool {
        false
    }
}

impl TableState for Mask {
    fn push(&mut self, mut chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let columns = &mut chunk.columns;
        columns.retain(|(name, _)| !self.columns.contains(name));
        Ok(Some(chunk))
    }
}

#[cfg(test)]
mod tests {
    use super::Mask;
    use crate::engine::operators::narrow;

    #[test]
    fn columns_leave_key_and_table() {
        let mask = Mask {
            columns: vec!["k".into(), "v".into()],
        };
        narrow::check(
            mask,
            "[k=a l=b] v:int w:int\n1 2\n[k=c l=b] v:int w:int",
            "[l=b] l w:int\n2\n[l=b] l w:int",
        );
    }
}
