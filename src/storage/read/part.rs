//! The parts of a bucket that a read takes: fields of series, and which of their points.

use super::fold::Fold;
use super::labels::Labels;
use crate::storage::bucket::{Bucket, Field, Series};
use crate::storage::matching::{Matching, Test, excludes, matching};
use crate::table::{Aggregate, Column, GroupKey, Name, Predicate, Scan, Type};
use crate::time::Bounds;
use arrow_array::Int64Array;

/// Points of one field of one series.
pub(super) struct Part<'a> {
    bucket: &'a Bucket,
    pub(super) series: &'a Series,
    pub(super) field: &'a Field,
    test: Option<Test>,
}

/// Some points of a part, by time.
pub(super) struct Piece {
    pub(super) times: Int64Array,
    pub(super) values: Column,
}

/// All parts of which a predicate leaves something, in the order in which influxd gives tables.
pub(super) fn parts<'a>(
    bucket: &'a Bucket,
    predicate: Option<&'a Predicate>,
) -> impl Iterator<Item = Part<'a>> {
    let wanted = move |series: &&Series| {
        predicate.is_none_or(|predicate| !excludes(predicate, series.identity()))
    };
    let series = bucket.all_series().iter().filter(wanted);
    series.flat_map(move |series| {
        series.fields().iter().filter_map(move |field| {
            let matching = predicate.map_or(Matching::All, |predicate| {
                matching(predicate, series.identity(), field.name())
            });
            let test = match matching {
                Matching::None => return None,
                Matching::All => None,
                Matching::Where(test) => Some(test),
            };
            Some(Part {
                bucket,
                series,
                field,
                test,
            })
        })
    })
}

/// All parts that a scan asks for, in the order in which it wants their tables.
pub(super) fn ordered_parts<'a>(
    bucket: &'a Bucket,
    scan: &'a Scan,
    labels: &Labels,
) -> Vec<Part<'a>> {
    let mut parts: Vec<Part<'a>> = parts(bucket, scan.predicate.as_ref()).collect();
    if scan.by_key {
        parts
            .sort_by_cached_key(|part| GroupKey::new(labels.key(scan.bounds, &part.texts(labels))));
    }
    parts
}

impl Part<'_> {
    pub(super) fn ty(&self) -> Type {
        self.field.ty()
    }

    /// Field, measurement and tags by label, as storage orders columns.
    pub(super) fn texts(&self, labels: &Labels) -> Vec<(Name, Name)> {
        let series = self.series;
        labels.texts(series.measurement(), series.tags(), self.field.name())
    }

    /// Its points within bounds, a chunk's rows at a time; none without points.
    pub(super) fn pieces(&self, bounds: Bounds) -> impl DoubleEndedIterator<Item = Piece> + '_ {
        let pieces = self.bucket.pieces(self.field, bounds);
        pieces.filter_map(|(times, values)| {
            let piece = Piece { times, values };
            match &self.test {
                None => Some(piece),
                Some(test) => piece.tested(test),
            }
        })
    }

    /// Adds its points within bounds to an aggregate, as few of them as that takes, and says
    /// whether one of these is now the chosen one.
    pub(super) fn fold(&self, bounds: Bounds, fold: &mut Fold) -> bool {
        let mut pieces = self.pieces(bounds);
        let decisive = match fold.function() {
            Aggregate::Count if self.test.is_none() => {
                fold.add_count(self.field.count(bounds));
                return false;
            }
            Aggregate::First => pieces.next(),
            Aggregate::Last => pieces.next_back(),
            _ => {
                let mut chosen = false;
                for piece in pieces {
                    chosen |= fold.add(&piece, 0..piece.values.len());
                }
                return chosen;
            }
        };
        decisive.is_some_and(|piece| fold.add(&piece, 0..piece.values.len()))
    }

    /// Whether it has points within bounds, whatever their values.
    pub(super) fn is_within(&self, bounds: Bounds) -> bool {
        self.field.is_within(bounds)
    }

    /// Whether it has points within bounds.
    pub(super) fn has_points(&self, bounds: Bounds) -> bool {
        match self.test {
            None => self.is_within(bounds),
            Some(_) => self.pieces(bounds).next().is_some(),
        }
    }
}

impl Piece {
    /// The points that pass; none if there are none.
    fn tested(self, test: &Test) -> Option<Self> {
        let mask = test.mask(&self.values);
        match mask.true_count() {
            0 => None,
            all if all == mask.len() => Some(self),
            _ => Some(Self {
                times: Column::Time(self.times).filter(&mask).ints()?,
                values: self.values.filter(&mask),
            }),
        }
    }
}
