//! Package `contrib/tomhollingworth/events`: how long events last.

use crate::diagnostic::Failure;
use crate::engine::operators::event_duration::{EventDuration, Stop};
use crate::stdlib::universe::narrowed::Narrowed;
use crate::time::{self, Time};
use crate::value::{Context, Package, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "contrib/tomhollingworth/events",
    docs: "Works on rows that are events, each lasting until the next.",
    builtins: &[&DURATION],
    constants: &[],
    flux: None,
};

/// Counts the time from each row to the next one, and from the last one to the stop, in a column of
/// its own.
#[builtin(
    since = "0.91.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn duration(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[A]")]
    tables: Stream,
    /// Unit in which it counts. Default is `1s`.
    unit: Option<time::Duration>,
    /// Column with the time of each event.
    #[default("_time")]
    time_column: Arc<str>,
    /// Column for the counts.
    #[default("duration")]
    column_name: Arc<str>,
    /// Column with the time at which the last event stops.
    #[default("_stop")]
    stop_column: Arc<str>,
    /// Time at which the last event of each table stops, instead of that in the column.
    stop: Option<Time>,
) -> Result<Stream, Failure> {
    let unit = unit.map_or(1_000_000_000, |unit| unit.approximate_nanoseconds());
    if unit == 0 {
        return Err(
            Failure::new("flux::events::unit", "the unit of durations cannot be zero")
                .help("write what is to be counted, like `1s`"),
        );
    }
    let function = EventDuration {
        unit,
        time_column,
        column: column_name,
        stop: stop.map_or(Stop::Column(stop_column), Stop::At),
    };
    Ok(Narrowed::stream(cx, "duration", function, tables))
}

#[cfg(test)]
mod tests {
    use crate::session::testing::{check, check_value};

    #[test]
    fn durations() {
        check(
            "import \"array\"\nimport \"contrib/tomhollingworth/events\"
             array.from(rows: [{_time: time(v: 1000000000)}, {_time: time(v: 4000000000)}])
                |> events.duration(stop: time(v: 9000000000))",
            "[] _time:time duration:int\n1000000000 3\n4000000000 5",
        );
        check_value(
            "import \"array\"\nimport \"contrib/tomhollingworth/events\"
             array.from(rows: [{v: 1}]) |> events.duration(unit: 0s)",
            "error: the unit of durations cannot be zero",
        );
    }
}
