//! The lambda of a filter right behind a bucket, in two parts: what storage takes, and what the
//! engine runs on what is left.
//!
//! Storage takes comparisons of a column with a value, and what `and` and `or` make of them. Of a
//! chain of `and` it takes the parts that it can. What it takes follows upstream's
//! `PushDownFilterRule` (influxdb, query/stdlib/influxdata/influxdb/rules.go).

use crate::syntax::ast::{self, BinaryOp, Body, Expr, ExprKind, LogicalOp, StatementKind, UnaryOp};
use crate::table::{Comparison, Name, Predicate, Scalar};
use crate::value::{Closure, Function, Regex, Value};
use std::sync::Arc;

/// A filter's lambda, taken apart.
pub struct Parts {
    /// What storage takes; none if it is nothing, or holds for every row.
    pub pushed: Option<Predicate>,
    /// What remains.
    pub rest: Option<Function>,
}

/// Takes a lambda apart.
pub fn split(function: &Function) -> Parts {
    let untouched = || Parts {
        pushed: None,
        rest: Some(function.clone()),
    };
    let Some((closure, body)) = single(function) else {
        return untouched();
    };
    let [row] = &*closure.literal.parameters else {
        return untouched();
    };
    let lambda = Lambda {
        row: &row.name.name,
        closure,
    };
    if lambda.is_true(body) {
        return Parts {
            pushed: None,
            rest: None,
        };
    }
    let mut pushed = Vec::new();
    let mut rest: Option<Expr> = None;
    for part in conjuncts(body) {
        if let Some(predicate) = lambda.predicate(part) {
            pushed.push(predicate);
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
    Parts {
        pushed: all_of(pushed),
        rest: rest.map(|rest| with_body(closure, rest)),
    }
}

/// What storage is asked by a whole lambda; none if that holds for every row.
///
/// # Errors
/// What storage does not take of it.
pub fn whole(function: &Function) -> Result<Option<Predicate>, Function> {
    let parts = split(function);
    match parts.rest {
        None => Ok(parts.pushed),
        Some(rest) => Err(rest),
    }
}

/// One predicate that holds where all of these do; none if there are none.
pub fn all_of(predicates: Vec<Predicate>) -> Option<Predicate> {
    let mut flat = Vec::new();
    for predicate in predicates {
        match predicate {
            Predicate::And(parts) => flat.extend(parts),
            other => flat.push(other),
        }
    }
    match flat.len() {
        0 | 1 => flat.pop(),
        _ => Some(Predicate::And(flat)),
    }
}

struct Lambda<'a> {
    row: &'a str,
    closure: &'a Closure,
}

impl Lambda<'_> {
    /// What storage is asked for an expression; none if it does not take it.
    fn predicate(&self, expr: &Expr) -> Option<Predicate> {
        match &inside(expr).kind {
            ExprKind::Logical { op, left, right } => {
                let sides = [self.predicate(left)?, self.predicate(right)?];
                match op {
                    LogicalOp::And => all_of(sides.into()),
                    LogicalOp::Or => Some(Predicate::Or(sides.into())),
                }
            }
            ExprKind::Unary { op, operand } => self.existence(*op, operand),
            ExprKind::Binary { op, left, right } => {
                let column = self.column(left)?;
                self.comparison(*op, column, self.value(right)?)
            }
            _ => None,
        }
    }

    /// `exists r.tag`, and any `not` before it.
    fn existence(&self, op: UnaryOp, operand: &Expr) -> Option<Predicate> {
        match op {
            UnaryOp::Exists => {
                let tag = self
                    .column(operand)
                    .filter(|column| **column != *"_value")?;
                Some(Predicate::Exists(tag))
            }
            UnaryOp::Not => {
                let ExprKind::Unary { op, operand } = &inside(operand).kind else {
                    return None;
                };
                match self.existence(*op, operand)? {
                    Predicate::Exists(tag) => Some(Predicate::Missing(tag)),
                    Predicate::Missing(tag) => Some(Predicate::Exists(tag)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn comparison(&self, op: BinaryOp, column: Name, value: Value) -> Option<Predicate> {
        let of_value = *column == *"_value";
        if let Value::Regex(regex) = value {
            let negated = match op {
                BinaryOp::Match => false,
                BinaryOp::NotMatch => true,
                _ => return None,
            };
            return Some(Predicate::Match {
                column,
                pattern: Arc::clone(regex.pattern()),
                regex: regex.compiled().clone(),
                negated,
            });
        }
        let value = match value {
            Value::Bool(value) => Scalar::Bool(value),
            Value::Int(value) => Scalar::Int(value),
            Value::Float(value) => Scalar::Float(value),
            // What equals the empty text is not asked of storage, where a missing tag would.
            Value::String(text) if text.is_empty() && op == BinaryOp::Equal && !of_value => {
                return None;
            }
            Value::String(text) => Scalar::String(text),
            _ => return None,
        };
        let op = match op {
            BinaryOp::Equal => Comparison::Equal,
            BinaryOp::NotEqual => Comparison::NotEqual,
            BinaryOp::Less if of_value => Comparison::Less,
            BinaryOp::LessEqual if of_value => Comparison::LessEqual,
            BinaryOp::Greater if of_value => Comparison::Greater,
            BinaryOp::GreaterEqual if of_value => Comparison::GreaterEqual,
            _ => return None,
        };
        Some(Predicate::Compare { column, op, value })
    }

    /// A column of the row. The times of a row are the engine's: storage would look for tags of
    /// those names and find none.
    fn column(&self, expr: &Expr) -> Option<Name> {
        let ExprKind::Member { object, property } = &inside(expr).kind else {
            return None;
        };
        match &inside(object).kind {
            ExprKind::Ident(name) if **name == *self.row => {}
            _ => return None,
        }
        let time = matches!(&*property.name, "_time" | "_start" | "_stop");
        (!time).then(|| Arc::clone(&property.name))
    }

    /// A literal, or what a name stands for that was known when the lambda was made. A minus
    /// before a literal makes it no literal for upstream.
    fn value(&self, expr: &Expr) -> Option<Value> {
        let expr = inside(expr);
        Some(match &expr.kind {
            ExprKind::Int(value) => Value::Int(*value),
            ExprKind::Float(value) => Value::Float(*value),
            ExprKind::String(value) => Value::String(Arc::clone(value)),
            ExprKind::Regex(pattern) => Value::Regex(Regex::new(pattern).ok()?),
            ExprKind::Ident(name) if **name != *self.row => {
                self.closure.environment.captured(expr)?
            }
            ExprKind::Member { object, property } => match self.value(object)? {
                Value::Record(record) => record.get(&property.name)?.clone(),
                _ => return None,
            },
            _ => return None,
        })
    }

    fn is_true(&self, body: &Expr) -> bool {
        matches!(inside(body).kind, ExprKind::Ident(_))
            && matches!(self.value(body), Some(Value::Bool(true)))
    }
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
fn conjuncts(expr: &Expr) -> Vec<&Expr> {
    let mut parts = Vec::new();
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
    parts
}

fn inside(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Paren(inner) => inside(inner),
        _ => expr,
    }
}
