//! Functions of single values: what fails and what records hold.

use crate::value::{Context, Function, Record, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The code of a failure whose kind is not told apart.
const INVALID: u64 = 3;

/// Calls a function and gives its value, or what it failed with: `code` is 0 if it went well.
#[builtin(since = "0.174.0", returns = "{value: A, code: uint, msg: string}")]
pub fn catch(
    #[context] cx: &Context,
    /// The function, without parameters.
    #[ty("() => A")]
    r#fn: Function,
) -> Value {
    let (value, code, message) = match cx.call(&r#fn, &[]) {
        Ok(value) => (value, 0, String::new()),
        Err(failure) => (Value::Null(None), INVALID, failure.message),
    };
    Value::record([
        ("value", value),
        ("code", Value::UInt(code)),
        ("msg", Value::string(message)),
    ])
}

/// The labels of a record, as it is written.
#[builtin(since = "0.40.0", constraints = "A: Record", pure)]
pub fn object_keys(
    /// The record.
    o: Arc<Record>,
) -> Vec<Arc<str>> {
    o.iter().map(|(label, _)| Arc::clone(label)).collect()
}
