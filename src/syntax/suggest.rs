//! The reports on names that mean nothing or too much, with what was probably meant.

use super::ast::{Ident, Import};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// A name that is not known. `visible` are those that are; `importable` the paths of packages
/// that have this name.
pub fn undefined(name: &str, span: Span, visible: &[&str], importable: &[&str]) -> Diagnostic {
    let error = Diagnostic::error(
        "flux::resolve::undefined",
        format!("undefined identifier `{name}`"),
    )
    .label(span, "not defined before this place");
    if let Some(help) = foreign_word(name) {
        return error.help(help);
    }
    if let Some(help) = import(importable) {
        return error.help(help);
    }
    match closest(name, visible) {
        Some(meant) => error.help(format!("did you mean `{meant}`?")),
        None => error.help(format!(
            "names are known from their definition on: put `{name} = …` above this place"
        )),
    }
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
        "AND" | "OR" | "NOT" => format!("write `{}`", name.to_lowercase()),
        "let" | "var" | "const" | "def" | "function" | "fn" | "func" => {
            format!("leave `{name}` out: a variable is `name = value`, a function `name = (parameter) => value`")
        }
        _ if is_exponent(name) => {
            "Flux has no exponents: write the number out, or `float(v: \"1e3\")`".into()
        }
        _ => return None,
    })
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
