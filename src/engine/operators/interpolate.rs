//! `interpolate.linear`: rows at even times on the straight line between two rows.

use super::narrow::{PerTable, TableState, needs_time, times};
use super::seen::missing_column;
use crate::diagnostic::Failure;
use crate::table::{
    Chunk, Column, GroupKey, Memory, Name, Reservation, Schema, Table, TableId, Type,
};
use crate::time::{Time, Window};

/// Its arguments.
#[derive(Clone, Debug)]
pub struct Interpolate {
    /// Rows are added where these windows begin.
    pub windows: Window,
}

/// The last row.
pub struct State {
    function: Interpolate,
    id: TableId,
    key: GroupKey,
    last: Option<(i64, f64)>,
    reservation: Reservation,
}

const TIME: &str = "_time";
const VALUE: &str = "_value";
/// Bytes of a row that is made.
const ROW: usize = 16;

impl PerTable for Interpolate {
    type State = State;

    fn needs(&self) -> Vec<Name> {
        vec![TIME.into(), VALUE.into()]
    }

    fn begin(&self, table: &mut Table, memory: &Memory) -> Result<State, Failure> {
        check(&table.key, &table.schema)?;
        Ok(State {
            function: self.clone(),
            id: table.id,
            key: table.key.clone(),
            last: None,
            reservation: memory.reservation(),
        })
    }
}

/// Columns outside the key have no values between rows, and only floats have a line.
fn check(key: &GroupKey, schema: &Schema) -> Result<(), Failure> {
    for (label, ty) in &schema.0 {
        if **label == *VALUE && *ty != Type::Float {
            return Err(Failure::new(
                "flux::engine::column_type",
                format!("cannot interpolate {ty} values; expected float values"),
            )
            .help("convert the values first, with `toFloat()`"));
        }
        if !key.contains(label) && ![TIME, VALUE].contains(&&**label) {
            return Err(Failure::new(
                "flux::engine::interpolate_column",
                format!("interpolate.linear requires column \"{label}\" to be in group key"),
            )
            .help("group by the column, or drop it first"));
        }
    }
    Ok(())
}

impl TableState for State {
    fn push(&mut self, chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let schema = chunk.schema();
        check(&self.key, &schema)?;
        let times = times(&chunk, TIME)?;
        let Some(values) = chunk.column(VALUE).and_then(Column::floats) else {
            return Err(missing_column(VALUE, &schema));
        };
        let (mut at, mut line) = (Vec::new(), Vec::new());
        for (time, value) in times.iter().zip(values.iter()) {
            let time = time.ok_or_else(|| null(TIME))?;
            let value = value.ok_or_else(|| null(VALUE))?;
            if let Some(last) = self.last {
                self.between(last, (time, value), &mut at, &mut line)?;
            }
            self.reservation.grow(ROW)?;
            at.push(time);
            line.push(value);
            self.last = Some((time, value));
        }
        let rows = at.len();
        let (at, line) = (Column::Time(at.into()), Column::Float(line.into()));
        let columns = schema.0.iter().map(|(label, _)| {
            let column = match (&**label, self.key.get(label)) {
                (_, Some((ty, cell))) => Column::Constant(ty, cell.clone(), rows),
                (TIME, None) => at.clone(),
                _ => line.clone(),
            };
            (label.clone(), column)
        });
        let columns = columns.collect();
        self.reservation.shrink(rows * ROW);
        Ok(Some(Chunk {
            id: self.id,
            columns,
            rows,
        }))
    }

    fn end(&mut self, schema: &Schema) -> Result<Option<Chunk>, Failure> {
        needs_time(schema, TIME)?;
        match schema.contains(VALUE) {
            true => Ok(None),
            false => Err(missing_column(VALUE, schema)),
        }
    }
}

impl State {
    /// Adds the rows between two rows.
    fn between(
        &mut self,
        (start, first): (i64, f64),
        (stop, last): (i64, f64),
        times: &mut Vec<i64>,
        values: &mut Vec<f64>,
    ) -> Result<(), Failure> {
        let slope = (last - first) / (stop as f64 - start as f64);
        let windows = &self.function.windows;
        if windows.is_infinite() {
            return Ok(());
        }
        let mut index = windows.index_of(Time(start));
        loop {
            index += 1;
            let time = windows.bounds(index).start.0;
            if time >= stop {
                return Ok(());
            }
            self.reservation.grow(ROW)?;
            times.push(time);
            values.push(first + slope * (time - start) as f64);
        }
    }
}

fn null(label: &str) -> Failure {
    Failure::new(
        "flux::engine::interpolate_null",
        format!("null {label} found during linear interpolation"),
    )
    .help(format!(
        "drop such rows first: `filter(fn: (r) => exists r.{label})`"
    ))
}

#[cfg(test)]
mod tests {
    use super::Interpolate;
    use crate::engine::operators::narrow;
    use crate::time::{Duration, Window, Zone};

    #[track_caller]
    fn check(input: &str, expected: &str) {
        let every = Duration::from_nanoseconds(10);
        let windows = Window::new(every, every, Duration::ZERO, Zone::utc()).unwrap();
        narrow::check(Interpolate { windows }, input, expected);
    }

    #[test]
    fn rows_are_added_at_even_times() {
        check(
            "[k=a] _time:time k _value:float\n5 0\n...\n25 20\n[k=b] _value:float _time:time\n1 7",
            "[k=a] _time:time k _value:float\n5 0\n10 5\n20 15\n25 20\n[k=b] k _value:float _time:time\n1 7",
        );
        check(
            "[] _time:time _value:float\n-15 1\n10 -1.5\n10 9\n3 2",
            "[] _time:time _value:float\n-15 1\n-10 0.5\n0 -0.5\n10 -1.5\n10 9\n3 2",
        );
    }

    #[test]
    fn refusals() {
        let cases = [
            (
                "_time:time _value:int",
                "error: cannot interpolate int values; expected float values",
            ),
            (
                "_time:time _value:float note:string",
                "error: interpolate.linear requires column \"note\" to be in group key",
            ),
            (
                "_time:time _value:float\n1 -",
                "[] _time:time _value:float\n(open)\nerror: null _value found during linear interpolation",
            ),
            (
                "_time:time _value:float\n- 1",
                "[] _time:time _value:float\n(open)\nerror: null _time found during linear interpolation",
            ),
            (
                "_time:time",
                "[] _time:time\n(open)\nerror: column \"_value\" does not exist",
            ),
        ];
        for (input, expected) in cases {
            check(&format!("[] {input}"), expected);
        }
    }
}
