//! Columns: Arrow arrays, or one value for all rows, or a dictionary of texts. Arrow's types are
//! looked into here and in the kernels only.

use super::{ColumnBuilder, Scalar, Type};
use crate::time::Time;
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int64Array, StringViewArray, UInt32Array,
    UInt64Array,
};
use arrow_select::filter::{FilterBuilder, FilterPredicate};
use std::sync::Arc;

/// One column of a chunk. Group-key columns and tags stay constant or dictionaries and are
/// materialised last.
#[derive(Clone, Debug)]
pub enum Column {
    /// The same cell in so many rows; the type counts also where the cell is null.
    Constant(Type, Scalar, usize),
    /// Truth values.
    Bool(BooleanArray),
    /// Signed integers.
    Int(Int64Array),
    /// Unsigned integers.
    UInt(UInt64Array),
    /// Floats.
    Float(Float64Array),
    /// Nanoseconds since 1970.
    Time(Int64Array),
    /// Texts.
    String(StringViewArray),
    /// Few texts for many rows.
    Dictionary(Dictionary),
}

/// Texts by number. A null key is a null cell; the values hold no nulls and need not be distinct.
#[derive(Clone, Debug)]
pub struct Dictionary {
    /// For each row the number of its text.
    pub keys: UInt32Array,
    /// The texts.
    pub values: StringViewArray,
}

impl Column {
    /// So many nulls of a type.
    pub fn nulls(ty: Type, rows: usize) -> Self {
        Self::Constant(ty, Scalar::Null, rows)
    }

    /// The same value in so many rows.
    ///
    /// A null needs a type: see [`Column::nulls`]; here it counts as a string.
    pub fn constant(value: Scalar, rows: usize) -> Self {
        Self::Constant(value.ty().unwrap_or(Type::String), value, rows)
    }

    /// A column of these cells.
    pub fn from_scalars(ty: Type, cells: impl IntoIterator<Item = Scalar>) -> Self {
        let mut builder = ColumnBuilder::new(ty);
        for cell in cells {
            builder.push(&cell);
        }
        builder.finish()
    }

