//! What is wrong with the types of a file: one variant a code, and how each is told.

use super::kind::Kind;
use super::mismatch::Mismatch;
use super::substitution::Substitution;
use super::ty::Type;
use super::wording::{Teller, listed, quoted};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::BinaryOp;
use crate::syntax::closest;
use std::sync::Arc;

/// A type error at its place.
#[derive(Clone, Debug)]
pub(super) enum TypeError {
    /// Two types that must be one are not.
    Mismatch {
        span: Span,
        expected: Type,
        found: Type,
        mismatches: Vec<Mismatch>,
        role: Role,
    },
    /// A type is not of a kind.
    Kind {
        span: Span,
        whole: Type,
        mismatch: Mismatch,
        role: Role,
    },
    /// An argument does not fit its parameter.
    Argument {
        /// Where the argument stands in the call, unless it is piped.
        argument: Option<Span>,
        piped: Option<Span>,
        callee: Callee,
        name: Arc<str>,
        expected: Type,
        found: Type,
        inner: Mismatch,
        /// Where the properties are read that rows lack.
        read: Vec<(Arc<str>, Span)>,
        /// The function that is called where itself is asked for.
        called: Option<String>,
    },
    /// Arguments are missing, or nothing takes them.
    Arguments {
        callee: Callee,
        missing: Vec<(Arc<str>, Type)>,
        extra: Vec<Extra>,
    },
    /// A function that is given calls its parameters otherwise than they are given to it.
    ParameterNames {
        span: Span,
        callee: Callee,
        parameters: Parameters,
    },
    /// Something is piped into a function that takes nothing piped.
    NeedlessPipe {
        piped: Span,
        callee: Callee,
        /// Parameters that are not given.
        missing: Vec<Arc<str>>,
    },
    /// Nothing is piped into a function that takes something piped.
    NoPipe { span: Span, callee: Callee },
    /// What is called is no function.
    NotAFunction {
        span: Span,
        callee: Option<String>,
        found: Type,
    },
    /// A package has no such member.
    NoExport {
        span: Span,
        package: Arc<str>,
        name: Arc<str>,
        exports: Vec<Arc<str>>,
    },
    /// `.name` as a value.
    LabelLiteral { span: Span, name: Arc<str> },
    /// A type has too many parts, or is nested too deeply.
    TooLarge { span: Span },
    /// A `builtin` statement whose type is none.
    Unreadable { span: Span },
}

/// An argument that no parameter takes.
#[derive(Clone, Debug)]
pub(super) struct Extra {
    pub(super) name: Arc<str>,
    pub(super) span: Span,
    /// The parameters that it could be meant for.
    pub(super) open: Vec<(Arc<str>, Type)>,
}

/// What the place of a mismatch is to its surroundings.
#[derive(Clone, Debug)]
pub(super) enum Role {
    /// Nothing in particular.
    Plain,
    /// It is a call as a whole that does not fit.
    Call,
    /// It must be true or false.
    Condition,
    /// It must be like what stands there.
    Same(Span),
    /// A key of a dictionary.
    Key,
    /// The right side of an operator whose left side stands there.
    Operands { op: BinaryOp, left: Span },
    /// A side of an operator.
    Operator(BinaryOp),
    /// The record that a property is read of.
    Member { name: Arc<str>, property: Span },
    /// The value of a package's option.
    Option { name: String, member: Span },
    /// The default of a parameter.
    Default { name: Arc<str> },
}

/// The parameters of a function that is given to another.
#[derive(Clone, Debug, Default)]
pub(super) struct Parameters {
    /// Those that it is called with, and does not have.
    pub(super) given: Vec<Arc<str>>,
    /// Those that it has, and is not called with.
    pub(super) taken: Vec<Arc<str>>,
}

/// A function that is called.
#[derive(Clone, Debug)]
pub(super) struct Callee {
    /// What the call calls it.
    pub(super) name: Option<String>,
    pub(super) span: Span,
    /// Where the script defines it.
    pub(super) definition: Option<Span>,
    pub(super) function: Type,
}

impl TypeError {
    /// As its reader sees it.
    pub(super) fn report(self, known: &Substitution) -> Diagnostic {
        let mut teller = Teller::new(known);
        match self {
            Self::Mismatch {
                span,
                expected,
                found,
                mismatches,
                role,
            } => teller.mismatch(span, &expected, &found, mismatches, role),
            Self::Kind {
                span,
                whole,
                mismatch,
                role,
            } => match mismatch {
                Mismatch::Kind { kind, found } => teller.kind(span, kind, &whole, &found, &role),
                _ => too_large(span),
            },
            Self::Argument {
                argument,
                piped,
                callee,
                name,
                expected,
                found,
                inner,
                read,
                called,
            } => {
                let place = super::arguments::Given { argument, piped };
                let error =
                    teller.argument(place, &callee, &name, (&expected, &found), inner, &read);
                match called {
                    Some(called) => itself(error, &callee, &name, &called),
                    None => error,
                }
            }
            Self::Arguments {
                callee,
                missing,
                extra,
            } => teller.arguments(&callee, missing, extra),
            Self::ParameterNames {
                span,
                callee,
                parameters,
            } => parameter_names(span, &callee, &parameters),
            Self::NeedlessPipe {
                piped,
                callee,
                missing,
            } => needless_pipe(piped, &callee, &missing),
            Self::NoPipe { span, callee } => Diagnostic::error(
                "flux::types::pipe",
                format!("nothing is piped into {}", callee.text()),
            )
            .label(span, "takes a piped argument")
            .help("write what it works on before it, and `|>` between"),
            Self::NotAFunction {
                span,
                callee,
                found,
            } => {
                let what = callee.map_or_else(|| "this".to_owned(), |name| quoted(&name));
                let found = teller.text(&found);
                Diagnostic::error(
                    "flux::types::not_a_function",
                    format!("{what} is no function but {found}"),
                )
                .label(span, format!("called, but it is {found}"))
                .help("only functions are called; a value is used without parentheses")
            }
            Self::NoExport {
                span,
                package,
                name,
                exports,
            } => no_export(span, &package, &name, &exports),
            Self::LabelLiteral { span, name } => Diagnostic::error(
                "flux::types::label_literal",
                format!("`.{name}` is a label: Flux does not take labels as values yet"),
            )
            .label(span, "a label")
            .help(format!(
                "for a column's name write the string \"{name}\"; for a property, a record before the dot"
            )),
            Self::TooLarge { span } => too_large(span),
            Self::Unreadable { span } => Diagnostic::error(
                "flux::types::unknown_type",
                "this is no type of Flux",
            )
            .label(span, "names a type or a constraint that does not exist")
            .help("types are `int`, `[string]`, `stream[A]`, `{A with _value: float}`, `(v: A) => A where A: Numeric` …"),
        }
    }
}

