//! Package `kafka`: Kafka clusters, which fluxlite does not speak to.

use super::unspoken::refused;
use crate::diagnostic::Failure;
use crate::value::{Package, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "kafka",
    docs: "Sends to Kafka. fluxlite does not: its function fails when it is called.",
    builtins: &[&TO],
    constants: &[],
    flux: None,
};

/// Sends rows to a Kafka topic as line protocol. Not here: write them with `to`.
#[builtin(since = "0.14.0", returns = "stream[A]", constraints = "A: Record")]
pub fn to(
    /// Input data.
    #[pipe]
    #[ty("stream[A]")]
    tables: Stream,
    /// Addresses of the cluster's brokers.
    brokers: Vec<Arc<str>>,
    /// The topic.
    topic: Arc<str>,
    /// How messages are spread over partitions.
    balancer: Option<Arc<str>>,
    /// The measurement.
    name: Option<Arc<str>>,
    /// Column with the measurement.
    name_column: Option<Arc<str>>,
    /// Column with the times.
    time_column: Option<Arc<str>>,
    /// Columns that become tags.
    tag_columns: Option<Vec<Arc<str>>>,
    /// Columns that become fields.
    value_columns: Option<Vec<Arc<str>>>,
) -> Result<Stream, Failure> {
    let _ = (tables, brokers, topic, balancer, name, name_column);
    let _ = (time_column, tag_columns, value_columns);
    let instead = "write the rows with `to`; a folder as destination gives files of line protocol, which a Kafka client can send";
    Err(refused("kafka.to", "a Kafka cluster", instead))
}
