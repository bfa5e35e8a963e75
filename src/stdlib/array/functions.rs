//! Functions from arrays to arrays.

use crate::diagnostic::Failure;
use crate::value::{Context, Function, NullLogic, Value};
use fluxlite_macros::builtin;

/// Appends the items of an array to those of another.
#[builtin(since = "0.173.0", pure)]
pub fn concat(
    /// The array that comes first.
    #[pipe]
    arr: Vec<Value>,
    /// The array that comes last.
    v: Vec<Value>,
) -> Vec<Value> {
    let mut items = arr;
    items.extend(v);
    items
}

/// Keeps the items for which a function gives true.
#[builtin(since = "0.173.0")]
pub fn filter(
    #[context] cx: &Context,
    /// The array.
    #[pipe]
    arr: Vec<Value>,
    /// Tells whether to keep an item.
    #[name("fn")]
    #[ty("(x: A) => bool")]
    function: Function,
) -> Result<Vec<Value>, Failure> {
    let mut kept = Vec::new();
    for item in arr {
        let argument = [("x", item.clone())];
        match cx.call_with(NullLogic::Row, &function, &argument)? {
            Value::Bool(true) => kept.push(item),
            Value::Bool(false) | Value::Null(_) => {}
            other => {
                let message = format!(
                    "the function of array.filter must give a bool, not {}",
                    other.type_name()
                );
                return Err(Failure::new("flux::stdlib::no_bool", message));
            }
        }
    }
    Ok(kept)
}

/// Applies a function to each item.
#[builtin(since = "0.173.0", returns = "[B]")]
pub fn map(
    #[context] cx: &Context,
    /// The array.
    #[pipe]
    arr: Vec<Value>,
    /// Makes a new item of an item.
    #[name("fn")]
    #[ty("(x: A) => B")]
    function: Function,
) -> Result<Vec<Value>, Failure> {
    let apply = |item| cx.call_with(NullLogic::Row, &function, &[("x", item)]);
    arr.into_iter().map(apply).collect()
}
