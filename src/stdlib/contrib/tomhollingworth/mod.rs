//! The packages below `contrib/tomhollingworth`.

pub mod events;
