//! The types of the standard library, as checking a script asks for them: read off the
//! declarations in `stdlib`, each when it is first wanted.

use crate::eval::package_alias;
use crate::source::SourceMap;
use crate::syntax::{self, Surroundings};
use crate::types::{Checked, Scheme, Signatures, infer, parse_scheme};
use crate::value::Package;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard};

type Names = BTreeMap<Arc<str>, Arc<Scheme>>;

/// The packages, and what has been read of them.
#[derive(Debug)]
pub(super) struct Library {
    packages: &'static [&'static Package],
    /// The import paths of those in scope everywhere; each sees those before it.
    prelude: &'static [&'static str],
    /// Whether labels may stand as values.
    labels: bool,
    /// Types declared in Rust, by package and name.
    declared: Mutex<HashMap<&'static str, Names>>,
    /// Types of what is written in Flux, by package.
    written: Mutex<HashMap<&'static str, Arc<Names>>>,
    /// The packages whose Flux text is being inferred.
    reading: Mutex<HashSet<&'static str>>,
}

impl Library {
    pub(super) fn new(
        packages: &'static [&'static Package],
        prelude: &'static [&'static str],
        labels: bool,
    ) -> Self {
        Self {
            packages,
            prelude,
            labels,
            declared: Mutex::default(),
            written: Mutex::default(),
            reading: Mutex::default(),
        }
    }

    fn package(&self, path: &str) -> Option<&'static Package> {
        let path = package_alias(path).unwrap_or(path);
        let mut packages = self.packages.iter();
        packages.find(|package| package.path == path).copied()
    }

    /// The type of a package's member.
    fn member(&self, package: &'static Package, name: &str) -> Option<Arc<Scheme>> {
        if let Some(declared) = self.declared(package, name) {
            return Some(declared);
        }
        if !package.flux.is_some_and(|text| text.contains(name)) {
            return None;
        }
        self.written(package).get(name).cloned()
    }

    /// The type of what is declared in Rust.
    fn declared(&self, package: &'static Package, name: &str) -> Option<Arc<Scheme>> {
        let known = |names: &Names| names.get(name).cloned();
        if let Some(known) = lock(&self.declared).get(package.path).and_then(known) {
            return Some(known);
        }
        let builtin = || package.builtins.iter().find(|builtin| builtin.name == name);
        let constant = || {
            package
                .constants
                .iter()
                .find(|constant| constant.name == name)
        };
        let text = match builtin() {
            Some(builtin) => builtin.signature(),
            None => constant()?.ty.to_owned(),
        };
        let scheme = parse_scheme(&text).unwrap_or_else(Scheme::unknown);
        let scheme = Arc::new(scheme);
        let mut declared = lock(&self.declared);
        let names = declared.entry(package.path).or_default();
        names.insert(name.into(), Arc::clone(&scheme));
        Some(scheme)
    }

    /// The types of what is written in Flux: inferred the first time. A package that asks for what
    /// it is being read for finds nothing.
    fn written(&self, package: &'static Package) -> Arc<Names> {
        if let Some(known) = lock(&self.written).get(package.path) {
            return Arc::clone(known);
        }
        if !lock(&self.reading).insert(package.path) {
            return Arc::default();
        }
        let names = self.infer(package).names.into_iter();
        let names = Arc::new(names.collect::<Names>());
        lock(&self.reading).remove(package.path);
        lock(&self.written).insert(package.path, Arc::clone(&names));
        names
    }

    /// What a package's Flux text is, and what is wrong with it.
    fn infer(&self, package: &'static Package) -> Checked {
        let source = SourceMap::default().add(package.path, package.flux.unwrap_or_default());
        let parsed = syntax::parse(&source);
        let within = Within {
            library: self,
            package: Some(package),
            parameters: &[],
            labels: false,
        };
        let mut resolution = syntax::resolve(&parsed.file, &within);
        let mut checked = infer(&parsed.file, &resolution, &within);
        checked.diagnostics.append(&mut resolution.diagnostics);
        checked.diagnostics.extend(parsed.diagnostics);
        checked
    }

    /// The packages in scope everywhere; a package that is one of them sees those before it.
    fn prelude_of(
        &self,
        package: Option<&'static Package>,
    ) -> impl Iterator<Item = &'static Package> {
        let paths = self.prelude.iter();
        paths
            .take_while(move |path| package.is_none_or(|package| package.path != **path))
            .filter_map(|path| self.package(path))
    }
}

/// The library as scripts see it.
impl Signatures for Library {
    fn prelude(&self, name: &str) -> Option<Arc<Scheme>> {
        let script = Within {
            library: self,
            package: None,
            parameters: &[],
            labels: false,
        };
        script.prelude_type(name)
    }

    fn export(&self, path: &str, name: &str) -> Option<Arc<Scheme>> {
        self.member(self.package(path)?, name)
    }

    fn exports(&self, path: &str) -> Option<Vec<Arc<str>>> {
        let names = self.package(path)?.names();
        Some(names.into_iter().map(Arc::from).collect())
    }

