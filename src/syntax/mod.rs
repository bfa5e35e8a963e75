//! Text to tree: lexer, settling pass, grammar, names; and tree to text.

pub mod ast;
