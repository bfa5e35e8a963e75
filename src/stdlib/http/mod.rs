//! Package `http`: sends data to web services.

pub mod request;
pub mod requests;
#[cfg(test)]
mod tests;

use crate::diagnostic::Failure;
use crate::stdlib::base64;
use crate::value::{Context, Package, Value};
use crate::world::HttpRequest;
use fluxlite_macros::builtin;
use request::{headers_of_record, percent_encoded};
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "http",
    docs: "Sends data to web services.",
    builtins: &[&BASIC_AUTH, &PATH_ESCAPE, &POST],
    constants: &[],
    flux: Some(include_str!("http.flux")),
};

/// Sends a `POST` request, and gives the status of the answer.
#[builtin(since = "0.40.0", constraints = "A: Record")]
pub fn post(
    #[context] cx: &Context,
    /// Where to.
    url: Arc<str>,
    /// A property for each header line.
    #[ty("A")]
    headers: Option<Value>,
    /// What is sent.
    data: Option<Arc<[u8]>>,
) -> Result<i64, Failure> {
    let mut request = HttpRequest::new("POST", url);
    request.headers = headers_of_record(headers)?;
    request.body = data.unwrap_or_default();
    let response = cx.world().http(&request)?;
    Ok(response.status.into())
}

/// The value of an `Authorization` header with a name and a password.
#[builtin(since = "0.44.0", pure)]
pub fn basic_auth(
    /// Name of the user.
    u: Arc<str>,
    /// Password of the user.
    p: Arc<str>,
) -> String {
    format!("Basic {}", base64(format!("{u}:{p}").as_bytes(), b"+/"))
}

/// Escapes a text so that it can stand in the path of a URL, as one step of it.
#[builtin(since = "0.71.0", pure)]
pub fn path_escape(
    /// The text.
    input_string: Arc<str>,
) -> String {
    percent_encoded(&input_string, b"$&+=:@")
}
