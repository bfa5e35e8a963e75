//! The outside world: configuration, secrets, files and servers. [`Settings`] is what the user
//! says.

#![expect(
    clippy::disallowed_methods,
    reason = "this room touches files, environment and network for all others"
)]

mod settings;

pub use settings::{Reports, Settings};
