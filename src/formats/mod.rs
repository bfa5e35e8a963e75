//! Bytes to chunks and back, without touching a file: line protocol, annotated CSV, JSON, and
//! tables for people to read.

pub mod gzip;
pub mod line_protocol;
mod number;
