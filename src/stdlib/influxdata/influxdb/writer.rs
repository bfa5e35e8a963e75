//! What `to` and `wideTo` share: where they write, and how lines get there.

use crate::diagnostic::{Diagnostic, Failure};
use crate::points::Encoded;
use crate::table::Chunk;
use crate::value::Context;
use crate::world::{Endpoint, Lines, Named, Secret, Sink};
use std::fmt;
use std::sync::Arc;

/// A thing by its name or its ID; both given is the caller's error.
pub(super) fn named(name: Option<Arc<str>>, id: Option<Arc<str>>) -> Result<Option<Named>, ()> {
    match (name, id) {
        (Some(_), Some(_)) => Err(()),
        (name, id) => Ok(name.map(Named::Name).or(id.map(Named::Id))),
    }
}

/// A destination that was found usable.
#[derive(Debug)]
pub(super) struct Bucket(Endpoint);

impl Bucket {
    /// Checks a destination as far as that is possible without asking a server, so that a script
    /// that cannot deliver fails before anything is written.
    pub(super) fn new(
        cx: &Context,
        bucket: Named,
        org: Option<Named>,
        host: Option<Arc<str>>,
        token: Option<Arc<str>>,
    ) -> Result<Self, Failure> {
        if let Some(host) = &host
            && !["http://", "https://"]
                .iter()
                .any(|scheme| host.starts_with(scheme))
        {
            return Err(Failure::new(
                "flux::influxdb::host",
                format!("the host {host:?} is no URL with `http://` or `https://`"),
            )
            .help(format!(
                "write it with its scheme, for example `host: \"https://{}\"`",
                host.trim_start_matches('/')
            )));
        }
        let endpoint = Endpoint {
            bucket,
            org,
            // Without a host the configured server is meant, and its own token.
            token: token.filter(|_| host.is_some()).map(Secret::new),
            host,
        };
        cx.world().writable(&endpoint)?;
        Ok(Self(endpoint))
    }

    pub(super) fn endpoint(&self) -> &Endpoint {
        &self.0
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bucket {}", self.0.bucket)?;
        match &self.0.host {
            Some(host) => write!(f, " at {host}"),
            None => Ok(()),
        }
    }
}

/// Takes points to a sink.
pub(super) struct Writer {
    cx: Context,
    bucket: String,
    sink: Box<dyn Sink>,
    lines: Lines,
    encoded: Encoded,
}

impl Writer {
    pub(super) fn new(cx: &Context, endpoint: &Endpoint) -> Result<Self, Failure> {
        Ok(Self {
            cx: cx.clone(),
            bucket: endpoint.bucket.to_string(),
            sink: cx.world().write(endpoint)?,
            lines: Lines::default(),
            encoded: Encoded::default(),
        })
    }

    /// Encodes the rows of a chunk, some at a time so that the lines stay in the cache, and hands
    /// them on. What stands before a row that cannot be written is handed on, too.
    pub(super) fn each_piece(
        &mut self,
        chunk: &Chunk,
        mut encode: impl FnMut(&Chunk, &mut Lines) -> Result<Encoded, Failure>,
    ) -> Result<(), Failure> {
        for start in (0..chunk.rows).step_by(Chunk::ROWS) {
            let rows = Chunk::ROWS.min(chunk.rows - start);
            let whole = rows == chunk.rows;
            let piece = if whole {
                chunk
            } else {
                &chunk.slice(start, rows)
            };
            self.lines.clear();
            let encoded = encode(piece, &mut self.lines);
            if !self.lines.points.is_empty() {
                let written = self.sink.write(&self.lines);
                // Of two errors the row's is the one the script can do something about.
                encoded.as_ref().map_err(Clone::clone)?;
                written?;
            }
            self.encoded += encoded?;
        }
        Ok(())
    }

    /// Delivers everything, and tells what was left out.
    pub(super) fn finish(&mut self) -> Result<(), Failure> {
        let left_out = self.encoded.without_time;
        if left_out > 0 {
            let rows = if left_out == 1 {
                "1 row was".to_owned()
            } else {
                format!("{left_out} rows were")
            };
            let message = format!(
                "{rows} not written to the bucket {}: their time is null",
                self.bucket
            );
            self.cx.world().warn(
                Diagnostic::warning("flux::influxdb::without_time", message).help(
                    "`filter(fn: (r) => exists r._time)` leaves them out without this warning",
                ),
            );
        }
        self.sink.finish()
    }
}
