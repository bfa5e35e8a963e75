//! `histogramQuantile`: a quantile read from cumulative counts.

use super::aggregate::{key_columns, key_schema};
use super::elapsed::new_column;
use super::narrow::{PerTable, TableState};
use super::seen::missing_column;
use crate::diagnostic::Failure;
use crate::table::{
    Chunk, Column, GroupKey, Memory, Name, Reservation, Scalar, Schema, Table, TableId, Type,
};
use arrow_array::{Array, Float64Array};

/// Its arguments.
#[derive(Clone, Debug)]
pub struct HistogramQuantile {
    /// Which quantile, from 0 to 1.
    pub quantile: f64,
    /// Where the counts are.
    pub count_column: Name,
    /// Where the bounds are.
    pub bound_column: Name,
    /// Where the result goes.
    pub value_column: Name,
    /// What the lower bound of the first bucket is taken for.
    pub min_value: f64,
    /// What happens where counts fall.
    pub nonmonotonic: Nonmonotonic,
}

/// What to do with a histogram whose counts fall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nonmonotonic {
    /// Fail.
    Error,
    /// Raise counts to the one before.
    Force,
    /// Give no row.
    Drop,
}

/// The buckets so far.
pub struct State {
    function: HistogramQuantile,
    id: TableId,
    key: GroupKey,
    buckets: Vec<Bucket>,
    reservation: Reservation,
}

#[derive(Clone, Copy)]
struct Bucket {
    bound: f64,
    count: f64,
}

impl PerTable for HistogramQuantile {
    type State = State;

    fn needs(&self) -> Vec<Name> {
        vec![self.count_column.clone(), self.bound_column.clone()]
    }

    fn begin(&self, table: &mut Table, memory: &Memory) -> Result<State, Failure> {
        for label in [&self.count_column, &self.bound_column] {
            if let Some(ty) = table.schema.type_of(label) {
                supports(label, ty)?;
            }
        }
        table.schema = key_schema(&table.key);
        new_column(&table.schema, &self.value_column)?;
        let value = (self.value_column.clone(), Type::Float);
        table.schema.0.push(value);
        Ok(State {
            function: self.clone(),
            id: table.id,
            key: table.key.clone(),
            buckets: Vec::new(),
            reservation: memory.reservation(),
        })
    }
}

fn supports(label: &str, ty: Type) -> Result<(), Failure> {
    match ty {
        Type::Float => Ok(()),
        _ => Err(Failure::new(
            "flux::engine::column_type",
            format!("column \"{label}\" must be of type float, not {ty}"),
        )
        .help("convert it first, with `float(v:)` in a `map`")),
    }
}

impl TableState for State {
    fn push(&mut self, chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let column = |label: &Name| -> Result<Float64Array, Failure> {
            let Some(column) = chunk.column(label) else {
                return Err(missing_column(label, &chunk.schema()));
            };
            supports(label, column.ty())?;
            let values = column.floats().expect("the column holds floats");
            if values.null_count() > 0 {
                return Err(Failure::new(
                    "flux::engine::histogram_null",
                    format!("unexpected null in the column \"{label}\" of a histogram"),
                ));
            }
            Ok(values)
        };
        let counts = column(&self.function.count_column)?;
        let bounds = column(&self.function.bound_column)?;
        self.reservation
            .grow(chunk.rows * std::mem::size_of::<Bucket>())?;
        let buckets = bounds.values().iter().zip(counts.values());
        self.buckets
            .extend(buckets.map(|(&bound, &count)| Bucket { bound, count }));
        Ok(None)
    }

    fn end(&mut self, schema: &Schema) -> Result<Option<Chunk>, Failure> {
        for label in [&self.function.count_column, &self.function.bound_column] {
            if !schema.contains(label) {
                return Err(missing_column(label, schema));
            }
        }
        if self.buckets.is_empty() {
            return Err(Failure::new(
                "flux::engine::empty_histogram",
                "histogram is empty",
            ));
        }
        self.buckets.sort_by(|a, b| a.bound.total_cmp(&b.bound));
        if !self.make_monotonic()? {
            return Ok(None);
        }
        let value = self.function.of(&self.buckets);
        let value = value.map_or(Scalar::Null, Scalar::Float);
        let mut columns = key_columns(&self.key, 1);
        let column = Column::Constant(Type::Float, value, 1);
        columns.push((self.function.value_column.clone(), column));
        Ok(Some(Chunk {
            id: self.id,
            columns,
            rows: 1,
        }))
    }
}

