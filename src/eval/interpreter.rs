//! Expressions to values, by walking the tree.

use super::evaluator::Evaluator;
use super::operators;
use super::scope::{Binding, Captured, Scope, Unit};
use super::stack;
use crate::diagnostic::Failure;
use crate::syntax::ast::{Expr, ExprKind, Function, LogicalOp, Property, StringPart, UnaryOp};
use crate::syntax::ast::{Statement, StatementKind};
use crate::syntax::{Place, visit};
use crate::value::{self, Closure, Dict, NullLogic, Record, Regex, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One run of a function's or a file's code.
pub(super) struct Interpreter<'e> {
    pub(super) evaluator: &'e Evaluator,
    pub(super) unit: &'e Arc<Unit>,
    pub(super) scope: Arc<Scope>,
    pub(super) logic: NullLogic,
}

impl Interpreter<'_> {
    /// The value of an expression. Failures have their place.
    pub(super) fn evaluate(&self, expression: &Expr) -> Result<Value, Failure> {
        stack::check().map_err(|failure| failure.at(expression.span))?;
        let at = |failure: Failure| failure.at(expression.span);
        Ok(match &expression.kind {
            ExprKind::Ident(name) => return self.name(expression, name),
            ExprKind::Int(value) => Value::Int(*value),
            ExprKind::Float(value) => Value::Float(*value),
            ExprKind::String(text) => Value::String(Arc::clone(text)),
            ExprKind::Time(value) => Value::Time(*value),
            ExprKind::Duration(value) => Value::Duration(*value),
            ExprKind::Regex(pattern) => Value::Regex(self.regex(expression, pattern)?),
            ExprKind::Label(name) => Value::Label(Arc::clone(name)),
            ExprKind::Interpolation(parts) => return self.interpolation(parts),
            ExprKind::Array(items) => return self.array(items),
            ExprKind::Dict(entries) => return self.dict(entries),
            ExprKind::Record { with, properties } => {
                return self.record(with.as_deref(), properties);
            }
            ExprKind::Paren(inner) => return self.evaluate(inner),
            ExprKind::Function(literal) => return self.closure(expression, literal),
            ExprKind::Call { callee, arguments } => {
                return self.call(expression, callee, arguments, None);
            }
            ExprKind::Pipe { argument, call } => {
                let ExprKind::Call { callee, arguments } = &call.kind else {
                    return Err(unreadable().at(call.span));
                };
                let piped = self.evaluate(argument)?;
                return self.call(call, callee, arguments, Some((piped, argument.span)));
            }
            ExprKind::Member { object, property } => {
                return self.member(expression, object, &property.name);
            }
            ExprKind::Index { array, index } => {
                let array = self.evaluate(array)?;
                element(&array, &self.evaluate(index)?).map_err(at)?
            }
            ExprKind::Binary { op, left, right } => {
                let left = self.evaluate(left)?;
                operators::binary(*op, &left, &self.evaluate(right)?).map_err(at)?
            }
            ExprKind::Logical { op, left, right } => return self.logical(*op, left, right),
            ExprKind::Unary { op, operand } => {
                let value = self.evaluate(operand)?;
                if *op != UnaryOp::Exists && value.is_null() {
                    let failed = |failure: Failure| failure.at(operand.span);
                    return operators::unary(*op, value, self.logic).map_err(failed);
                }
                operators::unary(*op, value, self.logic).map_err(at)?
            }
            ExprKind::If {
                test,
                consequent,
                alternate,
            } => {
                let chosen = self.evaluate(test)?;
                let failed = |failure: Failure| failure.at(test.span);
                return match operators::condition(&chosen, self.logic).map_err(failed)? {
                    true => self.evaluate(consequent),
                    false => self.evaluate(alternate),
                };
            }
            ExprKind::PipeLiteral | ExprKind::Bad => return Err(at(unreadable())),
        })
    }

    /// Runs the statements of a function's block.
    pub(super) fn block(&self, statements: &[Statement]) -> Result<Value, Failure> {
        for statement in statements {
            match &statement.kind {
                StatementKind::Return(value) => return self.evaluate(value),
                StatementKind::Variable(_, value) | StatementKind::Option(_, value) => {
                    let found = self.evaluate(value)?;
                    self.define(value, Binding::Value(found));
                }
                StatementKind::Expr(value) => {
                    self.evaluate(value)?;
                }
                StatementKind::OptionMember(..)
                | StatementKind::Builtin(..)
                | StatementKind::TestCase { .. }
                | StatementKind::Bad => {}
            }
        }
        Err(Failure::new(
            "flux::eval::missing_return",
            "missing return statement in block",
        ))
    }

    /// Gives the name that a statement defines what it stands for; `value` is the statement's.
    pub(super) fn define(&self, value: &Expr, binding: Binding) {
        if let Some(slot) = self.unit.resolution.slot(value.id) {
            self.scope.set(slot, binding);
        }
    }

    fn name(&self, expression: &Expr, name: &str) -> Result<Value, Failure> {
        let binding = self.unit.binding(&self.scope, expression.id, name);
        let binding = binding.ok_or_else(|| {
            let message = format!("undefined identifier {name}");
            Failure::new("flux::eval::undefined", message)
                .label("has no value here")
                .at(expression.span)
        })?;
        Ok(binding.value())
    }

    /// A literal is compiled once in its file.
    fn regex(&self, expression: &Expr, pattern: &str) -> Result<Regex, Failure> {
        if let Some(Binding::Value(Value::Regex(regex))) = self.unit.kept(expression.id) {
            return Ok(regex.clone());
        }
        let regex = Regex::new(pattern).map_err(|failure| failure.at(expression.span))?;
        let kept = Binding::Value(Value::Regex(regex.clone()));
        self.unit.keep(expression.id, kept);
        Ok(regex)
    }

    fn interpolation(&self, parts: &[StringPart]) -> Result<Value, Failure> {
        let mut text = String::new();
        for part in parts {
            match part {
                StringPart::Text(part) => text.push_str(part),
                StringPart::Expr(part) => {
                    let value = self.evaluate(part)?;
                    let failed = || not_text(&value, self.logic).at(part.span);
                    let part = value.to_text().ok_or_else(failed)?;
                    value::check_length(text.len() + part.len())?;
                    text.push_str(&part);
                }
            }
        }
        Ok(Value::string(text))
    }

    fn array(&self, items: &[Expr]) -> Result<Value, Failure> {
        let mut found = Vec::with_capacity(items.len());
        let mut expected: Option<&'static str> = None;
        for item in items {
            let value = self.evaluate(item)?;
            let ty = value.type_name();
            if !value.is_null() && *expected.get_or_insert(ty) != ty {
                let expected = expected.unwrap_or(ty);
                let message = format!("expected {expected} but found {ty}");
                return Err(Failure::new("flux::eval::array_types", message)
                    .label(format!("the items before are of type {expected}"))
                    .help("all items of an array have one type")
                    .at(item.span));
            }
            found.push(value);
        }
        Ok(Value::array(found))
    }

    fn dict(&self, entries: &[(Expr, Expr)]) -> Result<Value, Failure> {
        let mut dict = BTreeMap::new();
        for (key, value) in entries {
            let found = self.evaluate(key)?;
            let cell = found.to_scalar().ok_or_else(|| {
                let message = format!("a {} cannot be a dictionary's key", found.type_name());
                Failure::new("flux::eval::dict_key", message).at(key.span)
            })?;
            dict.insert(cell, self.evaluate(value)?);
        }
        Ok(Value::Dict(Arc::new(Dict(dict))))
    }

    fn record(&self, with: Option<&Expr>, properties: &[Property]) -> Result<Value, Failure> {
        let mut record = match with
            .map(|base| Ok((self.evaluate(base)?, base)))
            .transpose()?
        {
            None => Record::default(),
            Some((Value::Record(base), _)) => {
                Arc::try_unwrap(base).unwrap_or_else(|shared| (*shared).clone())
            }
            Some((other, base)) => {
                let message = format!(
                    "cannot extend a {}: `with` needs a record",
                    other.type_name()
                );
                return Err(Failure::new("flux::eval::with", message).at(base.span));
            }
        };
        for (index, property) in properties.iter().enumerate() {
            let name = &property.key.name;
            let before = properties.iter().take(index);
            // Within rows the last one counts.
            if self.logic == NullLogic::Script
                && before.into_iter().any(|other| other.key.name == *name)
            {
                let message = format!("the property `{name}` is given twice");
                let failure = Failure::new("flux::eval::duplicate_property", message);
                return Err(failure.label("given again").at(property.key.span));
            }
            record.set(Arc::clone(name), self.evaluate(&property.value)?);
        }
        Ok(Value::Record(Arc::new(record)))
    }

    fn closure(&self, expression: &Expr, literal: &Arc<Function>) -> Result<Value, Failure> {
        let defaults = literal
            .parameters
            .iter()
            .map(|parameter| match &parameter.default {
                Some(default) if !parameter.pipe && !self.reads_option(default) => {
                    self.evaluate(default).map(Some)
                }
                _ => Ok(None),
            });
        Ok(Value::Function(value::Function::Closure(Arc::new(
            Closure {
                literal: Arc::clone(literal),
                defaults: defaults.collect::<Result<_, _>>()?,
                environment: Arc::new(Captured {
                    unit: Arc::clone(self.unit),
                    scope: Arc::clone(&self.scope),
                    frame: self.unit.resolution.frame_size(expression.id),
                    body: Arc::clone(literal),
                }),
            },
        ))))
    }

    /// Whether an expression is one of the records that were given from outside.
    fn is_parameter(&self, expression: &Expr) -> bool {
        let ExprKind::Ident(name) = &expression.kind else {
            return false;
        };
        self.unit.resolution.place(expression.id) == Some(Place::Prelude)
            && self.unit.earlier(name).is_none()
            && self.evaluator.parameter(name).is_some()
    }

    /// Whether an expression's value may change when an option is set.
    fn reads_option(&self, expression: &Expr) -> bool {
        if let ExprKind::Ident(name) = &expression.kind {
            let binding = self.unit.binding(&self.scope, expression.id, name);
            return matches!(binding, Some(Binding::Option(_) | Binding::Package(_)));
        }
        let mut found = false;
        visit::each_child(&expression.kind, &mut |child| {
            found = found || self.reads_option(child);
        });
        found
    }

    fn member(&self, expression: &Expr, object: &Expr, property: &str) -> Result<Value, Failure> {
        if let ExprKind::Ident(name) = &object.kind
            && let Some(Binding::Package(package)) = self.unit.binding(&self.scope, object.id, name)
        {
            return package
                .member(property)
                .map(Binding::value)
                .ok_or_else(|| package.no_member(property).at(expression.span));
        }
        match self.evaluate(object)? {
            Value::Dynamic(inner) => self
                .dynamic_member(&inner, property)
                .map_err(|failure| failure.at(object.span)),
            Value::Record(record) => match record.get(property) {
                Some(value) => Ok(value.clone()),
                None if self.is_parameter(object) => {
                    Err(unset_parameter(object, property).at(expression.span))
                }
                None => Ok(Value::Null(None)),
            },
            other => {
                let message = format!(
                    "cannot access property \"{property}\" on value of type {}",
                    other.type_name()
                );
                Err(Failure::new("flux::eval::no_record", message)
                    .label(format!("this is a {}", other.type_name()))
                    .at(object.span))
            }
        }
    }

    /// A property of a dynamic value, dynamic itself; null if the record lacks it.
    fn dynamic_member(&self, inner: &Value, property: &str) -> Result<Value, Failure> {
        let message = match (inner, self.logic) {
            (Value::Record(record), _) => {
                let found = record.get(property).cloned();
                return Ok(found.unwrap_or(Value::Null(None)).dynamic());
            }
            (Value::Null(ty), NullLogic::Script) => {
                let ty = ty.map_or("invalid", crate::table::Type::name);
                format!("cannot access property \"{property}\" on value of type {ty}")
            }
            (other, NullLogic::Script) => {
                let ty = other.type_name();
                format!("cannot access property \"{property}\" on value of type {ty}")
            }
            (Value::Null(_), _) => "cannot access property of a null value; expected record".into(),
            (other, _) => format!(
                "cannot access property of a value with type {}; expected record",
                other.type_name()
            ),
        };
        Err(Failure::new("flux::eval::no_record", message)
            .label(format!("in this dynamic value is a {}", inner.type_name()))
            .help("ask with `exists`, or with `isType` of `experimental/dynamic`, first"))
    }

    fn logical(&self, op: LogicalOp, left: &Expr, right: &Expr) -> Result<Value, Failure> {
        let logic = match self.logic {
            NullLogic::Script if self.evaluator.setup.strict_null_logic => NullLogic::Vectorised,
            logic => logic,
        };
        let side = |side: &Expr| {
            let value = self.evaluate(side)?;
            operators::logical_operand(&value, logic).map_err(|failure| failure.at(side.span))
        };
        // What decides the result whatever the other side is.
        let decisive = op == LogicalOp::Or;
        let found = match (side(left)?, logic) {
            (Some(left), _) if left == decisive => Some(decisive),
            (Some(_), _) => side(right)?,
            (None, NullLogic::Vectorised) => side(right)?.filter(|right| *right == decisive),
            // Row by row a null on the left counts as false.
            (None, _) if op == LogicalOp::And => Some(false),
            (None, _) => side(right)?,
        };
        Ok(found.map_or(Value::Null(Some(crate::table::Type::Bool)), Value::Bool))
    }
}

