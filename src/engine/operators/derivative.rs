//! `derivative`: how fast values change with time.

use super::narrow::{
    PerTable, TableState, as_floats, needs_time, replace, retype, time_type, times, unsupported,
    without_first,
};
use crate::diagnostic::Failure;
use crate::table::{Chunk, Column, Memory, Name, Schema, Table, Type};
use arrow_array::{Array, BooleanArray, Int64Array};
use rustc_hash::FxHashMap;

/// Its arguments.
#[derive(Clone, Debug)]
pub struct Derivative {
    /// Which columns.
    pub columns: Vec<Name>,
    /// Where the times are.
    pub time_column: Name,
    /// Per how many nanoseconds.
    pub unit: i64,
    /// Whether a fall gives null.
    pub non_negative: bool,
    /// Whether a fall gives zero instead.
    pub initial_zero: bool,
}

/// The last time, and for each column its last point that was not null.
pub struct State {
    function: Derivative,
    time: Option<i64>,
    previous: FxHashMap<Name, Point>,
}

/// Integers are kept as such, since their difference may be exact where they are not.
#[derive(Clone, Copy)]
enum Point {
    Int(i64, i64),
    UInt(i64, u64),
    Float(i64, f64),
}

impl PerTable for Derivative {
    type State = State;
    const REFUSES_EQUAL_KEYS: bool = false;

    fn needs(&self) -> Vec<Name> {
        vec![self.time_column.clone()]
    }

    fn begin(&self, table: &mut Table, _: &Memory) -> Result<State, Failure> {
        if let Some(ty) = table.schema.type_of(&self.time_column) {
            time_type(&self.time_column, ty)?;
        }
        retype(table, &self.columns, |label, ty| match ty {
            Type::Int | Type::UInt | Type::Float => Ok(Type::Float),
            _ => Err(unsupported("derivative", label, ty)),
        })?;
        Ok(State {
            function: self.clone(),
            time: None,
            previous: FxHashMap::default(),
        })
    }

    fn gives_in_key_order(&self) -> bool {
        false
    }
}

impl TableState for State {
    fn push(&mut self, chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let first = usize::from(self.time.is_none());
        let mut times = times(&chunk, &self.function.time_column)?;
        let mut chunk = chunk;
        if let Some(mask) = self.repeated(&times)? {
            chunk = chunk.filter(&mask);
            times = super::narrow::times(&chunk, &self.function.time_column)?;
        }
        let Self {
            function, previous, ..
        } = self;
        let chunk = replace(chunk, &function.columns, |name, column| {
            function.column(name, column, &times, previous)
        })?;
        Ok(Some(without_first(chunk, first)))
    }

    fn end(&mut self, schema: &Schema) -> Result<Option<Chunk>, Failure> {
        needs_time(schema, &self.function.time_column)?;
        Ok(None)
    }
}

impl State {
    /// Which rows stay where a time is repeated: the first of each.
    fn repeated(&mut self, times: &Int64Array) -> Result<Option<BooleanArray>, Failure> {
        if times.null_count() > 0 {
            return Err(Failure::new(
                "flux::engine::null_time",
                "derivative found null time in time column",
            )
            .help("drop such rows first, with `filter(fn: (r) => exists r._time)`"));
        }
        let mut keep = Vec::with_capacity(times.len());
        for &time in times.values() {
            if self.time.is_some_and(|before| time < before) {
                return Err(unsorted("derivative"));
            }
            keep.push(self.time != Some(time));
            self.time = Some(time);
        }
        Ok(keep.contains(&false).then(|| keep.into()))
    }
}

/// The error of rows whose times go backwards.
pub fn unsorted(function: &str) -> Failure {
    Failure::new(
        "flux::engine::unsorted_times",
        format!("{function} found out-of-order times in time column"),
    )
    .help("sort the rows first, with `sort(columns: [\"_time\"])`")
}

