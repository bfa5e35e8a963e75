//! What a bucket is asked: plain data, filled in by the plan.

use crate::time::Bounds;

/// A read of a bucket.
#[derive(Clone, Debug, PartialEq)]
pub struct Scan {
    /// Which points, by time.
    pub bounds: Bounds,
}
