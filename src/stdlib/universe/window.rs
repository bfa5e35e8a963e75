//! `window` and `aggregateWindow`, as far as they are not Flux text.

use super::aggregates::{Aggregated, stored_aggregate};
use super::selectors::{Selected, stored_selector};
use crate::diagnostic::Failure;
use crate::engine::operators::aggregate_window::{AggregateWindow, Fold, WindowedFold};
use crate::engine::operators::rewindow::{Rejoin, Rewindow};
use crate::engine::operators::window::{WindowRows, WindowSplit};
use crate::engine::operators::windowing::{Edges, Windowing};
use crate::stdlib::location::zone;
use crate::syntax::ast::{Body, ExprKind};
use crate::table::{self as stored, Name, Operator, Promise, Pushable, WindowTime};
use crate::time::{Duration, Window};
use crate::value::{Context, Function, Op, Record, Stream, Transform, Value};
use fluxlite_macros::builtin;
use std::any::Any;
use std::sync::Arc;

/// `window`, with checked arguments.
#[builtin(
    name = "_window",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn window_(
    #[context] cx: &Context,
    /// Input data.
    #[pipe]
    tables: Stream,
    /// Duration between windows.
    every: Duration,
    /// Duration of windows.
    period: Duration,
    /// Duration by which windows are shifted.
    offset: Duration,
    /// Zone whose clock windows follow.
    #[ty("{zone: string, offset: duration}")]
    location: Arc<Record>,
    /// Column of the times.
    time_column: Arc<str>,
    /// Column for the start of a row's window.
    start_column: Arc<str>,
    /// Column for the stop of a row's window.
    stop_column: Arc<str>,
    /// Whether windows without rows give a table.
    create_empty: bool,
) -> Result<Stream, Failure> {
    let edges = Edges {
        start: start_column,
        stop: stop_column,
    };
    let default = *time_column == *"_time" && edges.is_default();
    let stored = stored_windows(every, period, offset, &location, create_empty);
    let stored = stored.filter(|_| default);
    let what = WindowRows {
        windowing: windowing(&tables, every, period, offset, &location)?,
        time: time_column,
        edges,
        create_empty,
        range_stands: range_stands(&tables),
    };
    Ok(Stream::other(cx, Windowed { what, stored }, vec![tables]))
}

