//! Ctrl-C: the first lets the run end in order, the second ends the process.

use std::process;
use std::thread;
use tokio::runtime;
use tokio::signal::ctrl_c;

/// What a shell expects of a process that an interrupt ended.
pub const INTERRUPTED: i32 = 130;

/// Calls this at the first Ctrl-C; the second ends the process.
pub fn on_interrupt(cancel: impl FnOnce() + Send + 'static) {
    let mut cancel = Some(cancel);
    on_each_interrupt(move || match cancel.take() {
        Some(cancel) => cancel(),
        None => process::exit(INTERRUPTED),
    });
}

/// Calls this at each Ctrl-C. Where signals cannot be watched, Ctrl-C ends the process as usual.
pub fn on_each_interrupt(mut act: impl FnMut() + Send + 'static) {
    let watch = move || {
        let Ok(runtime) = runtime::Builder::new_current_thread().enable_all().build() else {
            return;
        };
        runtime.block_on(async {
            while ctrl_c().await.is_ok() {
                act();
            }
        });
    };
    // The thread is never joined: it ends with the process.
    let _ = thread::Builder::new().name("interrupt".into()).spawn(watch);
}
