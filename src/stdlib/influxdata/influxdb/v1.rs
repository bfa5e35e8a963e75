//! Package `influxdata/influxdb/v1`: older names of package `schema`.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "influxdata/influxdb/v1",
    docs: "Older names of the functions of package `influxdata/influxdb/schema`.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("v1.flux")),
};
