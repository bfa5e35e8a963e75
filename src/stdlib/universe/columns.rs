//! `keep`, `drop`, `rename`, `duplicate`, `set`, `columns`, `keys`: functions of a table's columns.

use crate::diagnostic::Failure;
use crate::engine::operators::labels::Labels;
use crate::engine::operators::reshape::{From, Made, Reshape, Reshaping};
use crate::table::{GroupKey, Name, Operator, Promise, Pushable, Scalar, Schema, Type};
use crate::value::{Context, Function, Record, Stream, Transform, Value};
use fluxlite_macros::builtin;
use std::sync::Arc;

/// A function that reshapes tables, in the graph.
#[derive(Clone, Debug)]
struct Columns {
    function: &'static str,
    change: Change,
}

#[derive(Clone, Debug)]
enum Change {
    /// Only these, or all but these.
    Select { labels: Labelled, keep: bool },
    /// New names by old ones.
    Rename(Renaming),
    /// A copy under another name.
    Duplicate { column: Name, name: Name },
    /// A text in all rows.
    Set(Vec<(Name, Type, Scalar)>),
}

#[derive(Clone, Debug)]
enum Labelled {
    These(Vec<Name>),
    Where(Function),
}

#[derive(Clone, Debug)]
enum Renaming {
    These(Vec<(Name, Name)>),
    By(Function),
}

/// What a reshaping needs while a pass runs.
struct Running {
    columns: Columns,
    cx: Context,
}

impl Transform for Columns {
    fn name(&self) -> &str {
        self.function
    }

    fn pushable(&self) -> Option<Pushable> {
        match &self.change {
            Change::Select {
                labels: Labelled::These(labels),
                keep: true,
            } => match &labels[..] {
                [only] => Some(Pushable::Keep(only.clone())),
                _ => None,
            },
            _ => None,
        }
    }

    fn operator(&self, cx: &Context, inputs: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        let running = Running {
            columns: self.clone(),
            cx: cx.clone(),
        };
        Ok(Box::new(Reshape::new(running, inputs[0])))
    }

    fn promise(&self, inputs: &[Promise]) -> Promise {
        Promise {
            distinct_keys: true,
            uniform_keys: inputs[0].uniform_keys
                && !matches!(self.change, Change::Duplicate { .. }),
            time_order: inputs[0].time_order
                && inputs[0].distinct_keys
                && matches!(self.change, Change::Set(_)),
        }
    }

    fn merges_tables(&self) -> bool {
        true
    }

    fn explain(&self) -> String {
        match &self.change {
            Change::Select {
                labels: Labelled::These(labels),
                ..
            } => format!("columns: {labels:?}"),
            Change::Rename(Renaming::These(names)) => {
                let names: Vec<String> = names
                    .iter()
                    .map(|(from, to)| format!("{from}: {to:?}"))
                    .collect();
                format!("columns: {{{}}}", names.join(", "))
            }
            Change::Duplicate { column, name } => format!("column: {column:?}, as: {name:?}"),
            Change::Set(cells) => format!("{cells:?}"),
            Change::Select { .. } | Change::Rename(_) => "fn: …".into(),
        }
    }

    fn gives_in_key_order(&self) -> bool {
        true
    }
}

impl Running {
    fn selects(&self, labels: &Labelled, keep: bool, label: &Name) -> Result<bool, Failure> {
        let listed = match labels {
            Labelled::These(labels) => labels.contains(label),
            Labelled::Where(predicate) => {
                match self
                    .cx
                    .call(predicate, &[("column", Value::String(label.clone()))])?
                {
                    Value::Bool(holds) => holds,
                    other => {
                        return Err(Failure::new(
                            "flux::engine::predicate",
                            format!(
                                "{}: the function must give a bool, it gave {}",
                                self.columns.function,
                                other.type_name()
                            ),
                        ));
                    }
                }
            }
        };
        Ok(listed == keep)
    }

    fn renamed(&self, renaming: &Renaming, schema: &Schema) -> Result<Vec<Made>, Failure> {
        if let Renaming::These(names) = renaming
            && let Some((missing, _)) = names.iter().find(|(from, _)| !schema.contains(from))
        {
            return Err(no_column("rename", missing, schema));
        }
        let mut columns: Vec<Made> = Vec::new();
        for (name, _) in &schema.0 {
            let new = match renaming {
                Renaming::These(names) => {
                    let new = names.iter().find(|(from, _)| from == name);
                    new.map_or_else(|| name.clone(), |(_, to)| to.clone())
                }
                Renaming::By(function) => {
                    match self
                        .cx
                        .call(function, &[("column", Value::String(name.clone()))])?
                    {
                        Value::String(new) => new,
                        other => {
                            return Err(Failure::new(
                                "flux::engine::rename",
                                format!(
                                    "rename: the function must give a string, it gave {}",
                                    other.type_name()
                                ),
                            ));
                        }
                    }
                }
            };
            if let Some(other) = columns.iter().find(|column| column.name == new) {
                let From::Column(other) = &other.from else {
                    continue;
                };
                return Err(Failure::new(
                    "flux::engine::rename",
                    format!("rename: both `{other}` and `{name}` would be called `{new}`"),
                )
                .help(format!(
                    "drop one of them first, for example with `drop(columns: [\"{new}\"])`"
                )));
            }
            columns.push(Made {
                name: new,
                from: From::Column(name.clone()),
                keyed: true,
            });
        }
        Ok(columns)
    }
}

