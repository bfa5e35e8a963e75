//! Which properties of two records answer each other.

use super::ty::{Key, RecordType, Type};
use std::collections::HashMap;
use std::sync::Arc;

/// The properties of two records.
pub(super) struct Matched {
    /// Name and types of those that both have, those that hide others of their name first.
    pub pairs: Vec<(Key, Type, Type)>,
    /// Those that only the first has.
    pub left: Vec<(Key, Type)>,
    /// Those that only the second has.
    pub right: Vec<(Key, Type)>,
}

/// Finds for each property of a record the one of the same name in another. Where a record has a
/// name several times, the first meets the first, and so on.
pub(super) fn matched(left: &RecordType, right: &RecordType) -> Matched {
    let mut by_name: HashMap<&Key, Vec<usize>> = HashMap::new();
    for (index, (key, _)) in right.fields.iter().enumerate().rev() {
        by_name.entry(key).or_default().push(index);
    }
    let mut found = Matched {
        pairs: Vec::new(),
        left: Vec::new(),
        right: Vec::new(),
    };
    let mut taken = vec![false; right.fields.len()];
    for (key, ty) in &left.fields {
        let index = by_name.get_mut(key).and_then(Vec::pop);
        let other = index.and_then(|index| {
            taken[index] = true;
            right.fields.get(index)
        });
        match other {
            Some((_, other)) => found.pairs.push((key.clone(), ty.clone(), other.clone())),
            None => found.left.push((key.clone(), ty.clone())),
        }
    }
    let open = right
        .fields
        .iter()
        .zip(&taken)
        .filter(|(_, taken)| !**taken);
    found.right.extend(open.map(|(field, _)| field.clone()));
    found
}

impl Type {
    /// A record of these properties, closed where no tail follows; also where there are none.
    pub(super) fn record_of(fields: Vec<(Key, Self)>, tail: Option<Self>) -> Self {
        Self::Record(Arc::new(RecordType { fields, tail }))
    }
}

impl RecordType {
    /// The names of its properties, each once.
    pub(super) fn names(&self) -> Vec<Arc<str>> {
        let mut names: Vec<Arc<str>> = Vec::new();
        for (key, _) in &self.fields {
            if let Key::Name(name) = key
                && !names.contains(name)
            {
                names.push(Arc::clone(name));
            }
        }
        names
    }

    /// The type of the property that is read under a name.
    pub(super) fn field(&self, name: &str) -> Option<&Type> {
        let mut fields = self.fields.iter();
        let (_, ty) =
            fields.find(|(key, _)| matches!(key, Key::Name(known) if **known == *name))?;
        Some(ty)
    }
}
