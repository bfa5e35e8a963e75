//! One member of a package, whichever language it is written in.

use super::flux;
use crate::value::{Builtin, Constant, Package, Param};

/// What is known of a function, a constant or an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// What it does, in Markdown.
    pub docs: String,
    /// What stands behind the name: `(v: float) => float`, `: int`, ` = 0h`.
    pub signature: String,
    /// The parameters of a function, in their order.
    pub parameters: Vec<Parameter>,
    /// Further remarks: since when it exists, what to use instead.
    pub notes: Vec<String>,
}

/// A parameter of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its type, where it is declared.
    pub ty: Option<String>,
    /// Its default in Flux, where it has a stated one.
    pub default: Option<String>,
    /// Whether it must be given.
    pub required: bool,
    /// Whether it takes the piped argument.
    pub pipe: bool,
    /// What it is for, in Markdown; may be empty.
    pub docs: String,
}

/// The public members of a package, by name.
pub fn entries(package: &'static Package) -> Vec<Entry> {
    let mut entries = package.flux.map_or_else(Vec::new, flux::entries);
    entries.extend(package.builtins.iter().map(|builtin| of_builtin(builtin)));
    entries.extend(package.constants.iter().map(of_constant));
    entries.retain(|entry| !entry.name.starts_with('_'));
    entries.sort_by_key(|entry| entry.name.to_lowercase());
    entries
}

fn of_builtin(builtin: &Builtin) -> Entry {
    let since = builtin.since.map(|since| format!("Since Flux {since}."));
    let deprecated = builtin
        .deprecated
        .map(|instead| format!("Deprecated: {instead}."));
    Entry {
        name: builtin.name.into(),
        docs: builtin.docs.into(),
        signature: builtin.signature(),
        parameters: builtin.params.iter().map(of_param).collect(),
        notes: since.into_iter().chain(deprecated).collect(),
    }
}

fn of_param(param: &Param) -> Parameter {
    Parameter {
        name: param.name.into(),
        ty: Some((param.ty)()),
        default: param.default.as_ref().map(|default| default.text.into()),
        required: !param.optional && !param.pipe,
        pipe: param.pipe,
        docs: param.docs.into(),
    }
}

fn of_constant(constant: &Constant) -> Entry {
    Entry {
        name: constant.name.into(),
        docs: constant.docs.into(),
        signature: format!(": {}", constant.ty),
        parameters: Vec::new(),
        notes: Vec::new(),
    }
}
