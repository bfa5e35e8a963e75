//! Pipelines that will fail, lose points, or read more than is meant.

use super::script::{Call, Script};
use super::{Finding, Level, Lint};
use crate::syntax::ast::{Expr, ExprKind, StatementKind};
use std::collections::HashMap;

pub static UNBOUNDED_READ: Lint = Lint {
    code: "flux::lint::unbounded_read",
    level: Level::Warn,
    summary: "A bucket is read without a range.",
    reason: "Reading a bucket without bounds is refused when the script runs; `range` must stand right behind `from`.",
};

pub static RANGE_BOUND: Lint = Lint {
    code: "flux::lint::range_bound",
    level: Level::Warn,
    summary: "A bound of `range` is no time and no duration.",
    reason: "The script fails when it runs: `range` takes times, durations relative to now, and whole seconds since 1970.",
};

pub static TO_WITHOUT_TOKEN: Lint = Lint {
    code: "flux::lint::to_without_token",
    level: Level::Warn,
    summary: "`to` names a host but no token.",
    reason: "The server that it writes to will not know who writes: the token of the configuration is for the configured host.",
};

pub static FIELD_IN_KEY: Lint = Lint {
    code: "flux::lint::field_in_key",
    level: Level::Warn,
    summary: "`_field` is still in the group key where `experimental.to` or `wideTo` takes the tables.",
    reason: "These functions take every column outside the group key for a field, and refuse tables keyed by `_field`.",
};

pub static UNPIVOTED: Lint = Lint {
    code: "flux::lint::unpivoted",
    level: Level::Warn,
    summary: "Points with `_field` and `_value` reach `experimental.to` or `wideTo` without a pivot.",
    reason: "These functions want a column for each field; with `_field` and `_value` left, those two become the fields. `to` takes points as they are.",
};

pub static TWO_RESULTS: Lint = Lint {
    code: "flux::lint::two_results",
    level: Level::Warn,
    summary: "Two results of a script have the same name.",
    reason: "InfluxDB refuses a script with two results of one name; name them by `yield(name: …)`.",
};

pub(super) fn find(script: &Script<'_>, found: &mut Vec<Finding>) {
    let mut names: HashMap<String, ()> = HashMap::new();
    for statement in &script.file.body {
        let (StatementKind::Expr(value)
        | StatementKind::Variable(_, value)
        | StatementKind::Option(_, value)) = &statement.kind
        else {
            continue;
        };
        let calls = script.pipeline(value);
        if let StatementKind::Expr(value) = &statement.kind {
            let reads = calls.iter().any(reads_tables);
            let name = reads.then(|| result(script, &calls)).flatten();
            if let Some(name) = name
                && names.insert(name.clone(), ()).is_some()
            {
                found.push(Finding {
                    lint: &TWO_RESULTS,
                    span: value.span,
                    message: format!("a result named \"{name}\" is there already"),
                    label: "this is another one of that name".into(),
                    help: Some("end it in `|> yield(name: \"…\")` with a name of its own".into()),
                });
            }
            unbounded(&calls, found);
        }
    }
    script.each(&mut |expr| {
        let Some(call) = script.call(expr) else {
            return;
        };
        for side in sides(script, &call) {
            unbounded(&script.pipeline(side), found);
        }
        if call.is("", "range") {
            bounds(script, &call, found);
        }
    });
    script.each(&mut |expr| {
        let Some(call) = script.call(expr) else {
            return;
        };
        if is_write(&call) && call.argument("host").is_some() && call.argument("token").is_none() {
            found.push(Finding {
                lint: &TO_WITHOUT_TOKEN,
                span: call.span,
                message: format!("`{}` names a host, but no token", call.name),
                label: "the server will refuse the points".into(),
                help: Some("add `token: secrets.get(key: \"…\")`, with `import \"influxdata/influxdb/secrets\"`".into()),
            });
        }
    });
    script.each(&mut |expr| {
        if let ExprKind::Pipe { call, .. } = &expr.kind
            && let Some(write) = script.call(call)
            && is_wide_write(&write)
        {
            wide(script, expr, &write, found);
        }
    });
}

fn reads_tables(call: &Call<'_>) -> bool {
    call.is("", "from") || call.is("array", "from") || call.is("csv", "from")
}

/// The name of a pipeline's result; none if it ends in a write, which has none of its own.
fn result(script: &Script<'_>, calls: &[Call<'_>]) -> Option<String> {
    let last = calls.last()?;
    if is_write(last) || is_wide_write(last) || last.is_own() {
        return None;
    }
    if last.is("", "yield") {
        return match last.argument("name") {
            Some(name) => script.text(name).map(|name| name.to_string()),
            None => Some("_result".into()),
        };
    }
    Some("_result".into())
}

