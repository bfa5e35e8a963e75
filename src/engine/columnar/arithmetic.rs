//! `+`, `-`, `*`, `/`, `%`, `^` and the minus sign. Integers wrap around.

use super::compare::{Side, floats, ints, nulls, uints};
use super::{Cells, GiveUp};
use crate::syntax::ast::BinaryOp;
use crate::table::{Column, Scalar, Type};
use arrow_array::{Array, Float64Array, Int64Array, UInt64Array};
use arrow_buffer::{NullBuffer, ScalarBuffer};

/// Both sides must be of one type.
pub fn arithmetic(op: BinaryOp, left: &Cells, right: &Cells, rows: usize) -> Result<Cells, GiveUp> {
    if left.all_null() || right.all_null() {
        let ty = match op {
            BinaryOp::Power => Some(Type::Float),
            _ => left.ty().or(right.ty()),
        };
        return Ok(match ty {
            None => Cells::Untyped,
            Some(ty) => Cells::constant(ty, Scalar::Null, rows),
        });
    }
    let (Cells::Column(left), Cells::Column(right)) = (left, right) else {
        return Err(GiveUp);
    };
    let valid = nulls(left, right);
    let column = match (left.ty(), right.ty()) {
        (Type::Int, Type::Int) => {
            let (a, b) = (ints(left)?, ints(right)?);
            if let BinaryOp::Divide | BinaryOp::Modulo = op {
                no_zero(b, valid.as_ref())?;
            }
            let values = match op {
                BinaryOp::Add => each(a, b, rows, i64::wrapping_add),
                BinaryOp::Subtract => each(a, b, rows, i64::wrapping_sub),
                BinaryOp::Multiply => each(a, b, rows, i64::wrapping_mul),
                // Under a null there may be a zero.
                BinaryOp::Divide => each(a, b, rows, |a, b| match b {
                    0 => 0,
                    b => a.wrapping_div(b),
                }),
                BinaryOp::Modulo => each(a, b, rows, |a, b| match b {
                    0 => 0,
                    b => a.wrapping_rem(b),
                }),
                _ => {
                    let values = each(a, b, rows, |a, b| (a as f64).powf(b as f64));
                    return Ok(float_column(values, valid, rows));
                }
            };
            Column::Int(Int64Array::new(ScalarBuffer::from(values), valid))
        }
        (Type::UInt, Type::UInt) => {
            let (a, b) = (uints(left)?, uints(right)?);
            if let BinaryOp::Divide | BinaryOp::Modulo = op {
                no_zero(b, valid.as_ref())?;
            }
            let values = match op {
                BinaryOp::Add => each(a, b, rows, u64::wrapping_add),
                BinaryOp::Subtract => each(a, b, rows, u64::wrapping_sub),
                BinaryOp::Multiply => each(a, b, rows, u64::wrapping_mul),
                BinaryOp::Divide => each(a, b, rows, |a, b| a.checked_div(b).unwrap_or(0)),
                BinaryOp::Modulo => each(a, b, rows, |a, b| a.checked_rem(b).unwrap_or(0)),
                _ => {
                    let values = each(a, b, rows, |a, b| (a as f64).powf(b as f64));
                    return Ok(float_column(values, valid, rows));
                }
            };
            Column::UInt(UInt64Array::new(ScalarBuffer::from(values), valid))
        }
        (Type::Float, Type::Float) => {
            let (a, b) = (floats(left)?, floats(right)?);
            let values = match op {
                BinaryOp::Add => each(a, b, rows, |a, b| a + b),
                BinaryOp::Subtract => each(a, b, rows, |a, b| a - b),
                BinaryOp::Multiply => each(a, b, rows, |a, b| a * b),
                BinaryOp::Divide => each(a, b, rows, |a, b| a / b),
                BinaryOp::Modulo => each(a, b, rows, |a, b| a % b),
                _ => each(a, b, rows, f64::powf),
            };
            return Ok(float_column(values, valid, rows));
        }
        _ => return Err(GiveUp),
    };
    Ok(Cells::Column(column))
}

fn float_column(values: Vec<f64>, valid: Option<NullBuffer>, rows: usize) -> Cells {
    debug_assert_eq!(values.len(), rows);
    let array = Float64Array::new(ScalarBuffer::from(values), valid);
    Cells::Column(Column::Float(array))
}

/// A divisor of zero is an error.
fn no_zero<T: Default + PartialEq>(
    divisors: Side<'_, T>,
    valid: Option<&NullBuffer>,
) -> Result<(), GiveUp> {
    let zero = T::default();
    let found = match divisors {
        // Null over zero is null.
        Side::One(divisor) => {
            divisor == zero && valid.is_none_or(|valid| valid.null_count() < valid.len())
        }
        Side::Rows(divisors) => match valid {
            None => divisors.contains(&zero),
            Some(valid) => divisors
                .iter()
                .zip(valid.iter())
                .any(|(divisor, valid)| valid && *divisor == zero),
        },
    };
    match found {
        true => Err(GiveUp),
        false => Ok(()),
    }
}

fn each<A: Copy, R: Copy>(
    left: Side<'_, A>,
    right: Side<'_, A>,
    rows: usize,
    compute: impl Fn(A, A) -> R,
) -> Vec<R> {
    match (left, right) {
        (Side::Rows(a), Side::Rows(b)) => a.iter().zip(b).map(|(&a, &b)| compute(a, b)).collect(),
        (Side::Rows(a), Side::One(b)) => a.iter().map(|&a| compute(a, b)).collect(),
        (Side::One(a), Side::Rows(b)) => b.iter().map(|&b| compute(a, b)).collect(),
        (Side::One(a), Side::One(b)) => vec![compute(a, b); rows],
    }
}

/// The minus sign; null stays null.
pub fn negate(cells: &Cells) -> Result<Cells, GiveUp> {
    Ok(match cells {
        Cells::Column(Column::Constant(ty, Scalar::Null, rows)) => {
            Cells::constant(*ty, Scalar::Null, *rows)
        }
        Cells::Untyped => Cells::Untyped,
        Cells::Column(column) => Cells::Column(match column {
            Column::Constant(ty, Scalar::Int(value), rows) => {
                Column::Constant(*ty, Scalar::Int(value.wrapping_neg()), *rows)
            }
            Column::Constant(ty, Scalar::Float(value), rows) => {
                Column::Constant(*ty, Scalar::Float(-value), *rows)
            }
            Column::Int(array) => {
                let values = array.values().iter().map(|value| value.wrapping_neg());
                Column::Int(Int64Array::new(values.collect(), array.nulls().cloned()))
            }
            Column::Float(array) => {
                let values = array.values().iter().map(|value| -value);
                Column::Float(Float64Array::new(values.collect(), array.nulls().cloned()))
            }
            _ => return Err(GiveUp),
        }),
    })
}
