//! The reports on names that mean nothing or too much, with what was probably meant.

use super::ast::{Ident, Import};
use super::words::unit;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// What is known around a name that is not.
#[derive(Default)]
pub struct Around<'a> {
    /// The names that mean something there.
    pub visible: &'a [&'a str],
    /// The paths of packages that have this name.
    pub importable: &'a [&'a str],
    /// The paths of packages that have a member of this name.
    pub exporting: &'a [&'a str],
    /// Where the file defines the name after all.
    pub later: Option<Span>,
    /// Whether it begins a statement right where the one before ends, without a space.
    pub is_glued: bool,
    /// Whether it is read in a function.
    pub is_in_function: bool,
}

/// A name that is not known.
pub fn undefined(name: &str, span: Span, around: &Around<'_>) -> Diagnostic {
    let error = Diagnostic::error(
        "flux::resolve::undefined",
        format!("undefined identifier `{name}`"),
    );
    if let Some(later) = around.later {
        return error
            .label(span, "not defined before this place")
            .label(later, "defined only here")
            .help("names are known from their definition on: put the definition above");
    }
    let error = error.label(span, "not defined before this place");
    if let Some(help) = foreign_word(name) {
        return error.help(help);
    }
    if let Some(help) = import(around.importable) {
        return error.help(help);
    }
    if around.is_glued {
        return error.help(glued(name));
    }
    if let Some(meant) = closest(name, around.visible) {
        return error.help(format!("did you mean `{meant}`?"));
    }
    if let Some(help) = other_name(name).or_else(|| member(name, around.exporting)) {
        return error.help(help);
    }
    error.help(match name {
        "r" if around.is_in_function => {
            "functions such as `filter` and `map` give the row to a parameter `r`: write `(r) => …`"
                .into()
        }
        "r" => "`r` is a row only within a function of rows: write `fn: (r) => …`".into(),
        _ => format!(
            "names are known from their definition on: put `{name} = …` above this place; a text stands in quotes: `\"{name}\"`"
        ),
    })
}

/// What stands right behind the end of a statement.
fn glued(name: &str) -> String {
    match name.strip_prefix('_') {
        Some(digits) if digits.starts_with(|c: char| c.is_ascii_digit()) => {
            "digits stand without anything between them".into()
        }
        _ => "it stands right behind the end of a value; a quote within a string is written `\\\"`, and units of durations are y mo w d h m s ms us ns".into(),
    }
}

/// A function that one may know by another name.
fn other_name(name: &str) -> Option<String> {
    let meant = match name.to_ascii_lowercase().as_str() {
        "average" | "avg" => "mean",
        "where" => "filter",
        "groupby" | "group_by" => "group",
        "orderby" | "order_by" => "sort",
        "select" => "keep",
        "len" | "size" => "length",
        "str" | "tostr" | "to_string" => "string",
        "print" | "println" | "echo" => "yield",
        "percentile" => "quantile",
        "head" | "take" => "limit",
        "max_by" | "maxby" => "max",
        "integer" | "parseint" => "int",
        "double" | "number" => "float",
        "boolean" => "bool",
        "datetime" | "timestamp" => "time",
        "resample" | "downsample" => "aggregateWindow",
        _ => return None,
    };
    Some(format!("Flux calls this `{meant}`"))
}

/// The package that has such a member.
fn member(name: &str, paths: &[&str]) -> Option<String> {
    let common = |path: &&&str| {
        !["contrib/", "experimental", "internal/", "testing"]
            .iter()
            .any(|other| path.starts_with(other))
    };
    let mut paths: Vec<&str> = paths.iter().filter(common).copied().collect();
    paths.sort_by_key(|path| (path.len(), *path));
    let first = paths.first()?;
    let package = first.rsplit('/').next().unwrap_or(first);
    Some(format!(
        "it is in a package: add `import \"{first}\"` at the start of the file, and write `{package}.{name}`"
    ))
}