impl State {
    /// Whether the counts rise, or have been made to.
    fn make_monotonic(&mut self) -> Result<bool, Failure> {
        let mut before = 0.0;
        for bucket in &mut self.buckets {
            if bucket.count < before {
                match self.function.nonmonotonic {
                    Nonmonotonic::Force => bucket.count = before,
                    Nonmonotonic::Drop => return Ok(false),
                    Nonmonotonic::Error => {
                        return Err(Failure::new(
                            "flux::engine::histogram_order",
                            "histogram records counts are not monotonic",
                        )
                        .help("`onNonmonotonic: \"force\"` raises falling counts, `\"drop\"` leaves such tables out"));
                    }
                }
            }
            before = bucket.count;
        }
        Ok(true)
    }
}

impl HistogramQuantile {
    /// The value at the rank of the quantile, interpolated between bounds; null where nothing was
    /// counted. Infinite bounds are no base for that: the finite one is taken.
    fn of(&self, buckets: &[Bucket]) -> Option<f64> {
        let last = buckets.last()?;
        if last.count == 0.0 {
            return None;
        }
        let rank = self.quantile * last.count;
        let lower = buckets.iter().rposition(|bucket| rank >= bucket.count);
        let (lower, upper) = match lower {
            None => {
                let zero = Bucket {
                    bound: self.min_value,
                    count: 0.0,
                };
                (zero, buckets.first()?)
            }
            Some(lower) => match buckets.get(lower + 1) {
                None => return Some(last.bound),
                Some(upper) => (buckets[lower], upper),
            },
        };
        if rank == lower.count {
            return Some(lower.bound);
        }
        if lower.bound == f64::NEG_INFINITY {
            return Some(upper.bound);
        }
        if upper.bound == f64::INFINITY {
            return Some(lower.bound);
        }
        let part = (rank - lower.count) / (upper.count - lower.count);
        Some(lower.bound + (upper.bound - lower.bound) * part)
    }
}

#[cfg(test)]
mod tests {
    use super::{HistogramQuantile, Nonmonotonic};
    use crate::engine::operators::narrow;

    #[track_caller]
    fn check(quantile: f64, nonmonotonic: Nonmonotonic, input: &str, expected: &str) {
        let function = HistogramQuantile {
            quantile,
            count_column: "n".into(),
            bound_column: "le".into(),
            value_column: "v".into(),
            min_value: 0.0,
            nonmonotonic,
        };
        narrow::check(function, input, expected);
    }

    #[test]
    fn interpolates() {
        let input = "[k=a] le:float n:float\n1 9\n0.1 1\n...\n0.5 4\ninf 10";
        for (quantile, value) in [
            (0.5, 0.6),
            (0.05, 0.05),
            (0.9, 1.0),
            (0.99, 1.0),
            (0.1, 0.1),
        ] {
            let expected = format!("[k=a] k v:float\n{value}");
            check(quantile, Nonmonotonic::Error, input, &expected);
        }
        let lower = "[] le:float n:float\n-inf 1\n2 5\n3 6";
        check(0.5, Nonmonotonic::Error, lower, "[] v:float\n2");
        check(
            0.1,
            Nonmonotonic::Error,
            "[] le:float n:float\n1 0",
            "[] v:float\n-",
        );
        check(
            0.8,
            Nonmonotonic::Error,
            "[] le:float n:float\n1 5\n2 10",
            "[] v:float\n1.6",
        );
    }

    #[test]
    fn falling_counts() {
        let input = "[] le:float n:float\n1 5\n2 3\n3 8";
        check(
            0.8,
            Nonmonotonic::Force,
            input,
            "[] v:float\n2.466666666666667",
        );
        check(0.8, Nonmonotonic::Drop, input, "[] v:float");
        let message = "[] v:float\n(open)\nerror: histogram records counts are not monotonic";
        check(0.8, Nonmonotonic::Error, input, message);
    }

    #[test]
    fn refusals() {
        let open = "[] v:float\n(open)\nerror: ";
        for (input, message) in [
            ("[] le:float n:float", "histogram is empty"),
            ("[] le:float\n1", "column \"n\" does not exist"),
            (
                "[] le:float n:float\n1 -",
                "unexpected null in the column \"n\" of a histogram",
            ),
        ] {
            check(0.5, Nonmonotonic::Error, input, &format!("{open}{message}"));
        }
        let message = "error: column \"n\" must be of type float, not int";
        check(0.5, Nonmonotonic::Error, "[] le:float n:int\n1 1", message);
    }
}
