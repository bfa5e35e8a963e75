//! Functions that change tables one by one, in the graph.

use crate::diagnostic::Failure;
use crate::engine::operators::narrow::{Narrow, PerTable};
use crate::table::{Bounds, Operator, Promise};
use crate::value::{Context, Stream, Transform};

/// Such a function with its arguments.
#[derive(Debug)]
pub struct Narrowed<F> {
    name: &'static str,
    function: F,
}

impl<F: PerTable> Narrowed<F> {
    /// A node that runs it.
    pub fn stream(cx: &Context, name: &'static str, function: F, tables: Stream) -> Stream {
        Stream::other(cx, Self { name, function }, vec![tables])
    }
}

impl<F: PerTable> Transform for Narrowed<F> {
    fn name(&self) -> &str {
        self.name
    }

    fn operator(&self, cx: &Context, inputs: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        let function = self.function.clone();
        Ok(Box::new(Narrow::new(function, inputs[0], cx.memory())))
    }

    fn promise(&self, inputs: &[Promise]) -> Promise {
        self.function.promise(inputs[0])
    }

    fn bounds(&self, input: Option<Bounds>) -> Option<Bounds> {
        self.function.bounds(input)
    }

    fn gives_in_key_order(&self) -> bool {
        self.function.gives_in_key_order()
    }

    fn keeps_rows(&self) -> bool {
        self.function.keeps_keys()
    }

    fn explain(&self) -> String {
        let text = format!("{:?}", self.function);
        let arguments = text.split_once(" { ").map(|(_, rest)| rest);
        arguments.map_or_else(String::new, |rest| rest.trim_end_matches(" }").to_owned())
    }
}
