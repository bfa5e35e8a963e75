//! `from`: reads a bucket.

use super::writer::named;
use crate::diagnostic::Failure;
use crate::value::{Context, Op, Stream};
use crate::world::{Endpoint, Named, Secret};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Reads a bucket: one table for each series and field.
///
/// A `range` must follow. Without a host the bucket is one that is bound to local data, or one of
/// the configured server.
#[builtin(
    returns = "stream[{B with _value: A, _time: time, _field: string, _measurement: string}]"
)]
pub fn from(
    #[context] cx: &Context,
    /// Name of the bucket. Mutually exclusive with `bucketID`.
    bucket: Option<Arc<str>>,
    /// ID of the bucket. Mutually exclusive with `bucket`.
    #[name("bucketID")]
    bucket_id: Option<Arc<str>>,
    /// URL of the InfluxDB server.
    host: Option<Arc<str>>,
    /// Name of the organization. Mutually exclusive with `orgID`.
    org: Option<Arc<str>>,
    /// ID of the organization. Mutually exclusive with `org`.
    #[name("orgID")]
    org_id: Option<Arc<str>>,
    /// API token of the server.
    token: Option<Arc<str>>,
) -> Result<Stream, Failure> {
    let endpoint = endpoint("from", bucket, bucket_id, org, org_id, host, token)?;
    Ok(Stream::new(cx, Op::From(endpoint), Vec::new()))
}

/// A bucket as a function's arguments name it.
///
/// # Errors
/// If it has no name, or two.
pub(super) fn endpoint(
    function: &str,
    bucket: Option<Arc<str>>,
    bucket_id: Option<Arc<str>>,
    org: Option<Arc<str>>,
    org_id: Option<Arc<str>>,
    host: Option<Arc<str>>,
    token: Option<Arc<str>>,
) -> Result<Endpoint, Failure> {
    let bucket = named(bucket, bucket_id).map_err(|()| both("bucket"))?;
    let bucket = bucket.ok_or_else(|| {
        Failure::new("flux::influxdb::bucket", "must specify bucket or bucketID")
            .help(format!("write `{function}(bucket: \"…\")`"))
    })?;
    Ok(Endpoint {
        bucket,
        org: organization(org, org_id)?,
        host,
        token: token.map(Secret::new),
    })
}

/// An organization as a function's arguments name it.
///
/// # Errors
/// If it has two names.
pub(super) fn organization(
    org: Option<Arc<str>>,
    org_id: Option<Arc<str>>,
) -> Result<Option<Named>, Failure> {
    named(org, org_id).map_err(|()| both("org"))
}

fn both(what: &str) -> Failure {
    let message = format!("must specify only one of {what} or {what}ID");
    Failure::new("flux::influxdb::both", message)
}
