//! Tasks that leave points out.

use super::script::Script;
use super::{Finding, Level, Lint};
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, StatementKind, UnaryOp};
use crate::time::Duration;

pub static RANGE_TOO_SHORT: Lint = Lint {
    code: "flux::lint::range_too_short",
    level: Level::Warn,
    summary: "A task runs less often than the time that its range reaches back.",
    reason: "What is written between two ranges is never read: a task that runs every hour and reads the last ten minutes loses fifty of every sixty minutes.",
};

pub static RANGE_IS_FIXED: Lint = Lint {
    code: "flux::lint::range_is_fixed",
    level: Level::Warn,
    summary: "A task reads a range that does not move with its runs.",
    reason: "Every run reads the same points again: use a range relative to now, or to `tasks.lastSuccess`.",
};

pub(super) fn find(script: &Script<'_>, found: &mut Vec<Finding>) {
    let task = script
        .file
        .body
        .iter()
        .find_map(|statement| match &statement.kind {
            StatementKind::Option(name, value) if &*name.name == "task" => Some(value),
            _ => None,
        });
    let Some(task) = task else { return };
    let every = property(task, "every");
    script.each(&mut |expr| {
        let Some(call) = script.call(expr).filter(|call| call.is("", "range")) else {
            return;
        };
        let Some(start) = call.argument("start") else {
            return;
        };
        let reach = script.followed(start);
        match (&reach.kind, every) {
            (ExprKind::Time(_) | ExprKind::Int(_), _) => found.push(Finding {
                lint: &RANGE_IS_FIXED,
                span: start.span,
                message: "every run of this task reads the same range".into(),
                label: "this time does not move with the task's runs".into(),
                help: Some("write how far it reaches back, like `-1h`, or `tasks.lastSuccess(orTime: -1h)`".into()),
            }),
            (
                ExprKind::Unary {
                    op: UnaryOp::Minus,
                    operand,
                },
                Some(every),
            ) if call.argument("stop").is_none() => {
                too_short(script, operand, every, start.span, found);
            }
            _ => {}
        }
    });
}

fn too_short<'t>(
    script: &Script<'t>,
    reach: &'t Expr,
    every: &'t Expr,
    span: Span,
    found: &mut Vec<Finding>,
) {
    let (ExprKind::Duration(reach), ExprKind::Duration(every)) =
        (&script.followed(reach).kind, &script.followed(every).kind)
    else {
        return;
    };
    if nanoseconds(*reach) < nanoseconds(*every) {
        found.push(Finding {
            lint: &RANGE_TOO_SHORT,
            span,
            message: format!("the task runs every {every}, but reads only the last {reach}"),
            label: "what is older than this is never read".into(),
            help: Some("let the range reach back at least as far as `every`, or write `tasks.lastSuccess(orTime: …)`".into()),
        });
    }
}

/// About how long, for comparing.
fn nanoseconds(duration: Duration) -> i128 {
    const MONTH: i128 = 2_629_800_000_000_000;
    i128::from(duration.months) * MONTH + i128::from(duration.nanoseconds)
}

fn property<'t>(record: &'t Expr, name: &str) -> Option<&'t Expr> {
    let ExprKind::Record { properties, .. } = &record.kind else {
        return None;
    };
    let property = properties.iter().find(|one| &*one.key.name == name);
    property.map(|property| &property.value)
}
