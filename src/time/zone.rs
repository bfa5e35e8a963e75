//! Time zones: Flux's `location` record, and clocks in it.

use super::duration::Duration;
use super::instant::{SECOND, Time};
use crate::diagnostic::Failure;
use jiff::Timestamp;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use std::sync::{Arc, LazyLock};

/// A zone of the IANA database and an offset that is added to its clock. A clock time is held as
/// the [`Time`] at which UTC would show it.
#[derive(Clone, Debug)]
pub struct Zone {
    name: Arc<str>,
    offset: Duration,
    /// None is UTC.
    rules: Option<TimeZone>,
}

impl Zone {
    /// A zone by its name, for example `Europe/Berlin`; an error if there is none of that name.
    pub fn new(name: &str, offset: Duration) -> Result<Self, Failure> {
        let rules = match name {
            "UTC" | "" => None,
            _ => Some(rules(name)?),
        };
        Ok(Self {
            name: name.into(),
            offset,
            rules,
        })
    }

    /// UTC.
    pub fn utc() -> Self {
        static NAME: LazyLock<Arc<str>> = LazyLock::new(|| "UTC".into());
        Self {
            name: NAME.clone(),
            offset: Duration::ZERO,
            rules: None,
        }
    }

    /// Its name as written.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What is added to the zone's clock.
    pub fn offset(&self) -> Duration {
        self.offset
    }

    /// Whether it is UTC, apart from the offset.
    pub fn is_utc(&self) -> bool {
        self.rules.is_none()
    }

    /// What the zone's clock shows at `time`, the offset left aside.
    pub fn clock_at(&self, time: Time) -> Time {
        let Some(rules) = &self.rules else {
            return time;
        };
        let offset = rules.to_offset(timestamp(time));
        Time(time.0.saturating_add(nanoseconds(offset)))
    }

    /// When the zone's clock shows `clock`, the offset left aside: the first time if it does so
    /// twice; the moment at which it skips `clock` if it never does.
    pub fn time_of_clock(&self, clock: Time) -> Time {
        let Some(rules) = &self.rules else {
            return clock;
        };
        let shown = Offset::UTC.to_datetime(timestamp(clock));
        let offset = match rules.to_ambiguous_timestamp(shown).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset,
            AmbiguousOffset::Fold { before, .. } => before,
            AmbiguousOffset::Gap { after, .. } => {
                let before_gap = Time(clock.0.saturating_sub(nanoseconds(after)));
                let skipped = rules.following(timestamp(before_gap)).next();
                if let Some(transition) = skipped {
                    let moment = transition.timestamp().as_nanosecond();
                    return i64::try_from(moment).map_or(clock, Time);
                }
                after
            }
        };
        Time(clock.0.saturating_sub(nanoseconds(offset)))
    }

    /// What the clock shows at `time`, the offset included: what the parts of a date are taken of.
    pub fn local(&self, time: Time) -> Time {
        self.clock_at(time).saturating_add(self.offset)
    }

    /// Adds a duration by the zone's calendar and clock, so that a day is from midnight to
    /// midnight; hours go by the clock on the wall too.
    pub fn add(&self, time: Time, duration: Duration) -> Result<Time, Failure> {
        let clock = self.clock_at(time.plus(self.offset)?).plus(duration)?;
        self.time_of_clock(clock).plus(self.offset.negate())
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::utc()
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.offset == other.offset
    }
}

impl Eq for Zone {}

fn rules(name: &str) -> Result<TimeZone, Failure> {
    let unknown = || {
        Failure::new(
            "flux::time::unknown_zone",
            format!("unknown time zone {name}"),
        )
        .help("zones have the names of the IANA database, like `Europe/Berlin` or `UTC`")
    };
    let rules = TimeZone::get(name).map_err(|_| unknown())?;
    // The database is searched without regard to case, which scripts must not come to rely on.
    match rules.iana_name() {
        Some(found) if found == name => Ok(rules),
        Some(found) => Err(unknown().help(format!("did you mean `{found}`?"))),
        None => Err(unknown()),
    }
}

fn timestamp(time: Time) -> Timestamp {
    Timestamp::from_nanosecond(i128::from(time.0))
        .expect("64 bits of nanoseconds are within the years that jiff knows")
}

fn nanoseconds(offset: Offset) -> i64 {
    i64::from(offset.seconds()) * SECOND
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Time {
        Time::parse(text).unwrap()
    }

    #[test]
    fn clock_times_are_found() {
        let check = |zone, clock, expected| {
            let zone = Zone::new(zone, Duration::ZERO).unwrap();
            let found = zone.time_of_clock(time(clock));
            assert_eq!(found, time(expected), "{clock}");
        };
        check(
            "America/Phoenix",
            "2017-09-03T12:00:00Z",
            "2017-09-03T12:00:00-07:00",
        );
        check(
            "America/Denver",
            "2017-09-03T12:00:00Z",
            "2017-09-03T12:00:00-06:00",
        );
        check(
            "Asia/Kolkata",
            "2017-09-03T12:00:00Z",
            "2017-09-03T12:00:00+05:30",
        );
        // Skipped, and shown twice.
        check(
            "America/Los_Angeles",
            "2017-03-12T02:30:00Z",
            "2017-03-12T03:00:00-07:00",
        );
        check(
            "America/Los_Angeles",
            "2017-11-05T01:30:00Z",
            "2017-11-05T01:30:00-07:00",
        );
        check(
            "Australia/Sydney",
            "2017-10-01T02:30:00Z",
            "2017-10-01T03:00:00+11:00",
        );
        check(
            "Australia/Sydney",
            "2017-04-02T02:30:00Z",
            "2017-04-02T02:30:00+11:00",
        );
        // Samoa skipped a whole day.
        check(
            "Pacific/Apia",
            "2011-12-30T06:00:00Z",
            "2011-12-31T00:00:00+14:00",
        );
        check(
            "Pacific/Apia",
            "2011-12-30T18:00:00Z",
            "2011-12-31T00:00:00+14:00",
        );
        check("UTC", "2011-12-30T18:00:00Z", "2011-12-30T18:00:00Z");
    }

    #[test]
    fn adding_goes_by_the_wall_clock() {
        let zone = Zone::new("America/New_York", Duration::ZERO).unwrap();
        let check = |start, duration, expected| {
            let duration = Duration::parse(duration).unwrap();
            let sum = zone.add(time(start), duration).unwrap();
            assert_eq!(sum, time(expected), "{start} {duration}");
        };
        check("2024-03-09T12:00:00Z", "1d", "2024-03-10T11:00:00Z");
        check("2024-03-09T12:00:00Z", "24h", "2024-03-10T11:00:00Z");
        check("2024-02-10T12:00:00Z", "1mo", "2024-03-10T11:00:00Z");
        check("2024-03-31T02:00:00Z", "-1mo", "2024-03-01T03:00:00Z");
        check("2024-11-03T17:00:00Z", "-1d", "2024-11-02T16:00:00Z");
    }

    #[test]
    fn unknown_zones_are_errors() {
        for name in ["Mars/Olympus", "europe/berlin", "../etc/passwd"] {
            let failure = Zone::new(name, Duration::ZERO).unwrap_err();
            assert_eq!(failure.message, format!("unknown time zone {name}"));
        }
    }

    #[test]
    fn the_ends_of_time_are_safe() {
        let zone = Zone::new("Asia/Tokyo", Duration::ZERO).unwrap();
        for end in [Time::MIN, Time::MAX] {
            zone.time_of_clock(end);
            zone.clock_at(end);
        }
    }
}
