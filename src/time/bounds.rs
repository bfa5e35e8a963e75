//! A stretch of time: what `range` selects and what a window covers.

use super::instant::Time;

/// From `start` up to, but without, `stop`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bounds {
    /// The first instant within.
    pub start: Time,
    /// The first instant after.
    pub stop: Time,
}

impl Bounds {
    /// All of time, but for its last nanosecond.
    pub const ALL: Self = Self {
        start: Time::MIN,
        stop: Time::MAX,
    };

    /// Bounds from their ends.
    pub const fn new(start: Time, stop: Time) -> Self {
        Self { start, stop }
    }

    /// Whether nothing is within.
    pub fn is_empty(self) -> bool {
        self.start >= self.stop
    }

    /// Whether an instant is within.
    pub fn contains(self, time: Time) -> bool {
        self.start <= time && time < self.stop
    }

    /// What both have in common, if that is anything.
    pub fn intersection(self, other: Self) -> Option<Self> {
        let common = Self {
            start: self.start.max(other.start),
            stop: self.stop.min(other.stop),
        };
        (!common.is_empty()).then_some(common)
    }

    /// The part of a window that lies within these bounds; the bounds themselves if they do not
    /// meet, which is where upstream puts rows from outside the range.
    pub fn clip(self, window: Self) -> Self {
        self.intersection(window).unwrap_or(self)
    }
}
