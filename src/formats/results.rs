//! What printing results has in common, whatever the format.

use super::number;
use crate::table::{Chunk, Column, GroupKey, Name, Scalar, Schema};
use std::io;

/// Prints results one after another, each table as a whole.
pub trait ResultWriter: Send {
    /// Begins a result; the one before it is over.
    ///
    /// # Errors
    /// If the output cannot be written to.
    fn begin(&mut self, result: &str) -> io::Result<()>;

    /// Prints a table of the result that was begun last. Its rows are those of the chunks.
    ///
    /// # Errors
    /// If the output cannot be written to.
    fn table(&mut self, key: &GroupKey, schema: &Schema, chunks: &[Chunk]) -> io::Result<()>;

    /// Ends the output after an error, telling of it where the format can.
    ///
    /// # Errors
    /// If the output cannot be written to.
    fn fail(&mut self, message: &str) -> io::Result<()>;

    /// Ends the output.
    ///
    /// # Errors
    /// If the output cannot be written to.
    fn finish(&mut self) -> io::Result<()>;
}

/// The columns of a chunk in the order of a schema; none where the chunk lacks one.
pub(super) fn columns_of<'a>(schema: &'a Schema, chunk: &'a Chunk) -> Vec<Option<&'a Column>> {
    let at = |(index, (name, _)): (usize, &(Name, _))| match chunk.columns.get(index) {
        Some((label, column)) if label == name => Some(column),
        _ => chunk.column(name),
    };
    schema.0.iter().enumerate().map(at).collect()
}

/// Appends the plain text of a cell as CSV has it; nothing for a null.
pub(super) fn write_scalar(cell: &Scalar, out: &mut Vec<u8>) {
    match cell {
        Scalar::Null => {}
        Scalar::Bool(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
        Scalar::Int(value) => out.extend_from_slice(itoa::Buffer::new().format(*value).as_bytes()),
        Scalar::UInt(value) => out.extend_from_slice(itoa::Buffer::new().format(*value).as_bytes()),
        Scalar::Float(value) => number::write_float(*value, out),
        Scalar::String(value) => out.extend_from_slice(value.as_bytes()),
        Scalar::Time(value) => value.write_trimmed(out),
    }
}

/// Appends the plain text of a column's cell; nothing for a null.
#[inline]
pub(super) fn write_cell(column: &Column, row: usize, out: &mut Vec<u8>) {
    if column.is_null(row) {
        return;
    }
    match column {
        Column::Constant(_, value, _) => write_scalar(value, out),
        Column::Bool(array) => write_scalar(&Scalar::Bool(array.value(row)), out),
        Column::Int(array) => write_scalar(&Scalar::Int(array.value(row)), out),
        Column::UInt(array) => write_scalar(&Scalar::UInt(array.value(row)), out),
        Column::Float(array) => number::write_float(array.value(row), out),
        Column::Time(array) => crate::time::Time(array.value(row)).write_trimmed(out),
        Column::String(_) | Column::Dictionary(_) => {
            out.extend_from_slice(column.text(row).unwrap_or_default().as_bytes());
        }
    }
}

/// A writer into memory, and what was printed.
#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::table::{TableId, Type};

    /// Some rows of every type, the first column a key of it.
    pub(crate) fn sample() -> (GroupKey, Schema, Vec<Chunk>) {
        let column = |ty, cells: Vec<Scalar>| Column::from_scalars(ty, cells);
        let text = |text: &str| Scalar::from(text);
        let columns: Vec<(Name, Column)> = vec![
            ("host".into(), Column::constant(text("a"), 2)),
            (
                "_time".into(),
                column(
                    Type::Time,
                    vec![Scalar::Time(crate::time::Time(1_500_000_000)), Scalar::Null],
                ),
            ),
            (
                "b".into(),
                column(Type::Bool, vec![Scalar::Bool(true), Scalar::Null]),
            ),
            (
                "i".into(),
                column(Type::Int, vec![Scalar::Int(-5), Scalar::Null]),
            ),
            (
                "u".into(),
                column(Type::UInt, vec![Scalar::UInt(7), Scalar::Null]),
            ),
            (
                "f".into(),
                column(
                    Type::Float,
                    vec![Scalar::Float(1e21), Scalar::Float(f64::NAN)],
                ),
            ),
            (
                "s".into(),
                column(Type::String, vec![text("x,\"y\"\nz"), Scalar::Null]),
            ),
        ];
        let chunk = Chunk {
            id: TableId(0),
            columns,
            rows: 2,
        };
        let key = GroupKey::new(vec![("host".into(), Type::String, text("a"))]);
        (key, chunk.schema(), vec![chunk])
    }
}
