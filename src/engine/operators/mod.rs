//! The operators, one file each.

pub mod accumulator;
pub mod aggregate;
pub mod cumulative_sum;
pub mod derivative;
pub mod difference;
pub mod elapsed;
pub mod narrow;
pub mod seen;
pub mod selector;
pub mod tdigest;
#[cfg(test)]
pub mod testing;
