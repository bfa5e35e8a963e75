//! What may be asked of a type that is not known: that values of it can be added, compared …

use super::ty::{Basic, Type};
use std::fmt;

/// One thing that may be asked of a type. Ordered by name, as they are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `+` joins two values.
    Addable,
    /// Conversions take it.
    Basic,
    /// `<` and `>` take it.
    Comparable,
    /// `*`, `/`, `%` and `^` take two values.
    Divisible,
    /// `==` takes it.
    Equatable,
    /// A label.
    Label,
    /// `-` stands before it.
    Negatable,
    /// It can be null.
    Nullable,
    /// A number.
    Numeric,
    /// A record.
    Record,
    /// It can stand in a string's `${}`.
    Stringable,
    /// `-` takes two values.
    Subtractable,
    /// A time, or a duration from now.
    Timeable,
}

impl Kind {
    /// All kinds, in order.
    pub const ALL: [Self; 13] = [
        Self::Addable,
        Self::Basic,
        Self::Comparable,
        Self::Divisible,
        Self::Equatable,
        Self::Label,
        Self::Negatable,
        Self::Nullable,
        Self::Numeric,
        Self::Record,
        Self::Stringable,
        Self::Subtractable,
        Self::Timeable,
    ];

    /// Its name in `where` clauses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Addable => "Addable",
            Self::Basic => "Basic",
            Self::Comparable => "Comparable",
            Self::Divisible => "Divisible",
            Self::Equatable => "Equatable",
            Self::Label => "Label",
            Self::Negatable => "Negatable",
            Self::Nullable => "Nullable",
            Self::Numeric => "Numeric",
            Self::Record => "Record",
            Self::Stringable => "Stringable",
            Self::Subtractable => "Subtractable",
            Self::Timeable => "Timeable",
        }
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether a type without parts is of this kind.
    pub fn holds(self, basic: Basic) -> bool {
        let kinds: &[Self] = match basic {
            Basic::Bool => &[
                Self::Basic,
                Self::Equatable,
                Self::Nullable,
                Self::Stringable,
            ],
            Basic::Int | Basic::UInt | Basic::Float => {
                return !matches!(self, Self::Label | Self::Record | Self::Timeable);
            }
            Basic::String => &[
                Self::Addable,
                Self::Basic,
                Self::Comparable,
                Self::Equatable,
                Self::Nullable,
                Self::Stringable,
            ],
            Basic::Duration => &[
                Self::Basic,
                Self::Comparable,
                Self::Equatable,
                Self::Negatable,
                Self::Nullable,
                Self::Stringable,
                Self::Timeable,
            ],
            Basic::Time => &[
                Self::Basic,
                Self::Comparable,
                Self::Equatable,
                Self::Nullable,
                Self::Stringable,
                Self::Timeable,
            ],
            Basic::Regexp => &[Self::Basic],
            Basic::Bytes => &[Self::Basic, Self::Equatable],
        };
        kinds.contains(&self)
    }

    /// Whether a label is of this kind.
    pub fn holds_for_labels(self) -> bool {
        self == Self::Label || self.holds(Basic::String)
    }

    /// The types that are of this kind, to be named in a report.
    pub fn members(self) -> String {
        use super::ty::Basic::*;
        let all = [
            Bool, Int, UInt, Float, String, Duration, Time, Regexp, Bytes,
        ];
        let names: Vec<_> = (all.into_iter())
            .filter(|basic| self.holds(*basic))
            .map(Basic::name)
            .collect();
        names.join(", ")
    }

    /// What values of this kind can do, after "can".
    pub fn ability(self, ty: &Type) -> &'static str {
        match self {
            Self::Addable => "be added with `+`",
            Self::Basic => "be converted",
            Self::Comparable => "be compared with `<` or `>`",
            Self::Divisible => "be multiplied or divided",
            Self::Equatable => "be compared with `==`",
            Self::Label => "name a column here",
            Self::Negatable => "have a sign before it",
            Self::Nullable => "be null",
            Self::Numeric => "be a number here",
            Self::Record => match ty {
                Type::Basic(_) => "be a row",
                _ => "be a record",
            },
            Self::Stringable => "stand in a string",
            Self::Subtractable => "be subtracted with `-`",
            Self::Timeable => "be a point in time",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u16);

impl Kinds {
    /// Adds one.
    pub fn insert(&mut self, kind: Kind) {
        self.0 |= 1 << kind as u16;
    }

    /// What is in either.
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// All of them, in order.
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        (Kind::ALL.into_iter()).filter(move |kind| self.0 & (1 << *kind as u16) != 0)
    }
}

impl FromIterator<Kind> for Kinds {
    fn from_iter<I: IntoIterator<Item = Kind>>(kinds: I) -> Self {
        let mut set = Self::default();
        kinds.into_iter().for_each(|kind| set.insert(kind));
        set
    }
}
