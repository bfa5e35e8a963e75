//! Makes rows of pairs of rows. A function that only picks columns is never called: the columns
//! are taken as they are.

use super::NO_ROW;
use crate::diagnostic::Failure;
use crate::engine::operators::gather::Whole;
use crate::engine::rows::{RecordColumns, row_record};
use crate::syntax::ast::{Body, Expr, ExprKind};
use crate::table::{Chunk, Column, GroupKey, Name, Scalar, Schema, Type};
use crate::value::{Function, Record, Value};
use arrow_array::UInt32Array;

/// One side of a join: a table, or what is known of the columns of a missing one.
pub struct Side<'a> {
    /// The rows, if there is a table.
    pub rows: Option<Chunk>,
    schema: &'a Schema,
}

impl<'a> Side<'a> {
    /// The side that is a table; the columns of a missing one are those of all tables.
    pub fn new(table: Option<&'a Whole>, all: &'a Schema) -> Self {
        Self {
            rows: table.map(Whole::chunk),
            schema: table.map_or(all, |table| &table.schema),
        }
    }

    /// The cells of a column for these rows; a missing row has the values of the group key, and
    /// nulls.
    fn column(&self, key: &GroupKey, name: &Name, rows: &[u32]) -> Option<Column> {
        let ty = self.schema.type_of(name)?;
        if let Some((_, value)) = key.get(name) {
            return Some(Column::Constant(ty, value.clone(), rows.len()));
        }
        let Some(column) = self.rows.as_ref().and_then(|chunk| chunk.column(name)) else {
            return Some(Column::nulls(ty, rows.len()));
        };
        if !rows.contains(&NO_ROW) {
            return Some(column.take(&UInt32Array::from(rows.to_vec())));
        }
        let rows = rows.iter().map(|&row| (row != NO_ROW).then_some(row));
        // A constant would stay one.
        let column = match column {
            Column::Constant(..) => &Column::of_type(ty, column.to_array()),
            column => column,
        };
        Some(column.take(&rows.collect()))
    }

    fn record(&self, key: &GroupKey, row: u32) -> Value {
        match &self.rows {
            Some(chunk) if row != NO_ROW => row_record(chunk, row as usize),
            _ => {
                let cells = self.schema.0.iter().map(|(name, ty)| {
                    let value = key.get(name).map(|(_, value)| value.clone());
                    let value = Value::from_scalar(value.unwrap_or(Scalar::Null), *ty);
                    (name.clone(), value)
                });
                Value::record(cells)
            }
        }
    }
}

/// Calls a function with a row of each side.
pub type Call = Box<dyn FnMut(Value, Value) -> Result<Value, Failure> + Send>;

/// What makes the rows.
pub struct Combine {
    /// The function that is called, for messages.
    function: &'static str,
    call: Call,
    members: Option<Members>,
}

impl Combine {
    /// Calls a function, unless it is known to only pick columns.
    pub fn new(function: &'static str, call: Call, members: Option<Members>) -> Self {
        Self {
            function,
            call,
            members,
        }
    }

    /// The columns of the rows made of these pairs, by label.
    ///
    /// # Errors
    /// What the function fails with, or that it changes the group key.
    pub fn columns(
        &mut self,
        key: &GroupKey,
        sides: &[Side; 2],
        rows: [&[u32]; 2],
    ) -> Result<Vec<(Name, Column)>, Failure> {
        let picked = self.members.as_ref();
        let picked = picked.and_then(|members| members.columns(key, sides, rows));
        let mut columns = match picked {
            Some(columns) => columns,
            None => self.called(key, sides, rows)?,
        };
        columns.sort_by(|a, b| a.0.cmp(&b.0));
        for (name, ty, value) in key.columns() {
            let column = columns.iter_mut().find(|(label, _)| label == name);
            let constant = Column::Constant(*ty, value.clone(), rows[0].len());
            match column {
                Some((_, column)) if holds(column, *ty, value) => *column = constant,
                _ => return Err(changed_key(name, *ty)),
            }
        }
        Ok(columns)
    }