impl Derivative {
    fn column(
        &self,
        name: &Name,
        column: &Column,
        times: &Int64Array,
        previous: &mut FxHashMap<Name, Point>,
    ) -> Result<Column, Failure> {
        let times = times.values().iter().copied();
        let mut last = previous.get(name).copied();
        let derivatives: Column = match column.ty() {
            Type::Int => {
                let values = column
                    .ints()
                    .unwrap_or_else(|| Int64Array::from(vec![0; 0]));
                let points = values.iter().zip(times);
                let points = points.map(|(value, time)| Some(Point::Int(time, value?)));
                Column::Float(points.map(|point| self.step(&mut last, point)).collect())
            }
            Type::UInt => {
                let values = column.uints().expect("the column's type");
                let points = values.iter().zip(times);
                let points = points.map(|(value, time)| Some(Point::UInt(time, value?)));
                Column::Float(points.map(|point| self.step(&mut last, point)).collect())
            }
            ty => {
                let values =
                    as_floats(column).ok_or_else(|| unsupported("derivative", name, ty))?;
                let points = values.iter().zip(times);
                let points = points.map(|(value, time)| Some(Point::Float(time, value?)));
                Column::Float(points.map(|point| self.step(&mut last, point)).collect())
            }
        };
        if let Some(point) = last {
            previous.insert(name.clone(), point);
        }
        Ok(derivatives)
    }

    fn step(&self, last: &mut Option<Point>, point: Option<Point>) -> Option<f64> {
        let point = point?;
        let before = last.replace(point)?;
        let (elapsed, fell, difference) = match (before, point) {
            (Point::Int(t, a), Point::Int(u, b)) => (
                u - t,
                a > b,
                match a > b {
                    true => -(a.wrapping_sub(b) as f64),
                    false => b.wrapping_sub(a) as f64,
                },
            ),
            (Point::UInt(t, a), Point::UInt(u, b)) => (
                u - t,
                a > b,
                match a > b {
                    true => -((a - b) as f64),
                    false => (b - a) as f64,
                },
            ),
            (Point::Float(t, a), Point::Float(u, b)) => (u - t, a > b, b - a),
            _ => return None,
        };
        match (fell && self.non_negative, self.initial_zero) {
            (true, true) => Some(0.0),
            (true, false) => None,
            (false, _) => Some(difference / (elapsed as f64 / self.unit as f64)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Derivative;
    use crate::engine::operators::narrow;

    #[track_caller]
    fn check(options: &str, input: &str, expected: &str) {
        let derivative = Derivative {
            columns: vec!["v".into()],
            time_column: "_time".into(),
            unit: 10,
            non_negative: options.contains("nonNegative"),
            initial_zero: options.contains("initialZero"),
        };
        narrow::check(derivative, input, expected);
    }

    #[test]
    fn per_unit_over_nulls_and_repeated_times() {
        let input = "[k=a] _time:time v:int s:string
            0 - a
            10 5 b
            ...
            10 8 c
            20 - d
            30 2 e
            40 11 f
            [k=b] _time:time v:uint
            0 3
            5 1
            [k=c] _time:time v:float";
        for (options, fall, uint) in [
            ("", "-1.5", "-4"),
            ("nonNegative", "-", "-"),
            ("nonNegative initialZero", "0", "0"),
        ] {
            let expected = format!(
                "[k=a] k _time:time v:float s:string
                 10 - b
                 20 - d
                 30 {fall} e
                 40 9 f
                 [k=b] k _time:time v:float
                 5 {uint}
                 [k=c] k _time:time v:float"
            );
            check(options, input, &expected);
        }
    }

    #[test]
    fn refusals() {
        for (input, open, message) in [
            (
                "[] _time:time v:float\n-\x201",
                "[] _time:time v:float\n(open)\n",
                "derivative found null time in time column",
            ),
            (
                "[] _time:time v:float\n5 1\n4 1",
                "[] _time:time v:float\n(open)\n",
                "derivative found out-of-order times in time column",
            ),
            (
                "[] _time:time v:string\n5 x",
                "",
                "derivative does not support column \"v\" of type string",
            ),
            (
                "[] _time:int v:float\n5 1",
                "",
                "column \"_time\" is not of type time but int",
            ),
            (
                "[] v:float\n1",
                "[] v:float\n(open)\n",
                "column \"_time\" does not exist",
            ),
        ] {
            check("", input, &format!("{open}error: {message}"));
        }
    }
}
