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
    watch(async move {
        if ctrl_c().await.is_ok() {
            cancel();
            if ctrl_c().await.is_ok() {
                process::exit(INTERRUPTED);
            }
        }
    });
}

/// Calls this at each Ctrl-C.
pub fn on_each_interrupt(cancel: impl Fn() + Send + 'static) {
    watch(async move {
        while ctrl_c().await.is_ok() {
            cancel();
        }
    });
}

/// Waits on a thread that is never joined: it ends with the process.
fn watch(work: impl Future<Output = ()> + Send + 'static) {
    let wait = move || {
        if let Ok(runtime) = runtime::Builder::new_current_thread().enable_all().build() {
            runtime.block_on(work);
        }
    };
    let _ = thread::Builder::new().name("interrupt".into()).spawn(wait);
}
