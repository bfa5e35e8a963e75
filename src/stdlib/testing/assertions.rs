//! `testing.assertEmpty` and `testing.assertEquals`.

use crate::diagnostic::Failure;
use crate::engine::operators::assertions::{AssertEmpty, AssertEquals};
use crate::stdlib::universe::operation::Operation;
use crate::table::{Operator, Promise};
use crate::value::{Context, Stream, Transform};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Fails if a table has rows.
#[builtin(since = "0.18.0")]
pub fn assert_empty(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
) -> Stream {
    let name = "testing.assertEmpty";
    let promise = |_| Promise::default();
    Operation::stream(cx, name, String::new(), promise, tables, |_, _| {
        AssertEmpty::default()
    })
}

/// Fails if two streams are not the same: the group keys of their tables, columns in their order,
/// and rows in theirs. Gives the first stream.
#[builtin(since = "0.14.0")]
pub fn assert_equals(
    #[context] cx: &Context,
    /// Name of the test, for the error.
    name: Arc<str>,
    /// What there is. Default is piped-forward data (`<-`).
    #[pipe]
    got: Stream,
    /// What there should be.
    want: Stream,
) -> Stream {
    Stream::other(cx, Asserted(name), vec![got, want])
}

#[derive(Debug)]
struct Asserted(Arc<str>);

impl Transform for Asserted {
    fn name(&self) -> &str {
        "testing.assertEquals"
    }

    fn operator(&self, cx: &Context, _: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        Ok(Box::new(AssertEquals::new(self.0.clone(), cx.memory())))
    }

    fn merges_tables(&self) -> bool {
        true
    }

    fn explain(&self) -> String {
        format!("name: {}", self.0)
    }
}
