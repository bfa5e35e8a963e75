//! The operators, one file each.

pub mod accumulator;
pub mod aggregate;
pub mod aggregate_window;
pub mod averages;
pub mod cumulative_sum;
pub mod derivative;
pub mod difference;
pub mod elapsed;
pub mod fill;
pub mod filter;
pub mod group;
pub mod labels;
pub mod limit;
pub mod map;
pub mod merge;
pub mod momentum;
pub mod narrow;
pub mod quantile_row;
pub mod range;
pub mod reduce;
pub mod reshape;
pub mod rewindow;
pub mod seen;
pub mod selector;
pub mod sort;
pub mod split;
pub mod smoothing;
pub mod tdigest;
#[cfg(test)]
pub mod testing;
pub mod union;
pub mod values;
pub mod window;
pub mod windowing;
