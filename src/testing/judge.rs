//! What the results of a testcase say about it.

use crate::diagnostic::Failure;
use crate::engine::ResultConsumer;
use crate::formats::ResultWriter;
use crate::formats::pretty::Printer;
use crate::table::{Chunk, GroupKey, Schema};

/// What the testing functions call the result that must stay without tables.
const ERRORS: &str = "errorOutput";

/// Keeps what must not be there.
#[derive(Debug)]
pub struct Judge {
    printer: Printer<Vec<u8>>,
    found: bool,
}

impl Judge {
    /// One that has seen nothing.
    pub fn new() -> Self {
        Self {
            printer: Printer::new(Vec::new()).uncut(),
            found: false,
        }
    }

    /// The tables that must not be there, for reading; none if there were none.
    pub fn differences(self) -> Option<String> {
        let text = self.printer.into_inner();
        let text = String::from_utf8_lossy(&text).into_owned();
        self.found.then_some(text)
    }
}

impl ResultConsumer for Judge {
    fn begin(&mut self, result: &str) -> Result<(), Failure> {
        self.printer.begin(result).map_err(unprintable)
    }

    fn table(
        &mut self,
        result: &str,
        key: &GroupKey,
        schema: &Schema,
        chunks: &[Chunk],
    ) -> Result<(), Failure> {
        if result != ERRORS {
            return Ok(());
        }
        self.found = true;
        let mut schema = schema.clone();
        schema.0.sort_by_key(|(name, _)| **name != *"_diff");
        let printed = self.printer.table(key, &schema, chunks);
        printed.map_err(unprintable)
    }
}

fn unprintable(error: std::io::Error) -> Failure {
    let message = format!("cannot print the difference: {error}");
    Failure::new("flux::testing::print", message)
}
