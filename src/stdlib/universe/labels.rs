//! `columns` and `keys`: the labels of tables' columns.

use crate::diagnostic::Failure;
use crate::engine::operators::labels::Labels;
use crate::table::{Name, Operator, Promise, Pushable};
use crate::value::{Context, Stream, Transform};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// `columns` and `keys`, in the graph.
#[derive(Debug)]
struct Listed {
    column: Name,
    of_key: bool,
}

impl Listed {
    fn stream(self, cx: &Context, tables: Stream) -> Stream {
        Stream::other(cx, self, vec![tables])
    }
}

impl Transform for Listed {
    fn name(&self) -> &str {
        if self.of_key { "keys" } else { "columns" }
    }

    fn operator(&self, _: &Context, inputs: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        Ok(Box::new(Labels::new(
            self.column.clone(),
            self.of_key,
            inputs[0],
        )))
    }

    fn promise(&self, inputs: &[Promise]) -> Promise {
        Promise {
            distinct_keys: true,
            uniform_keys: inputs[0].uniform_keys,
            time_order: false,
        }
    }

    fn gives_in_key_order(&self) -> bool {
        true
    }

    fn pushable(&self) -> Option<Pushable> {
        self.of_key.then(|| Pushable::Keys(self.column.clone()))
    }

    fn explain(&self) -> String {
        format!("column: {:?}", self.column)
    }
}

/// Lists the labels of each table's columns, one a row.
#[builtin(
    since = "0.14.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn columns(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column that holds the labels.
    #[default("_value")]
    column: Arc<str>,
) -> Stream {
    Listed {
        column,
        of_key: false,
    }
    .stream(cx, tables)
}

/// Lists the labels of each table's group key, one a row.
#[builtin(
    since = "0.13.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn keys(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column that holds the labels.
    #[default("_value")]
    column: Arc<str>,
) -> Stream {
    Listed {
        column,
        of_key: true,
    }
    .stream(cx, tables)
}
