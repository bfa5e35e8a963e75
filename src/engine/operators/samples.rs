//! What PromQL computes of the samples of a series: one number a table, in `_value`.

use super::aggregate::{key_columns, key_schema};
use super::elapsed::new_column;
use super::narrow::{PerTable, TableState, needs_time, times};
use super::seen::missing_column;
use crate::diagnostic::Failure;
use crate::table::{Chunk, Column, GroupKey, Memory, Name, Scalar, Schema, Table, TableId, Type};

/// Its name and arguments. Samples without a value or, where it counts, a time are left out.
#[derive(Clone, Copy, Debug)]
pub enum Samples {
    /// How often the value changes.
    Changes,
    /// How often a counter begins anew.
    Resets,
    /// The difference of the last two samples, per second if it is a rate of a counter.
    InstantRate {
        /// Whether it is a rate.
        is_rate: bool,
    },
    /// The difference of the first and the last sample, carried on to the bounds of the range.
    ExtrapolatedRate {
        /// Whether the value is a counter that may begin anew.
        is_counter: bool,
        /// Whether the result is per second.
        is_rate: bool,
    },
    /// The slope of the line through the samples, or where it leads.
    LinearRegression {
        /// Whether to say where the line leads.
        predict: bool,
        /// So many seconds after the end of the range.
        from_now: f64,
    },
    /// The last value, smoothed twice.
    HoltWinters {
        /// How much of a value counts, from 0 to 1.
        smoothing: f64,
        /// How much of a change of the trend counts, from 0 to 1.
        trend: f64,
    },
}

const NANOSECONDS: f64 = 1e9;

/// What is remembered of the samples of one table.
pub struct State {
    function: Samples,
    id: TableId,
    key: GroupKey,
    count: u64,
    first: Sample,
    last: Sample,
    before: Sample,
    /// How often something happened.
    events: u64,
    /// What a counter had reached when it began anew.
    lost: f64,
    sums: Sums,
    smoothed: Smoothed,
}

#[derive(Clone, Copy, Default)]
struct Sample {
    time: i64,
    value: f64,
}

#[derive(Clone, Copy, Default)]
struct Sums {
    x: f64,
    y: f64,
    xy: f64,
    xx: f64,
}

#[derive(Clone, Copy, Default)]
struct Smoothed {
    before: f64,
    level: f64,
    trend: f64,
}

impl Samples {
    fn needs_times(self) -> bool {
        !matches!(self, Self::Changes | Self::Resets)
    }

    /// The bounds of the range, if it asks for them.
    fn range_of(self, key: &GroupKey) -> Result<(i64, i64), Failure> {
        let bound = |label: &str| match key.get(label) {
            Some((Type::Time, Scalar::Time(time))) => Ok(time.0),
            _ => Err(Failure::new(
                "flux::engine::bounds",
                format!("the group key has no time in \"{label}\""),
            )
            .help("the function follows on `range`, which adds `_start` and `_stop`")),
        };
        match self {
            Self::ExtrapolatedRate { .. } => Ok((bound("_start")?, bound("_stop")?)),
            Self::LinearRegression { .. } => Ok((0, bound("_stop")?)),
            _ => Ok((0, 0)),
        }
    }
}

impl PerTable for Samples {
    type State = State;

    fn needs(&self) -> Vec<Name> {
        match self.needs_times() {
            true => vec![TIME.into(), VALUE.into()],
            false => vec![VALUE.into()],
        }
    }

    fn begin(&self, table: &mut Table, _: &Memory) -> Result<State, Failure> {
        self.range_of(&table.key)?;
        check(&table.schema)?;
        table.schema = key_schema(&table.key);
        new_column(&table.schema, VALUE)?;
        table.schema.0.push((VALUE.into(), Type::Float));
        Ok(State {
            function: *self,
            id: table.id,
            key: table.key.clone(),
            count: 0,
            first: Sample::default(),
            last: Sample::default(),
            before: Sample::default(),
            events: 0,
            lost: 0.0,
            sums: Sums::default(),
            smoothed: Smoothed::default(),
        })
    }
}

const TIME: &str = "_time";
const VALUE: &str = "_value";

