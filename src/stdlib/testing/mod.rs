//! Packages for tests.

pub mod expect;
