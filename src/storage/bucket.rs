//! A bucket's points in blocks, by series and field.

use super::matching::Identity;
use super::points::{Block, Points};
use super::read::Read;
use crate::table::{Column, Name, Reservation, Scan, Source, Type};
use crate::time::Bounds;
use arrow_array::{Int64Array, StringViewArray};
use std::cmp::Ordering;
use std::sync::Arc;

/// All points of a bucket, by series, field, type and time. It does not change any more.
#[derive(Debug)]
pub struct Bucket {
    /// In the order in which influxd gives tables.
    series: Vec<Series>,
    texts: StringViewArray,
    /// Holds on to the memory as long as the bucket is there.
    _memory: Reservation,
}

/// What has one measurement and one set of tags.
#[derive(Debug)]
pub(super) struct Series {
    measurement: Name,
    tags: Vec<(Name, Name)>,
    /// By name, and types of one name in their own order.
    fields: Vec<Field>,
}

/// Points of one field and type, by time; no two have the same.
#[derive(Debug)]
pub(super) struct Field {
    name: Name,
    ty: Type,
    blocks: Box<[Block]>,
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

/// A series as the loader collects it.
#[derive(Debug)]
pub(super) struct Collected {
    pub(super) measurement: Name,
    pub(super) tags: Vec<(Name, Name)>,
    /// With the numbers of their points, a part for each type.
    pub(super) fields: Vec<(Name, Vec<usize>)>,
}

impl Bucket {
    pub(super) fn new(
        mut collected: Vec<Collected>,
        points: Vec<Points>,
        texts: StringViewArray,
        memory: Reservation,
    ) -> Self {
        collected.sort_by(order);
        let mut points: Vec<Option<Points>> = points.into_iter().map(Some).collect();
        let series = collected.into_iter().map(|mut series| {
            series.fields.sort_by(|(a, _), (b, _)| a.cmp(b));
            let mut fields: Vec<Field> = Vec::with_capacity(series.fields.len());
            for (name, parts) in series.fields {
                let parts = parts.into_iter().filter_map(|part| points[part].take());
                let mut parts: Vec<Points> = parts.collect();
                parts.sort_by_key(Points::ty);
                fields.extend(parts.into_iter().map(|points| Field {
                    name: name.clone(),
                    ty: points.ty(),
                    blocks: points.settle(),
                }));
            }
            for index in 1..fields.len() {
                let (before, rest) = fields.split_at_mut(index);
                let before = before.last().into_iter().flat_map(|field| &field.blocks);
                let blocks = rest.first_mut().into_iter();
                for (block, before) in blocks.flat_map(|field| &mut field.blocks).zip(before) {
                    block.share(before);
                }
            }
            Series {
                measurement: series.measurement,
                tags: series.tags,
                fields,
            }
        });
        Self {
            series: series.collect(),
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
        let blocks = fields.flat_map(|field| &field.blocks);
        blocks.map(Block::len).sum()
    }

    /// A read, answered as influxd's storage does.
    pub fn scan(self: &Arc<Self>, scan: &Scan) -> Box<dyn Source> {
        Box::new(Read::new(Arc::clone(self), scan.clone()))
    }

    /// Its series, in the order in which influxd gives tables.
    pub(super) fn all_series(&self) -> &[Series] {
        &self.series
    }

    /// Times and values of a field's points within bounds, piece by piece, by time. No piece is
    /// empty, or longer than a chunk.
    pub(super) fn pieces(
        &self,
        field: &Field,
        bounds: Bounds,
    ) -> impl DoubleEndedIterator<Item = (Int64Array, Column)> {
        let blocks = field.blocks.iter();
        let blocks = blocks.map(move |block| (block, block.within(bounds)));
        let blocks = blocks.filter(|(_, rows)| !rows.is_empty());
        blocks.map(|(block, rows)| block.rows(rows, field.ty, &self.texts))
    }
}

impl Field {
    /// How many points lie within bounds.
    pub(super) fn count(&self, bounds: Bounds) -> usize {
        let blocks = self.blocks.iter();
        blocks.map(|block| block.within(bounds).len()).sum()
    }

    /// Whether points lie within bounds.
    pub(super) fn is_within(&self, bounds: Bounds) -> bool {
        let mut blocks = self.blocks.iter();
        blocks.any(|block| !block.within(bounds).is_empty())
    }
}

/// By measurement, then by tags one by one, as influxd orders series.
fn order(a: &Collected, b: &Collected) -> Ordering {
    a.measurement
        .cmp(&b.measurement)
        .then_with(|| a.tags.cmp(&b.tags))
}
