//! Sends batches one after another, and again what may succeed later.

use super::batch::Batch;
use super::patience::{Attempt, Clock, Patience, Wait, seconds};
use super::statistics::{Statistics, Tally};
use super::transport::{Answer, Problem, Transport};
use crate::diagnostic::{Diagnostic, Failure};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;
use std::sync::Arc;

/// Sends to one destination. Lives on the thread of its delivery.
pub(super) struct Sender<T, C> {
    pub(super) transport: T,
    pub(super) clock: C,
    pub(super) patience: Patience,
    /// Bucket and server, for messages.
    pub(super) destination: String,
    pub(super) tally: Tally,
    pub(super) warn: Arc<dyn Fn(Diagnostic) + Send + Sync>,
    pub(super) lost: Lost,
}

/// What could not be delivered.
#[derive(Debug, Default)]
pub(super) struct Lost {
    /// How many points.
    pub(super) points: u64,
    /// Why the first of them were not.
    pub(super) problem: Option<Problem>,
    /// Whether nothing more is sent.
    pub(super) given_up: bool,
}

impl<T: Transport, C: Clock> Sender<T, C> {
    /// Delivers a batch, or counts what is lost.
    pub(super) fn deliver(&mut self, batch: &Batch) {
        if self.lost.given_up {
            self.lose(batch.lines(), None);
            return;
        }
        let start = self.clock.elapsed();
        let gzip = compress(&batch.body);
        let answer = self.insist(&gzip, batch.lines());
        let time = self.clock.elapsed().saturating_sub(start);
        self.count(|statistics| statistics.time += time);
        match answer {
            Answer::Stored => self.stored(batch, batch.lines(), gzip.len()),
            Answer::Partly { problem, dropped } => {
                let dropped = dropped.min(batch.lines());
                self.stored(batch, batch.lines() - dropped, gzip.len());
                self.lose(dropped, Some(problem));
            }
            Answer::TooLarge(problem) => match batch.halves() {
                Some(halves) => halves.iter().for_each(|half| self.deliver(half)),
                None => self.lose(batch.lines(), Some(problem)),
            },
            Answer::Refused(problem) => self.lose(batch.lines(), Some(problem)),
            Answer::Hopeless(problem) | Answer::Later { problem, .. } => {
                self.lost.given_up = true;
                self.lose(batch.lines(), Some(problem));
            }
        }
    }

    /// Sends until there is an answer that waiting does not change, or patience ends.
    fn insist(&mut self, gzip: &[u8], lines: usize) -> Answer {
        let (patience, clock, transport) = (&self.patience, &self.clock, &mut self.transport);
        let (warn, tally) = (&self.warn, &self.tally);
        let destination = &self.destination;
        let attempt = || match transport.send(gzip, lines) {
            Answer::Later { problem, after } => Attempt::Later { problem, after },
            answer => Attempt::Done(answer),
        };
        let outcome = patience.insist(clock, attempt, |wait| match wait {
            Wait::First { problem, wait } => {
                let message = format!("{destination} cannot be written now: {}", problem.message);
                let help = format!(
                    "it is tried again in {}, and for at most {} (`--retry-for`)",
                    seconds(wait),
                    seconds(patience.limit)
                );
                warn(Diagnostic::warning("flux::deliver::retry", message).help(help));
            }
            Wait::Over => tally.count(destination, |statistics| statistics.retries += 1),
        });
        match outcome {
            Ok(answer) => answer,
            Err(problem) => Answer::Later {
                problem,
                after: None,
            },
        }
    }

    fn stored(&self, batch: &Batch, points: usize, sent: usize) {
        self.count(|statistics| {
            statistics.points += points as u64;
            statistics.bytes += batch.body.len() as u64;
            statistics.sent += sent as u64;
            statistics.batches += 1;
        });
    }

    /// Counts points that are not delivered.
    pub(super) fn lose(&mut self, points: usize, problem: Option<Problem>) {
        self.lost.points += points as u64;
        if self.lost.problem.is_none() {
            self.lost.problem = problem;
        }
        self.count(|statistics| statistics.undelivered += points as u64);
    }

    fn count(&self, count: impl FnOnce(&mut Statistics)) {
        self.tally.count(&self.destination, count);
    }
}

impl Lost {
    /// The failure of the whole delivery, if anything is lost.
    pub(super) fn failure(&self, destination: &str) -> Option<Failure> {
        let problem = self.problem.as_ref()?;
        let points = match self.points {
            1 => "1 point was".to_owned(),
            points => format!("{points} points were"),
        };
        let message = format!(
            "{points} not delivered to {destination}: {}",
            problem.message
        );
        Some(Failure::new(problem.code, message).help(problem.help.clone()))
    }
}

fn compress(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::new(1));
    encoder
        .write_all(body)
        .and_then(|()| encoder.finish())
        .expect("writing to memory cannot fail")
}
