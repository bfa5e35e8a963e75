//! Package `influxdata/influxdb/sample`: InfluxData's sample data, which is fetched from the web.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "influxdata/influxdb/sample",
    docs: "Fetches InfluxData's sample data from the web.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("sample.flux")),
};
