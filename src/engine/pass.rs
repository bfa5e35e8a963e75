//! One pass: sources run one after another through a graph whose edges only point forwards.

use crate::diagnostic::{Failure, Frame};
use crate::table::{Answer, Chunk, Operator, Output, Schema, Source, Table, TableId};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// Nodes in an order in which inputs come before their consumers. Since edges only point
/// forwards, `split_at_mut` gives a node and everything behind it, and a cycle cannot be built.
#[derive(Default)]
pub struct Pass<'a> {
    nodes: Vec<Node<'a>>,
}

struct Node<'a> {
    work: Work<'a>,
    port: Port,
    open_inputs: usize,
    /// Where the script made it: a failure without a place gets this one.
    trace: Vec<Frame>,
}

enum Work<'a> {
    Source(Box<dyn Source + 'a>),
    Operator(Box<dyn Operator + 'a>),
}

/// A node's output: its consumers, and what they know of the tables open here.
#[derive(Default)]
struct Port {
    edges: Vec<Edge>,
    tables: FxHashMap<TableId, OpenTable>,
}

struct Edge {
    node: usize,
    input: usize,
    done: bool,
}

struct OpenTable {
    schema: Schema,
    /// For each edge, whether it was told of this table, and whether it wants more of it.
    edges: Vec<Wish>,
}

#[derive(Clone, Copy, PartialEq)]
enum Wish {
    NotTold,
    Rows,
    Enough,
}

impl<'a> Pass<'a> {
    /// Adds a source, and gives its number.
    pub fn source(&mut self, source: Box<dyn Source + 'a>, trace: Vec<Frame>) -> usize {
        self.node(Work::Source(source), &[], trace)
    }

    /// Adds an operator that reads the nodes of these numbers, the first by its input 0.
    pub fn operator(
        &mut self,
        operator: Box<dyn Operator + 'a>,
        inputs: &[usize],
        trace: Vec<Frame>,
    ) -> usize {
        self.node(Work::Operator(operator), inputs, trace)
    }

    fn node(&mut self, work: Work<'a>, inputs: &[usize], trace: Vec<Frame>) -> usize {
        let node = self.nodes.len();
        for (input, &from) in inputs.iter().enumerate() {
            self.nodes[from].port.edges.push(Edge {
                node,
                input,
                done: false,
            });
        }
        self.nodes.push(Node {
            work,
            port: Port::default(),
            open_inputs: inputs.len(),
            trace,
        });
        node
    }

    /// Runs the sources in the order in which they were added.
    ///
    /// # Errors
    /// The first failure of a source or an operator; nothing more is called after it.
    pub fn run(&mut self) -> Result<(), Failure> {
        for index in 0..self.nodes.len() {
            if !matches!(self.nodes[index].work, Work::Source(_)) {
                continue;
            }
            self.forget_unwanted();
            let trace = self.nodes[index].trace.clone();
            let (node, mut wire) = wire(&mut self.nodes, 0, index);
            if let Work::Source(source) = node
                && !wire.all_done()
            {
                source
                    .run(&mut wire)
                    .map_err(|failure| placed(failure, &trace))?;
            }
            self.finish_from(index)?;
        }
        Ok(())
    }

    /// Backwards, so that what nobody wants is known before the next source would be read.
    fn forget_unwanted(&mut self) {
        for index in (0..self.nodes.len()).rev() {
            wire(&mut self.nodes, 0, index).1.all_done();
        }
    }

    /// Finishes the consumers of a source, and theirs where that was their last input.
    fn finish_from(&mut self, source: usize) -> Result<(), Failure> {
        let mut closed = VecDeque::from([source]);
        while let Some(index) = closed.pop_front() {
            for edge in 0..self.nodes[index].port.edges.len() {
                let Edge { node, input, .. } = self.nodes[index].port.edges[edge];
                let trace = std::mem::take(&mut self.nodes[node].trace);
                let (work, mut wire) = wire(&mut self.nodes, 0, node);
                if let Work::Operator(operator) = work {
                    operator
                        .finish(input, &mut wire)
                        .map_err(|failure| placed(failure, &trace))?;
                }
                self.nodes[node].trace = trace;
                self.nodes[node].open_inputs -= 1;
                if self.nodes[node].open_inputs == 0 {
                    closed.push_back(node);
                }
            }
        }
        Ok(())
    }
}

/// A failure without a place happened in the node that was called.
fn placed(mut failure: Failure, trace: &[Frame]) -> Failure {
    if failure.trace.is_empty() {
        failure.trace = trace.to_vec();
    }
    failure
}

/// A node's work, and the output it is given. `nodes` begins with the node numbered `base`.
fn wire<'n, 'a>(
    nodes: &'n mut [Node<'a>],
    base: usize,
    index: usize,
) -> (&'n mut Work<'a>, Wire<'n, 'a>) {
    let (head, rest) = nodes.split_at_mut(index - base + 1);
    let node = &mut head[index - base];
    (
        &mut node.work,
        Wire {
            port: &mut node.port,
            rest,
            base: index + 1,
        },
    )
}