impl Callee {
    /// What it is called, in a sentence.
    pub(super) fn text(&self) -> String {
        let name = self.name.as_deref();
        name.map_or_else(|| "the function".to_owned(), quoted)
    }

    /// Adds where the script defines it.
    pub(super) fn defined(&self, error: Diagnostic) -> Diagnostic {
        match (self.definition, &self.name) {
            (Some(definition), Some(name)) => {
                error.label(definition, format!("`{name}` is defined here"))
            }
            _ => error,
        }
    }
}

/// `fn: mean()` for `fn: mean`.
fn itself(error: Diagnostic, callee: &Callee, name: &str, called: &str) -> Diagnostic {
    let message = format!(
        "{} takes a function as `{name}`, and `{called}()` is a call of one",
        callee.text()
    );
    Diagnostic { message, ..error }.help(format!(
        "give it the function itself, without parentheses: `{name}: {called}`"
    ))
}

fn parameter_names(span: Span, callee: &Callee, parameters: &Parameters) -> Diagnostic {
    let function = callee.text();
    let list = |names: &[Arc<str>]| listed(names.iter().map(AsRef::as_ref));
    let (given, taken) = (list(&parameters.given), list(&parameters.taken));
    let code = "flux::types::parameter_names";
    let error = match (parameters.given.as_slice(), parameters.taken.as_slice()) {
        (_, []) => Diagnostic::error(
            code,
            format!("{function} gives its function {given}, which this one does not take"),
        )
        .label(span, format!("no parameter {given}"))
        .help(format!("add the parameter {given}, even if it is not used")),
        ([], _) => Diagnostic::error(
            code,
            format!("{function} does not give its function {taken}"),
        )
        .label(span, format!("takes {taken}"))
        .help("a parameter with a default may stay: `name=value`"),
        (_, _) => Diagnostic::error(
            code,
            format!("{function} gives its function {given}, but this one takes {taken}"),
        )
        .label(span, format!("takes {taken} instead of {given}"))
        .help(format!("parameters go by name: write {given} for {taken}")),
    };
    error.label(callee.span, "called by this")
}

fn needless_pipe(piped: Span, callee: &Callee, missing: &[Arc<str>]) -> Diagnostic {
    let error = Diagnostic::error(
        "flux::types::pipe",
        format!("{} takes no piped argument", callee.text()),
    )
    .label(callee.span, "nothing can be piped into this")
    .label(piped, "piped");
    let error = callee.defined(error);
    match (missing, &callee.name) {
        ([name], Some(function)) => error.help(format!(
            "give it by its name: `{function}({name}: …)`; a parameter that takes what is piped is written `{name}=<-`"
        )),
        _ => error.help("a parameter that takes what is piped is written `tables=<-`"),
    }
}

pub(super) fn too_large(span: Span) -> Diagnostic {
    Diagnostic::error(
        "flux::types::too_large",
        "the type of this is nested too deeply, or has too many parts",
    )
    .label(span, "its type cannot be written out")
    .help("keep what grows from step to step in an array or a dictionary instead")
}

fn no_export(span: Span, package: &str, name: &str, exports: &[Arc<str>]) -> Diagnostic {
    let error = Diagnostic::error(
        "flux::types::no_export",
        format!("the package `{package}` has no member `{name}`"),
    )
    .label(span, "not in the package");
    let names: Vec<&str> = exports.iter().map(AsRef::as_ref).collect();
    match closest(name, &names) {
        Some(meant) => error.help(format!("did you mean `{meant}`?")),
        None => {
            let mut names: Vec<&str> = names
                .into_iter()
                .filter(|name| !name.starts_with('_'))
                .collect();
            names.sort_unstable();
            match names.len() {
                0 => error,
                1..=12 => error.help(format!("it has `{}`", names.join("`, `"))),
                _ => error,
            }
        }
    }
}

/// Whether a kind is asked of numbers alone, so that a conversion helps.
pub(super) fn is_numeric(kind: Kind) -> bool {
    matches!(kind, Kind::Divisible | Kind::Subtractable | Kind::Numeric)
}
