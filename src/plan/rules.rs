//! What the plan changes in the graph before it runs. None of it may change a result.

use super::{Graph, StepOp};
use crate::diagnostic::Failure;
use crate::syntax::ast::{Body, ExprKind};
use crate::table::{Name, Scan};
use crate::value::{Function, Op};

/// Applies all rules.
///
/// # Errors
/// If a bucket is read without bounds.
pub fn apply(graph: &mut Graph) -> Result<(), Failure> {
    refuse_empty_ranges(graph)?;
    push_ranges(graph)?;
    fuse_groups(graph);
    order_tables(graph);
    Ok(())
}

/// A range that holds nothing is a mistake, and is said before anything runs.
fn refuse_empty_ranges(graph: &Graph) -> Result<(), Failure> {
    for step in &graph.steps {
        let StepOp::Node(Op::Range(bounds)) = &step.op else {
            continue;
        };
        if bounds.is_empty() {
            let mut failure = Failure::new(
                "flux::plan::empty_range",
                "cannot query an empty range",
            )
            .help(format!(
                "the range would begin at {} and end at {}; `stop` (default: now) must be later than `start`",
                bounds.start, bounds.stop
            ));
            failure.trace = step.trace.clone();
            return Err(failure);
        }
    }
    Ok(())
}

/// A range directly behind `from` is read with it. A bucket that something else reads, too, would
/// be read without bounds.
fn push_ranges(graph: &mut Graph) -> Result<(), Failure> {
    let consumers = graph.consumers();
    for index in 0..graph.steps.len() {
        let StepOp::Node(Op::From(bucket)) = graph.steps[index].op.clone() else {
            continue;
        };
        let range = match consumers[index][..] {
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
        graph.steps[index].op = StepOp::Read(bucket, Scan { bounds });
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

/// Upstream's `group`, `window` and their like give their tables out in the order of their keys;
/// here they stream them. Where an operator behind them makes one table of several, that order
/// becomes an order of rows, and its input is put into it.
fn order_tables(graph: &mut Graph) {
    for index in 0..graph.steps.len() {
        let inputs = graph.steps[index].inputs.clone();
        let in_key_order = inputs
            .into_iter()
            .filter(|&input| {
                let source = ordered_by_key(graph, input);
                source.is_some_and(|source| merges(&graph.steps[index].op, &graph.steps[source].op))
            })
            .collect();
        graph.steps[index].in_key_order = in_key_order;
    }
}

/// The step that gives tables out by key upstream, and whose order of tables a step still has.
fn ordered_by_key(graph: &Graph, mut index: usize) -> Option<usize> {
    loop {
        let step = &graph.steps[index];
        match &step.op {
            StepOp::Node(Op::Group { .. } | Op::Reduce { .. }) => return Some(index),
            StepOp::Node(Op::Other(transform)) if transform.gives_in_key_order() => {
                return Some(index);
            }
            _ => {}
        }
        match step.inputs[..] {
            // What merged tables has been given them in their order.
            [input] if step.in_key_order.is_empty() => index = input,
            _ => return None,
        }
    }
}

/// Whether a step may make one table of several of those that `source` gave.
fn merges(op: &StepOp, source: &StepOp) -> bool {
    match op {
        StepOp::Node(Op::Group { .. } | Op::Union) => true,
        StepOp::Node(Op::Map { function }) => {
            let key = match source {
                StepOp::Node(Op::Group {
                    columns,
                    except: false,
                }) => Some(&columns[..]),
                _ => None,
            };
            !keeps_columns(function, key)
        }
        StepOp::Node(Op::Other(transform)) => transform.merges_tables(),
        _ => false,
    }
}

/// Whether a function plainly leaves these columns of its row alone: `{r with …}` without them.
fn keeps_columns(function: &Function, columns: Option<&[Name]>) -> bool {
    let (Function::Closure(closure), Some(columns)) = (function, columns) else {
        return false;
    };
    let Body::Expr(mut body) = closure.literal.body.clone() else {
        return false;
    };
    while let ExprKind::Paren(inner) = body.kind {
        body = *inner;
    }
    match body.kind {
        ExprKind::Record {
            with: Some(_),
            properties,
        } => properties
            .iter()
            .all(|property| !columns.contains(&property.key.name)),
        _ => false,
    }
}
