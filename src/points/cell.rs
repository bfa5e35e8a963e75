//! Field values: cells as line protocol writes them.

use crate::formats::number::write_shortest;
use crate::table::{Column, Scalar};
use arrow_array::Array;

/// Appends the value of a row.
///
/// Gives false, having written nothing, where there is no value to write: null, NaN, infinite.
pub(super) fn put(column: &Column, row: usize, out: &mut Vec<u8>) -> bool {
    match column {
        Column::Constant(_, value, _) => return put_scalar(value, out),
        Column::Bool(array) if array.is_valid(row) => put_bool(array.value(row), out),
        Column::Int(array) | Column::Time(array) if array.is_valid(row) => {
            put_int(array.value(row), out);
        }
        Column::UInt(array) if array.is_valid(row) => put_uint(array.value(row), out),
        Column::Float(array) if array.is_valid(row) => return put_float(array.value(row), out),
        _ => match column.text(row) {
            Some(text) => put_string(text, out),
            None => return false,
        },
    }
    true
}

/// Appends a value; see [`put`].
pub(super) fn put_scalar(value: &Scalar, out: &mut Vec<u8>) -> bool {
    match value {
        Scalar::Null => return false,
        Scalar::Bool(value) => put_bool(*value, out),
        Scalar::Int(value) => put_int(*value, out),
        Scalar::UInt(value) => put_uint(*value, out),
        Scalar::Float(value) => return put_float(*value, out),
        Scalar::String(value) => put_string(value, out),
        Scalar::Time(value) => put_int(value.0, out),
    }
    true
}

fn put_bool(value: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(if value { b"true" } else { b"false" });
}

fn put_int(value: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
    out.push(b'i');
}

fn put_uint(value: u64, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
    out.push(b'u');
}

/// The fewest digits that give the same float again, always with a decimal point or an exponent,
/// so that people see that it is one.
fn put_float(value: f64, out: &mut Vec<u8>) -> bool {
    if !value.is_finite() {
        return false;
    }
    write_shortest(value, out);
    true
}

/// Line breaks stay as they are: within quotes InfluxDB keeps them, and knows no escape for them.
fn put_string(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    out.push(b'"');
    let mut plain = 0;
    for at in memchr::memchr2_iter(b'"', b'\\', bytes) {
        out.extend_from_slice(&bytes[plain..at]);
        out.push(b'\\');
        plain = at;
    }
    out.extend_from_slice(&bytes[plain..]);
    out.push(b'"');
}
