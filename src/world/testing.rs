//! Worlds in which there is little but a clock that stands still.

use super::{Endpoint, HttpRequest, HttpResponse, Secret, Sink, World};
use crate::diagnostic::{Diagnostic, Failure};
use crate::table::{Scan, Source};
use crate::time::Time;
use std::io::Read;
use std::sync::Mutex;

/// Nothing is found here; what is warned of is kept.
#[derive(Default)]
pub struct Nowhere {
    /// The messages of all warnings.
    pub warnings: Mutex<Vec<String>>,
}

fn nothing<T>() -> Result<T, Failure> {
    Err(Failure::new("test::nowhere", "there is nothing here"))
}

impl World for Nowhere {
    fn now(&self) -> Time {
        Time(0)
    }

    fn open(&self, _path: &str) -> Result<Box<dyn Read + Send>, Failure> {
        nothing()
    }

    fn secret(&self, _key: &str) -> Result<Secret, Failure> {
        nothing()
    }

    fn read(&self, _bucket: &Endpoint, _scan: &Scan) -> Result<Box<dyn Source>, Failure> {
        nothing()
    }

    fn write(&self, _bucket: &Endpoint) -> Result<Box<dyn Sink>, Failure> {
        nothing()
    }

    fn warn(&self, warning: Diagnostic) {
        self.warnings.lock().unwrap().push(warning.message);
    }
}

/// Answers all requests with what they sent, and keeps them.
#[derive(Default)]
pub struct Echo {
    /// What was asked.
    pub requests: Mutex<Vec<HttpRequest>>,
    /// Another status than 200 to answer with.
    pub status: Option<u16>,
    /// Another body than what was sent.
    pub body: Option<String>,
}

impl World for Echo {
    fn now(&self) -> Time {
        Time(0)
    }

    fn open(&self, _path: &str) -> Result<Box<dyn Read + Send>, Failure> {
        nothing()
    }

    fn secret(&self, _key: &str) -> Result<Secret, Failure> {
        nothing()
    }

    fn read(&self, _bucket: &Endpoint, _scan: &Scan) -> Result<Box<dyn Source>, Failure> {
        nothing()
    }

    fn write(&self, _bucket: &Endpoint) -> Result<Box<dyn Sink>, Failure> {
        nothing()
    }

    fn http(&self, request: &HttpRequest) -> Result<HttpResponse, Failure> {
        self.requests.lock().unwrap().push(request.clone());
        let echo = HttpResponse::echo(request);
        let body = self.body.clone().map(String::into_bytes);
        Ok(HttpResponse {
            status: self.status.unwrap_or(echo.status),
            body: body.unwrap_or_else(|| echo.body.clone()),
            headers: vec![("x-answer".into(), "yes".into())],
            ..echo
        })
    }

    fn warn(&self, _warning: Diagnostic) {}
}
