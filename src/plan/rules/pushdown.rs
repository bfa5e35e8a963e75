//! What stands right behind a bucket is read with it: filters, and for buckets that are held
//! here `group`, aggregates, windows of them, and questions that the index answers.
//!
//! Which shapes these are follows upstream's rules (influxdb,
//! query/stdlib/influxdata/influxdb/rules.go). What several steps read is read once, and nothing
//! behind it is pushed: each of them would have to read anew.

use super::predicate::{all_of, split};
use crate::plan::{Graph, StepOp};
use crate::table::{Aggregate, Aggregation, Grouping, Index, Pushable, Scan};
use crate::value::Op;

/// Pushes into every bucket what it takes.
pub fn push_down(graph: &mut Graph) {
    let consumers = graph.consumers();
    for index in 0..graph.steps.len() {
        let StepOp::Read(bucket, mut scan) = graph.steps[index].op.clone() else {
            continue;
        };
        let chain = chain(graph, &consumers, index);
        let (filters, done) = push_filters(graph, &chain, &mut scan);
        let mut pushed = filters;
        if done && bucket.host.is_none() {
            pushed += push_rest(graph, &chain[filters..], &mut scan);
        }
        for &step in &chain[..pushed] {
            graph.steps[step].op = StepOp::Pass;
        }
        graph.steps[index].op = StepOp::Read(bucket, scan);
    }
}

/// The steps behind a bucket, each of which alone reads the one before it.
fn chain(graph: &Graph, consumers: &[Vec<usize>], mut step: usize) -> Vec<usize> {
    let mut chain = Vec::new();
    while let ([next], false) = (&consumers[step][..], graph.steps[step].is_root()) {
        step = *next;
        if graph.steps[step].inputs.len() != 1 {
            break;
        }
        if !matches!(graph.steps[step].op, StepOp::Pass) || graph.steps[step].is_root() {
            chain.push(step);
        }
    }
    chain
}

/// Pushes filters, and says how many steps went and whether more may be pushed. Of the last one
/// a part may stay.
fn push_filters(graph: &mut Graph, chain: &[usize], scan: &mut Scan) -> (usize, bool) {
    for (count, &step) in chain.iter().enumerate() {
        let StepOp::Node(Op::Filter {
            predicate,
            keep_empty: false,
        }) = &graph.steps[step].op
        else {
            return (count, true);
        };
        let parts = split(predicate);
        let known = scan.predicate.take().into_iter();
        scan.predicate = all_of(known.chain(parts.pushed).collect());
        if let Some(predicate) = parts.rest {
            graph.steps[step].op = StepOp::Node(Op::Filter {
                predicate,
                keep_empty: false,
            });
            return (count, false);
        }
    }
    (chain.len(), true)
}

/// Pushes what stands behind the filters, and says how many steps went.
fn push_rest(graph: &Graph, chain: &[usize], scan: &mut Scan) -> usize {
    let behind: Vec<Behind> = chain
        .iter()
        .map_while(|&step| Behind::of(&graph.steps[step].op))
        .take(3)
        .collect();
    if let Some(index) = asks_index(&behind) {
        scan.index = Some(index);
        return 3;
    }
    let aggregation = |function, windows| Some(Aggregation { function, windows });
    match &behind[..] {
        [Behind::Group(group), rest @ ..] if is_groupable(group) => {
            scan.group = Some(group.clone());
            match rest {
                [Behind::Other(Pushable::Aggregate(function)), ..]
                    if *function != Aggregate::Mean =>
                {
                    scan.aggregate = aggregation(*function, None);
                    2
                }
                _ => 1,
            }
        }
        [Behind::Other(Pushable::Aggregate(function)), ..] => {
            scan.aggregate = aggregation(*function, None);
            1
        }
        [
            Behind::Other(Pushable::Window(windows)),
            Behind::Other(Pushable::Aggregate(function)),
            ..,
        ] => {
            scan.aggregate = aggregation(*function, Some(windows.clone()));
            2
        }
        [
            Behind::Other(Pushable::AggregateWindow(function, windows)),
            ..,
        ] => {
            scan.aggregate = aggregation(*function, Some(windows.clone()));
            1
        }
        _ => 0,
    }
}

/// `keys |> keep |> distinct` of one column, and `keep |> group |> distinct` of one tag.
fn asks_index(behind: &[Behind]) -> Option<Index> {
    match behind {
        [
            Behind::Other(Pushable::Keys(keys)),
            Behind::Other(Pushable::Keep(kept)),
            Behind::Other(Pushable::Distinct(column)),
        ] if keys == kept && kept == column => Some(Index::TagKeys),
        [
            Behind::Other(Pushable::Keep(kept)),
            Behind::Group(Grouping {
                columns,
                except: false,
            }),
            Behind::Other(Pushable::Distinct(column)),
        ] if columns.is_empty() && kept == column && is_tag(column) => {
            Some(Index::TagValues(column.clone()))
        }
        _ => None,
    }
}

/// Storage groups by tags; the bounds are in every key anyway.
fn is_groupable(group: &Grouping) -> bool {
    let mut columns = group.columns.iter();
    !group.except && columns.all(|column| !matches!(&**column, "_time" | "_value"))
}

fn is_tag(column: &str) -> bool {
    !matches!(column, "_time" | "_value" | "_start" | "_stop")
}

/// A step that may be pushed.
enum Behind {
    Group(Grouping),
    Other(Pushable),
}

impl Behind {
    fn of(op: &StepOp) -> Option<Self> {
        match op {
            StepOp::Node(Op::Group { columns, except }) => Some(Self::Group(Grouping {
                columns: columns.clone(),
                except: *except,
            })),
            StepOp::Node(Op::Other(transform)) => transform.pushable().map(Self::Other),
            _ => None,
        }
    }
}
