//! What the plan changes in the graph before it runs. None of it may change a result, but for
//! what a bucket's storage answers differently from the engine.

mod predicate;
mod pushdown;

pub use predicate::whole as stored_predicate;

use super::{Graph, StepOp};
use crate::diagnostic::Failure;
use crate::table::{Bounds, Scan};
use crate::value::Op;

/// Applies all rules.
///
/// # Errors
/// If a bucket is read without bounds.
pub fn apply(graph: &mut Graph) -> Result<(), Failure> {
    push_ranges(graph)?;
    fuse_groups(graph);
    pushdown::push_down(graph);
    order_tables(graph);
    Ok(())
}

/// A range that holds nothing is a mistake, and is said before anything runs.
pub fn empty_range(bounds: Bounds) -> Failure {
    Failure::new("flux::plan::empty_range", "cannot query an empty range").help(format!(
        "the range would begin at {} and end at {}; `stop` (default: now) must be later than `start`",
        bounds.start, bounds.stop
    ))
}

/// A range directly behind `from` is read with it. A bucket that something else reads, too, would
/// be read without bounds.
fn push_ranges(graph: &mut Graph) -> Result<(), Failure> {
    let consumers = graph.consumers();
    for (index, readers) in consumers.iter().enumerate() {
        let StepOp::Node(Op::From(bucket)) = graph.steps[index].op.clone() else {
            continue;
        };
        let range = match readers[..] {
            [one] if !graph.steps[index].is_root() => match graph.steps[one].op {
                StepOp::Node(Op::Range(bounds)) => Some((one, bounds)),
                _ => None,
            },
            _ => None,
        };
        let Some((range, bounds)) = range else {
            let mut failure = Failure::new(
                "flux::plan::unbounded_read",
                format!(
                    "cannot submit unbounded read to \"{}\"; try bounding 'from' with a call to 'range'",
                    bucket.bucket
                ),
            )
            .help("write `|> range(start: …)` directly behind each `from(…)`");
            failure.trace = graph.steps[index].trace.clone();
            return Err(failure);
        };
        graph.steps[index].op = StepOp::Read(bucket, Box::new(Scan::of(bounds)));
        graph.steps[range].op = StepOp::Pass;
    }
    Ok(())
}

/// Of several `group`s in a row only the last one counts; rows keep the order of the source.
fn fuse_groups(graph: &mut Graph) {
    let consumers = graph.consumers();
    for index in 0..graph.steps.len() {
        let is_group = |step: usize| matches!(graph.steps[step].op, StepOp::Node(Op::Group { .. }));
        let before = match graph.steps[index].inputs[..] {
            [input] if is_group(index) && is_group(input) => input,
            _ => continue,
        };
        if consumers[before].len() == 1 && !graph.steps[before].is_root() {
            graph.steps[before].op = StepOp::Pass;
        }
    }
}

/// Upstream's aggregates, selectors, `range`, `drop`, `window` and their like give their tables out
/// in the order of their keys; here they stream them. Where an operator behind them makes one table
/// of several, that order becomes an order of rows, and its input is put into it.
fn order_tables(graph: &mut Graph) {
    for index in 0..graph.steps.len() {
        if !merges(&graph.steps[index].op) {
            continue;
        }
        for input in graph.steps[index].inputs.clone() {
            match tables(graph, input) {
                Tables::AsTheyCome => {}
                Tables::ByKey => graph.steps[index].in_key_order.push(input),
                Tables::ByKeyOf(read) => {
                    if let StepOp::Read(_, scan) = &mut graph.steps[read].op {
                        scan.by_key = true;
                    }
                }
            }
        }
    }
}

/// The order in which upstream has a step's tables.
enum Tables {
    AsTheyCome,
    /// By key.
    ByKey,
    /// By key, and they are those of a read with most of their rows: they may be many, so that
    /// they are not put into another order, but asked for in it.
    ByKeyOf(usize),
}

/// Whether a step's tables come by key upstream, from itself or from a step before it.
fn tables(graph: &Graph, mut index: usize) -> Tables {
    let mut ordered = false;
    loop {
        let step = &graph.steps[index];
        match &step.op {
            StepOp::Node(Op::Reduce { .. }) => return Tables::ByKey,
            StepOp::Node(Op::Range(_)) => ordered = true,
            StepOp::Node(Op::Other(transform)) if transform.gives_in_key_order() => {
                ordered = true;
                if !transform.keeps_rows() {
                    return Tables::ByKey;
                }
            }
            StepOp::Read(..) if ordered => return Tables::ByKeyOf(index),
            _ => {}
        }
        match step.inputs[..] {
            // What merged tables has been given them in their order.
            [input] if step.in_key_order.is_empty() => index = input,
            _ if ordered => return Tables::ByKey,
            _ => return Tables::AsTheyCome,
        }
    }
}

/// Whether upstream's `tableFind` would meet a step's tables by key: where they were made anew, or
/// given out by key, before. `top` and `bottom` take them as they come.
pub fn is_found_by_key(graph: &Graph, mut index: usize) -> bool {
    loop {
        let step = &graph.steps[index];
        match &step.op {
            op if merges(op) => return true,
            StepOp::Node(Op::Reduce { .. } | Op::Range(_)) => return true,
            StepOp::Node(Op::Other(transform)) if transform.gives_in_key_order() => return true,
            StepOp::Node(Op::Other(transform)) if ["top", "bottom"].contains(&transform.name()) => {
                return false;
            }
            _ => {}
        }
        match step.inputs[..] {
            [input] => index = input,
            _ => return false,
        }
    }
}

/// Whether a step may make one table of several.
fn merges(op: &StepOp) -> bool {
    match op {
        StepOp::Node(Op::Group { .. } | Op::Union | Op::Map { .. }) => true,
        StepOp::Node(Op::Other(transform)) => transform.merges_tables(),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
