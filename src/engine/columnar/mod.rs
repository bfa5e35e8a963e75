//! Functions of rows, run over whole columns.
//!
//! A function literal is compiled to nodes that compute columns from columns. This is
//! speculative: whatever would be an error in some row gives up on the chunk, which the
//! interpreter then runs row by row; it alone raises errors. So nothing here has to decide which
//! row fails first, or with which message.

mod arithmetic;
mod builtin;
mod compare;
mod compile;
mod evaluate;
mod logic;
mod text;
mod vectorisable;

pub use compile::compile;
pub use evaluate::{Evaluation, GiveUp};
pub use vectorisable::vectorisable;

use crate::syntax::ast::{BinaryOp, LogicalOp};
use crate::table::{Column, Name, Scalar, Type};
use crate::value::{Builtin, Regex, Value};

/// A compiled function of a row.
#[derive(Debug)]
pub struct Program {
    /// What it gives.
    pub result: Outcome,
    /// What names within the function stand for: computed once for a chunk, when first needed.
    pub locals: Vec<Node>,
    /// Locals of the function's own block, which fail even where nothing reads them.
    pub eager: usize,
}

/// What a compiled function gives.
#[derive(Debug)]
pub enum Outcome {
    /// One value for each row.
    Value(Node),
    /// A record for each row.
    Record {
        /// Whether it has the columns of the row.
        with_row: bool,
        /// What is set, in source order.
        properties: Vec<(Name, Node)>,
    },
}

/// A step that computes a column.
#[derive(Debug)]
pub enum Node {
    /// The same value in all rows; it may be one that no column can hold.
    Constant(Value),
    /// A column of the row.
    Column(Name),
    /// The local of this number.
    Local(usize),
    /// `left op right`
    Binary(BinaryOp, Box<Node>, Box<Node>),
    /// `left =~ regex`, or with true `left !~ regex`.
    Match(Box<Node>, Regex, bool),
    /// `left op right`
    Logical(LogicalOp, Box<Node>, Box<Node>),
    /// `not operand`
    Not(Box<Node>),
    /// `-operand`
    Negate(Box<Node>),
    /// `exists operand`
    Exists(Box<Node>),
    /// `if test then consequent else alternate`
    If(Box<[Node; 3]>),
    /// Texts, one after another.
    Interpolation(Vec<Node>),
    /// A pure function; arguments in the order of its parameters.
    Call(&'static Builtin, Vec<Option<Node>>),
}

/// What a node computes.
#[derive(Clone, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all cells are columns, and few exist at a time"
)]
pub enum Cells {
    /// Null in all rows, and nothing tells of which type: a column that is not there.
    Untyped,
    /// Cells of a type; [`Column::Constant`] where all are equal.
    Column(Column),
}

impl Cells {
    fn constant(ty: Type, value: Scalar, rows: usize) -> Self {
        Self::Column(Column::Constant(ty, value, rows))
    }

    /// Their type, where they have one.
    fn ty(&self) -> Option<Type> {
        match self {
            Self::Untyped => None,
            Self::Column(column) => Some(column.ty()),
        }
    }

    /// Whether all cells are known to be null without looking at them.
    fn all_null(&self) -> bool {
        match self {
            Self::Untyped => true,
            Self::Column(column) => column.as_constant().is_some_and(Scalar::is_null),
        }
    }

    /// The one value of all rows, where it is known.
    fn one(&self) -> Option<Scalar> {
        match self {
            Self::Untyped => Some(Scalar::Null),
            Self::Column(column) => column.as_constant().cloned(),
        }
    }
}
