//! The protocol: what an operator is told, what it may say, what it may answer.

use super::{Chunk, GroupKey, Name, Schema};
use crate::diagnostic::Failure;

/// Names one open table among those of one node's output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TableId(pub usize);

/// What is known of a table when it opens.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name among the open tables of the node.
    pub id: TableId,
    /// What its rows have in common.
    pub key: GroupKey,
    /// Its columns so far.
    pub schema: Schema,
}

/// How much a consumer still wants. The least answer of several consumers counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// Go on.
    More,
    /// Nothing more of this table; its `end` still comes.
    TableDone,
    /// Nothing more of this input, whatever the table; only `finish` still comes.
    Done,
}

/// What the planner knows of an edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Promise {
    /// No two tables have equal keys.
    pub distinct_keys: bool,
    /// All keys have the same columns.
    pub uniform_keys: bool,
    /// The rows of each table come by ascending `_time`.
    pub time_order: bool,
}

/// Where an operator's tables go. All consumers see the same ids. A table opens once and ends
/// once; an empty table is an open and an end; chunks of several tables may interleave.
pub trait Output {
    /// Begins a table.
    ///
    /// # Errors
    /// What a consumer fails with.
    fn open(&mut self, table: &Table) -> Result<(), Failure>;

    /// Gives rows of an open table. Columns may grow, at the end; absent ones become null.
    ///
    /// # Errors
    /// What a consumer fails with, or a column that changes its type.
    fn push(&mut self, chunk: Chunk) -> Result<Answer, Failure>;

    /// Ends an open table.
    ///
    /// # Errors
    /// What a consumer fails with.
    fn end(&mut self, id: TableId) -> Result<(), Failure>;
}

/// One node's work in a pass. What is not said here passes tables on as they are. After an error
/// nothing more is called.
pub trait Operator: Send {
    /// A table begins at this input.
    ///
    /// # Errors
    /// Ends the pass.
    fn open(&mut self, _input: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        out.open(table)
    }

    /// Rows of a table of this input. Where one table in is one table out, the answer is what the
    /// output answered; where rows spread over several tables it is [`Answer::More`].
    ///
    /// # Errors
    /// Ends the pass.
    fn push(&mut self, input: usize, chunk: Chunk, out: &mut dyn Output)
    -> Result<Answer, Failure>;

    /// A table of this input ends.
    ///
    /// # Errors
    /// Ends the pass.
    fn end(&mut self, _input: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        out.end(id)
    }

    /// No table comes any more through this input. It is not passed on: the pass tells the
    /// consumers once all inputs of this operator are finished.
    ///
    /// # Errors
    /// Ends the pass.
    fn finish(&mut self, _input: usize, _out: &mut dyn Output) -> Result<(), Failure> {
        Ok(())
    }

    /// Columns that a table is to have when it begins, if it ever gets them: it is held back until
    /// then.
    fn needs(&self) -> Vec<Name> {
        Vec::new()
    }

    /// A root is fed even when nobody wants its output.
    fn is_root(&self) -> bool {
        false
    }
}

/// Opens, pushes and ends tables of its own accord, and stops when the answer is
/// [`Answer::Done`]. One that knows that no further table comes stops, too, when all its open
/// tables are done.
pub trait Source: Send {
    /// Pushes everything.
    ///
    /// # Errors
    /// What reading fails with, or a consumer.
    fn run(&mut self, out: &mut dyn Output) -> Result<(), Failure>;
}
