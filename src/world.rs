//! What a script may ask of the outside: synchronous traits that the session, a test or an
//! embedder implements. The rooms below `connect` know nothing else of files, clocks and networks.

mod http;
#[cfg(test)]
pub mod testing;

pub use http::{HttpRequest, HttpResponse};

use crate::diagnostic::{Diagnostic, Failure};
use crate::table::{Scan, Source};
use crate::time::Time;
use std::fmt;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The outside, as a script sees it.
pub trait World: Send + Sync {
    /// The wall clock.
    fn now(&self) -> Time;

    /// Opens a file that a script names.
    ///
    /// # Errors
    /// If it cannot be read; the message says what was looked for and where.
    fn open(&self, path: &str) -> Result<Box<dyn Read + Send>, Failure>;

    /// A secret by its key.
    ///
    /// # Errors
    /// If it is not found; the message says where it was looked for.
    fn secret(&self, key: &str) -> Result<Secret, Failure>;

    /// A read of a bucket, ready to run.
    ///
    /// # Errors
    /// If there is no such bucket; the message says what is configured.
    fn read(&self, bucket: &Endpoint, scan: &Scan) -> Result<Box<dyn Source>, Failure>;

    /// The buckets of a server, or those that are bound here: a table of `name`, `id`,
    /// `organizationID`, `retentionPolicy` and `retentionPeriod`.
    ///
    /// # Errors
    /// If there is no such server.
    fn buckets(&self, _server: &Endpoint) -> Result<Box<dyn Source>, Failure> {
        Err(Failure::new(
            "flux::world::no_buckets",
            "no buckets are known here",
        ))
    }

    /// Whether a bucket could be written, without asking a server: so that a script that names an
    /// unusable destination fails before anything is written.
    ///
    /// # Errors
    /// If the destination is unusable; the message says why.
    fn writable(&self, _bucket: &Endpoint) -> Result<(), Failure> {
        Ok(())
    }

    /// A sink that delivers lines to a bucket.
    ///
    /// # Errors
    /// If the destination is unusable; the message says why.
    fn write(&self, bucket: &Endpoint) -> Result<Box<dyn Sink>, Failure>;

    /// Sends a request that a script asks for, and waits for the answer, whatever its status.
    ///
    /// # Errors
    /// If there is no answer; the message names the host and nothing more of the URL.
    fn http(&self, request: &HttpRequest) -> Result<HttpResponse, Failure> {
        Err(Failure::new(
            "flux::world::no_http",
            format!(
                "cannot ask {}: no requests are sent from here",
                request.host()
            ),
        ))
    }

    /// Tells the user something that ends nothing.
    fn warn(&self, warning: Diagnostic);

    /// Where what is read is counted.
    fn progress(&self) -> Progress {
        Progress::default()
    }

    /// Whether the user wants the run to end.
    fn cancelled(&self) -> bool {
        false
    }
}

/// Counts what a script has read. Clones share the counters.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    rows: AtomicU64,
    bytes: AtomicU64,
}

impl Progress {
    /// Counts rows that a source gave.
    pub fn add_rows(&self, rows: usize) {
        self.0.rows.fetch_add(rows as u64, Ordering::Relaxed);
    }

    /// Counts bytes of files and answers.
    pub fn add_bytes(&self, bytes: usize) {
        self.0.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Counts from nothing again.
    pub fn clear(&self) {
        self.0.rows.store(0, Ordering::Relaxed);
        self.0.bytes.store(0, Ordering::Relaxed);
    }

    /// Rows that sources gave so far.
    pub fn rows(&self) -> u64 {
        self.0.rows.load(Ordering::Relaxed)
    }

    /// Bytes of files and answers read so far.
    pub fn bytes(&self) -> u64 {
        self.0.bytes.load(Ordering::Relaxed)
    }
}

/// A bucket and where it is. Without a host it is the configured one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Endpoint {
    /// Bucket by name or by id.
    pub bucket: Named,
    /// Organization by name or by id, if given.
    pub org: Option<Named>,
    /// Base URL of the server, if given.
    pub host: Option<Arc<str>>,
    /// What authorizes, if given.
    pub token: Option<Secret>,
}

/// A thing of InfluxDB called by its name or by its id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Named {
    /// By name.
    Name(Arc<str>),
    /// By 16 hexadecimal digits.
    Id(Arc<str>),
}

impl Default for Named {
    fn default() -> Self {
        Self::Name("".into())
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Id(id) => write!(f, "with the ID {id}"),
        }
    }
}

/// A text that is never printed.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Secret(Arc<str>);

impl Secret {
    /// Hides a text.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the header it goes into.
    pub fn expose(&self) -> &Arc<str> {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Takes encoded points and delivers them. One that is dropped without `finish` delivers what it
/// has been given all the same, since an error elsewhere must not cost points.
pub trait Sink: Send {
    /// Takes points, in order.
    ///
    /// # Errors
    /// If a delivery was refused or given up meanwhile.
    fn write(&mut self, lines: &Lines) -> Result<(), Failure>;

    /// Delivers what is left, and waits for all answers.
    ///
    /// # Errors
    /// If a delivery was refused or given up.
    fn finish(&mut self) -> Result<(), Failure>;
}

/// Encoded points: line protocol, cut where deliveries may merge the fields of one series and
/// time into one line.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// Series and fields of all points, one after another.
    pub bytes: Vec<u8>,
    /// Where each point stands in `bytes`.
    pub points: Vec<Line>,
}

impl Lines {
    /// `measurement,tag=value,…` of a point.
    pub fn series(&self, point: &Line) -> &[u8] {
        self.between(point.series)
    }

    /// `field=value,…` of a point.
    pub fn fields(&self, point: &Line) -> &[u8] {
        self.between(point.fields)
    }

    /// Forgets all points and keeps the memory.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.points.clear();
    }

    fn between(&self, (start, end): (u32, u32)) -> &[u8] {
        let range = start as usize..end as usize;
        self.bytes.get(range).unwrap_or_default()
    }
}

/// One encoded point within [`Lines`]. Pairs are where something starts and where it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// `measurement,tag=value,…`: escaped, tags sorted. Points of one series may share it.
    pub series: (u32, u32),
    /// `field=value,…`: escaped, in order of arrival.
    pub fields: (u32, u32),
    /// Nanoseconds since 1970.
    pub time: i64,
}
