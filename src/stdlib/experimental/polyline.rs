//! Package `experimental/polyline`: fewer points that draw nearly the same line.

use crate::diagnostic::Failure;
use crate::engine::operators::polyline::{Keep, Polyline};
use crate::stdlib::universe::narrowed::Narrowed;
use crate::value::{Context, Package, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "experimental/polyline",
    docs: "Leaves out points without which a line looks nearly the same.",
    builtins: &[&RDP],
    constants: &[],
    flux: None,
};

/// Leaves out points that lie near the line through the others (Ramer, Douglas and Peucker).
///
/// Without `epsilon` and `retention`, points stay that are farther from the line than digitizing it
/// would put them.
#[builtin(
    since = "0.181.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn rdp(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column with the values.
    #[default("_value")]
    val_column: Arc<str>,
    /// Column with the times.
    #[default("_time")]
    time_column: Arc<str>,
    /// How far points must be from the line to stay. Mutually exclusive with `retention`.
    epsilon: Option<f64>,
    /// How many of a hundred points stay. Mutually exclusive with `epsilon`.
    retention: Option<f64>,
) -> Result<Stream, Failure> {
    let wrong = |message: &str| Failure::new("flux::polyline::argument", message);
    let keep = match (epsilon, retention) {
        (Some(epsilon), _) if epsilon.is_nan() || epsilon <= 0.0 => {
            return Err(wrong("Epsilon values need to be greater than 0.0"));
        }
        (_, Some(percent)) if percent.is_nan() || percent <= 0.0 || percent >= 100.0 => {
            return Err(wrong(
                "Retention percentage should be between 0.0 and 100.0",
            ));
        }
        (Some(_), Some(_)) => {
            return Err(wrong(
                "Please provide either epsilon or retention rate and not both",
            ));
        }
        (Some(epsilon), None) => Keep::Beyond(epsilon),
        (None, Some(percent)) => Keep::Percent(percent),
        (None, None) => Keep::Digitized,
    };
    let function = Polyline {
        column: val_column,
        time_column,
        keep,
    };
    Ok(Narrowed::stream(cx, "rdp", function, tables))
}

#[cfg(test)]
mod tests {
    use crate::session::testing::check_value;

    #[test]
    fn arguments_exclude_each_other() {
        let check = |arguments: &str, expected: &str| {
            let script = format!(
                "import \"sampledata\"\nimport \"experimental/polyline\"
                sampledata.int() |> polyline.rdp({arguments})"
            );
            check_value(&script, expected);
        };
        check(
            "epsilon: 0.0",
            "error: Epsilon values need to be greater than 0.0",
        );
        check(
            "retention: 100.0",
            "error: Retention percentage should be between 0.0 and 100.0",
        );
        check(
            "epsilon: 1.0, retention: 50.0",
            "error: Please provide either epsilon or retention rate and not both",
        );
    }
}