/// An operator's output while it runs: the fan-out, and all nodes behind the operator.
struct Wire<'n, 'a> {
    port: &'n mut Port,
    rest: &'n mut [Node<'a>],
    base: usize,
}

impl<'a> Wire<'_, 'a> {
    /// Whether no consumer wants anything. An operator whose consumers are all done counts as
    /// done whatever it answers, so that none has to pass `Done` on.
    fn all_done(&mut self) -> bool {
        let edges = 0..self.port.edges.len();
        edges.filter(|&edge| !self.is_done(edge)).count() == 0
    }

    fn is_done(&mut self, edge: usize) -> bool {
        let edge = &mut self.port.edges[edge];
        let node = &self.rest[edge.node - self.base];
        let root = matches!(&node.work, Work::Operator(operator) if operator.is_root());
        edge.done |= !root && node.port.edges.iter().all(|edge| edge.done);
        edge.done
    }

    /// Lets the consumer of an edge work.
    fn serve<T>(
        &mut self,
        edge: usize,
        work: impl FnOnce(&mut (dyn Operator + 'a), usize, &mut dyn Output) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let Edge { node, input, .. } = self.port.edges[edge];
        let (operator, mut out) = wire(self.rest, self.base, node);
        let Work::Operator(operator) = operator else {
            unreachable!("a source has no inputs");
        };
        let done = work(operator.as_mut(), input, &mut out);
        done.map_err(|failure| placed(failure, &self.rest[node - self.base].trace))
    }
}

impl Output for Wire<'_, '_> {
    fn open(&mut self, table: &Table) -> Result<(), Failure> {
        let mut wishes = Vec::with_capacity(self.port.edges.len());
        for edge in 0..self.port.edges.len() {
            if self.is_done(edge) {
                wishes.push(Wish::NotTold);
                continue;
            }
            self.serve(edge, |operator, input, out| {
                operator.open(input, table, out)
            })?;
            wishes.push(Wish::Rows);
        }
        let open = OpenTable {
            schema: table.schema.clone(),
            edges: wishes,
        };
        let before = self.port.tables.insert(table.id, open);
        debug_assert!(before.is_none(), "{:?} is open already", table.id);
        Ok(())
    }

    fn push(&mut self, mut chunk: Chunk) -> Result<Answer, Failure> {
        let id = chunk.id;
        let table = self
            .port
            .tables
            .get_mut(&id)
            .expect("a chunk belongs to an open table");
        let known = table.schema.0.len();
        table.schema.admit(&mut chunk)?;
        // Whoever has rows enough still hears of columns, which the table has from now on.
        let news = (table.schema.0.len() > known).then(|| chunk.slice(0, 0));
        let mut wishes = std::mem::take(&mut table.edges);
        let mut least = Answer::Done;
        for (edge, wish) in wishes.iter_mut().enumerate() {
            if self.is_done(edge) {
                continue;
            }
            let rows = match wish {
                Wish::Rows => Some(chunk.clone()),
                Wish::Enough => news.clone(),
                Wish::NotTold => None,
            };
            if let Some(rows) = rows {
                let answer =
                    self.serve(edge, |operator, input, out| operator.push(input, rows, out))?;
                match answer {
                    Answer::More if *wish == Wish::Enough => {}
                    Answer::More => least = Answer::More,
                    Answer::TableDone => *wish = Wish::Enough,
                    Answer::Done => self.port.edges[edge].done = true,
                }
            }
            if *wish == Wish::Enough {
                least = least.min(Answer::TableDone);
            }
        }
        if let Some(table) = self.port.tables.get_mut(&id) {
            table.edges = wishes;
        }
        Ok(least)
    }

    fn end(&mut self, id: TableId) -> Result<(), Failure> {
        let table = self
            .port
            .tables
            .remove(&id)
            .expect("a table that ends is open");
        for (edge, wish) in table.edges.into_iter().enumerate() {
            if wish != Wish::NotTold && !self.is_done(edge) {
                self.serve(edge, |operator, input, out| operator.end(input, id, out))?;
            }
        }
        Ok(())
    }
}
