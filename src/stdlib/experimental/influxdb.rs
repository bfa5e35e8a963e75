//! Package `experimental/influxdb`: InfluxDB's own HTTP interface.

use crate::diagnostic::Failure;
use crate::stdlib::http::request::{dict_of_headers, entries, headers_of_dict, with_query};
use crate::stdlib::http::requests::patience;
use crate::time::Duration;
use crate::value::{Context, Package, Value};
use crate::world::HttpRequest;
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "experimental/influxdb",
    docs: "Asks servers of InfluxDB what Flux has no function for.",
    builtins: &[&API],
    constants: &[],
    flux: None,
};

/// Sends a request to a server of InfluxDB, and gives the answer.
#[builtin(
    since = "0.114.0",
    returns = "{statusCode: int, body: bytes, headers: [string:string]}"
)]
pub fn api(
    #[context] cx: &Context,
    /// The method, such as `get`.
    method: Arc<str>,
    /// The path, such as `/api/v2/buckets`.
    path: Arc<str>,
    /// URL of the server.
    host: Option<Arc<str>>,
    /// API token of the server.
    token: Option<Arc<str>>,
    /// What is sent.
    body: Option<Arc<[u8]>>,
    /// Header lines.
    #[ty("[string:string]")]
    headers: Option<Value>,
    /// The query of the URL.
    #[ty("[string:string]")]
    query: Option<Value>,
    /// How long to wait. Default is 30 seconds.
    timeout: Option<Duration>,
) -> Result<Value, Failure> {
    let Some(host) = host.filter(|host| !host.is_empty()) else {
        let message = "`influxdb.api` needs a host";
        return Err(Failure::new("flux::influxdb::no_host", message).help(
            "there is no server around the script here: write `host: \"http://localhost:8086\"`",
        ));
    };
    let pairs = entries("query", query)?
        .into_iter()
        .map(|(name, value)| match value {
            Value::String(text) => Ok((name, text)),
            _ => {
                let message = format!("query parameter \"{name}\" must be a string");
                Err(Failure::new("flux::http::argument", message))
            }
        });
    let url = format!(
        "{}/{}",
        host.trim_end_matches('/'),
        path.trim_start_matches('/')
    );
    let url = with_query(&url, pairs.collect::<Result<_, _>>()?);
    let mut request = HttpRequest::new(method.to_uppercase(), url);
    request.headers = headers_of_dict(headers)?;
    if let Some(token) = token.filter(|token| !token.is_empty()) {
        let authorization = format!("Token {token}");
        request
            .headers
            .push(("Authorization".into(), authorization.into()));
    }
    request.body = body.unwrap_or_default();
    request.timeout = timeout.map(patience).transpose()?.flatten();
    let response = cx.world().http(&request)?;
    Ok(Value::record([
        ("statusCode", Value::Int(response.status.into())),
        ("body", Value::Bytes(response.body.as_slice().into())),
        ("headers", dict_of_headers(&response.headers)),
    ]))
}
