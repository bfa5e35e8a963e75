//! What to write instead: suggestions for names, conversions, and words on operators.

use super::error::is_numeric;
use super::kind::Kind;
use super::mismatch::Mismatch;
use super::ty::{Basic, Collection, Type};
use super::wording::listed;
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::BinaryOp;
use crate::syntax::closest;
use std::sync::Arc;

/// The name that was probably meant; else those that there are.
pub(super) fn suggest(
    error: Diagnostic,
    name: &str,
    known: &[Arc<str>],
    intro: &str,
) -> Diagnostic {
    let names: Vec<&str> = known.iter().map(AsRef::as_ref).collect();
    match closest(name, &names) {
        Some(meant) => error.help(format!("did you mean `{meant}`?")),
        None => match names.len() {
            0 => error,
            1..=12 => error.help(format!("{intro} {}", listed(names.into_iter()))),
            _ => error,
        },
    }
}

/// What to add for a parameter that is missing.
pub(super) fn example(name: &str, ty: &Type) -> Option<String> {
    let value = match ty {
        Type::Basic(Basic::Bool) => "true".into(),
        Type::Basic(Basic::Duration) => "1h".into(),
        Type::Basic(Basic::String) => "\"…\"".into(),
        Type::Collection(Collection::Array, element) => match **element {
            Type::Basic(Basic::String) => "[\"…\"]".into(),
            _ => "[…]".into(),
        },
        Type::Function(function) if function.pipe.is_some() => {
            return Some(format!(
                "give it a function that takes what is piped into it, such as `{name}: mean`"
            ));
        }
        Type::Function(function) => {
            let names: Vec<&str> = function.required.keys().map(AsRef::as_ref).collect();
            format!("({}) => …", names.join(", "))
        }
        _ => return None,
    };
    Some(format!("add `{name}: {value}`"))
}

/// Adds how to make what is expected, where no help was given.
pub(super) fn converted(error: Diagnostic, mismatch: &Mismatch) -> Diagnostic {
    let of_property = |mismatch: &Mismatch| mismatch.property().is_some();
    let reachable = matches!(mismatch, Mismatch::Types { .. }) || of_property(mismatch);
    if let (true, Mismatch::Types { expected, found }) = (
        of_property(mismatch) && error.help.is_none(),
        mismatch.innermost(),
    ) && matches!(expected, Type::Basic(Basic::Int | Basic::UInt))
        && *found == Type::Basic(Basic::Float)
    {
        return error.help(
            "`float(v: …)` of the other value keeps the fraction; `int(v: …)` of this one cuts it off",
        );
    }
    match conversion(mismatch.innermost()) {
        Some(help) if error.help.is_none() && reachable => error.help(help),
        _ => error,
    }
}

/// The function that makes what is expected of what is found.
fn conversion(mismatch: &Mismatch) -> Option<String> {
    let Mismatch::Types { expected, found } = mismatch else {
        return None;
    };
    match (expected, found) {
        (Type::Basic(Basic::Regexp), Type::Basic(Basic::String)) => Some(
            "a regular expression is written `/…/`; a string becomes one by `regexp.compile(v: …)`"
                .into(),
        ),
        (Type::Basic(Basic::Duration), Type::Basic(Basic::Int)) => Some(
            "a duration has a unit, such as `30s` or `5m`; `duration(v: …)` takes nanoseconds"
                .into(),
        ),
        (Type::Basic(Basic::Int), Type::Basic(Basic::Float)) => {
            Some("an int is written without a point; `int(v: …)` cuts the fraction off".into())
        }
        (Type::Basic(Basic::Float), Type::Basic(Basic::Int)) => {
            Some("a float is written with a point, such as `1.0`; `float(v: …)` converts".into())
        }
        (Type::Basic(Basic::String), Type::Basic(Basic::Regexp)) => Some(
            "a string is written in quotes; `string(v: …)` does not take regular expressions"
                .into(),
        ),
        (Type::Basic(Basic::Bool), Type::Basic(_)) => {
            Some("write `true`, `false` or a comparison".into())
        }
        (Type::Basic(to), Type::Basic(_)) if !matches!(to, Basic::Regexp) => {
            Some(format!("`{}(v: …)` converts", to.name()))
        }
        (Type::Collection(Collection::Array, element), found) if **element == *found => {
            Some("write it in brackets: `[…]`".into())
        }
        (Type::Function(_), Type::Basic(Basic::String)) => Some(
            "a function is given by its name, without quotes, or written `(parameter) => value`"
                .into(),
        ),
        (Type::Function(_), _) => Some("a function is written `(parameter) => value`".into()),
        (Type::Collection(Collection::Stream, _), Type::Collection(Collection::Array, _)) => {
            Some("`array.from(rows: …)` makes a stream of an array of records".into())
        }
        (_, Type::Function(_)) => Some("this is a function that is not called".into()),
        _ => None,
    }
}

/// What to write where operands differ.
pub(super) fn operand_help(op: BinaryOp, left: &Type, right: &Type) -> Option<String> {
    let (Type::Basic(left), Type::Basic(right)) = (left, right) else {
        return None;
    };
    let calendar = |basic: &Basic| matches!(basic, Basic::Time | Basic::Duration);
    if calendar(left) && calendar(right) {
        let function = if op == BinaryOp::Subtract {
            "sub"
        } else {
            "add"
        };
        let other = if function == "sub" { "from" } else { "to" };
        return Some(format!(
            "times move by `date.{function}(d: 1h, {other}: time)`, from `import \"date\"`"
        ));
    }
    match (left, right) {
        (Basic::Duration, Basic::Int) | (Basic::Int, Basic::Duration)
            if matches!(op, BinaryOp::Multiply | BinaryOp::Divide) =>
        {
            Some("durations are multiplied by `date.scale(d: 1h, n: 2)`, from `import \"date\"`".into())
        }
        (Basic::Duration, Basic::Int) | (Basic::Int, Basic::Duration) => {
            Some("a number is a duration only with its unit, such as `30s` or `5m`".into())
        }
        (Basic::String, other) | (other, Basic::String) if op == BinaryOp::Add => Some(format!(
            "make a string of the {}: `string(v: …)`, or `\"${{…}}\"`",
            other.name()
        )),
        (Basic::Float, Basic::Int | Basic::UInt) | (Basic::Int | Basic::UInt, Basic::Float) => {
            Some("both sides have one type: `float(v: …)` converts the other; a float literal has a point, such as `2.0`".into())
        }
        (Basic::Int, Basic::UInt) | (Basic::UInt, Basic::Int) => {
            Some("both sides have one type: `int(v: …)` or `uint(v: …)` converts".into())
        }
        _ => None,
    }
}

pub(super) fn constraint_help(kind: Kind, found: &Type) -> String {
    match (kind, found) {
        (_, Type::Basic(Basic::Time | Basic::Duration)) if is_numeric(kind) || kind == Kind::Addable => {
            "times and durations are moved by `date.add()`, `date.sub()` and `date.scale()`, from `import \"date\"`".into()
        }
        (_, Type::Function(_)) => "this is a function that is not called".into(),
        (Kind::Stringable, Type::Collection(..) | Type::Record(_) | Type::Dict(_)) => {
            "`display(v: …)` makes a string of anything".into()
        }
        (Kind::Record, _) => "write a record: `{column: value}`".into(),
        (Kind::Label, _) => "write a label, such as `.column`".into(),
        _ => format!("what is {kind}: {}", kind.members()),
    }
}
