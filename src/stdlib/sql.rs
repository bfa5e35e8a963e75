//! Package `sql`: SQL databases, which fluxlite does not speak to.

use super::unspoken::refused;
use crate::diagnostic::Failure;
use crate::value::{Package, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "sql",
    docs: "Reads and writes SQL databases. fluxlite does not: its functions fail when they are called.",
    builtins: &[&FROM, &TO],
    constants: &[],
    flux: None,
};

const SERVICE: &str = "a SQL database";

/// Reads a SQL database. Not here: export the query as CSV, and read that with `csv.from`.
#[builtin(since = "0.34.0", returns = "stream[A]")]
pub fn from(
    /// The kind of database.
    driver_name: Arc<str>,
    /// Where it is.
    data_source_name: Arc<str>,
    /// The query.
    query: Arc<str>,
) -> Result<Stream, Failure> {
    let _ = (driver_name, data_source_name, query);
    let instead =
        "export the query's rows as CSV, and read them with `csv.from(file: …, mode: \"raw\")`";
    Err(refused("sql.from", SERVICE, instead))
}

/// Writes to a SQL database. Not here: let the rows be printed as CSV, and import that.
#[builtin(since = "0.35.0", returns = "stream[A]")]
pub fn to(
    /// Input data.
    #[pipe]
    #[ty("stream[A]")]
    tables: Stream,
    /// The kind of database.
    driver_name: Arc<str>,
    /// Where it is.
    data_source_name: Arc<str>,
    /// The table to write to.
    table: Arc<str>,
    /// How many rows are written at once.
    #[default(10000)]
    batch_size: i64,
) -> Result<Stream, Failure> {
    let _ = (tables, driver_name, data_source_name, table, batch_size);
    let instead = "let the rows be printed as CSV (`--format csv`), and import that with the database's own tool";
    Err(refused("sql.to", SERVICE, instead))
}
