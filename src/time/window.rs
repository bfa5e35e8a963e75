//! Windows: an endless series of stretches of time, one every so often.
//!
//! Window `i` begins at `origin + every * i` and lasts `period`; a negative period lets it end
//! there instead. All of this happens on the clock of the zone, so that a day is a local day
//! whatever its length. Starts and stops never decrease with `i`, which makes the windows that
//! contain an instant a range of indices.

use super::bounds::Bounds;
use super::duration::Duration;
use super::instant::Time;
use super::zone::Zone;
use crate::diagnostic::Failure;
use std::ops::Range;

/// A series of windows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    every: Step,
    period: Duration,
    /// Where window 0 begins, on the zone's clock.
    origin: Time,
    zone: Zone,
    /// Whether one window begins where the one before it ends.
    tiles: bool,
}

/// The distance between the starts of two windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Nanoseconds(i64),
    Months(i64),
    Infinite,
}

impl Window {
    /// Windows of length `period` that begin at multiples of `every` after 1970 plus `offset`, by
    /// the clock of `zone`. `every` must be positive, and months or nanoseconds, not both.
    pub fn new(
        every: Duration,
        period: Duration,
        offset: Duration,
        zone: Zone,
    ) -> Result<Self, Failure> {
        let invalid = |message: String| Failure::new("flux::time::invalid_window", message);
        if every.is_zero() {
            let message = "duration used as an interval cannot be zero".into();
            return Err(invalid(message).help("write how far apart windows begin, like `1h`"));
        }
        if every.is_mixed() {
            let message = format!(
                "duration used as an interval cannot mix month and nanosecond units: {every}"
            );
            return Err(invalid(message).help("use only y and mo, or only w and smaller units"));
        }
        if every.is_negative() {
            return Err(invalid(format!(
                "duration used as an interval cannot be negative: {every}"
            )));
        }
        let step = match (every.months, every.nanoseconds) {
            _ if every.is_infinite() => Step::Infinite,
            (0, nanoseconds) => Step::Nanoseconds(nanoseconds),
            (months, _) => Step::Months(months),
        };
        Ok(Self {
            every: step,
            period,
            origin: Time(0).plus(zone.offset().negate())?.plus(offset)?,
            zone,
            tiles: every == period,
        })
    }

    /// Whether there is but one window, which covers everything (`every: inf`).
    pub fn is_infinite(&self) -> bool {
        self.every == Step::Infinite
    }

    /// The latest window that begins at or before `time`, or for a negative period ends there.
    /// It contains `time` unless the period leaves gaps.
    pub fn window_of(&self, time: Time) -> Bounds {
        self.bounds(self.index_of(time))
    }

