//! Selectors: one whole row of each table.

use super::aggregates::one_row;
use crate::diagnostic::Failure;
use crate::engine::operators::selector::{Pick, Selector};
use crate::table::{self as stored, Name, Operator, Promise, Pushable};
use crate::value::{Context, Stream, Transform};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// A selector by one column, in the graph.
#[derive(Debug)]
pub struct Selected {
    name: &'static str,
    pick: Pick,
    column: Name,
}

impl Selected {
    /// Which row is picked by which column.
    pub fn parts(&self) -> (Pick, &Name) {
        (self.pick, &self.column)
    }

    fn stream(
        cx: &Context,
        name: &'static str,
        pick: Pick,
        column: Name,
        tables: Stream,
    ) -> Stream {
        Stream::other(cx, Self { name, pick, column }, vec![tables])
    }
}

impl Transform for Selected {
    fn name(&self) -> &str {
        self.name
    }

    fn operator(&self, _: &Context, inputs: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        let column = self.column.clone();
        Ok(Box::new(Selector::new(self.pick, column, inputs[0])))
    }

    fn promise(&self, inputs: &[Promise]) -> Promise {
        one_row(inputs)
    }

    fn gives_in_key_order(&self) -> bool {
        true
    }

    fn pushable(&self) -> Option<Pushable> {
        let function = stored_selector(self.pick);
        (*self.column == *"_value").then_some(Pushable::Aggregate(function))
    }

    fn explain(&self) -> String {
        format!("column: {}", self.column)
    }
}

/// The same selector in a bucket's storage.
pub fn stored_selector(pick: Pick) -> stored::Aggregate {
    match pick {
        Pick::First => stored::Aggregate::First,
        Pick::Last => stored::Aggregate::Last,
        Pick::Min => stored::Aggregate::Min,
        Pick::Max => stored::Aggregate::Max,
    }
}

/// Returns the first row of each table whose value in a column is not null.
#[builtin(since = "0.7.0", constraints = "A: Record")]
pub fn first(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column to look at.
    #[default("_value")]
    column: Arc<str>,
) -> Stream {
    Selected::stream(cx, "first", Pick::First, column, tables)
}

/// Returns the last row of each table whose value in a column is not null.
#[builtin(since = "0.7.0", constraints = "A: Record")]
pub fn last(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column to look at.
    #[default("_value")]
    column: Arc<str>,
) -> Stream {
    Selected::stream(cx, "last", Pick::Last, column, tables)
}

/// Returns the row of each table with the smallest value in a column, the first of equal ones.
///
/// Nulls in the other columns are kept.
#[builtin(since = "0.7.0", constraints = "A: Record")]
pub fn min(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column to look at.
    #[default("_value")]
    column: Arc<str>,
) -> Stream {
    Selected::stream(cx, "min", Pick::Min, column, tables)
}

/// Returns the row of each table with the greatest value in a column, the first of equal ones.
///
/// Nulls in the other columns are kept.
#[builtin(since = "0.7.0", constraints = "A: Record")]
pub fn max(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column to look at.
    #[default("_value")]
    column: Arc<str>,
) -> Stream {
    Selected::stream(cx, "max", Pick::Max, column, tables)
}
