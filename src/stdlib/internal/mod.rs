//! Packages below `internal`: what the others are made of.

pub mod boolean;
pub mod debug;
pub mod influxql;
pub mod testing;
