//! `experimental/table.fill`: a table without rows gets one of its key and nulls.

use super::aggregate::row;
use crate::diagnostic::Failure;
use crate::table::{Answer, Chunk, Operator, Output, Scalar, Table, TableId};
use rustc_hash::FxHashMap;

/// The operator.
#[derive(Default)]
pub struct FillEmpty {
    /// Tables without rows so far.
    empty: FxHashMap<TableId, Table>,
}

impl Operator for FillEmpty {
    fn open(&mut self, _: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        self.empty.insert(table.id, table.clone());
        out.open(table)
    }

    fn push(
        &mut self,
        _: usize,
        mut chunk: Chunk,
        out: &mut dyn Output,
    ) -> Result<Answer, Failure> {
        if chunk.rows > 0 {
            self.empty.remove(&chunk.id);
        } else if let Some(table) = self.empty.get_mut(&chunk.id) {
            table.schema.admit(&mut chunk)?;
        }
        out.push(chunk)
    }

    fn end(&mut self, _: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        if let Some(table) = self.empty.remove(&id) {
            let labels = table.schema.0.iter().map(|(name, _)| name);
            let cell = |name| table.key.get(name).map(|(_, value)| value.clone());
            let cells: Vec<Scalar> = labels
                .map(|name| cell(name).unwrap_or(Scalar::Null))
                .collect();
            out.push(row(id, &table.schema, &cells))?;
        }
        out.end(id)
    }
}

#[cfg(test)]
mod tests {
    use super::FillEmpty;
    use crate::engine::operators::testing;

    #[test]
    fn a_row_of_nulls() {
        testing::check(
            FillEmpty::default(),
            "[k=a] v:int w:string\n[k=b] v:int\n1",
            "[k=a] k v:int w:string\n- -\n[k=b] k v:int\n1",
        );
    }
}
