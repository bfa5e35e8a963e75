//! The outside world: configuration, secrets, files and servers. [`Settings`] is what the user
//! says, and [`Outside`] the world that comes of it.

#![expect(
    clippy::disallowed_methods,
    reason = "this room touches files, environment and network for all others"
)]

mod binding;
mod config;
mod http;
mod influx;
mod local;
mod outside;
mod place;
mod requests;
mod routes;
mod secrets;
mod settings;

pub use outside::Outside;
pub use settings::{Reports, Settings};
