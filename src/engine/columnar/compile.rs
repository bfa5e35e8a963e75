//! Function literals to nodes.

use super::{Node, Outcome, Program};
use crate::syntax::ast::{
    BinaryOp, Body, Expr, ExprKind, Property, Statement, StatementKind, StringPart, UnaryOp,
};
use crate::table::Name;
use crate::value::{Builtin, Closure, Environment, Function, Regex, Value};

/// Calls within calls deeper than this are left to the interpreter.
const DEPTH: usize = 16;

/// The program of a function of a row that is named `r`; none if it does something that only the
/// interpreter can.
pub fn compile(function: &Function) -> Option<Program> {
    let Function::Closure(closure) = function else {
        return None;
    };
    let mut compiler = Compiler::default();
    let parameters = &closure.literal.parameters;
    let [row] = &parameters[..] else {
        return None;
    };
    if *row.name.name != *"r" {
        return None;
    }
    let mut scope = Scope {
        environment: &*closure.environment,
        names: vec![(row.name.name.clone(), Term::Row)],
        depth: 0,
    };
    let body = compiler.body(&closure.literal.body, &mut scope)?;
    let eager = match &closure.literal.body {
        Body::Expr(_) => 0,
        Body::Block(_) => scope.names.len(),
    };
    let result = match body {
        Computed::Term(Term::Row) => Outcome::Record {
            with_row: true,
            properties: Vec::new(),
        },
        Computed::Term(term) => Outcome::Value(compiler.node(term)?),
        Computed::Node(node) => Outcome::Value(node),
        Computed::Record(with_row, properties) => Outcome::Record {
            with_row,
            properties,
        },
    };
    let eager = match eager {
        0 => 0,
        _ => compiler.eager(&scope),
    };
    Some(Program {
        result,
        locals: compiler.locals,
        eager,
    })
}

/// What an expression comes to.
#[derive(Clone, Debug)]
enum Term {
    /// The row itself.
    Row,
    /// A value that is known already.
    Value(Value),
    /// A local.
    Local(usize),
}

enum Computed {
    Term(Term),
    Node(Node),
    Record(bool, Vec<(Name, Node)>),
}

struct Scope<'a> {
    environment: &'a dyn Environment,
    names: Vec<(Name, Term)>,
    depth: usize,
}

#[derive(Default)]
struct Compiler {
    locals: Vec<Node>,
}

impl Compiler {
    fn body(&mut self, body: &Body, scope: &mut Scope<'_>) -> Option<Computed> {
        match body {
            Body::Expr(body) => self.outcome(body, scope),
            Body::Block(statements) => self.block(statements, scope),
        }
    }

    fn block(&mut self, statements: &[Statement], scope: &mut Scope<'_>) -> Option<Computed> {
        for statement in statements {
            match &statement.kind {
                StatementKind::Variable(name, value) => {
                    let term = self.term(value, scope)?;
                    scope.names.push((name.name.clone(), term));
                }
                StatementKind::Return(value) => return self.outcome(value, scope),
                _ => return None,
            }
        }
        None
    }

    /// How many locals, from the first on, hold what the block's own variables need.
    fn eager(&self, scope: &Scope<'_>) -> usize {
        let locals = scope.names.iter().filter_map(|(_, term)| match term {
            Term::Local(local) => Some(local + 1),
            _ => None,
        });
        locals.max().unwrap_or(0)
    }

    fn outcome(&mut self, expr: &Expr, scope: &mut Scope<'_>) -> Option<Computed> {
        let (with, properties) = match &inside(expr).kind {
            ExprKind::Record { with, properties } => (with, properties),
            ExprKind::Call { callee, arguments } => {
                return self.call(callee, arguments, None, scope);
            }
            ExprKind::Ident(_) => return self.term(expr, scope).map(Computed::Term),
            _ => return self.expr(expr, scope).map(Computed::Node),
        };
        let with_row = match with {
            None => false,
            Some(base) => match self.term(base, scope)? {
                Term::Row => true,
                _ => return None,
            },
        };
        let properties: Option<Vec<_>> = properties
            .iter()
            .map(|property| {
                let node = self.expr(&property.value, scope)?;
                Some((property.key.name.clone(), node))
            })
            .collect();
        Some(Computed::Record(with_row, properties?))
    }

