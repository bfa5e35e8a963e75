//! Package `socket`: streams of bytes from other machines, which fluxlite does not read.

use super::unspoken::refused;
use crate::diagnostic::Failure;
use crate::value::{Package, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "socket",
    docs: "Reads from sockets. fluxlite does not: its function fails when it is called.",
    builtins: &[&FROM],
    constants: &[],
    flux: None,
};

/// Reads from a socket. Not here: put what it sends into a file, and read that.
#[builtin(since = "0.21.0", returns = "stream[A]")]
pub fn from(
    /// Where to connect to.
    url: Arc<str>,
    /// What it sends: `csv` or `line`.
    #[default("csv")]
    decoder: Arc<str>,
) -> Result<Stream, Failure> {
    let _ = (url, decoder);
    let instead = "put what the socket sends into a file, and read that: `csv.from(file: …)`, or a bucket that is bound to the file";
    Err(refused("socket.from", "a socket", instead))
}