/// A value that is there must be a float.
fn check(schema: &Schema) -> Result<(), Failure> {
    match schema.type_of(VALUE) {
        None | Some(Type::Float) => Ok(()),
        Some(ty) => Err(Failure::new(
            "flux::engine::column_type",
            format!("column \"{VALUE}\" must be of type float, not {ty}"),
        )
        .help("convert it first, with `toFloat()`")),
    }
}

impl TableState for State {
    fn push(&mut self, chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let schema = chunk.schema();
        check(&schema)?;
        let values = chunk.column(VALUE).and_then(Column::floats);
        let values = values.ok_or_else(|| missing_column(VALUE, &schema))?;
        if !self.function.needs_times() {
            for value in values.iter().flatten() {
                self.add(Sample { time: 0, value })?;
            }
            return Ok(None);
        }
        for (time, value) in times(&chunk, TIME)?.iter().zip(values.iter()) {
            if let (Some(time), Some(value)) = (time, value) {
                self.add(Sample { time, value })?;
            }
        }
        Ok(None)
    }

    /// A table that has too few samples has no row.
    fn end(&mut self, schema: &Schema) -> Result<Option<Chunk>, Failure> {
        if self.function.needs_times() {
            needs_time(schema, TIME)?;
        }
        if !schema.contains(VALUE) {
            return Err(missing_column(VALUE, schema));
        }
        let Some(value) = self.result()? else {
            return Ok(None);
        };
        let mut columns = key_columns(&self.key, 1);
        columns.push((VALUE.into(), Column::Float(vec![value].into())));
        Ok(Some(Chunk {
            id: self.id,
            columns,
            rows: 1,
        }))
    }
}

impl State {
    fn add(&mut self, sample: Sample) -> Result<(), Failure> {
        let last = self.last.value;
        match self.function {
            Samples::Changes if self.count > 0 => {
                let still_nan = sample.value.is_nan() && last.is_nan();
                self.events += u64::from(sample.value != last && !still_nan);
            }
            Samples::Resets if self.count > 0 => self.events += u64::from(sample.value < last),
            Samples::ExtrapolatedRate {
                is_counter: true, ..
            } if sample.value < last => self.lost += last,
            Samples::LinearRegression { predict, .. } => {
                let origin = match (predict, self.count) {
                    (true, _) => self.function.range_of(&self.key)?.1,
                    (false, 0) => sample.time,
                    (false, _) => self.first.time,
                };
                let x = (sample.time as f64 - origin as f64) / NANOSECONDS;
                self.sums.x += x;
                self.sums.y += sample.value;
                self.sums.xy += x * sample.value;
                self.sums.xx += x * x;
            }
            Samples::HoltWinters { smoothing, trend } => {
                self.smoothed
                    .add(self.count, sample.value, smoothing, trend);
            }
            _ => {}
        }
        if self.count == 0 {
            self.first = sample;
        }
        self.before = self.last;
        self.last = sample;
        self.count += 1;
        Ok(())
    }

    fn result(&self) -> Result<Option<f64>, Failure> {
        let least = if self.function.needs_times() { 2 } else { 1 };
        if self.count < least {
            return Ok(None);
        }
        Ok(match self.function {
            Samples::Changes | Samples::Resets => Some(self.events as f64),
            Samples::InstantRate { is_rate } => self.instant_rate(is_rate),
            Samples::ExtrapolatedRate {
                is_counter,
                is_rate,
            } => {
                let bounds = self.function.range_of(&self.key)?;
                Some(self.extrapolated(is_counter, is_rate, bounds))
            }
            Samples::LinearRegression { predict, from_now } => {
                let (count, Sums { x, y, xy, xx }) = (self.count as f64, self.sums);
                let slope = (xy - x * y / count) / (xx - x * x / count);
                Some(match predict {
                    true => slope * from_now + (y / count - slope * x / count),
                    false => slope,
                })
            }
            Samples::HoltWinters { .. } => Some(self.smoothed.level),
        })
    }

    fn instant_rate(&self, is_rate: bool) -> Option<f64> {
        let (before, last) = (self.before, self.last);
        let passed = last.time as f64 - before.time as f64;
        let change = match is_rate && last.value < before.value {
            true => last.value,
            false => last.value - before.value,
        };
        let seconds = if is_rate { passed / NANOSECONDS } else { 1.0 };
        (passed != 0.0).then_some(change / seconds)
    }

