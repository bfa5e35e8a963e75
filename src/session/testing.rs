//! Runs scripts in made worlds, and writes what comes of them as text.

use super::{Session, Settings};
use crate::diagnostic::Failure;
use crate::engine::ResultConsumer;
use crate::engine::operators::testing::write;
use crate::table::{Chunk, GroupKey, Schema, Table, TableId};
use crate::time::Time;
use crate::world::World;
use crate::world::testing::Echo;
use std::sync::Arc;

/// Compares the tables of a script, or the error it ends with, with what they should be. They are
/// written as operators' tests write them, after the names of the results that have one. Requests
/// are echoed, and it is 1970-01-01T00:00:01Z.
#[track_caller]
pub fn check(script: &str, expected: &str) {
    let trim = |text: &str| {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join("\n")
    };
    let found = run(Arc::new(Echo::default()), script);
    assert_eq!(trim(&found), trim(expected), "{script}");
}

/// Compares what the last expression of a script shows, or the error it ends with, with what it
/// should be.
#[track_caller]
pub fn check_value(script: &str, expected: &str) {
    let session = session(Arc::new(Echo::default()));
    let found = match session.evaluate("script", script) {
        Ok(evaluated) => evaluated
            .last
            .map_or_else(|| "nothing".into(), |value| value.to_string()),
        Err(diagnostics) => format!("error: {}", diagnostics[0].message),
    };
    assert_eq!(found, expected, "{script}");
}

/// What a script gives in a world.
pub fn run(world: Arc<dyn World>, script: &str) -> String {
    let mut tables = Tables(String::new());
    match session(world).run("script", script, &mut tables) {
        Ok(()) => tables.0,
        Err(diagnostics) => format!("{}error: {}", tables.0, diagnostics[0].message),
    }
}

fn session(world: Arc<dyn World>) -> Session {
    let settings = Settings {
        now: Some(Time(1_000_000_000)),
        ..Settings::default()
    };
    Session::new(world, settings)
}

struct Tables(String);

impl ResultConsumer for Tables {
    fn table(
        &mut self,
        result: &str,
        key: &GroupKey,
        schema: &Schema,
        chunks: &[Chunk],
    ) -> Result<(), Failure> {
        let id = TableId(0);
        let (key, schema) = (key.clone(), schema.clone());
        let rows = Chunk::concat(id, &schema, chunks);
        if result != "_result" {
            self.0 += &format!("{result} ");
        }
        self.0 += &write(&Table { id, key, schema }, &rows);
        Ok(())
    }
}
