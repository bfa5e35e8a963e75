//! The operators, one file each.

pub mod accumulator;
pub mod aggregate;
pub mod seen;
pub mod selector;
pub mod tdigest;
#[cfg(test)]
pub mod testing;
