//! The types of expressions, one by one.

use super::error::{Role, TypeError};
use super::infer::{Entry, Inference};
use super::kind::Kind;
use super::mismatch::Mismatch;
use super::scheme::Scheme;
use super::ty::{Argument, Basic, FunctionType, Key, RecordType, Type};
use crate::source::Span;
use crate::syntax::Place;
use crate::syntax::ast::{
    BinaryOp, Body, Expr, ExprKind, Function, Ident, Property, StringPart, UnaryOp,
};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Inference<'_> {
    /// The type of an expression, from those of its parts.
    pub(super) fn found(&mut self, expression: &Expr) -> Type {
        match &expression.kind {
            ExprKind::Ident(name) => self.name(expression, name),
            ExprKind::Int(_) => Type::INT,
            ExprKind::Float(_) => Type::Basic(Basic::Float),
            ExprKind::String(_) => Type::STRING,
            ExprKind::Time(_) => Type::Basic(Basic::Time),
            ExprKind::Duration(_) => Type::Basic(Basic::Duration),
            ExprKind::Regex(_) => Type::REGEXP,
            ExprKind::Label(name) => {
                let (span, name) = (expression.span, Arc::clone(name));
                if self.signatures.labels() {
                    return Type::Label(name);
                }
                self.errors.push(TypeError::LabelLiteral { span, name });
                Type::Error
            }
            ExprKind::PipeLiteral | ExprKind::Bad => Type::Error,
            ExprKind::Interpolation(parts) => {
                for part in parts {
                    if let StringPart::Expr(inner) = part {
                        let ty = self.expression(inner);
                        self.ask(Kind::Stringable, &ty, inner.span, Role::Plain);
                    }
                }
                Type::STRING
            }
            ExprKind::Array(elements) => self.array(elements),
            ExprKind::Dict(entries) => self.dict(entries, expression.span),
            ExprKind::Record { with, properties } => self.record(with.as_deref(), properties),
            ExprKind::Paren(inner) => self.expression(inner),
            ExprKind::Function(function) => self.function(function),
            ExprKind::Call { .. } => self.call(expression, None),
            ExprKind::Pipe { argument, call } => {
                let ty = self.call(call, Some(argument));
                self.keep(call, &ty);
                ty
            }
            ExprKind::Member { object, property } => self.member(object, property),
            ExprKind::Index { array, index } => self.index(array, index),
            ExprKind::Binary { op, left, right } => self.binary(*op, left, right, expression.span),
            ExprKind::Logical { op: _, left, right } => {
                let mut whole = Type::BOOL;
                for operand in [left, right] {
                    let ty = self.expression(operand);
                    if self.equal(&Type::BOOL, &ty, operand.span, Role::Condition) == Type::Error {
                        whole = Type::Error;
                    }
                }
                whole
            }
            ExprKind::Unary { op, operand } => {
                let ty = self.expression(operand);
                match op {
                    UnaryOp::Not => {
                        self.equal(&Type::BOOL, &ty, operand.span, Role::Condition);
                        Type::BOOL
                    }
                    UnaryOp::Exists => Type::BOOL,
                    UnaryOp::Plus | UnaryOp::Minus => {
                        self.ask(Kind::Negatable, &ty, operand.span, Role::Plain);
                        ty
                    }
                }
            }
            ExprKind::If {
                test,
                consequent,
                alternate,
            } => {
                let ty = self.expression(test);
                self.equal(&Type::BOOL, &ty, test.span, Role::Condition);
                let then = self.expression(consequent);
                let other = self.expression(alternate);
                let role = Role::Same(consequent.span);
                self.equal(&then, &other, alternate.span, role)
            }
        }
    }

    fn name(&mut self, expression: &Expr, name: &Arc<str>) -> Type {
        match self.resolution.place(expression.id) {
            None => Type::Error,
            Some(Place::Prelude) => match self.signatures.prelude(name) {
                Some(scheme) => self.substitution.instantiate(&scheme),
                None => Type::Error,
            },
            Some(Place::Slot { .. }) => {
                let Some(entry) = self.entry(expression).cloned() else {
                    return Type::Error;
                };
                match &entry.package {
                    Some(path) => self.package(path),
                    None => self.substitution.instantiate(&entry.scheme),
                }
            }
        }
    }

    /// A package as a value: a record of all that it exports.
    fn package(&mut self, path: &str) -> Type {
        let names = self.signatures.exports(path).unwrap_or_default();
        let mut fields = Vec::with_capacity(names.len());
        for name in names {
            if let Some(scheme) = self.signatures.export(path, &name) {
                fields.push((Key::Name(name), self.substitution.instantiate(&scheme)));
            }
        }
        Type::record_of(fields, None)
    }

    fn array(&mut self, elements: &[Expr]) -> Type {
        let mut element: Option<(Type, &Expr)> = None;
        for expression in elements {
            let ty = self.expression(expression);
            element = Some(match element {
                None => (ty, expression),
                Some((ty_before, first)) => {
                    let role = Role::Same(first.span);
                    let known = self.errors.len();
                    let ty = self.equal(&ty_before, &ty, expression.span, role);
                    if let Some(error) = self.errors.get_mut(known) {
                        narrow(error, first, expression);
                    }
                    (ty, first)
                }
            });
        }
        let fresh = || self.substitution.fresh();
        Type::array(element.map_or_else(fresh, |(ty, _)| ty))
    }

    fn dict(&mut self, entries: &[(Expr, Expr)], span: Span) -> Type {
        let (key, value) = (self.substitution.fresh(), self.substitution.fresh());
        for (left, right) in entries {
            for (expected, expression) in [(&key, left), (&value, right)] {
                let ty = self.expression(expression);
                let first = entries.first().map(|(left_first, right_first)| {
                    if std::ptr::eq(expression, left) {
                        left_first.span
                    } else {
                        right_first.span
                    }
                });
                let role = Role::Same(first.unwrap_or(span));
                self.equal(expected, &ty, expression.span, role);
            }
        }
        self.ask(Kind::Comparable, &key, span, Role::Key);
        Type::Dict(Arc::new((key, value)))
    }

    fn record(&mut self, with: Option<&Expr>, properties: &[Property]) -> Type {
        let tail = with.map(|base| self.expression(base));
        let fields = properties.iter().map(|property| {
            let ty = self.expression(&property.value);
            (Key::Name(Arc::clone(&property.key.name)), ty)
        });
        let fields = fields.collect();
        Type::record(fields, tail)
    }

    /// A function with defaults is finished, for every choice of its variables, before it meets
    /// them: a default's type is not the parameter's.
    fn function(&mut self, function: &Function) -> Type {
        let defaults: Vec<_> = (function.parameters.iter())
            .filter_map(|parameter| Some((parameter, parameter.default.as_ref()?)))
            .collect();
        if !defaults.is_empty() {
            self.substitution.enter();
        }
        let ty = self.function_body(function);
        if defaults.is_empty() {
            return ty;
        }
        self.substitution.exit();
        let (scheme, whole) = self.substitution.generalize(&ty);
        if !whole {
            let span = function.span;
            self.errors.push(TypeError::TooLarge { span });
            return Type::Error;
        }
        let instance = self.substitution.instantiate(&scheme);
        for (parameter, default) in defaults {
            let found = self.expression(default);
            if let Type::Function(instance) = &instance
                && let Some(expected) = instance.parameter(&parameter.name.name)
            {
                let role = Role::Default {
                    name: Arc::clone(&parameter.name.name),
                };
                self.equal(expected, &found, default.span, role);
            }
        }
        ty
    }

    fn function_body(&mut self, function: &Function) -> Type {
        let mut ty = FunctionType {
            required: BTreeMap::new(),
            optional: BTreeMap::new(),
            pipe: None,
            returns: Type::Error,
        };
        self.frames.push(Vec::new());
        for (slot, parameter) in function.parameters.iter().enumerate() {
            let (name, own) = (Arc::clone(&parameter.name.name), self.substitution.fresh());
            let entry = Entry {
                scheme: Arc::new(Scheme::plain(own.clone())),
                package: None,
                span: parameter.name.span,
            };
            self.define(slot, entry);
            if parameter.default.is_some() {
                let default = None;
                let argument = Argument { ty: own, default };
                ty.optional.entry(name).or_insert(argument);
            } else if parameter.pipe {
                ty.pipe = Some((name, own));
            } else {
                ty.required.entry(name).or_insert(own);
            }
        }
        let returns = match &function.body {
            Body::Expr(body) => Some(self.expression(body)),
            Body::Block(statements) => self.statements(statements),
        };
        ty.returns = returns.unwrap_or(Type::Error);
        self.frames.pop();
        Type::Function(Arc::new(ty))
    }

    fn member(&mut self, object: &Expr, property: &Ident) -> Type {
        let path = match &object.kind {
            ExprKind::Ident(_) => self.entry(object).and_then(|entry| entry.package.clone()),
            _ => None,
        };
        if let Some(path) = path {
            return self.export(&path, property, object.span.to(property.span));
        }
        let ty = self.expression(object);
        match self.substitution.resolve(&ty) {
            Type::Dynamic => return Type::Dynamic,
            Type::Error => return Type::Error,
            Type::Record(record) => {
                let flat = self.substitution.flat(&record);
                if let Some(found) = flat.field(&property.name) {
                    return found.clone();
                }
            }
            _ => {}
        }
        let (found, rest) = (self.substitution.fresh(), self.substitution.fresh());
        let record = RecordType {
            fields: vec![(Key::Name(Arc::clone(&property.name)), found.clone())],
            tail: Some(rest),
        };
        let expected = Type::Record(Arc::new(record));
        let role = Role::Member {
            name: Arc::clone(&property.name),
            property: property.span,
        };
        match self.equal(&expected, &ty, object.span, role) {
            Type::Error => Type::Error,
            _ => found,
        }
    }

    fn index(&mut self, array: &Expr, index: &Expr) -> Type {
        let ty = self.expression(array);
        let number = self.expression(index);
        self.equal(&Type::INT, &number, index.span, Role::Plain);
        let element = self.substitution.fresh();
        let expected = Type::array(element.clone());
        match self.equal(&expected, &ty, array.span, Role::Plain) {
            Type::Error => Type::Error,
            _ => element,
        }
    }

    fn binary(&mut self, op: BinaryOp, left: &Expr, right: &Expr, span: Span) -> Type {
        let left_ty = self.expression(left);
        let right_ty = self.expression(right);
        let mistaken = [&left_ty, &right_ty]
            .into_iter()
            .any(|ty| self.substitution.resolve(ty) == Type::Error);
        if mistaken {
            return Type::Error;
        }
        // What is wrong with both sides is told once.
        let both = |this: &mut Self, kind| {
            let sides = [(&left_ty, left.span), (&right_ty, right.span)];
            sides
                .iter()
                .all(|(ty, span)| this.ask(kind, ty, *span, Role::Operator(op)))
        };
        let kind = match op {
            BinaryOp::Equal | BinaryOp::NotEqual => {
                both(self, Kind::Equatable);
                return Type::BOOL;
            }
            BinaryOp::Less | BinaryOp::Greater => {
                both(self, Kind::Comparable);
                return Type::BOOL;
            }
            BinaryOp::LessEqual | BinaryOp::GreaterEqual => {
                let _ = both(self, Kind::Equatable) && both(self, Kind::Comparable);
                return Type::BOOL;
            }
            BinaryOp::Match | BinaryOp::NotMatch => {
                self.equal(&Type::STRING, &left_ty, left.span, Role::Operator(op));
                self.equal(&Type::REGEXP, &right_ty, right.span, Role::Operator(op));
                return Type::BOOL;
            }
            BinaryOp::Add => Kind::Addable,
            BinaryOp::Subtract => Kind::Subtractable,
            BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Modulo | BinaryOp::Power => {
                Kind::Divisible
            }
        };
        let role = Role::Operands {
            op,
            left: left.span,
        };
        let ty = self.equal(&left_ty, &right_ty, right.span, role);
        if ty != Type::Error {
            self.ask(kind, &left_ty, span, Role::Operator(op));
        }
        ty
    }
}

/// Of two records that are written out and differ in one property, an error is about its values.
fn narrow(error: &mut TypeError, first: &Expr, second: &Expr) {
    let TypeError::Mismatch {
        span,
        mismatches,
        role: Role::Same(other),
        ..
    } = error
    else {
        return;
    };
    let Some(name) = mismatches.first().and_then(Mismatch::property) else {
        return;
    };
    let value = |record: &Expr| match &record.kind {
        ExprKind::Record { properties, .. } => {
            let property = properties.iter().find(|one| one.key.name == *name);
            property.map(|property| property.value.span)
        }
        _ => None,
    };
    if let (Some(before), Some(after)) = (value(first), value(second)) {
        (*other, *span) = (before, after);
    }
}
