//! The smallest and the greatest value of a column, and where it stands.

use crate::table::{Column, Scalar};
use arrow_array::{Array, ArrowPrimitiveType, PrimitiveArray};
use std::ops::Range;

/// Which end of the values is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extreme {
    /// The smallest.
    Least,
    /// The greatest.
    Greatest,
}

/// Brings the best value so far up to date; the row of the new one, if there is one. The first
/// of equal values stays; NaN stays where it came first, and never wins later.
pub fn extreme(
    column: &Column,
    rows: Range<usize>,
    which: Extreme,
    best: &mut Scalar,
) -> Option<usize> {
    fn search<T: ArrowPrimitiveType>(
        array: &PrimitiveArray<T>,
        rows: Range<usize>,
        mut best: Option<T::Native>,
        wins: impl Fn(T::Native, T::Native) -> bool,
    ) -> Option<(usize, T::Native)> {
        let mut found = None;
        let nulls = array.nulls().filter(|nulls| nulls.null_count() > 0);
        for (row, value) in rows.clone().zip(&array.values()[rows]) {
            if nulls.is_some_and(|nulls| nulls.is_null(row)) {
                continue;
            }
            if best.is_none_or(|best| wins(*value, best)) {
                best = Some(*value);
                found = Some((row, *value));
            }
        }
        found
    }

    macro_rules! search {
        ($array:ident, $best:expr) => {
            match which {
                Extreme::Least => search($array, rows, $best, |value, best| value < best),
                Extreme::Greatest => search($array, rows, $best, |value, best| value > best),
            }
        };
    }
    let (row, value) = match column {
        Column::Int(array) | Column::Time(array) => {
            let known = match best {
                Scalar::Int(value) => Some(*value),
                _ => None,
            };
            let (row, value) = search!(array, known)?;
            (row, Scalar::Int(value))
        }
        Column::UInt(array) => {
            let known = match best {
                Scalar::UInt(value) => Some(*value),
                _ => None,
            };
            let (row, value) = search!(array, known)?;
            (row, Scalar::UInt(value))
        }
        Column::Float(array) => {
            let known = match best {
                Scalar::Float(value) => Some(*value),
                _ => None,
            };
            let (row, value) = search!(array, known)?;
            (row, Scalar::Float(value))
        }
        _ => return None,
    };
    *best = value;
    Some(row)
}
