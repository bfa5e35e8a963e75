//! `pivot`.

use crate::diagnostic::Failure;
use crate::engine::operators::pivot::{Pivot, Pivoting};
use crate::table::{Operator, Promise};
use crate::value::{Context, Stream, Transform};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Puts values that stand in rows side by side into columns.
///
/// Rows with equal row keys become one; each value goes into the column that its column key
/// names. Of several values for one cell the last counts. Columns that are neither in the group
/// key nor in the row key go.
#[builtin(
    since = "0.7.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn pivot(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Columns that tell rows apart.
    row_key: Vec<Arc<str>>,
    /// Columns that name the new columns; the texts of several are joined by `_`.
    column_key: Vec<Arc<str>>,
    /// Column of the values.
    value_column: Arc<str>,
) -> Result<Stream, Failure> {
    if let Some(both) = row_key.iter().find(|label| column_key.contains(label)) {
        return Err(Failure::new(
            "flux::universe::pivot",
            format!("column name found in both rowKey and colKey: {both}"),
        ));
    }
    let what = Pivoting {
        row_key,
        column_key,
        value: value_column,
    };
    Ok(Stream::other(cx, Pivoted(what), vec![tables]))
}

#[derive(Debug)]
struct Pivoted(Pivoting);

impl Transform for Pivoted {
    fn name(&self) -> &str {
        "pivot"
    }

    fn operator(&self, cx: &Context, _: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        Ok(Box::new(Pivot::new(self.0.clone(), cx.memory())))
    }

    fn promise(&self, inputs: &[Promise]) -> Promise {
        Promise {
            distinct_keys: true,
            uniform_keys: inputs[0].uniform_keys,
            time_order: false,
        }
    }

    fn merges_tables(&self) -> bool {
        true
    }

    fn gives_in_key_order(&self) -> bool {
        true
    }

    fn explain(&self) -> String {
        let Pivoting {
            row_key,
            column_key,
            value,
        } = &self.0;
        format!(
            "rowKey: [{}], columnKey: [{}], valueColumn: {value}",
            row_key.join(", "),
            column_key.join(", ")
        )
    }
}