    fn called(
        &mut self,
        key: &GroupKey,
        sides: &[Side; 2],
        rows: [&[u32]; 2],
    ) -> Result<Vec<(Name, Column)>, Failure> {
        let mut columns = RecordColumns::new(self.function);
        for (&left, &right) in rows[0].iter().zip(rows[1]) {
            let [left, right] =
                [(0, left), (1, right)].map(|(side, row)| sides[side].record(key, row));
            match (self.call)(left, right)? {
                Value::Record(record) => {
                    columns.push(&record)?;
                    unchanged(key, &record)?;
                }
                other => {
                    return Err(Failure::new(
                        "flux::engine::not_a_record",
                        format!(
                            "{} function must return a record, got {}",
                            self.function,
                            other.type_name()
                        ),
                    )
                    .help("write the record in parentheses: `(l, r) => ({l with …})`"));
                }
            }
        }
        Ok(columns.finish())
    }
}

/// Whether all cells of a column are a value.
fn holds(column: &Column, ty: Type, value: &Scalar) -> bool {
    match column.as_constant() {
        Some(constant) => column.ty() == ty && constant == value,
        None => (0..column.len()).all(|row| column.get(row) == *value),
    }
}

/// # Errors
/// If a record has another group key, or lacks a part of it: in a column that would be a null only.
fn unchanged(key: &GroupKey, record: &Record) -> Result<(), Failure> {
    for (name, ty, value) in key.columns() {
        let found = record.get(name).and_then(Value::to_scalar);
        if found.as_ref() != Some(value) {
            return Err(changed_key(name, *ty));
        }
    }
    Ok(())
}

fn changed_key(name: &Name, ty: Type) -> Failure {
    Failure::new(
        "flux::engine::join_key",
        format!(
            "join cannot modify group key: output record has a missing or invalid value for column '{name}:{ty}'"
        ),
    )
    .help(format!(
        "give `{name}` as it is, or take it out of the group key before, with `group(columns: […])`"
    ))
}

/// The record of a function of two rows that only picks columns: `{l with v: r.v}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Members {
    /// The side whose columns all are there.
    base: Option<usize>,
    /// Label, side, and label there.
    columns: Vec<(Name, usize, Name)>,
}

impl Members {
    /// What a function picks, if that is all it does; its parameters have these names.
    pub fn of(function: &Function, parameters: [&str; 2]) -> Option<Self> {
        let Function::Closure(closure) = function else {
            return None;
        };
        let Body::Expr(body) = &closure.literal.body else {
            return None;
        };
        let side = |expr: &Expr| match &inside(expr).kind {
            ExprKind::Ident(name) => parameters.iter().position(|known| **name == **known),
            _ => None,
        };
        let ExprKind::Record { with, properties } = &inside(body).kind else {
            return None;
        };
        let base = match with {
            Some(with) => Some(side(with)?),
            None => None,
        };
        let mut columns: Vec<(Name, usize, Name)> = Vec::new();
        for item in properties {
            let ExprKind::Member { object, property } = &inside(&item.value).kind else {
                return None;
            };
            let label = &item.key.name;
            columns.retain(|(known, ..)| known != label);
            columns.push((label.clone(), side(object)?, property.name.clone()));
        }
        Some(Self { base, columns })
    }

    /// None where a column is not there: calling the function says what that means.
    fn columns(
        &self,
        key: &GroupKey,
        sides: &[Side; 2],
        rows: [&[u32]; 2],
    ) -> Option<Vec<(Name, Column)>> {
        let mut columns = Vec::new();
        if let Some(base) = self.base {
            for (name, _) in &sides[base].schema.0 {
                if !self.columns.iter().any(|(label, ..)| label == name) {
                    let column = sides[base].column(key, name, rows[base])?;
                    columns.push((name.clone(), column));
                }
            }
        }
        for (label, side, name) in &self.columns {
            let column = sides[*side].column(key, name, rows[*side])?;
            columns.push((label.clone(), column));
        }
        Some(columns)
    }
}

/// An expression without the parentheses around it.
fn inside(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Paren(expr) => inside(expr),
        _ => expr,
    }
}
