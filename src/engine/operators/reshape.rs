//! Columns taken, renamed, copied or set: `keep`, `drop`, `rename`, `duplicate`, `set`.

use super::merge::Merge;
use crate::diagnostic::Failure;
use crate::table::{
    Answer, Chunk, Column, GroupKey, Name, Operator, Output, Promise, Scalar, Schema, Table,
    TableId, Type,
};
use rustc_hash::FxHashMap;

/// Says which columns a table becomes.
pub trait Reshaping: Send {
    /// The columns of a table with this key and these columns, in their order. Asked again when
    /// columns come later.
    ///
    /// # Errors
    /// If the table lacks a column, or two columns would have one name.
    fn columns(&self, key: &GroupKey, schema: &Schema) -> Result<Vec<Made>, Failure>;

    /// Columns that a table is to have when it begins, if it ever gets them.
    fn needs(&self) -> Vec<Name> {
        Vec::new()
    }

    /// Whether a key column stays that is not among the table's columns.
    fn keeps_hidden(&self) -> bool {
        true
    }
}

/// A column that is made.
#[derive(Clone, Debug)]
pub struct Made {
    /// Its label.
    pub name: Name,
    /// Its cells.
    pub from: From,
    /// Whether it belongs to the key if its source does.
    pub keyed: bool,
}

/// Where the cells of a column come from.
#[derive(Clone, Debug)]
pub enum From {
    /// From a column of the input.
    Column(Name),
    /// The same cell of this type in all rows.
    Cell(Type, Scalar),
}

impl Made {
    /// A column as it is.
    pub fn same(name: &Name) -> Self {
        Self {
            name: name.clone(),
            from: From::Column(name.clone()),
            keyed: true,
        }
    }
}

/// Reshapes tables, and merges those whose keys become equal.
pub struct Reshape<R> {
    reshaping: R,
    /// Whether keys that stay as they are stay distinct from all others, so that their tables
    /// may end at once. Keys of unlike columns could become equal.
    distinct: bool,
    merge: Merge,
    open: FxHashMap<TableId, Open>,
}

struct Open {
    key: GroupKey,
    schema: Schema,
    columns: Vec<Made>,
    /// Rows that came before there was a column.
    bare_rows: usize,
    untouched: bool,
}

impl<R: Reshaping> Reshape<R> {
    /// An operator over an input that promises this.
    pub fn new(reshaping: R, input: Promise) -> Self {
        Self {
            reshaping,
            distinct: input.distinct_keys && input.uniform_keys,
            merge: Merge::default(),
            open: FxHashMap::default(),
        }
    }
}

impl<R: Reshaping> Reshape<R> {
    /// What a key becomes when the table's columns become these.
    fn key(&self, key: &GroupKey, schema: &Schema, columns: &[Made]) -> GroupKey {
        let mut made: Vec<(Name, Type, Scalar)> = Vec::new();
        for (name, ty, value) in key.columns() {
            if !schema.contains(name) && self.reshaping.keeps_hidden() {
                made.push((name.clone(), *ty, value.clone()));
            }
            for column in columns.iter().filter(|column| column.keyed) {
                match &column.from {
                    From::Column(from) if from == name => {
                        made.push((column.name.clone(), *ty, value.clone()));
                    }
                    From::Cell(ty, cell) if column.name == *name => {
                        made.push((name.clone(), *ty, cell.clone()));
                    }
                    _ => {}
                }
            }
        }
        GroupKey::new(made)
    }
}

impl<R: Reshaping> Operator for Reshape<R> {
    fn open(&mut self, input: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        let columns = self.reshaping.columns(&table.key, &table.schema)?;
        let key = self.key(&table.key, &table.schema, &columns);
        let schema = made_schema(&table.schema, &columns);
        self.merge.open(input, table.id, &key, &schema, out)?;
        let open = Open {
            untouched: self.distinct && key == table.key,
            key: table.key.clone(),
            schema: table.schema.clone(),
            columns,
            bare_rows: 0,
        };
        self.open.insert(table.id, open);
        Ok(())
    }

    fn push(
        &mut self,
        input: usize,
        chunk: Chunk,
        out: &mut dyn Output,
    ) -> Result<Answer, Failure> {
        let open = self
            .open
            .get_mut(&chunk.id)
            .expect("a chunk belongs to an open table");
        if chunk.columns.len() != open.schema.0.len() {
            open.schema = chunk.schema();
            open.columns = self.reshaping.columns(&open.key, &open.schema)?;
        }
        // A table without columns has no rows either, unless columns come later.
        if open.columns.is_empty() {
            open.bare_rows += chunk.rows;
            return Ok(Answer::More);
        }
        let id = self.merge.of_input(input, chunk.id);
        let bare_rows = std::mem::take(&mut open.bare_rows);
        if bare_rows > 0 {
            let schema = made_schema(&open.schema, &open.columns);
            out.push(schema.nulls(id, bare_rows))?;
        }
        let columns = open.columns.iter().map(|made| {
            let column = match &made.from {
                From::Cell(ty, cell) => Column::Constant(*ty, cell.clone(), chunk.rows),
                From::Column(name) => chunk
                    .column(name)
                    .cloned()
                    .expect("made columns come from columns of the table"),
            };
            (made.name.clone(), column)
        });
        out.push(Chunk {
            id,
            columns: columns.collect(),
            rows: chunk.rows,
        })
    }

    fn end(&mut self, input: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        match self.open.remove(&id) {
            Some(open) if open.untouched => self.merge.end_now(input, id, &open.key, out),
            _ => {
                self.merge.end(input, id);
                Ok(())
            }
        }
    }

    fn finish(&mut self, _: usize, out: &mut dyn Output) -> Result<(), Failure> {
        self.merge.end_all(out)
    }

    fn needs(&self) -> Vec<Name> {
        self.reshaping.needs()
    }
}

fn made_schema(schema: &Schema, columns: &[Made]) -> Schema {
    let columns = columns.iter().map(|made| {
        let ty = match &made.from {
            From::Cell(ty, _) => *ty,
            From::Column(name) => schema
                .type_of(name)
                .expect("made columns come from columns of the table"),
        };
        (made.name.clone(), ty)
    });
    Schema(columns.collect())
}
