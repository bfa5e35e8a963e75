//! How type errors are told: what is found, where each type comes from, and what to write.

use super::error::{Role, too_large};
use super::help::{constraint_help, converted, operand_help, suggest};
use super::kind::Kind;
use super::mismatch::Mismatch;
use super::print::Names;
use super::substitution::Substitution;
use super::ty::{Collection, Type};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::BinaryOp;
use crate::syntax::closest;
use std::sync::Arc;

/// Text as it would be written in Flux.
pub(super) fn quoted(text: &str) -> String {
    format!("`{text}`")
}

/// Tells one error; variables have the same letters in all its parts.
pub(super) struct Teller<'s> {
    pub(super) known: &'s Substitution,
    pub(super) names: Names,
}

impl<'s> Teller<'s> {
    pub(super) fn new(known: &'s Substitution) -> Self {
        Self {
            known,
            names: Names::default(),
        }
    }

    /// A type in backquotes, and what form it is.
    pub(super) fn text(&mut self, ty: &Type) -> String {
        let ty = self.known.apply(ty);
        let text = shortened(self.names.text(&ty));
        format!("`{text}`{}", ty.form())
    }

    pub(super) fn mismatch(
        &mut self,
        span: Span,
        expected: &Type,
        found: &Type,
        mismatches: Vec<Mismatch>,
        role: Role,
    ) -> Diagnostic {
        if let Role::Same(other) = role
            && let Some(error) = self.other_properties(span, other, (expected, found), &mismatches)
        {
            return error;
        }
        let Some(first) = mismatches.into_iter().next() else {
            return too_large(span);
        };
        if matches!(first.innermost(), Mismatch::TooLarge) {
            return too_large(span);
        }
        if let Role::Member { name, property } = &role {
            return self.member(span, *property, name, found, &first);
        }
        let error = self.difference(&first, span);
        let (found_text, expected_text) = self.sides(&first, expected, found);
        let error = match &role {
            Role::Operands { op, left } => {
                let error = error.label(span, found_text).label(*left, expected_text);
                match operand_help(*op, &self.known.apply(expected), &self.known.apply(found)) {
                    Some(help) => error.help(help),
                    None => error.help(format!(
                        "both sides of `{}` have one type; convert one of them",
                        op.symbol()
                    )),
                }
            }
            Role::Same(other) => error.label(span, found_text).label(*other, expected_text),
            Role::Condition => {
                let found = self.text(found);
                error
                    .label(span, format!("this is {found}"))
                    .help("a condition is `true` or `false`: write a comparison")
            }
            Role::Operator(op) => {
                let found = self.text(found);
                let error = error.label(span, format!("this is {found}"));
                match op {
                    BinaryOp::Match | BinaryOp::NotMatch => error.help(format!(
                        "`{}` takes a string on its left and a regular expression such as `/^a/` on its right",
                        op.symbol()
                    )),
                    _ => error,
                }
            }
            Role::Option { name, member } => {
                let (expected, found) = (self.text(expected), self.text(found));
                error
                    .label(span, format!("this is {found}"))
                    .label(*member, format!("the option `{name}` is {expected}"))
            }
            Role::Default { name } => {
                let (expected, found) = (self.text(expected), self.text(found));
                error
                    .label(span, format!("the default of `{name}` is {found}"))
                    .help(format!("the function uses `{name}` as {expected}"))
            }
            Role::Call => error.label(span, "in this call"),
            Role::Plain | Role::Key | Role::Member { .. } => {
                let found = self.text(found);
                error.label(span, format!("this is {found}"))
            }
        };
        converted(error, &first)
    }

