//! `cumulativeSum`: the running sum of columns.

use super::narrow::{PerTable, TableState, replace, retype};
use crate::diagnostic::Failure;
use crate::table::{Chunk, Column, Memory, Name, Table};
use rustc_hash::FxHashMap;

/// Its arguments.
#[derive(Clone, Debug)]
pub struct CumulativeSum {
    /// Which columns. Those that hold no numbers stay as they are.
    pub columns: Vec<Name>,
}

/// The sums so far.
pub struct State {
    columns: Vec<Name>,
    sums: FxHashMap<Name, Sum>,
}

#[derive(Default)]
struct Sum {
    int: i64,
    uint: u64,
    float: f64,
}

impl PerTable for CumulativeSum {
    type State = State;
    const REFUSES_EQUAL_KEYS: bool = false;

    fn begin(&self, table: &mut Table, _: &Memory) -> Result<State, Failure> {
        retype(table, &self.columns, |_, ty| Ok(ty))?;
        Ok(State {
            columns: self.columns.clone(),
            sums: FxHashMap::default(),
        })
    }

    fn gives_in_key_order(&self) -> bool {
        false
    }
}

impl TableState for State {
    fn push(&mut self, chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let Self { columns, sums } = self;
        let chunk = replace(chunk, columns, |name, column| {
            let sum = sums.entry(name.clone()).or_default();
            Ok(sum.of(column).unwrap_or_else(|| column.clone()))
        })?;
        Ok(Some(chunk))
    }
}

impl Sum {
    /// A null leaves the sum as it is.
    fn of(&mut self, column: &Column) -> Option<Column> {
        if let Some(values) = column.floats() {
            let sums = values.iter().map(|value| {
                self.float += value.unwrap_or(0.0);
                Some(self.float)
            });
            return Some(Column::Float(sums.collect()));
        }
        if let Some(values) = column.uints() {
            let sums = values.iter().map(|value| {
                self.uint = self.uint.wrapping_add(value.unwrap_or(0));
                Some(self.uint)
            });
            return Some(Column::UInt(sums.collect()));
        }
        if column.ty() == crate::table::Type::Time {
            return None;
        }
        let values = column.ints()?;
        let sums = values.iter().map(|value| {
            self.int = self.int.wrapping_add(value.unwrap_or(0));
            Some(self.int)
        });
        Some(Column::Int(sums.collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::CumulativeSum;
    use crate::engine::operators::narrow;

    #[test]
    fn sums_run_over_chunks_and_nulls() {
        let columns = ["i", "u", "f", "s", "t"].map(Into::into).to_vec();
        narrow::check(
            CumulativeSum { columns },
            "[k=a] i:int u:uint f:float s:string t:time
             9223372036854775807 1 - x 1
             1 - 0.5 - 2
             ...
             -1 2 0.25 y 3
             [k=b] i:int
             -
             4",
            "[k=a] k i:int u:uint f:float s:string t:time
             9223372036854775807 1 0 x 1
             -9223372036854775808 1 0.5 - 2
             9223372036854775807 3 0.75 y 3
             [k=b] k i:int
             0
             4",
        );
    }
}
