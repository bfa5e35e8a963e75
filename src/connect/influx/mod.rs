//! InfluxDB's API.

mod body;
mod error;
mod query;
mod read_error;
mod reason;
mod write;

pub(super) use error::chain;
pub(super) use query::{Asking, Query};
pub(super) use write::{Write, check};
