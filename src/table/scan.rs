//! What a bucket is asked: plain data, filled in by the plan. A bucket held here answers it from
//! its series; a server is sent it as Flux.

mod flux;

pub use flux::quoted;

use super::{Name, Scalar};
use crate::time::{Bounds, Duration, Window};
use std::sync::Arc;

/// A read of a bucket: in the order of its fields, each step on what the one before it gives.
#[derive(Clone, Debug)]
pub struct Scan {
    /// Which points, by time.
    pub bounds: Bounds,
    /// Which points, by series and value.
    pub predicate: Option<Predicate>,
    /// Which tables they make; one for each series and field if nothing is said.
    pub group: Option<Grouping>,
    /// What each table's points become.
    pub aggregate: Option<Aggregation>,
    /// What is wanted of the index in place of tables. There is neither group nor aggregate then.
    pub index: Option<Index>,
    /// Whether tables are wanted in the order of their keys, where that costs nothing: rows that
    /// come as they are stored, one after another, stay in that order.
    pub by_key: bool,
}

/// What a bucket's index knows without points being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Index {
    /// The labels of tags and of what else is in the keys of tables.
    TagKeys,
    /// The values of a tag, of `_measurement` or of `_field`.
    TagValues(Name),
    /// How many series there are.
    Cardinality,
}

/// A question that storage answers: comparisons of a column with a value, and what `and` and `or`
/// make of them. A tag that a series lacks is the empty text here, not null.
#[derive(Clone, Debug)]
pub enum Predicate {
    /// `column op value`
    Compare {
        /// A tag, `_measurement`, `_field` or `_value`.
        column: Name,
        /// How they are compared.
        op: Comparison,
        /// Never null, and no time.
        value: Scalar,
    },
    /// `column =~ /pattern/`, or `!~`
    Match {
        /// A tag, `_measurement`, `_field` or `_value`.
        column: Name,
        /// The pattern as the script has it.
        pattern: Arc<str>,
        /// The same, compiled.
        regex: regex::Regex,
        /// Whether it is `!~`.
        negated: bool,
    },
    /// `exists column`
    Exists(Name),
    /// `not exists column`
    Missing(Name),
    /// All of them hold.
    And(Vec<Predicate>),
    /// One of them holds.
    Or(Vec<Predicate>),
}

/// How storage compares a column with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
}

/// `group` in storage: `_start` and `_stop` stay in the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping {
    /// The labels.
    pub columns: Arc<[Name]>,
    /// Whether these are the columns not to group by.
    pub except: bool,
}

/// An aggregate or selector in storage, of whole tables or of windows.
#[derive(Clone, Debug)]
pub struct Aggregation {
    /// Which one.
    pub function: Aggregate,
    /// Of these windows, not of whole tables.
    pub windows: Option<Windowing>,
}

/// Functions that storage computes, always of `_value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    /// `count`
    Count,
    /// `sum`
    Sum,
    /// `mean`
    Mean,
    /// `min`
    Min,
    /// `max`
    Max,
    /// `first`
    First,
    /// `last`
    Last,
}

/// Windows in storage.
#[derive(Clone, Debug)]
pub struct Windowing {
    /// Where they lie. One begins where the one before it ends, and the clock is that of UTC.
    pub window: Window,
    /// How far apart they begin, as the script has it.
    pub every: Duration,
    /// How far they are moved, as the script has it.
    pub offset: Duration,
    /// Whether windows without points have a row, too.
    pub create_empty: bool,
    /// Whether the windows of a table become one table again (`aggregateWindow`), and which of
    /// its bounds is then the time of its row.
    pub one_table: Option<WindowTime>,
}

/// Which bound of a window is the time of its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowTime {
    /// `_start`
    Start,
    /// `_stop`
    Stop,
}

/// A table function that a bucket's storage may do in place of the engine; plain data that says
/// all of what it does.
#[derive(Clone, Debug)]
pub enum Pushable {
    /// An aggregate or selector of `_value`.
    Aggregate(Aggregate),
    /// `window` with its default columns, or `aggregateWindow` up to its aggregate.
    Window(Windowing),
    /// `aggregateWindow` of `_value` by an aggregate or selector.
    AggregateWindow(Aggregate, Windowing),
    /// `keep` of one column.
    Keep(Name),
    /// `keys` into a column.
    Keys(Name),
    /// `distinct` of a column.
    Distinct(Name),
}

impl Scan {
    /// All points within bounds, as `from |> range` gives them.
    pub fn of(bounds: Bounds) -> Self {
        Self {
            bounds,
            predicate: None,
            group: None,
            aggregate: None,
            index: None,
            by_key: false,
        }
    }
}

impl Aggregate {
    /// Whether it takes one of the points, with its time.
    pub fn is_selector(self) -> bool {
        matches!(self, Self::Min | Self::Max | Self::First | Self::Last)
    }

    /// The Flux function.
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::Min => "min",
            Self::Max => "max",
            Self::First => "first",
            Self::Last => "last",
        }
    }
}

impl Comparison {
    /// As Flux writes it.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessEqual => "<=",
            Self::Greater => ">",
            Self::GreaterEqual => ">=",
        }
    }
}