    /// An expression whose value may be used more than once.
    fn term(&mut self, expr: &Expr, scope: &mut Scope<'_>) -> Option<Term> {
        let expr = inside(expr);
        if let ExprKind::Ident(name) = &expr.kind {
            let known = scope.names.iter().rev().find(|(known, _)| known == name);
            return match known {
                Some((_, term)) => Some(term.clone()),
                None => scope.environment.captured(expr).map(Term::Value),
            };
        }
        Some(match self.expr(expr, scope)? {
            Node::Constant(value) => Term::Value(value),
            Node::Local(local) => Term::Local(local),
            node => {
                self.locals.push(node);
                Term::Local(self.locals.len() - 1)
            }
        })
    }

    fn value(&mut self, outcome: Computed) -> Option<Node> {
        match outcome {
            Computed::Term(term) => self.node(term),
            Computed::Node(node) => Some(node),
            Computed::Record(..) => None,
        }
    }

    fn node(&mut self, term: Term) -> Option<Node> {
        match term {
            Term::Row => None,
            Term::Value(value) => Some(Node::Constant(value)),
            Term::Local(local) => Some(Node::Local(local)),
        }
    }

    fn expr(&mut self, expr: &Expr, scope: &mut Scope<'_>) -> Option<Node> {
        Some(match &expr.kind {
            ExprKind::Paren(inner) => return self.expr(inner, scope),
            ExprKind::Ident(_) => {
                let term = self.term(expr, scope)?;
                return self.node(term);
            }
            ExprKind::Int(value) => Node::Constant(Value::Int(*value)),
            ExprKind::Float(value) => Node::Constant(Value::Float(*value)),
            ExprKind::String(value) => Node::Constant(Value::String(value.clone())),
            ExprKind::Time(value) => Node::Constant(Value::Time(*value)),
            ExprKind::Duration(value) => Node::Constant(Value::Duration(*value)),
            ExprKind::Regex(pattern) => Node::Constant(Value::Regex(Regex::new(pattern).ok()?)),
            ExprKind::Label(name) => Node::Constant(Value::Label(name.clone())),
            ExprKind::Array(items) => {
                let items: Option<Vec<Value>> = items
                    .iter()
                    .map(|item| match self.expr(item, scope)? {
                        Node::Constant(value) => Some(value),
                        _ => None,
                    })
                    .collect();
                Node::Constant(Value::array(items?))
            }
            ExprKind::Interpolation(parts) => {
                let parts: Option<Vec<Node>> = parts
                    .iter()
                    .map(|part| match part {
                        StringPart::Text(text) => Some(Node::Constant(Value::String(text.clone()))),
                        StringPart::Expr(part) => self.expr(part, scope),
                    })
                    .collect();
                Node::Interpolation(parts?)
            }
            ExprKind::Member { object, property } => match self.term(object, scope)? {
                Term::Row => Node::Column(property.name.clone()),
                Term::Value(Value::Record(record)) => {
                    Node::Constant(record.get(&property.name)?.clone())
                }
                _ => return None,
            },
            ExprKind::Binary { op, left, right } => {
                let left = Box::new(self.expr(left, scope)?);
                match (op, self.expr(right, scope)?) {
                    (BinaryOp::Match | BinaryOp::NotMatch, Node::Constant(Value::Regex(regex))) => {
                        Node::Match(left, regex, *op == BinaryOp::NotMatch)
                    }
                    (BinaryOp::Match | BinaryOp::NotMatch, _) => return None,
                    (op, right) => Node::Binary(*op, left, Box::new(right)),
                }
            }
            ExprKind::Logical { op, left, right } => Node::Logical(
                *op,
                Box::new(self.expr(left, scope)?),
                Box::new(self.expr(right, scope)?),
            ),
            ExprKind::Unary { op, operand } => {
                let operand = self.expr(operand, scope)?;
                match (op, operand) {
                    (UnaryOp::Minus, Node::Constant(Value::Int(value))) => {
                        Node::Constant(Value::Int(value.wrapping_neg()))
                    }
                    (UnaryOp::Minus, Node::Constant(Value::Float(value))) => {
                        Node::Constant(Value::Float(-value))
                    }
                    (UnaryOp::Minus, Node::Constant(Value::Duration(value))) => {
                        Node::Constant(Value::Duration(value.negate()))
                    }
                    (UnaryOp::Not, operand) => Node::Not(Box::new(operand)),
                    (UnaryOp::Exists, operand) => Node::Exists(Box::new(operand)),
                    (UnaryOp::Minus, operand) => Node::Negate(Box::new(operand)),
                    (UnaryOp::Plus, _) => return None,
                }
            }
            ExprKind::If {
                test,
                consequent,
                alternate,
            } => Node::If(Box::new([
                self.expr(test, scope)?,
                self.expr(consequent, scope)?,
                self.expr(alternate, scope)?,
            ])),
            ExprKind::Call { callee, arguments } => {
                let outcome = self.call(callee, arguments, None, scope)?;
                return self.value(outcome);
            }
            ExprKind::Pipe { argument, call } => {
                let ExprKind::Call { callee, arguments } = &inside(call).kind else {
                    return None;
                };
                let piped = self.term(argument, scope)?;
                let outcome = self.call(callee, arguments, Some(piped), scope)?;
                return self.value(outcome);
            }
            ExprKind::Index { .. }
            | ExprKind::Dict(_)
            | ExprKind::Record { .. }
            | ExprKind::Function(_)
            | ExprKind::PipeLiteral
            | ExprKind::Bad => return None,
        })
    }