fn unbounded(calls: &[Call<'_>], found: &mut Vec<Finding>) {
    let Some(from) = calls.iter().position(|call| call.is("", "from")) else {
        return;
    };
    // A function of the script may set the range.
    let bounds = |call: &Call<'_>| call.is("", "range") || call.is_own();
    let is_bounded = calls.iter().skip(from + 1).any(bounds);
    let Some(call) = calls.get(from) else { return };
    let is_told = found
        .iter()
        .any(|finding| finding.lint.code == UNBOUNDED_READ.code && finding.span == call.span);
    if !is_bounded && !is_told {
        found.push(Finding {
            lint: &UNBOUNDED_READ,
            span: call.span,
            message: "this bucket is read without a range".into(),
            label: "the run will refuse this read".into(),
            help: Some("put `|> range(start: -1h)` right behind it".into()),
        });
    }
}

/// The streams that a join or a union takes, wherever it names them.
fn sides<'t>(script: &Script<'t>, call: &Call<'t>) -> Vec<&'t Expr> {
    let mut found = Vec::new();
    if call.is("", "union") || call.is("", "join") {
        let tables = call
            .argument("tables")
            .map(|tables| script.followed(tables));
        match tables.map(|tables| &tables.kind) {
            Some(ExprKind::Array(elements)) => found.extend(elements.iter()),
            Some(ExprKind::Record { properties, .. }) => {
                found.extend(properties.iter().map(|property| &property.value));
            }
            _ => {}
        }
    }
    if call.package == "join" {
        found.extend(call.argument("left"));
        found.extend(call.argument("right"));
    }
    found
}

/// The bounds of a range that are written down and are no times.
fn bounds<'t>(script: &Script<'t>, range: &Call<'t>, found: &mut Vec<Finding>) {
    for bound in ["start", "stop"] {
        let Some(value) = range.argument(bound) else {
            continue;
        };
        let (what, help) = match &script.followed(value).kind {
            ExprKind::String(text) => {
                let plain = text
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-:.+".contains(c));
                let written = if plain && !text.is_empty() {
                    text
                } else {
                    "-1h"
                };
                (
                    "a string",
                    format!(
                        "write it without quotes: `{bound}: {written}`; a string that is only known later becomes a time by `time(v: …)`, a duration by `duration(v: …)`"
                    ),
                )
            }
            ExprKind::Float(_) => (
                "a float",
                "write a time, or a duration such as `-1h`".into(),
            ),
            ExprKind::Function(_) => ("a function", "call it: write its parentheses".into()),
            ExprKind::Ident(name) if &**name == "now" && script.value("now").is_none() => {
                ("a function", format!("call it: `{bound}: now()`"))
            }
            _ => continue,
        };
        found.push(Finding {
            lint: &RANGE_BOUND,
            span: value.span,
            message: format!("`{bound}` of this range is {what}"),
            label: "no time and no duration".into(),
            help: Some(help),
        });
    }
}

fn is_write(call: &Call<'_>) -> bool {
    call.name == "to" && matches!(call.package, "" | "influxdata/influxdb" | "experimental")
        || call.name == "wideTo" && matches!(call.package, "" | "influxdata/influxdb")
}

fn is_wide_write(call: &Call<'_>) -> bool {
    call.is("experimental", "to")
        || call.name == "wideTo" && matches!(call.package, "" | "influxdata/influxdb")
}

/// What may be wrong with the tables of a pipeline that ends in a wide write.
fn wide<'t>(script: &Script<'t>, pipeline: &'t Expr, write: &Call<'t>, found: &mut Vec<Finding>) {
    let calls = script.pipeline(pipeline);
    let calls = calls.get(..calls.len().saturating_sub(1)).unwrap_or(&[]);
    let Some(from) = calls.iter().rposition(|call| call.is("", "from")) else {
        return;
    };
    let behind = calls.get(from + 1..).unwrap_or(&[]);
    // What is no function of the library may do anything.
    let shapes = |call: &Call<'_>| {
        call.is_own()
            || matches!(
                call.name,
                "pivot" | "fieldsAsCols" | "map" | "rename" | "reduce" | "unpivot"
            )
    };
    if behind.iter().any(shapes) {
        return;
    }
    let mut in_key = true;
    for call in behind {
        match call.name {
            "group" => in_key = keeps_field(script, call),
            "drop" => in_key &= !lists(script, call, "_field"),
            "keep" => in_key &= lists(script, call, "_field"),
            _ => {}
        }
    }
    let (lint, message, help) = match in_key {
        true => (
            &FIELD_IN_KEY,
            "these tables are keyed by `_field`",
            "put `import \"influxdata/influxdb/schema\"` at the top and `|> schema.fieldsAsCols()` before it; or use `to`, which takes points as they are",
        ),
        false => (
            &UNPIVOTED,
            "these rows have their fields in `_field` and `_value`",
            "pivot them first: `|> schema.fieldsAsCols()`; or use `to`, which takes points as they are",
        ),
    };
    found.push(Finding {
        lint,
        span: write.span,
        message: message.into(),
        label: format!("`{}` wants a column for each field", write.name),
        help: Some(help.into()),
    });
}

/// Whether `_field` is in the key behind a `group`.
fn keeps_field(script: &Script<'_>, group: &Call<'_>) -> bool {
    let except = group
        .argument("mode")
        .and_then(|mode| script.text(mode))
        .is_some_and(|mode| &**mode == "except");
    except != lists(script, group, "_field")
}

/// Whether an argument `columns` lists a label.
fn lists(script: &Script<'_>, call: &Call<'_>, label: &str) -> bool {
    let Some(columns) = call.argument("columns") else {
        return false;
    };
    match &script.followed(columns).kind {
        ExprKind::Array(elements) => elements
            .iter()
            .any(|element| script.text(element).is_some_and(|text| &**text == label)),
        _ => false,
    }
}