/// `aggregateWindow`, with the zone.
#[builtin(
    name = "_aggregateWindow",
    returns = "stream[E]",
    constraints = "B: Record, C: Record, D: Record, E: Record"
)]
pub fn aggregate_window_(
    #[context] cx: &Context,
    /// Input data.
    #[pipe]
    #[ty("stream[D]")]
    tables: Stream,
    /// Duration between windows.
    every: Duration,
    /// Duration of windows.
    period: Duration,
    /// Aggregate or selector.
    #[ty("(<-: stream[B], column: A) => stream[C]")]
    r#fn: Function,
    /// Duration by which windows are shifted.
    offset: Duration,
    /// Zone whose clock windows follow.
    #[ty("{zone: string, offset: duration}")]
    location: Arc<Record>,
    /// Column to aggregate.
    #[ty("A")]
    column: Arc<str>,
    /// Column whose cells become the time.
    time_src: Arc<str>,
    /// Column that gets the time.
    time_dst: Arc<str>,
    /// Whether windows without rows give a row.
    create_empty: bool,
) -> Result<Stream, Failure> {
    let edges = Edges::default();
    let windowing = windowing(&tables, every, period, offset, &location)?;
    let range = windowing.range();
    let what = WindowRows {
        windowing: windowing.clone(),
        time: "_time".into(),
        edges: edges.clone(),
        create_empty,
        range_stands: range_stands(&tables),
    };
    let stored = stored_windows(every, period, offset, &location, create_empty);
    let windowed = Windowed {
        what,
        stored: stored.clone(),
    };
    let windowed = Stream::other(cx, windowed, vec![tables.clone()]);
    let arguments = [
        (piped(&r#fn)?, Value::Stream(windowed.clone())),
        ("column", Value::String(column)),
    ];
    let Value::Stream(folded) = cx.call(&r#fn, &arguments)? else {
        return Err(Failure::new(
            "flux::universe::window_function",
            "aggregateWindow: `fn` must give a stream of tables",
        )
        .help("write an aggregate or a selector, for example `fn: mean`"));
    };
    // Whatever function was given: if it comes to one aggregate of the windows, they need no
    // tables of their own.
    if let Some((fold, column)) = fold_of(&folded, &windowed)
        && edges.contains(&time_src)
        && !edges.contains(&time_dst)
        && *time_dst != *column
    {
        let at = match time_src == edges.start {
            true => WindowTime::Start,
            false => WindowTime::Stop,
        };
        let stored = stored.filter(|_| *column == *"_value" && *time_dst == *"_time");
        let stored = stored.map(|windows| stored::Windowing {
            one_table: Some(at),
            ..windows
        });
        let what = WindowedFold {
            windowing,
            fold,
            column,
            at_start: at == WindowTime::Start,
            time: time_dst,
            create_empty,
            range_stands: range_stands(&tables),
        };
        return Ok(Stream::other(cx, Folded { what, stored }, vec![tables]));
    }
    let what = Rejoin {
        range,
        source: time_src,
        destination: time_dst,
        fill_empty: create_empty,
    };
    Ok(Stream::other(cx, Rejoined(what), vec![folded]))
}

/// The aggregate or selector that is all that happens between two nodes.
fn fold_of(folded: &Stream, windowed: &Stream) -> Option<(Fold, Name)> {
    let node = folded.node();
    let [input] = node.inputs.as_slice() else {
        return None;
    };
    let Op::Other(transform) = &node.op else {
        return None;
    };
    if input.node().id != windowed.node().id {
        return None;
    }
    let transform: &dyn Any = &**transform;
    if let Some(aggregated) = transform.downcast_ref::<Aggregated>() {
        let (aggregation, column) = aggregated.parts();
        return Some((Fold::Aggregate(aggregation), column.clone()));
    }
    let (pick, column) = transform.downcast_ref::<Selected>()?.parts();
    Some((Fold::Select(pick), column.clone()))
}

/// Whether `_start` and `_stop` are what `range` made them, wherever tables still have them.
fn range_stands(tables: &Stream) -> bool {
    let node = tables.node();
    let behind = || node.inputs.iter().all(range_stands);
    match &node.op {
        Op::Range(_) => true,
        Op::Filter { .. } | Op::Group { .. } | Op::Yield(_) => behind(),
        Op::Map { function } => keeps_edges(function) && behind(),
        Op::Other(transform) => KEEP_EDGES.contains(&transform.name()) && behind(),
        Op::Tables(_) | Op::From(_) | Op::Reduce { .. } | Op::Union => false,
    }
}

/// Functions that leave `_start` and `_stop` as they are, or take them away from all tables.
const KEEP_EDGES: [&str; 12] = [
    "cumulativeSum",
    "derivative",
    "difference",
    "drop",
    "elapsed",
    "keep",
    "limit",
    "movingAverage",
    "sort",
    "tail",
    "to",
    "unique",
];

/// Whether a function of `map` is of the form `(r) => ({r with …})` and sets neither edge.
fn keeps_edges(function: &Function) -> bool {
    let Function::Closure(closure) = function else {
        return false;
    };
    let (Body::Expr(body), [row]) = (&closure.literal.body, &*closure.literal.parameters) else {
        return false;
    };
    let mut body = body;
    while let ExprKind::Paren(inner) = &body.kind {
        body = inner;
    }
    let ExprKind::Record { with, properties } = &body.kind else {
        return false;
    };
    let edges = Edges::default();
    let with_row = with
        .as_ref()
        .is_some_and(|with| matches!(&with.kind, ExprKind::Ident(name) if *name == row.name.name));
    with_row
        && !properties
            .iter()
            .any(|property| edges.contains(&property.key.name))
}

/// The name of the parameter that takes the piped argument.
fn piped(function: &Function) -> Result<&str, Failure> {
    let name = match function {
        Function::Builtin(builtin) => {
            let param = builtin.params.iter().find(|param| param.pipe);
            param.map(|param| param.name)
        }
        Function::Closure(closure) => {
            let param = closure.literal.parameters.iter().find(|param| param.pipe);
            param.map(|param| &*param.name.name)
        }
    };
    name.ok_or_else(|| {
        Failure::new(
            "flux::universe::window_function",
            "aggregateWindow: `fn` takes no piped argument",
        )
        .help("mark the parameter for the tables, as in `(tables=<-, column) => tables |> …`")
    })
}

/// The windows of a stream, from the arguments of `window`.
fn windowing(
    tables: &Stream,
    every: Duration,
    period: Duration,
    offset: Duration,
    location: &Record,
) -> Result<Windowing, Failure> {
    let invalid = |message: &str| Failure::new("flux::universe::window", message);
    if every.is_negative() {
        return Err(invalid("parameter \"every\" must be non-negative"));
    }
    let (every, period) = match (every.is_zero(), period.is_zero()) {
        (true, true) => {
            let message = "window function requires at least one of \"every\" or \"period\" to be set and non-zero";
            return Err(
                invalid(message).help("write how far apart windows begin, as in `every: 1h`")
            );
        }
        (true, false) => (period, period),
        (false, true) => (every, every),
        (false, false) => (every, period),
    };
    let bounds = tables.bounds().ok_or_else(|| {
        invalid("nil bounds passed to window; use range to set the window range").help(
            "windows are made within the bounds that `range` sets: put `|> range(start: …)` before",
        )
    })?;
    let window = Window::new(every, period, offset, zone(location)?)?;
    Ok(Windowing::new(window, bounds))
}

/// The same windows as a bucket's storage makes them, if it makes such.
fn stored_windows(
    every: Duration,
    period: Duration,
    offset: Duration,
    location: &Record,
    create_empty: bool,
) -> Option<stored::Windowing> {
    let every = if every.is_zero() { period } else { every };
    let tiles = every == period || period.is_zero();
    let forward = !every.is_negative() && !offset.is_negative();
    let zone = zone(location).ok()?;
    let utc = zone.is_utc() && zone.offset().is_zero();
    if !tiles || !forward || !utc {
        return None;
    }
    Some(stored::Windowing {
        window: Window::new(every, every, offset, zone).ok()?,
        every,
        offset,
        create_empty,
        one_table: None,
    })
}

#[derive(Debug)]
struct Windowed {
    what: WindowRows,
    /// For a bucket's storage.
    stored: Option<stored::Windowing>,
}

impl Transform for Windowed {
    fn gives_in_key_order(&self) -> bool {
        true
    }

    fn name(&self) -> &str {
        "window"
    }

    fn operator(&self, cx: &Context, inputs: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        let operator = WindowSplit::new(self.what.clone(), inputs[0], cx.memory());
        Ok(Box::new(operator))
    }

    fn pushable(&self) -> Option<Pushable> {
        self.stored.clone().map(Pushable::Window)
    }

    fn promise(&self, inputs: &[Promise]) -> Promise {
        merged(inputs)
    }
}

#[derive(Debug)]
struct Folded {
    what: WindowedFold,
    /// For a bucket's storage.
    stored: Option<stored::Windowing>,
}

impl Transform for Folded {
    fn gives_in_key_order(&self) -> bool {
        !self.what.time_first()
    }

    fn name(&self) -> &str {
        "aggregateWindow"
    }

    fn operator(&self, cx: &Context, inputs: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        let operator = AggregateWindow::new(self.what.clone(), inputs[0], cx.memory());
        Ok(Box::new(operator))
    }

    fn pushable(&self) -> Option<Pushable> {
        let function = match self.what.fold {
            Fold::Aggregate(aggregation) => stored_aggregate(aggregation)?,
            Fold::Select(pick) => stored_selector(pick),
        };
        Some(Pushable::AggregateWindow(function, self.stored.clone()?))
    }

    fn promise(&self, inputs: &[Promise]) -> Promise {
        Promise {
            time_order: *self.what.time == *"_time",
            ..merged(inputs)
        }
    }

    fn explain(&self) -> String {
        format!(
            "{:?} of {} for each window",
            self.what.fold, self.what.column
        )
    }
}

#[derive(Debug)]
struct Rejoined(Rejoin);

impl Transform for Rejoined {
    fn merges_tables(&self) -> bool {
        true
    }

    fn gives_in_key_order(&self) -> bool {
        true
    }

    fn name(&self) -> &str {
        "aggregateWindow"
    }

    fn operator(&self, _: &Context, _: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        Ok(Box::new(Rewindow::new(self.0.clone())))
    }

    fn promise(&self, inputs: &[Promise]) -> Promise {
        merged(inputs)
    }

    fn explain(&self) -> String {
        "windows become one table again".into()
    }
}

/// What is known of tables that were merged by key.
fn merged(inputs: &[Promise]) -> Promise {
    Promise {
        distinct_keys: true,
        uniform_keys: inputs.iter().all(|input| input.uniform_keys),
        time_order: false,
    }
}
