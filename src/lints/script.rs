//! A script as the lints look at it: what its names stand for, and its pipelines call by call.

use crate::source::{Source, Span};
use crate::syntax::ast::{
    Body, Expr, ExprKind, File, Function, Property, Statement, StatementKind,
};
use crate::syntax::visit;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// How many definitions are followed, so that one that names itself ends.
const DEEPEST: usize = 32;

/// A file, with what its names stand for.
pub struct Script<'t> {
    pub source: &'t Source,
    pub file: &'t File,
    /// By name: the import path.
    imports: HashMap<&'t str, &'t str>,
    /// Variables and options of the file.
    values: HashMap<&'t str, &'t Expr>,
    /// Every name that an expression mentions.
    mentioned: HashSet<&'t str>,
    /// Every name that is mentioned as a value, and not only called.
    handed: HashSet<&'t str>,
    /// Every name that is called.
    called: HashSet<&'t str>,
}

/// What stands for the package of functions that are not the library's.
const OWN: &str = "?";

/// One call of a pipeline.
pub struct Call<'t> {
    /// The package's import path; empty for the prelude, [`OWN`] for what the script defines.
    pub package: &'t str,
    pub name: &'t str,
    pub arguments: &'t [Property],
    /// The call alone, without what is piped into it.
    pub span: Span,
}

impl<'t> Script<'t> {
    pub fn new(source: &'t Source, file: &'t File) -> Self {
        let imports = file.imports.iter().map(|import| {
            let last = import.path.rsplit('/').next().unwrap_or(&import.path);
            let name = import.alias.as_ref().map_or(last, |alias| &*alias.name);
            (name, &*import.path)
        });
        let values = file
            .body
            .iter()
            .filter_map(|statement| match &statement.kind {
                StatementKind::Variable(name, value) | StatementKind::Option(name, value) => {
                    Some((&*name.name, value))
                }
                _ => None,
            });
        let mut script = Self {
            source,
            file,
            imports: imports.collect(),
            values: values.collect(),
            mentioned: HashSet::new(),
            handed: HashSet::new(),
            called: HashSet::new(),
        };
        let mut mentioned = HashSet::new();
        let mut called = HashMap::new();
        script.each(&mut |expr| {
            if let ExprKind::Call { callee, .. } = &expr.kind
                && let ExprKind::Ident(name) = &callee.kind
            {
                called.insert(callee.span, &**name);
            }
        });
        let mut handed = HashSet::new();
        script.each(&mut |expr| {
            if let ExprKind::Ident(name) = &expr.kind {
                mentioned.insert(&**name);
                if !called.contains_key(&expr.span) {
                    handed.insert(&**name);
                }
            }
            if let ExprKind::Record {
                with: Some(base), ..
            } = &expr.kind
                && let ExprKind::Ident(name) = &base.kind
            {
                mentioned.insert(&**name);
            }
        });
        // `option package.name` mentions its package.
        for statement in &file.body {
            if let StatementKind::OptionMember(package, ..) = &statement.kind {
                mentioned.insert(&package.name);
            }
        }
        script.mentioned = mentioned;
        script.handed = handed;
        script.called = called.into_values().collect();
        script
    }

    /// Whether it is a package that others import, and no script.
    pub fn is_library(&self) -> bool {
        let package = self.file.package.as_ref();
        package.is_some_and(|package| &*package.name != "main")
    }

    /// Whether a name is called anywhere.
    pub fn calls(&self, name: &str) -> bool {
        self.called.contains(name)
    }

    /// Whether a name is given to others as a value, and not only called.
    pub fn hands_over(&self, name: &str) -> bool {
        self.handed.contains(name)
    }

    /// Whether an expression mentions a name.
    pub fn mentions(&self, name: &str) -> bool {
        self.mentioned.contains(name)
    }

