//! `distinct`, `unique` and `mode`: what values a column has.

use super::aggregate::{key_columns, key_schema};
use super::seen::{SeenKeys, missing_column};
use crate::diagnostic::Failure;
use crate::table::{
    Answer, Chunk, Column, ColumnBuilder, GroupKey, Memory, Name, Operator, Output, Promise,
    Reservation, Scalar, Schema, Table, TableId, Type,
};
use arrow_array::UInt32Array;
use rustc_hash::{FxHashMap, FxHashSet};

/// What is made of the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Each value, in a column `_value`.
    Distinct,
    /// The first row of each value.
    Unique,
    /// The most frequent values, in a column `_value`.
    Mode,
}

/// The operator.
pub struct Values {
    wanted: Wanted,
    column: Name,
    seen: SeenKeys,
    tables: FxHashMap<TableId, Open>,
    memory: Memory,
}

struct Open {
    key: GroupKey,
    schema: Schema,
    /// What was put out without looking at rows.
    fixed: bool,
    set: Set,
    reservation: Reservation,
}

/// Values met so far, and how often. NaN equals nothing, itself neither.
#[derive(Default)]
struct Set {
    null: bool,
    nans: usize,
    texts: FxHashMap<Box<str>, usize>,
    others: FxHashMap<Scalar, usize>,
    bytes: usize,
}

impl Values {
    /// The operator for one pass.
    pub fn new(wanted: Wanted, column: Name, input: Promise, memory: &Memory) -> Self {
        Self {
            wanted,
            column,
            seen: SeenKeys::new(input.distinct_keys),
            tables: FxHashMap::default(),
            memory: memory.clone(),
        }
    }
}

impl Operator for Values {
    fn open(&mut self, _: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        self.seen.admit(&table.key)?;
        let mut open = Open {
            key: table.key.clone(),
            schema: table.schema.clone(),
            fixed: false,
            set: Set::default(),
            reservation: self.memory.reservation(),
        };
        if self.wanted == Wanted::Unique {
            out.open(table)?;
        } else {
            let mut schema = key_schema(&table.key);
            if let Some(ty) = table.schema.type_of(&self.column) {
                schema.0.push(("_value".into(), ty));
            }
            out.open(&Table {
                id: table.id,
                key: table.key.clone(),
                schema,
            })?;
            if let Some((ty, value)) = table.key.get(&self.column) {
                open.fixed = true;
                let value = Column::Constant(ty, value.clone(), 1);
                out.push(values(table.id, &table.key, value))?;
            }
        }
        self.tables.insert(table.id, open);
        Ok(())
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
        let known = table.schema.0.len();
        table.schema.admit(&mut chunk)?;
        if table.fixed {
            return Ok(Answer::TableDone);
        }
        let Some(column) = chunk.column(&self.column) else {
            return Ok(Answer::More);
        };
        let before = table.set.bytes;
        let rows = table.set.add(column);
        table.reservation.grow(table.set.bytes - before)?;
        let grew = self.wanted == Wanted::Unique && table.schema.0.len() > known;
        if self.wanted == Wanted::Mode || (rows.is_empty() && !grew) {
            return Ok(Answer::More);
        }
        let rows = UInt32Array::from(rows);
        match self.wanted {
            Wanted::Unique => out.push(chunk.take(&rows)),
            _ => out.push(values(chunk.id, &table.key, column.take(&rows))),
        }
    }

    fn end(&mut self, _: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        let table = self.tables.remove(&id).expect("a table that ends is open");
        match (table.schema.type_of(&self.column), self.wanted) {
            (None, Wanted::Unique) => return Err(missing_column(&self.column, &table.schema)),
            // Upstream has it so: scripts tell by it that a column is missing.
            (None, _) if !table.fixed => {
                let empty = Column::constant(Scalar::from(""), 1);
                out.push(values(id, &table.key, empty))?;
            }
            (Some(ty), Wanted::Mode) if !table.fixed => {
                out.push(values(id, &table.key, table.set.modes(ty)))?;
            }
            _ => {}
        }
        out.end(id)
    }

    fn needs(&self) -> Vec<Name> {
        vec![self.column.clone()]
    }
}

/// Rows of a key and a column `_value`.
fn values(id: TableId, key: &GroupKey, column: Column) -> Chunk {
    let rows = column.len();
    let mut columns = key_columns(key, rows);
    columns.push(("_value".into(), column));
    Chunk { id, columns, rows }
}

