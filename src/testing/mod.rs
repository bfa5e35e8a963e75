//! Testing Flux by Flux: the `testcase` statements of files become one program each, and each
//! program is run in a world of its own and judged as upstream's `flux test` judges it.
//!
//! A [`Case`] is a program with a name; where it comes from matters to `find` alone, so that
//! other texts than test files can give cases too.

mod find;
mod judge;
mod modules;
mod program;
mod run;
mod select;
#[cfg(test)]
mod tests;

pub use find::{Case, Found, find};
pub use run::{Faults, Verdict, run};
pub use select::{Selection, UnknownNames};
