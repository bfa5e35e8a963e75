//! Texts: joined, interpolated, matched.

use super::{Cells, GiveUp};
use crate::table::{Column, Scalar, Type};
use crate::value::check_length;
use crate::value::{Regex, Value};
use arrow_array::builder::StringViewBuilder;
use arrow_array::{Array, BooleanArray};
use arrow_buffer::BooleanBuffer;
use std::fmt::Write;

/// `left + right`, a null on either side giving null.
pub fn concatenated(left: &Cells, right: &Cells, rows: usize) -> Result<Cells, GiveUp> {
    let (Cells::Column(left), Cells::Column(right)) = (left, right) else {
        return Err(GiveUp);
    };
    let mut cells = StringViewBuilder::with_capacity(rows);
    let mut joined = String::new();
    for row in 0..rows {
        match (left.text(row), right.text(row)) {
            (Some(a), Some(b)) => {
                joined.clear();
                joined.push_str(a);
                joined.push_str(b);
                check_length(joined.len()).map_err(|_| GiveUp)?;
                cells.append_value(&joined);
            }
            _ => cells.append_null(),
        }
    }
    Ok(Cells::Column(Column::String(cells.finish())))
}

/// All parts as text, one after another; a null is an error.
pub fn interpolated(parts: &[Cells], rows: usize) -> Result<Cells, GiveUp> {
    let mut columns = Vec::with_capacity(parts.len());
    for part in parts {
        match part {
            Cells::Column(column) if column.null_count() == 0 => columns.push(column),
            _ => return Err(GiveUp),
        }
    }
    let mut cells = StringViewBuilder::with_capacity(rows);
    let mut joined = String::new();
    for row in 0..rows {
        joined.clear();
        for column in &columns {
            write_cell(&mut joined, column, row)?;
        }
        cells.append_value(&joined);
    }
    Ok(Cells::Column(Column::String(cells.finish())))
}

/// Numbers go without a detour, whatever else as the language writes it.
fn write_cell(text: &mut String, column: &Column, row: usize) -> Result<(), GiveUp> {
    let written = match column {
        Column::Int(array) => write!(text, "{}", array.value(row)),
        Column::UInt(array) => write!(text, "{}", array.value(row)),
        _ => match column.text(row) {
            Some(cell) => text.write_str(cell),
            None => {
                let value = Value::from_scalar(column.get(row), column.ty());
                text.write_str(&value.to_text().ok_or(GiveUp)?)
            }
        },
    };
    written.map_err(|_| GiveUp)
}

/// Whether texts match a regular expression, or do not; null for null.
pub fn matches(cells: &Cells, regex: &Regex, negated: bool, rows: usize) -> Result<Cells, GiveUp> {
    if cells.all_null() {
        return Ok(Cells::constant(Type::Bool, Scalar::Null, rows));
    }
    match cells {
        Cells::Column(Column::Constant(Type::String, Scalar::String(text), rows)) => {
            let matched = regex.is_match(text) != negated;
            Ok(Cells::constant(Type::Bool, Scalar::Bool(matched), *rows))
        }
        Cells::Column(column) => {
            let texts = column.strings().ok_or(GiveUp)?;
            let bits = BooleanBuffer::collect_bool(rows, |row| {
                texts.is_valid(row) && regex.is_match(texts.value(row)) != negated
            });
            let array = BooleanArray::new(bits, texts.nulls().cloned());
            Ok(Cells::Column(Column::Bool(array)))
        }
        Cells::Untyped => Err(GiveUp),
    }
}
