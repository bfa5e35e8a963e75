//! Package `experimental/http`: `http/requests` has taken its place.

pub mod requests;

use crate::diagnostic::Failure;
use crate::stdlib::http::request::{headers_of_record, named_as_in_go};
use crate::stdlib::http::requests::{answer, patience};
use crate::time::Duration;
use crate::value::{Context, Package, Value};
use crate::world::HttpRequest;
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "experimental/http",
    docs: "Reads from web services. Use package `http/requests` instead.",
    builtins: &[&GET],
    constants: &[],
    flux: None,
};

/// Sends a `GET` request, and gives the answer.
#[builtin(
    since = "0.39.0",
    deprecated = "0.173.0: use `requests.get()` of package `http/requests`",
    returns = "{statusCode: int, body: bytes, headers: B}",
    constraints = "A: Record, B: Record"
)]
pub fn get(
    #[context] cx: &Context,
    /// Where to.
    url: Arc<str>,
    /// A property for each header line.
    #[ty("A")]
    headers: Option<Value>,
    /// How long to wait. Default is 30 seconds.
    timeout: Option<Duration>,
) -> Result<Value, Failure> {
    let mut request = HttpRequest::new("GET", url);
    request.headers = headers_of_record(headers)?;
    request.timeout = timeout.map(patience).transpose()?.flatten();
    let response = cx.world().http(&request)?;
    let headers = Value::record(named_as_in_go(&response.headers));
    Ok(Value::Record(Arc::new(answer(&response, headers))))
}
