//! Shards: influxd holds the points of a week together, and what its index knows, it knows of
//! whole shards.

use crate::time::{Bounds, Time};

/// A week: the length of a shard in a bucket without an end of retention.
const SHARD: i64 = 7 * 24 * 3_600_000_000_000;

/// Shards begin on Mondays; 1970 began on a Thursday.
const FIRST: i64 = -3 * 24 * 3_600_000_000_000;

/// The time that the shards cover which a range touches. One that begins where the range stops
/// is touched, too.
pub(in crate::storage) fn covering(range: Bounds) -> Bounds {
    let begin = |time: Time| {
        let from_first = i128::from(time.0) - i128::from(FIRST);
        i128::from(FIRST) + from_first.div_euclid(SHARD.into()) * i128::from(SHARD)
    };
    let time = |nanoseconds: i128| Time(nanoseconds.clamp(i64::MIN.into(), i64::MAX.into()) as i64);
    Bounds::new(
        time(begin(range.start)),
        time(begin(range.stop) + i128::from(SHARD)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_mondays() {
        let hour = 3_600_000_000_000;
        // 2024-03-04 is a Monday.
        let monday = 1_709_510_400_000_000_000;
        let covered = covering(Bounds::new(Time(monday + hour), Time(monday + 2 * hour)));
        assert_eq!(covered, Bounds::new(Time(monday), Time(monday + SHARD)));
        let touching = covering(Bounds::new(Time(monday - 1), Time(monday)));
        let both = Bounds::new(Time(monday - SHARD), Time(monday + SHARD));
        assert_eq!(touching, both);
        assert_eq!(covering(Bounds::ALL), Bounds::ALL);
    }
}