    /// Two records that must be alike and have different properties.
    fn other_properties(
        &mut self,
        span: Span,
        other: Span,
        (expected, found): (&Type, &Type),
        mismatches: &[Mismatch],
    ) -> Option<Diagnostic> {
        let (mut extra, mut missing) = (Vec::new(), Vec::new());
        for mismatch in mismatches {
            match mismatch {
                Mismatch::ExtraProperties { names, .. } => extra.extend(names.iter().cloned()),
                Mismatch::MissingProperties { names, .. } => {
                    missing.extend(names.iter().map(|(name, _)| Arc::clone(name)));
                }
                _ => return None,
            }
        }
        let list = |names: &[Arc<str>]| listed(names.iter().map(|name| &**name));
        let (code, message) = match (extra.as_slice(), missing.as_slice()) {
            ([], []) => return None,
            (extra, []) => (
                "flux::types::unexpected_property",
                format!("only the second of these records has {}", list(extra)),
            ),
            ([], missing) => (
                "flux::types::missing_property",
                format!("only the first of these records has {}", list(missing)),
            ),
            (extra, missing) => (
                "flux::types::unexpected_property",
                format!(
                    "these records have different properties: {} and {}",
                    list(missing),
                    list(extra)
                ),
            ),
        };
        let (found, expected) = (self.text(found), self.text(expected));
        let error = Diagnostic::error(code, message)
            .label(span, format!("this is {found}"))
            .label(other, format!("this is {expected}"));
        let candidates: Vec<&str> = missing.iter().map(|name| &**name).collect();
        let meant = extra.first().and_then(|name| closest(name, &candidates));
        Some(error.help(match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "give both the same properties; one without a value is `debug.null(type: \"string\")`, from `import \"internal/debug\"`".into(),
        }))
    }

    /// What stands at the place that differs, and at the one that it is compared with. Of records
    /// that differ in one property, that alone.
    fn sides(&mut self, mismatch: &Mismatch, expected: &Type, found: &Type) -> (String, String) {
        if let (Some(name), Mismatch::Types { expected, found }) =
            (mismatch.property(), mismatch.innermost())
        {
            let (found, expected) = (self.text(found), self.text(expected));
            return (
                format!("here `{name}` is {found}"),
                format!("here `{name}` is {expected}"),
            );
        }
        let (found, expected) = (self.text(found), self.text(expected));
        (format!("this is {found}"), format!("this is {expected}"))
    }

    /// The property of a record that is not there, or of what is no record.
    fn member(
        &mut self,
        object: Span,
        property: Span,
        name: &str,
        found: &Type,
        mismatch: &Mismatch,
    ) -> Diagnostic {
        match mismatch.innermost() {
            Mismatch::MissingProperties { present, .. } => {
                let text = self.text(found);
                let error = Diagnostic::error(
                    "flux::types::missing_property",
                    format!("the record has no property `{name}`"),
                )
                .label(property, "not in the record")
                .label(object, format!("this is {text}"));
                suggest(error, name, present, "it has")
            }
            _ => {
                let text = self.text(found);
                let error = Diagnostic::error(
                    "flux::types::mismatch",
                    format!("expected a record with `{name}`, found {text}"),
                )
                .label(object, format!("this is {text}"))
                .label(property, "only records have properties");
                match self.known.resolve(found) {
                    Type::Collection(Collection::Stream, _) => error.help(match name.starts_with('_') {
                        true => "columns are read row by row: `|> map(fn: (r) => …)`; one row is taken out by `findRecord()`, one column by `findColumn()`".into(),
                        false => format!("a function takes a stream through a pipe: `|> {name}(…)`; a column is read row by row: `|> map(fn: (r) => …)`, or taken out by `findColumn()`"),
                    }),
                    Type::Function(_) => error.help("call it first"),
                    Type::Collection(Collection::Array, _) => {
                        error.help("an element of an array is `array[0]`")
                    }
                    _ => error,
                }
            }
        }
    }

    pub(super) fn kind(
        &mut self,
        span: Span,
        kind: Kind,
        whole: &Type,
        found: &Type,
        role: &Role,
    ) -> Diagnostic {
        let text = self.text(whole);
        let part = self.text(found);
        let part = match part == text {
            true => String::new(),
            false => format!(": it holds {part}"),
        };
        let found = self.known.resolve(found);
        let what = match role {
            Role::Operator(op) => format!("`{}` does not take {text}", op.symbol()),
            Role::Key => format!("{text} cannot be the key of a dictionary"),
            _ => format!("{text} cannot {}", kind.ability(&found)),
        };
        let error = Diagnostic::error("flux::types::constraint", format!("{what}{part}"))
            .label(span, format!("this is {text}, which is not {kind}"));
        error.help(constraint_help(kind, &found))
    }

    /// What two types differ in, without labels.
    pub(super) fn difference(&mut self, mismatch: &Mismatch, span: Span) -> Diagnostic {
        let inner = mismatch.innermost();
        let path = self.path(mismatch);
        match inner {
            Mismatch::Types { expected, found } => {
                let (expected, found) = (self.text(expected), self.text(found));
                Diagnostic::error(
                    "flux::types::mismatch",
                    format!("expected {expected}, found {found}{path}"),
                )
            }
            Mismatch::Kind { kind, found } => {
                let text = self.text(found);
                let found = self.known.resolve(found);
                Diagnostic::error(
                    "flux::types::constraint",
                    format!("{text} cannot {}{path}", kind.ability(&found)),
                )
                .help(constraint_help(*kind, &found))
            }
            Mismatch::Recursive { ty } => {
                let text = self.text(ty);
                Diagnostic::error(
                    "flux::types::recursive",
                    format!("the type of this would contain itself: {text}{path}"),
                )
                .help("Flux has no recursive types: a value cannot be part of itself, and a function cannot be given to itself")
            }
            Mismatch::MissingProperties { names, present } => {
                let list = listed(names.iter().map(|(name, _)| &**name));
                let error = Diagnostic::error(
                    "flux::types::missing_property",
                    format!("the record has no {list}{path}"),
                );
                match names.first() {
                    Some((name, _)) => suggest(error, name, present, "it has"),
                    None => error,
                }
            }
            Mismatch::ExtraProperties { names, expected } => {
                let list = listed(names.iter().map(|name| &**name));
                let error = Diagnostic::error(
                    "flux::types::unexpected_property",
                    format!("nothing takes {list} of this record{path}"),
                );
                match names.first() {
                    Some(name) => suggest(error, name, expected, "expected"),
                    None => error,
                }
            }
            Mismatch::MissingArgument { name, ty } => {
                let ty = self.text(ty);
                Diagnostic::error(
                    "flux::types::mismatch",
                    format!("this function is called without its parameter `{name}` ({ty}){path}"),
                )
            }
            Mismatch::ExtraArgument { name, open } => {
                let open: Vec<_> = open.iter().map(|(name, _)| Arc::clone(name)).collect();
                let error = Diagnostic::error(
                    "flux::types::mismatch",
                    format!("this function is given `{name}`, which it has no parameter for{path}"),
                );
                suggest(error, name, &open, "it has")
            }
            Mismatch::Pipe { wanted: true } => Diagnostic::error(
                "flux::types::mismatch",
                format!("nothing is piped into this function, which takes a piped argument{path}"),
            ),
            Mismatch::Pipe { wanted: false } => Diagnostic::error(
                "flux::types::mismatch",
                format!("this function is piped into, but takes no piped argument{path}"),
            )
            .help("a function takes the piped argument by a parameter written `tables=<-`"),
            Mismatch::PipeNames { expected, found } => Diagnostic::error(
                "flux::types::mismatch",
                format!("the piped parameter is called `{found}`, expected `{expected}`{path}"),
            ),
            Mismatch::NoLabel => Diagnostic::error(
                "flux::types::mismatch",
                format!("a column's name is not known here{path}"),
            ),
            Mismatch::TooLarge
            | Mismatch::Property { .. }
            | Mismatch::Argument { .. }
            | Mismatch::Returns { .. } => too_large(span),
        }
    }

    /// In which part of a type the difference lies.
    fn path(&mut self, mismatch: &Mismatch) -> String {
        match mismatch {
            Mismatch::Property { name, inner } => {
                format!("{} in `{name}`", self.path(inner))
            }
            Mismatch::Argument { name, inner, .. } => {
                format!("{} in its parameter `{name}`", self.path(inner))
            }
            Mismatch::Returns { inner } => format!("{} in what it gives", self.path(inner)),
            _ => String::new(),
        }
    }
}

/// A long type without its middle: reports are read on narrow screens.
pub(super) fn shortened(text: String) -> String {
    const LONGEST: usize = 120;
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= LONGEST {
        return text;
    }
    let (start, end) = letters.split_at(LONGEST * 2 / 3);
    let end = end.get(end.len() - LONGEST / 3..).unwrap_or(end);
    let (start, end): (String, String) = (start.iter().collect(), end.iter().collect());
    format!("{start} … {end}")
}

pub(super) fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.map(quoted).collect();
    match names.as_slice() {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        names => names.concat(),
    }
}
