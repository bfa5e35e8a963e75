//! `fieldFn` of `to()`: a Flux function that makes fields of a row.

use crate::diagnostic::Failure;
use crate::points::FieldRow;
use crate::syntax::ast::{Body, Expr, ExprKind};
use crate::syntax::visit::{each_child, each_expression};
use crate::table::{Chunk, Name};
use crate::value::{Context, Function, NullLogic, Value};

/// The function, ready to be called.
#[derive(Clone, Debug)]
pub(super) struct FieldFunction {
    cx: Context,
    function: Function,
}

impl FieldFunction {
    pub(super) fn new(cx: &Context, function: Function) -> Self {
        Self {
            cx: cx.clone(),
            function,
        }
    }

    /// The columns that it reads as `r.x` or `r["x"]` in its own text. What it reads otherwise,
    /// through another function or another name, does not count.
    pub(super) fn reads(&self) -> Vec<Name> {
        let mut found = Vec::new();
        let Function::Closure(closure) = &self.function else {
            return found;
        };
        let mut visit = |expression| reads(expression, &mut found);
        match &closure.literal.body {
            Body::Expr(body) => visit(body),
            Body::Block(statements) => each_expression(statements, &mut visit),
        }
        found
    }

    /// The fields of each row of a chunk. Rows without time are not looked at.
    ///
    /// # Errors
    /// What the function fails with, or a field that a point cannot hold.
    pub(super) fn rows(&self, chunk: &Chunk, time: &str) -> Result<Vec<FieldRow>, Failure> {
        let times = chunk.column(time);
        let rows = (0..chunk.rows).map(|row| {
            if times.is_some_and(|times| times.is_null(row)) {
                return Ok(FieldRow::new());
            }
            let cells = chunk.columns.iter().map(|(name, column)| {
                let value = Value::from_scalar(column.get(row), column.ty());
                (name.clone(), value)
            });
            let arguments = [("r", Value::record(cells))];
            let made = self
                .cx
                .call_with(NullLogic::Row, &self.function, &arguments)?;
            fields(&made)
        });
        rows.collect()
    }
}

fn fields(made: &Value) -> Result<FieldRow, Failure> {
    let Value::Record(record) = made else {
        return Err(Failure::new(
            "flux::influxdb::field_function",
            format!("fieldFn gives {} instead of a record", made.type_name()),
        )
        .help("a record's properties are the point's fields: `fieldFn: (r) => ({temp: r.temp})`"));
    };
    let fields = record.iter().map(|(name, value)| match value.to_scalar() {
        Some(cell) => Ok((name.clone(), cell)),
        None => Err(Failure::new(
            "flux::influxdb::field_type",
            format!("unsupported field type {} of the field {name}", value.type_name()),
        )
        .help("fields are float, int, uint, string or bool, and times are written as int: convert it in fieldFn")),
    });
    fields.collect()
}

fn reads(expression: &Expr, found: &mut Vec<Name>) {
    if let ExprKind::Member { object, property } = &expression.kind
        && matches!(&object.kind, ExprKind::Ident(name) if **name == *"r")
        && !found.contains(&property.name)
    {
        found.push(property.name.clone());
    }
    each_child(&expression.kind, &mut |inner| reads(inner, found));
}
