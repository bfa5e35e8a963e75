//! `range`, `filter`, `map`, `reduce`, `group`: the functions that the planner knows by name.

use crate::diagnostic::Failure;
use crate::stdlib::timeable::instant;
use crate::table::Bounds;
use crate::time::Time;
use crate::value::{Context, Function, Op, Record, Stream, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Keeps the rows within a stretch of time, and makes its bounds the columns `_start` and `_stop`
/// of the group key.
///
/// Rows whose `_time` is null are dropped. In durations relative to now, months and years count
/// as so many days of the mean calendar year.
#[builtin(
    since = "0.7.0",
    returns = "stream[{A with _time: time, _start: time, _stop: time}]"
)]
pub fn range(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{A with _time: time}]")]
    tables: Stream,
    /// Earliest time: a time, a duration relative to now, or seconds since 1970.
    #[ty("B")]
    start: Value,
    /// First time after: as `start`. Default is now.
    #[ty("C")]
    stop: Option<Value>,
) -> Result<Stream, Failure> {
    let start = bound(cx, "start", &start)?;
    let stop = match stop {
        Some(stop) => bound(cx, "stop", &stop)?,
        None => cx.now()?,
    };
    let range = Op::Range(Bounds::new(start, stop));
    Ok(Stream::new(cx, range, vec![tables]))
}

/// An end of a range: a time, a duration relative to now, or seconds since 1970.
///
/// # Errors
/// If it is none of these.
pub(in crate::stdlib) fn bound(
    cx: &Context,
    parameter: &str,
    value: &Value,
) -> Result<Time, Failure> {
    match value {
        Value::Int(seconds) => match seconds.checked_mul(1_000_000_000) {
            Some(nanoseconds) => Ok(Time(nanoseconds)),
            None => Err(Failure::new(
                "flux::time::out_of_range",
                format!(
                    "`{parameter}`: {seconds} seconds since 1970 lie beyond the years 1677 to 2262"
                ),
            )
            .help("write seconds, not milliseconds or nanoseconds, or a time")),
        },
        Value::Time(_) | Value::Duration(_) => instant(cx, parameter, value),
        other => Err(Failure::new(
            "flux::eval::argument_type",
            format!(
                "`{parameter}`: value is not a time, got {}",
                other.type_name()
            ),
        )
        .help("write a time, a duration such as -1h, or whole seconds since 1970")),
    }
}

/// Keeps the rows for which a predicate holds; null counts as false.
#[builtin(since = "0.7.0", constraints = "A: Record")]
pub fn filter(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Says whether to keep a row.
    #[name("fn")]
    #[ty("(r: A) => bool")]
    predicate: Function,
    /// What becomes of tables without rows: `"keep"` or `"drop"`.
    #[default("drop")]
    on_empty: Arc<str>,
) -> Result<Stream, Failure> {
    let keep_empty = match &*on_empty {
        "keep" => true,
        "drop" => false,
        other => {
            return Err(Failure::new(
                "flux::engine::on_empty",
                format!("`onEmpty` must be \"keep\" or \"drop\", not {other:?}"),
            ));
        }
    };
    let filter = Op::Filter {
        predicate,
        keep_empty,
    };
    Ok(Stream::new(cx, filter, vec![tables]))
}

/// Makes another row of each row.
///
/// Columns of the group key stay in it as far as the new rows have them; rows whose values there
/// change go to the tables of their new keys. Tables without rows are dropped.
#[builtin(since = "0.7.0", returns = "stream[B]")]
pub fn map(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Makes the new row.
    #[name("fn")]
    #[ty("(r: A) => B")]
    function: Function,
    /// Has no effect; deprecated.
    merge_key: Option<bool>,
) -> Stream {
    let _ = merge_key;
    Stream::new(cx, Op::Map { function }, vec![tables])
}

/// Folds the rows of each table into one row.
///
/// The row has the columns of the group key and the properties of the last accumulator.
#[builtin(
    since = "0.23.0",
    returns = "stream[C]",
    constraints = "A: Record, B: Record, C: Record"
)]
pub fn reduce(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Makes the next accumulator of a row and the accumulator before.
    #[name("fn")]
    #[ty("(r: A, accumulator: B) => B")]
    function: Function,
    /// The first accumulator.
    #[ty("B")]
    identity: Arc<Record>,
) -> Stream {
    Stream::new(cx, Op::Reduce { function, identity }, vec![tables])
}

/// Puts rows that have the values of some columns in common into one table.
///
/// Columns that a table does not have are ignored. Rows keep their order.
#[builtin(since = "0.7.0", constraints = "A: Record")]
pub fn group(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// `"by"`: group by the columns; `"except"`: by all other columns.
    #[default("by")]
    mode: Arc<str>,
    /// The columns.
    #[default([])]
    columns: Vec<Arc<str>>,
) -> Result<Stream, Failure> {
    let except = match &*mode {
        "by" => false,
        "except" => true,
        other => {
            return Err(Failure::new(
                "flux::engine::group_mode",
                format!("invalid mode {other:?}: `mode` must be \"by\" or \"except\""),
            ));
        }
    };
    let group = Op::Group {
        columns: columns.into(),
        except,
    };
    Ok(Stream::new(cx, group, vec![tables]))
}
