//! Instants, durations, zones, and windows of them; no tables.

mod duration;
mod instant;

pub use duration::Duration;
pub use instant::Time;
