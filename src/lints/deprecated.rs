//! Functions that have been replaced by others.

use super::script::Script;
use super::{Finding, Level, Lint};
use crate::syntax::ast::ExprKind;

pub static DEPRECATED: Lint = Lint {
    code: "flux::lint::deprecated",
    level: Level::Warn,
    summary: "A function is used that has been replaced by another one.",
    reason: "It still works; the one that replaces it is where things get mended.",
};

/// Package, function (`*`: all of them), and what to write instead.
pub(crate) const REPLACED: &[(&str, &str, &str)] = &[
    (
        "",
        "join",
        "`join.inner`, `join.time` or another function of package `join`",
    ),
    (
        "date/boundaries",
        "*",
        "package `experimental/date/boundaries`",
    ),
    ("experimental", "addDuration", "`date.add`"),
    ("experimental", "join", "`join.time`"),
    ("experimental", "subDuration", "`date.sub`"),
    ("experimental", "to", "`influxdb.wideTo`"),
    (
        "experimental/array",
        "concat",
        "`array.concat` of package `array`",
    ),
    (
        "experimental/array",
        "filter",
        "`array.filter` of package `array`",
    ),
    (
        "experimental/array",
        "from",
        "`array.from` of package `array`",
    ),
    (
        "experimental/array",
        "map",
        "`array.map` of package `array`",
    ),
    ("experimental/bitwise", "*", "package `bitwise`"),
    ("experimental/csv", "from", "`requests.get` and `csv.from`"),
    (
        "experimental/http",
        "get",
        "`requests.get` of package `http/requests`",
    ),
    ("experimental/http/requests", "*", "package `http/requests`"),
    ("influxdata/influxdb/v1", "fieldKeys", "`schema.fieldKeys`"),
    (
        "influxdata/influxdb/v1",
        "measurementFieldKeys",
        "`schema.measurementFieldKeys`",
    ),
    (
        "influxdata/influxdb/v1",
        "fieldsAsCols",
        "`schema.fieldsAsCols`",
    ),
    (
        "influxdata/influxdb/v1",
        "measurementTagKeys",
        "`schema.measurementTagKeys`",
    ),
    (
        "influxdata/influxdb/v1",
        "measurementTagValues",
        "`schema.measurementTagValues`",
    ),
    (
        "influxdata/influxdb/v1",
        "measurements",
        "`schema.measurements`",
    ),
    ("influxdata/influxdb/v1", "tagKeys", "`schema.tagKeys`"),
    ("influxdata/influxdb/v1", "tagValues", "`schema.tagValues`"),
];

pub(super) fn find(script: &Script<'_>, found: &mut Vec<Finding>) {
    script.each(&mut |expr| {
        let span = match &expr.kind {
            ExprKind::Member { property, .. } => property.span,
            ExprKind::Ident(_) => expr.span,
            _ => return,
        };
        let Some((package, name)) = script.function(expr) else {
            return;
        };
        let replaced = REPLACED
            .iter()
            .find(|(of, one, _)| *of == package && (*one == "*" || *one == name));
        if let Some((_, _, instead)) = replaced {
            found.push(Finding {
                lint: &DEPRECATED,
                span,
                message: match package {
                    "" => format!("`{name}` has been replaced"),
                    _ => format!("`{name}` of package \"{package}\" has been replaced"),
                },
                label: "this is the older function".into(),
                help: Some(format!("use {instead} instead")),
            });
        }
    });
}