    /// What it holds.
    pub fn ty(&self) -> Type {
        match self {
            Self::Constant(ty, ..) => *ty,
            Self::Bool(_) => Type::Bool,
            Self::Int(_) => Type::Int,
            Self::UInt(_) => Type::UInt,
            Self::Float(_) => Type::Float,
            Self::Time(_) => Type::Time,
            Self::String(_) | Self::Dictionary(_) => Type::String,
        }
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        match self {
            Self::Constant(_, _, rows) => *rows,
            Self::Bool(array) => array.len(),
            Self::Int(array) | Self::Time(array) => array.len(),
            Self::UInt(array) => array.len(),
            Self::Float(array) => array.len(),
            Self::String(array) => array.len(),
            Self::Dictionary(dictionary) => dictionary.keys.len(),
        }
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn array(&self) -> Option<&dyn Array> {
        Some(match self {
            Self::Constant(..) => return None,
            Self::Bool(array) => array,
            Self::Int(array) | Self::Time(array) => array,
            Self::UInt(array) => array,
            Self::Float(array) => array,
            Self::String(array) => array,
            Self::Dictionary(dictionary) => &dictionary.keys,
        })
    }

    /// Whether the cell of a row is null.
    pub fn is_null(&self, row: usize) -> bool {
        match self {
            Self::Constant(_, value, _) => value.is_null(),
            _ => self.array().is_some_and(|array| array.is_null(row)),
        }
    }

    /// How many cells are null.
    pub fn null_count(&self) -> usize {
        match self {
            Self::Constant(_, Scalar::Null, rows) => *rows,
            _ => self.array().map_or(0, Array::null_count),
        }
    }

    /// The cell of a row. Texts are copied: hot loops use [`Column::text`] or the arrays.
    pub fn get(&self, row: usize) -> Scalar {
        if self.is_null(row) {
            return Scalar::Null;
        }
        match self {
            Self::Constant(_, value, _) => value.clone(),
            Self::Bool(array) => Scalar::Bool(array.value(row)),
            Self::Int(array) => Scalar::Int(array.value(row)),
            Self::UInt(array) => Scalar::UInt(array.value(row)),
            Self::Float(array) => Scalar::Float(array.value(row)),
            Self::Time(array) => Scalar::Time(Time(array.value(row))),
            Self::String(_) | Self::Dictionary(_) => {
                self.text(row).map_or(Scalar::Null, Scalar::from)
            }
        }
    }

    /// The text of a row, if the column holds texts and it is not null.
    pub fn text(&self, row: usize) -> Option<&str> {
        match self {
            Self::Constant(_, value, _) => value.as_str(),
            Self::String(array) if array.is_valid(row) => Some(array.value(row)),
            Self::Dictionary(Dictionary { keys, values }) if keys.is_valid(row) => {
                Some(values.value(keys.value(row) as usize))
            }
            _ => None,
        }
    }

    /// The one cell of all rows, where that is known without looking at them.
    pub fn as_constant(&self) -> Option<&Scalar> {
        match self {
            Self::Constant(_, value, _) => Some(value),
            _ => None,
        }
    }

    /// The rows with these numbers, in this order.
    pub fn take(&self, rows: &UInt32Array) -> Self {
        match self {
            Self::Constant(ty, value, _) => Self::Constant(*ty, value.clone(), rows.len()),
            Self::Dictionary(Dictionary { keys, values }) => Self::Dictionary(Dictionary {
                keys: downcast(&taken(keys, rows)),
                values: values.clone(),
            }),
            _ => self.of_array(taken(
                self.array().expect("constants are handled above"),
                rows,
            )),
        }
    }

    /// The rows for which the mask is true.
    pub fn filter(&self, mask: &BooleanArray) -> Self {
        self.filter_by(&FilterBuilder::new(mask).build())
    }

    /// The rows that a prepared mask keeps.
    pub(super) fn filter_by(&self, mask: &FilterPredicate) -> Self {
        let kept = |array: &dyn Array| {
            mask.filter(array)
                .expect("a column and its mask have the same length")
        };
        match self {
            Self::Constant(ty, value, _) => Self::Constant(*ty, value.clone(), mask.count()),
            Self::Dictionary(Dictionary { keys, values }) => Self::Dictionary(Dictionary {
                keys: downcast(&kept(keys)),
                values: values.clone(),
            }),
            _ => self.of_array(kept(self.array().expect("constants are handled above"))),
        }
    }

    /// So many rows from a row on, sharing the buffers.
    pub fn slice(&self, offset: usize, rows: usize) -> Self {
        match self {
            Self::Constant(ty, value, _) => Self::Constant(*ty, value.clone(), rows),
            Self::Bool(array) => Self::Bool(array.slice(offset, rows)),
            Self::Int(array) => Self::Int(array.slice(offset, rows)),
            Self::UInt(array) => Self::UInt(array.slice(offset, rows)),
            Self::Float(array) => Self::Float(array.slice(offset, rows)),
            Self::Time(array) => Self::Time(array.slice(offset, rows)),
            Self::String(array) => Self::String(array.slice(offset, rows)),
            Self::Dictionary(Dictionary { keys, values }) => Self::Dictionary(Dictionary {
                keys: keys.slice(offset, rows),
                values: values.clone(),
            }),
        }
    }

    /// The rows of several columns of one type, one after another. Equal constants stay constant.
    pub fn concat(ty: Type, parts: &[&Self]) -> Self {
        if let [one] = parts {
            return (*one).clone();
        }
        let rows = parts.iter().map(|part| part.len()).sum();
        let mut constants = parts
            .iter()
            .filter(|part| !part.is_empty())
            .map(|part| part.as_constant());
        match constants.next() {
            None => return Self::nulls(ty, 0),
            Some(Some(first)) if constants.all(|other| other == Some(first)) => {
                return Self::Constant(ty, first.clone(), rows);
            }
            Some(_) => {}
        }
        let arrays: Vec<ArrayRef> = parts.iter().map(|part| part.to_array()).collect();
        let arrays: Vec<&dyn Array> = arrays.iter().map(AsRef::as_ref).collect();
        let joined = arrow_select::concat::concat(&arrays).expect("the parts have one type");
        Self::of_type(ty, joined)
    }

    /// All cells as an Arrow array: Boolean, Int64 (for times, too), UInt64, Float64 or Utf8View.
    pub fn to_array(&self) -> ArrayRef {
        match self {
            Self::Constant(ty, value, rows) => {
                let mut builder = ColumnBuilder::new(*ty);
                builder.push_many(value, *rows);
                builder.finish_array()
            }
            Self::Dictionary(Dictionary { keys, values }) => taken(values, keys),
            Self::Bool(array) => Arc::new(array.clone()),
            Self::Int(array) | Self::Time(array) => Arc::new(array.clone()),
            Self::UInt(array) => Arc::new(array.clone()),
            Self::Float(array) => Arc::new(array.clone()),
            Self::String(array) => Arc::new(array.clone()),
        }
    }

    /// The column whose cells stand in an array of the type that [`Column::to_array`] gives.
    ///
    /// # Panics
    /// If the array has another type.
    pub fn of_type(ty: Type, array: ArrayRef) -> Self {
        match ty {
            Type::Bool => Self::Bool(downcast(&array)),
            Type::Int => Self::Int(downcast(&array)),
            Type::UInt => Self::UInt(downcast(&array)),
            Type::Float => Self::Float(downcast(&array)),
            Type::Time => Self::Time(downcast(&array)),
            Type::String => Self::String(downcast(&array)),
        }
    }

    fn of_array(&self, array: ArrayRef) -> Self {
        Self::of_type(self.ty(), array)
    }

    /// Signed integers, or the nanoseconds of times; none for other types.
    pub fn ints(&self) -> Option<Int64Array> {
        match self {
            Self::Int(array) | Self::Time(array) => Some(array.clone()),
            Self::Constant(Type::Int | Type::Time, ..) => Some(downcast(&self.to_array())),
            _ => None,
        }
    }

    /// Floats; none for other types.
    pub fn floats(&self) -> Option<Float64Array> {
        match self {
            Self::Float(array) => Some(array.clone()),
            Self::Constant(Type::Float, ..) => Some(downcast(&self.to_array())),
            _ => None,
        }
    }

    /// Unsigned integers; none for other types.
    pub fn uints(&self) -> Option<UInt64Array> {
        match self {
            Self::UInt(array) => Some(array.clone()),
            Self::Constant(Type::UInt, ..) => Some(downcast(&self.to_array())),
            _ => None,
        }
    }

    /// Truth values; none for other types.
    pub fn bools(&self) -> Option<BooleanArray> {
        match self {
            Self::Bool(array) => Some(array.clone()),
            Self::Constant(Type::Bool, ..) => Some(downcast(&self.to_array())),
            _ => None,
        }
    }

    /// Texts, materialised; none for other types.
    pub fn strings(&self) -> Option<StringViewArray> {
        match self {
            Self::String(array) => Some(array.clone()),
            Self::Dictionary(_) | Self::Constant(Type::String, ..) => {
                Some(downcast(&self.to_array()))
            }
            _ => None,
        }
    }

    /// Bytes of its cells. Buffers that it shares count as far as it looks into them.
    pub fn bytes(&self) -> usize {
        let texts = |array: &StringViewArray| {
            let views = array.views().iter();
            array.len() * 16 + views.map(|view| *view as u32 as usize).sum::<usize>()
        };
        let own = std::mem::size_of::<Self>();
        own + match self {
            Self::Constant(_, value, _) => value.as_str().map_or(0, str::len),
            Self::Dictionary(dictionary) => dictionary.keys.len() * 4,
            Self::Bool(array) => array.len() / 8,
            Self::Int(array) | Self::Time(array) => array.len() * 8,
            Self::UInt(array) => array.len() * 8,
            Self::Float(array) => array.len() * 8,
            Self::String(array) => texts(array),
        }
    }
}

fn taken(array: &dyn Array, rows: &UInt32Array) -> ArrayRef {
    arrow_select::take::take(array, rows, None).expect("row numbers lie within the column")
}

fn downcast<T: Array + Clone + 'static>(array: &ArrayRef) -> T {
    array
        .as_any()
        .downcast_ref::<T>()
        .expect("an array has the type of its column")
        .clone()
}
