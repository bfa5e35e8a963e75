//! `experimental.unpivot`: columns become rows, in a table for each column.

use super::merge::Merge;
use super::seen::missing_column;
use crate::diagnostic::Failure;
use crate::table::{
    Answer, Chunk, Column, GroupKey, Name, Operator, Output, Scalar, Schema, Table, TableId, Type,
};
use arrow_array::BooleanArray;
use rustc_hash::FxHashMap;

/// Puts the cells of all columns, but those of the key and some others, into `_value`, and their
/// labels into `_field`. Nulls are left out.
pub struct Unpivot {
    others: Vec<Name>,
    merge: Merge,
    tables: FxHashMap<TableId, (GroupKey, Schema)>,
}

const FIELD: &str = "_field";
const VALUE: &str = "_value";

impl Unpivot {
    /// Keeps these columns beside each value. With `_field` among them the labels do not become a
    /// part of the key.
    pub fn new(others: Vec<Name>) -> Self {
        Self {
            others,
            merge: Merge::default(),
            tables: FxHashMap::default(),
        }
    }

    fn check(&self, schema: &Schema) -> Result<(), Failure> {
        for label in [FIELD, VALUE] {
            if schema.contains(label) {
                return Err(Failure::new(
                    "flux::engine::unpivot_column",
                    format!("unpivot can't have \"{FIELD}\" or \"{VALUE}\" as an input column"),
                )
                .help(format!("rename or drop the column \"{label}\" first")));
            }
        }
        Ok(())
    }

    /// The table of a column's values, without cells: its key, and its columns.
    fn result(
        &self,
        key: &GroupKey,
        schema: &Schema,
        field: &Name,
        ty: Type,
    ) -> Result<(GroupKey, Schema), Failure> {
        let mut result = key.clone();
        let mut columns: Vec<(Name, Type)> = key
            .columns()
            .iter()
            .map(|(name, ty, _)| (name.clone(), *ty))
            .collect();
        if !self.others.iter().any(|other| **other == *FIELD) {
            result = result.with(&FIELD.into(), Type::String, Scalar::String(field.clone()));
            columns.push((FIELD.into(), Type::String));
        }
        for other in &self.others {
            let ty = match (&**other, schema.type_of(other)) {
                (FIELD, _) => Type::String,
                (_, Some(ty)) => ty,
                (_, None) => {
                    let message = format!("unpivot could not find column named \"{other}\"");
                    let missing = missing_column(other, schema);
                    return Err(Failure { message, ..missing });
                }
            };
            if !key.contains(other) {
                columns.push((other.clone(), ty));
            }
        }
        columns.push((VALUE.into(), ty));
        Ok((result, Schema(columns)))
    }

    fn fields(&self, key: &GroupKey, schema: &Schema) -> Vec<(Name, Type)> {
        let fields = schema.0.iter();
        fields
            .filter(|(name, _)| !key.contains(name) && !self.others.contains(name))
            .cloned()
            .collect()
    }
}

impl Operator for Unpivot {
    fn open(&mut self, _: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        self.check(&table.schema)?;
        for (field, ty) in self.fields(&table.key, &table.schema) {
            let (key, schema) = self.result(&table.key, &table.schema, &field, ty)?;
            self.merge.table(&key, &schema, out)?;
        }
        let known = (table.key.clone(), table.schema.clone());
        self.tables.insert(table.id, known);
        Ok(())
    }

    fn push(
        &mut self,
        _: usize,
        mut chunk: Chunk,
        out: &mut dyn Output,
    ) -> Result<Answer, Failure> {
        let (key, schema) = self
            .tables
            .get_mut(&chunk.id)
            .expect("a chunk belongs to an open table");
        schema.admit(&mut chunk)?;
        let (key, schema) = (key.clone(), schema.clone());
        self.check(&schema)?;
        for (field, ty) in self.fields(&key, &schema) {
            let (result, columns) = self.result(&key, &schema, &field, ty)?;
            let id = self.merge.table(&result, &columns, out)?;
            let rows = match chunk.column(&field) {
                Some(values) if values.null_count() > 0 => {
                    let filled = (0..chunk.rows).map(|row| !values.is_null(row));
                    chunk.filter(&BooleanArray::from(filled.collect::<Vec<bool>>()))
                }
                _ => chunk.clone(),
            };
            let columns = columns.0.into_iter().map(|(name, ty)| {
                let constant = |value: &Scalar| Column::Constant(ty, value.clone(), rows.rows);
                let column = match (&*name, result.get(&name)) {
                    (_, Some((_, value))) => constant(value),
                    (FIELD, None) => constant(&Scalar::String(field.clone())),
                    (VALUE, None) => column(&rows, &field, ty),
                    (other, None) => column(&rows, other, ty),
                };
                (name, column)
            });
            let columns = columns.collect();
            out.push(Chunk {
                id,
                columns,
                rows: rows.rows,
            })?;
        }
        Ok(Answer::More)
    }

    fn end(&mut self, _: usize, id: TableId, _: &mut dyn Output) -> Result<(), Failure> {
        self.tables.remove(&id);
        Ok(())
    }

    fn finish(&mut self, _: usize, out: &mut dyn Output) -> Result<(), Failure> {
        self.merge.end_all(out)
    }

    fn needs(&self) -> Vec<Name> {
        let others = self.others.iter();
        others.filter(|other| ***other != *FIELD).cloned().collect()
    }
}

fn column(rows: &Chunk, label: &str, ty: Type) -> Column {
    let column = rows.column(label).cloned();
    column.unwrap_or_else(|| Column::nulls(ty, rows.rows))
}

#[cfg(test)]
mod tests {
    use super::Unpivot;
    use crate::engine::operators::testing;

    #[track_caller]
    fn check(others: &str, input: &str, expected: &str) {
        let others = others.split(' ').map(Into::into).collect();
        testing::check(Unpivot::new(others), input, expected);
    }

    #[test]
    fn a_table_for_each_column() {
        let input = "[k=a] _time:time f:float s:string\n1 1.5 x\n...\n2 - y\n3 2.5 -\n[k=b] _time:time f:float";
        let expected = "[k=a _field=f] k _field _time:time _value:float\n1 1.5\n3 2.5
            [k=a _field=s] k _field _time:time _value:string\n1 x\n2 y
            [k=b _field=f] k _field _time:time _value:float";
        check("_time", input, expected);
        let expected = "[k=a] k _time:time _field:string _value:float\n1 f 1.5\n1 g 2.5";
        check(
            "_time _field",
            "[k=a] _time:time f:float g:float\n1 1.5 2.5",
            expected,
        );
    }

    #[test]
    fn refusals() {
        let message = "error: unpivot can't have \"_field\" or \"_value\" as an input column";
        check("_time", "[] _time:time _value:int\n1 1", message);
        check(
            "_time",
            "[] v:int\n1",
            "error: unpivot could not find column named \"_time\"",
        );
    }
}
