//! `sample`.

use super::narrowed::Narrowed;
use crate::diagnostic::Failure;
use crate::engine::operators::sample::Sample;
use crate::value::{Context, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Takes every `n`th row of each table.
#[builtin(since = "0.7.0", constraints = "A: Record")]
pub fn sample(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// One row of so many is taken.
    n: i64,
    /// First row that is taken, less than `n`. Below zero it is some row.
    #[default(-1)]
    pos: i64,
    /// Column that there must be.
    #[default("_value")]
    column: Arc<str>,
) -> Result<Stream, Failure> {
    let invalid = |message| Failure::new("flux::universe::sample", message);
    let every = usize::try_from(n).ok().filter(|every| *every > 0);
    let every =
        every.ok_or_else(|| invalid(format!("n must be a positive integer, but was {n}")))?;
    if pos >= n {
        return Err(invalid(format!(
            "pos must be less than n, but {pos} >= {n}"
        )));
    }
    let any = || cx.world().now().0.unsigned_abs() as usize % every;
    let function = Sample {
        every,
        first: usize::try_from(pos).unwrap_or_else(|_| any()),
        column,
    };
    Ok(Narrowed::stream(cx, "sample", function, tables))
}
