//! Sinks that write batches at once: to a file, to a terminal.

use super::batch::{Batch, Batcher};
use super::statistics::Tally;
use crate::diagnostic::Failure;
use crate::world::{Lines, Sink};
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// Where batches are written.
pub trait Store: Send {
    /// Writes a batch.
    ///
    /// # Errors
    /// If it cannot be written.
    fn store(&mut self, batch: &Batch) -> Result<(), Failure>;

    /// Makes sure that everything is written.
    ///
    /// # Errors
    /// If it is not.
    fn finish(&mut self) -> Result<(), Failure> {
        Ok(())
    }
}

/// A sink that merges points and writes them to a store. Dropped without `finish` it writes what
/// it has.
pub struct Direct<S: Store> {
    batcher: Batcher,
    store: S,
    destination: String,
    tally: Tally,
    failed: bool,
}

impl<S: Store> Direct<S> {
    /// A sink for a store, which the statistics call by the destination.
    pub fn new(batcher: Batcher, store: S, destination: impl Into<String>, tally: Tally) -> Self {
        Self {
            batcher,
            store,
            destination: destination.into(),
            tally,
            failed: false,
        }
    }

    fn rest(&mut self) -> Result<(), Failure> {
        if self.failed {
            return Ok(());
        }
        if let Some(batch) = self.batcher.take() {
            store(&mut self.store, &batch, &self.destination, &self.tally)
                .inspect_err(|_| self.failed = true)?;
        }
        self.store.finish()
    }
}

fn store(
    store: &mut impl Store,
    batch: &Batch,
    destination: &str,
    tally: &Tally,
) -> Result<(), Failure> {
    let start = Instant::now();
    let stored = store.store(batch);
    tally.count(destination, |statistics| {
        let points = batch.lines() as u64;
        statistics.time += start.elapsed();
        if stored.is_err() {
            statistics.undelivered += points;
            return;
        }
        statistics.points += points;
        statistics.batches += 1;
        statistics.bytes += batch.body.len() as u64;
        statistics.sent += batch.body.len() as u64;
    });
    stored
}

impl<S: Store> Sink for Direct<S> {
    fn write(&mut self, lines: &Lines) -> Result<(), Failure> {
        let Self {
            batcher,
            store: into,
            destination,
            tally,
            failed,
        } = self;
        batcher.add(lines, |batch| {
            store(into, &batch, destination, tally).inspect_err(|_| *failed = true)
        })
    }

    fn finish(&mut self) -> Result<(), Failure> {
        self.rest()
    }
}

impl<S: Store> Drop for Direct<S> {
    fn drop(&mut self) {
        // An error here has no one to go to; the one that ended the run is told.
        let _ = self.rest();
    }
}

/// A store that shows lines instead of delivering them.
#[derive(Clone)]
pub struct Text(Arc<Mutex<dyn Write + Send>>);

impl Text {
    /// Writes to this; clones share it.
    pub fn new(out: impl Write + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(out)))
    }
}

impl Store for Text {
    fn store(&mut self, batch: &Batch) -> Result<(), Failure> {
        let mut out = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        out.write_all(&batch.body)
            .and_then(|()| out.flush())
            .map_err(|error| {
                Failure::new(
                    "flux::deliver::output",
                    format!("cannot write line protocol: {error}"),
                )
            })
    }
}
