//! Aggregates: one row for each table.

use crate::diagnostic::Failure;
use crate::engine::operators::accumulator::Aggregation;
use crate::engine::operators::aggregate::Aggregate;
use crate::table::{self as stored, Name, Operator, Promise, Pushable};
use crate::value::{Context, Stream, Transform};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// An aggregate of one column, in the graph.
#[derive(Debug)]
pub struct Aggregated {
    name: &'static str,
    aggregation: Aggregation,
    column: Name,
}

impl Aggregated {
    /// A node that aggregates a column.
    pub fn stream(
        cx: &Context,
        name: &'static str,
        aggregation: Aggregation,
        column: Name,
        tables: Stream,
    ) -> Stream {
        let transform = Self {
            name,
            aggregation,
            column,
        };
        Stream::other(cx, transform, vec![tables])
    }
}

impl Aggregated {
    /// What is made of which column.
    pub fn parts(&self) -> (Aggregation, &Name) {
        (self.aggregation, &self.column)
    }
}

impl Transform for Aggregated {
    fn name(&self) -> &str {
        self.name
    }

    fn operator(&self, cx: &Context, inputs: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        let column = self.column.clone();
        Ok(Box::new(Aggregate::new(
            self.aggregation,
            column,
            inputs[0],
            cx.memory(),
        )))
    }

    fn promise(&self, inputs: &[Promise]) -> Promise {
        one_row(inputs)
    }

    fn pushable(&self) -> Option<Pushable> {
        let function = stored_aggregate(self.aggregation)?;
        (*self.column == *"_value").then_some(Pushable::Aggregate(function))
    }

    fn explain(&self) -> String {
        format!("column: {}", self.column)
    }

    fn gives_in_key_order(&self) -> bool {
        true
    }
}

/// The same aggregate in a bucket's storage, if it has it.
pub fn stored_aggregate(aggregation: Aggregation) -> Option<stored::Aggregate> {
    Some(match aggregation {
        Aggregation::Count => stored::Aggregate::Count,
        Aggregation::Sum => stored::Aggregate::Sum,
        Aggregation::Mean => stored::Aggregate::Mean,
        _ => return None,
    })
}

/// What is known of one row for each table, where a second table of a key is refused.
pub fn one_row(inputs: &[Promise]) -> Promise {
    Promise {
        distinct_keys: true,
        uniform_keys: inputs.iter().all(|input| input.uniform_keys),
        time_order: true,
    }
}

/// Returns the number of records in each table, nulls included.
///
/// Over an empty table it gives 0.
#[builtin(
    since = "0.7.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn count(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column to count values in.
    #[default("_value")]
    column: Arc<str>,
) -> Stream {
    Aggregated::stream(cx, "count", Aggregation::Count, column, tables)
}

/// Returns the sum of the non-null values in a column.
///
/// Integers wrap around on overflow. A column without values gives null.
#[builtin(
    since = "0.7.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn sum(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column to sum.
    #[default("_value")]
    column: Arc<str>,
) -> Stream {
    Aggregated::stream(cx, "sum", Aggregation::Sum, column, tables)
}

/// Returns the average of the non-null values in a column, as a float.
///
/// A column without values gives null.
#[builtin(
    since = "0.7.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn mean(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column to average.
    #[default("_value")]
    column: Arc<str>,
) -> Stream {
    Aggregated::stream(cx, "mean", Aggregation::Mean, column, tables)
}

/// Returns the difference between the largest and the smallest value in a column.
///
/// A column without values gives null.
#[builtin(
    since = "0.7.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn spread(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column to measure.
    #[default("_value")]
    column: Arc<str>,
) -> Stream {
    Aggregated::stream(cx, "spread", Aggregation::Spread, column, tables)
}

/// Returns the skewness of the non-null values in a column, as a float.
///
/// One value alone gives NaN, none gives null.
#[builtin(
    since = "0.7.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn skew(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column to measure.
    #[default("_value")]
    column: Arc<str>,
) -> Stream {
    Aggregated::stream(cx, "skew", Aggregation::Skew, column, tables)
}

/// Returns the standard deviation of the non-null values in a column, as a float.
///
/// One value alone gives NaN for a sample, none gives null.
#[builtin(
    since = "0.7.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn stddev(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column to measure.
    #[default("_value")]
    column: Arc<str>,
    /// `sample`, or `population` where the values are all there are.
    #[default("sample")]
    mode: Arc<str>,
) -> Result<Stream, Failure> {
    let sample = match &*mode {
        "sample" => true,
        "population" => false,
        other => {
            return Err(Failure::new(
                "flux::universe::stddev_mode",
                format!("\"{other}\" is not a valid standard deviation mode"),
            )
            .help("the modes are `sample` and `population`"));
        }
    };
    let aggregation = Aggregation::Deviation { sample };
    Ok(Aggregated::stream(
        cx,
        "stddev",
        aggregation,
        column,
        tables,
    ))
}
