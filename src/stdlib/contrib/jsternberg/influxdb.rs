//! Package `contrib/jsternberg/influxdb`: reads buckets in one call.

use crate::diagnostic::Failure;
use crate::engine::operators::mask::Mask;
use crate::stdlib::influxdata::influxdb::from::from;
use crate::stdlib::universe::narrowed::Narrowed;
use crate::value::{Context, Package, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "contrib/jsternberg/influxdb",
    docs: "Reads buckets in one call.",
    builtins: &[&_MASK, &_SOURCE],
    constants: &[],
    flux: Some(include_str!("influxdb.flux")),
};

/// Takes columns out of tables and out of their keys. Tables stay apart.
#[builtin(
    name = "_mask",
    since = "0.77.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn _mask(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Columns to take out.
    columns: Vec<Arc<str>>,
) -> Stream {
    Narrowed::stream(cx, "_mask", Mask { columns }, tables)
}

/// Reads a bucket; what is an empty text counts as not said.
#[builtin(
    name = "_source",
    returns = "stream[{B with _value: A, _time: time, _field: string, _measurement: string}]"
)]
pub fn _source(
    #[context] cx: &Context,
    /// Name of the bucket.
    bucket: Arc<str>,
    /// Name of the organization.
    org: Arc<str>,
    /// URL of the InfluxDB server.
    host: Arc<str>,
    /// API token of the server.
    token: Arc<str>,
) -> Result<Stream, Failure> {
    let said = |text: Arc<str>| Some(text).filter(|text| !text.is_empty());
    from(
        cx,
        Some(bucket),
        None,
        said(host),
        said(org),
        None,
        said(token),
    )
}
