//! Whole tables, for what must see all rows before it gives any: of one input, or of both sides
//! of a join.

use crate::diagnostic::Failure;
use crate::table::{
    Answer, Chunk, GroupKey, Memory, Operator, Output, Reservation, Schema, Table, TableId,
};
use rustc_hash::FxHashMap;

/// The tables of one input, in the order in which they opened.
#[derive(Debug)]
pub struct Gather {
    tables: Vec<Whole>,
    open: FxHashMap<TableId, usize>,
    by_key: FxHashMap<GroupKey, usize>,
    reservation: Reservation,
}

/// A whole table.
#[derive(Debug)]
pub struct Whole {
    /// What its rows have in common.
    pub key: GroupKey,
    /// Its columns.
    pub schema: Schema,
    /// How many rows it has.
    pub rows: usize,
    chunks: Vec<Chunk>,
}

impl Gather {
    /// No tables yet.
    pub fn new(memory: &Memory) -> Self {
        Self {
            tables: Vec::new(),
            open: FxHashMap::default(),
            by_key: FxHashMap::default(),
            reservation: memory.reservation(),
        }
    }

    /// A table begins; tables of equal keys become one.
    ///
    /// # Errors
    /// If a column has another type than in a table of the same key.
    pub fn open(&mut self, table: &Table) -> Result<(), Failure> {
        let next = self.tables.len();
        let index = *self.by_key.entry(table.key.clone()).or_insert(next);
        self.open.insert(table.id, index);
        if index == next {
            self.tables.push(Whole {
                key: table.key.clone(),
                schema: table.schema.clone(),
                rows: 0,
                chunks: Vec::new(),
            });
        } else {
            let mut announcement = table.schema.announce(table.id);
            self.tables[index].schema.admit(&mut announcement)?;
        }
        Ok(())
    }

    /// Rows of an open table.
    ///
    /// # Errors
    /// If a column changes its type, or memory runs out.
    pub fn push(&mut self, mut chunk: Chunk) -> Result<(), Failure> {
        let index = self
            .open
            .get(&chunk.id)
            .expect("a chunk belongs to an open table");
        let table = &mut self.tables[*index];
        table.schema.admit(&mut chunk)?;
        if chunk.rows > 0 {
            self.reservation.grow(chunk.bytes())?;
            table.rows += chunk.rows;
            table.chunks.push(chunk);
        }
        Ok(())
    }

    /// An open table ends.
    pub fn end(&mut self, id: TableId) {
        self.open.remove(&id);
    }

    /// All tables. Their memory stays reserved as long as this lives.
    pub fn take(&mut self) -> Vec<Whole> {
        self.by_key.clear();
        std::mem::take(&mut self.tables)
    }

    /// Takes memory for what is made of the tables.
    ///
    /// # Errors
    /// If there is not as much.
    pub fn reserve(&mut self, bytes: usize) -> Result<(), Failure> {
        self.reservation.grow(bytes)
    }
}

impl Whole {
    /// Its rows in one chunk.
    pub fn chunk(&self) -> Chunk {
        Chunk::concat(TableId(0), &self.schema, &self.chunks)
    }
}

/// What is made of two inputs once both are whole.
pub trait Joining: Send {
    /// Makes tables of the tables of both sides.
    ///
    /// # Errors
    /// If they do not fit together, or memory runs out.
    fn join(&mut self, sides: &mut [Gather; 2], out: &mut dyn Output) -> Result<(), Failure>;
}

/// Gathers both sides of a join.
pub struct Gathered<J> {
    joining: J,
    sides: [Gather; 2],
    unfinished: usize,
}

impl<J: Joining> Gathered<J> {
    /// No tables yet.
    pub fn new(joining: J, memory: &Memory) -> Self {
        Self {
            joining,
            sides: [Gather::new(memory), Gather::new(memory)],
            unfinished: 2,
        }
    }
}

impl<J: Joining> Operator for Gathered<J> {
    fn open(&mut self, input: usize, table: &Table, _: &mut dyn Output) -> Result<(), Failure> {
        self.sides[input].open(table)
    }

    fn push(&mut self, input: usize, chunk: Chunk, _: &mut dyn Output) -> Result<Answer, Failure> {
        self.sides[input].push(chunk)?;
        Ok(Answer::More)
    }

    fn end(&mut self, input: usize, id: TableId, _: &mut dyn Output) -> Result<(), Failure> {
        self.sides[input].end(id);
        Ok(())
    }

    fn finish(&mut self, _: usize, out: &mut dyn Output) -> Result<(), Failure> {
        self.unfinished -= 1;
        match self.unfinished {
            0 => self.joining.join(&mut self.sides, out),
            _ => Ok(()),
        }
    }
}
