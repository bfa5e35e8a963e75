//! Trying again what may succeed later: how often, and how long.

use super::transport::Problem;
use backon::{BackoffBuilder, ExponentialBuilder};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Tells how long something takes; a test has its own.
pub trait Clock: Send + Sync {
    /// How long this clock has run.
    fn elapsed(&self) -> Duration;

    /// Waits. Gives false, early, if the user wants the run to end, or the wait is not wanted any
    /// more.
    fn wait_while(&self, time: Duration, wanted: &dyn Fn() -> bool) -> bool;
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

    fn wait_while(&self, time: Duration, wanted: &dyn Fn() -> bool) -> bool {
        let start = Instant::now();
        loop {
            if self.cancelled.load(Ordering::Relaxed) || !wanted() {
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

    /// Tries until something is done, or patience ends. Whoever listens is told of the first wait.
    ///
    /// # Errors
    /// The last problem, if waiting did not help.
    pub fn insist<T>(
        &self,
        clock: &impl Clock,
        mut attempt: impl FnMut() -> Attempt<T>,
        listen: impl Fn(Wait<'_>),
    ) -> Result<T, Problem> {
        let mut waits = self.waits();
        let mut first_failure = None;
        loop {
            let (mut problem, after) = match attempt() {
                Attempt::Later { problem, after } => (problem, after),
                Attempt::Done(done) => return Ok(done),
            };
            let now = clock.elapsed();
            let since = *first_failure.get_or_insert(now);
            let tried = now.saturating_sub(since);
            // The last wait ends with the patience.
            let own = waits.next().unwrap_or(self.longest);
            let left = self.limit.saturating_sub(tried);
            let wait = after.unwrap_or(own.min(left));
            if left.is_zero() || !self.allows(tried + wait, after.is_some()) {
                problem.message += &match after {
                    Some(after) if !left.is_zero() => format!(
                        "; the server asks to wait {}, longer than it is retried",
                        seconds(after)
                    ),
                    _ => format!("; given up after {}", seconds(tried)),
                };
                return Err(problem);
            }
            if tried.is_zero() {
                listen(Wait {
                    problem: &problem,
                    wait,
                });
            }
            if !clock.wait_while(wait, &|| true) {
                problem.message += "; interrupted while waiting to try again";
                return Err(problem);
            }
        }
    }
}

/// What one attempt came to.
#[derive(Debug)]
pub enum Attempt<T> {
    /// It is over, well or not.
    Done(T),
    /// It may succeed later.
    Later {
        /// What went wrong.
        problem: Problem,
        /// How long the server wants to be left alone.
        after: Option<Duration>,
    },
}

/// The first wait between two attempts.
#[derive(Debug)]
pub struct Wait<'p> {
    /// Why it is.
    pub problem: &'p Problem,
    /// How long it is.
    pub wait: Duration,
}

/// A length of time for people.
pub(super) fn seconds(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds < 10.0 => format!("{seconds:.1} s"),
        seconds if seconds < 120.0 => format!("{seconds:.0} s"),
        seconds => format!("{:.0} min", seconds / 60.0),
    }
}
