//! Packages below `influxdata`.

pub mod influxdb;
