//! `holtWinters`: carries values on by their level, their trend and their season.

mod model;
mod simplex;

use super::aggregate::{key_columns, key_schema};
use super::elapsed::new_column;
use super::narrow::{PerTable, TableState, as_floats, needs_time, time_type, times, unsupported};
use super::seen::missing_column;
use crate::diagnostic::Failure;
use crate::table::{
    Chunk, Column, GroupKey, Memory, Name, Reservation, Scalar, Schema, Table, TableId, Type,
};
use crate::time::{Duration, Time};
use arrow_array::Array;
use model::Model;

/// Its arguments.
#[derive(Clone, Debug)]
pub struct HoltWinters {
    /// How many values to foretell.
    pub n: usize,
    /// The distance between values.
    pub interval: Duration,
    /// Whether the fitted values come before the foretold ones.
    pub with_fit: bool,
    /// Which column.
    pub column: Name,
    /// Where the times are.
    pub time_column: Name,
    /// After how many values the season begins again; none below two.
    pub seasonality: usize,
    /// Whether to add the error of the fit.
    pub with_error: bool,
}

const ERROR: &str = "minSSE";

/// The values so far, one for each interval.
pub struct State {
    function: HoltWinters,
    id: TableId,
    key: GroupKey,
    values: Vec<Option<f64>>,
    /// The first time, the last one, and the end of the current interval.
    times: Option<(Time, Time, i64)>,
    reservation: Reservation,
}

impl PerTable for HoltWinters {
    type State = State;

    fn needs(&self) -> Vec<Name> {
        vec![self.column.clone(), self.time_column.clone()]
    }

    fn begin(&self, table: &mut Table, memory: &Memory) -> Result<State, Failure> {
        if let Some(ty) = table.schema.type_of(&self.time_column) {
            time_type(&self.time_column, ty)?;
        }
        if let Some(ty) = table.schema.type_of(&self.column) {
            self.supports(ty)?;
        }
        table.schema = key_schema(&table.key);
        let error = self.with_error.then_some((ERROR, Type::Float));
        for (label, ty) in [("_time", Type::Time), ("_value", Type::Float)]
            .into_iter()
            .chain(error)
        {
            new_column(&table.schema, label)?;
            table.schema.0.push((label.into(), ty));
        }
        Ok(State {
            function: self.clone(),
            id: table.id,
            key: table.key.clone(),
            values: Vec::new(),
            times: None,
            reservation: memory.reservation(),
        })
    }
}

impl HoltWinters {
    fn supports(&self, ty: Type) -> Result<(), Failure> {
        match ty {
            Type::Int | Type::UInt | Type::Float => Ok(()),
            _ => Err(unsupported("holtWinters", &self.column, ty)),
        }
    }

    /// The interval that a time is nearest to; halves go up.
    fn nearest(&self, time: i64) -> i64 {
        let interval = self.interval.approximate_nanoseconds();
        let beyond = time % interval;
        match beyond.saturating_add(beyond) < interval {
            true => time - beyond,
            false => time.saturating_add(interval - beyond),
        }
    }
}

impl TableState for State {
    fn push(&mut self, chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let times = times(&chunk, &self.function.time_column)?;
        let Some(column) = chunk.column(&self.function.column) else {
            return Ok(None);
        };
        self.function.supports(column.ty())?;
        let values = as_floats(column).expect("the column holds numbers");
        if (0..values.len()).any(|row| values.is_valid(row) && !values.value(row).is_finite()) {
            return Err(Failure::new(
                "flux::engine::not_finite",
                "holtWinters cannot work with NaN and infinities",
            )
            .help("drop such rows first, with `filter`"));
        }
        let before = self.values.len();
        for (time, value) in times.iter().zip(values.iter()) {
            if let Some(time) = time {
                self.add(time, value)?;
            }
        }
        let bytes = (self.values.len() - before) * size_of::<Option<f64>>();
        self.reservation.grow(bytes)?;
        Ok(None)
    }

