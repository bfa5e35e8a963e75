//! Streams: nodes of the graph that evaluation builds and a pass computes.

use super::{Context, Function, Record};
use crate::diagnostic::{Failure, Frame};
use crate::table::{Bounds, Chunk, GroupKey, Name, Operator, Promise, Pushable, Schema, Source};
use crate::world::Endpoint;
use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A stream of tables that is not computed yet. Clones are the same node.
#[derive(Clone, Debug)]
pub struct Stream(Arc<Node>);

/// Tells nodes apart; greater ones were made later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u64);

/// One step of a pipeline.
#[derive(Debug)]
pub struct Node {
    /// Tells it from others.
    pub id: NodeId,
    /// What it does.
    pub op: Op,
    /// What it reads.
    pub inputs: Vec<Stream>,
    /// Where the script made it, innermost call first; errors of the pass point here.
    pub trace: Vec<Frame>,
}

impl Stream {
    /// A new node. Its place is the call that is being evaluated.
    pub fn new(cx: &Context, op: Op, inputs: Vec<Self>) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(Arc::new(Node {
            id: NodeId(NEXT.fetch_add(1, Ordering::Relaxed)),
            op,
            inputs,
            trace: cx.trace(),
        }))
    }

    /// A new node of a function that the planner need not know.
    pub fn other(cx: &Context, transform: impl Transform + 'static, inputs: Vec<Self>) -> Self {
        Self::new(cx, Op::Other(Arc::new(transform)), inputs)
    }

    /// The stretch of time that `range` has set for the rows, however far behind; `window` makes
    /// its windows in it. It follows from the script, not from the data.
    pub fn bounds(&self) -> Option<Bounds> {
        self.bounds_known(&mut HashMap::new())
    }

    fn bounds_known(&self, known: &mut HashMap<NodeId, Option<Bounds>>) -> Option<Bounds> {
        let node = self.node();
        if let Some(bounds) = known.get(&node.id) {
            return *bounds;
        }
        let inputs = node
            .inputs
            .iter()
            .filter_map(|input| input.bounds_known(known))
            .reduce(|a, b| Bounds::new(a.start.min(b.start), a.stop.max(b.stop)));
        let bounds = match (&node.op, inputs) {
            (Op::Range(bounds), None) => Some(*bounds),
            (Op::Range(bounds), Some(before)) => Some(
                before
                    .intersection(*bounds)
                    .unwrap_or(Bounds::new(bounds.start, bounds.start)),
            ),
            (Op::Other(transform), inputs) => transform.bounds(inputs),
            (_, inputs) => inputs,
        };
        known.insert(node.id, bounds);
        bounds
    }

    /// The node.
    pub fn node(&self) -> &Node {
        &self.0
    }
}

/// What the planner looks into stands here by name; every other function is [`Op::Other`].
#[derive(Clone, Debug)]
pub enum Op {
    /// Tables that are there already (`array.from`).
    Tables(Arc<Vec<Collected>>),
    /// `from`: needs a range somewhere behind it.
    From(Endpoint),
    /// `range`, with absolute bounds.
    Range(Bounds),
    /// `filter`
    Filter {
        /// `(r) => bool`
        predicate: Function,
        /// Whether emptied tables are passed on (`onEmpty: "keep"`).
        keep_empty: bool,
    },
    /// `map`
    Map {
        /// `(r) => record`
        function: Function,
    },
    /// `reduce`
    Reduce {
        /// `(r, accumulator) => record`
        function: Function,
        /// The first accumulator.
        identity: Arc<Record>,
    },
    /// `group`
    Group {
        /// The labels.
        columns: Arc<[Name]>,
        /// Whether these are the columns not to group by.
        except: bool,
    },
    /// `union`
    Union,
    /// `yield`, and every result without one.
    Yield(Arc<str>),
    /// Any other function.
    Other(Arc<dyn Transform>),
}

/// A table function that no planner rule looks into; it stands in that function's own file.
pub trait Transform: Any + Send + Sync + fmt::Debug {
    /// The Flux function it belongs to.
    fn name(&self) -> &str;

    /// A fresh operator for one pass, if the function has inputs. `inputs` tells what each input
    /// promises.
    ///
    /// # Errors
    /// If the arguments cannot work.
    fn operator(&self, _cx: &Context, _inputs: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        Err(Failure::new(
            "flux::engine::no_operator",
            format!("`{}` reads no input", self.name()),
        ))
    }

    /// A fresh source for one pass, if the function has no inputs.
    ///
    /// # Errors
    /// If it cannot be opened.
    fn source(&self, _cx: &Context) -> Result<Box<dyn Source>, Failure> {
        Err(Failure::new(
            "flux::engine::no_source",
            format!("`{}` needs an input", self.name()),
        ))
    }

    /// What its output promises, given what its inputs do. Nothing, unless said.
    fn promise(&self, _inputs: &[Promise]) -> Promise {
        Promise::default()
    }

    /// The stretch of time that its rows lie in, given that of its inputs. That of the inputs,
    /// unless said.
    fn bounds(&self, inputs: Option<Bounds>) -> Option<Bounds> {
        inputs
    }

    /// Whether upstream gives its tables out in the order of their keys, once its input is
    /// finished.
    fn gives_in_key_order(&self) -> bool {
        false
    }

    /// Whether tables keep their keys and most of their rows, so that it would cost much to put
    /// them into another order.
    fn keeps_rows(&self) -> bool {
        false
    }

    /// Whether it may make one table of several, so that their order becomes one of rows.
    fn merges_tables(&self) -> bool {
        false
    }

    /// Whether it does something outside (`to`), which `tableFind` and its like must not do.
    fn is_effect(&self) -> bool {
        false
    }

    /// What it does, if a bucket's storage might do the same.
    fn pushable(&self) -> Option<Pushable> {
        None
    }

    /// Arguments as `--explain` shows them.
    fn explain(&self) -> String {
        String::new()
    }
}

/// Something that a pass must compute.
#[derive(Clone, Debug)]
pub enum Root {
    /// A stream whose tables are printed under a name.
    Result {
        /// `_result`, or what `yield` says.
        name: Arc<str>,
        /// What to print.
        stream: Stream,
    },
    /// A node with an effect (`to`), computed even if nobody reads it.
    Effect(Stream),
}

/// A table computed to its end.
#[derive(Clone, Debug)]
pub struct Collected {
    /// What its rows have in common.
    pub key: GroupKey,
    /// Its columns.
    pub schema: Schema,
    /// Its rows, all in one chunk, with the schema's columns.
    pub rows: Chunk,
}
