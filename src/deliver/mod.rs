//! Line protocol to where it belongs, surely: points are merged and cut into batches, batches are
//! sent while the next ones are made, several at once where no order matters, and what fails in
//! passing is tried again.
//!
//! Two kinds of sinks: [`Delivery`] sends through a [`Transport`] on threads of its own,
//! [`Direct`] writes at once to a [`Store`].

#![expect(
    clippy::disallowed_methods,
    reason = "this room writes files for all others"
)]

#[cfg(test)]
mod at_once;
mod batch;
mod delivery;
mod direct;
mod fields;
mod footprint;
mod line_file;
mod lost;
mod outage;
mod patience;
mod queue;
#[cfg(test)]
mod round_trip;
mod sender;
mod statistics;
#[cfg(test)]
mod tests;
mod transport;

pub use batch::{Batch, Batcher, Limits};
pub use delivery::Delivery;
pub use direct::{Direct, Store, Text};
pub use line_file::LineFile;
pub use patience::{Attempt, Clock, Patience, Wait, WallClock};
pub use statistics::{Statistics, Tally};
pub use transport::{Answer, Problem, Transport};
