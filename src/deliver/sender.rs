//! Sends batches one after another, and again what may succeed later.

use super::batch::Batch;
use super::statistics::{Statistics, Tally};
use super::transport::{Answer, Problem, Transport};
use crate::diagnostic::{Diagnostic, Failure};
use backon::{BackoffBuilder, ExponentialBuilder};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Tells a sender's time; a test has its own.
pub trait Clock: Send {
    /// How long this clock has run.
    fn elapsed(&self) -> Duration;

    /// Waits. Gives false, early, if the user wants the run to end.
    fn wait(&self, time: Duration) -> bool;
}

/// The real clock.
#[derive(Debug)]
pub struct WallClock {
    start: Instant,
    cancelled: Arc<AtomicBool>,
}

impl WallClock {
    /// A clock whose waiting ends when the flag is set.
    pub fn new(cancelled: Arc<AtomicBool>) -> Self {
        Self {
            start: Instant::now(),
            cancelled,
        }
    }
}

impl Clock for WallClock {
    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn wait(&self, time: Duration) -> bool {
        let start = Instant::now();
        loop {
            if self.cancelled.load(Ordering::Relaxed) {
                return false;
            }
            let left = time.saturating_sub(start.elapsed());
            if left.is_zero() {
                return true;
            }
            // Short, so that Ctrl-C is heard.
            std::thread::sleep(left.min(Duration::from_millis(50)));
        }
    }
}

/// How long and how often a batch is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// How long after its first failure a batch is still tried again.
    pub limit: Duration,
    /// The first wait; later ones double.
    pub first: Duration,
    /// The longest wait, unless the server asks for a longer one.
    pub longest: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            limit: Duration::from_secs(300),
            first: Duration::from_millis(500),
            longest: Duration::from_secs(30),
        }
    }
}

impl Patience {
    fn waits(&self) -> impl Iterator<Item = Duration> + use<> {
        ExponentialBuilder::default()
            .with_min_delay(self.first)
            .with_max_delay(self.longest)
            .with_jitter()
            .without_max_times()
            .build()
    }

    /// A server's own wait may end a little after the limit: InfluxDB Cloud counts in windows of
    /// five minutes, which is also what the limit is unless it is set.
    fn allows(&self, end: Duration, asked: bool) -> bool {
        let more = if asked {
            self.limit / 20
        } else {
            Duration::ZERO
        };
        end <= self.limit + more
    }
}

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
        let mut waits = self.patience.waits();
        let mut first_failure = None;
        loop {
            let (mut problem, after) = match self.transport.send(gzip, lines) {
                Answer::Later { problem, after } => (problem, after),
                answer => return answer,
            };
            let now = self.clock.elapsed();
            let since = *first_failure.get_or_insert(now);
            let tried = now.saturating_sub(since);
            // The last wait ends with the patience.
            let own = waits.next().unwrap_or(self.patience.longest);
            let left = self.patience.limit.saturating_sub(tried);
            let wait = after.unwrap_or(own.min(left));
            if left.is_zero() || !self.patience.allows(tried + wait, after.is_some()) {
                problem.message += &match after {
                    Some(after) if !left.is_zero() => format!(
                        "; the server asks to wait {}, longer than it is retried",
                        seconds(after)
                    ),
                    _ => format!("; given up after {}", seconds(tried)),
                };
                return Answer::Later { problem, after };
            }
            if tried.is_zero() {
                self.announce(&problem, wait);
            }
            if !self.clock.wait(wait) {
                problem.message += "; interrupted while waiting to send again";
                return Answer::Later { problem, after };
            }
            self.count(|statistics| statistics.retries += 1);
        }
    }

    fn announce(&self, problem: &Problem, wait: Duration) {
        let message = format!(
            "{} cannot be written now: {}",
            self.destination, problem.message
        );
        let help = format!(
            "it is tried again in {}, and for at most {} (`--retry-for`)",
            seconds(wait),
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

fn seconds(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds < 10.0 => format!("{seconds:.1} s"),
        seconds if seconds < 120.0 => format!("{seconds:.0} s"),
        seconds => format!("{:.0} min", seconds / 60.0),
    }
}