    /// The value of a name of the file.
    pub fn value(&self, name: &str) -> Option<&'t Expr> {
        self.values.get(name).copied()
    }

    /// The path of the package that a name stands for.
    pub fn package(&self, name: &str) -> Option<&'t str> {
        self.imports.get(name).copied()
    }

    /// Calls `visit` with every expression of the file, outer ones first.
    pub fn each(&self, visit: &mut dyn FnMut(&'t Expr)) {
        visit::each_expression(&self.file.body, &mut |expr| below(expr, visit));
    }

    /// The calls of a pipeline, its source first. Names of the file are followed.
    pub fn pipeline(&self, expr: &'t Expr) -> Vec<Call<'t>> {
        let mut calls = Vec::new();
        self.add_calls(expr, &mut calls, DEEPEST);
        calls
    }

    fn add_calls(&self, expr: &'t Expr, calls: &mut Vec<Call<'t>>, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        match &expr.kind {
            ExprKind::Paren(inner) => self.add_calls(inner, calls, depth),
            ExprKind::Ident(name) => {
                if let Some(value) = self.value(name) {
                    self.add_calls(value, calls, depth);
                }
            }
            ExprKind::Pipe { argument, call } => {
                self.add_calls(argument, calls, depth);
                calls.extend(self.call(call).or_else(|| own(call)));
            }
            ExprKind::Call { arguments, .. } => {
                let tables = arguments.iter().find(|one| &*one.key.name == "tables");
                if let Some(tables) = tables {
                    self.add_calls(&tables.value, calls, depth);
                }
                calls.extend(self.call(expr).or_else(|| own(expr)));
            }
            _ => {}
        }
    }

    /// What a call calls, if that is a function of the library.
    pub fn call(&self, expr: &'t Expr) -> Option<Call<'t>> {
        let ExprKind::Call { callee, arguments } = &expr.kind else {
            return None;
        };
        let (package, name) = self.function(callee)?;
        Some(Call {
            package,
            name,
            arguments,
            span: expr.span,
        })
    }

    /// Package and name of a library function that an expression is.
    pub fn function(&self, expr: &'t Expr) -> Option<(&'t str, &'t str)> {
        match &expr.kind {
            ExprKind::Paren(inner) => self.function(inner),
            ExprKind::Ident(name) if self.value(name).is_none() && self.package(name).is_none() => {
                Some(("", name))
            }
            ExprKind::Member { object, property } => match &object.kind {
                ExprKind::Ident(alias) => Some((self.package(alias)?, &property.name)),
                _ => None,
            },
            _ => None,
        }
    }

    /// The text of a string literal, or of a name that stands for one.
    pub fn text(&self, expr: &'t Expr) -> Option<&'t Arc<str>> {
        match &self.followed(expr).kind {
            ExprKind::String(text) => Some(text),
            _ => None,
        }
    }

    /// What an expression is once names of the file are replaced by their values.
    pub fn followed(&self, mut expr: &'t Expr) -> &'t Expr {
        for _ in 0..DEEPEST {
            match &expr.kind {
                ExprKind::Paren(inner) => expr = inner,
                ExprKind::Ident(name) => match self.value(name) {
                    Some(value) => expr = value,
                    None => return expr,
                },
                _ => return expr,
            }
        }
        expr
    }
}

impl<'t> Call<'t> {
    /// An argument by its name.
    pub fn argument(&self, name: &str) -> Option<&'t Expr> {
        let argument = self.arguments.iter().find(|one| &*one.key.name == name);
        argument.map(|argument| &argument.value)
    }

    /// Whether it calls a function that is not the library's, and may do anything.
    pub fn is_own(&self) -> bool {
        self.package == OWN
    }

    /// Whether it calls this function; `""` is the prelude.
    pub fn is(&self, package: &str, name: &str) -> bool {
        self.package == package && self.name == name
    }
}

/// A call of what is no function of the library.
fn own<'t>(expr: &'t Expr) -> Option<Call<'t>> {
    let ExprKind::Call { arguments, .. } = &expr.kind else {
        return None;
    };
    Some(Call {
        package: OWN,
        name: "",
        arguments,
        span: expr.span,
    })
}

/// Calls `visit` with an expression and all below it.
pub fn below<'t>(expr: &'t Expr, visit: &mut dyn FnMut(&'t Expr)) {
    let mut stack = vec![expr];
    while let Some(expr) = stack.pop() {
        visit(expr);
        let at = stack.len();
        visit::each_child(&expr.kind, &mut |child| stack.push(child));
        if let Some(children) = stack.get_mut(at..) {
            children.reverse();
        }
    }
}

/// Every statement of the file and of what is inside it, with whether it is the file's own.
pub fn each_statement<'t>(file: &'t File, visit: &mut dyn FnMut(&'t Statement, bool)) {
    let mut blocks: Vec<(&'t [Statement], bool)> = vec![(&file.body, true)];
    while let Some((statements, is_own)) = blocks.pop() {
        for statement in statements {
            visit(statement, is_own);
            if let StatementKind::TestCase { body, .. } = &statement.kind {
                blocks.push((body, false));
            }
        }
        visit::each_expression(statements, &mut |expr| {
            below(expr, &mut |expr| {
                if let ExprKind::Function(function) = &expr.kind
                    && let Body::Block(statements) = &function.body
                {
                    // Only its own statements: those of functions inside it are met on the way.
                    for statement in statements {
                        visit(statement, false);
                    }
                }
            });
        });
    }
}

/// Whether a function's body mentions a name.
pub fn body_mentions(function: &Function, name: &str) -> bool {
    let mut found = false;
    let mut look = |expr: &Expr| {
        below(expr, &mut |expr| {
            found |= matches!(&expr.kind, ExprKind::Ident(one) if &**one == name);
        });
    };
    match &function.body {
        Body::Expr(body) => look(body),
        Body::Block(statements) => visit::each_expression(statements, &mut |expr| look(expr)),
    }
    found
}
