//! `first`, `last`, `min` and `max`: one whole row of each table, or none.

use super::accumulator::materialised;
use super::aggregate::row;
use super::extreme::{Extreme, extreme};
use super::seen::{SeenKeys, missing_column};
use crate::diagnostic::Failure;
use crate::table::{
    Answer, Chunk, Column, Name, Operator, Output, Promise, Scalar, Schema, Table, TableId, Type,
};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Which row is taken; only rows whose cell is not null count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// The first.
    First,
    /// The last.
    Last,
    /// That of the smallest value, the first of equal ones.
    Min,
    /// That of the greatest value, the first of equal ones.
    Max,
}

impl Pick {
    /// # Errors
    /// If a column of this type has no such row.
    pub fn admit(self, ty: Type) -> Result<(), Failure> {
        let name = match self {
            Self::First | Self::Last => return Ok(()),
            Self::Min => "min",
            Self::Max => "max",
        };
        match ty {
            Type::Bool | Type::String => Err(Failure::new(
                "flux::engine::selector_type",
                format!("invalid use of function: {name} has no implementation for type {ty}"),
            )
            .help("convert the column to a number first, for example with `toFloat()`")),
            _ => Ok(()),
        }
    }

    /// The row, if there is one among these that is taken instead of those before. `best` is
    /// null at first. Constants must have been made arrays.
    pub fn pick(self, column: &Column, rows: Range<usize>, best: &mut Scalar) -> Option<usize> {
        let filled = |row: &usize| !column.is_null(*row);
        match self {
            Self::First if !best.is_null() => None,
            Self::First => {
                let row = rows.clone().find(filled)?;
                *best = Scalar::Bool(true);
                Some(row)
            }
            Self::Last => rows.rev().find(filled),
            Self::Min => extreme(column, rows, Extreme::Least, best),
            Self::Max => extreme(column, rows, Extreme::Greatest, best),
        }
    }
}

/// Passes one row of each table on.
pub struct Selector {
    pick: Pick,
    column: Name,
    seen: SeenKeys,
    tables: FxHashMap<TableId, Open>,
}

struct Open {
    schema: Schema,
    /// How many of the columns the output knows.
    told: usize,
    best: Scalar,
    /// The chosen row, with the columns that were known then.
    row: Option<Vec<Scalar>>,
}

impl Selector {
    /// Picks by this column.
    pub fn new(pick: Pick, column: Name, input: Promise) -> Self {
        Self {
            pick,
            column,
            seen: SeenKeys::new(input.distinct_keys),
            tables: FxHashMap::default(),
        }
    }
}

impl Operator for Selector {
    fn open(&mut self, _: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        self.seen.admit(&table.key)?;
        if let Some(ty) = table.schema.type_of(&self.column) {
            self.pick.admit(ty)?;
        }
        let open = Open {
            schema: table.schema.clone(),
            told: table.schema.0.len(),
            best: Scalar::Null,
            row: None,
        };
        self.tables.insert(table.id, open);
        out.open(table)
    }

    fn push(
        &mut self,
        _: usize,
        mut chunk: Chunk,
        out: &mut dyn Output,
    ) -> Result<Answer, Failure> {
        let table = self
            .tables
            .get_mut(&chunk.id)
            .expect("a chunk belongs to an open table");
        let known = table.schema.contains(&self.column);
        table.schema.admit(&mut chunk)?;
        let Some(column) = chunk.column(&self.column) else {
            return Ok(Answer::More);
        };
        if !known {
            self.pick.admit(column.ty())?;
        }
        let picked = self
            .pick
            .pick(&materialised(column), 0..chunk.rows, &mut table.best);
        if let Some(row) = picked {
            if self.pick == Pick::First {
                table.told = table.schema.0.len();
                return out
                    .push(chunk.slice(row, 1))
                    .map(|answer| answer.max(Answer::TableDone));
            }
            table.row = Some(cells(&chunk, row));
        }
        Ok(Answer::More)
    }

    fn end(&mut self, _: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        let table = self.tables.remove(&id).expect("a table that ends is open");
        if !table.schema.contains(&self.column) {
            return Err(missing_column(&self.column, &table.schema));
        }
        if let Some(mut cells) = table.row {
            cells.resize(table.schema.0.len(), Scalar::Null);
            out.push(row(id, &table.schema, &cells))?;
        } else if table.told < table.schema.0.len() {
            out.push(table.schema.announce(id))?;
        }
        out.end(id)
    }
}

/// The cells of a row.
pub fn cells(chunk: &Chunk, row: usize) -> Vec<Scalar> {
    let columns = chunk.columns.iter();
    columns.map(|(_, column)| column.get(row)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Pick, Selector};
    use crate::engine::operators::testing;
    use crate::table::Promise;

    #[track_caller]
    fn check(pick: Pick, input: &str, expected: &str) {
        let operator = Selector::new(pick, "v".into(), Promise::default());
        testing::check(operator, input, expected);
    }

    #[test]
    fn one_row_of_each_table_with_its_nulls() {
        let input = "[k=a] v:float w:string
            - p
            ...
            3 -
            1 q
            ...
            3 r
            1 s
            - t
            [k=b] v:float
            -
            [k=c] v:float";
        for (pick, row) in [
            (Pick::First, "3 -"),
            (Pick::Last, "1 s"),
            (Pick::Min, "1 q"),
            (Pick::Max, "3 -"),
        ] {
            let expected =
                format!("[k=a] k v:float w:string\n{row}\n[k=b] k v:float\n[k=c] k v:float");
            check(pick, input, &expected);
        }
    }

    #[test]
    fn nan_stays_only_where_it_is_first() {
        check(Pick::Max, "[] v:float\nNaN\n2", "[] v:float\nNaN");
        check(Pick::Max, "[] v:float\n2\nNaN", "[] v:float\n2");
    }

    #[test]
    fn types() {
        check(Pick::Last, "[] v:string\na\n-", "[] v:string\na");
        check(Pick::Max, "[] v:time\n1\n5\n3", "[] v:time\n5");
        let message = "error: invalid use of function: max has no implementation for type string";
        check(Pick::Max, "[] v:string\na", message);
        check(
            Pick::Max,
            "[] w:string\na",
            "[] w:string\n(open)\nerror: column \"v\" does not exist",
        );
    }
}