    fn end(&mut self, schema: &Schema) -> Result<Option<Chunk>, Failure> {
        let function = &self.function;
        needs_time(schema, &function.time_column)?;
        if !schema.contains(&function.column) {
            return Err(missing_column(&function.column, schema));
        }
        let model = Model {
            values: &self.values,
            horizon: function.n,
            season: function.seasonality,
            with_fit: function.with_fit,
        };
        let fitted = model.fit().map_err(|()| {
            Failure::new(
                "flux::engine::no_fit",
                "holtWinters cannot fit these values: no season can be told where their mean is zero",
            )
            .help("add a constant to the values before, and take it away after")
        })?;
        let (Some((values, error)), Some((start, stop, _))) = (fitted, self.times) else {
            return Ok(None);
        };
        let rows = values.len();
        let mut time = match function.with_fit {
            true => start,
            false => stop.plus(function.interval)?,
        };
        let mut times = Vec::with_capacity(rows);
        for row in 0..rows {
            if row > 0 {
                time = time.plus(function.interval)?;
            }
            times.push(time.0);
        }
        let mut columns = key_columns(&self.key, rows);
        columns.push(("_time".into(), Column::Time(times.into())));
        columns.push(("_value".into(), Column::Float(values.into())));
        if function.with_error {
            let error = Column::Constant(Type::Float, Scalar::Float(error), rows);
            columns.push((ERROR.into(), error));
        }
        Ok(Some(Chunk {
            id: self.id,
            columns,
            rows,
        }))
    }
}

impl State {
    /// The first value of each interval counts. Intervals without one are unknown.
    fn add(&mut self, time: i64, value: Option<f64>) -> Result<(), Failure> {
        const MOST: i64 = 100_000_000;
        let nearest = self.function.nearest(time);
        let Some((_, stop, end)) = &mut self.times else {
            if value.is_some() {
                self.times = Some((Time(time), Time(0), nearest));
                self.values.push(value);
            }
            return Ok(());
        };
        if nearest <= *end {
            return Ok(());
        }
        let interval = self.function.interval.approximate_nanoseconds();
        let missing = (nearest - *end - 1) / interval;
        if missing > MOST {
            return Err(Failure::new(
                "flux::engine::interval",
                format!("holtWinters found {missing} intervals without a value"),
            )
            .help("make `interval` about as long as the time from row to row"));
        }
        self.values.extend((0..missing).map(|_| None));
        *end = end.saturating_add(interval.saturating_mul(missing + 1));
        *stop = Time(time);
        self.values.push(value);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::HoltWinters;
    use crate::engine::operators::narrow;
    use crate::time::Duration;

    #[track_caller]
    fn check(seasonality: usize, with_fit: bool, input: &str, expected: &str) {
        let function = HoltWinters {
            n: 2,
            interval: Duration::from_nanoseconds(10),
            with_fit,
            column: "v".into(),
            time_column: "_time".into(),
            seasonality,
            with_error: false,
        };
        narrow::check(function, input, expected);
    }

    #[test]
    fn a_constant_stays_one() {
        let input = "[k=a] _time:time v:int\n0 4\n10 4\n11 9\n...\n- 5\n30 4\n40 -\n50 4";
        let expected = "[k=a] k _time:time _value:float\n60 4\n70 4";
        check(0, false, input, expected);
    }

    #[test]
    fn too_little_gives_nothing() {
        check(
            0,
            false,
            "[] _time:time v:float\n0 4",
            "[] _time:time _value:float",
        );
        check(
            4,
            false,
            "[] _time:time v:float\n0 4\n10 5",
            "[] _time:time _value:float",
        );
    }

    #[test]
    fn refusals() {
        let message = "error: holtWinters does not support column \"v\" of type string";
        check(0, false, "[] _time:time v:string\n0 a", message);
        let open = "[] _time:time _value:float\n(open)\nerror: ";
        for (input, message) in [
            ("0 NaN", "holtWinters cannot work with NaN and infinities"),
            (
                "0 0\n10 0\n20 0",
                "holtWinters cannot fit these values: no season can be told where their mean is zero",
            ),
        ] {
            let input = format!("[] _time:time v:float\n{input}");
            check(2, true, &input, &format!("{open}{message}"));
        }
    }
}