    fn labels(&self) -> bool {
        self.labels
    }
}

/// The library as a file sees it.
pub(super) struct Within<'l> {
    pub(super) library: &'l Library,
    /// The package whose file it is; none for a script.
    pub(super) package: Option<&'static Package>,
    /// Names that scripts are given from outside.
    pub(super) parameters: &'l [&'l str],
    /// Whether labels may stand as values, besides where they may everywhere.
    pub(super) labels: bool,
}

impl Within<'_> {
    fn prelude_type(&self, name: &str) -> Option<Arc<Scheme>> {
        let own = |package| self.library.declared(package, name);
        if let Some(own) = self.package.and_then(own) {
            return Some(own);
        }
        let mut prelude = self.library.prelude_of(self.package);
        let found = prelude.find_map(|package| self.library.member(package, name));
        let given = || {
            let given = self.parameters.contains(&name);
            given.then(|| Arc::new(Scheme::unknown()))
        };
        found.or_else(given)
    }
}

impl Signatures for Within<'_> {
    fn prelude(&self, name: &str) -> Option<Arc<Scheme>> {
        self.prelude_type(name)
    }

    fn export(&self, path: &str, name: &str) -> Option<Arc<Scheme>> {
        self.library.export(path, name)
    }

    fn exports(&self, path: &str) -> Option<Vec<Arc<str>>> {
        self.library.exports(path)
    }

    fn labels(&self) -> bool {
        self.labels || self.library.labels
    }
}

impl Surroundings for Within<'_> {
    fn in_prelude(&self, name: &str) -> bool {
        self.prelude_type(name).is_some()
    }

    fn prelude(&self) -> Vec<&str> {
        let members = self.library.prelude_of(self.package);
        let members = members.flat_map(Package::names);
        members.filter(|name| !name.starts_with('_')).collect()
    }

    fn package_name(&self, path: &str) -> Option<&str> {
        Some(self.library.package(path)?.name())
    }

    fn packages(&self) -> Vec<&str> {
        let packages = self.library.packages.iter();
        packages.map(|package| package.path).collect()
    }

    fn exporting(&self, name: &str) -> Vec<&str> {
        let packages = self.library.packages.iter();
        let having = packages.filter(|package| package.names().contains(&name));
        having.map(|package| package.path).collect()
    }
}

/// A lock whose last holder panicked still holds whole values here.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poison| poison.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stdlib;

    /// A declaration that cannot be read would let everything pass.
    #[test]
    fn declarations_are_types() {
        let mut unreadable = Vec::new();
        for package in stdlib::PACKAGES {
            let builtins =
                (package.builtins.iter()).map(|builtin| (builtin.name, builtin.signature()));
            let constants =
                (package.constants.iter()).map(|constant| (constant.name, constant.ty.to_owned()));
            for (name, text) in builtins.chain(constants) {
                if parse_scheme(&text).is_none() {
                    unreadable.push(format!("{}.{name}: {text}", package.path));
                }
            }
        }
        assert!(unreadable.is_empty(), "{unreadable:#?}");
    }

    /// What a report proposes is there.
    #[test]
    fn proposed_parameters_are_parameters() {
        let library = Library::new(stdlib::PACKAGES, stdlib::PRELUDE, false);
        for (function, parameter) in syntax::FIRST_PARAMETERS {
            let ty = library.prelude(function).unwrap().to_string();
            assert!(ty.contains(&format!("{parameter}: ")), "{function}: {ty}");
        }
    }

    /// What a lint says to be replaced is there, and what is declared so is in its list.
    #[test]
    fn replaced_functions_are_functions() {
        let library = Library::new(stdlib::PACKAGES, stdlib::PRELUDE, false);
        for (path, name, _) in crate::lints::REPLACED {
            let found = match (*path, *name) {
                (path, "*") => library.package(path).is_some(),
                ("", name) => library.prelude(name).is_some(),
                (path, name) => library.export(path, name).is_some(),
            };
            assert!(found, "{path}.{name}");
        }
        for package in stdlib::PACKAGES {
            for builtin in package
                .builtins
                .iter()
                .filter(|one| one.deprecated.is_some())
            {
                let listed = crate::lints::REPLACED.iter().any(|(path, name, _)| {
                    *path == package.path && ["*", builtin.name].contains(name)
                });
                assert!(listed, "{}.{}", package.path, builtin.name);
            }
        }
    }

    #[test]
    fn flux_texts_are_sound() {
        let library = Library::new(stdlib::PACKAGES, stdlib::PRELUDE, false);
        for package in stdlib::PACKAGES {
            let found = library.infer(package).diagnostics;
            assert!(found.is_empty(), "{}: {found:#?}", package.path);
            for name in package.names() {
                let ty = library.member(package, name);
                let ty = ty.unwrap_or_else(|| panic!("{}.{name} has no type", package.path));
                assert_ne!(*ty, Scheme::unknown(), "{}.{name}", package.path);
            }
        }
    }
}
