//! How type errors are told: what is found, where each type comes from, and what to write.

use super::error::{Callee, Role, is_numeric, too_large};
use super::kind::Kind;
use super::mismatch::Mismatch;
use super::print::Names;
use super::substitution::Substitution;
use super::ty::{Basic, Collection, Type};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::BinaryOp;
use crate::syntax::closest;
use std::sync::Arc;

/// Text as it would be written in Flux.
pub(super) fn quoted(text: &str) -> String {
    format!("`{text}`")
}

/// Where an argument stands.
#[derive(Clone, Copy)]
pub(super) struct Given {
    /// In the call's parentheses.
    pub(super) argument: Option<Span>,
    /// What is piped into the call.
    pub(super) piped: Option<Span>,
}

/// Tells one error; variables have the same letters in all its parts.
pub(super) struct Teller<'s> {
    known: &'s Substitution,
    names: Names,
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
                    Type::Collection(Collection::Stream, _) => error.help(
                        "columns are read row by row: `|> map(fn: (r) => …)`; one row is taken out by `findRecord()`, one column by `findColumn()`",
                    ),
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
    fn difference(&mut self, mismatch: &Mismatch, span: Span) -> Diagnostic {
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

    pub(super) fn argument(
        &mut self,
        given: Given,
        callee: &Callee,
        name: &str,
        (expected, found): (&Type, &Type),
        inner: Mismatch,
        read: &[(Arc<str>, Span)],
    ) -> Diagnostic {
        let span = given.argument.unwrap_or(callee.span);
        let mut error = self.difference(&inner, span);
        if let (
            Mismatch::MissingProperties { names, .. },
            Type::Collection(Collection::Stream, _),
        ) = (&inner, self.known.resolve(expected))
        {
            let columns = listed(names.iter().map(|(name, _)| &**name));
            error.message = format!("the rows have no column {columns}");
        }
        let (place, rows) = (callee.definition.unwrap_or(callee.span), given.piped);
        if let Some((property, place)) = read.first() {
            let used = match inner.innermost() {
                Mismatch::Types { expected, .. } => {
                    format!("`{property}` is used as {} here", self.text(expected))
                }
                _ => format!("`{property}` is read here"),
            };
            error = error.label(*place, used);
            let inside =
                |argument: &Span| argument.start <= place.start && place.end <= argument.end;
            let rows = given.argument.filter(|argument| !inside(argument)).or(rows);
            let Some(rows) = rows else {
                return converted(error, &inner);
            };
            let text = match (inner.property(), inner.innermost()) {
                (Some(name), Mismatch::Types { found, .. }) => {
                    format!("in these rows `{name}` is {}", self.text(found))
                }
                _ => format!("the rows are {}", self.rows(found, expected)),
            };
            return converted(error.label(rows, text), &inner);
        }
        let function = callee.text();
        let (is, takes) = match (inner.property(), inner.innermost()) {
            (Some(property), Mismatch::Types { expected, found }) => (
                format!("here `{property}` is {}", self.text(found)),
                format!(
                    "{function} takes `{name}` with `{property}` as {}",
                    self.text(expected)
                ),
            ),
            _ => (
                format!("this is {}", self.text(found)),
                format!("{function} takes `{name}` as {}", self.text(expected)),
            ),
        };
        error = match (given.argument, given.piped) {
            (Some(argument), _) => error.label(argument, is).label(place, takes),
            (None, Some(piped)) => error.label(callee.span, takes).label(piped, is),
            (None, None) => error.label(callee.span, takes),
        };
        converted(error, &inner)
    }

    /// The rows of whichever of two types are a stream's.
    fn rows(&mut self, found: &Type, expected: &Type) -> String {
        for ty in [found, expected] {
            if let Type::Collection(_, row) = self.known.resolve(ty) {
                return self.text(&row);
            }
        }
        self.text(found)
    }

    /// Arguments that are missing, and such that no parameter takes. One of each kind is most
    /// likely one mistake: a name misspelt.
    pub(super) fn arguments(
        &mut self,
        callee: &Callee,
        missing: Vec<(Arc<str>, Type)>,
        extra: Vec<(Arc<str>, Span, Vec<(Arc<str>, Type)>)>,
    ) -> Diagnostic {
        let function = callee
            .name
            .clone()
            .map_or("the function".to_owned(), |name| quoted(&name));
        let lacking: Vec<String> = (missing.iter())
            .map(|(name, ty)| self.parameter(name, ty))
            .collect();
        let mut extra = extra;
        extra.sort_by_key(|(_, span, _)| *span);
        let Some((name, span, open)) = extra.first() else {
            let list = lacking.join(" and ");
            let error = Diagnostic::error(
                "flux::types::missing_argument",
                format!("{function} is called without {list}"),
            )
            .label(callee.span, format!("missing {list}"));
            let error = callee.defined(error);
            let is_piped = |(name, _): &(Arc<str>, Type)| self.is_pipe(callee, name);
            return match missing.iter().find(|one| is_piped(one)) {
                Some((name, _)) => error.help(format!(
                    "`{name}` is what is piped: write `… |> {}(…)`",
                    callee.name.as_deref().unwrap_or("f")
                )),
                None => error,
            };
        };
        let list = listed(extra.iter().map(|(name, _, _)| &**name));
        let mut error = Diagnostic::error(
            "flux::types::unexpected_argument",
            format!("{function} has no parameter {list}"),
        )
        .label(*span, "no parameter of this name");
        for (_, span, _) in extra.iter().skip(1) {
            error = error.label(*span, "nor of this");
        }
        if !lacking.is_empty() {
            error = error.label(callee.span, format!("missing {}", lacking.join(" and ")));
        }
        let error = callee.defined(error);
        let candidates: Vec<&str> = open.iter().map(|(name, _)| &**name).collect();
        if let Some(meant) = closest(name, &candidates) {
            let ty = open.iter().find(|(name, _)| **name == *meant);
            let meant = ty.map_or_else(|| quoted(meant), |(name, ty)| self.parameter(name, ty));
            return error.help(format!("did you mean {meant}?"));
        }
        match (missing.as_slice(), extra.as_slice(), open.as_slice()) {
            ([(meant, ty)], [_], _) => {
                let meant = self.parameter(meant, ty);
                error.help(format!("perhaps {meant} is meant, which is missing"))
            }
            (_, _, []) => error.help("it has no other parameters: leave it out"),
            (_, _, open) if open.len() <= 4 => {
                let open: Vec<String> = (open.iter())
                    .map(|(name, ty)| self.parameter(name, ty))
                    .collect();
                error.help(format!("it also takes {}", open.join(", ")))
            }
            _ => error.help(format!("it also takes {}", listed(candidates.into_iter()))),
        }
    }

    /// A parameter and its type, if there is something to say about it.
    fn parameter(&mut self, name: &str, ty: &Type) -> String {
        match self.known.resolve(ty) {
            Type::Var(_) => quoted(name),
            ty => format!("`{name}` ({})", self.plain(&ty)),
        }
    }

    fn plain(&mut self, ty: &Type) -> String {
        let ty = self.known.apply(ty);
        shortened(self.names.text(&ty))
    }

    fn is_pipe(&self, callee: &Callee, name: &str) -> bool {
        match self.known.resolve(&callee.function) {
            Type::Function(function) => {
                (function.pipe.as_ref()).is_some_and(|(pipe, _)| **pipe == *name)
            }
            _ => false,
        }
    }
}

/// A long type without its middle: reports are read on narrow screens.
fn shortened(text: String) -> String {
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

/// The name that was probably meant; else those that there are.
fn suggest(error: Diagnostic, name: &str, known: &[Arc<str>], intro: &str) -> Diagnostic {
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

/// Adds how to make what is expected, where no help was given.
fn converted(error: Diagnostic, mismatch: &Mismatch) -> Diagnostic {
    let of_property = |mismatch: &Mismatch| mismatch.property().is_some();
    let reachable = matches!(mismatch, Mismatch::Types { .. }) || of_property(mismatch);
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
        (Type::Function(_), _) => Some("a function is written `(parameter) => value`".into()),
        (Type::Collection(Collection::Stream, _), Type::Collection(Collection::Array, _)) => {
            Some("`array.from(rows: …)` makes a stream of an array of records".into())
        }
        (_, Type::Function(_)) => Some("this is a function that is not called".into()),
        _ => None,
    }
}

/// What to write where operands differ.
fn operand_help(op: BinaryOp, left: &Type, right: &Type) -> Option<String> {
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

fn constraint_help(kind: Kind, found: &Type) -> String {
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
