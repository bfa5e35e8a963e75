//! Points to batches: points of one series and time become one line, in order of arrival.

use super::fields::{Field, each_field};
use super::footprint::{Footprint, SeriesHash, Tracker};
use crate::diagnostic::Failure;
use crate::world::{Line, Lines};
use hashbrown::HashTable;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// How much a batch may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Lines, at most.
    pub lines: usize,
    /// Bytes of line protocol, at most; a single longer line makes a batch of its own.
    pub bytes: usize,
}

impl Default for Limits {
    /// What InfluxDB advises: 5,000 lines; and bytes enough for lines of ordinary length.
    fn default() -> Self {
        Self {
            lines: 5_000,
            bytes: 4_000_000,
        }
    }
}

/// Lines that go out together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Line protocol, each line with its line break.
    pub body: Vec<u8>,
    /// Where each line ends: a text may hold line breaks of its own.
    ends: Vec<u32>,
    /// What the lines write, if that was asked for and is not too much.
    pub(super) footprint: Option<Footprint>,
}

impl Batch {
    /// How many lines, which is how many points.
    pub fn lines(&self) -> usize {
        self.ends.len()
    }

    /// Two batches of half as many lines, without footprints; none of a single line.
    pub fn halves(&self) -> Option<[Self; 2]> {
        let (first, second) = self.ends.split_at(self.ends.len() / 2);
        let cut = *first.last()?;
        let (front, back) = self.body.split_at_checked(cut as usize)?;
        Some([
            Self {
                body: front.to_vec(),
                ends: first.to_vec(),
                footprint: None,
            },
            Self {
                body: back.to_vec(),
                ends: second.iter().map(|end| end - cut).collect(),
                footprint: None,
            },
        ])
    }
}

/// Collects points until a batch is full.
#[derive(Debug)]
pub struct Batcher {
    limits: Limits,
    /// Nanoseconds in a unit of the timestamps to write.
    unit: i64,
    /// Whether batches have footprints.
    tracks: bool,
    /// Series and fields of all pending lines.
    bytes: Vec<u8>,
    series: Vec<(u32, u32)>,
    series_by_text: HashTable<u32>,
    lines: Vec<Pending>,
    lines_by_point: FxHashMap<(u32, i64), u32>,
    /// The fields of lines that several points have made.
    merged: Vec<Vec<Field>>,
    /// How long the body will be, at most.
    size: usize,
}

#[derive(Debug)]
struct Pending {
    series: u32,
    time: i64,
    fields: Fields,
}

#[derive(Debug)]
enum Fields {
    /// As one point brought them.
    One((u32, u32)),
    /// A number in `merged`.
    Merged(u32),
}

impl Default for Batcher {
    fn default() -> Self {
        Self::new(Limits::default())
    }
}

/// The longest timestamp with the blank before it and the line break.
const TIMESTAMP: usize = 22;

