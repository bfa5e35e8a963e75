//! Requests that scripts send to servers other than those of their buckets.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// What a script asks a server.
#[derive(Clone)]
pub struct HttpRequest {
    /// `GET`, `POST` and so on.
    pub method: Arc<str>,
    /// Where to, its query included.
    pub url: Arc<str>,
    /// Header lines; of equal names the last one counts.
    pub headers: Vec<(Arc<str>, Arc<str>)>,
    /// What is sent.
    pub body: Arc<[u8]>,
    /// How long to wait for the whole answer, if not as long as the world does.
    pub timeout: Option<Duration>,
    /// Whether the server's certificate is believed unseen.
    pub skip_verify: bool,
    /// Whether it only asks, and changes nothing at the server.
    pub asks: bool,
}

/// What a server answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HttpResponse {
    /// `200` and so on.
    pub status: u16,
    /// Header lines.
    pub headers: Vec<(String, String)>,
    /// What was sent back.
    pub body: Vec<u8>,
    /// How long it took.
    pub duration: Duration,
}

impl HttpRequest {
    /// A request without a body. `GET` and `HEAD` only ask.
    pub fn new(method: impl Into<Arc<str>>, url: impl Into<Arc<str>>) -> Self {
        let method = method.into();
        Self {
            asks: ["GET", "HEAD"].contains(&&*method),
            method,
            url: url.into(),
            headers: Vec::new(),
            body: Arc::default(),
            timeout: None,
            skip_verify: false,
        }
    }

    /// Scheme, host and port, as far as the URL is one: what may be shown. Paths and queries hold
    /// the secrets of many services.
    pub fn host(&self) -> &str {
        let scheme = self.url.find("://").map_or(0, |at| at + 3);
        let (before, rest) = self.url.split_at(scheme);
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        match rest[..end].rfind('@') {
            // What stands before the host is a user with a password.
            Some(at) => &rest[at + 1..end],
            None => &self.url[..before.len() + end],
        }
    }
}

/// Headers and what is sent hold secrets.
impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.host())
    }
}

impl HttpResponse {
    /// The answer of a server that sends back what it is sent, as tests know it.
    pub fn echo(request: &HttpRequest) -> Self {
        Self {
            status: 200,
            body: request.body.to_vec(),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{HttpRequest, HttpResponse};

    #[test]
    fn what_may_be_shown() {
        let cases = [
            (
                "https://hooks.test/services/SECRET?key=SECRET",
                "https://hooks.test",
            ),
            ("http://127.0.0.1:80?SECRET", "http://127.0.0.1:80"),
            ("https://user:SECRET@host.test/x", "host.test"),
            ("no url", "no url"),
        ];
        for (url, shown) in cases {
            let mut request = HttpRequest::new("POST", url);
            request.headers = vec![("Authorization".into(), "SECRET".into())];
            assert_eq!(format!("{request:?}"), format!("POST {shown}"));
        }
    }

    #[test]
    fn an_echo() {
        let mut request = HttpRequest::new("POST", "http://a.test");
        request.body = b"ab".as_slice().into();
        let response = HttpResponse::echo(&request);
        assert_eq!((response.status, response.body), (200, b"ab".to_vec()));
    }
}
