//! Package `experimental/bigtable`: Google Cloud Bigtable, which fluxlite does not speak to.

use crate::diagnostic::Failure;
use crate::stdlib::unspoken::refused;
use crate::value::{Package, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The package.
pub static PACKAGE: Package = Package {
    path: "experimental/bigtable",
    docs: "Reads Bigtable. fluxlite does not: its function fails when it is called.",
    builtins: &[&FROM],
    constants: &[],
    flux: None,
};

/// Reads a table of Google Cloud Bigtable. Not here: export it as CSV, and read that.
#[builtin(since = "0.45.0", returns = "stream[T]", constraints = "T: Record")]
pub fn from(
    /// What authorizes.
    token: Arc<str>,
    /// The project.
    project: Arc<str>,
    /// The instance.
    instance: Arc<str>,
    /// The table.
    table: Arc<str>,
) -> Result<Stream, Failure> {
    let _ = (token, project, instance, table);
    let instead = "export the table as CSV, and read that with `csv.from(file: …, mode: \"raw\")`";
    Err(refused("bigtable.from", "Google Cloud Bigtable", instead))
}
