//! Where results go: the one whose turn it is, in the order of the statements, is handed out table
//! by table as its tables end; others are kept until it is their turn.

use crate::diagnostic::Failure;
use crate::table::{
    Answer, Chunk, GroupKey, Memory, Operator, Output, Reservation, Schema, Table, TableId,
};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// Takes results, table by table. All tables of a result come one after another.
pub trait ResultConsumer: Send {
    /// A result begins; the one before it is complete.
    ///
    /// # Errors
    /// If it cannot be written; ends the pass.
    fn begin(&mut self, _result: &str) -> Result<(), Failure> {
        Ok(())
    }

    /// A whole table of a result. The chunks have the schema's columns.
    ///
    /// # Errors
    /// If it cannot be written; ends the pass.
    fn table(
        &mut self,
        result: &str,
        key: &GroupKey,
        schema: &Schema,
        chunks: &[Chunk],
    ) -> Result<(), Failure>;

    /// A result is complete; it may have had no tables.
    ///
    /// # Errors
    /// If it cannot be written.
    fn end(&mut self, _result: &str) -> Result<(), Failure> {
        Ok(())
    }
}

/// All results of a run, and the one whose turn it is.
pub struct Outbox<'a> {
    consumer: &'a mut dyn ResultConsumer,
    results: Vec<Kept>,
    turn: usize,
}

/// A result and what is kept of it.
struct Kept {
    name: Arc<str>,
    tables: VecDeque<Whole>,
    begun: bool,
    complete: bool,
}

/// A table with all its rows.
struct Whole {
    key: GroupKey,
    schema: Schema,
    chunks: Vec<Chunk>,
    held: Reservation,
}

impl<'a> Outbox<'a> {
    /// An outbox for these results, in the order in which they are to come out.
    pub fn new(
        names: impl IntoIterator<Item = Arc<str>>,
        consumer: &'a mut dyn ResultConsumer,
    ) -> Self {
        let results = names.into_iter().map(|name| Kept {
            name,
            tables: VecDeque::new(),
            begun: false,
            complete: false,
        });
        Self {
            consumer,
            results: results.collect(),
            turn: 0,
        }
    }

    fn hand_out(&mut self) -> Result<(), Failure> {
        while let Some(result) = self.results.get_mut(self.turn) {
            if !result.begun && (result.complete || !result.tables.is_empty()) {
                result.begun = true;
                self.consumer.begin(&result.name)?;
            }
            while let Some(table) = result.tables.pop_front() {
                let Whole {
                    key,
                    schema,
                    chunks,
                    held,
                } = table;
                self.consumer.table(&result.name, &key, &schema, &chunks)?;
                drop(held);
            }
            if !result.complete {
                return Ok(());
            }
            self.consumer.end(&result.name)?;
            self.turn += 1;
        }
        Ok(())
    }
}

/// The end of a pipeline: collects each table, and puts it into the outbox when all tables that
/// opened before it have ended.
pub struct Deliver<'a> {
    outbox: Arc<Mutex<Outbox<'a>>>,
    /// The number of the result.
    result: usize,
    memory: Memory,
    open: VecDeque<(TableId, Whole, bool)>,
}

impl<'a> Deliver<'a> {
    /// The end of the result of this number.
    pub fn new(outbox: Arc<Mutex<Outbox<'a>>>, result: usize, memory: &Memory) -> Self {
        Self {
            outbox,
            result,
            memory: memory.clone(),
            open: VecDeque::new(),
        }
    }

    fn put(&mut self) -> Result<(), Failure> {
        let mut outbox = self.outbox.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some((_, table, _)) = self.open.pop_front_if(|(_, _, ended)| *ended) {
            outbox.results[self.result].tables.push_back(table);
        }
        outbox.hand_out()
    }
}

impl Operator for Deliver<'_> {
    fn open(&mut self, _: usize, table: &Table, _: &mut dyn Output) -> Result<(), Failure> {
        let whole = Whole {
            key: table.key.clone(),
            schema: table.schema.clone(),
            chunks: Vec::new(),
            held: self.memory.reservation(),
        };
        self.open.push_back((table.id, whole, false));
        Ok(())
    }

    fn push(&mut self, _: usize, mut chunk: Chunk, _: &mut dyn Output) -> Result<Answer, Failure> {
        let mut open = self.open.iter_mut().rev();
        let (_, table, _) = open
            .find(|(id, _, ended)| *id == chunk.id && !ended)
            .expect("a chunk belongs to an open table");
        table.schema.admit(&mut chunk)?;
        if chunk.rows > 0 {
            table.held.grow(chunk.bytes())?;
            table.chunks.push(chunk);
        }
        Ok(Answer::More)
    }

    fn end(&mut self, _: usize, id: TableId, _: &mut dyn Output) -> Result<(), Failure> {
        let mut open = self.open.iter_mut().rev();
        let (_, table, ended) = open
            .find(|(known, _, ended)| *known == id && !ended)
            .expect("a table that ends is open");
        *ended = true;
        // Columns that came later are missing in earlier chunks.
        for chunk in &mut table.chunks {
            table.schema.admit(chunk)?;
        }
        self.put()
    }

    fn finish(&mut self, _: usize, _: &mut dyn Output) -> Result<(), Failure> {
        let mut outbox = self.outbox.lock().unwrap_or_else(PoisonError::into_inner);
        outbox.results[self.result].complete = true;
        outbox.hand_out()
    }

    fn is_root(&self) -> bool {
        true
    }
}
