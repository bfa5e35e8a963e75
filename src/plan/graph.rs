//! The graph of everything that one or more roots need.

use super::rules;
use crate::diagnostic::{Failure, Frame};
use crate::table::Scan;
use crate::value::{NodeId, Op, Root, Stream};
use crate::world::Endpoint;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Steps in an order in which inputs come before their consumers.
#[derive(Debug, Default)]
pub struct Graph {
    /// All steps; a step that a rule took out has no consumers and is no root.
    pub steps: Vec<Step>,
}

/// A node of the script's graph, as it will be run.
#[derive(Debug)]
pub struct Step {
    /// What it does.
    pub op: StepOp,
    /// The steps it reads, by number.
    pub inputs: Vec<usize>,
    /// Of these, the ones whose tables it must be given in the order of their keys.
    pub in_key_order: Vec<usize>,
    /// Where the script made it.
    pub trace: Vec<Frame>,
    /// The result that its tables are, by number of the root and name.
    pub results: Vec<(usize, Arc<str>)>,
    /// Whether it has an effect, so that it runs even if nobody reads it.
    pub effect: bool,
}

/// What a step does.
#[derive(Clone, Debug)]
pub enum StepOp {
    /// What the node says.
    Node(Op),
    /// A bucket read, with what was pushed into it.
    Read(Endpoint, Box<Scan>),
    /// Hands its tables on.
    Pass,
}

impl Graph {
    /// The graph of these roots, rules applied. Nodes are shared by identity; equal nodes are
    /// never merged.
    ///
    /// # Errors
    /// If a bucket is read without bounds.
    pub fn new(roots: &[Root]) -> Result<Self, Failure> {
        let mut graph = Self::default();
        let mut known = FxHashMap::default();
        for (number, root) in roots.iter().enumerate() {
            match root {
                Root::Result { name, stream } => {
                    let step = graph.add(stream, &mut known)?;
                    graph.steps[step].results.push((number, name.clone()));
                }
                Root::Effect(stream) => {
                    let step = graph.add(stream, &mut known)?;
                    graph.steps[step].effect = true;
                }
            }
        }
        rules::apply(&mut graph)?;
        Ok(graph)
    }

    /// Adds a stream and what it reads. Pipelines may be long, so this keeps a stack of its own.
    fn add(
        &mut self,
        stream: &Stream,
        known: &mut FxHashMap<NodeId, usize>,
    ) -> Result<usize, Failure> {
        let mut stack = vec![(stream, false)];
        while let Some((stream, inputs_added)) = stack.pop() {
            let node = stream.node();
            if known.contains_key(&node.id) {
                continue;
            }
            if !inputs_added {
                stack.push((stream, true));
                stack.extend(node.inputs.iter().rev().map(|input| (input, false)));
                continue;
            }
            let mut inputs: Vec<usize> = node
                .inputs
                .iter()
                .map(|input| known[&input.node().id])
                .collect();
            if matches!(node.op, Op::Union) {
                // A stream that is united with itself counts once.
                let mut seen = Vec::new();
                inputs.retain(|input| {
                    !seen.contains(input) && {
                        seen.push(*input);
                        true
                    }
                });
            }
            let op = match &node.op {
                Op::Range(bounds) if bounds.is_empty() => {
                    let mut failure = rules::empty_range(*bounds);
                    failure.trace = node.trace.clone();
                    return Err(failure);
                }
                // A range within a range is no wider than that one.
                Op::Range(bounds) => Op::Range(stream.bounds().unwrap_or(*bounds)),
                op => op.clone(),
            };
            known.insert(node.id, self.steps.len());
            self.steps.push(Step {
                op: StepOp::Node(op),
                inputs,
                in_key_order: Vec::new(),
                trace: node.trace.clone(),
                results: Vec::new(),
                effect: false,
            });
        }
        Ok(known[&stream.node().id])
    }

    /// Whether the tables of all results come by key upstream.
    pub fn gives_in_key_order(&self) -> bool {
        let mut results = (0..self.steps.len()).filter(|step| self.steps[*step].is_root());
        results.all(|step| rules::is_found_by_key(self, step))
    }

    /// For each step the steps that read it.
    pub fn consumers(&self) -> Vec<Vec<usize>> {
        let mut consumers = vec![Vec::new(); self.steps.len()];
        for (index, step) in self.steps.iter().enumerate() {
            for &input in &step.inputs {
                consumers[input].push(index);
            }
        }
        consumers
    }

    /// Steps that belong together because they share a source or a step: one list for each pass,
    /// in the order of the first root in each; steps that nobody needs are in none.
    pub fn passes(&self) -> Vec<Vec<usize>> {
        let mut needed: Vec<bool> = self.steps.iter().map(Step::is_root).collect();
        for index in (0..self.steps.len()).rev() {
            if needed[index] {
                for &input in &self.steps[index].inputs {
                    needed[input] = true;
                }
            }
        }
        let mut group: Vec<usize> = (0..self.steps.len()).collect();
        for (index, step) in self
            .steps
            .iter()
            .enumerate()
            .filter(|(index, _)| needed[*index])
        {
            for &input in &step.inputs {
                let (from, to) = (group[input], group[index]);
                for member in group.iter_mut().filter(|member| **member == from) {
                    *member = to;
                }
            }
        }
        let mut passes: Vec<(usize, Vec<usize>)> = Vec::new();
        for index in (0..self.steps.len()).filter(|&index| needed[index]) {
            match passes.iter_mut().find(|(of, _)| *of == group[index]) {
                Some((_, members)) => members.push(index),
                None => passes.push((group[index], vec![index])),
            }
        }
        let mut passes: Vec<Vec<usize>> = passes.into_iter().map(|(_, members)| members).collect();
        passes.sort_by_key(|members| {
            members
                .iter()
                .copied()
                .find(|&index| self.steps[index].is_root())
        });
        passes
    }
}

impl Step {
    /// Whether it must run even if no step reads it.
    pub fn is_root(&self) -> bool {
        self.effect || !self.results.is_empty()
    }
}