    /// By the rules of Prometheus (`extrapolatedRate` in promql/functions.go): a sample near a
    /// bound is carried on to it, another one by half the mean distance of samples; a counter is
    /// not carried back below zero.
    fn extrapolated(&self, is_counter: bool, is_rate: bool, (start, stop): (i64, i64)) -> f64 {
        let (first, last) = (self.first, self.last);
        let change = last.value - first.value + self.lost;
        let sampled = last.time as f64 - first.time as f64;
        let mean = sampled / (self.count - 1) as f64;
        let mut to_start = first.time as f64 - start as f64;
        let to_stop = stop as f64 - last.time as f64;
        if is_counter && change > 0.0 && first.value >= 0.0 {
            to_start = to_start.min(sampled * (first.value / change));
        }
        let near = |distance: f64| match distance < mean * 1.1 {
            true => distance,
            false => mean / 2.0,
        };
        let carried = change * ((sampled + near(to_start) + near(to_stop)) / sampled);
        match is_rate {
            true => carried / ((stop as f64 - start as f64) / NANOSECONDS),
            false => carried,
        }
    }
}

impl Smoothed {
    /// Takes the value after so many others.
    fn add(&mut self, count: u64, value: f64, smoothing: f64, trend: f64) {
        match count {
            0 => {
                self.level = value;
                return;
            }
            1 => self.trend = value - self.level,
            _ => self.trend = trend * (self.level - self.before) + (1.0 - trend) * self.trend,
        }
        let level = smoothing * value + (1.0 - smoothing) * (self.level + self.trend);
        self.before = self.level;
        self.level = level;
    }
}

#[cfg(test)]
mod tests {
    use super::Samples;
    use crate::engine::operators::narrow;

    /// Samples within a range from 0 to 60 seconds, a row a line: seconds and value.
    #[track_caller]
    fn check(function: Samples, samples: &str, expected: &str) {
        let rows = samples.split(' ').filter(|row| !row.is_empty()).map(|row| {
            let (seconds, value) = row.split_once('=').unwrap();
            format!("\n{seconds}000000000 {value}")
        });
        let key = "[_start=0 _stop=60000000000]";
        let input = format!("{key} _time:time _value:float{}", rows.collect::<String>());
        let expected = match expected {
            "" => String::new(),
            value => format!("\n{value}"),
        };
        let expected = format!("{key} _start _stop _value:float{expected}");
        narrow::check(function, &input, &expected);
    }

    #[test]
    fn events_are_counted() {
        check(Samples::Changes, "1=1 2=1 3=2 4=- 5=1", "2");
        check(Samples::Resets, "1=1 2=1 3=2 5=1 6=0", "2");
        check(Samples::Changes, "", "");
    }

    #[test]
    fn rates_are_of_the_last_two() {
        let rate = |is_rate| Samples::InstantRate { is_rate };
        check(rate(true), "1=5 2=9 4=19", "5");
        check(rate(false), "1=5 2=9 4=3", "-6");
        check(rate(true), "1=5 2=9 4=3", "1.5");
        check(rate(true), "1=5", "");
        check(rate(true), "1=5 1=6", "");
    }

    #[test]
    fn rates_are_carried_to_the_bounds() {
        let rate = |is_counter, is_rate| Samples::ExtrapolatedRate {
            is_counter,
            is_rate,
        };
        check(rate(false, false), "10=10 20=20 30=30 40=40 50=50", "60");
        check(rate(true, true), "10=10 20=20 30=30 40=40 50=50", "1");
        check(rate(true, false), "20=0 30=10 40=5", "18.75");
        check(rate(true, false), "20=0", "");
    }

    #[test]
    fn lines_go_on() {
        let line = |predict| Samples::LinearRegression {
            predict,
            from_now: 10.0,
        };
        check(line(false), "0=1 10=21 20=41", "2");
        check(line(true), "0=1 10=21 20=41", "141");
    }

    #[test]
    fn values_are_smoothed_twice() {
        let function = Samples::HoltWinters {
            smoothing: 0.5,
            trend: 0.5,
        };
        check(function, "0=1 10=2 20=3 30=8", "6");
        check(function, "0=1", "");
    }
}
