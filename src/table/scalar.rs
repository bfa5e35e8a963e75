//! The six types of columns, and one cell.

use crate::time::Time;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Type {
    /// `bool`
    Bool,
    /// 64-bit signed integers.
    Int,
    /// 64-bit unsigned integers.
    UInt,
    /// 64-bit floats.
    Float,
    /// UTF-8 text.
    String,
    /// Nanoseconds since 1970.
    Time,
}

impl Type {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Bool,
        Self::Int,
        Self::UInt,
        Self::Float,
        Self::String,
        Self::Time,
    ];

    /// As Flux writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int => "int",
            Self::UInt => "uint",
            Self::Float => "float",
            Self::String => "string",
            Self::Time => "time",
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One cell. Its type is that of its column, which a null does not know.
#[derive(Clone, Debug)]
pub enum Scalar {
    /// No value.
    Null,
    /// A `bool`.
    Bool(bool),
    /// An `int`.
    Int(i64),
    /// A `uint`.
    UInt(u64),
    /// A `float`.
    Float(f64),
    /// A `string`.
    String(Arc<str>),
    /// A `time`.
    Time(Time),
}

impl Scalar {
    /// Its type; none for null.
    pub fn ty(&self) -> Option<Type> {
        Some(match self {
            Self::Null => return None,
            Self::Bool(_) => Type::Bool,
            Self::Int(_) => Type::Int,
            Self::UInt(_) => Type::UInt,
            Self::Float(_) => Type::Float,
            Self::String(_) => Type::String,
            Self::Time(_) => Type::Time,
        })
    }

    /// Whether there is no value.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    fn rank(&self) -> u8 {
        self.ty().map_or(0, |ty| ty as u8 + 1)
    }
}

/// Grouping equality: null equals null, 0 equals -0, NaN equals NaN.
impl PartialEq for Scalar {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Scalar {}

impl PartialOrd for Scalar {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Null first, then by type, then by value; NaN after all other floats.
impl Ord for Scalar {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Bool(a), Self::Bool(b)) => a.cmp(b),
            (Self::Int(a), Self::Int(b)) => a.cmp(b),
            (Self::UInt(a), Self::UInt(b)) => a.cmp(b),
            (Self::Float(a), Self::Float(b)) => a
                .partial_cmp(b)
                .unwrap_or_else(|| a.is_nan().cmp(&b.is_nan())),
            (Self::String(a), Self::String(b)) => a.cmp(b),
            (Self::Time(a), Self::Time(b)) => a.cmp(b),
            (a, b) => a.rank().cmp(&b.rank()),
        }
    }
}

impl Hash for Scalar {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u8(self.rank());
        match self {
            Self::Null => {}
            Self::Bool(value) => value.hash(state),
            Self::Int(value) => value.hash(state),
            Self::UInt(value) => value.hash(state),
            Self::Float(value) if value.is_nan() => state.write_u64(u64::MAX),
            // Adding zero turns -0 into 0, which it equals.
            Self::Float(value) => state.write_u64((value + 0.0).to_bits()),
            Self::String(value) => value.hash(state),
            Self::Time(value) => value.hash(state),
        }
    }
}

macro_rules! scalar_from {
    ($($rust:ty => $variant:ident),*) => { $(
        impl From<$rust> for Scalar {
            fn from(value: $rust) -> Self {
                Self::$variant(value)
            }
        }
    )* };
}
scalar_from!(bool => Bool, i64 => Int, u64 => UInt, f64 => Float, Arc<str> => String, Time => Time);

impl From<&str> for Scalar {
    fn from(value: &str) -> Self {
        Self::String(value.into())
    }
}
