//! `join` of two streams on columns.

use crate::diagnostic::Failure;
use crate::engine::operators::join::Join;
use crate::table::{Name, Operator, Promise};
use crate::value::{Context, Record, Stream, Transform, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Merges the rows of two streams that have equal values in some columns, in each combination.
///
/// Columns that both streams have, and that are not joined on, get the name of their stream as a
/// suffix. A null equals nothing, and tables without one of the columns drop out. Tables meet each
/// other whatever their group keys; the keys are united. For other joins than inner ones, and for
/// another shape of the result, see package `join`.
#[builtin(
    since = "0.7.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn join(
    #[context] cx: &Context,
    /// Two streams and their names. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Arc<Record>,
    /// `inner`, the only method.
    #[default("inner")]
    method: Arc<str>,
    /// Columns to join on. At least one is required.
    on: Option<Vec<Arc<str>>>,
) -> Result<Stream, Failure> {
    if &*method != "inner" {
        return Err(Failure::new(
            "flux::universe::join_method",
            format!("{method} is not a valid join type"),
        )
        .help("import package `join` for `join.left()`, `join.right()` and `join.full()`"));
    }
    let on = on.filter(|on| !on.is_empty()).ok_or_else(|| {
        Failure::new(
            "flux::universe::join_on",
            "at least one column in 'on' column list is required",
        )
        .help("name the columns that must be equal, for example `on: [\"_time\", \"host\"]`")
    })?;
    let mut streams = Vec::new();
    for (name, stream) in tables.iter() {
        let Value::Stream(stream) = stream else {
            return Err(Failure::new(
                "flux::universe::join_tables",
                format!(
                    "expected \"{name}\" to be a stream of tables; instead got {}",
                    stream.type_name()
                ),
            ));
        };
        streams.push((name.clone(), stream.clone()));
    }
    streams.sort_by(|a, b| a.0.cmp(&b.0));
    let [(left, first), (right, second)] =
        <[(Name, Stream); 2]>::try_from(streams).map_err(|streams| {
            Failure::new(
                "flux::universe::join_tables",
                format!("join works on two streams, not {}", streams.len()),
            )
            .help("write `join(tables: {a: first, b: second}, on: […])`; join a third in a second step")
        })?;
    let joined = Joined {
        on,
        names: [left, right],
    };
    Ok(Stream::other(cx, joined, vec![first, second]))
}

#[derive(Debug)]
struct Joined {
    on: Vec<Name>,
    names: [Name; 2],
}

impl Transform for Joined {
    fn name(&self) -> &str {
        "join"
    }

    fn operator(&self, cx: &Context, _: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        let join = Join::new(self.on.clone(), self.names.clone(), cx.memory());
        Ok(Box::new(join))
    }

    fn explain(&self) -> String {
        format!("on: {:?}", self.on)
    }
}
