//! `hourSelection`: keeps the rows of some hours of the day.

use super::narrow::{PerTable, TableState, needs_time, time_type, times};
use crate::diagnostic::Failure;
use crate::table::{Chunk, Memory, Name, Schema, Table};
use crate::time::{Time, Zone};
use arrow_array::BooleanArray;

/// Its arguments.
#[derive(Clone, Debug)]
pub struct HourSelection {
    /// The first hour.
    pub start: i64,
    /// The last hour, itself included; if it is the smaller one, the night is meant.
    pub stop: i64,
    /// Whose clock.
    pub zone: Zone,
    /// Where the times are.
    pub time_column: Name,
}

impl PerTable for HourSelection {
    type State = Self;

    fn needs(&self) -> Vec<Name> {
        vec![self.time_column.clone()]
    }

    fn begin(&self, table: &mut Table, _: &Memory) -> Result<Self, Failure> {
        if let Some(ty) = table.schema.type_of(&self.time_column) {
            time_type(&self.time_column, ty)?;
        }
        Ok(self.clone())
    }
}

impl TableState for HourSelection {
    fn push(&mut self, chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let times = times(&chunk, &self.time_column)?;
        let selected = times.iter().map(|time| {
            let hour = time.map(|time| self.zone.local(Time(time)).hour());
            hour.is_some_and(|hour| match self.start <= self.stop {
                true => (self.start..=self.stop).contains(&hour),
                false => hour >= self.start || hour <= self.stop,
            })
        });
        let selected: Vec<bool> = selected.collect();
        Ok(Some(chunk.filter(&BooleanArray::from(selected))))
    }

    fn end(&mut self, schema: &Schema) -> Result<Option<Chunk>, Failure> {
        needs_time(schema, &self.time_column)?;
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::HourSelection;
    use crate::engine::operators::narrow;
    use crate::time::{Duration, Zone};

    #[test]
    fn hours_of_a_zone() {
        const HOUR: i64 = 3_600_000_000_000;
        for (start, stop, zone, expected) in [
            (1, 2, "UTC", "1 2"),
            (23, 0, "UTC", "0 23"),
            (5, 5, "UTC", "5"),
            (1, 2, "Europe/Berlin", "0 1"),
        ] {
            let selection = HourSelection {
                start,
                stop,
                zone: Zone::new(zone, Duration::ZERO).unwrap(),
                time_column: "_time".into(),
            };
            let rows = |hours: &str| {
                let hours = hours.split(' ').map(|hour| hour.parse::<i64>().unwrap());
                let rows = hours.map(|hour| format!("\n{} {hour}", hour * HOUR));
                rows.collect::<String>()
            };
            let input = format!("[] _time:time v:int{}\n- 9", rows("0 1 2 5 23"));
            let expected = format!("[] _time:time v:int{}", rows(expected));
            narrow::check(selection, &input, &expected);
        }
    }
}
