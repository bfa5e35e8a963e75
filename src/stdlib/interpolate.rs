//! Package `interpolate`: rows between rows.

use super::universe::narrowed::Narrowed;
use crate::diagnostic::Failure;
use crate::engine::operators::interpolate::Interpolate;
use crate::time::{Duration, Window, Zone};
use crate::value::{Context, Package, Stream};
use fluxlite_macros::builtin;

/// The package.
pub static PACKAGE: Package = Package {
    path: "interpolate",
    docs: "Adds rows between rows.",
    builtins: &[&LINEAR],
    constants: &[],
    flux: None,
};

/// Adds rows at even times, on the straight line from each row to the next one.
///
/// All columns but `_time` and `_value` must be in the group key.
#[builtin(
    since = "0.87.0",
    returns = "stream[{T with _time: time, _value: float}]"
)]
pub fn linear(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{T with _time: time, _value: float}]")]
    tables: Stream,
    /// How far the times of added rows lie apart.
    every: Duration,
) -> Result<Stream, Failure> {
    let windows = Window::new(every, every, Duration::ZERO, Zone::utc())?;
    let function = Interpolate { windows };
    Ok(Narrowed::stream(cx, "linear", function, tables))
}

#[cfg(test)]
mod tests {
    use crate::session::testing::{check, check_value};

    #[test]
    fn lines() {
        let rows = "import \"array\"\nimport \"interpolate\"
            array.from(rows: [{_time: time(v: 5), _value: 0.0}, {_time: time(v: 25), _value: 20.0}])";
        check(
            &format!("{rows} |> interpolate.linear(every: 10ns)"),
            "[] _time:time _value:float\n5 0\n10 5\n20 15\n25 20",
        );
        check_value(
            &format!("{rows} |> interpolate.linear(every: 0s)"),
            "error: duration used as an interval cannot be zero",
        );
    }
}
