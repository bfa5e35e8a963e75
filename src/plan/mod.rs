//! From registered roots to passes: the graph, the rules that change it, and how it is explained.

mod explain;
mod graph;
mod rules;

pub use explain::explain;
pub use graph::{Graph, Step, StepOp};
pub use rules::stored_predicate;
