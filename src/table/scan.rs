//! What a bucket is asked: plain data, filled in by the plan.

use crate::time::Time;

/// From `start` up to, and without, `stop`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bounds {
    /// The first instant inside.
    pub start: Time,
    /// The first instant after.
    pub stop: Time,
}

impl Bounds {
    /// Whether an instant lies inside.
    pub fn contains(&self, time: Time) -> bool {
        self.start <= time && time < self.stop
    }

    /// What lies in both.
    pub fn intersect(&self, other: &Self) -> Self {
        let start = self.start.max(other.start);
        let stop = self.stop.min(other.stop).max(start);
        Self { start, stop }
    }
}

/// A read of a bucket.
#[derive(Clone, Debug, PartialEq)]
pub struct Scan {
    /// Which points, by time.
    pub bounds: Bounds,
}
