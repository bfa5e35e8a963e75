//! `columns` and `keys`: the labels of a table's columns, one a row.

use super::seen::SeenKeys;
use crate::diagnostic::Failure;
use crate::table::{
    Answer, Chunk, Column, Name, Operator, Output, Promise, Scalar, Schema, Table, TableId, Type,
};
use rustc_hash::FxHashMap;

/// Puts labels into a column.
#[derive(Debug)]
pub struct Labels {
    column: Name,
    /// Whether only those of the key are listed.
    of_key: bool,
    seen: SeenKeys,
    open: FxHashMap<TableId, Table>,
}

impl Labels {
    /// All labels, or those of the key.
    pub fn new(column: Name, of_key: bool, input: Promise) -> Self {
        Self {
            column,
            of_key,
            seen: SeenKeys::new(input.distinct_keys),
            open: FxHashMap::default(),
        }
    }
}

impl Operator for Labels {
    fn open(&mut self, _: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        self.seen.admit(&table.key)?;
        let key = table.key.columns().iter();
        let mut columns: Vec<(Name, Type)> = key
            .map(|(name, ty, _)| (name.clone(), *ty))
            .filter(|(name, _)| *name != self.column)
            .collect();
        columns.push((self.column.clone(), Type::String));
        let made = Table {
            schema: Schema(columns),
            ..table.clone()
        };
        self.open.insert(table.id, table.clone());
        out.open(&made)
    }

    fn push(&mut self, _: usize, chunk: Chunk, _: &mut dyn Output) -> Result<Answer, Failure> {
        // Columns may still come.
        if let Some(table) = self.open.get_mut(&chunk.id) {
            table.schema = chunk.schema();
        }
        Ok(Answer::More)
    }

    fn end(&mut self, _: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        let Some(table) = self.open.remove(&id) else {
            return Ok(());
        };
        let label = |name: &Name| Scalar::String(name.clone());
        let labels: Vec<Scalar> = match self.of_key {
            true => table
                .key
                .columns()
                .iter()
                .map(|(name, ..)| label(name))
                .collect(),
            false => table.schema.0.iter().map(|(name, _)| label(name)).collect(),
        };
        let rows = labels.len();
        let key = table.key.columns().iter();
        let mut columns: Vec<(Name, Column)> = key
            .filter(|(name, ..)| *name != self.column)
            .map(|(name, ty, value)| (name.clone(), Column::Constant(*ty, value.clone(), rows)))
            .collect();
        columns.push((
            self.column.clone(),
            Column::from_scalars(Type::String, labels),
        ));
        out.push(Chunk { id, columns, rows })?;
        out.end(id)
    }
}

#[cfg(test)]
mod tests {
    use super::Labels;
    use crate::engine::operators::testing::check;
    use crate::table::Promise;

    #[test]
    fn labels_of_tables() {
        let input = "[k=a n:int=1] v:int\n1";
        let labels = |of_key| Labels::new("_value".into(), of_key, Promise::default());
        check(
            labels(false),
            input,
            "[k=a n:int=1] k n _value:string\nk\nn\nv",
        );
        check(labels(true), input, "[k=a n:int=1] k n _value:string\nk\nn");
    }
}
