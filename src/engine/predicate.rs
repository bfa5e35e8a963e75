//! Which rows of a chunk a function keeps.

use super::columnar::{Evaluation, GiveUp, Program, compile};
use super::rows::RowFunction;
use crate::diagnostic::Failure;
use crate::table::Chunk;
use crate::value::{Context, Function, NullLogic};
use arrow_array::BooleanArray;

/// A function from a row to a bool, ready to be asked about chunks.
pub struct Predicate {
    rows: RowFunction,
    columns: Option<Speculation>,
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
            columns: Speculation::new(cx, function, NullLogic::Row),
        }
    }

    /// The rows of a chunk for which it holds; null counts as false.
    ///
    /// # Errors
    /// What the function fails with.
    pub fn kept(&mut self, chunk: &Chunk) -> Result<Kept, Failure> {
        if let Some(columns) = &mut self.columns
            && let Some(mask) = columns.attempt(chunk, |evaluation| evaluation.mask())
        {
            return Ok(Kept::of(mask));
        }
        let rows: Result<Vec<bool>, Failure> = (0..chunk.rows)
            .map(|row| self.rows.holds(chunk, row))
            .collect();
        Ok(Kept::of(BooleanArray::from(rows?)))
    }
}

/// A function run over columns as long as that works.
pub struct Speculation {
    cx: Context,
    logic: NullLogic,
    program: Program,
    failed: usize,
}

impl Speculation {
    /// None if only the interpreter can run the function.
    pub fn new(cx: &Context, function: &Function, logic: NullLogic) -> Option<Self> {
        Some(Self {
            cx: cx.clone(),
            logic,
            program: compile(function)?,
            failed: 0,
        })
    }

    /// What the program makes of a chunk; none if the interpreter has to run it.
    pub fn attempt<T>(
        &mut self,
        chunk: &Chunk,
        run: impl Fn(&Evaluation<'_>) -> Result<T, GiveUp>,
    ) -> Option<T> {
        // After several chunks in vain it is not tried any more.
        const PATIENCE: usize = 8;
        if self.failed >= PATIENCE {
            return None;
        }
        let evaluation = Evaluation::new(&self.cx, self.logic, &self.program, chunk);
        match run(&evaluation) {
            Ok(result) => {
                self.failed = 0;
                Some(result)
            }
            Err(GiveUp) => {
                self.failed += 1;
                None
            }
        }
    }
}

impl Kept {
    /// The rows that are kept of a chunk; none if it has none of them.
    pub fn of_chunk(self, chunk: Chunk) -> Option<Chunk> {
        match self {
            Self::None => None,
            Self::All => Some(chunk),
            Self::Rows(mask) => Some(chunk.filter(&mask)),
        }
    }

    /// What a mask without nulls keeps.
    pub fn of(mask: BooleanArray) -> Self {
        match mask.true_count() {
            0 => Self::None,
            all if all == mask.len() => Self::All,
            _ => Self::Rows(mask),
        }
    }
}
