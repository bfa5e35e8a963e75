//! `integral`: the area under the values of each table, by trapezoids.

use super::aggregate::{key_column, key_columns, key_schema};
use super::derivative::unsorted;
use super::narrow::{PerTable, TableState, as_floats, times, unsupported};
use super::seen::missing_column;
use crate::diagnostic::Failure;
use crate::table::{
    Bounds, Chunk, Column, GroupKey, Memory, Name, Promise, Scalar, Schema, Table, TableId, Type,
};
use arrow_array::Array;

/// Its arguments.
#[derive(Clone, Debug)]
pub struct Integral {
    /// Which column.
    pub column: Name,
    /// Where the times are.
    pub time_column: Name,
    /// The length, in nanoseconds, that counts as one.
    pub unit: i64,
    /// Whether the values are drawn on to the bounds of the table.
    pub interpolate: bool,
}

/// The sum so far, and the last two points.
pub struct State {
    function: Integral,
    id: TableId,
    key: GroupKey,
    bounds: Bounds,
    time: Option<i64>,
    points: usize,
    before: (i64, f64),
    last: (i64, f64),
    sum: f64,
}

impl PerTable for Integral {
    type State = State;

    fn needs(&self) -> Vec<Name> {
        vec![self.column.clone(), self.time_column.clone()]
    }

    fn begin(&self, table: &mut Table, _: &Memory) -> Result<State, Failure> {
        let bound = |label: &str| match table.key.get(label) {
            Some((_, Scalar::Time(time))) => Ok(*time),
            _ => Err(Failure::new(
                "flux::engine::integral_bounds",
                format!("integral function needs {label} column to be part of group key"),
            )
            .help("put `range(start: …)` before, and keep `_start` and `_stop` in the group key")),
        };
        let bounds = Bounds::new(bound("_start")?, bound("_stop")?);
        if table.key.contains(&self.column) {
            return Err(key_column(&self.column));
        }
        if let Some(ty) = table.schema.type_of(&self.column) {
            self.supports(ty)?;
        }
        table.schema = key_schema(&table.key);
        table.schema.0.push((self.column.clone(), Type::Float));
        Ok(State {
            function: self.clone(),
            id: table.id,
            key: table.key.clone(),
            bounds,
            time: None,
            points: 0,
            before: (0, 0.0),
            last: (0, 0.0),
            sum: 0.0,
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

impl Integral {
    fn supports(&self, ty: Type) -> Result<(), Failure> {
        match ty {
            Type::Int | Type::UInt | Type::Float => Ok(()),
            _ => Err(unsupported("integral", &self.column, ty)),
        }
    }
}

impl TableState for State {
    fn push(&mut self, chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let Integral {
            column,
            time_column,
            ..
        } = &self.function;
        let times = times(&chunk, time_column)?;
        if times.null_count() > 0 {
            return Err(Failure::new(
                "flux::engine::null_time",
                "integral found null time in time column",
            )
            .help("drop such rows first, with `filter(fn: (r) => exists r._time)`"));
        }
        let values = chunk.column(column).map(|column| {
            self.function.supports(column.ty())?;
            Ok(as_floats(column).expect("the column holds numbers"))
        });
        let Some(values) = values.transpose()? else {
            return Ok(None);
        };
        for (&time, value) in times.values().iter().zip(values.iter()) {
            if self.time.is_some_and(|before| time < before) {
                return Err(unsorted("integral"));
            }
            // Of repeated times the first counts, as in InfluxQL.
            if self.time.replace(time) != Some(time)
                && let Some(value) = value
            {
                self.point(time, value);
            }
        }
        Ok(None)
    }

    fn end(&mut self, schema: &Schema) -> Result<Option<Chunk>, Failure> {
        for label in [&self.function.column, &self.function.time_column] {
            if !schema.contains(label) {
                return Err(missing_column(label, schema));
            }
        }
        let area = Scalar::Float(self.area());
        let mut columns = key_columns(&self.key, 1);
        let column = Column::Constant(Type::Float, area, 1);
        columns.push((self.function.column.clone(), column));
        Ok(Some(Chunk {
            id: self.id,
            columns,
            rows: 1,
        }))
    }
}

impl State {
    fn point(&mut self, time: i64, value: f64) {
        if self.points > 0 {
            self.sum += self.trapezoid(self.last, (time, value));
        }
        self.before = std::mem::replace(&mut self.last, (time, value));
        self.points += 1;
        let start = self.bounds.start.0;
        if self.points == 2 && self.function.interpolate && start < self.before.0 {
            self.sum += self.trapezoid(self.drawn_to(self.before, start), self.before);
        }
    }

    fn area(&self) -> f64 {
        let stop = self.bounds.stop.0;
        match (self.points, self.function.interpolate) {
            (0, _) | (1, false) => 0.0,
            // One value stands for the whole time.
            (1, true) => {
                self.last.1 * (stop - self.bounds.start.0) as f64 / self.function.unit as f64
            }
            (_, false) => self.sum,
            (_, true) => self.sum + self.trapezoid(self.last, self.drawn_to(self.last, stop)),
        }
    }

    fn trapezoid(&self, (from, a): (i64, f64), (to, b): (i64, f64)) -> f64 {
        0.5 * (a + b) * (to - from) as f64 / self.function.unit as f64
    }

    /// Where the line through the last two points, drawn on from one of them, is at a time.
    fn drawn_to(&self, (time, value): (i64, f64), to: i64) -> (i64, f64) {
        let slope = (self.last.1 - self.before.1) / (self.last.0 - self.before.0) as f64;
        (to, value + slope * (to - time) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::Integral;
    use crate::engine::operators::narrow;

    #[track_caller]
    fn check(interpolate: bool, input: &str, expected: &str) {
        let integral = Integral {
            column: "v".into(),
            time_column: "_time".into(),
            unit: 10,
            interpolate,
        };
        narrow::check(integral, input, expected);
    }

    #[test]
    fn areas() {
        let input = "[_start=0 _stop=60] _time:time v:int
            10 2
            20 4
            20 100
            ...
            30 -
            40 8
            [_start=0 _stop=61] _time:time v:uint
            30 5
            [_start=0 _stop=62] _time:time v:float";
        for (interpolate, many, one) in [(false, 15, 0.0), (true, 36, 30.5)] {
            let expected = format!(
                "[_start=0 _stop=60] _start _stop v:float\n{many}
                 [_start=0 _stop=61] _start _stop v:float\n{one}
                 [_start=0 _stop=62] _start _stop v:float\n0"
            );
            check(interpolate, input, &expected);
        }
    }

    #[test]
    fn refusals() {
        let message = "error: integral function needs _start column to be part of group key";
        check(false, "[] _time:time v:int\n1 1", message);
        let message = "error: integral does not support column \"v\" of type bool";
        check(
            false,
            "[_start=0 _stop=9] _time:time v:bool\n1 true",
            message,
        );
        let open = "[_start=0 _stop=9] _start _stop v:float\n(open)\nerror: ";
        for (rows, message) in [
            (
                "_time:time v:int\n2 1\n1 1",
                "integral found out-of-order times in time column",
            ),
            (
                "_time:time v:int\n- 1",
                "integral found null time in time column",
            ),
            ("_time:time w:int\n2 1", "column \"v\" does not exist"),
        ] {
            check(
                false,
                &format!("[_start=0 _stop=9] {rows}"),
                &format!("{open}{message}"),
            );
        }
    }
}
