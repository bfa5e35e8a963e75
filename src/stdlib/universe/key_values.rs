//! `keyValues`.

use super::narrowed::Narrowed;
use crate::diagnostic::Failure;
use crate::engine::operators::key_values::KeyValues;
use crate::value::{Context, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Returns the values of several columns, each once, with the name of its column in `_key`.
///
/// The columns must be of one type. Columns that a table lacks are left out.
#[builtin(
    since = "0.13.0",
    returns = "stream[{C with _key: string, _value: B}]",
    constraints = "A: Record, C: Record"
)]
pub fn key_values(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Columns whose values are wanted.
    key_columns: Option<Vec<Arc<str>>>,
) -> Result<Stream, Failure> {
    let columns = key_columns.unwrap_or_default();
    if columns.is_empty() {
        return Err(Failure::new(
            "flux::universe::key_values",
            "at least one key column must be given",
        )
        .help("write `keyColumns: [\"name\"]`"));
    }
    Ok(Narrowed::stream(
        cx,
        "keyValues",
        KeyValues { columns },
        tables,
    ))
}
