//! Package `http/requests`: sends requests of all methods, and gives the whole answer.

use super::request::{Pairs, dict_of_headers, entries, headers_of_dict, with_query};
use crate::diagnostic::Failure;
use crate::time;
use crate::value::{Context, FromValue, Package, Record, Value};
use crate::world::{HttpRequest, HttpResponse};
use fluxlite_macros::builtin;
use std::sync::Arc;
use std::time::Duration;

/// The package.
pub static PACKAGE: Package = Package {
    path: "http/requests",
    docs: "Sends requests to web services, and gives their answers.",
    builtins: &[&_DO],
    constants: &[],
    flux: Some(include_str!("requests.flux")),
};

fn wrong(message: String) -> Failure {
    Failure::new("flux::http::argument", message)
}

/// Sends a request, and gives the answer.
#[builtin(
    name = "_do",
    since = "0.173.0",
    returns = "{statusCode: int, body: bytes, headers: [string: string], duration: duration}"
)]
pub fn _do(
    #[context] cx: &Context,
    /// `DELETE`, `GET`, `HEAD`, `PATCH`, `POST` or `PUT`.
    method: Arc<str>,
    /// Where to.
    url: Arc<str>,
    /// The query of the URL, instead of the one it has.
    #[ty("[string: [string]]")]
    params: Option<Value>,
    /// Header lines.
    #[ty("[string: string]")]
    headers: Option<Value>,
    /// What is sent.
    body: Option<Arc<[u8]>>,
    /// How long to wait, and whether the server's certificate is believed unseen.
    #[ty("{A with timeout: duration, insecureSkipVerify: bool}")]
    config: Arc<Record>,
) -> Result<Value, Failure> {
    if !["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"].contains(&&*method) {
        return Err(wrong(format!("invalid HTTP method \"{method}\""))
            .help("methods are DELETE, GET, HEAD, PATCH, POST and PUT, in capitals"));
    }
    let mut request = HttpRequest::new(method, with_query(&url, pairs(params)?));
    request.headers = headers_of_dict(headers)?;
    request.body = body.unwrap_or_default();
    request.timeout = patience(property(&config, "timeout")?)?;
    request.skip_verify = property(&config, "insecureSkipVerify")?;
    let response = cx.world().http(&request)?;
    let mut answer = answer(&response, dict_of_headers(&response.headers));
    let took = i64::try_from(response.duration.as_nanos()).unwrap_or(i64::MAX);
    answer.set(
        "duration",
        Value::Duration(time::Duration::from_nanoseconds(took)),
    );
    Ok(Value::Record(Arc::new(answer)))
}

/// Status, headers and body of an answer, as scripts see them.
pub fn answer(response: &HttpResponse, headers: Value) -> Record {
    Record::from_iter([
        ("statusCode", Value::Int(response.status.into())),
        ("headers", headers),
        ("body", Value::Bytes(response.body.as_slice().into())),
    ])
}

/// How long to wait, if that is said; without an end would be too long.
///
/// # Errors
/// If months and shorter times are mixed.
pub fn patience(timeout: time::Duration) -> Result<Option<Duration>, Failure> {
    if timeout.months != 0 && timeout.nanoseconds != 0 {
        return Err(wrong("config timeout must not be a mixed duration".into()));
    }
    let nanoseconds = timeout.approximate_nanoseconds();
    let nanoseconds = u64::try_from(nanoseconds).unwrap_or(0);
    Ok((nanoseconds > 0).then(|| Duration::from_nanos(nanoseconds)))
}

/// Keys and values of a query, a pair for each value.
fn pairs(params: Option<Value>) -> Result<Pairs, Failure> {
    let mut pairs = Vec::new();
    for (key, values) in entries("params", params)? {
        let values = Vec::<Arc<str>>::from_value(values).map_err(|found| {
            wrong(format!(
                "the values of params must be arrays of strings, not {found}"
            ))
        })?;
        pairs.extend(values.into_iter().map(|value| (key.clone(), value)));
    }
    Ok(pairs)
}

fn property<T: FromValue>(config: &Record, name: &str) -> Result<T, Failure> {
    let value = config
        .get(name)
        .cloned()
        .ok_or_else(|| wrong(format!("config is missing \"{name}\" property")))?;
    T::from_value(value)
        .map_err(|found| wrong(format!("the property \"{name}\" of config is a {found}")))
}
