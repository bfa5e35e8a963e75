//! `limit`, `tail`, `union`, `yield`: functions that choose rows, or hand them on.

use crate::diagnostic::Failure;
use crate::engine::operators::limit::{Limit, Tail};
use crate::table::{Operator, Promise};
use crate::value::{Context, Op, Root, Stream, Transform};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// `limit` and `tail`, in the graph.
#[derive(Debug)]
struct Part {
    last: bool,
    count: usize,
    offset: usize,
    behind_sort: bool,
}

impl Part {
    fn stream(
        cx: &Context,
        last: bool,
        n: i64,
        offset: i64,
        tables: Stream,
    ) -> Result<Stream, Failure> {
        let name = if last { "tail" } else { "limit" };
        let Ok(offset) = usize::try_from(offset) else {
            return Err(Failure::new(
                "flux::engine::limit",
                format!("{name} offset cannot be negative ({offset})"),
            )
            .help("leave `offset` out to skip no rows"));
        };
        let behind_sort = matches!(&tables.node().op, Op::Other(before) if before.name() == "sort");
        let part = Self {
            last,
            count: usize::try_from(n).unwrap_or(0),
            offset,
            behind_sort,
        };
        Ok(Stream::other(cx, part, vec![tables]))
    }
}

impl Transform for Part {
    fn name(&self) -> &str {
        if self.last { "tail" } else { "limit" }
    }

    fn operator(&self, _: &Context, inputs: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        Ok(match self.last {
            true => Box::new(Tail::new(self.count, self.offset, inputs[0])),
            false => Box::new(Limit::new(self.count, self.offset, self.behind_sort)),
        })
    }

    fn promise(&self, inputs: &[Promise]) -> Promise {
        inputs[0]
    }

    fn explain(&self) -> String {
        match self.offset {
            0 => format!("n: {}", self.count),
            offset => format!("n: {}, offset: {offset}", self.count),
        }
    }

    fn gives_in_key_order(&self) -> bool {
        self.last
    }
}

/// Keeps the first `n` rows of each table.
#[builtin(since = "0.7.0")]
pub fn limit(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Rows to keep at most.
    n: i64,
    /// Rows to skip before them.
    #[default(0)]
    offset: i64,
) -> Result<Stream, Failure> {
    Part::stream(cx, false, n, offset, tables)
}

/// Keeps the last `n` rows of each table.
#[builtin(since = "0.39.0")]
pub fn tail(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Rows to keep at most.
    n: i64,
    /// Rows to skip behind them.
    #[default(0)]
    offset: i64,
) -> Result<Stream, Failure> {
    Part::stream(cx, true, n, offset, tables)
}

/// Unites several streams. Tables of equal group keys become one; rows are neither sorted nor
/// made distinct.
#[builtin(since = "0.7.0", constraints = "A: Record")]
pub fn union(
    #[context] cx: &Context,
    /// The streams.
    tables: Vec<Stream>,
) -> Result<Stream, Failure> {
    if tables.len() < 2 {
        return Err(Failure::new(
            "flux::engine::union",
            "union must have at least two streams as input",
        )
        .help("use the stream itself"));
    }
    Ok(Stream::new(cx, Op::Union, tables))
}

/// Names the tables at this place as a result of the script, and hands them on.
#[builtin(name = "yield", since = "0.7.0", constraints = "A: Record")]
pub fn yield_(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Name of the result.
    #[default("_result")]
    name: Arc<str>,
) -> Result<Stream, Failure> {
    let stream = Stream::new(cx, Op::Yield(name.clone()), vec![tables]);
    cx.register(Root::Result {
        name,
        stream: stream.clone(),
    })?;
    Ok(stream)
}
