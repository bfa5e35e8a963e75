//! What names stand for while a file is evaluated: frames of slots, chained as functions nest.

use super::evaluator::Evaluator;
use super::input::Earlier;
use super::packages::Loaded;
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::visit;
use crate::syntax::{Place, Resolution};
use crate::value::{Environment, Package, Value};
use std::any::Any;
use std::fmt;
use std::sync::{Arc, OnceLock, RwLock, Weak};

/// The frame of one run of a function, or of a file.
#[derive(Debug)]
pub(super) struct Scope {
    slots: Box<[OnceLock<Binding>]>,
    /// The frame of the function, or file, around.
    outer: Option<Arc<Self>>,
}

impl Scope {
    /// A frame of so many slots, all of them still empty.
    pub(super) fn new(slots: usize, outer: Option<Arc<Self>>) -> Arc<Self> {
        let slots = (0..slots).map(|_| OnceLock::new()).collect();
        Arc::new(Self { slots, outer })
    }

    /// Fills a slot; one that is filled already keeps its value.
    pub(super) fn set(&self, slot: usize, binding: Binding) {
        if let Some(place) = self.slots.get(slot) {
            // A second definition of a name has a slot of its own: nothing is lost here.
            let _ = place.set(binding);
        }
    }

    /// What a slot of the frame `up` functions out holds.
    pub(super) fn get(&self, up: u32, slot: u32) -> Option<&Binding> {
        let mut scope = self;
        for _ in 0..up {
            scope = scope.outer.as_ref()?;
        }
        scope.slots.get(slot as usize)?.get()
    }
}

/// What a name stands for.
#[derive(Clone, Debug)]
pub(super) enum Binding {
    /// A value that never changes.
    Value(Value),
    /// An option: a script may replace it.
    Option(Arc<OptionCell>),
    /// An imported package.
    Package(Arc<Loaded>),
}

impl Binding {
    /// The value it has now.
    pub(super) fn value(&self) -> Value {
        match self {
            Self::Value(value) => value.clone(),
            Self::Option(cell) => cell.get(),
            Self::Package(package) => package.record(),
        }
    }
}

/// The value of an option.
#[derive(Debug)]
pub(super) struct OptionCell(RwLock<Value>);

impl OptionCell {
    pub(super) fn new(value: Value) -> Arc<Self> {
        Arc::new(Self(RwLock::new(value)))
    }

    pub(super) fn get(&self) -> Value {
        let value = self.0.read().unwrap_or_else(|poison| poison.into_inner());
        value.clone()
    }

    pub(super) fn set(&self, value: Value) {
        *self.0.write().unwrap_or_else(|poison| poison.into_inner()) = value;
    }
}

/// A file that is being evaluated, with all that is known of it.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) file: ast::File,
    pub(super) resolution: Resolution,
    /// The package whose text it is; none for scripts.
    pub(super) library: Option<&'static Package>,
    /// What it finds besides its own names.
    earlier: Earlier,
    /// By expression id: what is worth finding once: what names from outside the file stand for,
    /// and compiled regular expressions.
    kept: Box<[OnceLock<Binding>]>,
    evaluator: Weak<Evaluator>,
}

impl Unit {
    pub(super) fn new(
        file: ast::File,
        resolution: Resolution,
        library: Option<&'static Package>,
        earlier: Earlier,
        evaluator: Weak<Evaluator>,
    ) -> Arc<Self> {
        let kept = (0..file.expressions).map(|_| OnceLock::new()).collect();
        Arc::new(Self {
            file,
            resolution,
            library,
            earlier,
            kept,
            evaluator,
        })
    }

    /// What a name from outside of the file stands for.
    pub(super) fn outside(&self, id: ast::ExprId, name: &str) -> Option<&Binding> {
        if let Some(binding) = self.kept(id) {
            return Some(binding);
        }
        if let Some(binding) = self.earlier(name) {
            return Some(binding);
        }
        let found = self.evaluator.upgrade()?.global(name, self.library)?;
        self.keep(id, found);
        self.kept(id)
    }

    /// What an earlier input gave this name.
    pub(super) fn earlier(&self, name: &str) -> Option<&Binding> {
        Some(&self.earlier.get(name)?.binding)
    }

    /// What was kept for an expression.
    pub(super) fn kept(&self, id: ast::ExprId) -> Option<&Binding> {
        self.kept.get(id.0 as usize)?.get()
    }

    /// Keeps something for an expression, unless another thread was faster.
    pub(super) fn keep(&self, id: ast::ExprId, binding: Binding) {
        if let Some(place) = self.kept.get(id.0 as usize) {
            let _ = place.set(binding);
        }
    }

    /// What a name in this file stands for, if it has a value yet.
    pub(super) fn binding<'a>(
        &'a self,
        scope: &'a Scope,
        id: ast::ExprId,
        name: &str,
    ) -> Option<&'a Binding> {
        match self.resolution.place(id)? {
            Place::Slot { up, slot } => scope.get(up, slot),
            Place::Prelude => self.outside(id, name),
        }
    }
}

/// What a closure remembers of the place where its literal was evaluated.
pub(super) struct Captured {
    pub(super) unit: Arc<Unit>,
    pub(super) scope: Arc<Scope>,
    /// The literal's own slots: parameters, then the variables of its block.
    pub(super) frame: usize,
    pub(super) body: Arc<ast::Function>,
}

impl fmt::Debug for Captured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Captured")
    }
}

impl Environment for Captured {
    fn captured(&self, identifier: &ast::Expr) -> Option<Value> {
        let ast::ExprKind::Ident(name) = &identifier.kind else {
            return None;
        };
        let binding = match self.unit.resolution.place(identifier.id)? {
            Place::Prelude => self.unit.outside(identifier.id, name)?,
            Place::Slot { up, slot } => {
                let within = functions_around(&self.body, identifier.span);
                self.scope.get(up.checked_sub(within)?, slot)?
            }
        };
        Some(binding.value())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// How many frames lie between a place in a function's body and the scope that the function
/// captured: one, and one more for each function literal in whose body the place is.
fn functions_around(function: &ast::Function, place: Span) -> u32 {
    let mut inner = 0;
    each_body_expression(function, &mut |expression| {
        if holds(expression.span, place) {
            inner = functions_within(expression, place);
        }
    });
    1 + inner
}

fn functions_within(expression: &ast::Expr, place: Span) -> u32 {
    let mut found = 0;
    if let ast::ExprKind::Function(function) = &expression.kind {
        each_body_expression(function, &mut |inner| {
            if holds(inner.span, place) {
                found = 1 + functions_within(inner, place);
            }
        });
        let defaults = function
            .parameters
            .iter()
            .filter_map(|p| p.default.as_ref());
        for default in defaults.filter(|default| holds(default.span, place)) {
            found = functions_within(default, place);
        }
        return found;
    }
    visit::each_child(&expression.kind, &mut |child| {
        if holds(child.span, place) {
            found = functions_within(child, place);
        }
    });
    found
}

fn each_body_expression<'t>(function: &'t ast::Function, visit: &mut dyn FnMut(&'t ast::Expr)) {
    match &function.body {
        ast::Body::Expr(body) => visit(body),
        ast::Body::Block(statements) => visit::each_expression(statements, visit),
    }
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}
