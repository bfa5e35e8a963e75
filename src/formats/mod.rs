//! Bytes to chunks and back, without touching a file: line protocol, annotated CSV, JSON, and
//! tables for people to read.

pub mod annotated_csv;
mod event;
pub mod gzip;
pub mod influxql_json;
pub mod json;
pub mod line_protocol;
mod lines;
pub(crate) mod number;
pub mod pretty;
pub mod prometheus;
mod results;
mod threaded;

pub use event::{Event, EventSource};
pub use results::ResultWriter;
pub use threaded::threaded;
