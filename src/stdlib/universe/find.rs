//! `tableFind`, `findColumn`, `findRecord`, `getColumn`, `getRecord`: one table, looked into while
//! the script is evaluated.

use crate::diagnostic::Failure;
use crate::value::{Collected, Context, Function, Record, Stream, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// The first table whose group key the function accepts.
fn find(cx: &Context, tables: &Stream, accepts: &Function) -> Result<Option<Collected>, Failure> {
    for table in cx.collect(tables)? {
        let key = table.key.columns().iter();
        let key =
            key.map(|(name, ty, value)| (name.clone(), Value::from_scalar(value.clone(), *ty)));
        let key = Value::record(key);
        match cx.call(accepts, &[("key", key)])? {
            Value::Bool(true) => return Ok(Some(table)),
            Value::Bool(false) | Value::Null(_) => {}
            other => {
                return Err(Failure::new(
                    "flux::engine::predicate",
                    format!("`fn` must give a bool, it gave {}", other.type_name()),
                ));
            }
        }
    }
    Ok(None)
}

fn column_of(table: &Collected, label: &str) -> Option<Value> {
    let column = table.rows.column(label)?;
    let cells = (0..table.rows.rows).map(|row| Value::from_scalar(column.get(row), column.ty()));
    Some(Value::array(cells.collect()))
}

fn record_of(table: &Collected, index: i64) -> Result<Value, Failure> {
    let row = usize::try_from(index)
        .ok()
        .filter(|row| *row < table.rows.rows);
    let Some(row) = row else {
        return Err(Failure::new(
            "flux::engine::index",
            format!("index out of bounds: {index}"),
        )
        .help(format!(
            "the table has {} rows, numbered from 0",
            table.rows.rows
        )));
    };
    let cells = table.rows.columns.iter();
    Ok(Value::record(cells.map(|(name, column)| {
        (
            name.clone(),
            Value::from_scalar(column.get(row), column.ty()),
        )
    })))
}

/// Computes the stream, and gives the first table whose group key the function accepts.
#[builtin(
    since = "0.29.0",
    constraints = "A: Record, B: Record",
    returns = "stream[A]"
)]
pub fn table_find(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Says of a group key whether its table is wanted.
    #[ty("(key: B) => bool")]
    r#fn: Function,
) -> Result<Value, Failure> {
    let table = find(cx, &tables, &r#fn)?;
    let table = table.ok_or_else(|| {
        Failure::new("flux::engine::no_table", "no table found").help(
            "`findColumn` and `findRecord` give an empty array or record where there is no table",
        )
    })?;
    Ok(Value::Table(Arc::new(table)))
}

/// Computes the stream, and gives a column of the first table whose group key the function
/// accepts; an empty array if there is no such table or column.
#[builtin(
    since = "0.68.0",
    constraints = "A: Record, B: Record",
    returns = "[C]"
)]
pub fn find_column(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Says of a group key whether its table is wanted.
    #[ty("(key: B) => bool")]
    r#fn: Function,
    /// Column to give.
    column: Arc<str>,
) -> Result<Value, Failure> {
    let table = find(cx, &tables, &r#fn)?;
    let cells = table.and_then(|table| column_of(&table, &column));
    Ok(cells.unwrap_or_else(|| Value::array(Vec::new())))
}

/// Computes the stream, and gives a row of the first table whose group key the function accepts;
/// an empty record if there is no such table.
#[builtin(since = "0.68.0", constraints = "A: Record, B: Record", returns = "A")]
pub fn find_record(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Says of a group key whether its table is wanted.
    #[ty("(key: B) => bool")]
    r#fn: Function,
    /// Number of the row, from 0.
    idx: i64,
) -> Result<Value, Failure> {
    match find(cx, &tables, &r#fn)? {
        // A row that is not there is an empty record, but a table without rows is an error.
        Some(table) if table.rows.rows == 0 => record_of(&table, idx),
        Some(table) => Ok(record_of(&table, idx).unwrap_or_else(|_| Value::Record(Arc::default()))),
        None => Ok(Value::Record(Arc::new(Record::default()))),
    }
}

/// Gives a column of a table that `tableFind` found.
#[builtin(since = "0.29.0", constraints = "A: Record", returns = "[B]")]
pub fn get_column(
    /// The table. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[A]")]
    table: Value,
    /// Column to give.
    column: Arc<str>,
) -> Result<Value, Failure> {
    let table = found(&table)?;
    column_of(table, &column).ok_or_else(|| {
        let known: Vec<&str> = table
            .schema
            .0
            .iter()
            .map(|(name, _)| name.as_ref())
            .collect();
        Failure::new(
            "flux::engine::missing_column",
            format!("cannot find column {column}"),
        )
        .help(format!("the table has the columns {}", known.join(", ")))
    })
}

/// Gives a row of a table that `tableFind` found.
#[builtin(since = "0.29.0", constraints = "A: Record", returns = "A")]
pub fn get_record(
    /// The table. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[A]")]
    table: Value,
    /// Number of the row, from 0.
    idx: i64,
) -> Result<Value, Failure> {
    record_of(found(&table)?, idx)
}

fn found(value: &Value) -> Result<&Collected, Failure> {
    match value {
        Value::Table(table) => Ok(table),
        other => Err(Failure::new(
            "flux::eval::argument_type",
            format!("expected one table, found a {}", other.type_name()),
        )
        .help("take one out of a stream with `tableFind(fn: (key) => true)`")),
    }
}
