//! From steps of the plan to the sources and operators that do them.

use super::operators::complete::Complete;
use super::operators::filter::Filter;
use super::operators::group::Group;
use super::operators::map::Map;
use super::operators::range::{self, Range};
use super::operators::reduce::Reduce;
use super::operators::union::Union;
use super::predicate::Predicate;
use super::projection::Projection;
use super::rows::RowFunction;
use crate::diagnostic::Failure;
use crate::plan::StepOp;
use crate::table::{Answer, Chunk, Operator, Output, Promise, Source, Table, TableId};
use crate::value::{Collected, Context, NullLogic, Op};
use std::sync::Arc;

/// What does a step's work in a pass.
pub enum Lowered {
    /// Without inputs.
    Source(Box<dyn Source>),
    /// With inputs.
    Operator(Box<dyn Operator>),
}

/// A fresh source or operator for a step, and what its output promises. Without `effects`, steps
/// that have one hand their tables on instead.
///
/// # Errors
/// If the step's arguments cannot work, or its source cannot be opened.
pub fn lower(
    cx: &Context,
    op: &StepOp,
    inputs: &[Promise],
    effects: bool,
) -> Result<(Lowered, Promise), Failure> {
    let first = inputs.first().copied().unwrap_or_default();
    let pass = || (Lowered::Operator(Box::new(PassOn)), first);
    let complete = |operator| Lowered::Operator(Complete::of(operator, cx.memory()));
    Ok(match op {
        StepOp::Pass | StepOp::Node(Op::Yield(_)) => pass(),
        StepOp::Read(bucket, scan) => {
            let promise = Promise {
                distinct_keys: true,
                uniform_keys: scan.index.is_some(),
                time_order: scan.index.is_none() && scan.group.is_none(),
            };
            (Lowered::Source(cx.world().read(bucket, scan)?), promise)
        }
        StepOp::Node(Op::Tables(tables)) => {
            let source = Ready(Arc::clone(tables));
            let promise = Promise {
                distinct_keys: tables.len() <= 1,
                uniform_keys: tables.len() <= 1,
                time_order: false,
            };
            (Lowered::Source(Box::new(source)), promise)
        }
        StepOp::Node(Op::Other(transform)) if transform.is_effect() && !effects => pass(),
        StepOp::Node(Op::Other(transform)) => {
            let promise = transform.promise(inputs);
            let work = match inputs.is_empty() {
                true => Lowered::Source(transform.source(cx)?),
                false => complete(transform.operator(cx, inputs)?),
            };
            (work, promise)
        }
        StepOp::Node(op) => {
            let (operator, promise) = operator(cx, op, inputs)?;
            (complete(operator), promise)
        }
    })
}

/// The operator of a function that the planner knows by name, and what its output promises.
fn operator(
    cx: &Context,
    op: &Op,
    inputs: &[Promise],
) -> Result<(Box<dyn Operator>, Promise), Failure> {
    let first = inputs.first().copied().unwrap_or_default();
    let merged = Promise {
        distinct_keys: true,
        uniform_keys: false,
        time_order: false,
    };
    Ok(match op {
        Op::Range(bounds) => (Box::new(Range::new(*bounds, first)), range::promise(first)),
        Op::Filter {
            predicate,
            keep_empty,
        } => {
            let predicate = Predicate::new(cx, predicate);
            (Box::new(Filter::new(predicate, *keep_empty)), first)
        }
        Op::Map { function } => (
            Box::new(Map::new(Projection::new(cx, function), first)),
            merged,
        ),
        Op::Reduce { function, identity } => {
            let function = RowFunction::new(cx, function, NullLogic::Row);
            let reduce = Reduce::new(function, Arc::clone(identity), first);
            (Box::new(reduce), merged)
        }
        Op::Group { columns, except } => (
            Box::new(Group::new(Arc::clone(columns), *except, first)),
            Promise {
                uniform_keys: columns.is_empty() && !except,
                ..merged
            },
        ),
        Op::Union => (Box::new(Union::new(inputs.len())), merged),
        Op::From(_) | Op::Tables(_) | Op::Yield(_) | Op::Other(_) => {
            return Err(Failure::new(
                "flux::engine::unknown_step",
                format!("no operator does {op:?}"),
            ));
        }
    })
}

/// Hands its tables on.
struct PassOn;

impl Operator for PassOn {
    fn push(&mut self, _: usize, chunk: Chunk, out: &mut dyn Output) -> Result<Answer, Failure> {
        out.push(chunk)
    }
}

/// Tables that are there already.
struct Ready(Arc<Vec<Collected>>);

impl Source for Ready {
    fn run(&mut self, out: &mut dyn Output) -> Result<(), Failure> {
        for (number, table) in self.0.iter().enumerate() {
            let id = TableId(number);
            out.open(&Table {
                id,
                key: table.key.clone(),
                schema: table.schema.clone(),
            })?;
            let mut done = 0;
            while done < table.rows.rows {
                let rows = Chunk::ROWS.min(table.rows.rows - done);
                let chunk = table.rows.slice(done, rows).with_id(id);
                done += rows;
                match out.push(chunk)? {
                    Answer::More => {}
                    Answer::TableDone => break,
                    Answer::Done => return Ok(()),
                }
            }
            out.end(id)?;
        }
        Ok(())
    }
}
