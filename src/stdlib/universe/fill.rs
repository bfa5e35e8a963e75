//! `fill`.

use super::narrowed::Narrowed;
use crate::diagnostic::Failure;
use crate::engine::operators::fill::Fill;
use crate::value::{Context, Stream, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Replaces the nulls of a column, by a value or by the value before.
///
/// A value makes the column if there is none.
#[builtin(
    since = "0.14.0",
    returns = "stream[C]",
    constraints = "A: Record, C: Record"
)]
pub fn fill(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column to replace nulls in.
    #[default("_value")]
    column: Arc<str>,
    /// Value that nulls become. It must be of the column's type.
    #[ty("B")]
    value: Option<Value>,
    /// Whether a null becomes the last value before it that is none.
    use_previous: Option<bool>,
) -> Result<Stream, Failure> {
    let invalid = |message: &str| {
        Failure::new("flux::universe::fill", message)
            .help("write either `value: …` or `usePrevious: true`")
    };
    if value.is_some() == use_previous.is_some() {
        return Err(invalid("fill requires exactly one of value or usePrevious"));
    }
    let value = match value {
        None if use_previous == Some(true) => None,
        None => return Err(invalid("fill requires a value if usePrevious is false")),
        Some(value) => {
            let cell = value.to_scalar().filter(|cell| !cell.is_null());
            let message = "value type for fill must be a valid primitive type (bool, int, uint, float, string, time)";
            Some(cell.ok_or_else(|| invalid(message))?)
        }
    };
    Ok(Narrowed::stream(cx, "fill", Fill { column, value }, tables))
}
