//! Functions that change series, or make one.

use crate::diagnostic::Failure;
use crate::engine::operators::buckets::Buckets;
use crate::engine::operators::replace_label::ReplaceLabel;
use crate::engine::operators::timestamps::Timestamps;
use crate::stdlib::universe::narrowed::Narrowed;
use crate::table::{Chunk, Column, GroupKey, Scalar, TableId, Type};
use crate::time::Time;
use crate::value::{Collected, Context, Op, Regex, Stream};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// A table without rows, as long ago as time has a beginning.
#[builtin(
    since = "0.44.0",
    returns = "stream[{_start: time, _stop: time, _time: time, _value: float}]"
)]
pub fn empty_table(#[context] cx: &Context) -> Stream {
    let bound = || Scalar::Time(Time(i64::MIN));
    let key = ["_start", "_stop"].map(|label| (label.into(), Type::Time, bound()));
    let times = || Column::Time(Vec::<i64>::new().into());
    let rows = Chunk {
        id: TableId(0),
        columns: vec![
            ("_start".into(), times()),
            ("_stop".into(), times()),
            ("_time".into(), times()),
            ("_value".into(), Column::Float(Vec::<f64>::new().into())),
        ],
        rows: 0,
    };
    let table = Collected {
        key: GroupKey::new(key.into()),
        schema: rows.schema(),
        rows,
    };
    Stream::new(cx, Op::Tables(Arc::new(vec![table])), Vec::new())
}

/// Writes into a column of the group key what a pattern finds in another one. All other columns
/// but `_value` go.
#[builtin(since = "0.44.0", returns = "stream[{B with _value: float}]")]
pub fn label_replace(
    #[context] cx: &Context,
    /// Input data.
    #[pipe]
    #[ty("stream[{A with _value: float}]")]
    tables: Stream,
    /// The column to read.
    source: Arc<str>,
    /// The column to write.
    destination: Arc<str>,
    /// The pattern; it must match the whole text.
    regex: Arc<str>,
    /// What to write: `$1` is what the first group matched. If it is nothing, the column goes.
    replacement: Arc<str>,
) -> Result<Stream, Failure> {
    let pattern = Regex::new(&format!("^(?:{regex})$")).map_err(|failure| Failure {
        message: format!("invalid regular expression in label_replace(): {regex}"),
        ..failure
    })?;
    let function = ReplaceLabel {
        source,
        destination,
        pattern: pattern.compiled().clone(),
        replacement,
    };
    Ok(Narrowed::stream(cx, "labelReplace", function, tables))
}

/// A quantile of a histogram, the bounds of whose buckets are texts.
#[builtin(
    since = "0.44.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn prom_histogram_quantile(
    #[context] cx: &Context,
    /// Input data.
    #[pipe]
    #[ty("stream[A]")]
    tables: Stream,
    /// Which quantile, from 0 to 1.
    #[default(0.0)]
    quantile: f64,
    /// Column with the counts.
    #[default("_value")]
    count_column: Arc<str>,
    /// Column with the upper bounds.
    #[default("le")]
    upper_bound_column: Arc<str>,
    /// Column of the result.
    #[default("_value")]
    value_column: Arc<str>,
) -> Stream {
    let function = Buckets {
        quantile,
        count_column,
        bound_column: upper_bound_column,
        value_column,
    };
    Narrowed::stream(cx, "promHistogramQuantile", function, tables)
}

/// Replaces values by their times, in seconds since 1970.
#[builtin(since = "0.44.0", returns = "stream[{A with _value: float}]")]
pub fn timestamp(
    #[context] cx: &Context,
    /// Input data.
    #[pipe]
    #[ty("stream[{A with _value: float}]")]
    tables: Stream,
) -> Stream {
    Narrowed::stream(cx, "timestamp", Timestamps, tables)
}
