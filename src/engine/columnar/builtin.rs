//! Pure functions over columns: conversions of numbers as loops, whatever else row by row.

use super::evaluate::{Evaluation, by_distinct};
use super::{Cells, GiveUp, Node};
use crate::table::{Column, ColumnBuilder, Scalar};
use crate::value::{Args, Builtin, Context, Value};
use arrow_array::{Array, Float64Array, Int64Array};

/// An argument: the same in all rows, or a column.
enum Argument {
    Absent,
    Value(Value),
    Column(usize),
}

/// What a function gives for each row.
pub fn call(
    evaluation: &Evaluation<'_>,
    builtin: &'static Builtin,
    arguments: &[Option<Node>],
    rows: usize,
) -> Result<Cells, GiveUp> {
    let mut columns = Vec::new();
    let mut places = Vec::with_capacity(arguments.len());
    for argument in arguments {
        places.push(match argument {
            None => Argument::Absent,
            Some(Node::Constant(value)) => Argument::Value(value.clone()),
            Some(node) => {
                columns.push(evaluation.cells(node)?);
                Argument::Column(columns.len() - 1)
            }
        });
    }
    if let ([cells], [Argument::Column(0)]) = (&columns[..], &places[..])
        && let Some(converted) = converted(builtin, cells)
    {
        return Ok(converted);
    }
    let columns: Vec<&Cells> = columns.iter().collect();
    by_distinct(&columns, rows, |columns, rows| {
        row_by_row(evaluation.context(), builtin, &places, columns, rows)
    })
}

fn row_by_row(
    cx: &Context,
    builtin: &'static Builtin,
    places: &[Argument],
    columns: &[Cells],
    rows: usize,
) -> Result<Cells, GiveUp> {
    let mut builder: Option<ColumnBuilder> = None;
    for row in 0..rows {
        let arguments = places.iter().map(|place| match place {
            Argument::Absent => None,
            Argument::Value(value) => Some(value.clone()),
            Argument::Column(at) => Some(match &columns[*at] {
                Cells::Untyped => Value::Null(None),
                Cells::Column(column) => Value::from_scalar(column.get(row), column.ty()),
            }),
        });
        let mut arguments = Args::new(builtin, arguments.collect());
        let value = (builtin.call)(cx, &mut arguments).map_err(|_| GiveUp)?;
        let cell = value.to_scalar().ok_or(GiveUp)?;
        match (&mut builder, value.column_type()) {
            (Some(builder), Some(ty)) if builder.ty() != ty => return Err(GiveUp),
            (Some(builder), _) => builder.push(&cell),
            (None, Some(ty)) => {
                let mut typed = ColumnBuilder::new(ty);
                typed.push_many(&Scalar::Null, row);
                typed.push(&cell);
                builder = Some(typed);
            }
            (None, None) => {}
        }
    }
    Ok(builder.map_or(Cells::Untyped, |mut builder| {
        Cells::Column(builder.finish())
    }))
}

/// `float(v:)` of integers and times (which only columns know), `int(v:)` of times, and
/// conversions to the same type.
fn converted(builtin: &Builtin, cells: &Cells) -> Option<Cells> {
    if builtin.params[0].name != "v" {
        return None;
    }
    let Cells::Column(column) = cells else {
        return None;
    };
    Some(Cells::Column(match (builtin.name, column) {
        ("float", Column::Int(array)) => {
            let values = array.values().iter().map(|&value| value as f64);
            Column::Float(Float64Array::new(values.collect(), array.nulls().cloned()))
        }
        ("float", Column::UInt(array)) => {
            let values = array.values().iter().map(|&value| value as f64);
            Column::Float(Float64Array::new(values.collect(), array.nulls().cloned()))
        }
        ("float", Column::Time(array)) => {
            let values = array.values().iter().map(|&value| value as f64);
            Column::Float(Float64Array::new(values.collect(), array.nulls().cloned()))
        }
        ("int", Column::Time(array)) => Column::Int(Int64Array::new(
            array.values().clone(),
            array.nulls().cloned(),
        )),
        ("float", Column::Float(_))
        | ("int", Column::Int(_))
        | ("uint", Column::UInt(_))
        | ("string", Column::String(_) | Column::Dictionary(_))
        | ("time", Column::Time(_)) => column.clone(),
        _ => return None,
    }))
}
