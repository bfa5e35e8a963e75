//! `sort`, `top` and `bottom`.

use super::operation::Operation;
use crate::engine::operators::sort::{Sort, SortBy};
use crate::table::Promise;
use crate::value::{Context, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Sorts the rows of each table by columns.
///
/// Nulls come first, whichever way round. Rows that are equal in these columns keep their order.
/// Columns that a table lacks are left out of account.
#[builtin(since = "0.7.0", constraints = "A: Record")]
pub fn sort(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Columns to sort by, the most important first.
    #[default(["_value"])]
    columns: Vec<Arc<str>>,
    /// Greatest first.
    #[default(false)]
    desc: bool,
) -> Stream {
    let by = SortBy {
        columns,
        descending: desc,
        limit: None,
    };
    make(cx, "sort", by, tables)
}

/// Sorts each table by columns, greatest first, and keeps its first rows.
#[builtin(since = "0.7.0", constraints = "A: Record")]
pub fn top(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Number of rows to keep.
    n: i64,
    /// Columns to sort by, the most important first.
    #[default(["_value"])]
    columns: Vec<Arc<str>>,
) -> Stream {
    first(cx, "top", n, columns, true, tables)
}

/// Sorts each table by columns, smallest first, and keeps its first rows.
#[builtin(since = "0.7.0", constraints = "A: Record")]
pub fn bottom(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Number of rows to keep.
    n: i64,
    /// Columns to sort by, the most important first.
    #[default(["_value"])]
    columns: Vec<Arc<str>>,
) -> Stream {
    first(cx, "bottom", n, columns, false, tables)
}

fn first(
    cx: &Context,
    name: &'static str,
    n: i64,
    columns: Vec<Arc<str>>,
    descending: bool,
    tables: Stream,
) -> Stream {
    let by = SortBy {
        columns,
        descending,
        limit: Some(usize::try_from(n).unwrap_or(0)),
    };
    make(cx, name, by, tables)
}

fn make(cx: &Context, name: &'static str, by: SortBy, tables: Stream) -> Stream {
    let by_time = !by.descending
        && by
            .columns
            .first()
            .is_some_and(|column| **column == *"_time");
    let promise = match by_time {
        true => |input| Promise {
            time_order: true,
            ..input
        },
        false => |input| Promise {
            time_order: false,
            ..input
        },
    };
    let direction = if by.descending { ", desc: true" } else { "" };
    let arguments = format!("columns: [{}]{direction}", by.columns.join(", "));
    Operation::stream(cx, name, arguments, promise, tables, move |cx, _| {
        Sort::new(by.clone(), cx.memory())
    })
}
