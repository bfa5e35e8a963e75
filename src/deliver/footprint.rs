//! What a batch writes, as far as it matters whether another may be under way at the same time.

use super::fields::Field;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// Of each field of a series, the times between which a batch writes it; and the types it gives to
/// the fields of measurements. Names are kept as hashes: two that share one only seem to collide,
/// which costs time and no point.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Footprint {
    times: FxHashMap<u64, (i64, i64)>,
    types: FxHashMap<u64, u8>,
}

/// Fields of series that are told apart, at most; a few megabytes. A batch that has more, which
/// takes very short ones, goes alone.
const LARGEST: usize = 200_000;

/// Whether it would matter in which order a server gets two batches. Of one that nothing is known
/// of, it may.
pub(super) fn collide(one: Option<&Footprint>, other: Option<&Footprint>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.collides(other),
        _ => true,
    }
}

impl Footprint {
    /// A server keeps of one field of a series and time what it gets last, and of one field of a
    /// measurement the type that it gets first. Everything else comes to the same in any order:
    /// the fields of one series and time add up.
    fn collides(&self, other: &Self) -> bool {
        shared(&self.times, &other.times, |one, other| {
            one.0 <= other.1 && other.0 <= one.1
        }) || shared(&self.types, &other.types, |one, other| {
            (one | other).count_ones() > 1
        })
    }
}

/// Whether something holds for what two maps have under one key.
fn shared<T>(
    one: &FxHashMap<u64, T>,
    other: &FxHashMap<u64, T>,
    holds: impl Fn(&T, &T) -> bool,
) -> bool {
    let (few, many) = match one.len() <= other.len() {
        true => (one, other),
        false => (other, one),
    };
    few.iter()
        .any(|(key, one)| many.get(key).is_some_and(|other| holds(one, other)))
}

/// Makes the footprint of a batch from its lines.
#[derive(Debug, Default)]
pub(super) struct Tracker {
    footprint: Footprint,
    /// Points mostly come series by series, so that the map is rarely asked.
    run: Option<Run>,
}

/// Points of one field of one series, one after another.
#[derive(Clone, Copy, Debug)]
struct Run {
    names: Names,
    kind: u8,
    times: (i64, i64),
}

/// The field of a series and that of its measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Names {
    of_series: u64,
    of_measurement: u64,
}

/// A series, hashed once for all its points.
#[derive(Clone, Copy, Debug)]
pub(super) struct SeriesHash {
    series: u64,
    measurement: u64,
}

impl SeriesHash {
    /// Of `measurement,tag=value,…`.
    pub(super) fn of(text: &[u8]) -> Self {
        Self {
            series: hash(0, text),
            measurement: hash(0, measurement(text)),
        }
    }
}

impl Tracker {
    /// A field of a point; its text stands in `bytes`.
    pub(super) fn add(&mut self, series: SeriesHash, field: Field, bytes: &[u8], time: i64) {
        let key = field.key(bytes);
        let names = Names {
            of_series: hash(series.series, key),
            of_measurement: hash(series.measurement, key),
        };
        let kind = kind(field.value(bytes));
        match &mut self.run {
            Some(run) if run.names == names && run.kind == kind => {
                run.times = (run.times.0.min(time), run.times.1.max(time));
            }
            _ => {
                self.end_run();
                self.run = Some(Run {
                    names,
                    kind,
                    times: (time, time),
                });
            }
        }
    }

    /// The footprint, unless it is too large.
    pub(super) fn finish(mut self) -> Option<Footprint> {
        self.end_run();
        (self.footprint.times.len() < LARGEST).then_some(self.footprint)
    }

    fn end_run(&mut self) {
        let Footprint { times, types } = &mut self.footprint;
        let Some(run) = self.run.take().filter(|_| times.len() < LARGEST) else {
            return;
        };
        let known = times.entry(run.names.of_series).or_insert(run.times);
        *known = (known.0.min(run.times.0), known.1.max(run.times.1));
        *types.entry(run.names.of_measurement).or_default() |= run.kind;
    }
}

/// A bit for the type of a value.
fn kind(value: &[u8]) -> u8 {
    match (value.first(), value.last()) {
        (Some(b'"'), _) => 1,
        (Some(b't' | b'T' | b'f' | b'F'), _) => 2,
        (_, Some(b'i')) => 4,
        (_, Some(b'u')) => 8,
        _ => 16,
    }
}

