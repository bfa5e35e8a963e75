//! Calls: arguments meet parameters.

use super::error::{Callee, Extra, Parameters, Role, TypeError};
use super::infer::Inference;
use super::mismatch::Mismatch;
use super::ty::{FunctionType, Type, UNNAMED};
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, Property};
use crate::syntax::visit;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Inference<'_> {
    /// The type of a call, with what is piped into it.
    pub(super) fn call(&mut self, call: &Expr, piped: Option<&Expr>) -> Type {
        let ExprKind::Call { callee, arguments } = &call.kind else {
            // What stands behind `|>` is no call; reported already.
            self.expression(call);
            return piped.map_or(Type::Error, |piped| {
                self.expression(piped);
                Type::Error
            });
        };
        let function = self.expression(callee);
        let given: Vec<Type> = (arguments.iter())
            .map(|argument| self.expression(&argument.value))
            .collect();
        let pipe = piped.map(|piped| (UNNAMED.into(), self.expression(piped)));
        let returns = self.substitution.fresh();
        let names = arguments
            .iter()
            .map(|argument| Arc::clone(&argument.key.name));
        let act = FunctionType {
            required: names.zip(given).collect(),
            optional: BTreeMap::new(),
            pipe,
            returns: returns.clone(),
        };
        match self.substitution.resolve(&function) {
            Type::Function(function) => {
                if let Err(mismatches) = self.substitution.unify_call(&function, &act) {
                    self.refuse(call, callee, arguments, piped, &function, mismatches);
                }
            }
            Type::Error => return Type::Error,
            Type::Var(_) => {
                let act = Type::Function(Arc::new(act));
                self.equal(&function, &act, call.span, Role::Plain);
            }
            found => {
                self.errors.push(TypeError::NotAFunction {
                    span: callee.span,
                    callee: named(callee),
                    found,
                });
                return Type::Error;
            }
        }
        returns
    }

    /// Reports why a call does not fit its function, each reason at its argument.
    fn refuse(
        &mut self,
        call: &Expr,
        callee: &Expr,
        arguments: &[Property],
        piped: Option<&Expr>,
        function: &FunctionType,
        mismatches: Vec<Mismatch>,
    ) {
        let definition = match &callee.kind {
            ExprKind::Ident(_) => self.entry(callee).map(|entry| entry.span),
            _ => None,
        };
        let about = Callee {
            name: named(callee),
            span: callee.span,
            definition,
            function: Type::Function(Arc::new(function.clone())),
        };
        let mut missing = Vec::new();
        let mut extra = Vec::new();
        let mut needless_pipe = None;
        // Functions given whose parameters are called otherwise, by argument.
        let mut renamed: BTreeMap<Arc<str>, Parameters> = BTreeMap::new();
        for mismatch in mismatches {
            match mismatch {
                Mismatch::MissingArgument { name, ty } => missing.push((name, ty)),
                Mismatch::ExtraArgument { name, open } => {
                    let at = arguments.iter().find(|argument| argument.key.name == name);
                    let span = at.map_or(callee.span, argument_span);
                    extra.push(Extra { name, span, open });
                }
                Mismatch::Pipe { wanted: false } => {
                    needless_pipe = Some(piped.map_or(callee.span, |piped| piped.span));
                }
                Mismatch::Pipe { wanted: true } => self.errors.push(TypeError::NoPipe {
                    span: callee.span,
                    callee: about.clone(),
                }),
                Mismatch::Argument { name, inner, .. }
                    if matches!(
                        *inner,
                        Mismatch::MissingArgument { .. } | Mismatch::ExtraArgument { .. }
                    ) =>
                {
                    let parameters = renamed.entry(name).or_default();
                    match *inner {
                        Mismatch::MissingArgument { name, .. } => parameters.given.push(name),
                        Mismatch::ExtraArgument { name, .. } => parameters.taken.push(name),
                        _ => {}
                    }
                }
                Mismatch::Argument {
                    name,
                    expected,
                    found,
                    inner,
                } => {
                    let at = arguments.iter().find(|argument| argument.key.name == name);
                    let read = read_in(&inner, arguments);
                    let is_function =
                        matches!(self.substitution.resolve(&expected), Type::Function(_));
                    let called = at
                        .and_then(|argument| needlessly_called(&argument.value))
                        .filter(|_| is_function);
                    // That the call lacks arguments only follows from its being one.
                    if let Some(called) = called {
                        self.errors
                            .retain(|error| !is_about_call(error, called.span));
                    }
                    self.errors.push(TypeError::Argument {
                        called: called.and_then(named),
                        argument: at.map(|argument| argument.value.span),
                        piped: piped.map(|piped| piped.span),
                        callee: about.clone(),
                        name,
                        expected,
                        found,
                        inner: *inner,
                        read,
                    });
                }
                other => self.errors.push(TypeError::Mismatch {
                    span: call.span,
                    expected: about.function.clone(),
                    found: Type::Error,
                    mismatches: vec![other],
                    role: Role::Call,
                }),
            }
        }
        for (name, parameters) in renamed {
            let at = arguments.iter().find(|argument| argument.key.name == name);
            // That it reads what it does not take has been told.
            if at.is_some_and(|argument| self.reads_unknown(&argument.value, &parameters.given)) {
                continue;
            }
            self.errors.push(TypeError::ParameterNames {
                span: at.map_or(callee.span, |argument| argument.value.span),
                callee: about.clone(),
                parameters,
            });
        }
        if let Some(piped) = needless_pipe {
            self.errors.push(TypeError::NeedlessPipe {
                piped,
                callee: about,
                missing: missing.into_iter().map(|(name, _)| name).collect(),
            });
        } else if !missing.is_empty() || !extra.is_empty() {
            self.errors.push(TypeError::Arguments {
                callee: about,
                missing,
                extra,
            });
        }
    }
}

