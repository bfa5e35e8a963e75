//! `array.from`: a table of records.

use crate::diagnostic::Failure;
use crate::table::{Chunk, ColumnBuilder, GroupKey, Name, Scalar, Schema, TableId, Type};
use crate::value::{Collected, Context, Op, Record, Stream, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Makes one table, without a group key, of an array of records.
#[builtin(returns = "stream[A]", constraints = "A: Record")]
pub fn from(
    #[context] cx: &Context,
    /// The rows. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("[A]")]
    rows: Vec<Value>,
) -> Result<Stream, Failure> {
    let table = table(&rows)?;
    Ok(Stream::new(
        cx,
        Op::Tables(Arc::new(vec![table])),
        Vec::new(),
    ))
}

/// The table of these records: columns in the order in which their labels first appear, their
/// types those of the first values that are not null.
fn table(rows: &[Value]) -> Result<Collected, Failure> {
    if rows.is_empty() {
        return Err(Failure::new("flux::array::empty", "rows must be non-empty")
            .help("the columns of a table are those of its first row"));
    }
    let mut columns: Vec<(Name, Option<Type>)> = Vec::new();
    for row in rows {
        for (label, value) in record(row)?.iter() {
            if value.to_scalar().is_none() {
                return Err(Failure::new(
                    "flux::array::type",
                    format!(
                        "cannot represent the type {} as column data",
                        value.type_name()
                    ),
                )
                .label(format!("in the column `{label}`"))
                .help(format!("make a string of it: `{label}: string(v: …)`")));
            }
            let ty = value.column_type();
            match columns.iter_mut().find(|(name, _)| name == label) {
                None => columns.push((label.clone(), ty)),
                Some((_, known @ None)) => *known = ty,
                Some((_, Some(known))) => {
                    if let Some(found) = ty.filter(|found| found != known) {
                        return Err(Failure::new(
                            "flux::array::mixed",
                            format!("the column `{label}` holds both {known} and {found}"),
                        )
                        .help(format!(
                            "convert its values to one type, for example with `{known}(v: …)`"
                        )));
                    }
                }
            }
        }
    }
    let made = columns.iter().filter_map(|(name, ty)| {
        let ty = (*ty)?;
        let mut cells = ColumnBuilder::new(ty);
        for row in rows {
            let cell = match row {
                Value::Record(record) => record.get(name).and_then(Value::to_scalar),
                _ => None,
            };
            cells.push(&cell.unwrap_or(Scalar::Null));
        }
        Some((name.clone(), cells.finish()))
    });
    let rows = Chunk {
        id: TableId(0),
        columns: made.collect(),
        rows: rows.len(),
    };
    Ok(Collected {
        key: GroupKey::default(),
        schema: Schema(rows.schema().0),
        rows,
    })
}

fn record(row: &Value) -> Result<&Record, Failure> {
    match row {
        Value::Record(record) => Ok(record),
        other => Err(Failure::new(
            "flux::array::row",
            format!("a row must be a record, not {}", other.type_name()),
        )
        .help("write `{column: value, …}`")),
    }
}
