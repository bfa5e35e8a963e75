//! Functions of rows, called row by row through the interpreter.

use crate::diagnostic::Failure;
use crate::syntax::ast::{Body, Expr, ExprKind};
use crate::syntax::visit;
use crate::table::{Chunk, Column, ColumnBuilder, Name, Scalar, Type, collision};
use crate::value::{Context, Function, NullLogic, Record, Value};
use std::sync::Arc;

/// A function of a row, and where it runs.
#[derive(Clone)]
pub struct RowFunction {
    cx: Context,
    function: Function,
    logic: NullLogic,
    /// The columns that it reads, if it does nothing with the row but read columns.
    reads: Option<Vec<Name>>,
}

impl RowFunction {
    /// A function that is called with this null logic.
    pub fn new(cx: &Context, function: &Function, logic: NullLogic) -> Self {
        Self {
            cx: cx.clone(),
            function: function.clone(),
            logic,
            reads: columns_read(function),
        }
    }

    /// A row as far as the function can see it.
    fn row(&self, chunk: &Chunk, row: usize) -> Value {
        let Some(reads) = &self.reads else {
            return row_record(chunk, row);
        };
        Value::record(reads.iter().filter_map(|name| {
            let column = chunk.column(name)?;
            Some((name.clone(), cell(column, row)))
        }))
    }

    /// What it gives for a row, and for what else it takes.
    ///
    /// # Errors
    /// What the function fails with.
    pub fn call(
        &self,
        chunk: &Chunk,
        row: usize,
        more: &[(&str, Value)],
    ) -> Result<Value, Failure> {
        let mut arguments = vec![("r", self.row(chunk, row))];
        arguments.extend_from_slice(more);
        self.cx.call_with(self.logic, &self.function, &arguments)
    }

    /// For which rows of a chunk the function holds; null counts as false.
    ///
    /// # Errors
    /// What the function fails with, or that it gives no bool.
    pub fn holds(&self, chunk: &Chunk, row: usize) -> Result<bool, Failure> {
        match self.call(chunk, row, &[])? {
            Value::Bool(holds) => Ok(holds),
            Value::Null(_) => Ok(false),
            other => Err(Failure::new(
                "flux::engine::predicate_type",
                format!(
                    "a predicate must give a bool, this one gives a {}",
                    other.type_name()
                ),
            )),
        }
    }

    /// The record that the function gives for a row.
    ///
    /// # Errors
    /// What the function fails with, or that it gives no record.
    pub fn record(
        &self,
        name: &str,
        chunk: &Chunk,
        row: usize,
        more: &[(&str, Value)],
    ) -> Result<Arc<Record>, Failure> {
        match self.call(chunk, row, more)? {
            Value::Record(record) => Ok(record),
            other => Err(Failure::new(
                "flux::engine::not_a_record",
                format!(
                    "{name} function must return an object, got {}",
                    other.type_name()
                ),
            )
            .help("write the record in parentheses: `(r) => ({r with …})`")),
        }
    }
}

/// The columns that a function reads as `r.label`; none if it uses its row otherwise, too.
fn columns_read(function: &Function) -> Option<Vec<Name>> {
    let Function::Closure(closure) = function else {
        return None;
    };
    let mut read = Vec::new();
    let mut only_columns = true;
    let mut visit = |expression: &Expr| {
        only_columns = only_columns && only_reads(expression, &mut read);
    };
    match &closure.literal.body {
        Body::Expr(body) => visit(body),
        Body::Block(statements) => visit::each_expression(statements, &mut visit),
    }
    only_columns.then_some(read)
}

fn only_reads(expression: &Expr, read: &mut Vec<Name>) -> bool {
    let is_row =
        |expression: &Expr| matches!(&expression.kind, ExprKind::Ident(name) if **name == *"r");
    match &expression.kind {
        _ if is_row(expression) => false,
        ExprKind::Member { object, property } if is_row(object) => {
            if !read.contains(&property.name) {
                read.push(property.name.clone());
            }
            true
        }
        kind => {
            let mut only_columns = true;
            visit::each_child(kind, &mut |child| {
                only_columns = only_columns && only_reads(child, read);
            });
            only_columns
        }
    }
}

/// A row as functions see it: a property for each column.
pub fn row_record(chunk: &Chunk, row: usize) -> Value {
    Value::record(
        chunk
            .columns
            .iter()
            .map(|(name, column)| (name.clone(), cell(column, row))),
    )
}

/// A cell as a value.
pub fn cell(column: &Column, row: usize) -> Value {
    Value::from_scalar(column.get(row), column.ty())
}

/// Makes columns of records, row by row. A property that is an untyped null in all rows makes no
/// column.
#[derive(Debug)]
pub struct RecordColumns {
    /// The function that makes the records, for messages.
    function: &'static str,
    columns: Vec<Building>,
    rows: usize,
}

#[derive(Debug)]
struct Building {
    name: Name,
    /// None as long as all cells are untyped nulls.
    cells: Option<ColumnBuilder>,
}

impl RecordColumns {
    /// No columns yet.
    pub fn new(function: &'static str) -> Self {
        Self {
            function,
            columns: Vec::new(),
            rows: 0,
        }
    }

    /// Adds a row.
    ///
    /// # Errors
    /// If a value fits into no column, or not into its column.
    pub fn push(&mut self, record: &Record) -> Result<(), Failure> {
        for (position, (name, value)) in record.iter().enumerate() {
            let building = match self.columns.get(position) {
                Some(building) if building.name == *name => Some(position),
                _ => self.columns.iter().position(|known| known.name == *name),
            };
            let building = building.unwrap_or_else(|| {
                self.columns.push(Building {
                    name: name.clone(),
                    cells: None,
                });
                self.columns.len() - 1
            });
            self.set(building, value)?;
        }
        self.rows += 1;
        for building in &mut self.columns {
            if let Some(cells) = &mut building.cells
                && cells.len() < self.rows
            {
                cells.push_null();
            }
        }
        Ok(())
    }

    fn set(&mut self, building: usize, value: &Value) -> Result<(), Failure> {
        let building = &mut self.columns[building];
        let Some(cell) = value.to_scalar() else {
            return Err(unsupported(self.function, &building.name, value));
        };
        let Some(ty) = value.column_type() else {
            return Ok(());
        };
        let rows = self.rows;
        let cells = building.cells.get_or_insert_with(|| {
            let mut cells = ColumnBuilder::new(ty);
            cells.push_many(&Scalar::Null, rows);
            cells
        });
        if cells.ty() != ty {
            return Err(collision(&building.name, cells.ty(), ty));
        }
        cells.push(&cell);
        Ok(())
    }

    /// The columns, in the order of the properties.
    pub fn finish(self) -> Vec<(Name, Column)> {
        let columns = self.columns.into_iter();
        columns
            .filter_map(|building| Some((building.name, building.cells?.finish())))
            .collect()
    }
}

/// The error of a property that no column can hold.
pub fn unsupported(function: &str, property: &str, value: &Value) -> Failure {
    Failure::new(
        "flux::engine::column_type",
        format!(
            "{function} object property \"{property}\" is {} type which is not supported in a flux table",
            value.type_name()
        ),
    )
    .help(format!(
        "columns hold {}; convert it, for example with `string(v: …)`",
        Type::ALL.map(Type::name).join(", ")
    ))
}
