//! What was delivered where, for the summary of a run.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What a destination has got.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Points that were delivered, merged ones counted once.
    pub points: u64,
    /// Bytes of their line protocol.
    pub bytes: u64,
    /// Bytes as they were sent; the same where nothing was compressed.
    pub sent: u64,
    /// Batches that were delivered.
    pub batches: u64,
    /// How often one had to be sent again.
    pub retries: u64,
    /// Points that were refused or given up.
    pub undelivered: u64,
    /// How long sending and waiting took, all batches together: those under way at once count each.
    pub time: Duration,
}

/// The statistics of all destinations, in the order in which they were first used. Clones share
/// them.
#[derive(Clone, Debug, Default)]
pub struct Tally(Arc<Mutex<Vec<(String, Statistics)>>>);

impl Tally {
    /// Counts something for a destination.
    pub fn count(&self, destination: &str, count: impl FnOnce(&mut Statistics)) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match all.iter_mut().find(|(name, _)| name == destination) {
            Some((_, statistics)) => count(statistics),
            None => {
                let mut statistics = Statistics::default();
                count(&mut statistics);
                all.push((destination.to_owned(), statistics));
            }
        }
    }

    /// Counts from nothing again.
    pub fn clear(&self) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.clear();
    }

    /// What each destination has got so far.
    pub fn all(&self) -> Vec<(String, Statistics)> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.clone()
    }
}
