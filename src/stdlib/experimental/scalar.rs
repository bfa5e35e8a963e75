//! Functions of single values.

use crate::diagnostic::Failure;
use crate::stdlib::date::arithmetic;
use crate::time::{Duration, Time};
use crate::value::{Context, Record, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Adds a duration to a time, by the calendar and the clock of the zone.
#[builtin(
    since = "0.39.0",
    deprecated = "0.162.0, use `date.add`",
    constraints = "A: Timeable"
)]
pub fn add_duration(
    #[context] cx: &Context,
    /// The duration to add.
    d: Duration,
    /// The time, or a duration from now.
    #[ty("A")]
    to: Value,
    /// The time zone; the option `location` if left out.
    #[ty("{zone: string, offset: duration}")]
    location: Option<Arc<Record>>,
) -> Result<Time, Failure> {
    arithmetic::add(cx, d, to, location)
}

/// Takes a duration from a time, by the calendar and the clock of the zone.
#[builtin(
    since = "0.39.0",
    deprecated = "0.162.0, use `date.sub`",
    constraints = "A: Timeable"
)]
pub fn sub_duration(
    #[context] cx: &Context,
    /// The duration to take away.
    d: Duration,
    /// The time, or a duration from now.
    #[ty("A")]
    from: Value,
    /// The time zone; the option `location` if left out.
    #[ty("{zone: string, offset: duration}")]
    location: Option<Arc<Record>>,
) -> Result<Time, Failure> {
    arithmetic::sub(cx, d, from, location)
}

/// The names of a record's properties.
#[builtin(since = "0.40.0", constraints = "A: Record", pure)]
pub fn object_keys(
    /// The record.
    o: Arc<Record>,
) -> Vec<Arc<str>> {
    o.iter().map(|(label, _)| label.clone()).collect()
}
