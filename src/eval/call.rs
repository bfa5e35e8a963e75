//! Calls: arguments to parameters by name, and the place and trace of what fails.

use super::evaluator::Evaluator;
use super::interpreter::Interpreter;
use super::scope::{Binding, Captured, Scope};
use super::stack;
use crate::diagnostic::{Failure, Frame};
use crate::source::Span;
use crate::syntax::ast::{Body, Expr, ExprKind, Property};
use crate::value::{Args, Builtin, Closure, Function, NullLogic, Value};
use std::sync::{Arc, LazyLock};

/// An argument, evaluated.
pub(super) struct Given<'a> {
    pub(super) name: &'a str,
    pub(super) value: Value,
    /// Where it stands, if the script wrote it.
    pub(super) span: Option<Span>,
}

/// More steps than this say nothing more to a reader.
const LONGEST_TRACE: usize = 16;

impl Interpreter<'_> {
    /// `callee(arguments)`, with what was piped in. The one place that gives failures of library
    /// code a place and a trace.
    pub(super) fn call(
        &self,
        call: &Expr,
        callee: &Expr,
        arguments: &[Property],
        piped: Option<(Value, Span)>,
    ) -> Result<Value, Failure> {
        let function = match self.evaluate(callee)? {
            Value::Function(function) => function,
            other => return Err(not_callable(&other, call, callee)),
        };
        let mut given = Vec::with_capacity(arguments.len());
        for argument in arguments {
            given.push(Given {
                name: &argument.key.name,
                value: self.evaluate(&argument.value)?,
                span: Some(argument.key.span),
            });
        }
        let name = callee_name(callee);
        let (values, captured) = match &function {
            Function::Builtin(builtin) => (builtin_arguments(builtin, given, piped), None),
            Function::Closure(closure) => (
                self.evaluator
                    .closure_arguments(closure, given, piped, &name),
                captured(closure),
            ),
        };
        let values = values.map_err(|failure| failure.at(call.span))?;
        let library = self.unit.library.is_some();
        let _entered = stack::enter(call.span, &name, library);
        let result = self.evaluator.apply(&function, values, self.logic);
        result.map_err(|failure| {
            let into_library = captured.is_some_and(|captured| captured.unit.library.is_some());
            placed(failure, call.span, name.clone(), into_library && !library)
        })
    }
}

/// Adds a call to a failure's trace. What happened within a package's text happened, for the
/// reader, at the call into the package.
fn placed(mut failure: Failure, span: Span, function: Arc<str>, forget: bool) -> Failure {
    if forget {
        failure.trace.clear();
    }
    if failure.trace.is_empty() && failure.label.is_none() {
        failure.label = Some(format!("in this call of `{function}`"));
    }
    if failure.trace.len() < LONGEST_TRACE {
        let function = Some(function);
        failure.trace.push(Frame { span, function });
    }
    failure
}

impl Evaluator {
    /// Runs a function; `values` has one place for each parameter, as it wants them.
    pub(super) fn apply(
        &self,
        function: &Function,
        values: Vec<Option<Value>>,
        logic: NullLogic,
    ) -> Result<Value, Failure> {
        match function {
            Function::Builtin(builtin) => {
                let context = self.context().with_logic(logic);
                (builtin.call)(&context, &mut Args::new(builtin, values))
            }
            Function::Closure(closure) => self.run(closure, values, logic),
        }
    }

    /// Calls a function as library code does: with arguments by name, from no place of its own.
    pub(super) fn call_by_name(
        &self,
        logic: NullLogic,
        function: &Function,
        arguments: &[(&str, Value)],
    ) -> Result<Value, Failure> {
        let given = arguments.iter().map(|(name, value)| Given {
            name,
            value: value.clone(),
            span: None,
        });
        let given = given.collect();
        let values = match function {
            Function::Builtin(builtin) => builtin_arguments(builtin, given, None),
            Function::Closure(closure) => check_parameters(closure, arguments)
                .and_then(|()| self.closure_arguments(closure, given, None, "function"))
                .map_err(|failure| failure.at(closure.literal.span)),
        };
        self.apply(function, values?, logic).map_err(|mut failure| {
            // A reader does not know the texts of packages: whoever calls knows a better place.
            if let Function::Closure(closure) = function
                && captured(closure).is_some_and(|captured| captured.unit.library.is_some())
            {
                failure.trace.clear();
            }
            failure
        })
    }

