//! A bucket's points in few large arrays, and reads of them.

use super::points::{Points, Values};
use crate::diagnostic::Failure;
use crate::table::{
    Answer, Chunk, Column, Dictionary, GroupKey, Name, Output, Reservation, Scalar, Scan, Schema,
    Source, Table, TableId, Type,
};
use crate::time::Bounds;
use arrow_array::{
    BooleanArray, Float64Array, Int64Array, StringViewArray, UInt32Array, UInt64Array,
};
use arrow_buffer::{BooleanBufferBuilder, ScalarBuffer};
use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

/// All points of a bucket, by series, field, type and time. It does not change any more.
#[derive(Debug)]
pub struct Bucket {
    /// In the order in which influxd gives tables.
    series: Vec<Series>,
    columns: Columns,
    texts: StringViewArray,
    /// Holds on to the memory as long as the bucket is there.
    _memory: Reservation,
}

#[derive(Debug)]
struct Series {
    measurement: Name,
    tags: Vec<(Name, Name)>,
    /// By name, and types of one name in order of appearance.
    fields: Vec<Field>,
}

/// Points of one field and type: rows of that type's columns.
#[derive(Debug)]
struct Field {
    name: Name,
    ty: Type,
    rows: Range<usize>,
}

/// Times and values of all points of a type.
#[derive(Debug)]
struct Pair<T>(Int64Array, T);

#[derive(Debug)]
struct Columns {
    bools: Pair<BooleanArray>,
    ints: Pair<Int64Array>,
    uints: Pair<UInt64Array>,
    floats: Pair<Float64Array>,
    texts: Pair<UInt32Array>,
}

/// A series as the loader collects it.
#[derive(Debug)]
pub(super) struct Collected {
    pub(super) measurement: Name,
    pub(super) tags: Vec<(Name, Name)>,
    pub(super) fields: Vec<(Name, Vec<Points>)>,
}

impl Bucket {
    pub(super) fn new(
        mut collected: Vec<Collected>,
        texts: StringViewArray,
        memory: Reservation,
    ) -> Self {
        collected.sort_by(order);
        let mut columns = Building::sized(&collected);
        let series = collected
            .into_iter()
            .map(|mut series| {
                series.fields.sort_by(|(a, _), (b, _)| a.cmp(b));
                let fields = series.fields.into_iter().flat_map(|(name, parts)| {
                    parts.into_iter().map(move |points| (name.clone(), points))
                });
                Series {
                    measurement: series.measurement,
                    tags: series.tags,
                    fields: fields
                        .map(|(name, points)| Field {
                            name,
                            ty: points.ty(),
                            rows: columns.append(points),
                        })
                        .collect(),
                }
            })
            .collect();
        Self {
            series,
            columns: columns.finish(),
            texts,
            _memory: memory,
        }
    }

    /// How many series it has.
    pub fn series(&self) -> usize {
        self.series.len()
    }

    /// How many field values it has.
    pub fn values(&self) -> usize {
        let fields = self.series.iter().flat_map(|series| &series.fields);
        fields.map(|field| field.rows.len()).sum()
    }

    /// A read, as `from |> range` asks for it.
    pub fn scan(self: &Arc<Self>, scan: &Scan) -> Box<dyn Source> {
        Box::new(Read {
            bucket: Arc::clone(self),
            bounds: scan.bounds,
        })
    }

    fn times(&self, field: &Field) -> &[i64] {
        let times = match field.ty {
            Type::Bool => &self.columns.bools.0,
            Type::Int | Type::Time => &self.columns.ints.0,
            Type::UInt => &self.columns.uints.0,
            Type::Float => &self.columns.floats.0,
            Type::String => &self.columns.texts.0,
        };
        &times.values()[field.rows.clone()]
    }

    /// Time and value of some rows of the columns of a type.
    fn rows(&self, ty: Type, start: usize, length: usize) -> (Column, Column) {
        let columns = &self.columns;
        let (times, values) = match ty {
            Type::Bool => (
                &columns.bools.0,
                Column::Bool(columns.bools.1.slice(start, length)),
            ),
            Type::Int | Type::Time => (
                &columns.ints.0,
                Column::Int(columns.ints.1.slice(start, length)),
            ),
            Type::UInt => (
                &columns.uints.0,
                Column::UInt(columns.uints.1.slice(start, length)),
            ),
            Type::Float => (
                &columns.floats.0,
                Column::Float(columns.floats.1.slice(start, length)),
            ),
            Type::String => (
                &columns.texts.0,
                self.text(columns.texts.1.slice(start, length)),
            ),
        };
        (Column::Time(times.slice(start, length)), values)
    }

    /// Texts by their numbers: a dictionary only if it is small beside the rows.
    fn text(&self, keys: UInt32Array) -> Column {
        use arrow_array::Array;
        let all = Column::Dictionary(Dictionary {
            values: self.texts.clone(),
            keys,
        });
        match self.texts.len() <= all.len() {
            true => all,
            false => Column::of_type(Type::String, all.to_array()),
        }
    }
}

/// By measurement, then by tags one by one, as influxd orders series.
fn order(a: &Collected, b: &Collected) -> Ordering {
    a.measurement
        .cmp(&b.measurement)
        .then_with(|| a.tags.cmp(&b.tags))
}

struct Building {
    bools: (Vec<i64>, BooleanBufferBuilder),
    ints: (Vec<i64>, Vec<i64>),
    uints: (Vec<i64>, Vec<u64>),
    floats: (Vec<i64>, Vec<f64>),
    texts: (Vec<i64>, Vec<u32>),
}

