//! A sink that sends on threads of its own, so that making batches and sending them overlap, and
//! that does not wait for one answer before it sends the next batch.

use super::batch::{Batcher, Limits};
use super::lost::Lost;
use super::outage::Outages;
use super::patience::{Clock, Patience};
use super::queue::{IN_FLIGHT, Queue};
use super::sender::Sender;
use super::statistics::Tally;
use super::transport::Transport;
use crate::diagnostic::{Diagnostic, Failure};
use crate::world::{Lines, Sink};
use std::sync::Arc;
use std::thread::JoinHandle;

/// A delivery to one bucket. Dropped without `finish` it delivers what it has, and warns of what
/// it could not.
pub struct Delivery {
    batcher: Batcher,
    destination: String,
    tally: Tally,
    warn: Arc<dyn Fn(Diagnostic) + Send + Sync>,
    lost: Arc<Lost>,
    queue: Arc<Queue>,
    /// None once everything is answered.
    threads: Option<Vec<JoinHandle<()>>>,
}

impl Delivery {
    /// Starts to deliver. `destination` is bucket and server as messages call them.
    ///
    /// # Errors
    /// If no thread can be started.
    pub fn start(
        transport: impl Transport + 'static,
        clock: impl Clock + 'static,
        patience: Patience,
        destination: impl Into<String>,
        tally: Tally,
        warn: Arc<dyn Fn(Diagnostic) + Send + Sync>,
    ) -> Result<Self, Failure> {
        let batches = Limits::default();
        let destination = destination.into();
        Self::of(
            batches,
            transport,
            clock,
            patience,
            destination,
            tally,
            warn,
        )
    }

    /// As [`Delivery::start`], with batches of any size.
    pub(super) fn of(
        batches: Limits,
        transport: impl Transport + 'static,
        clock: impl Clock + 'static,
        patience: Patience,
        destination: String,
        tally: Tally,
        warn: Arc<dyn Fn(Diagnostic) + Send + Sync>,
    ) -> Result<Self, Failure> {
        let lost = Arc::new(Lost::default());
        let queue = Arc::new(Queue::default());
        let sender = Arc::new(Sender {
            transport,
            clock,
            patience,
            destination: destination.clone(),
            tally: tally.clone(),
            warn: warn.clone(),
            lost: Arc::clone(&lost),
            outages: Outages::default(),
        });
        let mut threads = Vec::new();
        for _ in 0..IN_FLIGHT {
            let (sender, queue) = (Arc::clone(&sender), Arc::clone(&queue));
            let thread = std::thread::Builder::new()
                .name("delivery".into())
                .spawn(move || sender.deliver_all(&queue));
            match thread {
                Ok(thread) => threads.push(thread),
                Err(error) if threads.is_empty() => {
                    return Err(Failure::new(
                        "flux::deliver::thread",
                        format!("cannot start to deliver to {destination}: {error}"),
                    ));
                }
                // Fewer do, only slower.
                Err(_) => break,
            }
        }
        Ok(Self {
            batcher: Batcher::new(batches).tracking(),
            destination,
            tally,
            warn,
            lost,
            queue,
            threads: Some(threads),
        })
    }

    /// Sends what is left, waits for all answers, and tells what is lost. `unsent` are points that
    /// did not get as far as a batch.
    fn close(&mut self, unsent: usize) -> Result<(), Failure> {
        let Some(threads) = self.threads.take() else {
            return Ok(());
        };
        let mut unsent = unsent;
        if let Some(batch) = self.batcher.take()
            && let Err(rejected) = self.queue.push(batch)
        {
            unsent += rejected.lines();
        }
        // The threads end when no batch can come any more.
        self.queue.close();
        // All of them are waited for, even if one has failed.
        let ends: Vec<_> = threads.into_iter().map(JoinHandle::join).collect();
        if ends.iter().any(Result::is_err) {
            return Err(Failure::new(
                "flux::deliver::thread",
                format!(
                    "a thread that delivers to {} has failed; it is not known what was delivered",
                    self.destination
                ),
            ));
        }
        if unsent > 0 {
            self.lost.add(unsent);
            self.tally.count(&self.destination, |statistics| {
                statistics.undelivered += unsent as u64
            });
        }
        self.lost.failure(&self.destination).map_or(Ok(()), Err)
    }
}

impl Sink for Delivery {
    fn write(&mut self, lines: &Lines) -> Result<(), Failure> {
        if self.threads.is_none() {
            return Err(Failure::new(
                "flux::deliver::closed",
                format!("the delivery to {} has ended", self.destination),
            ));
        }
        if self.lost.given_up() {
            return self.close(lines.points.len());
        }
        // A thread that is gone tells why when it is asked.
        let queue = &self.queue;
        self.batcher.add(lines, |batch| {
            let _ = queue.push(batch);
            Ok(())
        })
    }

    fn finish(&mut self) -> Result<(), Failure> {
        self.close(0)
    }
}

impl Drop for Delivery {
    fn drop(&mut self) {
        if let Err(failure) = self.close(0) {
            let warning = Diagnostic::warning(failure.code, failure.message);
            (self.warn)(warning.help(failure.help.unwrap_or_default()));
        }
    }
}
