//! Package `experimental/iox`: InfluxDB IOx, whose query service fluxlite does not speak to.

use crate::diagnostic::Failure;
use crate::stdlib::unspoken::refused;
use crate::value::{Package, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "experimental/iox",
    docs: "Reads InfluxDB IOx. fluxlite does not: `from` and `sql` fail when they are called.",
    builtins: &[&FROM, &SQL],
    constants: &[],
    flux: Some(include_str!("iox.flux")),
};

const SERVICE: &str = "the query service of InfluxDB IOx";

/// Reads a measurement. Not here: read it with `from`, and pivot it.
#[builtin(
    since = "0.152.0",
    returns = "stream[{A with _time: time}]",
    constraints = "A: Record"
)]
pub fn from(
    /// Name of the bucket.
    bucket: Arc<str>,
    /// The measurement.
    measurement: Arc<str>,
) -> Result<Stream, Failure> {
    let _ = (bucket, measurement);
    let instead = "read the measurement with `from(bucket: …) |> range(…)`, and make columns of its fields with `schema.fieldsAsCols()`";
    Err(refused("iox.from", SERVICE, instead))
}

/// Reads what a SQL query gives. Not here: write the query in Flux.
#[builtin(since = "0.186.0", returns = "stream[A]", constraints = "A: Record")]
pub fn sql(
    /// Name of the bucket.
    bucket: Arc<str>,
    /// The query.
    query: Arc<str>,
) -> Result<Stream, Failure> {
    let _ = (bucket, query);
    let instead = "write the query in Flux, beginning with `from(bucket: …) |> range(…)`";
    Err(refused("iox.sql", SERVICE, instead))
}

#[cfg(test)]
mod tests {
    use crate::session::testing::check_value;

    #[test]
    fn durations_are_written_as_sql_has_them() {
        let check = |duration: &str, expected: &str| {
            let script = format!("import \"experimental/iox\"\niox.sqlInterval(d: {duration})");
            check_value(&script, expected);
        };
        check("1y2mo3w4d", "1 years 2 months 3 weeks 4 days");
        check("5h6m7s", "5 hours 6 minutes 7 seconds");
        check("8ms9us10ns", "8 milliseconds 9 microseconds 10 nanoseconds");
    }
}
