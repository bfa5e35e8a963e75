//! Names that nobody uses, or that stand for something else than one expects.

use super::script::{Script, below, body_mentions, each_statement};
use super::{Finding, Level, Lint, Prelude};
use crate::syntax::ast::{Expr, ExprKind, StatementKind};

pub static UNUSED_IMPORT: Lint = Lint {
    code: "flux::lint::unused_import",
    level: Level::Warn,
    summary: "A package is imported and not used.",
    reason: "It costs time to load and tells readers of a dependency that is none; remove it.",
};

pub static UNUSED_VARIABLE: Lint = Lint {
    code: "flux::lint::unused_variable",
    level: Level::Warn,
    summary: "A variable is defined and not used.",
    reason: "Its value is computed all the same, and often a pipeline was meant to go on from it. A value that may end the script with `die` counts as used, and so does everything in a package that others import.",
};

pub static UNUSED_PARAMETER: Lint = Lint {
    code: "flux::lint::unused_parameter",
    level: Level::Warn,
    summary: "A function of the script never looks at one of its parameters.",
    reason: "Whoever calls it must pass an argument that changes nothing. Functions that are handed to others must take what those pass, and are not looked at; nor are those that a package exports.",
};

pub static SHADOWED_PRELUDE: Lint = Lint {
    code: "flux::lint::shadowed_prelude",
    level: Level::Warn,
    summary: "A variable has the name of a function that every script may use.",
    reason: "From here on the name means the variable: `min = … |> min()` works, a second `min()` behind it does not. What a package exports under such a name is meant so, and within a function it only matters if the script calls the other one.",
};

pub static SECRETS_ALIAS: Lint = Lint {
    code: "flux::lint::secrets_alias",
    level: Level::Warn,
    summary: "`import \"secrets\"` is a spelling that only fluxlite knows.",
    reason: "InfluxDB's package is `influxdata/influxdb/secrets`; under that name the script runs there, too.",
};

pub(super) fn find(script: &Script<'_>, prelude: &dyn Prelude, found: &mut Vec<Finding>) {
    imports(script, found);
    let is_library = script.is_library();
    each_statement(script.file, &mut |statement, is_own| {
        let StatementKind::Variable(name, value) = &statement.kind else {
            return;
        };
        let exported = is_library && is_own;
        // Within a function it only matters where the function of that name is called, too.
        let matters = is_own || script.calls(&name.name);
        if !exported && matters && prelude.holds(&name.name) {
            found.push(Finding {
                lint: &SHADOWED_PRELUDE,
                span: name.span,
                message: format!("`{}` hides the function of that name", name.name),
                label: "behind this line the name means this value".into(),
                help: Some("give the variable a name of its own".into()),
            });
        }
        if !exported && !script.mentions(&name.name) && !may_die(value) {
            found.push(Finding {
                lint: &UNUSED_VARIABLE,
                span: name.span,
                message: format!("`{}` is never used", name.name),
                label: "nothing mentions this name".into(),
                help: Some("remove it; a stream that is meant as a result needs no name, or ends in `|> yield()`".into()),
            });
        }
        if !exported && !script.hands_over(&name.name) {
            unused_parameters(value, found);
        }
    });
}

fn imports(script: &Script<'_>, found: &mut Vec<Finding>) {
    for import in &script.file.imports {
        if &*import.path == "secrets" {
            found.push(Finding {
                lint: &SECRETS_ALIAS,
                span: import.path_span,
                message: "the package's real path is \"influxdata/influxdb/secrets\"".into(),
                label: "only fluxlite knows it by this name".into(),
                help: Some("write `import \"influxdata/influxdb/secrets\"`".into()),
            });
        }
        let last = import.path.rsplit('/').next().unwrap_or(&import.path);
        let name = import.alias.as_ref().map_or(last, |alias| &*alias.name);
        if name != "_" && !script.mentions(name) {
            found.push(Finding {
                lint: &UNUSED_IMPORT,
                span: import.span,
                message: format!("package `{name}` is never used"),
                label: format!("nothing mentions `{name}`"),
                help: Some("remove the import".into()),
            });
        }
    }
}

/// Whether a value may end the script: it is there for that.
fn may_die(value: &Expr) -> bool {
    let mut found = false;
    below(value, &mut |expr| {
        found |= matches!(&expr.kind, ExprKind::Ident(name) if &**name == "die");
    });
    found
}

fn unused_parameters(value: &Expr, found: &mut Vec<Finding>) {
    let ExprKind::Function(function) = &value.kind else {
        return;
    };
    for parameter in &function.parameters {
        let name = &parameter.name.name;
        if !body_mentions(function, name) {
            found.push(Finding {
                lint: &UNUSED_PARAMETER,
                span: parameter.name.span,
                message: format!("the function never looks at `{name}`"),
                label: "whatever is passed here changes nothing".into(),
                help: Some(
                    "remove the parameter, and the argument where the function is called".into(),
                ),
            });
        }
    }
}
