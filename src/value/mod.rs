//! What expressions compute: a closed enum, cheap to clone, matched exhaustively.

mod compare;
mod context;
mod convert;
mod display;
mod function;
mod record;
mod regex;
mod stream;

pub use compare::{equal, order};
pub use context::{Context, Host, NullLogic};
pub use convert::{FluxType, FromValue, IntoValue, Nullable};
pub use display::float_text;
pub use function::{
    Args, Builtin, Closure, Constant, DefaultValue, Environment, Function, Package, Param,
};
pub use record::{Dict, Record};
pub use regex::Regex;
pub use stream::{Collected, Node, NodeId, Op, Root, Stream, Transform};

use crate::diagnostic::Failure;
use crate::table::{Scalar, Type};
use crate::time::{Duration, Time};
use std::sync::Arc;

/// The longest text that a script may put together: a longer one is a mistake, and would end the
/// process.
const LONGEST_TEXT: usize = 1 << 28;

/// Whether a text may become so many bytes long.
///
/// # Errors
/// If that is too long.
pub fn check_length(bytes: usize) -> Result<(), Failure> {
    match bytes <= LONGEST_TEXT {
        true => Ok(()),
        false => Err(Failure::new(
            "flux::eval::text_too_long",
            format!("a text of {bytes} bytes is too long"),
        )
        .help(format!("a text has {LONGEST_TEXT} bytes at most"))),
    }
}

/// What an expression computes.
#[derive(Clone, Debug)]
pub enum Value {
    /// No value, and the column type it stands for where that is known.
    Null(Option<Type>),
    /// `bool`
    Bool(bool),
    /// `int`
    Int(i64),
    /// `uint`
    UInt(u64),
    /// `float`
    Float(f64),
    /// `string`
    String(Arc<str>),
    /// `bytes`
    Bytes(Arc<[u8]>),
    /// `time`
    Time(Time),
    /// `duration`
    Duration(Duration),
    /// `regexp`
    Regex(Regex),
    /// `[A]`
    Array(Arc<Vec<Value>>),
    /// `[K: V]`
    Dict(Arc<Dict>),
    /// `{A with …}`; packages are records, too.
    Record(Arc<Record>),
    /// A builtin or a closure.
    Function(Function),
    /// A stream of tables that is not computed yet.
    Stream(Stream),
    /// One table that was computed for the script to look into (`tableFind`).
    Table(Arc<Collected>),
    /// `.name`, a label literal.
    Label(Arc<str>),
    /// `dynamic`: a value whose type is only known when it runs. What an array or a record in it
    /// holds is dynamic, too; [`Value::dynamic`] sees to that.
    Dynamic(Arc<Value>),
}

impl Value {
    /// A text.
    pub fn string(text: impl Into<Arc<str>>) -> Self {
        Self::String(text.into())
    }

    /// An array.
    pub fn array(items: Vec<Self>) -> Self {
        Self::Array(Arc::new(items))
    }

    /// A record with these properties; of equal labels the last one counts.
    pub fn record<L: Into<Arc<str>>>(properties: impl IntoIterator<Item = (L, Self)>) -> Self {
        Self::Record(Arc::new(properties.into_iter().collect()))
    }

    /// A value as a dynamic one, with all its parts; one that is dynamic already stays as it is.
    pub fn dynamic(self) -> Self {
        let inner = match self {
            Self::Dynamic(_) => return self,
            Self::Array(items) => Self::array(items.iter().cloned().map(Self::dynamic).collect()),
            Self::Record(record) => {
                let properties = record.iter();
                Self::record(
                    properties.map(|(label, value)| (label.clone(), value.clone().dynamic())),
                )
            }
            other => other,
        };
        Self::Dynamic(Arc::new(inner))
    }

    /// What is in a dynamic value; any other value as it is.
    pub fn inner(&self) -> &Self {
        match self {
            Self::Dynamic(inner) => inner,
            other => other,
        }
    }

    /// Whether there is no value, or a dynamic null.
    pub fn is_null(&self) -> bool {
        matches!(self.inner(), Self::Null(_))
    }

    /// What it is, for error messages, in the words of Flux's types.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null(_) => "null",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::UInt(_) => "uint",
            Self::Float(_) => "float",
            Self::String(_) => "string",
            Self::Bytes(_) => "bytes",
            Self::Time(_) => "time",
            Self::Duration(_) => "duration",
            Self::Regex(_) => "regexp",
            Self::Array(_) => "array",
            Self::Dict(_) => "dictionary",
            Self::Record(_) => "record",
            Self::Function(_) => "function",
            Self::Stream(_) | Self::Table(_) => "stream",
            Self::Label(_) => "label",
            Self::Dynamic(_) => "dynamic",
        }
    }

    /// The cell that holds it, if a column can.
    pub fn to_scalar(&self) -> Option<Scalar> {
        Some(match self {
            Self::Null(_) => Scalar::Null,
            Self::Bool(value) => Scalar::Bool(*value),
            Self::Int(value) => Scalar::Int(*value),
            Self::UInt(value) => Scalar::UInt(*value),
            Self::Float(value) => Scalar::Float(*value),
            Self::String(value) => Scalar::String(value.clone()),
            Self::Time(value) => Scalar::Time(*value),
            _ => return None,
        })
    }

    /// The type of the column that could hold it; none for an untyped null, too.
    pub fn column_type(&self) -> Option<Type> {
        match self {
            Self::Null(ty) => *ty,
            _ => self.to_scalar()?.ty(),
        }
    }

    /// A cell of a column of a type.
    pub fn from_scalar(cell: Scalar, ty: Type) -> Self {
        match cell {
            Scalar::Null => Self::Null(Some(ty)),
            Scalar::Bool(value) => Self::Bool(value),
            Scalar::Int(value) => Self::Int(value),
            Scalar::UInt(value) => Self::UInt(value),
            Scalar::Float(value) => Self::Float(value),
            Scalar::String(value) => Self::String(value),
            Scalar::Time(value) => Self::Time(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check_length;

    #[test]
    fn texts_have_a_greatest_length() {
        assert!(check_length(256 << 20).is_ok());
        let failure = check_length((256 << 20) + 1).unwrap_err();
        assert_eq!(failure.code, "flux::eval::text_too_long");
        assert!(check_length(usize::MAX).is_err());
    }
}
