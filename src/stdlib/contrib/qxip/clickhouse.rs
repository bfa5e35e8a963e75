//! Package `contrib/qxip/clickhouse`: queries of ClickHouse, over its HTTP interface.

use crate::value::Package;

/// The package.
pub static PACKAGE: Package = Package {
    path: "contrib/qxip/clickhouse",
    docs: "Reads ClickHouse.",
    builtins: &[],
    constants: &[],
    flux: Some(include_str!("clickhouse.flux")),
};
