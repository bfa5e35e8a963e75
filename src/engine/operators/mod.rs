//! The operators, one file each.

pub mod accumulator;
pub mod aggregate;
pub mod labels;
pub mod limit;
pub mod merge;
pub mod reshape;
pub mod seen;
pub mod selector;
pub mod tdigest;
#[cfg(test)]
pub mod testing;
pub mod union;
