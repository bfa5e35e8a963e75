//! `distinct`, `unique` and `mode`.

use super::operation::Operation;
use crate::engine::operators::values::{Values, Wanted};
use crate::table::{Promise, Pushable};
use crate::value::{Context, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Returns the values that occur in a column, each once, in a column `_value`.
///
/// Null is a value. A table without the column gives an empty text.
#[builtin(
    since = "0.7.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn distinct(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column whose values are wanted.
    #[default("_value")]
    column: Arc<str>,
) -> Stream {
    make(cx, "distinct", Wanted::Distinct, column, tables)
}

/// Returns the first row of each value in a column.
///
/// Null is a value.
#[builtin(since = "0.7.0", constraints = "A: Record")]
pub fn unique(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column to look at.
    #[default("_value")]
    column: Arc<str>,
) -> Stream {
    make(cx, "unique", Wanted::Unique, column, tables)
}

/// Returns the most frequent values of a column, in order, in a column `_value`.
///
/// If all values are equally frequent, there is none: one null.
#[builtin(
    since = "0.36.0",
    returns = "stream[{C with _value: B}]",
    constraints = "A: Record, C: Record"
)]
pub fn mode(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column to look at.
    #[default("_value")]
    column: Arc<str>,
) -> Stream {
    make(cx, "mode", Wanted::Mode, column, tables)
}

fn make(
    cx: &Context,
    name: &'static str,
    wanted: Wanted,
    column: Arc<str>,
    tables: Stream,
) -> Stream {
    let promise = |input| Promise {
        distinct_keys: true,
        ..input
    };
    let arguments = format!("column: {column}");
    let pushable = match wanted {
        Wanted::Distinct => Some(Pushable::Distinct(column.clone())),
        _ => None,
    };
    let operator =
        move |cx: &Context, input| Values::new(wanted, column.clone(), input, cx.memory());
    Operation::stored(cx, name, arguments, promise, pushable, tables, operator)
}
