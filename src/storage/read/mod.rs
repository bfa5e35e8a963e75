//! Reads of a bucket, as influxd's storage answers them: what came right behind `from` is done
//! here, series by series, with storage's rules.
//!
//! The order of tables, rows and columns is upstream's (influxdb, storage/flux and storage/reads).

mod fold;
mod grouped;
mod index;
pub(super) mod labels;
mod part;
mod plain;
pub(super) mod shards;
mod windowed;

use super::bucket::Bucket;
use crate::diagnostic::Failure;
use crate::table::{Output, Scan, Source};
use std::sync::Arc;

/// A read of a bucket.
#[derive(Debug)]
pub(super) struct Read {
    bucket: Arc<Bucket>,
    scan: Scan,
}

impl Read {
    pub(super) fn new(bucket: Arc<Bucket>, scan: Scan) -> Self {
        Self { bucket, scan }
    }
}

impl Source for Read {
    fn run(&mut self, out: &mut dyn Output) -> Result<(), Failure> {
        let Self { bucket, scan } = self;
        if let Some(index) = &scan.index {
            return index::answer(bucket, scan, index, out);
        }
        match (&scan.group, &scan.aggregate) {
            (None, None) => plain::answer(bucket, scan, out),
            (None, Some(aggregation)) => windowed::answer(bucket, scan, aggregation, out),
            (Some(grouping), aggregation) => {
                let function = aggregation.as_ref().map(|aggregation| aggregation.function);
                grouped::answer(bucket, scan, grouping, function, out)
            }
        }
    }
}

#[cfg(test)]
mod tests;
