//! Decoding beside the work on what was decoded: on a thread of its own, a few batches ahead.

use super::Event;
use crate::diagnostic::Failure;
use crate::table::Chunk;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Batches that wait at most: enough that neither side waits for the other's every step.
const AHEAD: usize = 4;

/// Events in a batch at most, for texts of many small tables.
const EVENTS: usize = 256;

/// Runs a decoder on a thread of its own. If the thread cannot be had, or dies, the events end
/// with an error.
pub fn threaded<I>(events: I) -> impl Iterator<Item = Result<Event, Failure>> + Send + use<I>
where
    I: Iterator<Item = Result<Event, Failure>> + Send + 'static,
{
    let (sender, receiver) = sync_channel(AHEAD);
    let spawned = std::thread::Builder::new()
        .name("decoder".into())
        .spawn(move || send(events, &sender));
    Received {
        receiver,
        batch: Vec::new().into_iter(),
        ended: false,
        failed: spawned.err().map(|error| stopped(&error.to_string())),
    }
}

/// Some events; none says that all went well.
type Batch = Option<Vec<Result<Event, Failure>>>;

fn send(events: impl Iterator<Item = Result<Event, Failure>>, sender: &SyncSender<Batch>) {
    let mut batch = Vec::new();
    let mut rows = 0;
    for event in events {
        rows += event.as_ref().map_or(0, Event::rows);
        batch.push(event);
        if rows >= Chunk::ROWS || batch.len() >= EVENTS {
            rows = 0;
            // Nobody listens any more: the reader had enough.
            if sender.send(Some(std::mem::take(&mut batch))).is_err() {
                return;
            }
        }
    }
    if sender.send(Some(batch)).is_ok() {
        // The end counts only if it is said; a thread that dies says nothing.
        let _listening = sender.send(None);
    }
}

struct Received {
    receiver: Receiver<Batch>,
    batch: std::vec::IntoIter<Result<Event, Failure>>,
    ended: bool,
    failed: Option<Failure>,
}

impl Iterator for Received {
    type Item = Result<Event, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(failure) = self.failed.take() {
            self.ended = true;
            return Some(Err(failure));
        }
        loop {
            if let Some(event) = self.batch.next() {
                return Some(event);
            }
            if self.ended {
                return None;
            }
            match self.receiver.recv() {
                Ok(Some(batch)) => self.batch = batch.into_iter(),
                Ok(None) => self.ended = true,
                Err(_) => {
                    self.ended = true;
                    return Some(Err(stopped("its thread died")));
                }
            }
        }
    }
}

fn stopped(why: &str) -> Failure {
    Failure::new("flux::formats::decoder", format!("decoding stopped: {why}"))
}
