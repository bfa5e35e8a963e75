//! Which rows of a chunk a function keeps.

use super::rows::RowFunction;
use crate::diagnostic::Failure;
use crate::table::Chunk;
use crate::value::{Context, Function, NullLogic};
use arrow_array::BooleanArray;

/// A function from a row to a bool, ready to be asked about chunks.
pub struct Predicate {
    rows: RowFunction,
}

/// The rows that a predicate keeps.
#[derive(Debug)]
pub enum Kept {
    /// All of them.
    All,
    /// None of them.
    None,
    /// Those where this is true; it has no nulls.
    Rows(BooleanArray),
}

impl Predicate {
    /// The predicate that a function is.
    pub fn new(cx: &Context, function: &Function) -> Self {
        Self {
            rows: RowFunction::new(cx, function, NullLogic::Row),
        }
    }

    /// The rows of a chunk for which it holds; null counts as false.
    ///
    /// # Errors
    /// What the function fails with.
    pub fn kept(&mut self, chunk: &Chunk) -> Result<Kept, Failure> {
        let rows: Result<Vec<bool>, Failure> = (0..chunk.rows)
            .map(|row| self.rows.holds(chunk, row))
            .collect();
        Ok(Kept::of(BooleanArray::from(rows?)))
    }
}

impl Kept {
    /// What a mask without nulls keeps.
    pub fn of(mask: BooleanArray) -> Self {
        match mask.true_count() {
            0 => Self::None,
            all if all == mask.len() => Self::All,
            _ => Self::Rows(mask),
        }
    }
}
