//! Ctrl-C within a session: it ends what is running, and not the session.

use super::super::interrupt::{INTERRUPTED, on_each_interrupt};
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

const IDLE: u8 = 0;
const RUNNING: u8 = 1;
const CANCELLED: u8 = 2;

/// What an interrupt means at this moment.
pub struct Interrupts(Arc<AtomicU8>);

impl Interrupts {
    /// Watches. On a terminal an interrupt between inputs means nothing: the prompt reads Ctrl-C
    /// as a key. Elsewhere it ends the process, as does a second one while an input is running.
    pub fn watch(terminal: bool, cancel: impl Fn() + Send + 'static) -> Self {
        let state = Arc::new(AtomicU8::new(IDLE));
        let seen = Arc::clone(&state);
        on_each_interrupt(move || {
            let (set, read) = (Ordering::SeqCst, Ordering::SeqCst);
            match seen.compare_exchange(RUNNING, CANCELLED, set, read) {
                Ok(_) => cancel(),
                Err(IDLE) if terminal => {}
                Err(_) => process::exit(INTERRUPTED),
            }
        });
        Self(state)
    }

    /// An input is running for as long as the answer lives.
    pub fn running(&self) -> Running {
        self.0.store(RUNNING, Ordering::SeqCst);
        Running(Arc::clone(&self.0))
    }
}

/// An input that is running.
pub struct Running(Arc<AtomicU8>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.store(IDLE, Ordering::SeqCst);
    }
}
