//! Package `experimental/table`: what becomes of tables without rows.

use crate::engine::operators::fill_empty::FillEmpty;
use crate::stdlib::universe::operation::Operation;
use crate::value::{Context, Package, Stream};
use fluxlite_macros::builtin;

/// The package.
pub static PACKAGE: Package = Package {
    path: "experimental/table",
    docs: "What becomes of tables without rows.",
    builtins: &[&FILL],
    constants: &[],
    flux: None,
};

/// Gives each table without rows one: its key, and nulls.
#[builtin(since = "0.122.0", constraints = "A: Record")]
pub fn fill(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
) -> Stream {
    let promise = |input| input;
    Operation::stream(cx, "table.fill", String::new(), promise, tables, |_, _| {
        FillEmpty::default()
    })
}
