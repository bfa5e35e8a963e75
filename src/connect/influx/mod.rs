//! InfluxDB's API.

mod error;
mod reason;
mod write;

pub(super) use error::chain;
pub(super) use write::{Write, check};