impl Building {
    /// Room for all points, so that nothing is copied twice.
    fn sized(collected: &[Collected]) -> Self {
        let size = |ty: Type| {
            let fields = collected.iter().flat_map(|series| &series.fields);
            let parts = fields.flat_map(|(_, parts)| parts);
            let parts = parts.filter(|points| points.ty() == ty);
            parts.map(|points| points.times.len()).sum::<usize>()
        };
        let [bools, ints, uints, floats, texts] =
            [Type::Bool, Type::Int, Type::UInt, Type::Float, Type::String].map(size);
        Self {
            bools: (Vec::with_capacity(bools), BooleanBufferBuilder::new(bools)),
            ints: (Vec::with_capacity(ints), Vec::with_capacity(ints)),
            uints: (Vec::with_capacity(uints), Vec::with_capacity(uints)),
            floats: (Vec::with_capacity(floats), Vec::with_capacity(floats)),
            texts: (Vec::with_capacity(texts), Vec::with_capacity(texts)),
        }
    }

    /// Adds a field's points and says which rows they are.
    fn append(&mut self, mut points: Points) -> Range<usize> {
        points.settle();
        let times = match &points.values {
            Values::Bool(values) => {
                self.bools.1.append_slice(values);
                &mut self.bools.0
            }
            Values::Int(values) => {
                self.ints.1.extend_from_slice(values);
                &mut self.ints.0
            }
            Values::UInt(values) => {
                self.uints.1.extend_from_slice(values);
                &mut self.uints.0
            }
            Values::Float(values) => {
                self.floats.1.extend_from_slice(values);
                &mut self.floats.0
            }
            Values::Text(values) => {
                self.texts.1.extend_from_slice(values);
                &mut self.texts.0
            }
        };
        let start = times.len();
        times.extend_from_slice(&points.times);
        start..times.len()
    }

    fn finish(mut self) -> Columns {
        Columns {
            bools: Pair(
                self.bools.0.into(),
                BooleanArray::new(self.bools.1.finish(), None),
            ),
            ints: Pair(self.ints.0.into(), self.ints.1.into()),
            uints: Pair(self.uints.0.into(), self.uints.1.into()),
            floats: Pair(self.floats.0.into(), self.floats.1.into()),
            texts: Pair(
                self.texts.0.into(),
                UInt32Array::new(ScalarBuffer::from(self.texts.1), None),
            ),
        }
    }
}

/// A read of all series within bounds.
#[derive(Debug)]
struct Read {
    bucket: Arc<Bucket>,
    bounds: Bounds,
}

impl Source for Read {
    fn run(&mut self, out: &mut dyn Output) -> Result<(), Failure> {
        let mut next_id = 0;
        for series in &self.bucket.series {
            for field in &series.fields {
                let times = self.bucket.times(field);
                let first = times.partition_point(|time| *time < self.bounds.start.0);
                let end = times.partition_point(|time| *time < self.bounds.stop.0);
                if first >= end {
                    continue;
                }
                let id = TableId(next_id);
                next_id += 1;
                let rows = field.rows.start + first..field.rows.start + end;
                if self.table(out, id, series, field, rows)? == Answer::Done {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

impl Read {
    fn table(
        &self,
        out: &mut dyn Output,
        id: TableId,
        series: &Series,
        field: &Field,
        rows: Range<usize>,
    ) -> Result<Answer, Failure> {
        let names = Names::default();
        let mut key = vec![
            (names.start, Type::Time, Scalar::Time(self.bounds.start)),
            (names.stop, Type::Time, Scalar::Time(self.bounds.stop)),
            (
                names.field,
                Type::String,
                Scalar::String(field.name.clone()),
            ),
            (
                names.measurement,
                Type::String,
                Scalar::String(series.measurement.clone()),
            ),
        ];
        let tags = series.tags.iter();
        key.extend(
            tags.map(|(tag, value)| (tag.clone(), Type::String, Scalar::String(value.clone()))),
        );
        let time = (names.time, Type::Time);
        let value = (names.value, field.ty);
        let key_types = key.iter().map(|(name, ty, _)| (name.clone(), *ty));
        let mut schema: Vec<(Name, Type)> = key_types.collect();
        schema.splice(2..2, [time.clone(), value.clone()]);
        out.open(&Table {
            id,
            key: GroupKey::new(key.clone()),
            schema: Schema(schema),
        })?;
        let mut start = rows.start;
        while start < rows.end {
            let length = (rows.end - start).min(Chunk::ROWS);
            let (times, values) = self.bucket.rows(field.ty, start, length);
            let constant = |(name, ty, cell): &(Name, Type, Scalar)| {
                (name.clone(), Column::Constant(*ty, cell.clone(), length))
            };
            let mut columns: Vec<(Name, Column)> = key.iter().map(constant).collect();
            columns.splice(2..2, [(time.0.clone(), times), (value.0.clone(), values)]);
            let answer = out.push(Chunk {
                id,
                columns,
                rows: length,
            })?;
            match answer {
                Answer::More => start += length,
                Answer::TableDone => break,
                Answer::Done => return Ok(Answer::Done),
            }
        }
        out.end(id)?;
        Ok(Answer::More)
    }
}

/// The labels that every table of a bucket has.
struct Names {
    start: Name,
    stop: Name,
    time: Name,
    value: Name,
    field: Name,
    measurement: Name,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            start: "_start".into(),
            stop: "_stop".into(),
            time: "_time".into(),
            value: "_value".into(),
            field: "_field".into(),
            measurement: "_measurement".into(),
        }
    }
}

#[cfg(test)]
mod tests;
