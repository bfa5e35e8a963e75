//! The packages below `contrib/jsternberg`.

pub mod influxdb;
