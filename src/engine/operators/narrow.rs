//! What functions share that change one table at a time and keep it one table: a running state
//! for each open table, fed with chunks that have all columns known so far.

use super::aggregate::key_column;
use super::seen::SeenKeys;
use crate::diagnostic::Failure;
use crate::table::{
    Answer, Bounds, Chunk, Column, Memory, Name, Operator, Output, Promise, Schema, Table, TableId,
    Type,
};
use arrow_array::Float64Array;
use rustc_hash::FxHashMap;
use std::fmt::Debug;

/// A function that changes tables one by one, with its arguments.
pub trait PerTable: Clone + Debug + Send + Sync + 'static {
    /// What it remembers of one open table.
    type State: TableState;

    /// Whether a second table of a key is an error.
    const REFUSES_EQUAL_KEYS: bool = true;

    /// Begins a table, and makes of it the one that comes out. What holds rows reserves memory.
    ///
    /// # Errors
    /// If the table cannot be worked on.
    fn begin(&self, table: &mut Table, memory: &Memory) -> Result<Self::State, Failure>;

    /// Columns that a table is to have when it begins, if it ever gets them.
    fn needs(&self) -> Vec<Name> {
        Vec::new()
    }

    /// What the output promises.
    fn promise(&self, input: Promise) -> Promise {
        Promise {
            distinct_keys: input.distinct_keys || Self::REFUSES_EQUAL_KEYS,
            ..input
        }
    }

    /// The stretch of time that its rows lie in, given that of its input.
    fn bounds(&self, input: Option<Bounds>) -> Option<Bounds> {
        input
    }

    /// Whether upstream gives its tables out in the order of their keys, once its input is
    /// finished.
    fn gives_in_key_order(&self) -> bool {
        true
    }

    /// Whether tables keep their keys.
    fn keeps_keys(&self) -> bool {
        true
    }
}

/// What is remembered of one open table.
pub trait TableState: Send {
    /// Takes rows; they have all columns of the table so far. What is given goes out.
    ///
    /// # Errors
    /// If these rows cannot be worked on.
    fn push(&mut self, chunk: Chunk) -> Result<Option<Chunk>, Failure>;

    /// The last rows, if any are held back. The schema is that of the input.
    ///
    /// # Errors
    /// If the table as a whole cannot be worked on.
    fn end(&mut self, _schema: &Schema) -> Result<Option<Chunk>, Failure> {
        Ok(None)
    }
}

/// Runs such a function.
pub struct Narrow<F: PerTable> {
    function: F,
    seen: SeenKeys,
    memory: Memory,
    tables: FxHashMap<TableId, (Schema, F::State)>,
}

impl<F: PerTable> Narrow<F> {
    /// An operator for one pass.
    pub fn new(function: F, input: Promise, memory: &Memory) -> Self {
        Self {
            function,
            seen: SeenKeys::new(input.distinct_keys || !F::REFUSES_EQUAL_KEYS),
            memory: memory.clone(),
            tables: FxHashMap::default(),
        }
    }
}

impl<F: PerTable> Operator for Narrow<F> {
    fn open(&mut self, _: usize, table: &Table, out: &mut dyn Output) -> Result<(), Failure> {
        self.seen.admit(&table.key)?;
        let mut result = table.clone();
        let state = self.function.begin(&mut result, &self.memory)?;
        self.tables.insert(table.id, (table.schema.clone(), state));
        out.open(&result)
    }

    fn push(
        &mut self,
        _: usize,
        mut chunk: Chunk,
        out: &mut dyn Output,
    ) -> Result<Answer, Failure> {
        let id = chunk.id;
        let (schema, state) = self
            .tables
            .get_mut(&id)
            .expect("a chunk belongs to an open table");
        schema.admit(&mut chunk)?;
        match state.push(chunk)? {
            Some(chunk) => out.push(chunk.with_id(id)),
            None => Ok(Answer::More),
        }
    }