/// The measurement of a series, with its escapes.
fn measurement(series: &[u8]) -> &[u8] {
    let commas = memchr::memchr_iter(b',', series);
    let end = commas
        .into_iter()
        .find(|&at| at == 0 || series.get(at - 1) != Some(&b'\\'));
    series
        .get(..end.unwrap_or(series.len()))
        .unwrap_or_default()
}

fn hash(seed: u64, text: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write_u64(seed);
    hasher.write(text);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::super::{Batch, Batcher};
    use super::*;
    use crate::world::{Line, Lines};

    /// A batch of lines, written as the server gets them.
    fn batch(text: &str) -> Batch {
        let mut batcher = Batcher::default().tracking();
        for line in text.lines() {
            let parts: Vec<_> = line.split(' ').collect();
            let [series, fields, time] = parts[..] else {
                panic!("{line}");
            };
            let (first, second) = (series.len() as u32, (series.len() + fields.len()) as u32);
            let lines = Lines {
                bytes: [series, fields].concat().into(),
                points: vec![Line {
                    series: (0, first),
                    fields: (first, second),
                    time: time.parse().unwrap(),
                }],
            };
            batcher.add(&lines, |_| Ok(())).unwrap();
        }
        batcher.take().unwrap()
    }

    #[track_caller]
    fn check(one: &str, other: &str, expected: bool) {
        let (one, other) = (batch(one).footprint, batch(other).footprint);
        assert!(one.is_some() && other.is_some());
        assert_eq!(collide(one.as_ref(), other.as_ref()), expected);
        assert_eq!(collide(other.as_ref(), one.as_ref()), expected);
    }

    #[test]
    fn a_field_of_a_series_at_one_time_is_written_by_one_at_a_time() {
        check("m,t=a f=1i 5", "m,t=a f=2i 5", true);
        check("m,t=a f=1i 5", "m,t=a f=2i 6", false);
        check("m,t=a f=1i 5", "m,t=b f=2i 5", false);
        check("m,t=a f=1i 5", "n,t=a f=2i 5", false);
        check("m,t=a f=1i 5", "m,t=a g=2i 5", false);
        // Any field of a line counts, and fields that were merged into it.
        check("m f=1i,g=1i 5", "m a=2i,g=2i 5", true);
        check("m f=1i 5\nm g=1i 5", "m g=2i 5", true);
        check("m f=\"g=1i,\",h=1i 5", "m g=2i 5", false);
        // Times between the first and the last are taken for written.
        check("m f=1i 5\nn f=1i 0\nm f=1i 9", "m f=2i 7", true);
        check("m f=1i 5\nn f=1i 0\nm f=1i 9", "n f=2i 7", false);
    }

    #[test]
    fn the_first_type_of_a_field_is_the_one_that_was_sent_first() {
        let values = ["1i", "1u", "1.0", "-1e+22", "true", "f", "\"1i\""];
        let kinds = [4, 8, 16, 16, 2, 2, 1];
        for (value, known) in values.iter().zip(kinds) {
            assert_eq!(kind(value.as_bytes()), known, "{value}");
        }
        check("m,t=a f=1i 5", "m,t=b f=1.0 6", true);
        check("m\\,t=a,t=b f=1i 5", "m\\,t=a f=t 6", true);
        check("m,t=a f=1i 5", "n,t=a f=1.0 6", false);
        check("m,t=a f=1i 5", "m,t=a g=1.0 6", false);
        check(
            "m,t=a f=1i 5\nm,t=a g=1.0 5",
            "m,t=a f=1i 6\nm,t=a g=2.0 6",
            false,
        );
    }

    #[test]
    fn a_batch_of_which_nothing_is_known_goes_alone() {
        let known = batch("m f=1i 5").footprint;
        assert!(collide(known.as_ref(), None));
        let mut tracker = Tracker::default();
        let field = |key: u32, tracker: &mut Tracker| {
            let text = format!("{key}=1");
            super::super::fields::each_field(text.as_bytes(), (0, text.len() as u32), |field| {
                tracker.add(SeriesHash::of(b"m"), field, text.as_bytes(), 0);
            });
        };
        for key in 0..LARGEST as u32 {
            field(key, &mut tracker);
        }
        assert_eq!(tracker.finish(), None);
    }
}
