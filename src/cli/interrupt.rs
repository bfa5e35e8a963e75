//! Ctrl-C: the first lets the run end in order, the second ends the process.

use std::process;
use std::thread;
use tokio::runtime;
use tokio::signal::ctrl_c;

/// What a shell expects of a process that an interrupt ended.
const INTERRUPTED: i32 = 130;

/// Calls this at the first Ctrl-C. Where signals cannot be watched, Ctrl-C ends the process as
/// usual.
pub fn on_interrupt(cancel: impl FnOnce() + Send + 'static) {
    let watch = move || {
        let Ok(runtime) = runtime::Builder::new_current_thread().enable_all().build() else {
            return;
        };
        runtime.block_on(async {
            if ctrl_c().await.is_ok() {
                cancel();
                if ctrl_c().await.is_ok() {
                    process::exit(INTERRUPTED);
                }
            }
        });
    };
    // The thread is never joined: it ends with the process.
    let _ = thread::Builder::new().name("interrupt".into()).spawn(watch);
}
