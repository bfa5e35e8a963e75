//! Upstream's own test of whether it would compute columns.

use crate::syntax::ast::{BinaryOp, Body, Expr, ExprKind, StatementKind, UnaryOp};
use crate::value::Function;

/// Whether upstream would run a function given to `map` over columns, where logic is three-valued:
/// a record literal of members of the row, literals, operators, `if` and `float(v: …)`, and
/// nothing else.
pub fn vectorisable(function: &Function) -> bool {
    let Function::Closure(closure) = function else {
        return false;
    };
    let [row] = &closure.literal.parameters[..] else {
        return false;
    };
    let body = match &closure.literal.body {
        Body::Expr(body) => body,
        Body::Block(statements) => match &statements[..] {
            [only] => match &only.kind {
                StatementKind::Return(body) => body,
                _ => return false,
            },
            _ => return false,
        },
    };
    let row = &*row.name.name;
    match &inside(body).kind {
        ExprKind::Record { with, properties } => {
            with.as_ref().is_none_or(|base| is_row(base, row))
                && properties
                    .iter()
                    .all(|property| plain(&property.value, row))
        }
        _ => false,
    }
}

fn plain(expr: &Expr, row: &str) -> bool {
    match &inside(expr).kind {
        ExprKind::Int(_) | ExprKind::Float(_) | ExprKind::String(_) | ExprKind::Time(_) => true,
        ExprKind::Ident(name) => matches!(&**name, "true" | "false"),
        ExprKind::Member { object, .. } => is_row(object, row),
        ExprKind::Binary { op, left, right } => {
            !matches!(op, BinaryOp::Match | BinaryOp::NotMatch)
                && plain(left, row)
                && plain(right, row)
        }
        ExprKind::Logical { left, right, .. } => plain(left, row) && plain(right, row),
        ExprKind::Unary { op, operand } => *op != UnaryOp::Plus && plain(operand, row),
        ExprKind::If {
            test,
            consequent,
            alternate,
        } => plain(test, row) && plain(consequent, row) && plain(alternate, row),
        ExprKind::Call { callee, arguments } => {
            matches!(&callee.kind, ExprKind::Ident(name) if **name == *"float")
                && arguments.iter().all(|argument| plain(&argument.value, row))
        }
        _ => false,
    }
}

fn is_row(expr: &Expr, row: &str) -> bool {
    matches!(&inside(expr).kind, ExprKind::Ident(name) if **name == *row)
}

fn inside(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Paren(inner) => inside(inner),
        _ => expr,
    }
}
