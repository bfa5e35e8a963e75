//! Filters right behind a bucket, as influxd's storage runs them: a tag that a series lacks is
//! the empty text there, not null, and values of types that do not compare are left out.
//!
//! Storage takes comparisons of a column with a value, and what `and` and `or` make of them. Of a
//! chain of `and` it takes the parts that it can; the engine runs the rest.

use super::columnar::{Evaluation, Node, Outcome, Program, compile};
use super::predicate::{Kept, Predicate};
use super::rows::RowFunction;
use crate::diagnostic::Failure;
use crate::syntax::ast::{self, BinaryOp, Body, Expr, ExprKind, LogicalOp, StatementKind};
use crate::table::{Chunk, Column, Name};
use crate::value::{Closure, Context, Function, NullLogic, Value};
use arrow_array::BooleanArray;
use arrow_buffer::BooleanBuffer;
use std::sync::Arc;

/// A predicate in two parts: what storage takes, and what the engine runs on what is left.
pub struct Stored {
    cx: Context,
    tests: Vec<Test>,
    rest: Option<Predicate>,
}

/// What storage tests.
enum Test {
    /// A comparison of a column with a value.
    Leaf(Box<Leaf>),
    /// `left op right`
    Logical(LogicalOp, Box<[Test; 2]>),
}

struct Leaf {
    program: Program,
    rows: RowFunction,
    column: Name,
    /// Whether a column that is missing counts as the empty text.
    missing_is_empty: bool,
}

impl Stored {
    /// Takes a predicate apart.
    pub fn new(cx: &Context, function: &Function) -> Self {
        let mut stored = Self {
            cx: cx.clone(),
            tests: Vec::new(),
            rest: None,
        };
        let Some((closure, body)) = single(function) else {
            stored.rest = Some(Predicate::new(cx, function));
            return stored;
        };
        let mut parts = Vec::new();
        conjuncts(body, &mut parts);
        let mut rest: Option<Expr> = None;
        for part in parts {
            if let Some(test) = Test::new(cx, closure, part) {
                stored.tests.push(test);
                continue;
            }
            rest = Some(match rest {
                None => part.clone(),
                Some(before) => Expr {
                    id: body.id,
                    span: body.span,
                    kind: ExprKind::Logical {
                        op: LogicalOp::And,
                        left: Box::new(before),
                        right: Box::new(part.clone()),
                    },
                },
            });
        }
        stored.rest = rest.map(|rest| Predicate::new(cx, &with_body(closure, rest)));
        stored
    }

    /// The rows of a chunk for which it holds.
    ///
    /// # Errors
    /// What the part fails with that the engine runs.
    pub fn kept(&mut self, chunk: Chunk) -> Result<Option<Chunk>, Failure> {
        let mut kept = Some(chunk);
        for test in &self.tests {
            let Some(chunk) = kept else { return Ok(None) };
            let mask = BooleanArray::new(test.mask(&self.cx, &chunk), None);
            kept = Kept::of(mask).of_chunk(chunk);
        }
        match (kept, &mut self.rest) {
            (Some(chunk), Some(rest)) => Ok(rest.kept(&chunk)?.of_chunk(chunk)),
            (kept, _) => Ok(kept),
        }
    }
}

impl Test {
    /// None if storage does not take it.
    fn new(cx: &Context, closure: &Closure, expr: &Expr) -> Option<Self> {
        let expr = inside(expr);
        if let ExprKind::Logical { op, left, right } = &expr.kind {
            let left = Self::new(cx, closure, left)?;
            let right = Self::new(cx, closure, right)?;
            return Some(Self::Logical(*op, Box::new([left, right])));
        }
        let function = with_body(closure, expr.clone());
        let program = compile(&function)?;
        let Outcome::Value(node) = &program.result else {
            return None;
        };
        let (column, missing_is_empty) = match node {
            Node::Binary(op, left, right) => match (&**left, &**right) {
                (Node::Column(column), Node::Constant(value)) if takes(*op, column, value) => {
                    (column, true)
                }
                _ => return None,
            },
            Node::Match(operand, ..) => match &**operand {
                Node::Column(column) => (column, true),
                _ => return None,
            },
            Node::Exists(operand) => match &**operand {
                Node::Column(column) => (column, false),
                _ => return None,
            },
            _ => return None,
        };
        if matches!(&**column, "_time" | "_start" | "_stop") {
            return None;
        }
        let column = column.clone();
        Some(Self::Leaf(Box::new(Leaf {
            program,
            rows: RowFunction::new(cx, &function, NullLogic::Row),
            column,
            missing_is_empty,
        })))
    }

