//! The outside world: configuration, secrets, files and servers. [`Settings`] is what the user
//! says, and [`Outside`] the world that comes of it.

#![expect(
    clippy::disallowed_methods,
    reason = "this room touches files, environment and network for all others"
)]

mod binding;
mod config;
mod http;
mod influx;
mod listing;
mod local;
mod outside;
mod place;
mod requests;
mod routes;
mod sandbox;
mod secrets;
mod settings;
mod snapshot;
pub mod tree;

pub use outside::Outside;
pub use sandbox::Sandbox;
pub use settings::{Reports, Settings};

use crate::diagnostic::Failure;
use crate::time::Time;
use std::io::Read;
use std::path::Path;
use std::time::SystemTime;

/// The wall clock.
fn clock() -> Time {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let nanoseconds = since.map_or(0, |since| since.as_nanos());
    Time(i64::try_from(nanoseconds).unwrap_or(i64::MAX))
}

/// A file that a script names.
fn open(folder: &Path, path: &str) -> Result<Box<dyn Read + Send>, Failure> {
    let path = folder.join(path);
    match std::fs::File::open(&path) {
        Ok(file) => Ok(Box::new(file)),
        Err(error) => Err(Failure::new(
            "flux::connect::file",
            format!("cannot read {}: {error}", path.display()),
        )
        .help("paths in a script are relative to the working folder")),
    }
}
