//! `union`: the tables of several inputs, those of equal keys merged.

use super::merge::Merge;
use crate::diagnostic::Failure;
use crate::table::{Answer, Chunk, Operator, Output, Table, TableId};

/// Ends its tables when its last input is finished.
#[derive(Debug)]
pub struct Union {
    open_inputs: usize,
    merge: Merge,
}

impl Union {
    /// A union of so many inputs.
    pub fn new(inputs: usize) -> Self {
        Self {
            open_inputs: inputs,
            merge: Merge::default(),
        }
    }
}

impl Operator for Union {
    fn open(&mut self, input: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        self.merge
            .open(input, table.id, &table.key, &table.schema, out)?;
        Ok(())
    }

    fn push(
        &mut self,
        input: usize,
        chunk: Chunk,
        out: &mut dyn Output,
    ) -> Result<Answer, Failure> {
        let id = self.merge.of_input(input, chunk.id);
        out.push(chunk.with_id(id))
    }

    fn end(&mut self, input: usize, id: TableId, _: &mut dyn Output) -> Result<(), Failure> {
        self.merge.end(input, id);
        Ok(())
    }

    fn finish(&mut self, _: usize, out: &mut dyn Output) -> Result<(), Failure> {
        self.open_inputs -= 1;
        match self.open_inputs {
            0 => self.merge.end_all(out),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Union;
    use crate::engine::operators::testing::check_inputs;

    #[test]
    fn tables_of_equal_keys_become_one() {
        check_inputs(
            &mut Union::new(2),
            &[
                "[k=a] v:int\n1\n[k=b] v:int\n2",
                "[k=b] v:int w:int\n3 4\n[k=c] v:int\n5",
            ],
            "[k=a] k v:int\n1\n[k=b] k v:int w:int\n2 -\n3 4\n[k=c] k v:int\n5",
        );
    }
}
