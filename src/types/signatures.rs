//! What inference is told about the world around a file.

use super::parse::parse_scheme;
use super::scheme::Scheme;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The types of what a file does not define itself.
pub trait Signatures {
    /// The type of a name that every script may use without import.
    fn prelude(&self, name: &str) -> Option<Arc<Scheme>>;
    /// The type of what a package exports under a name.
    fn export(&self, path: &str, name: &str) -> Option<Arc<Scheme>>;
    /// All that a package exports. None if there is no such package.
    fn exports(&self, path: &str) -> Option<Vec<Arc<str>>>;
    /// Whether labels (`.name`) may stand as values: an experiment of upstream's, on in its tests.
    fn labels(&self) -> bool {
        false
    }
}

/// Signatures from a list.
#[derive(Clone, Debug, Default)]
pub struct Table {
    packages: BTreeMap<Arc<str>, BTreeMap<Arc<str>, Arc<Scheme>>>,
    prelude: BTreeMap<Arc<str>, Arc<Scheme>>,
}

impl Table {
    /// Reads lines of tab-separated fields: import path, name, two that are not read, the type, one
    /// more, and `prelude` for what needs no import. Gives the lines that it cannot read, too.
    pub fn read(text: &str) -> (Self, Vec<String>) {
        let mut table = Self::default();
        let mut unreadable = Vec::new();
        for line in text.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            let [path, name, _, _, ty, rest @ ..] = fields.as_slice() else {
                unreadable.push(line.to_owned());
                continue;
            };
            let Some(scheme) = parse_scheme(ty) else {
                unreadable.push(line.to_owned());
                continue;
            };
            let scheme = Arc::new(scheme);
            if rest.get(1) == Some(&"prelude") {
                table.prelude.insert((*name).into(), Arc::clone(&scheme));
            }
            let package = table.packages.entry((*path).into()).or_default();
            package.insert((*name).into(), scheme);
        }
        (table, unreadable)
    }

    /// The import paths of all packages.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.packages.keys().map(AsRef::as_ref)
    }

    /// All names that need no import.
    pub fn prelude_names(&self) -> impl Iterator<Item = &str> {
        self.prelude.keys().map(AsRef::as_ref)
    }
}

impl Signatures for Table {
    fn prelude(&self, name: &str) -> Option<Arc<Scheme>> {
        self.prelude.get(name).cloned()
    }

    fn export(&self, path: &str, name: &str) -> Option<Arc<Scheme>> {
        Some(Arc::clone(self.packages.get(path)?.get(name)?))
    }

    fn exports(&self, path: &str) -> Option<Vec<Arc<str>>> {
        Some(self.packages.get(path)?.keys().cloned().collect())
    }
}