fn unset_parameter(object: &Expr, property: &str) -> Failure {
    let record = match &object.kind {
        ExprKind::Ident(name) => name.as_ref(),
        _ => "params",
    };
    let message = format!("the parameter `{record}.{property}` is not set");
    Failure::new("flux::eval::parameter", message).help(format!(
        "set it on the command line: `--param {record}.{property}=…`"
    ))
}

/// What stands for a part of the text that could not be read; parsing has reported it.
fn unreadable() -> Failure {
    Failure::new(
        "flux::eval::unreadable",
        "this part of the script could not be read",
    )
}

fn not_text(value: &Value, logic: NullLogic) -> Failure {
    if value.is_null() {
        let message = match logic {
            NullLogic::Script => "interpolated expression produced a null value",
            _ => "string expression evaluated to null",
        };
        return Failure::new("flux::eval::interpolated_null", message)
            .label("this is null")
            .help("give it a value before: `if exists x then … else …`");
    }
    let message = format!("cannot write a {} into a string", value.type_name());
    Failure::new("flux::eval::interpolated_type", message)
        .label(format!("this is a {}", value.type_name()))
        .help("`display(v: …)` shows any value as text")
}

fn element(array: &Value, index: &Value) -> Result<Value, Failure> {
    match (array, index) {
        (Value::Array(items), Value::Int(index)) => {
            let item = usize::try_from(*index)
                .ok()
                .and_then(|index| items.get(index));
            item.cloned().ok_or_else(|| {
                let message = format!(
                    "cannot access element {index} of array of length {}",
                    items.len()
                );
                Failure::new("flux::eval::index", message)
            })
        }
        (Value::Record(_), Value::String(_)) => Err(Failure::new(
            "flux::eval::no_array",
            "a variable in brackets is an index into an array; this is a record",
        )
        .help("a property's name in brackets must be a string literal: `r[\"name\"]`")),
        (Value::Dict(_), _) => Err(Failure::new(
            "flux::eval::no_array",
            "a dictionary has no brackets",
        )
        .help("read it with `dict.get(dict: …, key: …, default: …)`")),
        (Value::Array(_), index) => Err(Failure::new(
            "flux::eval::index_type",
            format!("expected int but found {}", index.type_name()),
        )),
        (other, _) => Err(Failure::new(
            "flux::eval::no_array",
            format!("expected an array but found a {}", other.type_name()),
        )),
    }
}
