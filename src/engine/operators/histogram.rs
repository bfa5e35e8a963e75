//! `histogram`: how many values lie up to each bound.

use super::aggregate::{key_columns, key_schema};
use super::elapsed::new_column;
use super::narrow::{PerTable, TableState};
use super::seen::missing_column;
use crate::diagnostic::Failure;
use crate::table::{Chunk, Column, GroupKey, Memory, Name, Schema, Table, TableId, Type};

/// Its arguments.
#[derive(Clone, Debug)]
pub struct Histogram {
    /// Which column.
    pub column: Name,
    /// Where the bounds go.
    pub bound_column: Name,
    /// Where the counts go.
    pub count_column: Name,
    /// The upper bounds, ascending; they belong to their bins.
    pub bins: Vec<f64>,
    /// Whether to give parts of one instead of counts.
    pub normalize: bool,
}

/// The counts of the bins.
pub struct State {
    function: Histogram,
    id: TableId,
    key: GroupKey,
    counts: Vec<u64>,
}

impl PerTable for Histogram {
    type State = State;

    fn begin(&self, table: &mut Table, _: &Memory) -> Result<State, Failure> {
        if let Some(ty) = table.schema.type_of(&self.column) {
            self.supports(ty)?;
        }
        table.schema = key_schema(&table.key);
        for label in [&self.bound_column, &self.count_column] {
            new_column(&table.schema, label)?;
            table.schema.0.push((label.clone(), Type::Float));
        }
        Ok(State {
            function: self.clone(),
            id: table.id,
            key: table.key.clone(),
            counts: vec![0; self.bins.len()],
        })
    }
}

impl Histogram {
    fn supports(&self, ty: Type) -> Result<(), Failure> {
        match ty {
            Type::Float => Ok(()),
            _ => Err(Failure::new(
                "flux::engine::column_type",
                format!("column \"{}\" must be a float, got {ty}", self.column),
            )
            .help("convert it first, for example with `toFloat()`")),
        }
    }
}

impl TableState for State {
    fn push(&mut self, chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let Some(column) = chunk.column(&self.function.column) else {
            return Ok(None);
        };
        self.function.supports(column.ty())?;
        let values = column.floats().expect("the column holds floats");
        let bins = &self.function.bins;
        for value in values.iter().flatten() {
            let bin = match value.is_nan() {
                true => bins.len(),
                false => bins.partition_point(|bound| *bound < value),
            };
            match self.counts.get_mut(bin) {
                Some(count) => *count += 1,
                None => {
                    return Err(Failure::new(
                        "flux::engine::beyond_bins",
                        format!("found value greater than any bin: {value}"),
                    )
                    .help("add a last bin with the bound `float(v: \"+Inf\")`"));
                }
            }
        }
        Ok(None)
    }

    fn end(&mut self, schema: &Schema) -> Result<Option<Chunk>, Failure> {
        if !schema.contains(&self.function.column) {
            return Err(missing_column(&self.function.column, schema));
        }
        let total = self.counts.iter().sum::<u64>() as f64;
        let counts = self.counts.iter().scan(0, |sum, count| {
            *sum += count;
            Some(match self.function.normalize {
                true => *sum as f64 / total,
                false => *sum as f64,
            })
        });
        let counts = Column::Float(counts.map(Some).collect());
        let bounds = Column::Float(self.function.bins.clone().into());
        let rows = self.function.bins.len();
        let mut columns = key_columns(&self.key, rows);
        columns.push((self.function.bound_column.clone(), bounds));
        columns.push((self.function.count_column.clone(), counts));
        Ok(Some(Chunk {
            id: self.id,
            columns,
            rows,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::Histogram;
    use crate::engine::operators::narrow;

    #[track_caller]
    fn check(normalize: bool, input: &str, expected: &str) {
        let histogram = Histogram {
            column: "v".into(),
            bound_column: "le".into(),
            count_column: "n".into(),
            bins: vec![1.0, 2.0, 5.0],
            normalize,
        };
        narrow::check(histogram, input, expected);
    }

    #[test]
    fn counts_up_to_each_bound() {
        let input = "[k=a] v:float\n1\n-\n...\n1.5\n2\n5\n[k=b] v:float";
        for (normalize, counts, none) in [
            (false, ["1", "3", "4"], "0"),
            (true, ["0.25", "0.75", "1"], "NaN"),
        ] {
            let [a, b, c] = counts;
            let expected = format!(
                "[k=a] k le:float n:float\n1 {a}\n2 {b}\n5 {c}
                 [k=b] k le:float n:float\n1 {none}\n2 {none}\n5 {none}"
            );
            check(normalize, input, &expected);
        }
    }

    #[test]
    fn refusals() {
        let message = "error: column \"v\" must be a float, got int";
        check(false, "[] v:int\n1", message);
        let open = "[] le:float n:float\n(open)\nerror: ";
        for (input, message) in [
            ("[] v:float\n6", "found value greater than any bin: 6"),
            ("[] v:float\nNaN", "found value greater than any bin: NaN"),
            ("[] w:float\n1", "column \"v\" does not exist"),
        ] {
            check(false, input, &format!("{open}{message}"));
        }
    }
}
