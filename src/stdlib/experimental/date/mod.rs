//! The packages below `experimental/date`.

pub mod boundaries;
