//! Comparisons: `==`, `!=`, `<`, `<=`, `>`, `>=`.

use super::{Cells, GiveUp};
use crate::syntax::ast::BinaryOp;
use crate::table::{Column, Scalar, Type};
use crate::value::{Value, order};
use arrow_array::{Array, BooleanArray, StringViewArray};
use arrow_buffer::{BooleanBuffer, NullBuffer};
use std::cmp::Ordering;

/// Numbers of all types compare with each other, texts and times among themselves; bools are only
/// equal or not.
pub fn compare(op: BinaryOp, left: &Cells, right: &Cells, rows: usize) -> Result<Cells, GiveUp> {
    if left.all_null() || right.all_null() {
        return Ok(Cells::constant(Type::Bool, Scalar::Null, rows));
    }
    let (Cells::Column(left), Cells::Column(right)) = (left, right) else {
        return Err(GiveUp);
    };
    if let (Some(a), Some(b)) = (left.as_constant(), right.as_constant()) {
        let (a, b) = (of_scalar(a, left.ty()), of_scalar(b, right.ty()));
        let holds = match (&a, &b) {
            (Value::Bool(a), Value::Bool(b)) => of_bools(op, *a, *b)?,
            _ => holds(op, order(&a, &b).ok_or(GiveUp)?),
        };
        return Ok(Cells::constant(Type::Bool, Scalar::Bool(holds), rows));
    }
    let bits = match (left.ty(), right.ty()) {
        (Type::Int, Type::Int) | (Type::Time, Type::Time) => {
            let (a, b) = (ints(left)?, ints(right)?);
            numbers(op, a, b, rows, |a: i64| a, |b: i64| b)
        }
        (Type::UInt, Type::UInt) => {
            let (a, b) = (uints(left)?, uints(right)?);
            numbers(op, a, b, rows, |a: u64| a, |b: u64| b)
        }
        (Type::Float, Type::Float) => {
            let (a, b) = (floats(left)?, floats(right)?);
            numbers(op, a, b, rows, |a: f64| a, |b: f64| b)
        }
        (Type::Int, Type::Float) => {
            let (a, b) = (ints(left)?, floats(right)?);
            numbers(op, a, b, rows, |a: i64| a as f64, |b: f64| b)
        }
        (Type::Float, Type::Int) => {
            let (a, b) = (floats(left)?, ints(right)?);
            numbers(op, a, b, rows, |a: f64| a, |b: i64| b as f64)
        }
        (Type::UInt, Type::Float) => {
            let (a, b) = (uints(left)?, floats(right)?);
            numbers(op, a, b, rows, |a: u64| a as f64, |b: f64| b)
        }
        (Type::Float, Type::UInt) => {
            let (a, b) = (floats(left)?, uints(right)?);
            numbers(op, a, b, rows, |a: f64| a, |b: u64| b as f64)
        }
        (Type::Int, Type::UInt) => {
            let (a, b) = (ints(left)?, uints(right)?);
            numbers(op, a, b, rows, i128::from, i128::from)
        }
        (Type::UInt, Type::Int) => {
            let (a, b) = (uints(left)?, ints(right)?);
            numbers(op, a, b, rows, i128::from, i128::from)
        }
        (Type::String, Type::String) => texts(op, left, right, rows)?,
        (Type::Bool, Type::Bool) => bools(op, left, right, rows)?,
        _ => return Err(GiveUp),
    };
    let array = BooleanArray::new(bits, nulls(left, right));
    Ok(Cells::Column(Column::Bool(array)))
}

/// Which rows have a null on neither side.
pub fn nulls(left: &Column, right: &Column) -> Option<NullBuffer> {
    let of = |column: &Column| -> Option<NullBuffer> {
        match column {
            Column::Constant(..) => None,
            Column::Bool(array) => array.nulls().cloned(),
            Column::Int(array) | Column::Time(array) => array.nulls().cloned(),
            Column::UInt(array) => array.nulls().cloned(),
            Column::Float(array) => array.nulls().cloned(),
            Column::String(array) => array.nulls().cloned(),
            Column::Dictionary(dictionary) => dictionary.keys.nulls().cloned(),
        }
    };
    NullBuffer::union(of(left).as_ref(), of(right).as_ref())
}

/// The cells of one side: a value for each row, or one for all.
#[derive(Clone, Copy)]
pub enum Side<'a, T> {
    /// A value for each row; what stands under a null is arbitrary.
    Rows(&'a [T]),
    /// The same value in all rows.
    One(T),
}

/// Signed integers or times.
pub fn ints(column: &Column) -> Result<Side<'_, i64>, GiveUp> {
    match column {
        Column::Int(array) | Column::Time(array) => Ok(Side::Rows(array.values())),
        Column::Constant(_, Scalar::Int(value), _) => Ok(Side::One(*value)),
        Column::Constant(_, Scalar::Time(time), _) => Ok(Side::One(time.0)),
        _ => Err(GiveUp),
    }
}

