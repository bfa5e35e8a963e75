//! Type inference: what every expression of a file is, found without running it. Upstream's rules
//! decide what is refused (flux-core's `semantic` crate); the reports are our own.

mod arguments;
mod call;
mod error;
mod expression;
mod help;
mod infer;
mod kind;
mod mismatch;
mod parse;
mod print;
mod record;
mod scheme;
mod signatures;
mod substitution;
#[cfg(test)]
mod tests;
mod ty;
mod unify;
mod wording;

pub use infer::{Checked, infer};
pub use kind::{Kind, Kinds};
pub use parse::parse_scheme;
pub use scheme::Scheme;
pub use signatures::{Signatures, Table};
pub use ty::{Argument, Basic, Collection, FunctionType, Key, RecordType, Type, Var};
