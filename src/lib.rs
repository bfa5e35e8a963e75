//! fluxlite runs Flux scripts without InfluxDB.

#[cfg(feature = "connect")]
pub mod connect;
#[cfg(feature = "deliver")]
pub mod deliver;
pub mod diagnostic;
pub mod engine;
pub mod eval;
pub mod formats;
pub mod lints;
pub mod plan;
pub mod points;
pub mod reference;
pub mod session;
pub mod source;
pub mod stdlib;
pub mod storage;
pub mod syntax;
pub mod table;
#[cfg(feature = "connect")]
pub mod testing;
pub mod time;
pub mod types;
pub mod value;
pub mod world;
