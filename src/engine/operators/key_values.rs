//! `keyValues`: the values of several columns, each once, with the names of their columns.

use super::aggregate::{key_columns, key_schema};
use super::narrow::{PerTable, TableState};
use crate::diagnostic::Failure;
use crate::table::{
    Chunk, Column, ColumnBuilder, GroupKey, Memory, Name, Reservation, Scalar, Schema, Table, Type,
};
use rustc_hash::FxHashSet;

/// What is to be done; plain data.
#[derive(Clone, Debug)]
pub struct KeyValues {
    /// The columns.
    pub columns: Vec<Name>,
}

impl PerTable for KeyValues {
    type State = Listing;

    fn begin(&self, table: &mut Table, memory: &Memory) -> Result<Listing, Failure> {
        let mut found = Vec::new();
        for label in &self.columns {
            if let Some(ty) = table.schema.type_of(label) {
                found.push((label.clone(), ty));
            }
        }
        let Some((_, ty)) = found.first().cloned() else {
            return Err(without_columns(&table.schema, &self.columns));
        };
        if found.iter().any(|(_, other)| *other != ty) {
            return Err(Failure::new(
                "flux::engine::key_values_type",
                "keyColumns must all be the same type",
            )
            .help(
                "convert the columns to one type first, for example with `string(v: …)` in `map`",
            ));
        }
        let mut schema = key_schema(&table.key);
        schema.0.push(("_key".into(), Type::String));
        schema.0.push(("_value".into(), ty));
        table.schema = schema;
        Ok(Listing {
            key: table.key.clone(),
            columns: found.into_iter().map(|(label, _)| label).collect(),
            ty,
            null: false,
            met: FxHashSet::default(),
            reservation: memory.reservation(),
        })
    }
}

fn without_columns(schema: &Schema, wanted: &[Name]) -> Failure {
    let known: Vec<&str> = schema.0.iter().map(|(name, _)| &**name).collect();
    Failure::new(
        "flux::engine::missing_column",
        format!(
            "received table with columns [{}] not having key columns [{}]",
            known.join(", "),
            wanted.join(", ")
        ),
    )
}

/// What is remembered of one table.
pub struct Listing {
    key: GroupKey,
    columns: Vec<Name>,
    ty: Type,
    /// Null counts once for all columns, as upstream has it.
    null: bool,
    met: FxHashSet<(usize, Scalar)>,
    reservation: Reservation,
}

impl TableState for Listing {
    fn push(&mut self, chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let mut labels = ColumnBuilder::new(Type::String);
        let mut values = ColumnBuilder::new(self.ty);
        let columns: Vec<Option<&Column>> = self
            .columns
            .iter()
            .map(|label| chunk.column(label))
            .collect();
        let before = self.met.len();
        for row in 0..chunk.rows {
            for (index, column) in columns.iter().enumerate() {
                let Some(column) = column else { continue };
                let cell = column.get(row);
                let new = match cell {
                    Scalar::Null => !std::mem::replace(&mut self.null, true),
                    _ => self.met.insert((index, cell.clone())),
                };
                if new {
                    labels.push_text(&self.columns[index]);
                    values.push(&cell);
                }
            }
        }
        self.reservation.grow((self.met.len() - before) * 48)?;
        let rows = values.len();
        if rows == 0 {
            return Ok(None);
        }
        let mut columns = key_columns(&self.key, rows);
        columns.push(("_key".into(), labels.finish()));
        columns.push(("_value".into(), values.finish()));
        Ok(Some(Chunk {
            id: chunk.id,
            columns,
            rows,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::KeyValues;
    use crate::engine::operators::narrow::Narrow;
    use crate::engine::operators::testing;
    use crate::table::{Memory, Promise};

    #[track_caller]
    fn check(input: &str, expected: &str) {
        let columns = vec!["a".into(), "b".into(), "c".into()];
        let function = KeyValues { columns };
        let memory = Memory::new(1_000_000);
        let operator = Narrow::new(function, Promise::default(), &memory);
        testing::check(operator, input, expected);
    }

    #[test]
    fn each_value_of_each_column_once() {
        check(
            "[k=x] a:string b:string n:int\np q 1\np - 2\n...\nq q 3\n- p 4",
            "[k=x] k _key:string _value:string\na p\nb q\nb -\na q\nb p",
        );
        check(
            "[a=x] n:int\n1\n2",
            "[a=x] a _key:string _value:string\na x",
        );
    }

    #[test]
    fn what_cannot_be_listed() {
        let message = "error: received table with columns [n] not having key columns [a, b, c]";
        check("[] n:int\n1", message);
        let message = "error: keyColumns must all be the same type";
        check("[] a:int b:string\n1 x", message);
    }
}
