//! A table function of one input whose operator is all that is to be said of it.

use crate::diagnostic::Failure;
use crate::table::{Operator, Promise, Pushable};
use crate::value::{Context, Stream, Transform};
use std::fmt;

/// The function with its arguments, in the graph.
pub struct Operation<F> {
    name: &'static str,
    arguments: String,
    promise: fn(Promise) -> Promise,
    pushable: Option<Pushable>,
    operator: F,
}

impl<F, O> Operation<F>
where
    F: Fn(&Context, Promise) -> O + Send + Sync + 'static,
    O: Operator + 'static,
{
    /// A node that runs it. `arguments` are for `--explain`.
    pub fn stream(
        cx: &Context,
        name: &'static str,
        arguments: String,
        promise: fn(Promise) -> Promise,
        tables: Stream,
        operator: F,
    ) -> Stream {
        Self::stored(cx, name, arguments, promise, None, tables, operator)
    }

    /// The same of what a bucket's storage might do.
    pub fn stored(
        cx: &Context,
        name: &'static str,
        arguments: String,
        promise: fn(Promise) -> Promise,
        pushable: Option<Pushable>,
        tables: Stream,
        operator: F,
    ) -> Stream {
        let operation = Self {
            name,
            arguments,
            promise,
            pushable,
            operator,
        };
        Stream::other(cx, operation, vec![tables])
    }
}

impl<F> fmt::Debug for Operation<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.name, self.arguments)
    }
}

impl<F, O> Transform for Operation<F>
where
    F: Fn(&Context, Promise) -> O + Send + Sync + 'static,
    O: Operator + 'static,
{
    fn name(&self) -> &str {
        self.name
    }

    fn operator(&self, cx: &Context, inputs: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        Ok(Box::new((self.operator)(cx, inputs[0])))
    }

    fn promise(&self, inputs: &[Promise]) -> Promise {
        (self.promise)(inputs[0])
    }

    fn gives_in_key_order(&self) -> bool {
        ["distinct", "unique", "mode", "quantile", "median"].contains(&self.name)
    }

    fn keeps_rows(&self) -> bool {
        self.name == "unique"
    }

    fn pushable(&self) -> Option<Pushable> {
        self.pushable.clone()
    }

    fn explain(&self) -> String {
        self.arguments.clone()
    }
}
