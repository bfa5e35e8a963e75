//! Instants, durations, zones, and windows of them; no tables.

mod bounds;
mod civil;
mod duration;
mod instant;
mod text;
mod window;
mod zone;

pub use bounds::Bounds;
pub use civil::Civil;
pub use duration::Duration;
pub use instant::Time;
pub use window::Window;
pub use zone::Zone;