impl Set {
    /// Counts the cells; the rows whose values are new.
    fn add(&mut self, column: &Column) -> Vec<u32> {
        let rows = 0..column.len();
        if column.ty() == Type::String {
            return rows
                .filter(|row| self.add_text(column.text(*row)))
                .map(|row| row as u32)
                .collect();
        }
        if let Some(cell) = column.as_constant() {
            let mut new = rows.filter(|_| self.add_scalar(cell.clone()));
            return new.by_ref().map(|row| row as u32).collect();
        }
        rows.filter(|row| self.add_scalar(column.get(*row)))
            .map(|row| row as u32)
            .collect()
    }

    fn add_text(&mut self, text: Option<&str>) -> bool {
        let Some(text) = text else {
            return !std::mem::replace(&mut self.null, true);
        };
        match self.texts.get_mut(text) {
            Some(count) => {
                *count += 1;
                false
            }
            None => {
                self.bytes += text.len() + 40;
                self.texts.insert(text.into(), 1);
                true
            }
        }
    }

    fn add_scalar(&mut self, value: Scalar) -> bool {
        match value {
            Scalar::Null => !std::mem::replace(&mut self.null, true),
            Scalar::Float(value) if value.is_nan() => {
                self.nans += 1;
                true
            }
            value => {
                let count = self.others.entry(value).or_insert(0);
                *count += 1;
                let new = *count == 1;
                self.bytes += if new { 48 } else { 0 };
                new
            }
        }
    }

    /// The most frequent values, in order; one null if all are equally frequent.
    fn modes(self, ty: Type) -> Column {
        let texts = self.texts.into_iter();
        let texts = texts.map(|(text, count)| (Scalar::String(text.into()), count));
        let counts: Vec<(Scalar, usize)> = texts.chain(self.others).collect();
        let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
        let modes: FxHashSet<Scalar> = counts
            .iter()
            .filter(|(_, count)| *count == most)
            .map(|(value, _)| value.clone())
            .collect();
        if modes.len() == counts.len() + self.nans {
            return Column::nulls(ty, 1);
        }
        let mut modes: Vec<Scalar> = modes.into_iter().collect();
        modes.sort();
        let mut builder = ColumnBuilder::new(ty);
        modes.iter().for_each(|mode| builder.push(mode));
        builder.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::{Values, Wanted};
    use crate::engine::operators::testing;
    use crate::table::{Memory, Promise};

    #[track_caller]
    fn check(wanted: Wanted, input: &str, expected: &str) {
        let memory = Memory::new(1_000_000);
        let operator = Values::new(wanted, "v".into(), Promise::default(), &memory);
        testing::check(operator, input, expected);
        assert_eq!(memory.used(), 0);
    }

    #[test]
    fn distinct_values() {
        check(
            Wanted::Distinct,
            "[k=a] v:int\n3\n-\n3\n...\n-\n-7\n[k=b] v:int",
            "[k=a] k _value:int\n3\n-\n-7\n[k=b] k _value:int",
        );
        check(
            Wanted::Distinct,
            "[] v:string\na\nb\na",
            "[] _value:string\na\nb",
        );
        check(
            Wanted::Distinct,
            "[] v:float\nNaN\n1\nNaN",
            "[] _value:float\nNaN\n1\nNaN",
        );
        check(
            Wanted::Distinct,
            "[v=x] w:int\n1\n2",
            "[v=x] v _value:string\nx",
        );
    }

    #[test]
    fn unique_rows() {
        check(
            Wanted::Unique,
            "[k=a] v:string n:int\nx 1\n- 2\nx 3\n...\n- 4\ny 5",
            "[k=a] k v:string n:int\nx 1\n- 2\ny 5",
        );
        check(
            Wanted::Unique,
            "[] n:int\n1",
            "[] n:int\n(open)\nerror: column \"v\" does not exist",
        );
    }

    #[test]
    fn modes() {
        for (ty, input, modes) in [
            ("int", "1 1 2 2 3", "1 2"),
            ("int", "3 1 1 3", "-"),
            ("int", "9", "-"),
            ("int", "-", "-"),
            ("string", "a b a", "a"),
            ("bool", "true false false", "false"),
            ("float", "1 NaN 3 NaN", "1 3"),
            ("time", "5 5 4", "5"),
        ] {
            let input = format!("[] v:{ty}\n{}", input.replace(' ', "\n"));
            let expected = format!("[] _value:{ty}\n{}", modes.replace(' ', "\n"));
            check(Wanted::Mode, &input, &expected);
        }
    }
}
