//! Package `influxdata/influxdb/schema`: what a bucket holds, and fields as columns.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "influxdata/influxdb/schema",
    docs: "Lists measurements, tags and fields of a bucket, and makes columns of fields.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("schema.flux")),
};
