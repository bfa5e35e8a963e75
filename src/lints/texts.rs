//! Texts that look like something else.

use super::script::{Script, below};
use super::{Finding, Level, Lint};
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, Property, StatementKind};
use std::collections::HashSet;

pub static PLAIN_INTERPOLATION: Lint = Lint {
    code: "flux::lint::plain_interpolation",
    level: Level::Warn,
    summary: "A text holds `{$name}`, which is no interpolation.",
    reason: "`${name}` puts a value into a text; `{$name}` stays as it is. As a field's name it makes all fields one.",
};

pub static LITERAL_SECRET: Lint = Lint {
    code: "flux::lint::literal_secret",
    level: Level::Warn,
    summary: "A token or a password stands in the script.",
    reason: "Whoever reads the script can use it. Keep it in a secret and ask for it by `secrets.get`. Known are values that are called so, tokens of InfluxDB and of services that mark theirs, passwords in URLs, and `Authorization` in headers.",
};

/// How long a text must be to be taken for a token, if only its name says so.
const SHORTEST_SECRET: usize = 8;

pub(super) fn find(script: &Script<'_>, found: &mut Vec<Finding>) {
    script.each(&mut |expr| {
        if let ExprKind::String(text) = &expr.kind {
            plain_interpolation(script, expr, text, found);
            recognised_secret(expr, text, found);
        }
        let properties = match &expr.kind {
            ExprKind::Call { arguments, .. } => arguments,
            ExprKind::Record { properties, .. } => properties,
            _ => return,
        };
        for Property { key, value, .. } in properties {
            literal_secret(&key.name, value, found);
        }
    });
    for statement in &script.file.body {
        if let StatementKind::Variable(name, value) | StatementKind::Option(name, value) =
            &statement.kind
        {
            literal_secret(&name.name, value, found);
        }
    }
    headers(script, found);
    let mut told = HashSet::new();
    found.retain(|finding| finding.lint.code != LITERAL_SECRET.code || told.insert(finding.span));
}

fn plain_interpolation(script: &Script<'_>, expr: &Expr, text: &str, found: &mut Vec<Finding>) {
    let mut rest = text;
    while let Some(at) = rest.find("{$") {
        let inner = rest.get(at + 2..).unwrap_or("");
        let end = inner.find('}');
        let name = end.and_then(|end| inner.get(..end)).unwrap_or("");
        let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && name
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '[' | ']' | '"'));
        if is_name {
            found.push(Finding {
                lint: &PLAIN_INTERPOLATION,
                span: place(script, expr, &format!("{{${name}}}")),
                message: format!("`{{${name}}}` is no interpolation"),
                label: "this stays as it is written".into(),
                help: Some(format!("write `${{{name}}}` to put the value here")),
            });
            return;
        }
        rest = inner;
    }
}

/// Where a part of a text stands, if it is written there as it is.
fn place(script: &Script<'_>, expr: &Expr, part: &str) -> Span {
    let start = (expr.span.start - script.source.start) as usize;
    let end = (expr.span.end - script.source.start) as usize;
    let written = script.source.text.get(start..end).unwrap_or("");
    match written.find(part) {
        Some(at) => {
            let start = expr.span.start + at as u32;
            Span::new(start, start + part.len() as u32)
        }
        None => expr.span,
    }
}

fn literal_secret(name: &str, value: &Expr, found: &mut Vec<Finding>) {
    let ExprKind::String(text) = &value.kind else {
        return;
    };
    let name = name.to_ascii_lowercase();
    let is_named = [
        "token",
        "password",
        "passwd",
        "apikey",
        "api_key",
        "secretkey",
    ]
    .iter()
    .any(|word| name.ends_with(word));
    if !is_named || !looks_secret(text) {
        return;
    }
    found.push(Finding {
        lint: &LITERAL_SECRET,
        span: value.span,
        message: format!("a {name} stands in the script"),
        label: "whoever reads the script can use this".into(),
        help: Some(
            "write `secrets.get(key: \"…\")`, with `import \"influxdata/influxdb/secrets\"`".into(),
        ),
    });
}

/// What is a token or a password by its form, whatever it is called.
fn recognised_secret(expr: &Expr, text: &str, found: &mut Vec<Finding>) {
    let what = if is_token(text) {
        "a token"
    } else if password_of_url(text).is_some_and(looks_secret) {
        "a password"
    } else {
        return;
    };
    found.push(Finding {
        lint: &LITERAL_SECRET,
        span: expr.span,
        message: format!("{what} stands in the script"),
        label: "whoever reads the script can use this".into(),
        help: Some(
            "write `secrets.get(key: \"…\")`, with `import \"influxdata/influxdb/secrets\"`".into(),
        ),
    });
}

/// A token of InfluxDB (64 bytes in base64), or one of services that mark theirs.
fn is_token(text: &str) -> bool {
    const MARKS: [&str; 5] = ["xoxb-", "xoxp-", "ghp_", "github_pat_", "glpat-"];
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '/');
    let body = text.trim_end_matches('=');
    let is_influx = text.len() == 88 && body.len() == 86 && body.chars().all(letter);
    let rest = MARKS.iter().find_map(|mark| text.strip_prefix(mark));
    let is_marked = rest.is_some_and(|rest| rest.len() >= 16 && rest.chars().all(letter));
    let varied = text.chars().collect::<HashSet<char>>().len() > 8;
    (is_influx || is_marked) && varied
}

/// The password in `scheme://user:password@host`.
fn password_of_url(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("://")?;
    let (user, _) = rest.split('/').next()?.rsplit_once('@')?;
    Some(user.split_once(':')?.1)
}

/// Not a placeholder, and no name of something.
fn looks_secret(text: &str) -> bool {
    let is_placeholder = text
        .contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '$' | '{'))
        || [
            "example", "my-", "your", "token", "secret", "password", "xxx", "***",
        ]
        .iter()
        .any(|word| text.to_ascii_lowercase().contains(word));
    text.len() >= SHORTEST_SECRET && !is_placeholder
}

/// `Authorization: "Token …"` in a record of headers.
fn headers(script: &Script<'_>, found: &mut Vec<Finding>) {
    script.each(&mut |expr| {
        let ExprKind::Record { properties, .. } = &expr.kind else {
            return;
        };
        for property in properties {
            if !property.key.name.eq_ignore_ascii_case("authorization") {
                continue;
            }
            below(&property.value, &mut |value| {
                let ExprKind::String(text) = &value.kind else {
                    return;
                };
                let secret = ["Token ", "Bearer ", "Basic "]
                    .iter()
                    .find_map(|scheme| text.strip_prefix(scheme));
                if secret.is_some_and(looks_secret) {
                    found.push(Finding {
                        lint: &LITERAL_SECRET,
                        span: value.span,
                        message: "a token stands in the script".into(),
                        label: "whoever reads the script can use this".into(),
                        help: Some("write `\"Token ${secrets.get(key: \"…\")}\"`".into()),
                    });
                }
            });
        }
    });
}
