//! What a delivery could not deliver.

use super::transport::Problem;
use crate::diagnostic::Failure;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What could not be delivered, counted by all threads of a delivery.
#[derive(Debug, Default)]
pub(super) struct Lost {
    given_up: AtomicBool,
    account: Mutex<Account>,
}

#[derive(Debug, Default)]
struct Account {
    points: u64,
    /// Why the first of them were not delivered, and which batch they were of.
    problem: Option<(u64, Problem)>,
}

impl Lost {
    /// Whether nothing more is sent.
    pub(super) fn given_up(&self) -> bool {
        self.given_up.load(Ordering::Acquire)
    }

    /// Lets nothing more be sent.
    pub(super) fn give_up(&self) {
        self.given_up.store(true, Ordering::Release);
    }

    /// Counts points that are not delivered.
    pub(super) fn add(&self, points: usize) {
        self.account().points += points as u64;
    }

    /// Remembers why points of a batch were not delivered, unless it is known why those of an
    /// earlier one, or earlier ones of the same, were not.
    pub(super) fn explain(&self, batch: u64, problem: Problem) {
        let known = &mut self.account().problem;
        if known.as_ref().is_none_or(|(first, _)| batch < *first) {
            *known = Some((batch, problem));
        }
    }

    /// The failure of the whole delivery, if anything is lost.
    pub(super) fn failure(&self, destination: &str) -> Option<Failure> {
        let account = self.account();
        let (_, problem) = account.problem.as_ref()?;
        let points = match account.points {
            1 => "1 point was".to_owned(),
            points => format!("{points} points were"),
        };
        let message = format!(
            "{points} not delivered to {destination}: {}",
            problem.message
        );
        Some(Failure::new(problem.code, message).help(problem.help.clone()))
    }

    fn account(&self) -> MutexGuard<'_, Account> {
        self.account.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
