//! Reads of files whose points come in the order of a bucket: nothing is held but the chunks at
//! hand, and the tables are those that a read of the bucket would give.

use super::feed::{Take, Wish, feed, unreadable};
use super::loader::{Options, Report};
use super::matching::{Matching, Test};
use super::order::{Order, REMEMBERED, Step};
use super::read::labels::Labels;
use super::selection::Selection;
use super::survey::{Survey, Surveyor, of_field, passed_over};
use crate::diagnostic::Failure;
use crate::formats::gzip;
use crate::formats::line_protocol::{Point, Value};
use crate::table::{
    Answer, Chunk, Column, GroupKey, Name, Output, Scan, Schema, Source, Table, TableId, Type,
};
use crate::time::Bounds;
use arrow_array::builder::StringViewBuilder;
use arrow_array::{BooleanArray, Float64Array, Int64Array, UInt64Array};
use std::io::Read;
use std::sync::Arc;

/// Files of line protocol that can be read again and again.
pub trait Files: Send + Sync {
    /// How many there are.
    fn count(&self) -> usize;

    /// The name of a file, and its bytes, packed by gzip or not.
    ///
    /// # Errors
    /// If it cannot be read.
    fn open(&self, index: usize) -> Result<(String, Box<dyn Read + Send>), Failure>;
}

/// Streams what a scan asks for, and says what was unusual; none if the points do not come in the
/// order of a bucket, or if the scan asks for more than points.
///
/// # Errors
/// If a file cannot be read, or is malformed. All lines were looked at then, but for those that
/// the scan does not ask for.
pub fn stream(
    files: Arc<dyn Files>,
    scan: &Scan,
    options: Options,
) -> Result<Option<(Stream, Report)>, Failure> {
    if !is_streamable(scan) {
        return Ok(None);
    }
    let mut surveyor = Surveyor::new(scan);
    let mut report = Report::default();
    for index in 0..files.count() {
        surveyor.renumbered();
        if !feed_file(&*files, index, scan, &options, &mut report, &mut surveyor)? {
            return Ok(None);
        }
    }
    let stream = Stream {
        files,
        scan: scan.clone(),
        options,
        survey: surveyor.finish(),
    };
    Ok(Some((stream, report)))
}

/// Whether a scan asks for points, and not for what is made of them.
pub fn is_streamable(scan: &Scan) -> bool {
    scan.group.is_none() && scan.aggregate.is_none() && scan.index.is_none()
}

fn feed_file(
    files: &dyn Files,
    index: usize,
    scan: &Scan,
    options: &Options,
    report: &mut Report,
    taker: &mut impl Take,
) -> Result<bool, Failure> {
    let (name, stream) = files.open(index)?;
    let stream = gzip::unpacked(stream).map_err(|error| unreadable(&name, &error))?;
    let asked = (&Selection::of([scan]), REMEMBERED);
    feed(&name, stream, asked, options, report, taker)
}

/// A read of files that are in order.
pub struct Stream {
    files: Arc<dyn Files>,
    scan: Scan,
    options: Options,
    survey: Survey,
}

impl Source for Stream {
    fn run(&mut self, out: &mut dyn Output) -> Result<(), Failure> {
        let mut emitter = Emitter {
            scan: &self.scan,
            survey: &self.survey,
            selection: Selection::of([&self.scan]),
            order: Order::default(),
            labels: Labels::default(),
            series: 0,
            next_id: 0,
            tables: Vec::new(),
            slots: Vec::new(),
            out,
            done: false,
        };
        // What is unusual was reported after the first look.
        let mut report = Report::default();
        for index in 0..self.files.count() {
            emitter.renumbered();
            let files = &*self.files;
            let more = feed_file(
                files,
                index,
                &self.scan,
                &self.options,
                &mut report,
                &mut emitter,
            )?;
            if !more {
                return Ok(());
            }
        }
        emitter.end_series()?;
        match emitter.done || emitter.series == self.survey.len() {
            true => Ok(()),
            false => Err(changed()),
        }
    }
}

/// Makes tables of the points that go by.
struct Emitter<'a> {
    scan: &'a Scan,
    survey: &'a Survey,
    selection: Selection,
    order: Order,
    labels: Labels,
    /// How many series have begun.
    series: usize,
    next_id: usize,
    /// Those of the series at hand.
    tables: Vec<Open>,
    slots: Vec<Slot>,
    out: &'a mut dyn Output,
    /// Whether nothing more is wanted.
    done: bool,
}

