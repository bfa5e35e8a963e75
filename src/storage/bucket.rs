//! A bucket's points in few large arrays.

use super::matching::Identity;
use super::points::{Points, Values};
use super::read::Read;
use crate::table::{Column, Dictionary, Name, Reservation, Scan, Source, Type};
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

/// What has one measurement and one set of tags.
#[derive(Debug)]
pub(super) struct Series {
    measurement: Name,
    tags: Vec<(Name, Name)>,
    /// By name, and types of one name in order of appearance.
    fields: Vec<Field>,
}

/// Points of one field and type: rows of that type's columns.
#[derive(Debug)]
pub(super) struct Field {
    name: Name,
    ty: Type,
    rows: Range<usize>,
}

impl Series {
    pub(super) fn measurement(&self) -> &Name {
        &self.measurement
    }

    /// By key.
    pub(super) fn tags(&self) -> &[(Name, Name)] {
        &self.tags
    }

    pub(super) fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// What a predicate may know of it.
    pub(super) fn identity(&self) -> Identity<'_> {
        Identity {
            measurement: &self.measurement,
            tags: &self.tags,
        }
    }
}

impl Field {
    pub(super) fn name(&self) -> &Name {
        &self.name
    }

    pub(super) fn ty(&self) -> Type {
        self.ty
    }
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

    /// A read, answered as influxd's storage does.
    pub fn scan(self: &Arc<Self>, scan: &Scan) -> Box<dyn Source> {
        Box::new(Read::new(Arc::clone(self), scan.clone()))
    }

    /// Its series, in the order in which influxd gives tables.
    pub(super) fn all_series(&self) -> &[Series] {
        &self.series
    }

    /// Which of a field's points lie within bounds, by number.
    pub(super) fn rows_within(&self, field: &Field, bounds: Bounds) -> Range<usize> {
        let times = self.times(field);
        let first = times.partition_point(|time| *time < bounds.start.0);
        let end = times.partition_point(|time| *time < bounds.stop.0);
        first..end.max(first)
    }

    /// Times and values of some of a field's points, by time.
    pub(super) fn points(&self, field: &Field, rows: Range<usize>) -> (Int64Array, Column) {
        let start = field.rows.start + rows.start;
        self.rows(field.ty, start, rows.len())
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
    fn rows(&self, ty: Type, start: usize, length: usize) -> (Int64Array, Column) {
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
        (times.slice(start, length), values)
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
