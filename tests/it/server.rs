//! A server on this machine that answers writes as it is told, and keeps what it was sent.

use crate::command::fixture;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// How to answer a request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// With a status, further header lines and a body.
    Say(u16, &'static str, String),
    /// With exactly these bytes, after which the connection is closed.
    Raw(Vec<u8>),
    /// With exactly these bytes, after which the connection stays open.
    Stall(Vec<u8>),
    /// Not at all: the connection is closed when half of the request is read.
    HangUp,
    /// Never; the connection stays open.
    Silence,
    /// As stored, but not before so many requests have come; with an error if they do not.
    Together(usize),
}

/// One request, its body unpacked.
#[derive(Clone, Debug)]
pub struct Request {
    /// Method and path with query.
    pub line: String,
    /// Header lines, names in lower case.
    pub headers: Vec<String>,
    /// The body.
    pub body: String,
}

impl Request {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// The server; it ends with the test.
#[derive(Debug)]
pub struct Server {
    /// Where it listens, as a URL.
    pub url: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Reply {
    /// An error as InfluxDB words it.
    pub fn error(status: u16, message: &str) -> Self {
        let body = serde_json::json!({"code": "some code", "message": message});
        Self::Say(status, "Content-Type: application/json", body.to_string())
    }
}

impl Server {
    /// Gives these answers in turn, and stores everything after them.
    pub fn answering(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self::start(replies, None)
    }

    /// Stores everything, and speaks TLS with a certificate of the authority in the fixtures.
    pub fn with_tls() -> Self {
        let certificate = CertificateDer::from_pem_file(fixture("tls/server.pem")).unwrap();
        let key = PrivateKeyDer::from_pem_file(fixture("tls/server.key")).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .unwrap();
        Self::start([], Some(Arc::new(config)))
    }

    fn start(replies: impl IntoIterator<Item = Reply>, tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let url = format!("{scheme}://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let replies: VecDeque<Reply> = replies.into_iter().collect();
        let replies = Arc::new(Mutex::new(replies));
        let kept = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (replies, kept) = (Arc::clone(&replies), Arc::clone(&kept));
                let tls = tls.clone();
                thread::spawn(move || match tls {
                    None => serve(stream, &replies, &kept),
                    Some(config) => {
                        let connection = ServerConnection::new(config).unwrap();
                        serve(StreamOwned::new(connection, stream), &replies, &kept);
                    }
                });
            }
        });
        Self { url, requests }
    }

    /// What was sent so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// All lines that were sent, and how many in each request.
    pub fn lines(&self) -> (String, Vec<usize>) {
        let requests = self.requests();
        let bodies = requests.iter().map(|request| request.body.as_str());
        let counts = requests.iter().map(|request| request.body.lines().count());
        (bodies.collect(), counts.collect())
    }
}

fn serve(stream: impl Read + Write, replies: &Mutex<VecDeque<Reply>>, kept: &Mutex<Vec<Request>>) {
    let mut reader = BufReader::new(stream);
    while let Some((line, headers)) = head(&mut reader) {
        let reply = replies.lock().unwrap().pop_front();
        let length = headers
            .iter()
            .find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.map_or(0, |text| text.parse().unwrap());
        if matches!(reply, Some(Reply::HangUp)) {
            reader.read_exact(&mut vec![0; length / 2]).unwrap();
            kept.lock().unwrap().push(Request {
                line,
                headers,
                body: String::new(),
            });
            return;
        }
        let mut bytes = vec![0; length];
        reader.read_exact(&mut bytes).unwrap();
        let mut body = String::new();
        match headers.iter().any(|line| line == "content-encoding: gzip") {
            true => flate2::read::GzDecoder::new(&*bytes)
                .read_to_string(&mut body)
                .unwrap(),
            false => (&*bytes).read_to_string(&mut body).unwrap(),
        };
        kept.lock().unwrap().push(Request {
            line,
            headers,
            body,
        });
        let (status, further, body) = match reply {
            Some(Reply::Say(status, further, body)) => (status, further, body),
            Some(Reply::Raw(bytes)) => {
                reader.get_mut().write_all(&bytes).unwrap();
                return;
            }
            Some(Reply::Stall(bytes)) => {
                let stream = reader.get_mut();
                stream
                    .write_all(&bytes)
                    .and_then(|()| stream.flush())
                    .unwrap();
                loop {
                    thread::park();
                }
            }
            Some(Reply::Silence) => loop {
                thread::park();
            },
            Some(Reply::Together(count)) => {
                let long = Instant::now() + Duration::from_secs(20);
                while kept.lock().unwrap().len() < count && Instant::now() < long {
                    thread::sleep(Duration::from_millis(1));
                }
                let status = match kept.lock().unwrap().len() < count {
                    true => 401,
                    false => 204,
                };
                (status, "X-Influxdb-Version: test", String::new())
            }
            _ => (204, "X-Influxdb-Version: test", String::new()),
        };
        let answer = format!(
            "HTTP/1.1 {status} As told\r\n{further}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let stream = reader.get_mut();
        let written = stream.write_all(answer.as_bytes());
        if written.and_then(|()| stream.flush()).is_err() {
            return;
        }
    }
}

/// The first line of a request, and its headers.
fn head(reader: &mut impl BufRead) -> Option<(String, Vec<String>)> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end().to_owned();
        if line.is_empty() {
            break;
        }
        lines.push(line);
    }
    let first = lines.first()?.trim_end_matches(" HTTP/1.1").to_owned();
    let headers = lines.iter().skip(1).filter_map(|line| {
        let (name, value) = line.split_once(": ")?;
        Some(format!("{}: {value}", name.to_ascii_lowercase()))
    });
    Some((first, headers.collect()))
}
