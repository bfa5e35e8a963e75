//! `keep`, `drop`, `rename`, `duplicate` and `set`, in the graph.

use crate::diagnostic::Failure;
use crate::engine::operators::reshape::{From, Made, Reshape, Reshaping};
use crate::table::{GroupKey, Name, Operator, Promise, Pushable, Scalar, Schema, Type};
use crate::value::{Context, Function, Stream, Transform, Value};

/// A function that reshapes tables, in the graph.
#[derive(Clone, Debug)]
struct Columns {
    function: &'static str,
    change: Change,
}

/// A node that reshapes tables.
pub fn stream(cx: &Context, function: &'static str, change: Change, tables: Stream) -> Stream {
    Stream::other(cx, Columns { function, change }, vec![tables])
}

/// What becomes of the columns.
#[derive(Clone, Debug)]
pub enum Change {
    /// Only these, or all but these.
    Select {
        /// Which.
        labels: Chosen<Vec<Name>>,
        /// Whether these are kept, not dropped.
        keep: bool,
    },
    /// New names by old ones.
    Rename(Chosen<Vec<(Name, Name)>>),
    /// A copy under another name.
    Duplicate {
        /// The column.
        column: Name,
        /// The name of the copy.
        name: Name,
    },
    /// A text in all rows.
    Set(Vec<(Name, Type, Scalar)>),
}

/// What is said of columns: one by one, or by a function of their labels.
#[derive(Clone, Debug)]
pub enum Chosen<T> {
    /// A list.
    These(T),
    /// A function with the parameter `column`.
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
                labels: Chosen::These(labels),
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
                labels: Chosen::These(labels),
                ..
            } => format!("columns: {labels:?}"),
            Change::Rename(Chosen::These(names)) => {
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
    fn selects(
        &self,
        labels: &Chosen<Vec<Name>>,
        keep: bool,
        label: &Name,
    ) -> Result<bool, Failure> {
        let listed = match labels {
            Chosen::These(labels) => labels.contains(label),
            Chosen::By(predicate) => {
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

    fn renamed(
        &self,
        renaming: &Chosen<Vec<(Name, Name)>>,
        schema: &Schema,
    ) -> Result<Vec<Made>, Failure> {
        if let Chosen::These(names) = renaming
            && let Some((missing, _)) = names.iter().find(|(from, _)| !schema.contains(from))
        {
            return Err(no_column("rename", missing, schema));
        }
        let mut columns: Vec<Made> = Vec::new();
        for (name, _) in &schema.0 {
            let new = match renaming {
                Chosen::These(names) => {
                    let new = names.iter().find(|(from, _)| from == name);
                    new.map_or_else(|| name.clone(), |(_, to)| to.clone())
                }
                Chosen::By(function) => {
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
            Change::Rename(Chosen::These(names)) => {
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
