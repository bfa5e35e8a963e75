//! `promHistogramQuantile`: a quantile of a histogram by the rules of Prometheus, the bounds of
//! whose buckets are texts.

use super::aggregate::{key_columns, key_schema};
use super::elapsed::new_column;
use super::narrow::{PerTable, TableState};
use super::seen::missing_column;
use crate::diagnostic::Failure;
use crate::formats::number;
use crate::table::{
    Chunk, Column, GroupKey, Memory, Name, Reservation, Scalar, Schema, Table, TableId, Type,
};

/// Its arguments.
#[derive(Clone, Debug)]
pub struct Buckets {
    /// Which quantile, from 0 to 1.
    pub quantile: f64,
    /// Where the counts are.
    pub count_column: Name,
    /// Where the upper bounds are.
    pub bound_column: Name,
    /// Where the result goes.
    pub value_column: Name,
}

/// The buckets so far.
pub struct State {
    function: Buckets,
    id: TableId,
    key: GroupKey,
    buckets: Vec<Bucket>,
    reservation: Reservation,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    bound: f64,
    count: f64,
}

impl PerTable for Buckets {
    type State = State;

    fn needs(&self) -> Vec<Name> {
        vec![self.count_column.clone(), self.bound_column.clone()]
    }

    fn begin(&self, table: &mut Table, memory: &Memory) -> Result<State, Failure> {
        self.check(&table.schema)?;
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

impl Buckets {
    fn check(&self, schema: &Schema) -> Result<(), Failure> {
        let wanted = [
            ("count column", &self.count_column, Type::Float),
            ("upper bound column", &self.bound_column, Type::String),
        ];
        for (what, label, ty) in wanted {
            if schema.type_of(label).is_some_and(|found| found != ty) {
                return Err(Failure::new(
                    "flux::engine::column_type",
                    format!("{what} \"{label}\" must be of type {ty}"),
                ));
            }
        }
        Ok(())
    }
}

impl TableState for State {
    /// A bound that is missing or no number is no bucket.
    fn push(&mut self, chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let schema = chunk.schema();
        self.function.check(&schema)?;
        let count = &self.function.count_column;
        let counts = chunk.column(count).and_then(Column::floats);
        let counts = counts.ok_or_else(|| missing_column(count, &schema))?;
        let Some(bounds) = chunk.column(&self.function.bound_column) else {
            return Ok(None);
        };
        self.reservation.grow(chunk.rows * size_of::<Bucket>())?;
        for (row, count) in counts.iter().enumerate() {
            let count = count.ok_or_else(|| {
                let message = "unexpected null in the countColumn";
                Failure::new("flux::engine::histogram_null", message)
            })?;
            if let Scalar::String(text) = bounds.get(row)
                && let Some(bound) = bound(&text)
            {
                self.buckets.push(Bucket { bound, count });
            }
        }
        Ok(None)
    }

    fn end(&mut self, schema: &Schema) -> Result<Option<Chunk>, Failure> {
        if !schema.contains(&self.function.count_column) {
            return Err(missing_column(&self.function.count_column, schema));
        }
        if self.buckets.is_empty() {
            return Ok(None);
        }
        let value = quantile(self.function.quantile, std::mem::take(&mut self.buckets));
        let mut columns = key_columns(&self.key, 1);
        let column = Column::Float(vec![value].into());
        columns.push((self.function.value_column.clone(), column));
        Ok(Some(Chunk {
            id: self.id,
            columns,
            rows: 1,
        }))
    }
}

fn bound(text: &str) -> Option<f64> {
    match text {
        "+Inf" | "Inf" => Some(f64::INFINITY),
        "-Inf" => Some(f64::NEG_INFINITY),
        text => number::float(text.as_bytes()),
    }
}

/// The value at the rank of the quantile, on the straight line between bounds. There must be a last
/// bucket without a bound, and another one. Counts that fall are raised to the one before
/// (`bucketQuantile` in promql/quantile.go).
fn quantile(quantile: f64, mut buckets: Vec<Bucket>) -> f64 {
    if quantile < 0.0 {
        return f64::NEG_INFINITY;
    }
    if quantile > 1.0 {
        return f64::INFINITY;
    }
    buckets.sort_by(|a, b| a.bound.total_cmp(&b.bound));
    buckets.dedup_by(|next, kept| {
        let same = next.bound == kept.bound;
        if same {
            kept.count += next.count;
        }
        same
    });
    let mut most = f64::NEG_INFINITY;
    for bucket in &mut buckets {
        most = most.max(bucket.count);
        bucket.count = most;
    }
    let Some((last, bounded)) = buckets
        .split_last()
        .filter(|(last, bounded)| last.bound == f64::INFINITY && !bounded.is_empty())
    else {
        return f64::NAN;
    };
    let rank = quantile * last.count;
    let Some(index) = bounded.iter().position(|bucket| bucket.count >= rank) else {
        return bounded.last().map_or(f64::NAN, |bucket| bucket.bound);
    };
    let bucket = bounded[index];
    let below = match index.checked_sub(1) {
        Some(below) => bounded[below],
        None if bucket.bound <= 0.0 => return bucket.bound,
        None => Bucket {
            bound: 0.0,
            count: 0.0,
        },
    };
    let share = (rank - below.count) / (bucket.count - below.count);
    below.bound + (bucket.bound - below.bound) * share
}

#[cfg(test)]
mod tests {
    use super::Buckets;
    use crate::engine::operators::narrow;

    #[track_caller]
    fn check(quantile: f64, buckets: &str, expected: &str) {
        let function = Buckets {
            quantile,
            count_column: "_value".into(),
            bound_column: "le".into(),
            value_column: "_value".into(),
        };
        let rows = buckets.split(' ').filter(|row| !row.is_empty());
        let rows: String = rows
            .map(|row| format!("\n{}", row.replace('=', " ")))
            .collect();
        let expected = match expected {
            "" => String::new(),
            value => format!("\n{value}"),
        };
        narrow::check(
            function,
            &format!("[k=a] le:string _value:float{rows}"),
            &format!("[k=a] k _value:float{expected}"),
        );
    }

    #[test]
    fn ranks_are_interpolated() {
        let buckets = "1=10 2=30 +Inf=40";
        check(0.5, buckets, "1.5");
        check(0.1, buckets, "0.4");
        check(0.9, buckets, "2");
        check(-1.0, buckets, "-inf");
        check(2.0, buckets, "inf");
        check(0.5, "+Inf=40 2=15 2=15 1=10 none=3 -=4", "1.5");
        check(0.5, "1=10 2=5 +Inf=20", "1");
        check(0.1, "-1=10 +Inf=20", "-1");
    }

    #[test]
    fn some_histograms_have_no_quantile() {
        check(0.5, "1=10 2=30", "NaN");
        check(0.5, "+Inf=30", "NaN");
        check(0.5, "", "");
        check(0.5, "none=1", "");
    }
}
