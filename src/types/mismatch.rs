//! What two types do not agree in, without a place.

use super::kind::Kind;
use super::ty::Type;
use std::sync::Arc;

/// One thing that two types do not agree in. What is expected comes first.
#[derive(Clone, Debug, PartialEq)]
pub enum Mismatch {
    /// The types have different forms.
    Types {
        /// What the place asks for.
        expected: Type,
        /// What stands there.
        found: Type,
    },
    /// A type is not of a kind.
    Kind {
        /// What is asked of it.
        kind: Kind,
        /// The type.
        found: Type,
    },
    /// A type would contain itself.
    Recursive {
        /// What the variable would have to be.
        ty: Type,
    },
    /// A type is nested too deeply, or too large.
    TooLarge,
    /// Properties that a record lacks.
    MissingProperties {
        /// Their names and types.
        names: Vec<(Arc<str>, Type)>,
        /// The properties that it has.
        present: Vec<Arc<str>>,
    },
    /// Properties of a record that nothing expects.
    ExtraProperties {
        /// Their names.
        names: Vec<Arc<str>>,
        /// The properties that are expected.
        expected: Vec<Arc<str>>,
    },
    /// A property whose type is another.
    Property {
        /// Its name.
        name: Arc<str>,
        /// What is different.
        inner: Box<Mismatch>,
    },
    /// Where a label is needed, something else is.
    NoLabel,
    /// Arguments that are missing.
    MissingArgument {
        /// The parameter.
        name: Arc<str>,
        /// Its type.
        ty: Type,
    },
    /// An argument that no parameter takes.
    ExtraArgument {
        /// Its name.
        name: Arc<str>,
        /// Parameters that are not given.
        open: Vec<(Arc<str>, Type)>,
    },
    /// The argument of one parameter.
    Argument {
        /// The parameter.
        name: Arc<str>,
        /// The parameter's type as a whole.
        expected: Type,
        /// The argument's type as a whole.
        found: Type,
        /// What is different.
        inner: Box<Mismatch>,
    },
    /// What a function gives.
    Returns {
        /// What is different.
        inner: Box<Mismatch>,
    },
    /// A piped argument where none is taken, or none where one is.
    Pipe {
        /// Whether it is taken, but not given.
        wanted: bool,
    },
    /// Piped parameters of different names.
    PipeNames {
        /// The name expected.
        expected: Arc<str>,
        /// The name found.
        found: Arc<str>,
    },
}

impl Mismatch {
    /// The property of a record, itself or a stream's, that is different in its type.
    pub fn property(&self) -> Option<&Arc<str>> {
        match self {
            Self::Property { name, inner }
                if matches!(**inner, Self::Types { .. } | Self::Kind { .. }) =>
            {
                Some(name)
            }
            _ => None,
        }
    }

    /// The difference below all the "in property", "in argument".
    pub fn innermost(&self) -> &Self {
        match self {
            Self::Property { inner, .. }
            | Self::Argument { inner, .. }
            | Self::Returns { inner } => inner.innermost(),
            other => other,
        }
    }
}