/// A field of the series at hand: for each type the table it goes to, and whether all its points
/// ought to go to one.
struct Slot {
    tables: [Option<usize>; 6],
    all: bool,
}

/// Rows of all tables at hand: what is held of a series of many fields.
const HELD: usize = 32 * Chunk::ROWS;

impl Emitter<'_> {
    fn begin_series(&mut self) -> Result<(), Failure> {
        let layout = self.survey.layout(self.series).ok_or_else(changed)?;
        self.series += 1;
        let limit = (HELD / layout.len().max(1)).clamp(64, Chunk::ROWS);
        for (field, ty) in layout {
            let (measurement, tags) = self.order.names();
            let texts = self.labels.texts(measurement, tags, field);
            let id = TableId(self.next_id);
            self.next_id += 1;
            let nothing = Column::nulls(*ty, 0);
            let times = Some(Column::nulls(Type::Time, 0));
            let bounds = self.scan.bounds;
            let columns = self.labels.columns(bounds, times, nothing, &texts);
            self.out.open(&Table {
                id,
                key: GroupKey::new(self.labels.key(bounds, &texts)),
                schema: Schema(
                    columns
                        .iter()
                        .map(|(label, column)| (label.clone(), column.ty()))
                        .collect(),
                ),
            })?;
            let test = match of_field(self.scan, self.order.series(), field) {
                Matching::Where(test) => Some(test),
                Matching::All | Matching::None => None,
            };
            self.tables.push(Open {
                id,
                texts,
                test,
                limit,
                times: Vec::new(),
                cells: Cells::new(*ty),
                done: false,
            });
        }
        Ok(())
    }

    fn end_series(&mut self) -> Result<(), Failure> {
        for mut table in self.tables.drain(..) {
            if self.done {
                break;
            }
            if table.flush(0, self.scan.bounds, &self.labels, self.out)? == Answer::Done {
                self.done = true;
                break;
            }
            self.out.end(table.id)?;
        }
        Ok(())
    }

    /// Finds the tables of a field's values.
    fn slot(&self, field: &str) -> Slot {
        let layout = self.survey.layout(self.series - 1);
        let mut tables = [None; 6];
        for (index, (name, ty)) in layout.into_iter().flatten().enumerate() {
            if **name == *field {
                tables[*ty as usize] = Some(index);
            }
        }
        let matching = of_field(self.scan, self.order.series(), field);
        Slot {
            tables,
            all: matches!(matching, Matching::All),
        }
    }
}

impl Take for Emitter<'_> {
    fn take(&mut self, point: &Point<'_>, time: i64) -> Result<Wish, Failure> {
        let series = point.series();
        let passed = passed_over(&self.order, &self.selection, self.scan, point, time);
        if passed {
            return Ok(Wish::More);
        }
        match self.order.step(point.series, series, time) {
            Step::Same => {}
            Step::Renumbered => self.slots.clear(),
            Step::Next => {
                self.end_series()?;
                if self.done {
                    return Ok(Wish::Enough);
                }
                self.slots.clear();
                self.begin_series()?;
            }
            Step::Disorder => return Err(changed()),
        }
        for name in &series.fields[self.slots.len()..] {
            self.slots.push(self.slot(name));
        }
        for field in point.fields() {
            let slot = &self.slots[field.slot];
            let Some(table) = slot.tables[type_of(field.value) as usize] else {
                if slot.all {
                    return Err(changed());
                }
                continue;
            };
            let table = &mut self.tables[table];
            if table.done {
                continue;
            }
            table.add(time, field.value);
            if table.times.len() > table.limit {
                match table.flush(1, self.scan.bounds, &self.labels, self.out)? {
                    Answer::More => {}
                    Answer::TableDone => table.done = true,
                    Answer::Done => {
                        self.done = true;
                        return Ok(Wish::Enough);
                    }
                }
            }
        }
        Ok(Wish::More)
    }

    fn renumbered(&mut self) {
        self.order.renumbered();
    }
}

fn changed() -> Failure {
    Failure::new(
        "flux::storage::changed",
        "a file was changed while it was read",
    )
    .help("run the script again once nothing writes to the files of the bucket")
}

fn type_of(value: Value<'_>) -> Type {
    super::survey::asked(value).0
}

