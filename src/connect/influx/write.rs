//! `POST /api/v2/write`.

use super::super::config::wrong;
use super::super::http::Connection;
use super::super::place::Remote;
use super::error::{self, Reply};
use crate::deliver::{Answer, Transport};
use crate::diagnostic::Failure;
use crate::world::{Named, Secret};
use reqwest::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Response, Url};
use std::sync::Arc;

/// Sends batches to one bucket of a server.
pub(crate) struct Write {
    connection: Arc<Connection>,
    url: Url,
    headers: HeaderMap,
    token: Option<Secret>,
    takes_gzip: bool,
}

/// An answer's body is read so far; what is behind only repeats.
const LONGEST_BODY: usize = 64 * 1024;

impl Write {
    /// A way to a bucket.
    ///
    /// # Errors
    /// If the URL is none, or the token cannot be sent.
    pub(crate) fn new(remote: &Remote, connection: Arc<Connection>) -> Result<Self, Failure> {
        let mut headers = HeaderMap::new();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("text/plain; charset=utf-8"),
        );
        let url = url(remote)?;
        let takes_gzip = !is_near(&url);
        if takes_gzip {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        if let Some(value) = authorization(remote)? {
            headers.insert(AUTHORIZATION, value);
        }
        Ok(Self {
            connection,
            url,
            headers,
            token: remote.token.clone(),
            takes_gzip,
        })
    }
}

/// Checks what can be checked without sending anything.
///
/// # Errors
/// If the URL is none, or the token cannot be sent.
pub(crate) fn check(remote: &Remote) -> Result<(), Failure> {
    authorization(remote)?;
    url(remote).map(drop)
}

pub(super) fn authorization(remote: &Remote) -> Result<Option<HeaderValue>, Failure> {
    let Some(token) = &remote.token else {
        return Ok(None);
    };
    let mut value =
        HeaderValue::from_str(&format!("Token {}", token.expose().trim())).map_err(|_| {
            wrong(format!(
                "the token for {} cannot be sent: it holds line breaks or other control characters",
                remote.describe()
            ))
            .help("check the secret that it comes from")
        })?;
    value.set_sensitive(true);
    Ok(Some(value))
}

/// A text without the token: a server that repeats it must not make us print it.
pub(super) fn hidden(text: &str, token: Option<&Secret>) -> String {
    match token.map(|token| token.expose().trim()) {
        // It is sent without the blanks around it.
        Some(token) if !token.is_empty() => text.replace(token, "***"),
        _ => text.to_owned(),
    }
}

/// The host's path stays, as far as its last slash.
pub(super) fn base(remote: &Remote, path: &str) -> Result<Url, Failure> {
    let no_url = |error: &dyn std::fmt::Display| {
        wrong(format!(
            "the host of {} is no URL: {error}",
            remote.describe()
        ))
        .help("write it like `https://cloud2.influxdata.com`")
    };
    let base = Url::parse(&remote.host).map_err(|error| no_url(&error))?;
    if !["http", "https"].contains(&base.scheme()) {
        return Err(no_url(&format!(
            "`{}` is neither http nor https",
            base.scheme()
        )));
    }
    base.join(path).map_err(|error| no_url(&error))
}

/// Whether a server is on this machine: there packing and unpacking take longer than sending.
pub(super) fn is_near(url: &Url) -> bool {
    url.host_str()
        .is_some_and(|host| matches!(host, "localhost" | "127.0.0.1" | "[::1]"))
}

fn url(remote: &Remote) -> Result<Url, Failure> {
    let mut url = base(remote, "api/v2/write")?;
    let text = |named: &Named| match named {
        Named::Name(text) | Named::Id(text) => text.clone(),
    };
    url.query_pairs_mut()
        .append_pair("bucket", &text(&remote.bucket))
        .append_pair("org", &remote.org.as_ref().map(text).unwrap_or_default())
        .append_pair("precision", "ns");
    Ok(url)
}

impl Transport for Write {
    fn takes_gzip(&self) -> bool {
        self.takes_gzip
    }

    fn send(&self, body: &[u8], lines: usize) -> Answer {
        let request = self
            .connection
            .client()
            .post(self.url.clone())
            .headers(self.headers.clone())
            .body(body.to_vec());
        let reply = self.connection.wait(async {
            let response = request.send().await?;
            read(response).await
        });
        match reply {
            Ok(mut reply) => {
                reply.body = hidden(&reply.body, self.token.as_ref());
                error::answer(&reply, lines)
            }
            Err(failed) => error::unanswered(&failed),
        }
    }
}

pub(super) async fn read(mut response: Response) -> Result<Reply, reqwest::Error> {
    let header = |name: &str| {
        let value = response.headers().get(name);
        value
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    let (retry_after, location, content_type) = (
        header("retry-after"),
        header("location"),
        header("content-type"),
    );
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while body.len() < LONGEST_BODY {
        match response.chunk().await {
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => break,
            // The status says what became of the batch, only the reason is cut short. But a
            // success is believed only if the answer is whole.
            Err(error) if status < 300 => return Err(error),
            Err(_) => break,
        }
    }
    Ok(Reply {
        status,
        retry_after,
        location,
        content_type: content_type.unwrap_or_default(),
        body: String::from_utf8_lossy(&body).into_owned(),
    })
}
