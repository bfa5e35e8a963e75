//! Reads which columns a join's `on` compares.

use crate::diagnostic::Failure;
use crate::syntax::ast::{BinaryOp, Body, Expr, ExprKind, LogicalOp, StatementKind};
use crate::table::Name;
use crate::value::Function;

/// The columns of the left and the right side that `(l, r) => l.a == r.b and …` compares.
///
/// # Errors
/// If it does anything else.
pub fn pairs(on: &Function) -> Result<Vec<[Name; 2]>, Failure> {
    let single = || {
        unsupported(
            "function body should be a single logical expression that compares columns from each table",
        )
    };
    let Function::Closure(closure) = on else {
        return Err(single());
    };
    let body = match &closure.literal.body {
        Body::Expr(body) => body,
        Body::Block(statements) => match statements.as_slice() {
            [statement] => match &statement.kind {
                StatementKind::Return(body) => body,
                _ => return Err(single()),
            },
            _ => return Err(single()),
        },
    };
    let mut pairs = Vec::new();
    collect(body, &mut pairs)?;
    Ok(pairs)
}

fn collect(expr: &Expr, pairs: &mut Vec<[Name; 2]>) -> Result<(), Failure> {
    match &expr.kind {
        ExprKind::Paren(expr) => collect(expr, pairs),
        ExprKind::Logical {
            op: LogicalOp::And,
            left,
            right,
        } => {
            collect(left, pairs)?;
            collect(right, pairs)
        }
        ExprKind::Logical { .. } => Err(unsupported("unsupported operator in join predicate: or")),
        ExprKind::Binary {
            op: BinaryOp::Equal,
            left,
            right,
        } => {
            pairs.push(pair(member(left, "left")?, member(right, "right")?)?);
            Ok(())
        }
        ExprKind::Binary { .. } => Err(unsupported(
            "unsupported operator in join predicate: only == compares columns",
        )),
        _ => Err(unsupported(
            "illegal expression in join predicate: expected comparisons of columns",
        )),
    }
}

/// The record and the column of `l.column`.
fn member<'a>(expr: &'a Expr, side: &str) -> Result<(&'a str, &'a Name), Failure> {
    match &expr.kind {
        ExprKind::Paren(expr) => return member(expr, side),
        ExprKind::Member { object, property } => {
            if let ExprKind::Ident(record) = &object.kind {
                return Ok((record, &property.name));
            }
        }
        _ => {}
    }
    Err(unsupported(&format!(
        "{side} side of comparison is not a member expression"
    )))
}

fn pair((a, column): (&str, &Name), (b, other): (&str, &Name)) -> Result<[Name; 2], Failure> {
    match (a, b) {
        ("l", "r") => Ok([column.clone(), other.clone()]),
        ("r", "l") => Ok([other.clone(), column.clone()]),
        _ => Err(unsupported(
            "binary expression operands must reference `l` or `r` only, and may not reference the same object",
        )),
    }
}

fn unsupported(reason: &str) -> Failure {
    Failure::new(
        "flux::join::on",
        format!(
            "error in join function - some expressions are not yet supported in the `on` parameter: {reason}"
        ),
    )
    .help("write comparisons of a column of each side, connected by `and`: `(l, r) => l.id == r.id and l._time == r._time`; compute columns with `map` before, and drop rows with `filter` after")
}
