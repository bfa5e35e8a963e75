//! What a delivery needs of a connection, and what a server may answer.

use std::time::Duration;

/// Sends batches to one bucket, several at once.
pub trait Transport: Send + Sync {
    /// Whether batches are to be packed with gzip.
    fn takes_gzip(&self) -> bool;

    /// Sends the body of a batch of so many lines once, and waits for the answer.
    fn send(&self, body: &[u8], lines: usize) -> Answer;
}

/// What became of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It was stored.
    Stored,
    /// It may be stored if it is sent again.
    Later {
        /// What went wrong.
        problem: Problem,
        /// How long the server wants to be left alone.
        after: Option<Duration>,
    },
    /// It is too large; smaller ones may be stored.
    TooLarge(Problem),
    /// Some points were refused, the others were stored.
    Partly {
        /// What was wrong with them.
        problem: Problem,
        /// How many were refused.
        dropped: usize,
    },
    /// Nothing of this batch was stored, because of what it holds.
    Refused(Problem),
    /// Nothing will be stored, whatever it is.
    Hopeless(Problem),
}

/// What went wrong, in words that go behind "5 points were not delivered to …: ".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The code of the failure that this becomes.
    pub code: &'static str,
    /// What went wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Problem {
    /// A problem and what to do about it.
    pub fn new(code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            help: help.into(),
        }
    }
}
