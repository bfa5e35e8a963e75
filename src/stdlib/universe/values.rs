//! Functions of single values: arrays, text for people, the time.

use crate::diagnostic::Failure;
use crate::stdlib::location::zone_or_option;
use crate::time::{Duration, Time};
use crate::value::{Context, Value, equal};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Tells whether a value is in an array. A null is in none.
#[builtin(since = "0.19.0", constraints = "A: Nullable", pure)]
pub fn contains(
    /// The value to look for.
    value: Value,
    /// The array.
    set: Vec<Value>,
) -> bool {
    set.iter().any(|item| equal(item, &value))
}

/// Ends the script with an error.
#[builtin(since = "0.82.0", returns = "A")]
pub fn die(
    /// What to say.
    msg: Arc<str>,
) -> Result<Value, Failure> {
    Err(Failure::new("flux::stdlib::die", msg.to_string()))
}

/// Shows any value as text, composites and nulls included. The text is made for people and may
/// change; `string` gives one that can be read back.
#[builtin(since = "0.154.0", pure)]
pub fn display(
    /// The value to show.
    v: Value,
) -> String {
    v.to_string()
}

/// Counts the items of an array.
#[builtin(since = "0.7.0", pure)]
pub fn length(
    /// The array.
    #[pipe]
    arr: Vec<Value>,
) -> i64 {
    arr.len() as i64
}

/// The time at which the script began, or what `option now` says.
#[builtin(since = "0.7.0")]
pub fn now(#[context] cx: &Context) -> Result<Time, Failure> {
    cx.now()
}

/// The midnight with which today began, by the clock of the option `location`.
#[builtin(since = "0.116.0")]
pub fn today(#[context] cx: &Context) -> Result<Time, Failure> {
    const DAY: Duration = Duration::positive(0, 86_400_000_000_000);
    cx.now()?.truncate(DAY, zone_or_option(cx, None)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_are_contained() {
        let set = || vec![Value::Int(1), Value::Null(None)];
        assert!(contains(Value::Int(1), set()));
        assert!(!contains(Value::Int(2), set()));
        assert!(!contains(Value::Null(None), set()));
        let records = vec![Value::record([("a", Value::Int(1))])];
        assert!(contains(Value::record([("a", Value::Int(1))]), records));
    }
}
