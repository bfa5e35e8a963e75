//! One row for each table: its key and what an aggregate makes of one column.

use super::accumulator::{Accumulator, Aggregation, materialised};
use super::seen::{SeenKeys, missing_column};
use crate::diagnostic::Failure;
use crate::table::{
    Answer, Chunk, Column, GroupKey, Memory, Name, Operator, Output, Promise, Reservation, Scalar,
    Schema, Table, TableId, Type,
};
use rustc_hash::FxHashMap;

/// Aggregates one column of each table.
pub struct Aggregate {
    aggregation: Aggregation,
    column: Name,
    seen: SeenKeys,
    tables: FxHashMap<TableId, Open>,
    reservation: Reservation,
}

struct Open {
    key: GroupKey,
    schema: Schema,
    /// Rows that came before the column did.
    without: usize,
    state: Option<State>,
}

type State = (Type, Box<dyn Accumulator>);

impl Aggregate {
    /// Aggregates this column of each table.
    pub fn new(aggregation: Aggregation, column: Name, input: Promise, memory: &Memory) -> Self {
        Self {
            aggregation,
            column,
            seen: SeenKeys::new(input.distinct_keys),
            tables: FxHashMap::default(),
            reservation: memory.reservation(),
        }
    }

    /// Only exact quantiles hold more than a few numbers.
    fn account(&mut self, before: usize, after: usize) -> Result<(), Failure> {
        match after >= before {
            true => self.reservation.grow(after - before),
            false => {
                self.reservation.shrink(before - after);
                Ok(())
            }
        }
    }
}

impl Operator for Aggregate {
    fn open(&mut self, _: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        self.seen.admit(&table.key)?;
        if table.key.contains(&self.column) {
            return Err(key_column(&self.column));
        }
        let mut schema = key_schema(&table.key);
        let state = match table.schema.type_of(&self.column) {
            None => None,
            Some(ty) => {
                let state = self.aggregation.over(ty)?;
                schema.0.push((self.column.clone(), state.0));
                Some(state)
            }
        };
        let open = Open {
            key: table.key.clone(),
            schema: table.schema.clone(),
            without: 0,
            state,
        };
        self.tables.insert(table.id, open);
        out.open(&Table {
            id: table.id,
            key: table.key.clone(),
            schema,
        })
    }

    fn push(&mut self, _: usize, chunk: Chunk, _: &mut dyn Output) -> Result<Answer, Failure> {
        let table = self
            .tables
            .get_mut(&chunk.id)
            .expect("a chunk belongs to an open table");
        let Some(column) = chunk.column(&self.column) else {
            table.without += chunk.rows;
            return Ok(Answer::More);
        };
        if table.state.is_none() {
            let (ty, mut state) = self.aggregation.over(column.ty())?;
            let nulls = materialised(&Column::nulls(column.ty(), table.without));
            state.add(&nulls, 0..table.without);
            table.state = Some((ty, state));
        }
        if let Some((_, state)) = &mut table.state {
            let before = state.bytes();
            state.add(&materialised(column), 0..chunk.rows);
            let after = state.bytes();
            if before != after {
                self.account(before, after)?;
            }
        }
        Ok(Answer::More)
    }

    fn end(&mut self, _: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        let table = self.tables.remove(&id).expect("a table that ends is open");
        let Some((ty, mut state)) = table.state else {
            return Err(missing_column(&self.column, &table.schema));
        };
        let value = state.result();
        self.account(state.bytes(), 0)?;
        let mut columns = key_columns(&table.key, 1);
        columns.push((self.column.clone(), Column::Constant(ty, value, 1)));
        out.push(Chunk {
            id,
            columns,
            rows: 1,
        })?;
        out.end(id)
    }
}

/// The columns of a key.
pub fn key_schema(key: &GroupKey) -> Schema {
    let columns = key.columns().iter();
    Schema(columns.map(|(name, ty, _)| (name.clone(), *ty)).collect())
}

/// The columns of a key, for so many rows.
pub fn key_columns(key: &GroupKey, rows: usize) -> Vec<(Name, Column)> {
    let columns = key.columns().iter();
    columns
        .map(|(name, ty, value)| (name.clone(), Column::Constant(*ty, value.clone(), rows)))
        .collect()
}

