//! Sends batches, and again what may succeed later.

use super::batch::Batch;
use super::lost::Lost;
use super::outage::Outages;
use super::patience::{Attempt, Clock, Patience, Wait, seconds};
use super::queue::Queue;
use super::statistics::{Statistics, Tally};
use super::transport::{Answer, Problem, Transport};
use crate::diagnostic::Diagnostic;
use flate2::{Compression, write::GzEncoder};
use std::borrow::Cow;
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

/// Sends to one destination. All threads of a delivery share one.
pub(super) struct Sender<T, C> {
    pub(super) transport: T,
    pub(super) clock: C,
    pub(super) patience: Patience,
    /// Bucket and server, for messages.
    pub(super) destination: String,
    pub(super) tally: Tally,
    pub(super) warn: Arc<dyn Fn(Diagnostic) + Send + Sync>,
    pub(super) lost: Arc<Lost>,
    pub(super) outages: Outages,
}

impl<T: Transport, C: Clock> Sender<T, C> {
    /// Delivers what is in a queue until no more comes.
    pub(super) fn deliver_all(&self, queue: &Queue) {
        while let Some(flight) = queue.next() {
            self.deliver(flight.number, &flight.batch);
        }
    }

    /// Delivers a batch, or counts what is lost.
    fn deliver(&self, number: u64, batch: &Batch) {
        if self.lost.given_up() {
            self.lose(number, batch.lines(), None);
            return;
        }
        let start = self.clock.elapsed();
        let body = match self.transport.takes_gzip() {
            true => Cow::Owned(compress(&batch.body)),
            false => Cow::Borrowed(batch.body.as_slice()),
        };
        let answer = self.insist(&body, batch.lines());
        let time = self.clock.elapsed().saturating_sub(start);
        self.count(|statistics| statistics.time += time);
        match answer {
            Some(Answer::Stored) => self.stored(batch, batch.lines(), body.len()),
            Some(Answer::Partly { problem, dropped }) => {
                let dropped = dropped.min(batch.lines());
                self.stored(batch, batch.lines() - dropped, body.len());
                self.lose(number, dropped, Some(problem));
            }
            Some(Answer::TooLarge(problem)) => match batch.halves() {
                Some(halves) => halves.iter().for_each(|half| self.deliver(number, half)),
                None => self.lose(number, batch.lines(), Some(problem)),
            },
            Some(Answer::Refused(problem)) => self.lose(number, batch.lines(), Some(problem)),
            Some(Answer::Hopeless(problem) | Answer::Later { problem, .. }) => {
                self.lost.give_up();
                self.lose(number, batch.lines(), Some(problem));
            }
            None => self.lose(number, batch.lines(), None),
        }
    }

    /// Sends until there is an answer that waiting does not change, or patience ends. None if
    /// nothing more is sent because of another batch.
    fn insist(&self, body: &[u8], lines: usize) -> Option<Answer> {
        let mut is_retry = false;
        loop {
            let over = self.outages.pass();
            if self.lost.given_up() {
                return None;
            }
            let (problem, after) = match self.send(body, lines, is_retry) {
                Answer::Later { problem, after } => (problem, after),
                answer => return Some(answer),
            };
            is_retry = true;
            let until = after.map(|after| self.clock.elapsed() + after);
            let Some(outage) = self.outages.begin(over, until, &problem) else {
                continue;
            };
            let mut first = Some(Attempt::Later { problem, after });
            let attempt = || {
                if let Some(first) = first.take() {
                    return first;
                }
                if let Some((left, problem)) = outage.asked(self.clock.elapsed()) {
                    return Attempt::Later {
                        problem,
                        after: Some(left),
                    };
                }
                match self.send(body, lines, true) {
                    Answer::Later { problem, after } => Attempt::Later { problem, after },
                    answer => Attempt::Done(answer),
                }
            };
            let clock = WhileWanted {
                clock: &self.clock,
                lost: &self.lost,
            };
            let outcome = self
                .patience
                .insist(&clock, attempt, |wait| self.tell(&wait));
            let answer = match outcome {
                Ok(answer) => answer,
                // Another batch has ended it; its problem is the one to tell.
                Err(_) if self.lost.given_up() => return None,
                Err(problem) => Answer::Later {
                    problem,
                    after: None,
                },
            };
            // The others must know before the outage is over for them.
            if matches!(answer, Answer::Hopeless(_) | Answer::Later { .. }) {
                self.lost.give_up();
            }
            return Some(answer);
        }
    }

    fn send(&self, body: &[u8], lines: usize, is_retry: bool) -> Answer {
        if is_retry {
            self.count(|statistics| statistics.retries += 1);
        }
        self.transport.send(body, lines)
    }

    /// Tells the user of an outage.
    fn tell(&self, Wait { problem, wait }: &Wait<'_>) {
        let message = format!(
            "{} cannot be written now: {}",
            self.destination, problem.message
        );
        let help = format!(
            "it is tried again in {}, and for at most {} (`--retry-for`)",
            seconds(*wait),
            seconds(self.patience.limit)
        );
        (self.warn)(Diagnostic::warning("flux::deliver::retry", message).help(help));
    }

    fn stored(&self, batch: &Batch, points: usize, sent: usize) {
        self.count(|statistics| {
            statistics.points += points as u64;
            statistics.bytes += batch.body.len() as u64;
            statistics.sent += sent as u64;
            statistics.batches += 1;
        });
    }

    /// Counts points of a batch that are not delivered.
    fn lose(&self, number: u64, points: usize, problem: Option<Problem>) {
        self.lost.add(points);
        if let Some(problem) = problem {
            self.lost.explain(number, problem);
        }
        self.count(|statistics| statistics.undelivered += points as u64);
    }

    fn count(&self, count: impl FnOnce(&mut Statistics)) {
        self.tally.count(&self.destination, count);
    }
}

/// A clock on which nobody waits for what has been given up.
struct WhileWanted<'s, C> {
    clock: &'s C,
    lost: &'s Lost,
}

impl<C: Clock> Clock for WhileWanted<'_, C> {
    fn elapsed(&self) -> Duration {
        self.clock.elapsed()
    }

    fn wait_while(&self, time: Duration, wanted: &dyn Fn() -> bool) -> bool {
        let wanted = || !self.lost.given_up() && wanted();
        self.clock.wait_while(time, &wanted)
    }
}

fn compress(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::new(1));
    encoder
        .write_all(body)
        .and_then(|()| encoder.finish())
        .expect("writing to memory cannot fail")
}