impl Inference<'_> {
    /// Whether an expression mentions one of these names where it means nothing.
    fn reads_unknown(&self, expression: &Expr, names: &[Arc<str>]) -> bool {
        let unknown = match &expression.kind {
            ExprKind::Ident(name) => {
                names.contains(name) && self.resolution.place(expression.id).is_none()
            }
            _ => false,
        };
        let mut found = unknown;
        visit::each_child(&expression.kind, &mut |child| {
            found = found || self.reads_unknown(child, names);
        });
        found
    }
}

/// The function that is called without any argument where a value stands.
fn needlessly_called(value: &Expr) -> Option<&Expr> {
    match &value.kind {
        ExprKind::Paren(inner) => needlessly_called(inner),
        ExprKind::Call { callee, arguments } if arguments.is_empty() => Some(callee),
        _ => None,
    }
}

/// Whether an error is that a call of the function at this place lacks arguments.
fn is_about_call(error: &TypeError, callee: Span) -> bool {
    match error {
        TypeError::Arguments { callee: of, .. } => of.span == callee,
        TypeError::NoPipe { span, .. } => *span == callee,
        _ => false,
    }
}

/// What a call calls its function.
fn named(callee: &Expr) -> Option<String> {
    match &callee.kind {
        ExprKind::Ident(name) => Some(name.to_string()),
        ExprKind::Member { object, property } => match &object.kind {
            ExprKind::Ident(object) => Some(format!("{object}.{}", property.name)),
            _ => Some(property.name.to_string()),
        },
        ExprKind::Paren(inner) => named(inner),
        _ => None,
    }
}

/// An argument with its name; the name alone where the value is long.
fn argument_span(argument: &Property) -> Span {
    const LONGEST: u32 = 60;
    match argument.span.end.saturating_sub(argument.span.start) {
        0..=LONGEST => argument.span,
        _ => argument.key.span,
    }
}

/// Where, in the functions that a call is given, the properties are read that rows lack, or have
/// with another type.
fn read_in(mismatch: &Mismatch, arguments: &[Property]) -> Vec<(Arc<str>, Span)> {
    let names: Vec<&Arc<str>> = match mismatch.innermost() {
        Mismatch::Types { .. } | Mismatch::Kind { .. } => mismatch.property().into_iter().collect(),
        Mismatch::MissingProperties { names, .. } => names.iter().map(|(name, _)| name).collect(),
        Mismatch::ExtraProperties { names, .. } => names.iter().collect(),
        _ => return Vec::new(),
    };
    let mut found = Vec::new();
    for argument in arguments {
        if matches!(argument.value.kind, ExprKind::Function(_)) {
            find_reads(&argument.value, &names, &mut found);
        }
    }
    found.sort_by_key(|(_, span)| *span);
    found
}

fn find_reads(expression: &Expr, names: &[&Arc<str>], found: &mut Vec<(Arc<str>, Span)>) {
    if let ExprKind::Member { property, .. } = &expression.kind
        && names.iter().any(|name| **name == property.name)
    {
        found.push((Arc::clone(&property.name), property.span));
    }
    visit::each_child(&expression.kind, &mut |child| {
        find_reads(child, names, found);
    });
}