    fn call(
        &mut self,
        callee: &Expr,
        arguments: &[Property],
        piped: Option<Term>,
        scope: &mut Scope<'_>,
    ) -> Option<Computed> {
        let function = match self.term(callee, scope)? {
            Term::Value(Value::Function(function)) => function,
            _ => return None,
        };
        let mut given: Vec<(Name, Term)> = Vec::new();
        for argument in arguments {
            let term = self.term(&argument.value, scope)?;
            given.push((argument.key.name.clone(), term));
        }
        match function {
            Function::Builtin(builtin) => self.builtin(builtin, given, piped).map(Computed::Node),
            Function::Closure(closure) => self.inlined(&closure, given, piped, scope.depth + 1),
        }
    }

    fn builtin(
        &mut self,
        builtin: &'static Builtin,
        given: Vec<(Name, Term)>,
        piped: Option<Term>,
    ) -> Option<Node> {
        if !builtin.pure {
            return None;
        }
        let mut places: Vec<Option<Node>> = builtin.params.iter().map(|_| None).collect();
        if let Some(piped) = piped {
            let pipe = builtin.params.iter().position(|param| param.pipe)?;
            places[pipe] = Some(self.node(piped)?);
        }
        for (name, term) in given {
            let place = builtin
                .params
                .iter()
                .position(|param| *param.name == *name)?;
            if places[place].is_some() {
                return None;
            }
            places[place] = Some(self.node(term)?);
        }
        for (place, param) in places.iter_mut().zip(builtin.params) {
            if place.is_none() {
                match &param.default {
                    Some(default) => *place = Some(Node::Constant((default.value)())),
                    None if param.optional => {}
                    None => return None,
                }
            }
        }
        Some(Node::Call(builtin, places))
    }

    /// The body of a closure in place of its call.
    fn inlined(
        &mut self,
        closure: &Closure,
        mut given: Vec<(Name, Term)>,
        piped: Option<Term>,
        depth: usize,
    ) -> Option<Computed> {
        if depth > DEPTH {
            return None;
        }
        let parameters = &closure.literal.parameters;
        if let Some(piped) = piped {
            let pipe = parameters.iter().find(|parameter| parameter.pipe)?;
            given.push((pipe.name.name.clone(), piped));
        }
        let known = |name: &Name| parameters.iter().any(|p| p.name.name == *name);
        if !given.iter().all(|(name, _)| known(name)) {
            return None;
        }
        for (parameter, default) in parameters.iter().zip(&closure.defaults) {
            let name = &parameter.name.name;
            match given.iter().filter(|(known, _)| known == name).count() {
                0 => given.push((name.clone(), Term::Value(default.clone()?))),
                1 => {}
                _ => return None,
            }
        }
        if given.len() != parameters.len() {
            return None;
        }
        let mut scope = Scope {
            environment: &*closure.environment,
            names: given,
            depth,
        };
        self.body(&closure.literal.body, &mut scope)
    }
}

fn inside(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Paren(inner) => inside(inner),
        _ => expr,
    }
}
