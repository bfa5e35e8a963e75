//! Package `experimental/mqtt`: MQTT brokers, which fluxlite does not speak to.

use crate::diagnostic::Failure;
use crate::stdlib::unspoken::refused;
use crate::time::Duration;
use crate::value::{Package, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "experimental/mqtt",
    docs: "Sends to MQTT brokers. fluxlite does not: its functions fail when they are called.",
    builtins: &[&PUBLISH, &TO],
    constants: &[],
    flux: None,
};

const SERVICE: &str = "an MQTT broker";

/// Sends rows to an MQTT broker as line protocol. Not here: write them with `to`.
#[builtin(
    since = "0.40.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn to(
    /// Input data.
    #[pipe]
    #[ty("stream[A]")]
    tables: Stream,
    /// Where the broker is.
    broker: Arc<str>,
    /// The topic.
    topic: Option<Arc<str>>,
    /// Quality of service.
    qos: Option<i64>,
    /// Whether the broker keeps the message.
    retain: Option<bool>,
    /// Name of this client.
    clientid: Option<Arc<str>>,
    /// Name of the user.
    username: Option<Arc<str>>,
    /// Password of the user.
    password: Option<Arc<str>>,
    /// The measurement.
    name: Option<Arc<str>>,
    /// How long to wait.
    timeout: Option<Duration>,
    /// Column with the times.
    time_column: Option<Arc<str>>,
    /// Columns that become tags.
    tag_columns: Option<Vec<Arc<str>>>,
    /// Columns that become fields.
    value_columns: Option<Vec<Arc<str>>>,
) -> Result<Stream, Failure> {
    let _ = (tables, broker, topic, qos, retain, clientid, username);
    let _ = (
        password,
        name,
        timeout,
        time_column,
        tag_columns,
        value_columns,
    );
    let instead = "write the rows with `to`; a folder as destination gives files of line protocol, which an MQTT client can send";
    Err(refused("mqtt.to", SERVICE, instead))
}

/// Sends a message to an MQTT broker. Not here: send it with `requests.post`.
#[builtin(since = "0.133.0")]
pub fn publish(
    /// Where the broker is.
    broker: Arc<str>,
    /// The topic.
    topic: Arc<str>,
    /// The message.
    message: Arc<str>,
    /// Quality of service.
    qos: Option<i64>,
    /// Whether the broker keeps the message.
    retain: Option<bool>,
    /// Name of this client.
    clientid: Option<Arc<str>>,
    /// Name of the user.
    username: Option<Arc<str>>,
    /// Password of the user.
    password: Option<Arc<str>>,
    /// How long to wait.
    timeout: Option<Duration>,
) -> Result<bool, Failure> {
    let _ = (broker, topic, message, qos, retain, clientid, username);
    let _ = (password, timeout);
    let instead = "brokers that have an HTTP interface can be sent to with `requests.post` of package `http/requests`";
    Err(refused("mqtt.publish", SERVICE, instead))
}
