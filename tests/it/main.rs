//! All integration tests, in one binary: each further one would link everything anew.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests prepare files and folders of their own, and fail if they cannot"
)]

mod bad_input;
#[cfg(feature = "cli")]
mod buckets;
#[cfg(feature = "cli")]
mod check;
mod columnar;
#[cfg(feature = "cli")]
mod command;
#[cfg(feature = "cli")]
mod delivery;
mod diagnostics;
#[cfg(feature = "cli")]
mod flux_tests;
#[cfg(feature = "cli")]
mod fmt;
mod fuzz;
mod language;
#[cfg(feature = "cli")]
mod oss_to_cloud;
#[cfg(feature = "cli")]
mod remote_reads;
#[cfg(feature = "cli")]
mod repl;
#[cfg(feature = "cli")]
mod requests;
#[cfg(feature = "cli")]
mod server;
mod shared;
mod syntax;
mod tidy;
mod types;
#[cfg(feature = "cli")]
mod victoria_metrics;
