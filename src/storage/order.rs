//! Whether points come as a bucket gives them: series by series, and each by time. Then they need
//! not be held.

use super::matching::Identity;
use crate::formats::line_protocol::Series;
use crate::table::Name;

/// Watches points go by.
#[derive(Debug)]
pub(super) struct Order {
    /// The number of the series at hand in the file at hand.
    number: Option<usize>,
    measurement: Name,
    tags: Vec<(Name, Name)>,
    time: i64,
    first: bool,
}

/// How a point follows the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// It is of the same series.
    Same,
    /// It is of the same series, whose number, or whose slots, are others now.
    Renumbered,
    /// It begins a series.
    Next,
    /// It ought to have come before.
    Disorder,
}

/// So many series need be remembered at most where none comes again.
pub(super) const REMEMBERED: usize = 1024;

impl Default for Order {
    fn default() -> Self {
        Self {
            number: None,
            measurement: "".into(),
            tags: Vec::new(),
            time: i64::MIN,
            first: true,
        }
    }
}

impl Order {
    /// Numbers of series mean others from here on.
    pub(super) fn renumbered(&mut self) {
        self.number = None;
    }

    /// Whether the point before was of the series of this number.
    #[inline]
    pub(super) fn is_at(&self, number: usize) -> bool {
        self.number == Some(number)
    }

    /// A point goes by.
    #[inline]
    pub(super) fn step(&mut self, number: usize, series: &Series, time: i64) -> Step {
        if self.is_at(number) {
            let disorder = time < self.time;
            self.time = time;
            return match disorder {
                true => Step::Disorder,
                false => Step::Same,
            };
        }
        self.other(number, series, time)
    }

    /// The series at hand.
    pub(super) fn series(&self) -> Identity<'_> {
        Identity {
            measurement: &self.measurement,
            tags: &self.tags,
        }
    }

    /// The same, as names.
    pub(super) fn names(&self) -> (&Name, &[(Name, Name)]) {
        (&self.measurement, &self.tags)
    }

    fn other(&mut self, number: usize, series: &Series, time: i64) -> Step {
        let order = self.measurement.cmp(&series.measurement);
        let order = order.then_with(|| self.tags.cmp(&series.tags));
        let step = match order {
            _ if self.first => Step::Next,
            std::cmp::Ordering::Less => Step::Next,
            std::cmp::Ordering::Equal if self.time <= time => Step::Renumbered,
            _ => return Step::Disorder,
        };
        if step == Step::Next {
            self.measurement = series.measurement.clone();
            self.tags.clone_from(&series.tags);
        }
        self.first = false;
        self.number = Some(number);
        self.time = time;
        step
    }
}