    fn run(
        &self,
        closure: &Closure,
        values: Vec<Option<Value>>,
        logic: NullLogic,
    ) -> Result<Value, Failure> {
        let captured = captured(closure).ok_or_else(foreign)?;
        let slots = captured.frame.max(values.len());
        let scope = Scope::new(slots, Some(Arc::clone(&captured.scope)));
        for (slot, value) in values.into_iter().enumerate() {
            scope.set(slot, Binding::Value(value.unwrap_or(Value::Null(None))));
        }
        let interpreter = Interpreter {
            evaluator: self,
            unit: &captured.unit,
            scope,
            logic,
        };
        match &closure.literal.body {
            Body::Expr(body) => interpreter.evaluate(body),
            Body::Block(statements) => {
                let placed = |failure: Failure| failure.at(closure.literal.span);
                interpreter.block(statements).map_err(placed)
            }
        }
    }

    /// Puts arguments in the order of a function literal's parameters.
    fn closure_arguments(
        &self,
        closure: &Closure,
        given: Vec<Given>,
        piped: Option<(Value, Span)>,
        name: &str,
    ) -> Result<Vec<Option<Value>>, Failure> {
        let parameters = &closure.literal.parameters;
        let names = || parameters.iter().map(|p| p.name.name.as_ref()).collect();
        let pipe = parameters.iter().position(|parameter| parameter.pipe);
        let place = |name: &str| parameters.iter().position(|p| p.name.name.as_ref() == name);
        let count = parameters.len();
        let mut values = placed_arguments(count, name, given, piped, pipe, place, names)?;
        let mut missing = Vec::new();
        for (index, parameter) in parameters.iter().enumerate() {
            let Some(value) = values.get_mut(index).filter(|value| value.is_none()) else {
                continue;
            };
            *value = match (closure.defaults.get(index), &parameter.default) {
                (Some(Some(known)), _) => Some(known.clone()),
                (_, Some(default)) if !parameter.pipe => Some(self.default(closure, default)?),
                _ => None,
            };
            let is_first = place(&parameter.name.name) == Some(index);
            if value.is_none() && is_first {
                missing.push(parameter.name.name.as_ref());
            }
        }
        if missing.is_empty() {
            return Ok(values);
        }
        Err(missing_arguments(&missing))
    }

    /// A default that an option may have changed since the function was made.
    fn default(&self, closure: &Closure, default: &Expr) -> Result<Value, Failure> {
        let captured = captured(closure).ok_or_else(foreign)?;
        let interpreter = Interpreter {
            evaluator: self,
            unit: &captured.unit,
            scope: Arc::clone(&captured.scope),
            logic: NullLogic::Script,
        };
        interpreter.evaluate(default)
    }
}

fn captured(closure: &Closure) -> Option<&Captured> {
    closure.environment.as_any().downcast_ref()
}

fn foreign() -> Failure {
    let message = "this function belongs to another session";
    Failure::new("flux::eval::foreign_function", message)
}

fn callee_name(callee: &Expr) -> Arc<str> {
    static UNNAMED: LazyLock<Arc<str>> = LazyLock::new(|| "function".into());
    match &callee.kind {
        ExprKind::Ident(name) => Arc::clone(name),
        ExprKind::Member { property, .. } => Arc::clone(&property.name),
        ExprKind::Paren(inner) => callee_name(inner),
        _ => Arc::clone(&UNNAMED),
    }
}

fn not_callable(value: &Value, call: &Expr, callee: &Expr) -> Failure {
    let failure = Failure::new(
        "flux::eval::not_callable",
        format!("cannot call a {}: it is no function", value.type_name()),
    )
    .label(format!("this is a {}", value.type_name()))
    .at(callee.span);
    if callee.span.end == call.span.start {
        return failure;
    }
    failure.help("a line that begins with `(` continues the line before it")
}

