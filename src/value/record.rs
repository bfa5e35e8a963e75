//! Records and dictionaries.

use super::Value;
use crate::table::Scalar;
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Properties by label, in the order in which they were written.
#[derive(Clone, Debug, Default)]
pub struct Record(IndexMap<Arc<str>, Value, FxBuildHasher>);

impl Record {
    /// A property.
    pub fn get(&self, label: &str) -> Option<&Value> {
        self.0.get(label)
    }

    /// Sets a property, at its place or at the end.
    pub fn set(&mut self, label: impl Into<Arc<str>>, value: Value) {
        self.0.insert(label.into(), value);
    }

    /// All properties, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Arc<str>, &Value)> {
        self.0.iter()
    }

    /// How many properties.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<L: Into<Arc<str>>> FromIterator<(L, Value)> for Record {
    fn from_iter<I: IntoIterator<Item = (L, Value)>>(properties: I) -> Self {
        let properties = properties.into_iter();
        Self(
            properties
                .map(|(label, value)| (label.into(), value))
                .collect(),
        )
    }
}

/// Values by key; the keys are cells of one type, kept in their order.
#[derive(Clone, Debug, Default)]
pub struct Dict(pub BTreeMap<Scalar, Value>);
