//! `buckets` and `cardinality`: what there is, without its points.

use super::from::endpoint;
use crate::diagnostic::Failure;
use crate::plan;
use crate::stdlib::universe::bound;
use crate::table::{Bounds, Index, Scan, Source};
use crate::value::{Context, Function, Stream, Transform, Value};
use crate::world::{Endpoint, Secret};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// `buckets`, in the graph.
#[derive(Clone, Debug)]
struct Buckets(Endpoint);

impl Transform for Buckets {
    fn name(&self) -> &str {
        "buckets"
    }

    fn source(&self, cx: &Context) -> Result<Box<dyn Source>, Failure> {
        cx.world().buckets(&self.0)
    }
}

/// `influxdb.cardinality`, in the graph.
#[derive(Clone, Debug)]
struct Cardinality(Endpoint, Scan);

impl Transform for Cardinality {
    fn name(&self) -> &str {
        "cardinality"
    }

    fn source(&self, cx: &Context) -> Result<Box<dyn Source>, Failure> {
        cx.world().read(&self.0, &self.1)
    }

    fn explain(&self) -> String {
        let bounds = self.1.bounds;
        format!(
            "bucket: \"{}\", start: {}, stop: {}",
            self.0.bucket, bounds.start, bounds.stop
        )
    }
}

/// Lists the buckets of an organization.
///
/// Without a host these are the buckets that are bound to local data, or those of the configured
/// server.
#[builtin(
    since = "0.16.0",
    returns = "stream[{name: string, id: string, organizationID: string, retentionPolicy: string, retentionPeriod: int}]"
)]
pub fn buckets(
    #[context] cx: &Context,
    /// Name of the organization. Mutually exclusive with `orgID`.
    org: Option<Arc<str>>,
    /// ID of the organization. Mutually exclusive with `org`.
    #[name("orgID")]
    org_id: Option<Arc<str>>,
    /// URL of the InfluxDB server.
    host: Option<Arc<str>>,
    /// API token of the server.
    token: Option<Arc<str>>,
) -> Result<Stream, Failure> {
    let server = Endpoint {
        org: super::from::organization(org, org_id)?,
        host,
        token: token.map(Secret::new),
        ..Endpoint::default()
    };
    if server.host.is_some() && server.org.is_none() {
        let message = "listing buckets from a remote host requires an organization to be set";
        return Err(Failure::new("flux::influxdb::no_organization", message)
            .help("write `buckets(host: \"…\", org: \"…\", token: …)`"));
    }
    Ok(Stream::other(cx, Buckets(server), Vec::new()))
}

/// Counts the series of a bucket, in one row.
///
/// A series is a measurement with one set of tags, whatever its fields; it counts if it has points
/// within the range.
#[builtin(
    since = "0.92.0",
    returns = "stream[{_start: time, _stop: time, _value: int}]",
    constraints = "A: Timeable, B: Timeable"
)]
pub fn cardinality(
    #[context] cx: &Context,
    /// Name of the bucket. Mutually exclusive with `bucketID`.
    bucket: Option<Arc<str>>,
    /// ID of the bucket. Mutually exclusive with `bucket`.
    #[name("bucketID")]
    bucket_id: Option<Arc<str>>,
    /// Name of the organization. Mutually exclusive with `orgID`.
    org: Option<Arc<str>>,
    /// ID of the organization. Mutually exclusive with `org`.
    #[name("orgID")]
    org_id: Option<Arc<str>>,
    /// URL of the InfluxDB server.
    host: Option<Arc<str>>,
    /// API token of the server.
    token: Option<Arc<str>>,
    /// Earliest time: a time, a duration relative to now, or seconds since 1970.
    #[ty("A")]
    start: Value,
    /// First time after: as `start`. Default is now.
    #[ty("B")]
    stop: Option<Value>,
    /// Which series count.
    #[ty("(r: {T with _measurement: string, _field: string, _value: S}) => bool")]
    predicate: Option<Function>,
) -> Result<Stream, Failure> {
    let endpoint = endpoint("cardinality", bucket, bucket_id, org, org_id, host, token)?;
    let start = bound(cx, "start", &start)?;
    let stop = match stop {
        Some(stop) => bound(cx, "stop", &stop)?,
        None => cx.now()?,
    };
    let predicate = match predicate {
        Some(function) => plan::stored_predicate(&function).map_err(|_| {
            Failure::new(
                "flux::influxdb::cardinality_predicate",
                "the predicate of `cardinality` holds what storage cannot ask of an index",
            )
            .help("compare tags, `_measurement` and `_field` with texts, and join that by `and` and `or`")
        })?,
        None => None,
    };
    let scan = Scan {
        predicate,
        index: Some(Index::Cardinality),
        ..Scan::of(Bounds::new(start, stop))
    };
    Ok(Stream::other(cx, Cardinality(endpoint, scan), Vec::new()))
}