/// A table whose rows come in.
struct Open {
    id: TableId,
    texts: Vec<(Name, Name)>,
    /// Which values are wanted, if not all are.
    test: Option<Test>,
    /// Rows that are pushed at once.
    limit: usize,
    times: Vec<i64>,
    cells: Cells,
    done: bool,
}

impl Open {
    /// Adds a row, or replaces the last one if that has the same time.
    #[inline]
    fn add(&mut self, time: i64, value: Value<'_>) {
        if self.times.last() == Some(&time) {
            self.cells.pop();
        } else {
            self.times.push(time);
        }
        self.cells.push(value);
    }

    /// Pushes the rows, but for so many at the end that may yet be replaced.
    fn flush(
        &mut self,
        kept: usize,
        bounds: Bounds,
        labels: &Labels,
        out: &mut dyn Output,
    ) -> Result<Answer, Failure> {
        let rows = self.times.len() - kept;
        if self.done || rows == 0 {
            return Ok(Answer::More);
        }
        let rest = self.times.split_off(rows);
        let times = Column::Time(std::mem::replace(&mut self.times, rest).into());
        let values = self.cells.take(rows);
        let mask = self.test.as_ref().map(|test| test.mask(&values));
        let chunk = Chunk {
            id: self.id,
            columns: labels.columns(bounds, Some(times), values, &self.texts),
            rows,
        };
        let chunk = match mask {
            Some(mask) if mask.true_count() < rows => chunk.filter(&mask),
            _ => chunk,
        };
        match chunk.rows {
            0 => Ok(Answer::More),
            _ => out.push(chunk),
        }
    }
}

/// Values that come in.
enum Cells {
    Bool(Vec<bool>),
    Int(Vec<i64>),
    UInt(Vec<u64>),
    Float(Vec<f64>),
    /// All texts, and where each ends.
    Text(String, Vec<usize>),
}

impl Cells {
    fn new(ty: Type) -> Self {
        match ty {
            Type::Bool => Self::Bool(Vec::new()),
            Type::Int | Type::Time => Self::Int(Vec::new()),
            Type::UInt => Self::UInt(Vec::new()),
            Type::Float => Self::Float(Vec::new()),
            Type::String => Self::Text(String::new(), Vec::new()),
        }
    }

    /// Adds a value of the type of these.
    #[inline]
    fn push(&mut self, value: Value<'_>) {
        match (self, value) {
            (Self::Float(values), Value::Float(value)) => values.push(value),
            (Self::Int(values), Value::Int(value)) => values.push(value),
            (Self::UInt(values), Value::UInt(value)) => values.push(value),
            (Self::Bool(values), Value::Bool(value)) => values.push(value),
            (Self::Text(texts, ends), Value::String(value)) => {
                texts.push_str(value);
                ends.push(texts.len());
            }
            _ => {}
        }
    }

    /// Takes the last value away.
    fn pop(&mut self) {
        match self {
            Self::Bool(values) => drop(values.pop()),
            Self::Int(values) => drop(values.pop()),
            Self::UInt(values) => drop(values.pop()),
            Self::Float(values) => drop(values.pop()),
            Self::Text(texts, ends) => {
                ends.pop();
                texts.truncate(ends.last().copied().unwrap_or_default());
            }
        }
    }

    /// The first so many values; the others stay.
    fn take(&mut self, rows: usize) -> Column {
        match self {
            Self::Bool(values) => Column::Bool(BooleanArray::from(first(values, rows))),
            Self::Int(values) => Column::Int(Int64Array::from(first(values, rows))),
            Self::UInt(values) => Column::UInt(UInt64Array::from(first(values, rows))),
            Self::Float(values) => Column::Float(Float64Array::from(first(values, rows))),
            Self::Text(texts, ends) => {
                let mut builder = StringViewBuilder::with_capacity(rows);
                let mut start = 0;
                for end in ends.drain(..rows) {
                    builder.append_value(&texts[start..end]);
                    start = end;
                }
                texts.drain(..start);
                ends.iter_mut().for_each(|end| *end -= start);
                Column::String(builder.finish())
            }
        }
    }
}

fn first<T>(values: &mut Vec<T>, rows: usize) -> Vec<T> {
    let rest = values.split_off(rows);
    std::mem::replace(values, rest)
}

#[cfg(test)]
mod tests;
