//! Running what a script registered.

use super::lower::{self, Lowered};
use super::operators::order::OrderTables;
use super::outbox::{Deliver, Outbox, ResultConsumer};
use super::pass::Pass;
use crate::diagnostic::Failure;
use crate::plan::Graph;
use crate::table::{Answer, Chunk, GroupKey, Output, Promise, Schema, Source, Table, TableId};
use crate::value::{Collected, Context, Root, Stream};
use crate::world::Progress;
use std::sync::{Arc, Mutex};

/// Plans and runs these roots: one pass for what shares a source, passes in the order of their
/// statements. Results come out in the order of the roots.
///
/// # Errors
/// The first failure; no later pass runs.
pub fn run(cx: &Context, roots: &[Root], consumer: &mut dyn ResultConsumer) -> Result<(), Failure> {
    run_graph(cx, &Graph::new(roots)?, roots, consumer, true)
}

/// Computes a stream at once, without effects: `tableFind` and its like. Tables come by key where
/// upstream's do, for which of them is found first depends on it.
///
/// # Errors
/// The first failure.
pub fn collect(cx: &Context, stream: &Stream) -> Result<Vec<Collected>, Failure> {
    let roots = [Root::Result {
        name: "".into(),
        stream: stream.clone(),
    }];
    let mut tables = Tables::default();
    let graph = Graph::new(&roots)?;
    run_graph(cx, &graph, &roots, &mut tables, false)?;
    let mut tables = tables.0;
    if graph.gives_in_key_order() {
        tables.sort_by(|a, b| a.key.cmp(&b.key));
    }
    Ok(tables)
}

fn run_graph(
    cx: &Context,
    graph: &Graph,
    roots: &[Root],
    consumer: &mut dyn ResultConsumer,
    effects: bool,
) -> Result<(), Failure> {
    let mut numbers = vec![0; roots.len()];
    let mut names = Vec::new();
    for (root, number) in roots.iter().zip(&mut numbers) {
        if let Root::Result { name, .. } = root {
            *number = names.len();
            names.push(name.clone());
        }
    }
    let outbox = Arc::new(Mutex::new(Outbox::new(names, consumer)));
    for members in graph.passes() {
        let mut pass = Pass::default();
        let mut numbered: Vec<Option<(usize, Promise)>> = vec![None; graph.steps.len()];
        for index in members {
            let step = &graph.steps[index];
            let mut inputs = Vec::new();
            let mut promises = Vec::new();
            for &input in &step.inputs {
                let Some((mut node, promise)) = numbered[input] else {
                    continue;
                };
                if step.in_key_order.contains(&input) {
                    let order = OrderTables::new(cx.memory());
                    node = pass.operator(Box::new(order), &[node], step.trace.clone());
                }
                inputs.push(node);
                promises.push(promise);
            }
            let placed = |mut failure: Failure| {
                if failure.trace.is_empty() {
                    failure.trace = step.trace.clone();
                }
                failure
            };
            let (work, promise) = lower::lower(cx, &step.op, &promises, effects).map_err(placed)?;
            let node = match work {
                Lowered::Source(source) => {
                    let counted = Counted {
                        source,
                        progress: cx.world().progress(),
                        cx: cx.clone(),
                    };
                    pass.source(Box::new(counted), step.trace.clone())
                }
                Lowered::Operator(operator) => pass.operator(operator, &inputs, step.trace.clone()),
            };
            numbered[index] = Some((node, promise));
            for (root, _) in &step.results {
                let end = Deliver::new(Arc::clone(&outbox), numbers[*root], cx.memory());
                pass.operator(Box::new(end), &[node], step.trace.clone());
            }
        }
        pass.run()?;
    }
    Ok(())
}

/// A source whose rows are counted, and that ends when the user wants the run to end.
struct Counted {
    source: Box<dyn Source>,
    progress: Progress,
    cx: Context,
}

impl Source for Counted {
    fn run(&mut self, out: &mut dyn Output) -> Result<(), Failure> {
        let Self {
            source,
            progress,
            cx,
        } = self;
        source.run(&mut Counting { out, progress, cx })
    }
}

struct Counting<'a> {
    out: &'a mut dyn Output,
    progress: &'a Progress,
    cx: &'a Context,
}

impl Output for Counting<'_> {
    fn open(&mut self, table: &Table) -> Result<(), Failure> {
        self.out.open(table)
    }

    fn push(&mut self, chunk: Chunk) -> Result<Answer, Failure> {
        if self.cx.world().cancelled() {
            return Err(
                Failure::new("flux::engine::cancelled", "the run was interrupted")
                    .help("what had reached a `to()` is delivered"),
            );
        }
        self.progress.add_rows(chunk.rows);
        self.out.push(chunk)
    }

    fn end(&mut self, id: TableId) -> Result<(), Failure> {
        self.out.end(id)
    }
}

/// Keeps every table.
#[derive(Default)]
struct Tables(Vec<Collected>);

impl ResultConsumer for Tables {
    fn table(
        &mut self,
        _: &str,
        key: &GroupKey,
        schema: &Schema,
        chunks: &[Chunk],
    ) -> Result<(), Failure> {
        self.0.push(Collected {
            key: key.clone(),
            schema: schema.clone(),
            rows: Chunk::concat(TableId(0), schema, chunks),
        });
        Ok(())
    }
}
