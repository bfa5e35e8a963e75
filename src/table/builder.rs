//! Building a column cell by cell.

use super::{Column, Scalar, Type};
use arrow_array::ArrayRef;
use arrow_array::builder::{
    ArrayBuilder, BooleanBuilder, Float64Builder, Int64Builder, StringViewBuilder, UInt64Builder,
};

/// Takes cells of one type and makes a column of them. A cell of another type becomes null.
#[derive(Debug)]
pub struct ColumnBuilder {
    ty: Type,
    cells: Cells,
}

#[derive(Debug)]
enum Cells {
    Bool(BooleanBuilder),
    Int(Int64Builder),
    UInt(UInt64Builder),
    Float(Float64Builder),
    String(StringViewBuilder),
}

impl ColumnBuilder {
    /// A builder without cells.
    pub fn new(ty: Type) -> Self {
        let cells = match ty {
            Type::Bool => Cells::Bool(BooleanBuilder::new()),
            Type::Int | Type::Time => Cells::Int(Int64Builder::new()),
            Type::UInt => Cells::UInt(UInt64Builder::new()),
            Type::Float => Cells::Float(Float64Builder::new()),
            Type::String => Cells::String(StringViewBuilder::new().with_deduplicate_strings()),
        };
        Self { ty, cells }
    }

    /// What it builds.
    pub fn ty(&self) -> Type {
        self.ty
    }

    /// How many cells it has.
    pub fn len(&self) -> usize {
        match &self.cells {
            Cells::Bool(cells) => cells.len(),
            Cells::Int(cells) => cells.len(),
            Cells::UInt(cells) => cells.len(),
            Cells::Float(cells) => cells.len(),
            Cells::String(cells) => cells.len(),
        }
    }

    /// Whether it has no cells.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a cell.
    pub fn push(&mut self, cell: &Scalar) {
        self.push_many(cell, 1);
    }

    /// Adds the same cell several times.
    pub fn push_many(&mut self, cell: &Scalar, times: usize) {
        match (&mut self.cells, cell) {
            (Cells::Bool(cells), Scalar::Bool(value)) => cells.append_n(times, *value),
            (Cells::Int(cells), Scalar::Int(value)) => cells.append_value_n(*value, times),
            (Cells::Int(cells), Scalar::Time(time)) => cells.append_value_n(time.0, times),
            (Cells::UInt(cells), Scalar::UInt(value)) => cells.append_value_n(*value, times),
            (Cells::Float(cells), Scalar::Float(value)) => cells.append_value_n(*value, times),
            (Cells::String(cells), Scalar::String(value)) => {
                for _ in 0..times {
                    cells.append_value(value);
                }
            }
            (Cells::Bool(cells), _) => cells.append_nulls(times),
            (Cells::Int(cells), _) => cells.append_nulls(times),
            (Cells::UInt(cells), _) => cells.append_nulls(times),
            (Cells::Float(cells), _) => cells.append_nulls(times),
            (Cells::String(cells), _) => {
                for _ in 0..times {
                    cells.append_null();
                }
            }
        }
    }

    /// Adds a null.
    pub fn push_null(&mut self) {
        self.push(&Scalar::Null);
    }

    /// Adds a text without copying it into a [`Scalar`] first.
    pub fn push_text(&mut self, text: &str) {
        match &mut self.cells {
            Cells::String(cells) => cells.append_value(text),
            _ => self.push_null(),
        }
    }

    /// The column; the builder is empty afterwards.
    pub fn finish(&mut self) -> Column {
        Column::of_type(self.ty, self.finish_array())
    }

    pub(super) fn finish_array(&mut self) -> ArrayRef {
        match &mut self.cells {
            Cells::Bool(cells) => ArrayBuilder::finish(cells),
            Cells::Int(cells) => ArrayBuilder::finish(cells),
            Cells::UInt(cells) => ArrayBuilder::finish(cells),
            Cells::Float(cells) => ArrayBuilder::finish(cells),
            Cells::String(cells) => ArrayBuilder::finish(cells),
        }
    }
}
