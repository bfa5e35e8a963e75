//! Text to tree: lexer, settling pass, grammar, names; and tree to text.

pub mod ast;
mod complete;
mod error;
mod format;
mod grammar;
mod lexer;
mod literal;
mod nodes;
mod parse;
pub mod pattern;
mod print;
mod resolve;
mod settle;
mod suggest;
#[cfg(test)]
mod tests;
mod token;
mod unexpected;
pub mod visit;
mod words;

pub use complete::{continues, is_incomplete};
pub use format::format;
pub use parse::{Comment, Parsed, parse, parse_from};
pub use resolve::{FileName, NameKind, Place, Resolution, Surroundings, resolve};
pub use suggest::closest;
#[cfg(test)]
pub(crate) use words::FIRST_PARAMETERS;
