//! The only door between Rust types and values.

use super::{Function, Record, Regex, Stream, Value};
use crate::diagnostic::Failure;
use crate::table::Type;
use crate::time::{Duration, Time};
use std::sync::Arc;

/// The Flux type that a Rust type stands for.
pub trait FluxType {
    /// In Flux's notation.
    fn flux_type() -> String;
}

/// Rust types that can be made of an argument.
pub trait FromValue: Sized {
    /// The argument as this type. A wrong one gives its type's name, an absent one `None`.
    ///
    /// # Errors
    /// If the argument is absent or of another type.
    fn from_argument(argument: Option<Value>) -> Result<Self, Option<String>> {
        argument.map_or(Err(None), |value| Self::from_value(value).map_err(Some))
    }

    /// The value as this type.
    ///
    /// # Errors
    /// The name of the type that the value has instead.
    fn from_value(value: Value) -> Result<Self, String>;
}

/// Rust types that a builtin may give.
pub trait IntoValue {
    /// As a value.
    ///
    /// # Errors
    /// What the builtin failed with.
    fn into_value(self) -> Result<Value, Failure>;
}

macro_rules! value_type {
    ($($rust:ty => $variant:ident, $name:literal);* $(;)?) => { $(
        impl FluxType for $rust {
            fn flux_type() -> String {
                $name.into()
            }
        }
        impl FromValue for $rust {
            fn from_value(value: Value) -> Result<Self, String> {
                match value {
                    Value::$variant(value) => Ok(value),
                    other => Err(other.type_name().into()),
                }
            }
        }
        impl IntoValue for $rust {
            fn into_value(self) -> Result<Value, Failure> {
                Ok(Value::$variant(self))
            }
        }
    )* };
}

value_type! {
    bool => Bool, "bool";
    i64 => Int, "int";
    u64 => UInt, "uint";
    f64 => Float, "float";
    Arc<str> => String, "string";
    Arc<[u8]> => Bytes, "bytes";
    Time => Time, "time";
    Duration => Duration, "duration";
    Regex => Regex, "regexp";
    Function => Function, "A";
    Arc<Record> => Record, "A";
    Stream => Stream, "stream[A]";
}

impl FluxType for String {
    fn flux_type() -> String {
        "string".into()
    }
}

impl FromValue for String {
    fn from_value(value: Value) -> Result<Self, String> {
        Arc::<str>::from_value(value).map(|text| text.as_ref().into())
    }
}

impl IntoValue for String {
    fn into_value(self) -> Result<Value, Failure> {
        Ok(Value::string(self))
    }
}

impl FluxType for Value {
    fn flux_type() -> String {
        "A".into()
    }
}

impl FromValue for Value {
    fn from_value(value: Value) -> Result<Self, String> {
        Ok(value)
    }
}

impl IntoValue for Value {
    fn into_value(self) -> Result<Value, Failure> {
        Ok(self)
    }
}

impl<T: FluxType> FluxType for Option<T> {
    fn flux_type() -> String {
        T::flux_type()
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_argument(argument: Option<Value>) -> Result<Self, Option<String>> {
        argument.map(T::from_value).transpose().map_err(Some)
    }

    fn from_value(value: Value) -> Result<Self, String> {
        T::from_value(value).map(Some)
    }
}

impl<T: FluxType> FluxType for Vec<T> {
    fn flux_type() -> String {
        format!("[{}]", T::flux_type())
    }
}

impl<T: FromValue> FromValue for Vec<T> {
    fn from_value(value: Value) -> Result<Self, String> {
        match value {
            Value::Array(items) => {
                let items = Arc::try_unwrap(items).unwrap_or_else(|shared| (*shared).clone());
                let items: Result<Self, String> = items.into_iter().map(T::from_value).collect();
                items.map_err(|found| format!("array of {found}"))
            }
            other => Err(other.type_name().into()),
        }
    }
}

impl<T: IntoValue> IntoValue for Vec<T> {
    fn into_value(self) -> Result<Value, Failure> {
        let items: Result<Vec<Value>, Failure> =
            self.into_iter().map(IntoValue::into_value).collect();
        Ok(Value::array(items?))
    }
}

impl<T: FluxType> FluxType for Result<T, Failure> {
    fn flux_type() -> String {
        T::flux_type()
    }
}

impl<T: IntoValue> IntoValue for Result<T, Failure> {
    fn into_value(self) -> Result<Value, Failure> {
        self?.into_value()
    }
}

/// An argument or result that may be null. An argument left out is no null: see `Option`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nullable<T>(pub Option<T>);

impl<T> Nullable<T> {
    /// The function of the value; null of null.
    pub fn map<U>(self, function: impl FnOnce(T) -> U) -> Nullable<U> {
        Nullable(self.0.map(function))
    }

    /// Both values, or null if one is.
    pub fn zip<U>(self, other: Nullable<U>) -> Nullable<(T, U)> {
        Nullable(self.0.zip(other.0))
    }
}

impl<T: FluxType> FluxType for Nullable<T> {
    fn flux_type() -> String {
        T::flux_type()
    }
}

impl<T: FromValue> FromValue for Nullable<T> {
    fn from_value(value: Value) -> Result<Self, String> {
        match value {
            Value::Null(_) => Ok(Self(None)),
            value => T::from_value(value).map(|value| Self(Some(value))),
        }
    }
}

impl<T: IntoValue + FluxType> IntoValue for Nullable<T> {
    fn into_value(self) -> Result<Value, Failure> {
        let name = T::flux_type();
        let column_type = || Type::ALL.into_iter().find(|ty| ty.name() == name);
        match self.0 {
            Some(value) => value.into_value(),
            None => Ok(Value::Null(column_type())),
        }
    }
}