impl Reshaping for Running {
    fn columns(&self, key: &GroupKey, schema: &Schema) -> Result<Vec<Made>, Failure> {
        let labels = schema.0.iter().map(|(name, _)| name);
        match &self.columns.change {
            Change::Select {
                labels: selected,
                keep,
            } => {
                let mut columns = Vec::new();
                for label in labels {
                    if self.selects(selected, *keep, label)? {
                        columns.push(Made::same(label));
                    }
                }
                Ok(columns)
            }
            Change::Rename(renaming) => self.renamed(renaming, schema),
            Change::Duplicate { column, name } => {
                if !schema.contains(column) {
                    return Err(no_column("duplicate", column, schema));
                }
                let copy = From::Column(column.clone());
                // A column of the key that another one of the key is written over stays in it.
                Ok(with(labels, name, copy, key.contains(name)))
            }
            Change::Set(cells) => {
                let mut columns: Vec<Made> = labels.map(Made::same).collect();
                for (name, ty, cell) in cells {
                    let made = Made {
                        name: name.clone(),
                        from: From::Cell(*ty, cell.clone()),
                        keyed: true,
                    };
                    match columns.iter_mut().find(|column| column.name == *name) {
                        Some(column) => *column = made,
                        None => columns.push(made),
                    }
                }
                Ok(columns)
            }
        }
    }

    fn needs(&self) -> Vec<Name> {
        match &self.columns.change {
            Change::Rename(Renaming::These(names)) => {
                names.iter().map(|(name, _)| name.clone()).collect()
            }
            Change::Duplicate { column, .. } => vec![column.clone()],
            _ => Vec::new(),
        }
    }

    fn keeps_hidden(&self) -> bool {
        // Those that look at every column make the key anew from what they see.
        matches!(
            self.columns.change,
            Change::Duplicate { .. } | Change::Set(_)
        )
    }
}

/// All columns, and one of them, or one more, made from something else.
fn with<'a>(
    labels: impl Iterator<Item = &'a Name>,
    name: &Name,
    from: From,
    keyed: bool,
) -> Vec<Made> {
    let mut columns: Vec<Made> = labels.map(Made::same).collect();
    let made = Made {
        name: name.clone(),
        from,
        keyed,
    };
    match columns.iter_mut().find(|column| column.name == *name) {
        Some(column) => *column = made,
        None => columns.push(made),
    }
    columns
}

fn no_column(function: &str, column: &str, schema: &Schema) -> Failure {
    let known: Vec<&str> = schema.0.iter().map(|(name, _)| name.as_ref()).collect();
    Failure::new(
        "flux::engine::missing_column",
        format!("{function} error: column \"{column}\" doesn't exist"),
    )
    .help(format!("the table has the columns {}", known.join(", ")))
}

/// One of a list of labels and a function of them.
fn selection(
    function: &str,
    columns: Option<Vec<Arc<str>>>,
    r#fn: Option<Function>,
) -> Result<Labelled, Failure> {
    match (columns, r#fn) {
        (Some(columns), None) => Ok(Labelled::These(columns)),
        (None, Some(predicate)) => Ok(Labelled::Where(predicate)),
        (None, None) => Err(Failure::new(
            "flux::engine::columns",
            format!("{function} error: neither column list nor predicate function provided"),
        )
        .help("name the columns with `columns: [\"…\"]`, or choose them with `fn: (column) => …`")),
        (Some(_), Some(_)) => Err(Failure::new(
            "flux::engine::columns",
            format!("{function} error: both column list and predicate provided"),
        )
        .help("leave out `columns` or `fn`")),
    }
}

fn stream(cx: &Context, function: &'static str, change: Change, tables: Stream) -> Stream {
    Stream::other(cx, Columns { function, change }, vec![tables])
}

