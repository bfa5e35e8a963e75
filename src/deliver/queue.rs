//! Batches on their way: those that wait, and those that are sent, in an order that a server
//! cannot tell from one after another.

use super::batch::Batch;
use super::footprint::{Footprint, collide};
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Batches that may be under way at once.
///
/// A server that is far away answers after a tenth of a second or more, whatever it is sent; with
/// one batch of 5,000 lines at a time that would be some 40,000 lines a second. Four make it four
/// times as many, which is more than InfluxDB Cloud takes of an organization (300 MB in five
/// minutes), and keep a near server of two or four cores busy. More would only take memory, and
/// press a server that is in trouble.
pub(super) const IN_FLIGHT: usize = 4;

/// Batches that may wait besides; more would only take memory.
const WAITING: usize = 2;

/// The batches of one delivery.
///
/// They begin in order, and one begins only if it does not collide with any that is under way. So
/// of two batches that collide the earlier has been answered for good, with all its retries,
/// before the later is sent, and what the server has in the end is what it would have if each had
/// waited for the one before.
///
/// The first goes alone, so that a server that refuses everything is asked once.
#[derive(Debug, Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    waiting: VecDeque<Batch>,
    under_way: Vec<(u64, Option<Footprint>)>,
    /// How many have begun.
    begun: u64,
    /// Whether one has been answered.
    answered: bool,
    /// Whether no more will come.
    closed: bool,
    /// Whether a thread that sends has failed.
    broken: bool,
}

/// A batch that is under way until this is dropped.
#[derive(Debug)]
pub(super) struct Flight<'q> {
    queue: &'q Queue,
    /// Its place among the batches of the delivery.
    pub(super) number: u64,
    pub(super) batch: Batch,
}

impl Queue {
    /// Adds a batch, once there is room.
    ///
    /// # Errors
    /// With the batch if nobody sends any more.
    pub(super) fn push(&self, batch: Batch) -> Result<(), Batch> {
        let is_full = |state: &mut State| state.waiting.len() >= WAITING && !state.broken;
        let mut state = self.wait_while(is_full);
        if state.broken {
            return Err(batch);
        }
        state.waiting.push_back(batch);
        self.changed.notify_all();
        Ok(())
    }

    /// Says that no more batches come.
    pub(super) fn close(&self) {
        self.state().closed = true;
        self.changed.notify_all();
    }

    /// The next batch, once it may be sent; none if there is no more.
    pub(super) fn next(&self) -> Option<Flight<'_>> {
        let mut state = self.wait_while(|state| !state.is_over() && !state.may_begin());
        if state.is_over() {
            return None;
        }
        let mut batch = state.waiting.pop_front()?;
        let number = state.begun;
        state.begun += 1;
        state.under_way.push((number, batch.footprint.take()));
        self.changed.notify_all();
        Some(Flight {
            queue: self,
            number,
            batch,
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_while(&self, condition: impl FnMut(&mut State) -> bool) -> MutexGuard<'_, State> {
        let waited = self.changed.wait_while(self.state(), condition);
        waited.unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_over(&self) -> bool {
        self.broken || self.closed && self.waiting.is_empty()
    }

    fn may_begin(&self) -> bool {
        let Some(batch) = self.waiting.front() else {
            return false;
        };
        let footprint = batch.footprint.as_ref();
        self.under_way.is_empty()
            || self.answered
                && self.under_way.len() < IN_FLIGHT
                && !self
                    .under_way
                    .iter()
                    .any(|(_, other)| collide(footprint, other.as_ref()))
    }
}

impl Drop for Flight<'_> {
    fn drop(&mut self) {
        let mut state = self.queue.state();
        state.under_way.retain(|(number, _)| *number != self.number);
        state.answered = true;
        // Its batches would wait for ever.
        state.broken |= std::thread::panicking();
        self.queue.changed.notify_all();
    }
}
