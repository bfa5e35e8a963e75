//! `covariance`: how two columns of each table vary together, in one pass (Welford).

use super::aggregate::{key_columns, key_schema};
use super::narrow::{PerTable, TableState};
use super::seen::missing_column;
use crate::diagnostic::Failure;
use crate::table::{
    Chunk, Column, GroupKey, Memory, Name, Promise, Scalar, Schema, Table, TableId, Type,
};

/// Its arguments.
#[derive(Clone, Debug)]
pub struct Covariance {
    /// The two columns.
    pub columns: [Name; 2],
    /// Whether to give Pearson's correlation coefficient instead.
    pub pearsonr: bool,
    /// Where the result goes.
    pub destination: Name,
}

/// Means and sums of squared deviations so far.
pub struct State {
    function: Covariance,
    id: TableId,
    key: GroupKey,
    count: f64,
    means: [f64; 2],
    squares: [f64; 2],
    products: f64,
}

impl PerTable for Covariance {
    type State = State;

    fn begin(&self, table: &mut Table, _: &Memory) -> Result<State, Failure> {
        for label in &self.columns {
            if let Some(ty) = table.schema.type_of(label) {
                supports(label, ty)?;
            }
        }
        table.schema = key_schema(&table.key);
        super::elapsed::new_column(&table.schema, &self.destination)?;
        table.schema.0.push((self.destination.clone(), Type::Float));
        Ok(State {
            function: self.clone(),
            id: table.id,
            key: table.key.clone(),
            count: 0.0,
            means: [0.0; 2],
            squares: [0.0; 2],
            products: 0.0,
        })
    }

    fn promise(&self, input: Promise) -> Promise {
        Promise {
            distinct_keys: true,
            time_order: true,
            ..input
        }
    }
}

fn supports(label: &str, ty: Type) -> Result<(), Failure> {
    match ty {
        Type::Float => Ok(()),
        _ => Err(Failure::new(
            "flux::engine::column_type",
            format!("covariance does not support column \"{label}\" of type {ty}"),
        )
        .help("the columns must hold floats: `float(v:)` in a `map` makes them so")),
    }
}

impl TableState for State {
    fn push(&mut self, chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let mut columns = Vec::new();
        for label in &self.function.columns {
            let Some(column) = chunk.column(label) else {
                return Ok(None);
            };
            supports(label, column.ty())?;
            columns.push(column.floats().expect("the column holds floats"));
        }
        for (x, y) in columns[0].iter().zip(columns[1].iter()) {
            if let (Some(x), Some(y)) = (x, y) {
                self.add([x, y]);
            }
        }
        Ok(None)
    }

    fn end(&mut self, schema: &Schema) -> Result<Option<Chunk>, Failure> {
        for label in &self.function.columns {
            if !schema.contains(label) {
                let message = format!("specified column does not exist in table: {label}");
                let missing = missing_column(label, schema);
                return Err(Failure { message, ..missing });
            }
        }
        let mut columns = key_columns(&self.key, 1);
        let result = Column::constant(Scalar::Float(self.result()), 1);
        columns.push((self.function.destination.clone(), result));
        Ok(Some(Chunk {
            id: self.id,
            columns,
            rows: 1,
        }))
    }
}

impl State {
    fn add(&mut self, values: [f64; 2]) {
        self.count += 1.0;
        let mut deviations = [[0.0; 2]; 2];
        for side in 0..2 {
            let before = values[side] - self.means[side];
            self.means[side] += before / self.count;
            let after = values[side] - self.means[side];
            self.squares[side] += before * after;
            deviations[side] = [before, after];
        }
        self.products += deviations[0][0] * deviations[1][1];
    }

    fn result(&self) -> f64 {
        if self.count < 2.0 {
            return f64::NAN;
        }
        match self.function.pearsonr {
            true => self.products / (self.squares[0] * self.squares[1]).sqrt(),
            false => self.products / (self.count - 1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Covariance;
    use crate::engine::operators::narrow;

    #[track_caller]
    fn check(pearsonr: bool, input: &str, expected: &str) {
        let covariance = Covariance {
            columns: ["x".into(), "y".into()],
            pearsonr,
            destination: "_value".into(),
        };
        narrow::check(covariance, input, expected);
    }

    #[test]
    fn of_samples() {
        let input =
            "[k=a] x:float y:float\n1 2\n2 4\n- 9\n...\n3 6\n4 8\n[k=b] x:float y:float\n1 1";
        for (pearsonr, a) in [(false, "3.3333333333333335"), (true, "1")] {
            let expected = format!("[k=a] k _value:float\n{a}\n[k=b] k _value:float\nNaN");
            check(pearsonr, input, &expected);
        }
    }

    #[test]
    fn refusals() {
        let message = "error: covariance does not support column \"y\" of type int";
        check(false, "[] x:float y:int\n1 1", message);
        let message = "[] _value:float\n(open)\nerror: specified column does not exist in table: y";
        check(false, "[] x:float\n1", message);
    }
}
