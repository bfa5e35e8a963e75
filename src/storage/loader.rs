//! Files become a bucket here.

use super::bucket::{Bucket, Collected};
use super::points::{Points, Value};
use super::rows;
use crate::diagnostic::Failure;
use crate::formats::annotated_csv::{Decoder, Mode};
use crate::formats::gzip;
use crate::formats::line_protocol::{self, LineError, Precision, ReadError, Reader};
use crate::table::{Memory, Name, Reservation};
use crate::time::Time;
use arrow_array::builder::StringViewBuilder;
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use std::io::{self, Read};

/// What a malformed line means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BadLines {
    /// Loading fails.
    #[default]
    Fail,
    /// It is counted and reported.
    Skip,
}

/// How files are read.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The unit of timestamps in line protocol.
    pub precision: Precision,
    /// What a malformed line means.
    pub bad_lines: BadLines,
    /// The time of lines that have none.
    pub now: Time,
}

/// What was unusual.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Lines that were skipped.
    pub skipped: u64,
    /// The first of them, with the names of their files.
    pub first_skipped: Vec<(String, LineError)>,
    /// Lines without a timestamp, which count as written now.
    pub untimed: u64,
}

/// How many skipped lines are told of one by one.
const TOLD: usize = 10;

/// Bytes that are collected between two looks at the memory budget.
const ACCOUNT: usize = 1 << 20;

/// What makes a series one: the measurement and its tags by key.
type Identity = (Name, Vec<(Name, Name)>);

/// Collects points from any number of files; a later value replaces an earlier one.
#[derive(Debug)]
pub struct Loader {
    options: Options,
    report: Report,
    series: Vec<Collected>,
    by_name: HashMap<Identity, usize, FxBuildHasher>,
    texts: HashMap<Name, u32, FxBuildHasher>,
    memory: Reservation,
    unaccounted: usize,
}

impl Loader {
    /// A loader without points.
    pub fn new(options: Options, memory: &Memory) -> Self {
        Self {
            options,
            report: Report::default(),
            series: Vec::new(),
            by_name: HashMap::default(),
            texts: HashMap::default(),
            memory: memory.reservation(),
            unaccounted: 0,
        }
    }

    /// Loads a file: annotated CSV by its name (`.csv`), line protocol otherwise, packed by gzip
    /// or not.
    ///
    /// # Errors
    /// If it cannot be read, or is malformed.
    pub fn file(&mut self, name: &str, stream: Box<dyn Read + Send>) -> Result<(), Failure> {
        let stream = gzip::unpacked(stream).map_err(|error| unreadable(name, &error))?;
        let plain = name.strip_suffix(".gz").unwrap_or(name);
        match plain.ends_with(".csv") {
            true => self.csv(name, stream),
            false => self.line_protocol(name, stream),
        }
    }

    /// Loads line protocol.
    ///
    /// # Errors
    /// If it cannot be read, or a line is malformed and may not be skipped.
    pub fn line_protocol(&mut self, name: &str, stream: impl Read) -> Result<(), Failure> {
        let mut reader = Reader::new(stream, self.options.precision);
        let mut known: Vec<KnownSeries> = Vec::new();
        loop {
            match reader.next() {
                Ok(Some(point)) => {
                    let time = point.time.unwrap_or_else(|| {
                        self.report.untimed += 1;
                        self.options.now.0
                    });
                    let series = point.series();
                    while known.len() <= point.series {
                        known.push(KnownSeries::default());
                    }
                    let known = &mut known[point.series];
                    if known.fields.len() < series.fields.len() {
                        self.learn(series, known);
                    }
                    for field in point.fields() {
                        let slot = known.fields[field.slot];
                        let value = match field.value {
                            line_protocol::Value::Float(value) => Value::Float(value),
                            line_protocol::Value::Int(value) => Value::Int(value),
                            line_protocol::Value::UInt(value) => Value::UInt(value),
                            line_protocol::Value::Bool(value) => Value::Bool(value),
                            line_protocol::Value::String(text) => Value::Text(self.text(text)),
                        };
                        push(&mut self.series[known.series].fields[slot].1, time, value);
                        self.unaccounted += 16;
                    }
                }
                Ok(None) => break,
                Err(ReadError::Stream(error)) => return Err(unreadable(name, &error)),
                Err(ReadError::Line(error)) => match self.options.bad_lines {
                    BadLines::Fail => return Err(error.failure(name)),
                    BadLines::Skip => {
                        self.report.skipped += 1;
                        if self.report.first_skipped.len() < TOLD {
                            self.report.first_skipped.push((name.to_string(), error));
                        }
                    }
                },
            }
            if self.unaccounted >= ACCOUNT {
                self.account()?;
            }
        }
        self.account()
    }

