//! Times moved and truncated by the calendar.

use crate::diagnostic::Failure;
use crate::stdlib::location::{zone, zone_or_option};
use crate::stdlib::timeable::calendar_instant;
use crate::time::{Duration, Time, Zone};
use crate::value::{Context, Record, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Adds a duration to a time, by the calendar and the clock of the zone.
#[builtin(since = "0.162.0", constraints = "T: Timeable", pure)]
pub fn add(
    #[context] cx: &Context,
    /// The duration to add.
    d: Duration,
    /// The time, or a duration from now.
    #[ty("T")]
    to: Value,
    /// The time zone; the option `location` if left out.
    #[ty("{zone: string, offset: duration}")]
    location: Option<Arc<Record>>,
) -> Result<Time, Failure> {
    zone_or_option(cx, location)?.add(calendar_instant(cx, "to", &to)?, d)
}

/// Adds a duration to a time, by the calendar and the clock of a zone.
#[builtin(name = "_add", since = "0.162.0", constraints = "T: Timeable", pure)]
pub fn add_in(
    #[context] cx: &Context,
    /// The duration to add.
    d: Duration,
    /// The time, or a duration from now.
    #[ty("T")]
    to: Value,
    /// The time zone.
    #[ty("{zone: string, offset: duration}")]
    location: Arc<Record>,
) -> Result<Time, Failure> {
    add(cx, d, to, Some(location))
}

/// Takes a duration from a time, by the calendar and the clock of the zone.
#[builtin(since = "0.162.0", constraints = "T: Timeable", pure)]
pub fn sub(
    #[context] cx: &Context,
    /// The duration to take away.
    d: Duration,
    /// The time, or a duration from now.
    #[ty("T")]
    from: Value,
    /// The time zone; the option `location` if left out.
    #[ty("{zone: string, offset: duration}")]
    location: Option<Arc<Record>>,
) -> Result<Time, Failure> {
    zone_or_option(cx, location)?.add(calendar_instant(cx, "from", &from)?, d.negate())
}

/// Takes a duration from a time, by the calendar and the clock of a zone.
#[builtin(name = "_sub", since = "0.162.0", constraints = "T: Timeable", pure)]
pub fn sub_in(
    #[context] cx: &Context,
    /// The duration to take away.
    d: Duration,
    /// The time, or a duration from now.
    #[ty("T")]
    from: Value,
    /// The time zone.
    #[ty("{zone: string, offset: duration}")]
    location: Arc<Record>,
) -> Result<Time, Failure> {
    sub(cx, d, from, Some(location))
}

/// Multiplies a duration.
#[builtin(pure)]
pub fn scale(
    /// The duration.
    d: Duration,
    /// How often to take it.
    n: i64,
) -> Result<Duration, Failure> {
    d.scale(n).ok_or_else(|| {
        let message = format!("{n} times {d} is out of range");
        Failure::new("flux::time::out_of_range", message)
            .help("a duration holds up to 292 years, besides its calendar months")
    })
}

/// The time itself, or the time that is a duration away from now; moved to the clock of the zone.
#[builtin(since = "0.172.0", constraints = "T: Timeable", pure)]
pub fn time(
    #[context] cx: &Context,
    /// The time, or a duration from now.
    #[ty("T")]
    t: Value,
    /// The time zone; the option `location` if left out.
    #[ty("{zone: string, offset: duration}")]
    location: Option<Arc<Record>>,
) -> Result<Time, Failure> {
    let zone = zone_or_option(cx, location)?;
    Ok(zone.local(calendar_instant(cx, "t", &t)?))
}

/// The time itself, or the time that is a duration away from now; moved to the clock of a zone.
#[builtin(name = "_time", since = "0.172.0", constraints = "T: Timeable", pure)]
pub fn time_in(
    #[context] cx: &Context,
    /// The time, or a duration from now.
    #[ty("T")]
    t: Value,
    /// The time zone.
    #[ty("{zone: string, offset: duration}")]
    location: Arc<Record>,
) -> Result<Time, Failure> {
    time(cx, t, Some(location))
}

/// Truncates a time to a multiple of a unit, counted from 1970 by the clock of the zone. Weeks
/// begin on Thursday.
#[builtin(since = "0.37.0", constraints = "T: Timeable", pure)]
pub fn truncate(
    #[context] cx: &Context,
    /// The time, or a duration from now.
    #[ty("T")]
    t: Value,
    /// The unit; not a mix of months and smaller units.
    unit: Duration,
    /// The time zone; the option `location` if left out.
    #[ty("{zone: string, offset: duration}")]
    location: Option<Arc<Record>>,
) -> Result<Time, Failure> {
    truncated(cx, &t, unit, zone_or_option(cx, location)?)
}

/// Truncates a time to a multiple of a unit, counted from 1970 by the clock of a zone.
#[builtin(
    name = "_truncate",
    since = "0.37.0",
    constraints = "T: Timeable",
    pure
)]
pub fn truncate_in(
    #[context] cx: &Context,
    /// The time, or a duration from now.
    #[ty("T")]
    t: Value,
    /// The unit; not a mix of months and smaller units.
    unit: Duration,
    /// The time zone.
    #[ty("{zone: string, offset: duration}")]
    location: Arc<Record>,
) -> Result<Time, Failure> {
    truncated(cx, &t, unit, zone(&location)?)
}

fn truncated(cx: &Context, t: &Value, unit: Duration, zone: Zone) -> Result<Time, Failure> {
    calendar_instant(cx, "t", t)?.truncate(unit, zone)
}