    fn mask(&self, cx: &Context, chunk: &Chunk) -> BooleanBuffer {
        match self {
            Self::Leaf(leaf) => leaf.mask(cx, chunk),
            Self::Logical(LogicalOp::And, sides) => {
                &sides[0].mask(cx, chunk) & &sides[1].mask(cx, chunk)
            }
            Self::Logical(LogicalOp::Or, sides) => {
                &sides[0].mask(cx, chunk) | &sides[1].mask(cx, chunk)
            }
        }
    }
}

impl Leaf {
    fn mask(&self, cx: &Context, chunk: &Chunk) -> BooleanBuffer {
        if self.missing_is_empty && chunk.column(&self.column).is_none() {
            let mut filled = chunk.clone();
            let empty = Column::constant("".into(), chunk.rows);
            filled.columns.push((self.column.clone(), empty));
            return self.mask_of(cx, &filled);
        }
        self.mask_of(cx, chunk)
    }

    fn mask_of(&self, cx: &Context, chunk: &Chunk) -> BooleanBuffer {
        let evaluation = Evaluation::new(cx, NullLogic::Row, &self.program, chunk);
        if let Ok(mask) = evaluation.mask() {
            return mask.values().clone();
        }
        // What does not compare is not kept. A chunk's rows have one type: if the first cannot be
        // compared, none can.
        let mut comparable = true;
        BooleanBuffer::collect_bool(chunk.rows, |row| {
            comparable
                && self.rows.holds(chunk, row).unwrap_or_else(|_| {
                    comparable = false;
                    false
                })
        })
    }
}

/// Whether storage compares such a column with such a value.
fn takes(op: BinaryOp, column: &str, value: &Value) -> bool {
    let ordered = matches!(
        op,
        BinaryOp::Less | BinaryOp::LessEqual | BinaryOp::Greater | BinaryOp::GreaterEqual
    );
    let equal = matches!(op, BinaryOp::Equal | BinaryOp::NotEqual);
    let plain = matches!(
        value,
        Value::Bool(_) | Value::Int(_) | Value::UInt(_) | Value::Float(_) | Value::String(_)
    );
    // What equals the empty text is not asked of storage, where a missing tag would.
    let empty = matches!(value, Value::String(text) if text.is_empty());
    plain && (equal && !(op == BinaryOp::Equal && empty) || ordered && column == "_value")
}

/// A closure whose body is one expression.
fn single(function: &Function) -> Option<(&Closure, &Expr)> {
    let Function::Closure(closure) = function else {
        return None;
    };
    match &closure.literal.body {
        Body::Expr(body) => Some((closure, body)),
        Body::Block(statements) => match &statements[..] {
            [only] => match &only.kind {
                StatementKind::Return(body) => Some((closure, body)),
                _ => None,
            },
            _ => None,
        },
    }
}

/// The same closure with another body out of the same literal.
fn with_body(closure: &Closure, body: Expr) -> Function {
    Function::Closure(Arc::new(Closure {
        literal: Arc::new(ast::Function {
            parameters: closure.literal.parameters.clone(),
            body: Body::Expr(body),
            span: closure.literal.span,
        }),
        defaults: closure.defaults.clone(),
        environment: Arc::clone(&closure.environment),
    }))
}

/// What a chain of `and` joins.
fn conjuncts<'e>(expr: &'e Expr, parts: &mut Vec<&'e Expr>) {
    let mut chain = vec![expr];
    while let Some(expr) = chain.pop() {
        match &inside(expr).kind {
            ExprKind::Logical {
                op: LogicalOp::And,
                left,
                right,
            } => chain.extend([&**right, &**left]),
            _ => parts.push(expr),
        }
    }
}

fn inside(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Paren(inner) => inside(inner),
        _ => expr,
    }
}