/// Keeps the columns that are named, and drops all others.
///
/// Columns that are dropped leave the group key, too; tables whose keys become equal are merged.
#[builtin(
    since = "0.7.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn keep(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Columns to keep. Mutually exclusive with `fn`.
    columns: Option<Vec<Arc<str>>>,
    /// Says of a label whether the column is kept. Mutually exclusive with `columns`.
    #[ty("(column: string) => bool")]
    r#fn: Option<Function>,
) -> Result<Stream, Failure> {
    let labels = selection("keep", columns, r#fn)?;
    Ok(stream(
        cx,
        "keep",
        Change::Select { labels, keep: true },
        tables,
    ))
}

/// Drops the columns that are named, and keeps all others.
///
/// Columns that are dropped leave the group key, too; tables whose keys become equal are merged.
#[builtin(
    since = "0.7.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn drop(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Columns to drop. Mutually exclusive with `fn`.
    columns: Option<Vec<Arc<str>>>,
    /// Says of a label whether the column is dropped. Mutually exclusive with `columns`.
    #[ty("(column: string) => bool")]
    r#fn: Option<Function>,
) -> Result<Stream, Failure> {
    let labels = selection("drop", columns, r#fn)?;
    Ok(stream(
        cx,
        "drop",
        Change::Select {
            labels,
            keep: false,
        },
        tables,
    ))
}

/// Gives columns other names. A column of the group key stays in it.
#[builtin(
    since = "0.7.0",
    returns = "stream[C]",
    constraints = "A: Record, B: Record, C: Record"
)]
pub fn rename(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// New names by old names. Mutually exclusive with `fn`.
    #[ty("B")]
    columns: Option<Arc<Record>>,
    /// Gives the new name of a column. Mutually exclusive with `columns`.
    #[ty("(column: string) => string")]
    r#fn: Option<Function>,
) -> Result<Stream, Failure> {
    let renaming = match (columns, r#fn) {
        (Some(columns), None) => {
            let mut names = Vec::new();
            for (from, to) in columns.iter() {
                let Value::String(to) = to else {
                    return Err(Failure::new(
                        "flux::engine::rename",
                        format!(
                            "rename error: the new name of \"{from}\" must be a string, not {}",
                            to.type_name()
                        ),
                    ));
                };
                names.push((from.clone(), to.clone()));
            }
            Renaming::These(names)
        }
        (None, Some(function)) => Renaming::By(function),
        (columns, r#fn) => {
            let labels = columns.map(|_| Vec::new());
            selection("rename", labels, r#fn)?;
            Renaming::These(Vec::new())
        }
    };
    Ok(stream(cx, "rename", Change::Rename(renaming), tables))
}

/// Copies a column under another name. The copy does not belong to the group key.
#[builtin(
    since = "0.7.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn duplicate(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column to copy.
    column: Arc<str>,
    /// Name of the copy; a column of this name is replaced.
    r#as: Arc<str>,
) -> Stream {
    let change = Change::Duplicate { column, name: r#as };
    stream(cx, "duplicate", change, tables)
}

/// Sets a column to the same text in all rows. A column of the group key stays in it.
#[builtin(since = "0.7.0", returns = "stream[A]", constraints = "A: Record")]
pub fn set(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Label of the column.
    key: Arc<str>,
    /// The text.
    value: Arc<str>,
) -> Stream {
    let cell = (key, Type::String, Scalar::String(value));
    set_cells(cx, vec![cell], tables)
}

/// A node that sets columns to cells.
pub fn set_cells(cx: &Context, cells: Vec<(Name, Type, Scalar)>, tables: Stream) -> Stream {
    stream(cx, "set", Change::Set(cells), tables)
}

/// `columns` and `keys`, in the graph.
#[derive(Debug)]
struct Listed {
    column: Name,
    of_key: bool,
}

impl Transform for Listed {
    fn name(&self) -> &str {
        if self.of_key { "keys" } else { "columns" }
    }

    fn operator(&self, _: &Context, inputs: &[Promise]) -> Result<Box<dyn Operator>, Failure> {
        Ok(Box::new(Labels::new(
            self.column.clone(),
            self.of_key,
            inputs[0],
        )))
    }

    fn promise(&self, inputs: &[Promise]) -> Promise {
        Promise {
            distinct_keys: true,
            uniform_keys: inputs[0].uniform_keys,
            time_order: false,
        }
    }

    fn gives_in_key_order(&self) -> bool {
        true
    }

    fn pushable(&self) -> Option<Pushable> {
        self.of_key.then(|| Pushable::Keys(self.column.clone()))
    }

    fn explain(&self) -> String {
        format!("column: {:?}", self.column)
    }
}

/// Lists the labels of each table's columns, one a row.
#[builtin(
    since = "0.14.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn columns(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column that holds the labels.
    #[default("_value")]
    column: Arc<str>,
) -> Stream {
    Stream::other(
        cx,
        Listed {
            column,
            of_key: false,
        },
        vec![tables],
    )
}

/// Lists the labels of each table's group key, one a row.
#[builtin(
    since = "0.13.0",
    returns = "stream[B]",
    constraints = "A: Record, B: Record"
)]
pub fn keys(
    #[context] cx: &Context,
    /// Input data. Default is piped-forward data (`<-`).
    #[pipe]
    tables: Stream,
    /// Column that holds the labels.
    #[default("_value")]
    column: Arc<str>,
) -> Stream {
    Stream::other(
        cx,
        Listed {
            column,
            of_key: true,
        },
        vec![tables],
    )
}
