//! Package `influxdata/influxdb`: reads and writes buckets. Its functions are in scope everywhere.

mod field_function;
pub mod from;
mod listing;
pub mod monitor;
pub mod sample;
pub mod schema;
pub mod secrets;
pub mod tasks;
#[cfg(test)]
mod tests;
mod to;
pub mod v1;
pub mod wide_to;
mod writer;

use crate::value::Package;

/// The package. One builtin a line, by name.
pub static PACKAGE: Package = Package {
    path: "influxdata/influxdb",
    docs: "Reads data from InfluxDB, and writes data to it.",
    #[rustfmt::skip]
    builtins: &[
        &listing::BUCKETS,
        &listing::CARDINALITY,
        &from::FROM,
        &to::TO,
        &wide_to::WIDE_TO,
    ],
    constants: &[],
    flux: None,
};