impl Batcher {
    /// A batcher that writes timestamps in nanoseconds.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            unit: 1,
            tracks: false,
            bytes: Vec::new(),
            series: Vec::new(),
            series_by_text: HashTable::new(),
            lines: Vec::new(),
            lines_by_point: FxHashMap::default(),
            merged: Vec::new(),
            size: 0,
        }
    }

    /// One that writes timestamps in a unit of so many nanoseconds.
    pub fn unit(mut self, nanoseconds: i64) -> Self {
        self.unit = nanoseconds.max(1);
        self
    }

    /// One whose batches tell what they write, for those that may go at the same time.
    pub(super) fn tracking(mut self) -> Self {
        self.tracks = true;
        self
    }

    /// How many lines wait for the batch to fill.
    pub fn pending(&self) -> usize {
        self.lines.len()
    }

    /// Takes points, and hands on each batch that is full.
    ///
    /// # Errors
    /// What `full` fails with, or a time that the unit cannot express.
    pub fn add(
        &mut self,
        lines: &Lines,
        mut full: impl FnMut(Batch) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut last: Option<((u32, u32), u32)> = None;
        for point in &lines.points {
            let (series_text, fields) = (lines.series(point), lines.fields(point));
            if point.time % self.unit != 0 {
                return Err(self.too_fine(point, series_text));
            }
            let known = match last {
                Some((place, series)) if place == point.series => Some(series),
                _ => self.find_series(series_text),
            };
            let line = known.and_then(|series| self.lines_by_point.get(&(series, point.time)));
            let added = match line {
                Some(_) => fields.len() + 1,
                None => series_text.len() + 1 + fields.len() + TIMESTAMP,
            };
            let over = self.size + added > self.limits.bytes
                || line.is_none() && self.lines.len() >= self.limits.lines;
            if let (Some(&line), false) = (line, over) {
                self.merge(line, fields);
                self.size += added;
                last = known.map(|series| (point.series, series));
                continue;
            }
            let mut known = known;
            if over && let Some(batch) = self.take() {
                full(batch)?;
                known = None;
            }
            let series = known.unwrap_or_else(|| self.add_series(series_text));
            last = Some((point.series, series));
            self.size += series_text.len() + 1 + fields.len() + TIMESTAMP;
            let number = self.lines.len() as u32;
            self.lines_by_point.insert((series, point.time), number);
            let fields = Fields::One(self.keep(fields));
            self.lines.push(Pending {
                series,
                time: point.time,
                fields,
            });
        }
        Ok(())
    }

    /// What is collected, as a batch; none if there is nothing.
    pub fn take(&mut self) -> Option<Batch> {
        if self.lines.is_empty() {
            return None;
        }
        let mut body = Vec::with_capacity(self.size);
        let mut ends = Vec::with_capacity(self.lines.len());
        let mut digits = itoa::Buffer::new();
        for line in &self.lines {
            let series = self.series.get(line.series as usize).copied();
            body.extend_from_slice(self.kept(series.unwrap_or_default()));
            body.push(b' ');
            match &line.fields {
                Fields::One(fields) => body.extend_from_slice(self.kept(*fields)),
                Fields::Merged(number) => {
                    for field in self.merged.get(*number as usize).into_iter().flatten() {
                        body.extend_from_slice(self.kept((field.start, field.end)));
                        body.push(b',');
                    }
                    body.pop();
                }
            }
            body.push(b' ');
            body.extend_from_slice(digits.format(line.time / self.unit).as_bytes());
            body.push(b'\n');
            ends.push(body.len() as u32);
        }
        let footprint = if self.tracks { self.footprint() } else { None };
        self.bytes.clear();
        self.series.clear();
        self.series_by_text.clear();
        self.lines.clear();
        self.lines_by_point.clear();
        self.merged.clear();
        self.size = 0;
        Some(Batch {
            body,
            ends,
            footprint,
        })
    }

    fn footprint(&self) -> Option<Footprint> {
        let series = self.series.iter();
        let series: Vec<_> = series
            .map(|place| SeriesHash::of(self.kept(*place)))
            .collect();
        let mut tracker = Tracker::default();
        for line in &self.lines {
            let series = *series.get(line.series as usize)?;
            let mut add = |field| tracker.add(series, field, &self.bytes, line.time);
            match &line.fields {
                Fields::One(fields) => each_field(&self.bytes, *fields, add),
                Fields::Merged(number) => {
                    let fields = self.merged.get(*number as usize)?;
                    fields.iter().for_each(|field| add(*field));
                }
            }
        }
        tracker.finish()
    }

    /// Adds fields to a line; one that it has already gets the later value.
    fn merge(&mut self, line: u32, fields: &[u8]) {
        let place = self.keep(fields);
        let Some(pending) = self.lines.get_mut(line as usize) else {
            return;
        };
        let number = match pending.fields {
            Fields::Merged(number) => number,
            Fields::One(first) => {
                let number = self.merged.len() as u32;
                let mut known = Vec::new();
                each_field(&self.bytes, first, |field| known.push(field));
                self.merged.push(known);
                pending.fields = Fields::Merged(number);
                number
            }
        };
        let Some(known) = self.merged.get_mut(number as usize) else {
            return;
        };
        let bytes = &self.bytes;
        each_field(bytes, place, |field| {
            let key = field.key(bytes);
            match known.iter_mut().find(|known| known.key(bytes) == key) {
                Some(known) => *known = field,
                None => known.push(field),
            }
        });
    }

    fn find_series(&self, text: &[u8]) -> Option<u32> {
        let same = |&number: &u32| self.series_text(number) == text;
        self.series_by_text.find(hash(text), same).copied()
    }

    fn add_series(&mut self, text: &[u8]) -> u32 {
        if let Some(known) = self.find_series(text) {
            return known;
        }
        let number = self.series.len() as u32;
        let place = self.keep(text);
        self.series.push(place);
        let (bytes, series) = (&self.bytes, &self.series);
        let hash_of = |&number: &u32| {
            let place = series.get(number as usize).copied().unwrap_or_default();
            hash(between(bytes, place))
        };
        self.series_by_text
            .insert_unique(hash(text), number, hash_of);
        number
    }

    fn series_text(&self, number: u32) -> &[u8] {
        let place = self.series.get(number as usize).copied();
        self.kept(place.unwrap_or_default())
    }

    /// A batch never holds more than its limit and one line, so that places are small.
    fn keep(&mut self, text: &[u8]) -> (u32, u32) {
        let start = self.bytes.len() as u32;
        self.bytes.extend_from_slice(text);
        (start, self.bytes.len() as u32)
    }

    fn kept(&self, place: (u32, u32)) -> &[u8] {
        between(&self.bytes, place)
    }

    fn too_fine(&self, point: &Line, series: &[u8]) -> Failure {
        let unit = match self.unit {
            1_000 => "microseconds",
            1_000_000 => "milliseconds",
            _ => "seconds",
        };
        Failure::new(
            "flux::deliver::precision",
            format!(
                "the bucket's files are in {unit}, and the point {} at {} ns lies between two of them",
                String::from_utf8_lossy(series),
                point.time
            ),
        )
        .help("bind the bucket without `precision`, so that nanoseconds are written, or cut the times with `truncateTimeColumn()`")
    }
}

