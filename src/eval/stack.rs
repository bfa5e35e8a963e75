//! The calls that a thread is in: what traces are made of, and how deep they may go.

use crate::diagnostic::{Failure, Frame};
use crate::source::Span;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

thread_local! {
    static CALLS: RefCell<Vec<Site>> = const { RefCell::new(Vec::new()) };
    static LIMIT: Cell<Option<usize>> = const { Cell::new(None) };
}

/// What may be used of a stack whose size nobody stated; threads have two megabytes at least.
const UNSTATED_STACK: usize = 1 << 20;

/// What is left for the code that calls the interpreter, and for what it calls.
const RESERVE: usize = 1 << 19;

/// More frames than this say nothing more to a reader.
const LONGEST_TRACE: usize = 16;

/// A call that is being evaluated.
struct Site {
    span: Span,
    function: Arc<str>,
    library: bool,
}

/// A call, for as long as it lives.
pub(super) struct Entered;

impl Drop for Entered {
    fn drop(&mut self) {
        CALLS.with_borrow_mut(|calls| calls.pop());
    }
}

/// Notes a call; `library` says that it stands in a package's text.
pub(super) fn enter(span: Span, function: &Arc<str>, library: bool) -> Entered {
    let function = Arc::clone(function);
    CALLS.with_borrow_mut(|calls| {
        calls.push(Site {
            span,
            function,
            library,
        });
    });
    Entered
}

/// The calls of this thread, innermost first; those in packages' texts are left out, since a
/// reader knows their own script.
pub(super) fn trace() -> Vec<Frame> {
    CALLS.with_borrow(|calls| {
        let sites = calls.iter().rev().filter(|site| !site.library);
        let frames = sites.map(|site| Frame {
            span: site.span,
            function: Some(Arc::clone(&site.function)),
        });
        frames.take(LONGEST_TRACE).collect()
    })
}

/// States the size of this thread's stack; to be called where it begins.
pub fn state_size(bytes: usize) {
    let limit = address().saturating_sub(bytes.saturating_sub(RESERVE));
    LIMIT.set(Some(limit));
}

/// Whether there is stack left to evaluate one more expression.
///
/// # Errors
/// If functions call each other too deeply.
pub(super) fn check() -> Result<(), Failure> {
    let here = address();
    let limit = LIMIT.get().unwrap_or_else(|| {
        let limit = here.saturating_sub(UNSTATED_STACK);
        LIMIT.set(Some(limit));
        limit
    });
    if here > limit {
        return Ok(());
    }
    Err(Failure::new(
        "flux::eval::too_deep",
        "functions call each other too deeply",
    )
    .label("this call is one too many")
    .help("a function that calls itself must come to an end"))
}

/// Where the stack is now: it grows towards lower addresses.
#[inline(never)]
fn address() -> usize {
    let here = 0_u8;
    std::ptr::from_ref(&here) as usize
}
