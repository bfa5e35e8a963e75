//! How it is told that a call does not fit its function.

use super::error::{Callee, Extra};
use super::help::{converted, example};
use super::mismatch::Mismatch;
use super::ty::{Collection, Type};
use super::wording::{Teller, listed, quoted, shortened};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::closest;
use std::sync::Arc;

/// Where an argument stands.
#[derive(Clone, Copy)]
pub(super) struct Given {
    /// In the call's parentheses.
    pub(super) argument: Option<Span>,
    /// What is piped into the call.
    pub(super) piped: Option<Span>,
}

impl Teller<'_> {
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
            (None, Mismatch::Kind { kind, .. }) => (
                format!("this is {}", self.text(found)),
                format!(
                    "{function} takes as `{name}` only what can {}",
                    kind.ability(expected)
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
        extra: Vec<Extra>,
    ) -> Diagnostic {
        let function = callee
            .name
            .clone()
            .map_or("the function".to_owned(), |name| quoted(&name));
        let lacking: Vec<String> = (missing.iter())
            .map(|(name, ty)| self.parameter(name, ty))
            .collect();
        let mut extra = extra;
        extra.sort_by_key(|extra| extra.span);
        let Some(Extra { name, span, open }) = extra.first() else {
            let list = lacking.join(" and ");
            let error = Diagnostic::error(
                "flux::types::missing_argument",
                format!("{function} is called without {list}"),
            );
            let is_piped = |(name, _): &(Arc<str>, Type)| self.is_pipe(callee, name);
            if let Some((name, _)) = missing.iter().find(|one| is_piped(one)) {
                let error = error.label(
                    callee.span,
                    format!("nothing is piped into this as `{name}`"),
                );
                return callee.defined(error).help(format!(
                    "`{name}` is what is piped: write `… |> {}(…)`",
                    callee.name.as_deref().unwrap_or("f")
                ));
            }
            let names = listed(missing.iter().map(|(name, _)| &**name));
            let error = callee.defined(error.label(callee.span, format!("missing {names}")));
            let first = missing.first();
            let help = first.and_then(|(name, ty)| example(name, &self.known.apply(ty)));
            return match help {
                Some(help) => error.help(help),
                None => error,
            };
        };
        let list = listed(extra.iter().map(|extra| &*extra.name));
        let mut error = Diagnostic::error(
            "flux::types::unexpected_argument",
            format!("{function} has no parameter {list}"),
        )
        .label(*span, "no parameter of this name");
        for further in extra.iter().skip(1) {
            error = error.label(further.span, "nor of this");
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
