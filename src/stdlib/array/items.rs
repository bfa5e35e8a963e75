//! Functions from arrays to arrays.

use crate::diagnostic::Failure;
use crate::value::{Context, Function, NullLogic, Value};
use fluxlite_macros::builtin;

/// Calls a function with each item, and gives what it gave.
#[builtin(since = "0.173.0", returns = "[B]")]
pub fn map(
    #[context] cx: &Context,
    /// The array. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("[A]")]
    arr: Vec<Value>,
    /// Makes a new item of an item.
    #[ty("(x: A) => B")]
    r#fn: Function,
) -> Result<Vec<Value>, Failure> {
    let items = arr.into_iter();
    items.map(|item| call(cx, &r#fn, item)).collect()
}

/// Keeps the items for which a function holds.
#[builtin(since = "0.173.0", returns = "[A]")]
pub fn filter(
    #[context] cx: &Context,
    /// The array. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("[A]")]
    arr: Vec<Value>,
    /// Whether to keep an item.
    #[ty("(x: A) => bool")]
    r#fn: Function,
) -> Result<Vec<Value>, Failure> {
    let mut kept = Vec::new();
    for item in arr {
        match call(cx, &r#fn, item.clone())? {
            Value::Bool(true) => kept.push(item),
            Value::Bool(false) | Value::Null(_) => {}
            other => {
                let message = format!("expected bool but found {}", other.type_name());
                return Err(Failure::new("flux::array::predicate", message));
            }
        }
    }
    Ok(kept)
}

/// The items of one array after those of another.
#[builtin(since = "0.173.0", returns = "[A]", pure)]
pub fn concat(
    /// The first array. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("[A]")]
    mut arr: Vec<Value>,
    /// The array whose items come after.
    #[ty("[A]")]
    mut v: Vec<Value>,
) -> Vec<Value> {
    arr.append(&mut v);
    arr
}

fn call(cx: &Context, function: &Function, item: Value) -> Result<Value, Failure> {
    cx.call_with(NullLogic::Row, function, &[("x", item)])
}