/// Unsigned integers.
pub fn uints(column: &Column) -> Result<Side<'_, u64>, GiveUp> {
    match column {
        Column::UInt(array) => Ok(Side::Rows(array.values())),
        Column::Constant(_, Scalar::UInt(value), _) => Ok(Side::One(*value)),
        _ => Err(GiveUp),
    }
}

/// Floats.
pub fn floats(column: &Column) -> Result<Side<'_, f64>, GiveUp> {
    match column {
        Column::Float(array) => Ok(Side::Rows(array.values())),
        Column::Constant(_, Scalar::Float(value), _) => Ok(Side::One(*value)),
        _ => Err(GiveUp),
    }
}

/// A loop for each operator, so that the compiler can make each one fast.
fn numbers<A: Copy, B: Copy, N: PartialOrd>(
    op: BinaryOp,
    left: Side<'_, A>,
    right: Side<'_, B>,
    rows: usize,
    a: impl Fn(A) -> N,
    b: impl Fn(B) -> N,
) -> BooleanBuffer {
    match op {
        BinaryOp::Equal => zipped(left, right, rows, |x, y| a(x) == b(y)),
        BinaryOp::NotEqual => zipped(left, right, rows, |x, y| a(x) != b(y)),
        BinaryOp::Less => zipped(left, right, rows, |x, y| a(x) < b(y)),
        BinaryOp::LessEqual => zipped(left, right, rows, |x, y| a(x) <= b(y)),
        BinaryOp::Greater => zipped(left, right, rows, |x, y| a(x) > b(y)),
        _ => zipped(left, right, rows, |x, y| a(x) >= b(y)),
    }
}

fn zipped<A: Copy, B: Copy>(
    left: Side<'_, A>,
    right: Side<'_, B>,
    rows: usize,
    holds: impl Fn(A, B) -> bool,
) -> BooleanBuffer {
    match (left, right) {
        (Side::Rows(a), Side::Rows(b)) => {
            BooleanBuffer::collect_bool(rows, |row| holds(a[row], b[row]))
        }
        (Side::Rows(a), Side::One(b)) => BooleanBuffer::collect_bool(rows, |row| holds(a[row], b)),
        (Side::One(a), Side::Rows(b)) => BooleanBuffer::collect_bool(rows, |row| holds(a, b[row])),
        (Side::One(a), Side::One(b)) => match holds(a, b) {
            true => BooleanBuffer::new_set(rows),
            false => BooleanBuffer::new_unset(rows),
        },
    }
}

fn texts(
    op: BinaryOp,
    left: &Column,
    right: &Column,
    rows: usize,
) -> Result<BooleanBuffer, GiveUp> {
    let equality = matches!(op, BinaryOp::Equal | BinaryOp::NotEqual);
    let with_one = |array: &StringViewArray, one: &str, swapped: bool| {
        BooleanBuffer::collect_bool(rows, |row| {
            let cell = array.value(row);
            if equality {
                return (cell == one) == (op == BinaryOp::Equal);
            }
            let order = cell.as_bytes().cmp(one.as_bytes());
            holds(op, Some(if swapped { order.reverse() } else { order }))
        })
    };
    match (left, right) {
        (Column::String(array), Column::Constant(_, Scalar::String(one), _)) => {
            return Ok(with_one(array, one, false));
        }
        (Column::Constant(_, Scalar::String(one), _), Column::String(array)) => {
            return Ok(with_one(array, one, true));
        }
        _ => {}
    }
    let (a, b) = (
        left.strings().ok_or(GiveUp)?,
        right.strings().ok_or(GiveUp)?,
    );
    Ok(BooleanBuffer::collect_bool(rows, |row| {
        let order = a.value(row).as_bytes().cmp(b.value(row).as_bytes());
        holds(op, Some(order))
    }))
}

fn bools(
    op: BinaryOp,
    left: &Column,
    right: &Column,
    rows: usize,
) -> Result<BooleanBuffer, GiveUp> {
    let (a, b) = (left.bools().ok_or(GiveUp)?, right.bools().ok_or(GiveUp)?);
    debug_assert_eq!(a.len(), rows);
    let unlike = a.values() ^ b.values();
    match op {
        BinaryOp::Equal => Ok(!&unlike),
        BinaryOp::NotEqual => Ok(unlike),
        _ => Err(GiveUp),
    }
}

fn of_bools(op: BinaryOp, a: bool, b: bool) -> Result<bool, GiveUp> {
    match op {
        BinaryOp::Equal => Ok(a == b),
        BinaryOp::NotEqual => Ok(a != b),
        _ => Err(GiveUp),
    }
}

fn of_scalar(cell: &Scalar, ty: Type) -> Value {
    Value::from_scalar(cell.clone(), ty)
}

/// What an order means to an operator; none is what NaN has.
fn holds(op: BinaryOp, order: Option<Ordering>) -> bool {
    match op {
        BinaryOp::Equal => order == Some(Ordering::Equal),
        BinaryOp::NotEqual => order != Some(Ordering::Equal),
        BinaryOp::Less => order == Some(Ordering::Less),
        BinaryOp::LessEqual => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        BinaryOp::Greater => order == Some(Ordering::Greater),
        _ => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
    }
}