    /// Loads annotated CSV: each row is a point with `_measurement`, `_field`, `_value` and
    /// `_time`; its other texts are tags.
    ///
    /// # Errors
    /// If it cannot be read, is malformed, or lacks one of these columns.
    pub fn csv(&mut self, name: &str, stream: impl Read) -> Result<(), Failure> {
        let named = |failure: Failure| Failure {
            message: format!("{name}: {}", failure.message),
            ..failure
        };
        for event in Decoder::new(stream, Mode::Annotations) {
            let event = event.map_err(named)?;
            rows::load(self, event).map_err(named)?;
            self.account()?;
        }
        Ok(())
    }

    /// The bucket of all that was loaded, and what was unusual.
    pub fn finish(self) -> (Bucket, Report) {
        let mut ordered: Vec<(Name, u32)> = self.texts.into_iter().collect();
        ordered.sort_unstable_by_key(|(_, number)| *number);
        let mut texts = StringViewBuilder::with_capacity(ordered.len());
        for (text, _) in &ordered {
            texts.append_value(text);
        }
        drop(ordered);
        let bucket = Bucket::new(self.series, texts.finish(), self.memory);
        (bucket, self.report)
    }

    /// What is known of a series of line protocol here.
    fn learn(&mut self, series: &line_protocol::Series, known: &mut KnownSeries) {
        if known.fields.is_empty() {
            known.series = self.series(&series.measurement, &series.tags);
        }
        for name in &series.fields[known.fields.len()..] {
            let slot = self.field(known.series, name);
            known.fields.push(slot);
        }
    }

    /// The number of a series, given its tags by key.
    pub(super) fn series(&mut self, measurement: &Name, tags: &[(Name, Name)]) -> usize {
        let identity = (measurement.clone(), tags.to_vec());
        if let Some(series) = self.by_name.get(&identity) {
            return *series;
        }
        let number = self.series.len();
        let (measurement, tags) = identity.clone();
        self.by_name.insert(identity, number);
        self.series.push(Collected {
            measurement,
            tags,
            fields: Vec::new(),
        });
        self.unaccounted += 1024;
        number
    }

    /// The number of a field within its series.
    pub(super) fn field(&mut self, series: usize, name: &Name) -> usize {
        let fields = &mut self.series[series].fields;
        if let Some(slot) = fields.iter().position(|(known, _)| known == name) {
            return slot;
        }
        fields.push((name.clone(), Vec::new()));
        self.unaccounted += 256;
        fields.len() - 1
    }

    /// Adds a value.
    pub(super) fn push(&mut self, series: usize, field: usize, time: i64, value: Value) {
        push(&mut self.series[series].fields[field].1, time, value);
        self.unaccounted += 16;
    }

    /// The number of a text.
    pub(super) fn text(&mut self, text: &str) -> u32 {
        if let Some(number) = self.texts.get(text) {
            return *number;
        }
        let number = self.texts.len() as u32;
        self.texts.insert(text.into(), number);
        self.unaccounted += 2 * text.len() + 64;
        number
    }

    fn account(&mut self) -> Result<(), Failure> {
        self.memory.grow(std::mem::take(&mut self.unaccounted))
    }
}

/// A reader's series here: its number, and for each slot the field it is; none for fields that
/// are not stored.
#[derive(Debug, Default)]
struct KnownSeries {
    series: usize,
    fields: Vec<usize>,
}

/// Adds a value to the points of its type.
fn push(parts: &mut Vec<Points>, time: i64, value: Value) {
    let ty = value.ty();
    match parts.iter_mut().find(|points| points.ty() == ty) {
        Some(points) => points.push(time, value),
        None => {
            let mut points = Points::new(ty);
            points.push(time, value);
            // Nearly all fields have one type: room for more would outweigh short series.
            parts.reserve_exact(1);
            parts.push(points);
        }
    }
}

fn unreadable(name: &str, error: &io::Error) -> Failure {
    Failure::new(
        "flux::storage::unreadable",
        format!("{name} cannot be read: {error}"),
    )
}
