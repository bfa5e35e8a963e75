//! Tree to values: the interpreter, calls, packages and options.
//!
//! A script's evaluation computes no table: table functions give nodes of a graph, and what must
//! be computed is registered as a root.

mod call;
mod evaluator;
mod file;
mod input;
mod interpreter;
mod literal;
mod operators;
mod packages;
mod scope;
mod stack;
#[cfg(test)]
mod tests;

pub use evaluator::{Evaluator, Setup};
pub use file::{Evaluated, explain_parameter};
pub use literal::literal;
pub use packages::alias as package_alias;
pub use stack::state_size;
