//! Types as inference sees them: trees that share what they can, with variables to be found.

use std::collections::BTreeMap;
use std::sync::Arc;

/// What a value may be.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// Unknown because of a mistake that was reported already: goes with everything.
    Error,
    /// A type without parts.
    Basic(Basic),
    /// The type of one label: `.name`.
    Label(Arc<str>),
    /// What only running tells.
    Dynamic,
    /// A variable that inference finds the type of.
    Var(Var),
    /// The variable of a [`super::Scheme`], by its number there.
    Bound(u32),
    /// `[A]`, `stream[A]`, `vector[A]`.
    Collection(Collection, Arc<Type>),
    /// `[K: V]`.
    Dict(Arc<(Type, Type)>),
    /// `{A with name: type}`.
    Record(Arc<RecordType>),
    /// `(name: type) => type`.
    Function(Arc<FunctionType>),
}

/// A variable; what is known of it stands in the substitution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Var(pub u32);

/// Types without parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basic {
    /// `bool`
    Bool,
    /// `int`
    Int,
    /// `uint`
    UInt,
    /// `float`
    Float,
    /// `string`
    String,
    /// `duration`
    Duration,
    /// `time`
    Time,
    /// `regexp`
    Regexp,
    /// `bytes`
    Bytes,
}

impl Basic {
    /// Its name in Flux.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int => "int",
            Self::UInt => "uint",
            Self::Float => "float",
            Self::String => "string",
            Self::Duration => "duration",
            Self::Time => "time",
            Self::Regexp => "regexp",
            Self::Bytes => "bytes",
        }
    }

    /// The type of this name.
    pub fn named(name: &str) -> Option<Self> {
        let all = [
            Self::Bool,
            Self::Int,
            Self::UInt,
            Self::Float,
            Self::String,
            Self::Duration,
            Self::Time,
            Self::Regexp,
            Self::Bytes,
        ];
        all.into_iter().find(|basic| basic.name() == name)
    }
}

/// Types of many values of one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Collection {
    /// `[A]`
    Array,
    /// `stream[A]`: tables whose rows are `A`.
    Stream,
    /// `vector[A]`: a column, in functions over columns.
    Vector,
}

/// A record: its properties, and where others may be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecordType {
    /// In order; of two with one name the first is the one that is read, the second what it hides.
    pub fields: Vec<(Key, Type)>,
    /// A variable for further properties; none if there are no others.
    pub tail: Option<Type>,
}

/// The name of a property.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A name.
    Name(Arc<str>),
    /// The label that a variable stands for.
    Var(Var),
    /// The label that a scheme's variable stands for.
    Bound(u32),
    /// What was no label; reported already.
    Error,
}

/// What the piped parameter is called where its name is not known.
pub const UNNAMED: &str = "<-";

/// A function.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionType {
    /// Parameters that must be given; in the type of a call, all that are.
    pub required: BTreeMap<Arc<str>, Type>,
    /// Parameters that may be left out.
    pub optional: BTreeMap<Arc<str>, Argument>,
    /// The parameter that takes the piped argument; `UNNAMED` where its name is not known.
    pub pipe: Option<(Arc<str>, Type)>,
    /// What it gives.
    pub returns: Type,
}

/// A parameter that may be left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Its type.
    pub ty: Type,
    /// The type that it has when left out, where its type is a variable.
    pub default: Option<Type>,
}

impl Type {
    /// A boolean.
    pub const BOOL: Self = Self::Basic(Basic::Bool);
    /// An integer.
    pub const INT: Self = Self::Basic(Basic::Int);
    /// A string.
    pub const STRING: Self = Self::Basic(Basic::String);
    /// A regular expression.
    pub const REGEXP: Self = Self::Basic(Basic::Regexp);

    /// `[element]`.
    pub fn array(element: Self) -> Self {
        Self::Collection(Collection::Array, Arc::new(element))
    }

    /// A record of these properties.
    pub fn record(fields: Vec<(Key, Self)>, tail: Option<Self>) -> Self {
        match tail {
            Some(tail) if fields.is_empty() => tail,
            tail => Self::Record(Arc::new(RecordType { fields, tail })),
        }
    }

    /// What kind of thing it is, where the notation alone may be hard to read.
    pub fn form(&self) -> &'static str {
        match self {
            Self::Function(_) => " (function)",
            Self::Dict(_) => " (dictionary)",
            Self::Record(_) => " (record)",
            Self::Collection(Collection::Array, _) => " (array)",
            Self::Collection(Collection::Vector, _) => " (vector)",
            _ => "",
        }
    }
}

impl FunctionType {
    /// The type of a parameter that is not piped.
    pub fn parameter(&self, name: &str) -> Option<&Type> {
        let optional = || self.optional.get(name).map(|argument| &argument.ty);
        self.required.get(name).or_else(optional)
    }
}