/// Puts arguments in the order of a builtin's parameters.
fn builtin_arguments(
    builtin: &Builtin,
    given: Vec<Given>,
    piped: Option<(Value, Span)>,
) -> Result<Vec<Option<Value>>, Failure> {
    let names = || builtin.params.iter().map(|param| param.name).collect();
    let pipe = builtin.params.iter().position(|param| param.pipe);
    let place = |name: &str| builtin.params.iter().position(|param| param.name == name);
    let count = builtin.params.len();
    let mut values = placed_arguments(count, builtin.name, given, piped, pipe, place, names)?;
    let mut missing = Vec::new();
    for (value, param) in values.iter_mut().zip(builtin.params) {
        if value.is_some() {
            continue;
        }
        *value = param.default.as_ref().map(|default| (default.value)());
        if value.is_none() && !param.optional {
            missing.push(param.name);
        }
    }
    if missing.is_empty() {
        return Ok(values);
    }
    Err(missing_arguments(&missing).help(format!("`{}` is {}", builtin.name, builtin.signature())))
}

fn placed_arguments<'n>(
    count: usize,
    function: &str,
    given: Vec<Given>,
    piped: Option<(Value, Span)>,
    pipe: Option<usize>,
    place: impl Fn(&str) -> Option<usize>,
    names: impl Fn() -> Vec<&'n str>,
) -> Result<Vec<Option<Value>>, Failure> {
    let mut values: Vec<Option<Value>> = (0..count).map(|_| None).collect();
    if let Some((value, span)) = piped {
        let place = pipe.and_then(|index| values.get_mut(index));
        *place.ok_or_else(|| no_pipe(function).at(span))? = Some(value);
    }
    for argument in given {
        let located = |failure: Failure| match argument.span {
            Some(span) => failure.at(span),
            None => failure,
        };
        let place = place(argument.name).and_then(|index| values.get_mut(index));
        match place {
            Some(place @ None) => *place = Some(argument.value),
            Some(Some(_)) => return Err(located(twice(argument.name))),
            None => return Err(located(unexpected(argument.name, &names()))),
        }
    }
    Ok(values)
}

/// Whether a function takes the arguments that library code gives it.
fn check_parameters(closure: &Closure, arguments: &[(&str, Value)]) -> Result<(), Failure> {
    let parameters = &closure.literal.parameters;
    let takes = |name: &str| parameters.iter().any(|p| p.name.name.as_ref() == name);
    let Some((name, _)) = arguments.iter().find(|(name, _)| !takes(name)) else {
        return Ok(());
    };
    let wanted: Vec<_> = arguments.iter().map(|(name, _)| *name).collect();
    let message = format!("this function is called with `{name}`, which it does not take");
    Err(Failure::new("flux::eval::unexpected_argument", message)
        .label(format!("has no parameter `{name}`"))
        .help(format!("write it as `({}) => …`", wanted.join(", "))))
}

fn missing_arguments(names: &[&str]) -> Failure {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    let plural = if names.len() == 1 { "" } else { "s" };
    let message = format!("missing required argument{plural} {}", names.join(", "));
    Failure::new("flux::eval::missing_argument", message).label("in this call")
}

fn unexpected(name: &str, names: &[&str]) -> Failure {
    let message = format!("found unexpected argument `{name}`");
    let failure = Failure::new("flux::eval::unexpected_argument", message)
        .label("no parameter has this name");
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.len() {
        0 => failure.help("the function takes no arguments"),
        1 => failure.help(format!("the function takes {}", names.join(""))),
        _ => failure.help(format!("the function takes {}", names.join(", "))),
    }
}

fn twice(name: &str) -> Failure {
    let message = format!("the argument `{name}` is given twice");
    Failure::new("flux::eval::duplicate_argument", message).label("given again")
}

fn no_pipe(function: &str) -> Failure {
    let message = format!("`{function}` has no parameter that takes what is piped to it");
    Failure::new("flux::eval::no_pipe", message)
        .label("piped from here")
        .help("name it in the call instead, or give the function a parameter like `tables=<-`")
}
