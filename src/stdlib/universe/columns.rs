//! `keep`, `drop`, `rename`, `duplicate` and `set`: which columns tables have.

use super::reshaping::{Change, Chosen, stream};
use crate::diagnostic::Failure;
use crate::table::{Name, Scalar, Type};
use crate::value::{Context, Function, Record, Stream, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Keeps the columns that are named, and drops all others.
///
/// Columns that are dropped leave the group key, too; tables whose keys become equal are merged.
#[builtin(
    since = "0.7.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn keep(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Columns to keep. Mutually exclusive with `fn`.
    columns: Option<Vec<Arc<str>>>,
    /// Says of a label whether the column is kept. Mutually exclusive with `columns`.
    #[ty("(column: string) => bool")]
    r#fn: Option<Function>,
) -> Result<Stream, Failure> {
    let labels = chosen("keep", columns, r#fn)?;
    Ok(stream(
        cx,
        "keep",
        Change::Select { labels, keep: true },
        tables,
    ))
}

/// Drops the columns that are named, and keeps all others.
///
/// Columns that are dropped leave the group key, too; tables whose keys become equal are merged.
#[builtin(
    since = "0.7.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn drop(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Columns to drop. Mutually exclusive with `fn`.
    columns: Option<Vec<Arc<str>>>,
    /// Says of a label whether the column is dropped. Mutually exclusive with `columns`.
    #[ty("(column: string) => bool")]
    r#fn: Option<Function>,
) -> Result<Stream, Failure> {
    let labels = chosen("drop", columns, r#fn)?;
    Ok(stream(
        cx,
        "drop",
        Change::Select {
            labels,
            keep: false,
        },
        tables,
    ))
}

/// Gives columns other names. A column of the group key stays in it.
#[builtin(
    since = "0.7.0",
    returns = "stream[C]",
    constraints = "A: Record, B: Record, C: Record"
)]
pub fn rename(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// New names by old names. Mutually exclusive with `fn`.
    #[ty("B")]
    columns: Option<Arc<Record>>,
    /// Gives the new name of a column. Mutually exclusive with `columns`.
    #[ty("(column: string) => string")]
    r#fn: Option<Function>,
) -> Result<Stream, Failure> {
    let names = columns.map(|columns| {
        let names = columns.iter().map(|(from, to)| match to {
            Value::String(to) => Ok((from.clone(), to.clone())),
            to => Err(Failure::new(
                "flux::engine::rename",
                format!(
                    "rename error: the new name of \"{from}\" must be a string, not {}",
                    to.type_name()
                ),
            )),
        });
        names.collect::<Result<Vec<_>, _>>()
    });
    let renaming = chosen("rename", names.transpose()?, r#fn)?;
    Ok(stream(cx, "rename", Change::Rename(renaming), tables))
}

/// Copies a column under another name. The copy does not belong to the group key.
#[builtin(
    since = "0.7.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn duplicate(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column to copy.
    column: Arc<str>,
    /// Name of the copy; a column of this name is replaced.
    r#as: Arc<str>,
) -> Stream {
    let change = Change::Duplicate { column, name: r#as };
    stream(cx, "duplicate", change, tables)
}

/// Sets a column to the same text in all rows. A column of the group key stays in it.
#[builtin(since = "0.7.0", returns = "stream[A]", constraints = "A: Record")]
pub fn set(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Label of the column.
    key: Arc<str>,
    /// The text.
    value: Arc<str>,
) -> Stream {
    let cell = (key, Type::String, Scalar::String(value));
    set_cells(cx, vec![cell], tables)
}

/// A node that sets columns to cells.
pub fn set_cells(cx: &Context, cells: Vec<(Name, Type, Scalar)>, tables: Stream) -> Stream {
    stream(cx, "set", Change::Set(cells), tables)
}

/// Either a list or a function, as a script must give one of them.
fn chosen<T>(
    function: &str,
    columns: Option<T>,
    by: Option<Function>,
) -> Result<Chosen<T>, Failure> {
    match (columns, by) {
        (Some(columns), None) => Ok(Chosen::These(columns)),
        (None, Some(function)) => Ok(Chosen::By(function)),
        (None, None) => Err(Failure::new(
            "flux::engine::columns",
            format!("{function} error: neither column list nor predicate function provided"),
        )
        .help("name the columns with `columns: […]`, or choose them with `fn: (column) => …`")),
        (Some(_), Some(_)) => Err(Failure::new(
            "flux::engine::columns",
            format!("{function} error: both column list and predicate provided"),
        )
        .help("leave out `columns` or `fn`")),
    }
}
