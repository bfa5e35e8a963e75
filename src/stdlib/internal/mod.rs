//! Packages below `internal`: what the others are made of.

pub mod boolean;
pub mod debug;
pub mod r#gen;
pub mod influxql;
pub mod location;
pub mod promql;
pub mod testing;
pub mod testutil;
