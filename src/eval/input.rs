//! Inputs of an interactive session: files that are evaluated one after another in one scope.

use super::evaluator::{Evaluator, lock};
use super::file::{Evaluated, Types};
use super::interpreter::Interpreter;
use super::scope::{Binding, OptionCell};
use crate::diagnostic::Diagnostic;
use crate::syntax::{self, NameKind};
use crate::time::Time;
use crate::types::{Scheme, Signatures};
use crate::value::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// What inputs before this one defined: definitions, options and imports.
pub(super) type Earlier = Arc<HashMap<Arc<str>, Known>>;

/// A name that an input defined.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) binding: Binding,
    scheme: Arc<Scheme>,
}

/// The types of what an input does not define itself.
pub(super) struct Within<'a> {
    pub(super) library: &'a dyn Signatures,
    pub(super) earlier: &'a Earlier,
}

impl Signatures for Within<'_> {
    fn prelude(&self, name: &str) -> Option<Arc<Scheme>> {
        match self.earlier.get(name) {
            Some(known) => Some(Arc::clone(&known.scheme)),
            None => self.library.prelude(name),
        }
    }

    fn export(&self, path: &str, name: &str) -> Option<Arc<Scheme>> {
        self.library.export(path, name)
    }

    fn exports(&self, path: &str) -> Option<Vec<Arc<str>>> {
        self.library.exports(path)
    }

    fn labels(&self) -> bool {
        self.library.labels()
    }
}

/// The options as they were before an input that may still fail.
#[derive(Debug)]
pub(super) struct Before {
    options: HashMap<Arc<str>, Arc<OptionCell>>,
    /// Cells that were set since, and what they held; in order.
    cells: Vec<(Arc<OptionCell>, Value)>,
}

impl Evaluator {
    /// Evaluates an input. What it defines is known to all inputs after it, and hides what they
    /// defined before under the same name; functions keep the meaning of their names. An input
    /// that fails leaves nothing behind.
    ///
    /// # Errors
    /// What is wrong with the text, or what its evaluation fails with.
    pub fn enter(&self, name: &str, text: &str, now: Time) -> Result<Evaluated, Vec<Diagnostic>> {
        // An input that panicked could not clear up after itself.
        self.roll_back();
        self.begin(now);
        let file = self.parsed(name, text)?;
        *lock(&self.before) = Some(Before {
            options: self.script_options(),
            cells: Vec::new(),
        });
        let entered = self.enter_file(file);
        match &entered {
            Ok(_) => *lock(&self.before) = None,
            Err(_) => self.roll_back(),
        }
        entered
    }

    fn enter_file(&self, file: syntax::ast::File) -> Result<Evaluated, Vec<Diagnostic>> {
        let earlier = self.earlier();
        let (unit, types) = self.resolved(file, Arc::clone(&earlier))?;
        let interpreter = self.interpreter(&unit);
        let evaluated = self.script(&interpreter);
        let evaluated = evaluated.map_err(|failure| vec![Diagnostic::from(failure)])?;
        *lock(&self.earlier) = with_definitions_of(&interpreter, &types, earlier);
        Ok(evaluated)
    }

    /// What inputs have defined so far.
    pub(super) fn earlier(&self) -> Earlier {
        Arc::clone(&lock(&self.earlier))
    }

    /// Sets an option, so that it can be set back.
    pub(super) fn set_cell(&self, cell: &Arc<OptionCell>, value: Value) {
        if let Some(before) = &mut *lock(&self.before) {
            before.cells.push((Arc::clone(cell), cell.get()));
        }
        cell.set(value);
    }

    fn roll_back(&self) {
        let Some(before) = lock(&self.before).take() else {
            return;
        };
        for (cell, value) in before.cells.into_iter().rev() {
            cell.set(value);
        }
        self.restore_options(before.options);
    }

    /// All names that an input may use, private ones of the library aside.
    pub fn names(&self) -> Vec<String> {
        let prelude = self.prelude_names().into_iter();
        let mut names: Vec<String> = prelude.map(str::to_owned).collect();
        names.extend(self.earlier().keys().map(|name| name.to_string()));
        let parameters = self.setup.parameters.iter();
        names.extend(parameters.map(|(name, _)| name.to_string()));
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The import path of the package that a name stands for in the next input.
    pub fn package_called(&self, name: &str) -> Option<&'static str> {
        match &self.earlier().get(name)?.binding {
            Binding::Package(loaded) => Some(loaded.package.path),
            _ => None,
        }
    }

    /// What may follow a name and a dot: members of a package, labels of a record.
    pub fn members(&self, name: &str) -> Vec<String> {
        let binding = self.earlier().get(name).map(|known| known.binding.clone());
        let package = matches!(binding, Some(Binding::Package(_)));
        let value = binding.map_or_else(|| self.parameter(name), |binding| Some(binding.value()));
        let Some(Value::Record(record)) = value else {
            return Vec::new();
        };
        let labels = record.iter().map(|(label, _)| label.to_string());
        let public = labels.filter(|label| !package || !label.starts_with('_'));
        public.collect()
    }
}

/// What was defined, with what an input that went well defines.
fn with_definitions_of(interpreter: &Interpreter, types: &Types, mut earlier: Earlier) -> Earlier {
    let names = interpreter.unit.resolution.names.iter();
    let defined = names.filter_map(|name| {
        if name.kind == NameKind::Builtin {
            return None;
        }
        let binding = interpreter.scope.get(0, name.slot as u32)?.clone();
        let scheme = types.iter().find(|(known, _)| *known == name.name);
        let scheme = scheme.map(|(_, scheme)| Arc::clone(scheme));
        let scheme = scheme.unwrap_or_else(|| Arc::new(Scheme::unknown()));
        Some((Arc::clone(&name.name), Known { binding, scheme }))
    });
    Arc::make_mut(&mut earlier).extend(defined);
    earlier
}
