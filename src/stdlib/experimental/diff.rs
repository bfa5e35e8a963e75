//! `experimental.diff`.

use crate::diagnostic::Failure;
use crate::engine::operators::diff::Diff;
use crate::table::{Operator, Promise};
use crate::value::{Context, Stream, Transform};
use fluxlite_macros::builtin;

/// Compares two streams, and gives the tables that differ.
///
/// Tables of equal group keys are compared row by row. A column `_diff` says what became of each
/// row: it is empty where both streams have the row, `-` where it is missing, and `+` where it is
/// too much. Floats count as equal if they are less than a millionth apart.
#[builtin(since = "0.175.0", returns = "stream[{A with _diff: string}]")]
pub fn diff(
    #[context] cx: &Context,
    /// What there is. Default is piped-forward data (`<-`).
    #[pipe]
    got: Stream,
    /// What there should be.
    want: Stream,
) -> Stream {
    Stream::other(cx, Compared, vec![want, got])
}

#[derive(Debug)]
struct Compared;

impl Transform for Compared {
    fn name(&self) -> &str {
        "experimental.diff"
    }

    fn operator(&self, cx: &Context, _: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        Ok(Box::new(Diff::new(cx.memory())))
    }

    /// Tables of one key become one before they are compared.
    fn merges_tables(&self) -> bool {
        true
    }

    fn promise(&self, _: &[Promise]) -> Promise {
        Promise {
            distinct_keys: true,
            ..Promise::default()
        }
    }
}
