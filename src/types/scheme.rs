//! Types that hold for every choice of their variables.

use super::kind::Kinds;
use super::ty::Type;

/// A type and its variables, each with what is asked of it: `(x: A) => A where A: Numeric`.
#[derive(Clone, Debug, PartialEq)]
pub struct Scheme {
    /// What is asked of [`Type::Bound`] `n`.
    pub variables: Vec<Kinds>,
    /// The type.
    pub ty: Type,
}

impl Scheme {
    /// A type without variables of its own.
    pub fn plain(ty: Type) -> Self {
        Self {
            variables: Vec::new(),
            ty,
        }
    }

    /// What a mistake that was reported leaves behind: goes with everything.
    pub fn unknown() -> Self {
        Self::plain(Type::Error)
    }
}