    /// All windows that contain `time`, in order.
    pub fn windows_of(&self, time: Time) -> impl Iterator<Item = Bounds> + '_ {
        self.indices_of(time).map(|index| self.bounds(index))
    }

    /// All windows of which a part lies within `bounds`, in order, not clipped; for `every: inf`
    /// the bounds themselves.
    pub fn windows_within(&self, bounds: Bounds) -> impl Iterator<Item = Bounds> + '_ {
        let indices = self.indices_within(bounds);
        indices
            .map(move |index| match self.every {
                Step::Infinite => bounds,
                _ => self.bounds(index),
            })
            // A window may be empty: the hour that a clock skips.
            .filter(|window| !window.is_empty())
    }

    /// The stretch that window `index` covers.
    pub fn bounds(&self, index: i64) -> Bounds {
        if self.is_infinite() {
            return Bounds::ALL;
        }
        let clamp = |edge: i128| Time(edge.clamp(i64::MIN.into(), i64::MAX.into()) as i64);
        Bounds {
            start: clamp(self.start(index)),
            stop: clamp(self.stop(index)),
        }
    }

    /// The index of the latest window that begins at or before `time`, or for a negative period
    /// ends there.
    pub fn index_of(&self, time: Time) -> i64 {
        let clock = self.zone.clock_at(time);
        let guess = match self.every {
            Step::Infinite => return 0,
            Step::Nanoseconds(every) if self.zone.is_utc() => {
                return divide(clock, self.origin, every);
            }
            Step::Nanoseconds(every) => divide(clock, self.origin, every),
            Step::Months(every) => {
                let months = clock.months_since_epoch() - self.origin.months_since_epoch();
                months.div_euclid(every)
            }
        };
        last_where(guess, |index| {
            self.edge(index, Duration::ZERO) <= i128::from(time.0)
        })
    }

    /// The indices of all windows that contain `time`.
    ///
    /// Windows are taken to end in the order in which they begin. Where a period of months stands
    /// on windows that are shorter (`every: 1h, period: 8mo`), a month's end may break that order:
    /// then windows that ended up to three days before `time` may be among these.
    pub fn indices_of(&self, time: Time) -> Range<i64> {
        let latest = self.index_of(time);
        // Month windows that begin on a late day end early in the months that lack it. What then
        // lies between two windows still belongs to the first: nothing is lost.
        if self.tiles || self.is_infinite() {
            return latest..latest + 1;
        }
        self.indices_meeting(time, i128::from(time.0), latest)
    }

    /// The indices of all windows of which a part lies within `bounds`.
    pub fn indices_within(&self, bounds: Bounds) -> Range<i64> {
        if bounds.is_empty() {
            return 0..0;
        }
        if self.is_infinite() {
            return 0..1;
        }
        let guess = self.index_of(bounds.start);
        self.indices_meeting(bounds.start, i128::from(bounds.stop.0) - 1, guess)
    }

    /// The indices of the windows that end after `first` and begin no later than `last`.
    fn indices_meeting(&self, first: Time, last: i128, guess: i64) -> Range<i64> {
        let before = last_where(guess, |index| self.stop(index) <= i128::from(first.0));
        let until = last_where(guess, |index| self.start(index) <= last);
        before + 1..until + 1
    }

    fn start(&self, index: i64) -> i128 {
        let after = if self.period.is_negative() {
            self.period
        } else {
            Duration::ZERO
        };
        self.edge(index, after)
    }

    fn stop(&self, index: i64) -> i128 {
        let after = if self.period.is_negative() {
            Duration::ZERO
        } else {
            self.period
        };
        self.edge(index, after)
    }

    /// The instant `after` the origin of window `index`, in nanoseconds; what is out of range is
    /// further than any time.
    fn edge(&self, index: i64, after: Duration) -> i128 {
        let far = |backwards| if backwards { i128::MIN } else { i128::MAX };
        let origin = match self.every {
            Step::Infinite => Some(self.origin),
            Step::Nanoseconds(every) => every
                .checked_mul(index)
                .and_then(|distance| self.origin.0.checked_add(distance))
                .map(Time),
            Step::Months(every) => every
                .checked_mul(index)
                .and_then(|distance| self.origin.add_months(distance)),
        };
        let Some(origin) = origin else {
            return far(index < 0);
        };
        match origin.checked_add(after) {
            Some(clock) => i128::from(self.zone.time_of_clock(clock).0),
            None => far(after.negative),
        }
    }
}

impl Time {
    /// The start of the window of length `unit` that contains this, as `date.truncate` has it.
    pub fn truncate(self, unit: Duration, zone: Zone) -> Result<Self, Failure> {
        let windows = Window::new(unit, unit, Duration::ZERO, zone)?;
        Ok(windows.window_of(self).start)
    }
}

/// How many whole steps `time` is after `origin`, rounded down.
fn divide(time: Time, origin: Time, step: i64) -> i64 {
    match time.0.checked_sub(origin.0) {
        Some(distance) => distance.div_euclid(step),
        None => {
            let distance = i128::from(time.0) - i128::from(origin.0);
            let steps = distance.div_euclid(i128::from(step));
            steps.clamp(i64::MIN.into(), i64::MAX.into()) as i64
        }
    }
}

/// The last index for which `holds`, which holds up to some index and not beyond. Steps of
/// doubling size lead away from the guess, so that a good guess takes two looks.
fn last_where(guess: i64, holds: impl Fn(i64) -> bool) -> i64 {
    let mut step: i64 = 1;
    let (mut yes, mut no);
    if holds(guess) {
        (yes, no) = (guess, guess.saturating_add(1));
        while no < i64::MAX && holds(no) {
            yes = no;
            step = step.saturating_mul(2);
            no = no.saturating_add(step);
        }
    } else {
        (yes, no) = (guess.saturating_sub(1), guess);
        while yes > i64::MIN && !holds(yes) {
            no = yes;
            step = step.saturating_mul(2);
            yes = yes.saturating_sub(step);
        }
    }
    while no - yes > 1 {
        let middle = yes + (no - yes) / 2;
        if holds(middle) {
            yes = middle;
        } else {
            no = middle;
        }
    }
    yes
}

#[cfg(test)]
mod tests;
