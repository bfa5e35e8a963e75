//! A sink that sends on a thread of its own, so that making batches and sending them overlap.

use super::batch::{Batch, Batcher};
use super::patience::{Clock, Patience};
use super::sender::{Lost, Sender};
use super::statistics::Tally;
use super::transport::Transport;
use crate::diagnostic::{Diagnostic, Failure};
use crate::world::{Lines, Sink};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// Batches that may wait for the sender; more would only take memory.
const QUEUE: usize = 4;

/// A delivery to one bucket. Dropped without `finish` it delivers what it has, and warns of what
/// it could not.
pub struct Delivery {
    batcher: Batcher,
    destination: String,
    tally: Tally,
    warn: Arc<dyn Fn(Diagnostic) + Send + Sync>,
    /// Whether the sender has given up.
    given_up: Arc<AtomicBool>,
    /// None once everything is answered.
    sending: Option<Sending>,
}

struct Sending {
    queue: SyncSender<Batch>,
    thread: JoinHandle<Lost>,
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
        let destination = destination.into();
        let given_up = Arc::new(AtomicBool::new(false));
        let sender = Sender {
            transport,
            clock,
            patience,
            destination: destination.clone(),
            tally: tally.clone(),
            warn: warn.clone(),
            lost: Lost::default(),
        };
        let (queue, batches) = sync_channel(QUEUE);
        let told = given_up.clone();
        let thread = std::thread::Builder::new()
            .name("delivery".into())
            .spawn(move || send_all(sender, &batches, &told))
            .map_err(|error| {
                Failure::new(
                    "flux::deliver::thread",
                    format!("cannot start to deliver to {destination}: {error}"),
                )
            })?;
        Ok(Self {
            batcher: Batcher::default(),
            destination,
            tally,
            warn,
            given_up,
            sending: Some(Sending { queue, thread }),
        })
    }

    /// Sends what is left, waits for all answers, and tells what is lost. `unsent` are points that
    /// did not get as far as a batch.
    fn close(&mut self, unsent: usize) -> Result<(), Failure> {
        let Some(Sending { queue, thread }) = self.sending.take() else {
            return Ok(());
        };
        let mut unsent = unsent;
        if let Some(batch) = self.batcher.take()
            && let Err(rejected) = queue.send(batch)
        {
            unsent += rejected.0.lines();
        }
        // The sender ends when no batch can come any more.
        drop(queue);
        let Ok(mut lost) = thread.join() else {
            return Err(Failure::new(
                "flux::deliver::thread",
                format!(
                    "the thread that delivers to {} has failed; it is not known what was delivered",
                    self.destination
                ),
            ));
        };
        if unsent > 0 {
            lost.points += unsent as u64;
            self.tally.count(&self.destination, |statistics| {
                statistics.undelivered += unsent as u64
            });
        }
        lost.failure(&self.destination).map_or(Ok(()), Err)
    }
}

fn send_all<T: Transport, C: Clock>(
    mut sender: Sender<T, C>,
    batches: &Receiver<Batch>,
    given_up: &AtomicBool,
) -> Lost {
    for batch in batches {
        sender.deliver(&batch);
        given_up.store(sender.lost.given_up, Ordering::Relaxed);
    }
    sender.lost
}

impl Sink for Delivery {
    fn write(&mut self, lines: &Lines) -> Result<(), Failure> {
        let Some(Sending { queue, .. }) = &self.sending else {
            return Err(Failure::new(
                "flux::deliver::closed",
                format!("the delivery to {} has ended", self.destination),
            ));
        };
        if self.given_up.load(Ordering::Relaxed) {
            return self.close(lines.points.len());
        }
        // A sender that is gone tells why when it is asked.
        self.batcher.add(lines, |batch| {
            let _ = queue.send(batch);
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
