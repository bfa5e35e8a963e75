//! `timestamp`: values become their times.

use super::narrow::{PerTable, TableState, time_type};
use super::seen::missing_column;
use crate::diagnostic::Failure;
use crate::table::{Chunk, Column, Memory, Table, Type};

/// Replaces values by the seconds since 1970, to the millisecond, of `_time` or else of `_stop`.
#[derive(Clone, Copy, Debug)]
pub struct Timestamps;

const VALUE: &str = "_value";

impl PerTable for Timestamps {
    type State = Self;

    fn begin(&self, table: &mut Table, _: &Memory) -> Result<Self, Failure> {
        for (label, ty) in &mut table.schema.0 {
            if **label == *VALUE {
                *ty = Type::Float;
            }
        }
        Ok(Self)
    }
}

impl TableState for Timestamps {
    fn push(&mut self, mut chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let schema = chunk.schema();
        let label = if schema.contains("_time") {
            "_time"
        } else {
            "_stop"
        };
        let column = chunk
            .column(label)
            .ok_or_else(|| missing_column(label, &schema))?;
        time_type(label, column.ty())?;
        let times = column.ints().expect("times are integers inside");
        let seconds = times
            .iter()
            .map(|time| Some((time? / 1_000_000) as f64 / 1e3));
        let seconds = Column::Float(seconds.collect());
        let value = chunk
            .columns
            .iter_mut()
            .find(|(label, _)| **label == *VALUE);
        let (_, value) = value.ok_or_else(|| missing_column(VALUE, &schema))?;
        *value = seconds;
        Ok(Some(chunk))
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamps;
    use crate::engine::operators::narrow;

    #[test]
    fn values_become_their_times() {
        narrow::check(
            Timestamps,
            "[k=a] _time:time k _value:float\n1500999999 2\n- 3",
            "[k=a] _time:time k _value:float\n1500999999 1.5\n- -",
        );
        narrow::check(
            Timestamps,
            "[_stop=2000000000] _stop _value:float\n9",
            "[_stop=2000000000] _stop _value:float\n2",
        );
        narrow::check(
            Timestamps,
            "[] _value:float\n2",
            "[] _value:float\n(open)\nerror: column \"_stop\" does not exist",
        );
    }
}
