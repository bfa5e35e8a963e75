//! What decoders give: tables that begin, have rows, and end.

use crate::diagnostic::Failure;
use crate::table::{Answer, Chunk, Name, Output, Source, Table, TableId};

/// One step of a decoder.
#[derive(Clone, Debug)]
pub enum Event {
    /// A table begins.
    Open {
        /// The result it belongs to.
        result: Name,
        /// Its key and columns.
        table: Table,
    },
    /// Rows of an open table.
    Rows(Chunk),
    /// A table ends.
    End(TableId),
    /// The server that wrote this had to give up here.
    Error {
        /// What it says.
        message: String,
        /// Where it says to look.
        reference: String,
    },
}

impl Event {
    /// How many rows it brings.
    pub fn rows(&self) -> usize {
        match self {
            Self::Rows(chunk) => chunk.rows,
            _ => 0,
        }
    }
}

/// Pushes the tables of one result.
#[derive(Debug)]
pub struct EventSource<I> {
    events: I,
    /// Goes before messages: `error in csv.from()`.
    name: &'static str,
}

impl<I: Iterator<Item = Result<Event, Failure>> + Send> EventSource<I> {
    /// A source of a decoder's events. More than one result is an error, with this name before
    /// it, as before all others.
    pub fn new(name: &'static str, events: I) -> Self {
        Self { events, name }
    }

    fn named(&self, failure: Failure) -> Failure {
        Failure {
            message: format!("error in {}: {}", self.name, failure.message),
            ..failure
        }
    }
}

impl<I: Iterator<Item = Result<Event, Failure>> + Send> Source for EventSource<I> {
    fn run(&mut self, out: &mut dyn Output) -> Result<(), Failure> {
        let mut only: Option<Name> = None;
        let mut skipped = None;
        while let Some(event) = self.events.next() {
            match event.map_err(|failure| self.named(failure))? {
                Event::Open { result, table } => {
                    if *only.get_or_insert_with(|| result.clone()) != result {
                        let failure = Failure::new(
                            "flux::formats::csv_results",
                            format!("{} can only parse 1 result", self.name),
                        );
                        return Err(self
                            .named(failure)
                            .help("split the text at the result's name"));
                    }
                    out.open(&table)?;
                }
                Event::Rows(chunk) if skipped == Some(chunk.id) => {}
                Event::Rows(chunk) => {
                    let id = chunk.id;
                    match out.push(chunk)? {
                        Answer::More => {}
                        Answer::TableDone => skipped = Some(id),
                        Answer::Done => return Ok(()),
                    }
                }
                Event::End(id) => out.end(id)?,
                Event::Error { message, .. } => {
                    return Err(Failure::new("flux::formats::csv_error", message));
                }
            }
        }
        Ok(())
    }
}
