//! Packages as a script sees them: made once for a session, on their first import.

use super::scope::{Binding, OptionCell};
use crate::diagnostic::Failure;
use crate::syntax::closest;
use crate::value::{Function, Package, Value};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// What a package's Rust part exports under a name.
pub(super) fn rust_member(package: &Package, name: &str) -> Option<Value> {
    let mut builtins = package.builtins.iter();
    if let Some(builtin) = builtins.find(|builtin| builtin.name == name) {
        return Some(Value::Function(Function::Builtin(builtin)));
    }
    let mut constants = package.constants.iter();
    let constant = constants.find(|constant| constant.name == name)?;
    Some((constant.value)())
}

/// Whether a package's Flux text could define a name: a look that saves reading it.
pub(super) fn may_define(package: &Package, name: &str) -> bool {
    package.flux.is_some_and(|text| text.contains(name))
}

/// Import paths that stand for others, as documents in use have them.
const ALIASES: &[(&str, &str)] = &[("secrets", "influxdata/influxdb/secrets")];

/// The path that an import path stands for, if it is not one itself.
pub fn alias(path: &str) -> Option<&'static str> {
    let mut aliases = ALIASES.iter();
    let (_, meant) = aliases.find(|(alias, _)| *alias == path)?;
    Some(meant)
}

/// A package with the values of all its members.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) package: &'static Package,
    members: BTreeMap<Arc<str>, Binding>,
    /// All members as a record, where no option can change them.
    record: OnceLock<Value>,
}

impl Loaded {
    /// The part of a package that is written in Rust.
    pub(super) fn rust(package: &'static Package) -> Self {
        let constants = package.constants.iter().map(|constant| constant.name);
        let builtins = package.builtins.iter().map(|builtin| builtin.name);
        let members = constants.chain(builtins).filter_map(|name| {
            let value = rust_member(package, name)?;
            Some((name.into(), Binding::Value(value)))
        });
        Self {
            package,
            members: members.collect(),
            record: OnceLock::new(),
        }
    }

    /// Adds a member that is written in Flux.
    pub(super) fn add(&mut self, name: Arc<str>, binding: Binding) {
        self.members.insert(name, binding);
    }

    /// What a member stands for.
    pub(super) fn member(&self, name: &str) -> Option<&Binding> {
        self.members.get(name)
    }

    /// The option of this name.
    pub(super) fn option(&self, name: &str) -> Option<&Arc<OptionCell>> {
        match self.member(name)? {
            Binding::Option(cell) => Some(cell),
            _ => None,
        }
    }

    /// The package as a value.
    pub(super) fn record(&self) -> Value {
        let members = || {
            let members = self.members.iter();
            Value::record(members.map(|(name, binding)| (Arc::clone(name), binding.value())))
        };
        let options = self
            .members
            .values()
            .any(|member| matches!(member, Binding::Option(_)));
        if options {
            return members();
        }
        self.record.get_or_init(members).clone()
    }

    /// What to say about a member that does not exist.
    pub(super) fn no_member(&self, name: &str) -> Failure {
        let message = format!("the package `{}` has no member `{name}`", self.package.path);
        let failure = Failure::new("flux::eval::no_member", message).label("not in the package");
        let names: Vec<&str> = self.members.keys().map(AsRef::as_ref).collect();
        match closest(name, &names) {
            Some(close) => failure.help(format!("did you mean `{close}`?")),
            None => failure,
        }
    }
}
