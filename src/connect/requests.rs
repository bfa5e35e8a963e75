//! Requests that scripts send themselves: `http.post` and its like.

use super::http::Http;
use super::influx::chain;
use crate::diagnostic::Failure;
use crate::world::{HttpRequest, HttpResponse};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The clients that such requests go through; none is made before it is needed.
#[derive(Debug, Default)]
pub(super) struct Requests {
    /// The usual one, and one that believes certificates unseen.
    clients: Mutex<[Option<Client>; 2]>,
}

/// How long an answer is waited for, unless the script says it.
const PATIENCE: Duration = Duration::from_secs(30);
/// The largest body that is taken.
const LARGEST: usize = 100_000_000;
/// How many redirects are followed.
const REDIRECTS: usize = 10;

impl Requests {
    /// Sends a request to a URL, which need not be its own, and waits for the answer.
    ///
    /// # Errors
    /// If the request is none, if there is no answer, or if the run is cancelled meanwhile.
    pub(super) fn send(
        &self,
        http: &Http,
        request: &HttpRequest,
        url: &str,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<HttpResponse, Failure> {
        let connection = http.connection()?;
        let failed = |message: String| {
            let host = request.host();
            Failure::new(
                "flux::connect::http",
                format!("cannot ask {host}: {message}"),
            )
        };
        let method = Method::from_bytes(request.method.as_bytes())
            .map_err(|_| failed(format!("`{}` is no method", request.method)))?;
        let patience = request.timeout.unwrap_or(PATIENCE);
        // An empty body is said to be empty only where one is expected.
        let has_body = !request.body.is_empty() || !request.asks;
        let mut sent = self
            .client(http, request.skip_verify)?
            .request(method, url)
            .headers(headers(request)?)
            .timeout(patience);
        if has_body {
            sent = sent.body(request.body.to_vec());
        }
        let start = Instant::now();
        let work = async {
            let response = sent.send().await?;
            read(response).await
        };
        let answer = connection
            .wait_unless(cancelled, work)
            .ok_or_else(|| Failure::new("flux::engine::cancelled", "the run was interrupted"))?
            .map_err(|error| explain(&error, patience, failed))?;
        let mut answer = answer.ok_or_else(|| {
            failed(format!(
                "the answer is larger than {} MB",
                LARGEST / 1_000_000
            ))
        })?;
        answer.duration = start.elapsed();
        Ok(answer)
    }

    fn client(&self, http: &Http, skip_verify: bool) -> Result<Client, Failure> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        let client = &mut clients[usize::from(skip_verify)];
        if let Some(client) = client {
            return Ok(client.clone());
        }
        let made = http.other_client(skip_verify, Policy::limited(REDIRECTS))?;
        Ok(client.insert(made).clone())
    }
}

/// Header lines, ready to be sent. None of them is ever shown.
fn headers(request: &HttpRequest) -> Result<HeaderMap, Failure> {
    let mut headers = HeaderMap::new();
    for (name, value) in &request.headers {
        let wrong = |what: &str| {
            let message = format!("the header \"{name}\" cannot be sent: {what}");
            Failure::new("flux::connect::header", message)
        };
        let mut value = HeaderValue::from_bytes(value.as_bytes())
            .map_err(|_| wrong("its value holds line breaks or other control characters"))?;
        value.set_sensitive(true);
        let name = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| wrong("headers have names of letters, digits and `-`"))?;
        headers.insert(name, value);
    }
    Ok(headers)
}

/// The whole answer; none if it is too large.
async fn read(mut response: Response) -> Result<Option<HttpResponse>, reqwest::Error> {
    let headers = response.headers().iter();
    let headers = headers.map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        (name.to_string(), value.into_owned())
    });
    let mut answer = HttpResponse {
        status: response.status().as_u16(),
        headers: headers.collect(),
        ..HttpResponse::default()
    };
    while let Some(chunk) = response.chunk().await? {
        if answer.body.len() + chunk.len() > LARGEST {
            return Ok(None);
        }
        answer.body.extend_from_slice(&chunk);
    }
    Ok(Some(answer))
}

/// The URL is not shown: many services have their secrets there.
fn explain(
    error: &reqwest::Error,
    patience: Duration,
    failed: impl Fn(String) -> Failure,
) -> Failure {
    let told = chain(error);
    if error.is_timeout() {
        return failed(format!("no answer within {patience:?}"))
            .help("`http/requests` waits longer with a `timeout` in its `config`");
    }
    if told.contains("certificate") {
        return failed(told).help("name the authority that issued the server's certificate with `--ca FILE`; `insecureSkipVerify` of `http/requests` trusts anyone");
    }
    if error.is_builder() {
        return failed(told).help("write the URL like `https://example.com/path`");
    }
    failed(told).help("check the host, the network and HTTPS_PROXY")
}
