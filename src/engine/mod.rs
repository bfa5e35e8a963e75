//! Running a plan: sources push chunks through operators.

pub mod columnar;
mod lower;
pub mod operators;
mod outbox;
mod pass;
pub mod predicate;
mod projection;
pub mod rows;
mod run;

pub use outbox::ResultConsumer;
pub use run::{collect, run};
