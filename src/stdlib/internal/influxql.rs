//! Package `internal/influxql`: the times that InfluxQL counts from and to.

use crate::time::Time;
use crate::value::{Constant, Package, Value};

/// The package.
pub static PACKAGE: Package = Package {
    path: "internal/influxql",
    docs: "The times that InfluxQL counts from and to.",
    builtins: &[],
    constants: &[
        Constant {
            name: "epoch",
            docs: "The beginning of 1970.",
            ty: "time",
            value: || Value::Time(Time(0)),
        },
        Constant {
            name: "maxTime",
            docs: "The latest time that InfluxQL knows.",
            ty: "time",
            value: || Value::Time(Time(i64::MAX - 1)),
        },
        Constant {
            name: "minTime",
            docs: "The earliest time that InfluxQL knows.",
            ty: "time",
            value: || Value::Time(Time(i64::MIN + 2)),
        },
    ],
    flux: None,
};
