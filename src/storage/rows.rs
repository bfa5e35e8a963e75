//! Rows of tables as points of a bucket.

use super::loader::Loader;
use super::matching::Identity;
use super::points::Value;
use crate::diagnostic::Failure;
use crate::formats::Event;
use crate::table::{Chunk, Column, Name, Scalar, Type};

/// Loads what a decoder gives.
pub(super) fn load(loader: &mut Loader, event: Event) -> Result<(), Failure> {
    match event {
        Event::Rows(chunk) => load_rows(loader, &chunk),
        Event::Error { message, .. } => Err(Failure::new("flux::storage::csv_error", message)),
        Event::Open { .. } | Event::End(_) => Ok(()),
    }
}

fn load_rows(loader: &mut Loader, chunk: &Chunk) -> Result<(), Failure> {
    let times = required(chunk, "_time", Some(Type::Time))?;
    let measurements = required(chunk, "_measurement", Some(Type::String))?;
    let fields = required(chunk, "_field", Some(Type::String))?;
    let values = required(chunk, "_value", None)?;
    let mut tags: Vec<&(Name, Column)> = chunk
        .columns
        .iter()
        .filter(|(name, column)| {
            let is_own = matches!(&**name, "_measurement" | "_field" | "_value" | "_time");
            !is_own && column.ty() == Type::String
        })
        .collect();
    tags.sort_by(|(a, _), (b, _)| a.cmp(b));
    let place = |loader: &mut Loader, row: usize| {
        let measurement: Name = measurements.text(row).unwrap_or_default().into();
        let field: Name = fields.text(row)?.into();
        let present = tags.iter().filter_map(|(name, column)| {
            let value = column.text(row).filter(|value| !value.is_empty())?;
            Some((name.clone(), value.into()))
        });
        let present: Vec<(Name, Name)> = present.collect();
        let identity = Identity {
            measurement: &measurement,
            tags: &present,
        };
        let selection = loader.selection();
        if selection.excludes(identity) || selection.excludes_field(identity, &field) {
            return None;
        }
        let series = loader.series(&measurement, &present);
        Some((series, loader.field(series, &field)))
    };
    // Most tables are of one series: then its place is looked up once.
    let identity = [measurements, fields].into_iter();
    let mut identity = identity.chain(tags.iter().map(|(_, column)| column));
    let is_one = identity.all(|column| column.as_constant().is_some());
    let one = match is_one && chunk.rows > 0 {
        true => match place(loader, 0) {
            None => return Ok(()),
            one => one,
        },
        false => None,
    };
    let bounds = loader.selection().bounds();
    for row in 0..chunk.rows {
        let Scalar::Time(time) = times.get(row) else {
            continue;
        };
        if time < bounds.start || time >= bounds.stop {
            continue;
        }
        let cell = match values.text(row) {
            Some(_) => None,
            None => match Value::of_scalar(&values.get(row)) {
                Some(value) => Some(value),
                None => continue,
            },
        };
        if let Some((series, field)) = one.or_else(|| place(loader, row)) {
            let text = || values.text(row).unwrap_or_default();
            let value = cell.unwrap_or_else(|| Value::Text(loader.text(text())));
            let part = loader.part(series, field, value.ty());
            loader.push((series, field), part, time.0, value);
        }
    }
    Ok(())
}

fn required<'a>(chunk: &'a Chunk, label: &str, ty: Option<Type>) -> Result<&'a Column, Failure> {
    let help = "annotated CSV in a bucket has the columns `_time`, `_measurement`, `_field` and `_value`, as a query of InfluxDB returns them; its other texts are tags. For other CSV use `csv.from`";
    let Some(column) = chunk.column(label) else {
        let message = format!("a table has no column `{label}`");
        return Err(Failure::new("flux::storage::csv_column", message).help(help));
    };
    match ty {
        Some(ty) if ty != column.ty() => {
            let found = column.ty();
            let message = format!("the column `{label}` is of type {found} and not {ty}");
            Err(Failure::new("flux::storage::csv_column", message).help(help))
        }
        _ => Ok(column),
    }
}
