//! How long conditions hold: `stateTracking`, on which `stateCount` and `stateDuration` stand.

use super::changes::nanoseconds;
use super::narrowed::Narrowed;
use crate::diagnostic::Failure;
use crate::engine::operators::state_tracking::{Condition, StateTracking, Test};
use crate::engine::predicate::Predicate;
use crate::table::Chunk;
use crate::time::Duration;
use crate::value::{Context, Function, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Adds for how many consecutive rows, and for how long, a function has held.
///
/// Where it does not hold, both are -1. A null result counts as false. Tables must have the time
/// column; for durations they must be sorted by it.
#[builtin(
    since = "0.7.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn state_tracking(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Tells whether the state is given.
    #[ty("(r: A) => bool")]
    r#fn: Function,
    /// Column for the number of rows. Without it they are not counted.
    count_column: Option<Arc<str>>,
    /// Column for the duration. Without it time is not measured.
    duration_column: Option<Arc<str>>,
    /// Unit of the duration. Default is `1s`.
    duration_unit: Option<Duration>,
    /// Column with the times.
    #[default("_time")]
    time_column: Arc<str>,
) -> Result<Stream, Failure> {
    let wanted = |label: Option<Arc<str>>| label.filter(|label| !label.is_empty());
    let duration_column = wanted(duration_column);
    let unit = nanoseconds(duration_unit);
    if duration_column.is_some() && unit <= 0 {
        return Err(Failure::new(
            "flux::universe::zero_unit",
            "state tracking duration unit must be greater than zero",
        )
        .help("give a unit such as `durationUnit: 1s`"));
    }
    let context = cx.clone();
    let test = move || -> Test {
        let mut predicate = Predicate::new(&context, &r#fn);
        Box::new(move |chunk: &Chunk| predicate.kept(chunk))
    };
    let function = StateTracking {
        condition: Condition(Arc::new(test)),
        count_column: wanted(count_column),
        duration_column,
        unit,
        time_column,
    };
    Ok(Narrowed::stream(cx, "stateTracking", function, tables))
}
