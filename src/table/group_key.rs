//! What all rows of a table have in common.

use super::{Name, Scalar, Type};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Labels, types and values in the order of the table's columns. Equality, hash and order go by
/// sorted labels. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct GroupKey(Arc<Key>);

#[derive(Debug, Default)]
struct Key {
    columns: Vec<(Name, Type, Scalar)>,
    /// Numbers of `columns` by label.
    sorted: Vec<usize>,
}

impl GroupKey {
    /// A key of these columns, in the table's order.
    pub fn new(columns: Vec<(Name, Type, Scalar)>) -> Self {
        let mut sorted: Vec<usize> = (0..columns.len()).collect();
        sorted.sort_by(|&a, &b| columns[a].0.cmp(&columns[b].0));
        Self(Arc::new(Key { columns, sorted }))
    }

    /// Its columns in the table's order.
    pub fn columns(&self) -> &[(Name, Type, Scalar)] {
        &self.0.columns
    }

    /// Its columns by label.
    pub fn sorted(&self) -> impl ExactSizeIterator<Item = &(Name, Type, Scalar)> + Clone {
        self.0.sorted.iter().map(|&index| &self.0.columns[index])
    }

    /// Whether a column belongs to it.
    pub fn contains(&self, label: &str) -> bool {
        self.get(label).is_some()
    }

    /// Type and value of a column.
    pub fn get(&self, label: &str) -> Option<(Type, &Scalar)> {
        let (_, ty, value) = self.0.columns.iter().find(|(name, ..)| **name == *label)?;
        Some((*ty, value))
    }

    /// The key without the columns that do not pass.
    pub fn filter(&self, mut keep: impl FnMut(&str) -> bool) -> Self {
        let kept = self.0.columns.iter().filter(|(name, ..)| keep(name));
        Self::new(kept.cloned().collect())
    }

    /// The key with this column set, at its place or at the end.
    pub fn with(&self, label: &Name, ty: Type, value: Scalar) -> Self {
        let mut columns = self.0.columns.clone();
        match columns.iter_mut().find(|(name, ..)| name == label) {
            Some(column) => *column = (label.clone(), ty, value),
            None => columns.push((label.clone(), ty, value)),
        }
        Self::new(columns)
    }
}

impl PartialEq for GroupKey {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.sorted().eq(other.sorted())
    }
}

impl Eq for GroupKey {}

impl Hash for GroupKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for (name, _, value) in self.sorted() {
            name.hash(state);
            value.hash(state);
        }
    }
}

impl PartialOrd for GroupKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By label first: where labels differ, the key with the greater label is the lesser one. Then
/// by type and value, null first. A key that is the beginning of another comes before it.
impl Ord for GroupKey {
    fn cmp(&self, other: &Self) -> Ordering {
        for (a, b) in self.sorted().zip(other.sorted()) {
            let order =
                b.0.cmp(&a.0)
                    .then_with(|| a.1.cmp(&b.1))
                    .then_with(|| a.2.cmp(&b.2));
            if order.is_ne() {
                return order;
            }
        }
        self.columns().len().cmp(&other.columns().len())
    }
}
