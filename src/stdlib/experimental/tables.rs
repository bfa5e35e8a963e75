//! Functions of tables that are not in the universe, or take other arguments there.

use crate::diagnostic::Failure;
use crate::engine::operators::equi_join::Method;
use crate::engine::operators::group::Group;
use crate::engine::operators::preview::Preview;
use crate::engine::operators::unpivot::Unpivot;
use crate::stdlib::join::Joined;
use crate::stdlib::location;
use crate::stdlib::universe::columns::set_cells;
use crate::stdlib::universe::window::window_;
use crate::table::{Name, Operator, Promise, Type};
use crate::time::Duration;
use crate::value::{Context, Function, Record, Stream, Transform, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// Adds columns to the group key.
#[builtin(constraints = "A: Record")]
pub fn group(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// `extend`, the only mode.
    mode: Arc<str>,
    /// Columns to add.
    columns: Vec<Arc<str>>,
) -> Result<Stream, Failure> {
    if &*mode != "extend" {
        return Err(Failure::new(
            "flux::experimental::group_mode",
            format!("invalid group mode \"{mode}\"; experimental.group requires mode \"extend\""),
        )
        .help("for other modes, use `group()` without the package"));
    }
    let columns = Extended(columns.into());
    Ok(Stream::other(cx, columns, vec![tables]))
}

/// `experimental.group`, in the graph.
#[derive(Debug)]
struct Extended(Arc<[Name]>);

impl Transform for Extended {
    fn name(&self) -> &str {
        "experimental.group"
    }

    fn operator(&self, _: &Context, inputs: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        Ok(Box::new(Group::extending(self.0.clone(), inputs[0])))
    }

    fn merges_tables(&self) -> bool {
        true
    }

    fn promise(&self, _: &[Promise]) -> Promise {
        Promise {
            distinct_keys: true,
            ..Promise::default()
        }
    }

    fn explain(&self) -> String {
        format!("extend by: {:?}", self.0)
    }

    fn gives_in_key_order(&self) -> bool {
        true
    }
}

/// Sets columns to the same values in all rows. Columns of the group key stay in it.
#[builtin(
    since = "0.40.0",
    returns = "stream[C]",
    constraints = "A: Record, B: Record, C: Record"
)]
pub fn set(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[A]")]
    tables: Stream,
    /// A property for each column.
    #[ty("B")]
    o: Arc<Record>,
) -> Result<Stream, Failure> {
    let mut cells = Vec::new();
    for (label, value) in o.iter() {
        let cell = value.to_scalar().ok_or_else(|| {
            Failure::new(
                "flux::experimental::set_type",
                format!(
                    "no column can hold a {}, as `{label}` is",
                    value.type_name()
                ),
            )
        })?;
        let ty = value.column_type().unwrap_or(Type::String);
        cells.push((label.clone(), ty, cell));
    }
    Ok(set_cells(cx, cells, tables))
}

/// Joins tables of equal group keys on equal times.
#[builtin(
    since = "0.65.0",
    deprecated = "0.172.0: use `join.time()`",
    returns = "stream[C]",
    constraints = "A: Record, B: Record, C: Record"
)]
pub fn join(
    #[context] cx: &Context,
    /// First stream.
    #[ty("stream[A]")]
    left: Stream,
    /// Second stream.
    #[ty("stream[B]")]
    right: Stream,
    /// Makes a row of a pair. The group key must stay as it is.
    #[ty("(left: A, right: B) => C")]
    r#fn: Function,
) -> Stream {
    let joined = Joined {
        name: "experimental.join",
        on: vec![["_time".into(), "_time".into()]],
        method: Method::Inner,
        strict: false,
        function: r#fn,
        parameters: ["left", "right"],
    };
    joined.stream(cx, left, right)
}

/// Gives the second stream; the first one is computed for what it does.
#[builtin(
    since = "0.68.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn chain(
    /// Stream that is only computed.
    #[ty("stream[A]")]
    first: Stream,
    /// Stream that is given.
    #[ty("stream[B]")]
    second: Stream,
) -> Stream {
    // What yields or writes has registered itself when it was called.
    drop(first);
    second
}

/// Passes on the first rows of the first tables.
#[builtin(since = "0.167.0", constraints = "A: Record")]
pub fn preview(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// How many rows of each table.
    #[default(5)]
    nrows: i64,
    /// How many tables.
    #[default(5)]
    ntables: i64,
) -> Stream {
    let count = |n: i64| usize::try_from(n).unwrap_or(0);
    let shown = Previewed {
        rows: count(nrows),
        tables: count(ntables),
    };
    Stream::other(cx, shown, vec![tables])
}

#[derive(Debug)]
struct Previewed {
    rows: usize,
    tables: usize,
}

impl Transform for Previewed {
    fn name(&self) -> &str {
        "experimental.preview"
    }

    fn operator(&self, _: &Context, _: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        Ok(Box::new(Preview::new(self.rows, self.tables)))
    }

    fn promise(&self, inputs: &[Promise]) -> Promise {
        inputs[0]
    }

    fn explain(&self) -> String {
        format!("nrows: {}, ntables: {}", self.rows, self.tables)
    }
}

/// Makes rows of columns: each value with its column's label in `_field`.
///
/// Columns of the group key stay, nulls are left out, and `_field` becomes a part of the key.
#[builtin(
    since = "0.172.0",
    returns = "stream[{B with _value: C, _field: string}]",
    constraints = "A: Record, B: Record"
)]
pub fn unpivot(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{A with _time: time}]")]
    tables: Stream,
    /// Columns that stay beside each value. `_field` among them stays out of the key.
    #[default(["_time"])]
    other_columns: Vec<Arc<str>>,
) -> Stream {
    Stream::other(cx, Unpivoted(other_columns), vec![tables])
}

#[derive(Debug)]
struct Unpivoted(Vec<Name>);

impl Transform for Unpivoted {
    fn name(&self) -> &str {
        "experimental.unpivot"
    }

    fn operator(&self, _: &Context, _: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        Ok(Box::new(Unpivot::new(self.0.clone())))
    }

    fn merges_tables(&self) -> bool {
        true
    }

    fn promise(&self, _: &[Promise]) -> Promise {
        Promise {
            distinct_keys: true,
            ..Promise::default()
        }
    }

    fn explain(&self) -> String {
        format!("otherColumns: {:?}", self.0)
    }
}

/// Puts the rows of each table into a table for each window of time.
#[builtin(
    since = "0.106.0",
    returns = "stream[{A with _time: time, _stop: time, _start: time}]"
)]
pub fn window(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    #[ty("stream[{A with _time: time, _stop: time, _start: time}]")]
    tables: Stream,
    /// Duration between windows.
    every: Option<Duration>,
    /// Duration of windows.
    period: Option<Duration>,
    /// Duration by which windows are shifted.
    offset: Option<Duration>,
    /// Zone whose clock windows follow. Default is the option `location`.
    #[ty("{offset: duration, zone: string}")]
    location: Option<Arc<Record>>,
    /// Whether windows without rows give a table. Default is `false`.
    #[default(false)]
    create_empty: bool,
) -> Result<Stream, Failure> {
    let zone = location::zone_or_option(cx, location)?;
    let Value::Record(location) = location::record(zone.name(), zone.offset()) else {
        return Err(Failure::new(
            "flux::experimental::location",
            "a location is a record",
        ));
    };
    let length = |duration: Option<Duration>| duration.unwrap_or(Duration::ZERO);
    window_(
        cx,
        tables,
        length(every),
        length(period),
        length(offset),
        location,
        "_time".into(),
        "_start".into(),
        "_stop".into(),
        create_empty,
    )
}
