//! Files become a bucket here.

use super::bucket::{Bucket, Collected};
use super::feed::{Take, Wish, feed, unreadable};
use super::order::{Order, Step};
use super::points::{Points, Value};
use super::rows;
use super::selection::Selection;
use super::texts::Texts;
use crate::diagnostic::Failure;
use crate::formats::annotated_csv::{Decoder, Mode};
use crate::formats::gzip;
use crate::formats::line_protocol::{self, LineError, Point, Precision};
use crate::table::{Memory, Name, Reservation, Type};
use crate::time::Time;
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use std::io::Read;

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

/// What came of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// All of its points are held.
    Whole,
    /// So many points came in the order of a bucket that a stream of them is better than to hold
    /// them all: see [`Loader::unless_sorted`].
    Sorted,
}

/// Bytes that are collected between two looks at the memory budget.
const ACCOUNT: usize = 1 << 20;

/// What makes a series one: the measurement and its tags by key.
type Identification = (Name, Vec<(Name, Name)>);

/// Collects points from any number of files; a later value replaces an earlier one.
#[derive(Debug)]
pub struct Loader {
    options: Options,
    selection: Selection,
    report: Report,
    series: Vec<Collected>,
    /// Of all series and fields; one place for all is nearer than many.
    points: Vec<Points>,
    by_name: HashMap<Identification, usize, FxBuildHasher>,
    texts: Texts,
    memory: Reservation,
    unaccounted: usize,
    /// Bytes that are held.
    held: usize,
    /// As long as all points came in order, how many bytes may be held of such.
    order: Option<(Order, usize)>,
}

impl Loader {
    /// A loader without points.
    pub fn new(options: Options, memory: &Memory) -> Self {
        Self {
            options,
            selection: Selection::all(),
            report: Report::default(),
            series: Vec::new(),
            points: Vec::new(),
            by_name: HashMap::default(),
            texts: Texts::default(),
            memory: memory.reservation(),
            unaccounted: 0,
            held: 0,
            order: None,
        }
    }

    /// Holds only what is selected, and perhaps more. What is passed over for that is not looked
    /// at for faults.
    pub fn selecting(mut self, selection: Selection) -> Self {
        self.selection = selection;
        self
    }

    /// Gives up once so many bytes are held and all points came in the order of a bucket.
    pub fn unless_sorted(mut self, bytes: usize) -> Self {
        self.order = Some((Order::default(), bytes));
        self
    }