/// A name that is used in its own value.
pub fn recursive(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "flux::resolve::undefined",
        format!("undefined identifier `{name}`"),
    )
    .label(span, "not defined yet: this is within its own value")
    .help("Flux has no recursion; to go through rows with a memory, use `reduce`")
}

/// What to write for a word of other languages.
fn foreign_word(name: &str) -> Option<String> {
    Some(match name {
        "null" | "nil" | "None" | "NULL" => {
            "Flux has no word for null; ask with `exists r.column`, make one with `debug.null(type: \"int\")` from `import \"internal/debug\"`".into()
        }
        "True" | "TRUE" => "write `true`".into(),
        "False" | "FALSE" => "write `false`".into(),
        "AND" | "OR" | "NOT" | "Not" | "IF" | "THEN" | "ELSE" => {
            format!("write `{}`", name.to_lowercase())
        }
        "in" | "IN" => {
            "whether a value is one of several: `contains(value: r.host, set: [\"a\", \"b\"])`".into()
        }
        "like" | "LIKE" => "strings are matched by regular expressions: `r.host =~ /^a/`".into(),
        _ if is_query(name) => {
            "this is a query of SQL or InfluxQL; in Flux: `from(bucket: \"…\") |> range(start: -1h) |> filter(fn: (r) => r._measurement == \"…\")`".into()
        }
        _ if unit(name).is_some() => {
            format!("durations are written as one word: `30{}`", unit(name).unwrap_or("m"))
        }
        "let" | "var" | "const" | "def" | "function" | "fn" | "func" => {
            format!("leave `{name}` out: a variable is `name = value`, a function `name = (parameter) => value`")
        }
        _ if is_exponent(name) => {
            "Flux has no exponents: write the number out, or `float(v: \"1e3\")`".into()
        }
        _ => return None,
    })
}

/// Whether a name is the first word of a query in another language.
pub fn is_query(name: &str) -> bool {
    [
        "SELECT", "SHOW", "DELETE", "INSERT", "CREATE", "DROP", "select",
    ]
    .contains(&name)
}