    fn end(&mut self, _: usize, id: TableId, out: &mut dyn Output) -> Result<(), Failure> {
        let (schema, mut state) = self.tables.remove(&id).expect("a table that ends is open");
        if let Some(chunk) = state.end(&schema)? {
            out.push(chunk.with_id(id))?;
        }
        out.end(id)
    }

    fn needs(&self) -> Vec<Name> {
        self.function.needs()
    }
}

/// Gives the chosen columns of a table the types that a function makes of theirs.
///
/// # Errors
/// If one of them is in the key, or `retype` refuses its type.
pub fn retype(
    table: &mut Table,
    chosen: &[Name],
    retype: impl Fn(&str, Type) -> Result<Type, Failure>,
) -> Result<(), Failure> {
    for (name, ty) in &mut table.schema.0 {
        if chosen.contains(name) {
            if table.key.contains(name) {
                return Err(key_column(name));
            }
            *ty = retype(name, *ty)?;
        }
    }
    Ok(())
}

/// Replaces the chosen columns of a chunk.
///
/// # Errors
/// What `change` fails with.
pub fn replace(
    mut chunk: Chunk,
    chosen: &[Name],
    mut change: impl FnMut(&Name, &Column) -> Result<Column, Failure>,
) -> Result<Chunk, Failure> {
    for (name, column) in &mut chunk.columns {
        if chosen.contains(name) {
            *column = change(name, column)?;
        }
    }
    Ok(chunk)
}

/// The chunk without its first rows.
pub fn without_first(chunk: Chunk, rows: usize) -> Chunk {
    match rows.min(chunk.rows) {
        0 => chunk,
        rows => chunk.slice(rows, chunk.rows - rows),
    }
}

/// Numbers of any type as floats; none for other types.
pub fn as_floats(column: &Column) -> Option<Float64Array> {
    Some(match column.ty() {
        Type::Float => column.floats()?,
        Type::Int => column.ints()?.unary(|value| value as f64),
        Type::UInt => column.uints()?.unary(|value| value as f64),
        _ => return None,
    })
}

/// The times of a column that must hold times.
///
/// # Errors
/// If the table lacks it, or it holds something else.
pub fn times(chunk: &Chunk, label: &str) -> Result<arrow_array::Int64Array, Failure> {
    let Some(column) = chunk.column(label) else {
        return Err(super::seen::missing_column(label, &chunk.schema()));
    };
    time_type(label, column.ty())?;
    Ok(column.ints().expect("times are integers inside"))
}

/// Sees to it that a column that is needed is there and holds times.
///
/// # Errors
/// If the table lacks it, or it holds something else.
pub fn needs_time(schema: &Schema, label: &str) -> Result<(), Failure> {
    match schema.type_of(label) {
        Some(ty) => time_type(label, ty),
        None => Err(super::seen::missing_column(label, schema)),
    }
}

/// # Errors
/// If a column that should hold times has another type.
pub fn time_type(label: &str, ty: Type) -> Result<(), Failure> {
    match ty {
        Type::Time => Ok(()),
        _ => Err(Failure::new(
            "flux::engine::not_a_time",
            format!("column \"{label}\" is not of type time but {ty}"),
        )
        .help("convert it first, with `time(v:)` in a `map`")),
    }
}

/// The error of a column whose type a function does not work on.
pub fn unsupported(function: &str, label: &str, ty: Type) -> Failure {
    let failure = Failure::new(
        "flux::engine::column_type",
        format!("{function} does not support column \"{label}\" of type {ty}"),
    );
    match ty {
        Type::String => failure.help("convert it to a number first, for example with `toFloat()`"),
        _ => failure.help("the column must hold numbers"),
    }
}

/// Plays tables through such a function, and compares what comes out.
#[cfg(test)]
#[track_caller]
pub fn check(function: impl PerTable, input: &str, expected: &str) {
    let memory = Memory::new(1_000_000);
    let operator = Narrow::new(function, Promise::default(), &memory);
    super::testing::check(operator, input, expected);
    assert_eq!(memory.used(), 0, "memory is given back");
}