    /// Loads a file: annotated CSV by its name (`.csv`), line protocol otherwise, packed by gzip
    /// or not.
    ///
    /// # Errors
    /// If it cannot be read, or is malformed.
    pub fn file(&mut self, name: &str, stream: Box<dyn Read + Send>) -> Result<Loaded, Failure> {
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
    pub fn line_protocol(
        &mut self,
        name: &str,
        stream: impl Read + Send + 'static,
    ) -> Result<Loaded, Failure> {
        let (options, selection) = (self.options, self.selection.clone());
        let mut report = std::mem::take(&mut self.report);
        if let Some((order, _)) = &mut self.order {
            order.renumbered();
        }
        let mut taker = OfFile {
            loader: self,
            known: Vec::new(),
        };
        let asked = (&selection, usize::MAX);
        let whole = feed(name, stream, asked, &options, &mut report, &mut taker)?;
        self.report = report;
        self.account()?;
        Ok(match whole {
            true => Loaded::Whole,
            false => Loaded::Sorted,
        })
    }

    /// Loads annotated CSV: each row is a point with `_measurement`, `_field`, `_value` and
    /// `_time`; its other texts are tags.
    ///
    /// # Errors
    /// If it cannot be read, is malformed, or lacks one of these columns.
    pub fn csv(&mut self, name: &str, stream: impl Read) -> Result<Loaded, Failure> {
        let named = |failure: Failure| Failure {
            message: format!("{name}: {}", failure.message),
            ..failure
        };
        // Its points are held whatever their order.
        self.order = None;
        for event in Decoder::new(stream, Mode::Annotations) {
            let event = event.map_err(named)?;
            rows::load(self, event).map_err(named)?;
            self.account()?;
        }
        Ok(Loaded::Whole)
    }

    /// The bucket of all that was loaded, and what was unusual.
    pub fn finish(self) -> (Bucket, Report) {
        drop(self.by_name);
        let bucket = Bucket::new(self.series, self.points, self.texts.finish(), self.memory);
        (bucket, self.report)
    }

    pub(super) fn selection(&self) -> &Selection {
        &self.selection
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

    /// Where the points of a field go that have a type.
    pub(super) fn part(&mut self, series: usize, field: usize, ty: Type) -> usize {
        let parts = &mut self.series[series].fields[field].1;
        let mut known = parts.iter();
        if let Some(part) = known.find(|part| self.points[**part].ty() == ty) {
            return *part;
        }
        // Nearly all fields have one type: room for more would outweigh short series.
        parts.reserve_exact(1);
        parts.push(self.points.len());
        self.points.push(Points::new(ty));
        self.points.len() - 1
    }

    /// Adds a value of the part's type.
    #[inline]
    pub(super) fn push(
        &mut self,
        (series, field): (usize, usize),
        part: usize,
        time: i64,
        value: Value,
    ) {
        self.unaccounted += 16;
        if self.points[part].push(time, value) {
            self.share(series, field, part);
        }
    }

    /// Lets a full block share its times with the first field of the series, or with the one
    /// before.
    fn share(&mut self, series: usize, field: usize, part: usize) {
        let before = &self.series[series].fields[..field];
        let before = [before.first(), before.last()].into_iter().flatten();
        for &other in before.flat_map(|(_, parts)| parts) {
            let both = self.points.get_disjoint_mut([part, other]);
            if both.is_ok_and(|[part, other]| part.share(other)) {
                self.memory.shrink(Points::BLOCK * size_of::<i64>());
                return;
            }
        }
    }

    /// The number of a text.
    pub(super) fn text(&mut self, text: &str) -> u32 {
        let (number, new) = self.texts.number(text);
        if new {
            self.unaccounted += text.len() + 32;
        }
        number
    }

    fn account(&mut self) -> Result<(), Failure> {
        let bytes = std::mem::take(&mut self.unaccounted);
        self.held += bytes;
        self.memory.grow(bytes)
    }
}

/// Takes the points of one file of line protocol.
struct OfFile<'a> {
    loader: &'a mut Loader,
    known: Vec<KnownSeries>,
}

/// A series by its number in a file.
#[derive(Debug, Default)]
enum KnownSeries {
    #[default]
    New,
    /// Nobody asks for it.
    Excluded,
    /// Its number in the bucket, and for each slot the field it is there; none for fields that
    /// nobody asks for.
    Held(usize, Vec<Option<Slot>>),
}

/// A field, and where its last point went.
#[derive(Debug)]
struct Slot {
    field: usize,
    last: Option<(Type, usize)>,
}

impl Take for OfFile<'_> {
    fn take(&mut self, point: &Point<'_>, time: i64) -> Result<Wish, Failure> {
        let Self { loader, known } = self;
        let series = point.series();
        if known.len() <= point.series {
            known.resize_with(point.series + 1, KnownSeries::default);
        }
        let known = &mut known[point.series];
        if let KnownSeries::New = known {
            *known = match loader.selection.excludes(series.into()) {
                true => KnownSeries::Excluded,
                false => {
                    KnownSeries::Held(loader.series(&series.measurement, &series.tags), Vec::new())
                }
            };
        }
        let KnownSeries::Held(number, slots) = known else {
            return Ok(Wish::More);
        };
        if time < loader.selection.bounds().start.0 || time >= loader.selection.bounds().stop.0 {
            return Ok(Wish::More);
        }
        if slots.len() < series.fields.len() {
            loader.learn(series, *number, slots);
        }
        for field in point.fields() {
            let Some(slot) = &mut slots[field.slot] else {
                continue;
            };
            let value = match field.value {
                line_protocol::Value::Float(value) => Value::Float(value),
                line_protocol::Value::Int(value) => Value::Int(value),
                line_protocol::Value::UInt(value) => Value::UInt(value),
                line_protocol::Value::Bool(value) => Value::Bool(value),
                line_protocol::Value::String(text) => Value::Text(loader.text(text)),
            };
            let part = match slot.last {
                Some((ty, part)) if ty == value.ty() => part,
                _ => {
                    let part = loader.part(*number, slot.field, value.ty());
                    slot.last = Some((value.ty(), part));
                    part
                }
            };
            loader.push((*number, slot.field), part, time, value);
        }
        if let Some((order, limit)) = &mut loader.order {
            if order.step(point.series, series, time) == Step::Disorder {
                loader.order = None;
            } else if loader.held >= *limit {
                return Ok(Wish::Enough);
            }
        }
        if loader.unaccounted >= ACCOUNT {
            loader.account()?;
        }
        Ok(Wish::More)
    }

    /// All series of a file are remembered.
    fn renumbered(&mut self) {
        self.known.clear();
    }
}

impl Loader {
    /// Learns the fields of a series that are new in it.
    fn learn(
        &mut self,
        series: &line_protocol::Series,
        number: usize,
        slots: &mut Vec<Option<Slot>>,
    ) {
        for name in &series.fields[slots.len()..] {
            let excluded = self.selection.excludes_field(series.into(), name);
            slots.push((!excluded).then(|| Slot {
                field: self.field(number, name),
                last: None,
            }));
        }
    }
}
