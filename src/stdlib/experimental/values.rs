//! Functions of single values: what fails and what records hold.

use crate::diagnostic::{Failure, Frame};
use crate::table::Type;
use crate::value::{Context, Function, NullLogic, Record, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The code of what is invalid, and of most failures.
const INVALID: u64 = 3;
/// The code of what the values met do not allow.
const FAILED_PRECONDITION: u64 = 9;
/// The code of failures that upstream takes over from elsewhere.
const UNKNOWN: u64 = 2;

/// Calls a function and gives its value, or with what it failed: `code` and `msg` are null if it
/// went well.
#[builtin(since = "0.174.0", returns = "{value: A, code: uint, msg: string}")]
pub fn catch(
    #[context] cx: &Context,
    /// The function, without parameters.
    #[ty("() => A")]
    r#fn: Function,
) -> Value {
    let (value, code, message) = match cx.call(&r#fn, &[]) {
        Ok(value) => (
            value,
            Value::Null(Some(Type::UInt)),
            Value::Null(Some(Type::String)),
        ),
        Err(failure) => (
            Value::Null(None),
            Value::UInt(code(&failure)),
            Value::string(message(cx, &failure)),
        ),
    };
    Value::record([("value", value), ("code", code), ("msg", message)])
}

fn code(failure: &Failure) -> u64 {
    match failure.code {
        "flux::value::regex" => UNKNOWN,
        "flux::eval::divide_by_zero" => FAILED_PRECONDITION,
        _ => INVALID,
    }
}

/// The functions that compute a stream where they are called.
const FINDERS: [&str; 3] = ["tableFind", "findColumn", "findRecord"];

/// What failed, with the call where it was a call; in the words that tests look for. A function of
/// rows does not know the call, as upstream has it.
fn message(cx: &Context, failure: &Failure) -> String {
    let Failure { trace, message, .. } = failure;
    if cx.logic() != NullLogic::Script {
        return message.clone();
    }
    let call = |frame: &Frame| Some((frame.function.clone()?, cx.place(frame.span)?));
    let mut around = trace.iter().skip(1).filter_map(call);
    let finder = around.find(|(function, _)| FINDERS.contains(&function.as_ref()));
    match (trace.first().and_then(call), finder) {
        (Some((function, place)), Some((finder, at))) => format!(
            "error calling function \"{finder}\" @{at}: runtime error @{place}: {function}: {message}"
        ),
        (Some((function, place)), None) => {
            format!("error calling function \"{function}\" @{place}: {message}")
        }
        (None, _) => message.clone(),
    }
}

/// The labels of a record, as it is written.
#[builtin(since = "0.40.0", constraints = "A: Record", pure)]
pub fn object_keys(
    /// The record.
    o: Arc<Record>,
) -> Vec<Arc<str>> {
    o.iter().map(|(label, _)| Arc::clone(label)).collect()
}