/// Whether a name is what `1e3` leaves behind its first digit.
fn is_exponent(name: &str) -> bool {
    let digits = name.strip_prefix(['e', 'E']).unwrap_or("");
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn import(importable: &[&str]) -> Option<String> {
    let shortest = importable.iter().min_by_key(|path| (path.len(), **path))?;
    Some(match importable.len() {
        1 => format!("add `import \"{shortest}\"` at the start of the file"),
        _ => {
            let mut others: Vec<&str> = importable.to_vec();
            others.retain(|path| path != shortest);
            others.sort_unstable();
            let others = others.join("\", \"");
            format!(
                "add `import \"{shortest}\"` at the start of the file (of the same name: \"{others}\")"
            )
        }
    })
}

/// An import of what is not there.
pub fn unknown_package(import: &Import, paths: &[&str]) -> Diagnostic {
    let path = &import.path;
    let error = Diagnostic::error(
        "flux::resolve::unknown_package",
        format!("there is no package \"{path}\""),
    )
    .label(import.path_span, "unknown import path");
    let last = path.rsplit('/').next().unwrap_or(path);
    let same_name = |candidate: &&&str| candidate.rsplit('/').next() == Some(last);
    let meant = paths
        .iter()
        .find(same_name)
        .copied()
        .or_else(|| closest(path, paths));
    match meant {
        Some(meant) => error.help(format!("did you mean `import \"{meant}\"`?")),
        None => error,
    }
}

/// A name given twice in one block.
pub fn redefined(name: &Ident, before: Span) -> Diagnostic {
    let text = &name.name;
    Diagnostic::error(
        "flux::resolve::redefined",
        format!("`{text}` is defined twice"),
    )
    .label(name.span, "defined again")
    .label(before, "defined here before")
    .help("variables do not change: give the second one a name of its own")
}

/// Two parameters that take the piped argument.
pub fn second_pipe(span: Span, before: Span) -> Diagnostic {
    Diagnostic::error(
        "flux::resolve::second_pipe",
        "two parameters take the piped argument",
    )
    .label(span, "the second")
    .label(before, "the first")
    .help("only one parameter of a function is written with `=<-`")
}

/// `<-` that is no parameter's default.
pub fn misplaced_pipe(span: Span) -> Diagnostic {
    Diagnostic::error(
        "flux::resolve::misplaced_pipe",
        "`<-` stands only after a parameter's name",
    )
    .label(span, "not a parameter's default")
    .help("a function that takes the piped argument is `(tables=<-) => tables |> …`; piping into it is written `|>`")
}

/// `return` where there is no function.
pub fn return_outside(span: Span) -> Diagnostic {
    Diagnostic::error(
        "flux::resolve::misplaced_return",
        "`return` stands outside of a function",
    )
    .label(span, "there is no function to return from")
    .help("an expression on its own is a result; write it without `return`")
}

/// A statement that is never reached.
pub fn after_return(returned: Span, span: Span) -> Diagnostic {
    Diagnostic::error(
        "flux::resolve::misplaced_return",
        "`return` is not the last statement of its function",
    )
    .label(span, "never reached")
    .label(returned, "the function returns here")
    .help("a function has one `return`, at its end; to choose between values, write `if … then … else …`")
}

/// A block without `return`.
pub fn missing_return(function: Span, last: Option<Span>) -> Diagnostic {
    let span = last.unwrap_or(function);
    Diagnostic::error(
        "flux::resolve::missing_return",
        "the block of this function does not end with `return`",
    )
    .label(span, if last.is_some() { "the last statement" } else { "an empty block" })
    .help("write `return` before the value that the function gives; for a record as the value, put it in parentheses: `(r) => ({…})`")
}

/// An option whose value uses another option of its file, or itself.
pub fn dependent_option(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "flux::resolve::dependent_option",
        format!("an option depends on the option `{name}` of the same file"),
    )
    .label(span, "an option of this file")
    .help("options may be set from outside in any order: let both use a plain variable")
}

/// The name most like another, if one is like it enough to have been meant.
pub fn closest<'n>(name: &str, candidates: &[&'n str]) -> Option<&'n str> {
    let is_same =
        |candidate: &&&str| **candidate != name && candidate.to_lowercase() == name.to_lowercase();
    if let Some(meant) = candidates.iter().find(is_same) {
        return Some(meant);
    }
    let limit = (name.chars().count() / 3).clamp(1, 3);
    let close = candidates.iter().filter(|candidate| **candidate != name);
    let measured = close.map(|candidate| (distance(name, candidate, limit), *candidate));
    let (distance, meant) = measured.min_by_key(|(distance, _)| *distance)?;
    (distance <= limit && name.chars().count() > 1).then_some(meant)
}

/// How many letters must be added, left out, changed or swapped with their neighbour; case does
/// not count. Beyond `limit` only that it is beyond. (Optimal string alignment.)
fn distance(left: &str, right: &str, limit: usize) -> usize {
    let letters = |text: &str| text.to_lowercase().chars().collect::<Vec<char>>();
    let (left, right) = (letters(left), letters(right));
    if left.len().abs_diff(right.len()) > limit {
        return limit + 1;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let change = last.get(j).copied().unwrap_or(0) + usize::from(a != b);
            let leave_out = last.get(j + 1).copied().unwrap_or(0) + 1;
            let add = row.get(j).copied().unwrap_or(0) + 1;
            let mut best = change.min(leave_out).min(add);
            let swapped =
                i > 0 && j > 0 && left.get(i - 1) == Some(b) && right.get(j - 1) == Some(a);
            if swapped {
                best = best.min(before_last.get(j - 1).copied().unwrap_or(0) + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}
