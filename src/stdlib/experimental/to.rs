//! `experimental.to`: what `wideTo()` was called first.

use crate::diagnostic::Failure;
use crate::stdlib::influxdata::influxdb::wide_to::wide_to;
use crate::value::{Context, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Writes pivoted data to a bucket: the same as `influxdb.wideTo()`.
#[builtin(
    since = "0.40.0",
    deprecated = "0.174.0, use `influxdb.wideTo()`",
    constraints = "A: Record"
)]
pub fn to(
    #[context] cx: &Context,
    /// Input data.
    #[pipe]
    tables: Stream,
    /// Name of the bucket to write to.
    bucket: Option<Arc<str>>,
    /// ID of the bucket to write to.
    #[name("bucketID")]
    bucket_id: Option<Arc<str>>,
    /// Name of the organization.
    org: Option<Arc<str>>,
    /// ID of the organization.
    #[name("orgID")]
    org_id: Option<Arc<str>>,
    /// URL of the InfluxDB server. Default is the configured one.
    host: Option<Arc<str>>,
    /// InfluxDB API token.
    token: Option<Arc<str>>,
) -> Result<Stream, Failure> {
    wide_to(cx, tables, bucket, bucket_id, org, org_id, host, token)
}