/// A row that stands alone.
pub fn row(id: TableId, schema: &Schema, cells: &[Scalar]) -> Chunk {
    let columns = schema.0.iter().zip(cells);
    Chunk {
        id,
        columns: columns
            .map(|((name, ty), cell)| (name.clone(), Column::Constant(*ty, cell.clone(), 1)))
            .collect(),
        rows: 1,
    }
}

/// The error of an aggregate over a column of the group key.
pub fn key_column(column: &str) -> Failure {
    Failure::new(
        "flux::engine::aggregate_key_column",
        "cannot aggregate columns that are part of the group key",
    )
    .help(format!(
        "`{column}` is the same in all rows of a table; take it out of the key first, with `group(columns: […])`"
    ))
}

#[cfg(test)]
mod tests {
    use super::Aggregate;
    use crate::engine::operators::accumulator::Aggregation;
    use crate::engine::operators::testing;
    use crate::table::{Memory, Promise};

    #[track_caller]
    fn check(aggregation: Aggregation, input: &str, expected: &str) {
        let memory = Memory::new(1_000_000);
        let operator = Aggregate::new(aggregation, "v".into(), Promise::default(), &memory);
        testing::check(operator, input, expected);
        assert_eq!(memory.used(), 0);
    }

    const FLOATS: &str = "[k=a] v:float w:string
        1.5 x
        - y
        ...
        2.5 x
        [k=b] v:float
        -
        [k=c] v:float";

    #[test]
    fn aggregates_of_floats() {
        for (aggregation, a, b) in [
            (Aggregation::Count, "2+1", "1"),
            (Aggregation::Sum, "4", "-"),
            (Aggregation::Mean, "2", "-"),
            (Aggregation::Spread, "1", "-"),
            (
                Aggregation::Deviation { sample: true },
                "0.7071067811865476",
                "-",
            ),
            (Aggregation::Deviation { sample: false }, "0.5", "-"),
            (Aggregation::Skew, "0", "-"),
            (Aggregation::ExactQuantile { q: 0.25 }, "1.75", "-"),
            (
                Aggregation::Quantile {
                    q: 0.5,
                    compression: 1000.0,
                },
                "2",
                "-",
            ),
        ] {
            let (ty, a, c) = match aggregation {
                Aggregation::Count => ("int", "3", "0"),
                _ => ("float", a, "-"),
            };
            let expected = format!("[k=a] k v:{ty}\n{a}\n[k=b] k v:{ty}\n{b}\n[k=c] k v:{ty}\n{c}");
            check(aggregation, FLOATS, &expected);
        }
    }

    #[test]
    fn integers_wrap_around() {
        let large = "[] v:int\n9223372036854775807\n2";
        check(Aggregation::Sum, large, "[] v:int\n-9223372036854775807");
        check(Aggregation::Mean, large, "[] v:float\n-4611686018427388000");
        let uints = "[] v:uint\n18446744073709551615\n-\n3";
        check(Aggregation::Sum, uints, "[] v:uint\n2");
        check(
            Aggregation::Spread,
            uints,
            "[] v:uint\n18446744073709551612",
        );
    }

    #[test]
    fn what_cannot_be_aggregated() {
        for (input, message) in [
            ("[] v:string\nx", "unsupported aggregate column type string"),
            ("[] v:time\n1", "unsupported aggregate column type time"),
            (
                "[v=1] w:int\n1",
                "cannot aggregate columns that are part of the group key",
            ),
            ("[] w:int\n1", "[]\nerror: column \"v\" does not exist"),
            (
                "[k=a] v:int\n1\n[k=a] v:int\n1",
                "[k=a] k v:int\n1\nerror: found duplicate table with key: {k=a}",
            ),
        ] {
            let expected = match message.contains("error: ") {
                true => message.to_owned(),
                false => format!("error: {message}"),
            };
            let expected = expected.replace("[]\nerror", "[]\n(open)\nerror");
            check(Aggregation::Sum, input, &expected);
        }
    }

    #[test]
    fn strings_and_bools_are_counted() {
        check(Aggregation::Count, "[] v:string\nx\n-", "[] v:int\n2");
        check(Aggregation::Count, "[] v:bool\ntrue", "[] v:int\n1");
    }
}
