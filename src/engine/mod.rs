//! Running a plan: sources push chunks through operators.

pub mod operators;
