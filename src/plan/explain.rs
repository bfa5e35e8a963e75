//! The plan as `--explain` prints it.

use super::{Graph, StepOp};
use crate::table::quoted;
use crate::value::{Function, Op};
use std::fmt::Write;

/// A block of lines for each pass: every step with what it reads, sources first.
pub fn explain(graph: &Graph) -> String {
    let mut text = String::new();
    for (number, pass) in graph.passes().iter().enumerate() {
        let _ = writeln!(text, "pass {}", number + 1);
        let shown = |index: &usize| {
            !matches!(graph.steps[*index].op, StepOp::Pass) || graph.steps[*index].is_root()
        };
        for &index in pass.iter().filter(|index| shown(index)) {
            let step = &graph.steps[index];
            let inputs: Vec<String> = step
                .inputs
                .iter()
                .map(|&input| format!("#{}", behind(graph, input)))
                .collect();
            let read = match inputs.is_empty() {
                true => String::new(),
                false => format!(" <- {}", inputs.join(", ")),
            };
            let _ = write!(text, "  #{index} {}{read}", describe(&step.op));
            for (_, name) in &step.results {
                let _ = write!(text, " -> result {name:?}");
            }
            text.push('\n');
        }
    }
    text
}

/// The step whose tables a step that only hands on stands for.
fn behind(graph: &Graph, mut index: usize) -> usize {
    while let (StepOp::Pass, [input], false) = (
        &graph.steps[index].op,
        &graph.steps[index].inputs[..],
        graph.steps[index].is_root(),
    ) {
        index = *input;
    }
    index
}

fn describe(op: &StepOp) -> String {
    let op = match op {
        StepOp::Pass => return "pass on".into(),
        StepOp::Read(bucket, scan) => {
            let host = bucket.host.as_ref();
            let host = host.map_or(String::new(), |host| format!(", host: {}", quoted(host)));
            let name = quoted(&bucket.bucket.to_string());
            return format!("from(bucket: {name}{host}){}", scan.flux());
        }
        StepOp::Node(op) => op,
    };
    match op {
        Op::Tables(tables) => {
            let rows: usize = tables.iter().map(|table| table.rows.rows).sum();
            format!("array.from: {rows} rows")
        }
        Op::From(bucket) => format!("from(bucket: {:?})", bucket.bucket.to_string()),
        Op::Range(bounds) => format!("range(start: {}, stop: {})", bounds.start, bounds.stop),
        Op::Filter {
            predicate,
            keep_empty,
        } => {
            let empty = if *keep_empty {
                ", onEmpty: \"keep\""
            } else {
                ""
            };
            format!("filter(fn: {}{empty})", function(predicate))
        }
        Op::Map { function: of } => format!("map(fn: {})", function(of)),
        Op::Reduce { function: of, .. } => format!("reduce(fn: {})", function(of)),
        Op::Group { columns, except } => {
            let mode = if *except { "except" } else { "by" };
            format!("group(columns: {columns:?}, mode: {mode:?})")
        }
        Op::Union => "union".into(),
        Op::Yield(name) => format!("yield(name: {name:?})"),
        Op::Other(transform) => format!("{}({})", transform.name(), transform.explain()),
    }
}

fn function(function: &Function) -> String {
    match function {
        Function::Builtin(builtin) => builtin.name.into(),
        Function::Closure(closure) => {
            let names: Vec<&str> = closure
                .literal
                .parameters
                .iter()
                .map(|p| p.name.name.as_ref())
                .collect();
            format!("({}) => …", names.join(", "))
        }
    }
}
