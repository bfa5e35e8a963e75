//! `timeShift`: moves times, also those of the group key.

use super::narrow::{PerTable, TableState, time_type};
use crate::diagnostic::Failure;
use crate::table::{Bounds, Chunk, Column, GroupKey, Memory, Name, Promise, Scalar, Table, Type};
use crate::time::{Duration, Time};
use arrow_array::Int64Array;

/// Its arguments.
#[derive(Clone, Debug)]
pub struct TimeShift {
    /// By how much.
    pub duration: Duration,
    /// Which columns, as far as a table has them.
    pub columns: Vec<Name>,
}

impl PerTable for TimeShift {
    type State = Self;
    const REFUSES_EQUAL_KEYS: bool = false;

    fn begin(&self, table: &mut Table, _: &Memory) -> Result<Self, Failure> {
        for (name, ty) in &table.schema.0 {
            if self.columns.contains(name) {
                time_type(name, *ty)?;
            }
        }
        let key = table.key.columns().iter();
        let key: Result<Vec<_>, Failure> = key
            .map(|(name, ty, value)| Ok((name.clone(), *ty, self.cell(name, value)?)))
            .collect();
        table.key = GroupKey::new(key?);
        Ok(self.clone())
    }

    /// Different days may become the same one where months are added.
    fn promise(&self, input: Promise) -> Promise {
        Promise {
            distinct_keys: input.distinct_keys && self.duration.signed_months() == 0,
            ..input
        }
    }

    fn bounds(&self, input: Option<Bounds>) -> Option<Bounds> {
        let shift = |time: Time| time.saturating_add(self.duration);
        input.map(|bounds| Bounds::new(shift(bounds.start), shift(bounds.stop)))
    }

    fn gives_in_key_order(&self) -> bool {
        false
    }
}

impl TimeShift {
    fn cell(&self, name: &Name, value: &Scalar) -> Result<Scalar, Failure> {
        match value {
            Scalar::Time(time) if self.columns.contains(name) => {
                Ok(Scalar::Time(time.plus(self.duration)?))
            }
            _ => Ok(value.clone()),
        }
    }
}

impl TableState for TimeShift {
    fn push(&mut self, mut chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        for (name, column) in &mut chunk.columns {
            if !self.columns.contains(name) {
                continue;
            }
            time_type(name, column.ty())?;
            *column = match column {
                Column::Constant(_, value, rows) => {
                    Column::Constant(Type::Time, self.cell(name, value)?, *rows)
                }
                _ => {
                    let times = column.ints().expect("times are integers inside");
                    let shifted = times.iter().map(|time| {
                        let time = time.map(|time| Time(time).plus(self.duration));
                        Ok(time.transpose()?.map(|time| time.0))
                    });
                    Column::Time(shifted.collect::<Result<Int64Array, Failure>>()?)
                }
            };
        }
        Ok(Some(chunk))
    }
}

#[cfg(test)]
mod tests {
    use super::TimeShift;
    use crate::engine::operators::narrow;
    use crate::time::Duration;

    #[track_caller]
    fn check(duration: Duration, input: &str, expected: &str) {
        let columns = ["_start", "_stop", "_time"].map(Into::into).to_vec();
        narrow::check(TimeShift { duration, columns }, input, expected);
    }

    #[test]
    fn moves_rows_and_keys() {
        let input =
            "[_start=10 _stop=20 k=a] _time:time v:int\n11 1\n- 2\n[] _time:time at:time\n5 6";
        let expected = "[_start=7 _stop=17 k=a] _start _stop k _time:time v:int
            8 1\n- 2\n[] _time:time at:time\n2 6";
        check(Duration::from_nanoseconds(-3), input, expected);
        let january = "[] _time:time\n2592000000000000";
        check(
            Duration::from_months(1),
            january,
            "[] _time:time\n5011200000000000",
        );
    }

    #[test]
    fn refusals() {
        let day = Duration::from_nanoseconds(1);
        check(
            day,
            "[] _time:int\n1",
            "error: column \"_time\" is not of type time but int",
        );
        let end = "[] _time:time\n9223372036854775807";
        check(
            day,
            end,
            "[] _time:time\n(open)\nerror: 2262-04-11T23:47:16.854775807Z plus 1ns is out of range",
        );
    }
}
