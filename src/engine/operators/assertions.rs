//! `testing.assertEmpty` and `testing.assertEquals`: errors where streams are not as they should be.

use super::gather::{Gather, Gathered, Joining, Whole};
use crate::diagnostic::Failure;
use crate::table::{Answer, Chunk, Memory, Operator, Output, Scalar, Table, TableId};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// Counts the tables that have rows, and passes nothing on.
#[derive(Default)]
pub struct AssertEmpty {
    with_rows: FxHashSet<TableId>,
    failures: usize,
}

impl Operator for AssertEmpty {
    fn open(&mut self, _: usize, _: &Table, _: &mut dyn Output) -> Result<(), Failure> {
        Ok(())
    }

    fn push(&mut self, _: usize, chunk: Chunk, _: &mut dyn Output) -> Result<Answer, Failure> {
        if chunk.rows == 0 {
            return Ok(Answer::More);
        }
        self.with_rows.insert(chunk.id);
        Ok(Answer::TableDone)
    }

    fn end(&mut self, _: usize, id: TableId, _: &mut dyn Output) -> Result<(), Failure> {
        self.failures += usize::from(self.with_rows.remove(&id));
        Ok(())
    }

    fn finish(&mut self, _: usize, _: &mut dyn Output) -> Result<(), Failure> {
        match self.failures {
            0 => Ok(()),
            failures => Err(Failure::new(
                "flux::testing::not_empty",
                format!("found {failures} tables that were not empty"),
            )),
        }
    }
}

/// Passes on the tables of its first input if those of its second are the same.
pub struct AssertEquals {
    name: Arc<str>,
}

impl AssertEquals {
    /// An operator for one pass. The name of the test stands in the error.
    pub fn new(name: Arc<str>, memory: &Memory) -> Gathered<Self> {
        Gathered::new(Self { name }, memory)
    }
}

impl Joining for AssertEquals {
    fn join(&mut self, sides: &mut [Gather; 2], out: &mut dyn Output) -> Result<(), Failure> {
        let [got, wanted] = sides.each_mut().map(Gather::take);
        let failed = |message: String| Failure::new("flux::testing::not_equal", message);
        let mut by_key: FxHashMap<_, _> = wanted.iter().map(|table| (&table.key, table)).collect();
        let mut keys_differ = got.len() != wanted.len();
        for table in &got {
            match by_key.remove(&table.key) {
                Some(wanted) if same(table, wanted) => {}
                Some(_) => return Err(failed(format!("test {}: tables not equal", self.name))),
                None => keys_differ = true,
            }
        }
        if got.len() != wanted.len() {
            return Err(failed(
                "assertEquals streams had unequal table counts".into(),
            ));
        }
        if keys_differ {
            return Err(failed(format!(
                "test {}: unequal group key sets",
                self.name
            )));
        }
        for (number, table) in got.into_iter().enumerate() {
            let id = TableId(number);
            let chunk = table.chunk().with_id(id);
            let (key, schema) = (table.key, table.schema);
            out.open(&Table { id, key, schema })?;
            if chunk.rows > 0 {
                out.push(chunk)?;
            }
            out.end(id)?;
        }
        Ok(())
    }
}

/// Whether columns, their order, and all cells are the same. NaN is not the same as itself.
fn same(a: &Whole, b: &Whole) -> bool {
    let keys = |table: &Whole| -> Vec<_> {
        let columns = table.key.columns().iter();
        columns.map(|(name, ty, _)| (name.clone(), *ty)).collect()
    };
    if a.schema != b.schema || keys(a) != keys(b) || a.rows != b.rows {
        return false;
    }
    let not_a_number = |cell: &Scalar| matches!(cell, Scalar::Float(value) if value.is_nan());
    let (a, b) = (a.chunk(), b.chunk());
    let mut columns = a.columns.iter().zip(&b.columns);
    columns.all(|((_, a), (_, b))| {
        (0..a.len()).all(|row| {
            let cell = a.get(row);
            cell == b.get(row) && !not_a_number(&cell)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{AssertEmpty, AssertEquals};
    use crate::engine::operators::testing::{check, check_inputs};
    use crate::table::Memory;

    #[track_caller]
    fn check_equal(got: &str, wanted: &str, expected: &str) {
        let memory = Memory::new(1_000_000);
        let mut operator = AssertEquals::new("t".into(), &memory);
        check_inputs(&mut operator, &[got, wanted], expected);
    }

    #[test]
    fn equal_streams_pass() {
        let table = "[k=a] k v:int w:float\n1 2\n- -";
        check_equal(
            "[k=a] v:int w:float\n1 2\n...\n- -\n[k=b] v:int",
            "[k=b] v:int\n[k=a] v:int w:float\n1 2\n- -",
            &format!("{table}\n[k=b] k v:int"),
        );
    }

    #[test]
    fn different_streams_are_errors() {
        let cases = [
            ("[] v:int\n2", "error: test t: tables not equal"),
            ("[] w:int\n1", "error: test t: tables not equal"),
            ("[] v:int\n1\n1", "error: test t: tables not equal"),
            ("[k=a] v:int\n1", "error: test t: unequal group key sets"),
            ("", "error: assertEquals streams had unequal table counts"),
        ];
        for (wanted, expected) in cases {
            check_equal("[] v:int\n1", wanted, expected);
        }
        let message = "error: test t: tables not equal";
        check_equal("[] v:float\nNaN", "[] v:float\nNaN", message);
    }

    #[test]
    fn emptiness() {
        check(AssertEmpty::default(), "[k=a] v:int\n[k=b] v:int", "");
        check(
            AssertEmpty::default(),
            "[k=a] v:int\n1\n[k=b] v:int\n[k=c] v:int\n2",
            "error: found 2 tables that were not empty",
        );
    }
}
