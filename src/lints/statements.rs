//! Statements and conditions that are probably not what was meant.

use super::script::Script;
use super::{Finding, Level, Lint};
use crate::source::Span;
use crate::syntax::ast::{BinaryOp, Body, Expr, ExprKind, LogicalOp, Statement, StatementKind};
use std::collections::HashSet;

pub static RUN_ON: Lint = Lint {
    code: "flux::lint::run_on",
    level: Level::Warn,
    summary: "Two statements stand on one line.",
    reason: "Flux has no sign between statements, so what was meant to go on becomes a statement of its own where an operator, a unit or `|>` is missing: `1h30` is `1h`, and then `30`.",
};

pub static NEVER_TRUE: Lint = Lint {
    code: "flux::lint::never_true",
    level: Level::Warn,
    summary: "A condition asks for two different values of one column at once.",
    reason: "No row has both, so none is left; `or` is meant most often.",
};

pub(super) fn find(script: &Script<'_>, found: &mut Vec<Finding>) {
    run_on(script, &script.file.body, found);
    for statement in &script.file.body {
        if let StatementKind::TestCase { body, .. } = &statement.kind {
            run_on(script, body, found);
        }
    }
    let mut inner = HashSet::new();
    script.each(&mut |expr| match &expr.kind {
        ExprKind::Function(function) => {
            if let Body::Block(statements) = &function.body {
                run_on(script, statements, found);
            }
        }
        ExprKind::Logical {
            op: LogicalOp::And, ..
        } if !inner.contains(&expr.span) => {
            let mut conditions = Vec::new();
            conjuncts(expr, &mut conditions, &mut inner);
            never_true(&conditions, found);
        }
        _ => {}
    });
}

fn run_on(script: &Script<'_>, statements: &[Statement], found: &mut Vec<Finding>) {
    for pair in statements.windows(2) {
        let [before, after] = pair else { continue };
        // What is defined or returned is meant to be a statement.
        if !matches!(after.kind, StatementKind::Expr(_)) {
            continue;
        }
        let local = |offset: u32| offset.saturating_sub(script.source.start) as usize;
        let between = local(before.span.end)..local(after.span.start);
        let between = script.source.text.get(between);
        if between.is_none_or(|between| between.contains('\n')) {
            continue;
        }
        found.push(Finding {
            lint: &RUN_ON,
            span: after.span,
            message: "a second statement begins on this line".into(),
            label: "this has nothing to do with what stands before it".into(),
            help: Some("begin a new line, if that is meant; else an operator, a unit or `|>` is missing before it".into()),
        });
    }
}

/// What all must be true for an `and` to be; the `and`s inside are noted.
fn conjuncts<'t>(expr: &'t Expr, conditions: &mut Vec<&'t Expr>, inner: &mut HashSet<Span>) {
    match &expr.kind {
        ExprKind::Paren(inside) => conjuncts(inside, conditions, inner),
        ExprKind::Logical {
            op: LogicalOp::And,
            left,
            right,
        } => {
            inner.insert(expr.span);
            conjuncts(left, conditions, inner);
            conjuncts(right, conditions, inner);
        }
        _ => conditions.push(expr),
    }
}

fn never_true(conditions: &[&Expr], found: &mut Vec<Finding>) {
    let asked: Vec<_> = conditions.iter().filter_map(|one| asks(one)).collect();
    for (index, (object, column, value, span)) in asked.iter().enumerate() {
        let other = asked
            .iter()
            .take(index)
            .find(|one| one.0 == *object && one.1 == *column && one.2 != *value);
        let Some((_, _, before, _)) = other else {
            continue;
        };
        found.push(Finding {
            lint: &NEVER_TRUE,
            span: *span,
            message: format!("`{object}.{column}` cannot be {before} and {value} at once"),
            label: format!("it must be {before} here"),
            help: Some("write `or` for one value or another, in parentheses among `and`s".into()),
        });
        return;
    }
}

/// Record, column and value of `r.column == "value"`.
fn asks(condition: &Expr) -> Option<(&str, &str, String, Span)> {
    let ExprKind::Binary {
        op: BinaryOp::Equal,
        left,
        right,
    } = &condition.kind
    else {
        return None;
    };
    let (member, value) = match (&left.kind, &right.kind) {
        (ExprKind::Member { .. }, _) => (left, right),
        (_, ExprKind::Member { .. }) => (right, left),
        _ => return None,
    };
    let ExprKind::Member { object, property } = &member.kind else {
        return None;
    };
    let ExprKind::Ident(object) = &object.kind else {
        return None;
    };
    let value = match &value.kind {
        ExprKind::String(text) => format!("\"{text}\""),
        ExprKind::Int(number) => number.to_string(),
        _ => return None,
    };
    Some((object, &property.name, value, condition.span))
}
