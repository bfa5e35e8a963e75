//! Which points of files are asked for, so that others need not be held.

use super::matching::{Identity, Matching, excludes, matching};
use super::read::shards::covering;
use crate::table::{Predicate, Scan};
use crate::time::{Bounds, Time};

/// What one or several scans ask for, and perhaps more.
#[derive(Clone, Debug)]
pub struct Selection {
    bounds: Bounds,
    /// One of them must hold; none if all series are wanted.
    predicates: Option<Vec<Predicate>>,
}

impl Selection {
    /// Everything.
    pub fn all() -> Self {
        Self {
            bounds: Bounds::ALL,
            predicates: None,
        }
    }

    /// What some scans ask for; nothing if there are none.
    pub fn of<'a>(scans: impl IntoIterator<Item = &'a Scan>) -> Self {
        let nothing = Self {
            bounds: Bounds::new(Time::MAX, Time::MIN),
            predicates: Some(Vec::new()),
        };
        scans.into_iter().fold(nothing, |so_far, scan| {
            let bounds = reach(scan);
            // The index knows of all series.
            let predicate = scan.predicate.clone().filter(|_| scan.index.is_none());
            let both = so_far.predicates.zip(predicate);
            Self {
                bounds: Bounds {
                    start: so_far.bounds.start.min(bounds.start),
                    stop: so_far.bounds.stop.max(bounds.stop),
                },
                predicates: both.map(|(mut predicates, predicate)| {
                    predicates.push(predicate);
                    predicates
                }),
            }
        })
    }

    /// Whether it has surely all that a scan asks for.
    pub fn covers(&self, scan: &Scan) -> bool {
        let bounds = reach(scan);
        self.predicates.is_none()
            && self.bounds.start <= bounds.start
            && bounds.stop <= self.bounds.stop
    }

    pub(super) fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// Whether no point of a series is asked for.
    pub(super) fn excludes(&self, series: Identity<'_>) -> bool {
        let predicates = self.predicates.as_ref();
        predicates.is_some_and(|all| all.iter().all(|predicate| excludes(predicate, series)))
    }

    /// Whether no point of a field is asked for.
    pub(super) fn excludes_field(&self, series: Identity<'_>, field: &str) -> bool {
        let none = |predicate| matches!(matching(predicate, series, field), Matching::None);
        let predicates = self.predicates.as_ref();
        predicates.is_some_and(|all| all.iter().all(none))
    }
}

/// The points that an answer depends on, by time.
fn reach(scan: &Scan) -> Bounds {
    match (&scan.index, &scan.aggregate) {
        (Some(_), _) => Bounds::ALL,
        // What an aggregate minds about the types of values, it minds in whole shards.
        (None, Some(_)) => covering(scan.bounds),
        (None, None) => scan.bounds,
    }
}

#[cfg(test)]
mod tests {
    use super::super::matching::testing::compare;
    use super::*;
    use crate::table::{Aggregate, Aggregation, Comparison, Index};

    #[test]
    fn what_a_scan_depends_on_is_selected() {
        let range = Scan::of(Bounds::new(Time(10), Time(20)));
        let tag = Scan {
            predicate: Some(compare("a", Comparison::Equal, "1")),
            ..Scan::of(Bounds::new(Time(15), Time(30)))
        };
        let count = Scan {
            aggregate: Some(Aggregation {
                function: Aggregate::Count,
                windows: None,
            }),
            ..range.clone()
        };
        let index = Scan {
            index: Some(Index::TagKeys),
            ..tag.clone()
        };
        let tags = [("a".into(), "2".into())];
        let other = Identity {
            measurement: "m",
            tags: &tags,
        };
        assert!(Selection::of([&tag, &tag]).excludes(other));
        assert!(Selection::of([&tag]).excludes_field(other, "f"));
        assert!(!Selection::of([&tag, &range]).excludes(other));
        assert_eq!(
            Selection::of([&tag, &range]).bounds(),
            Bounds::new(Time(10), Time(30))
        );
        assert!(Selection::of([&range]).covers(&range));
        assert!(!Selection::of([&range]).covers(&count));
        assert!(Selection::of([&count]).covers(&range));
        assert!(!Selection::of([&tag]).covers(&tag));
        assert!(!Selection::of([&index]).excludes(other));
        assert!(Selection::of([&index]).covers(&count));
        assert!(Selection::all().covers(&index));
    }
}