fn between(bytes: &[u8], (start, end): (u32, u32)) -> &[u8] {
    bytes.get(start as usize..end as usize).unwrap_or_default()
}

fn hash(text: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(points: &[(&str, &str, i64)]) -> Lines {
        let mut lines = Lines::default();
        for (series, fields, time) in points {
            let mut put = |text: &str| {
                let start = lines.bytes.len() as u32;
                lines.bytes.extend_from_slice(text.as_bytes());
                (start, lines.bytes.len() as u32)
            };
            let (series, fields) = (put(series), put(fields));
            lines.points.push(Line {
                series,
                fields,
                time: *time,
            });
        }
        lines
    }

    fn batches(mut batcher: Batcher, points: &[(&str, &str, i64)]) -> Vec<String> {
        let mut batches = Vec::new();
        for point in points {
            let add = batcher.add(&lines(&[*point]), |batch| {
                batches.push(batch);
                Ok(())
            });
            add.unwrap();
        }
        batches.extend(batcher.take());
        assert_eq!(batcher.take(), None);
        let text = |batch: Batch| String::from_utf8(batch.body).unwrap();
        batches.into_iter().map(text).collect()
    }

    #[track_caller]
    fn check(points: &[(&str, &str, i64)], expected: &str) {
        let found = batches(Batcher::new(Limits::default()), points);
        assert_eq!(found.concat(), expected);
    }

    #[test]
    fn fields_of_one_series_and_time_share_a_line() {
        check(
            &[
                ("m,t=a", "temp=80.0", 1),
                ("m,t=a", "temp=80.3", 2),
                ("m,t=b", "temp=1.0", 1),
                ("m,t=a", "rpm=4023i", 1),
                ("m,t=a", "a=1i,b=\"x,y=z\"", 1),
                ("m,t=a", "rpm=4542i", 2),
            ],
            "m,t=a temp=80.0,rpm=4023i,a=1i,b=\"x,y=z\" 1\nm,t=a temp=80.3,rpm=4542i 2\nm,t=b temp=1.0 1\n",
        );
    }

    #[test]
    fn of_one_field_the_later_value_wins() {
        check(
            &[
                ("m", r#"a\,b=1i,a="x\",y=2",c=t"#, 1),
                ("m", r#"a="\\",y=5i"#, 1),
                ("m", r#"a\,b=2i"#, 1),
            ],
            "m a\\,b=2i,a=\"\\\\\",c=t,y=5i 1\n",
        );
    }

    #[test]
    fn full_batches_go_out() {
        let points = [
            ("m", "f=1i", 1),
            ("m", "f=1i", 2),
            ("m", "g=1i", 1),
            ("m", "f=1i", 3),
        ];
        let of = |lines, bytes| batches(Batcher::new(Limits { lines, bytes }), &points);
        assert_eq!(of(2, 1000), ["m f=1i,g=1i 1\nm f=1i 2\n", "m f=1i 3\n"]);
        assert_eq!(of(3, 1000).len(), 1);
        assert_eq!(of(1, 1000).len(), 4);
        // A line that alone is longer than a batch goes out alone.
        assert_eq!(of(100, 1).len(), 4);
        assert_eq!(
            of(100, 60),
            ["m f=1i 1\nm f=1i 2\n", "m g=1i 1\nm f=1i 3\n"]
        );
    }

    #[test]
    fn batches_are_halved_between_lines() {
        let mut batcher = Batcher::new(Limits::default());
        let points = [
            ("m", "f=\"two\nlines\"", 1),
            ("m", "f=1i", 2),
            ("m", "f=1i", 3),
        ];
        batcher.add(&lines(&points), |_| Ok(())).unwrap();
        let [first, second] = batcher.take().unwrap().halves().unwrap();
        assert_eq!(first.body, b"m f=\"two\nlines\" 1\n");
        assert_eq!(first.halves(), None);
        let [second, third] = second.halves().unwrap();
        assert_eq!((second.body, third.lines()), (b"m f=1i 2\n".to_vec(), 1));
    }

    #[test]
    fn times_are_written_in_the_unit_or_refused() {
        let seconds = || Batcher::new(Limits::default()).unit(1_000_000_000);
        assert_eq!(
            batches(seconds(), &[("m", "f=1i", -3_000_000_000)]),
            ["m f=1i -3\n"]
        );
        let refused = seconds().add(&lines(&[("m", "f=1i", 1_500_000_000)]), |_| Ok(()));
        assert!(refused.unwrap_err().message.contains("in seconds"));
    }
}
